//! Figures over all comparisons of a network, and the agreement between judges.

use engine::evaluation::people_interval;
use engine::evaluation::subjective::{cohen_kappa, median, spearman};
use wire::report::{
    Agreement, Comparison, ComparisonTotals, IdentityComparisons, IdentityReport, NetworkReport, NetworkRole, Share,
};

/// Totals of the network at an index, over identities.
pub fn totals(identities: &[IdentityReport], network: usize) -> ComparisonTotals {
    let of: Vec<&IdentityComparisons> =
        identities.iter().filter_map(|identity| identity.comparisons.get(network)).collect();
    let clones: Vec<&[Comparison]> = of.iter().map(|of| of.clones.as_slice()).collect();
    let seeds: Vec<&[Comparison]> = of.iter().map(|of| of.seeds.as_slice()).collect();
    let photographs: Vec<&[Comparison]> = of.iter().map(|of| of.photographs.as_slice()).collect();
    let cosine = |one: &Comparison| Some(one.cosine);
    ComparisonTotals {
        first: share(&clones, |one| Some(f64::from(one.rank == 1))),
        accepted: [0, 1].map(|at| share(&clones, |one| one.accepted[at].map(one_if))),
        accepted_by_others: [0, 1].map(|at| share(&clones, |one| one.accepted_by_others[at].map(one_if))),
        cosine: mean(&clones, cosine),
        nearer_strangers: median(clones.iter().flat_map(|of| of.iter()).map(|one| one.nearer_strangers)),
        seeds_accepted: [0, 1].map(|at| mean(&seeds, |one| one.accepted[at].map(one_if))),
        seed_cosine: mean(&seeds, cosine),
        photographs_accepted: [0, 1].map(|at| mean(&photographs, |one| one.accepted[at].map(one_if))),
        photograph_cosine: mean(&photographs, cosine),
        other_clones_accepted: [0, 1].map(|at| {
            let shares: Vec<f64> = of.iter().filter_map(|of| of.other_clones_accepted[at]).collect();
            average(&shares)
        }),
    }
}

/// How far each pair of judges agrees on the clones.
pub fn agreements(networks: &[NetworkReport], identities: &[IdentityReport]) -> Vec<Agreement> {
    let place = |role| networks.iter().position(move |network| network.role == role);
    let further = networks.iter().enumerate().filter(|(_, network)| network.role == NetworkRole::Judge);
    let mut judges = vec![of_evaluation(identities, place(NetworkRole::Evaluation))];
    judges.extend(further.map(|(at, _)| of_network(identities, at)));
    let mut agreements = Vec::new();
    for (one, first) in judges.iter().enumerate() {
        for (other, second) in judges.iter().enumerate().skip(one + 1) {
            let pairs = || first.iter().zip(second);
            let ranked: Vec<_> = pairs().map(|(one, other)| (usize::from(one.0), usize::from(other.0))).collect();
            let figures: Vec<_> = pairs().map(|(one, other)| (one.1, other.1)).collect();
            agreements.push(Agreement {
                judges: [one as u32, other as u32],
                clones: ranked.len() as u32,
                kappa: cohen_kappa(&ranked),
                correlation: spearman(&figures),
            });
        }
    }
    agreements
}

/// Whether a judge ranks the target first, and the figure by which it does, of every clone.
type Opinions = Vec<(bool, f64)>;

fn of_evaluation(identities: &[IdentityReport], network: Option<usize>) -> Opinions {
    if let Some(at) = network {
        return of_network(identities, at);
    }
    let clones = identities.iter().flat_map(|identity| &identity.clones);
    clones.map(|clone| (clone.evaluation_rank == 1, clone.evaluation_score)).collect()
}

fn of_network(identities: &[IdentityReport], network: usize) -> Opinions {
    let of = identities.iter().filter_map(|identity| identity.comparisons.get(network));
    of.flat_map(|of| &of.clones).map(|clone| (clone.rank == 1, clone.cosine)).collect()
}

fn one_if(is_so: bool) -> f64 {
    f64::from(is_so)
}

/// A mean over all pictures, with an interval over people; `None` if the figure of any picture is unknown.
fn share(of: &[&[Comparison]], value: impl Fn(&Comparison) -> Option<f64>) -> Option<Share> {
    let people: Vec<Vec<f64>> =
        of.iter().map(|pictures| pictures.iter().map(&value).collect()).collect::<Option<_>>()?;
    Some(Share { value: average(&people.concat())?, interval: people_interval(&people) })
}

fn mean(of: &[&[Comparison]], value: impl Fn(&Comparison) -> Option<f64>) -> Option<f64> {
    average(&of.iter().flat_map(|pictures| pictures.iter()).map(value).collect::<Option<Vec<f64>>>()?)
}

fn average(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::gallery::scenario::report_of;

    fn comparison(cosine: f64, rank: u32) -> Comparison {
        let accepted = [Some(cosine > 0.5), None];
        Comparison { cosine, nearer_strangers: 1.0 - cosine, rank, accepted, accepted_by_others: [None; 2] }
    }

    fn network(role: NetworkRole) -> NetworkReport {
        NetworkReport {
            role,
            name: "j".into(),
            network: "a network".into(),
            file: String::new(),
            people: 9,
            accuracy: None,
            comparisons: 900,
            thresholds: [Some(0.5), None],
            true_accepts: [Some(1.0), None],
            totals: ComparisonTotals::default(),
        }
    }

    /// Two people with two clones each, as a judge compares them.
    fn judged() -> Vec<IdentityReport> {
        let mut identities = report_of(&["A", "B"]).identities;
        for (identity, cosines) in identities.iter_mut().zip([[0.9, 0.7], [0.6, 0.2]]) {
            let clones = cosines.map(|cosine| comparison(cosine, if cosine > 0.5 { 1 } else { 3 })).to_vec();
            let other_clones_accepted = [Some(0.25), None];
            let seeds = vec![comparison(0.1, 5); 2];
            identity.comparisons =
                vec![IdentityComparisons { clones, seeds, other_clones_accepted, ..Default::default() }];
        }
        identities
    }

    #[test]
    fn totals_count_all_clones_and_the_unit_of_an_interval_is_the_person() {
        let totals = totals(&judged(), 0);
        let accepted = totals.accepted[0].expect("a threshold");
        assert_eq!((accepted.value, totals.first.map(|share| share.value)), (0.75, Some(0.75)));
        assert!(accepted.interval[0] < 0.5, "two people say little: {accepted:?}");
        assert_eq!((totals.accepted[1], totals.accepted_by_others), (None, [None; 2]));
        assert!((totals.cosine.expect("clones") - 0.6).abs() < 1e-9);
        assert!((totals.nearer_strangers.expect("clones") - 0.35).abs() < 1e-9, "between .3 and .4");
        assert_eq!((totals.seeds_accepted[0], totals.photographs_accepted), (Some(0.0), [None; 2]));
        assert_eq!(totals.other_clones_accepted, [Some(0.25), None]);
    }

    #[test]
    fn judges_are_compared_in_pairs_over_all_clones() {
        let mut identities = judged();
        for identity in &mut identities {
            let again = identity.comparisons[0].clone();
            identity.comparisons.push(again);
        }
        let found = agreements(&[network(NetworkRole::Judge), network(NetworkRole::Judge)], &identities);
        assert_eq!(found.iter().map(|pair| pair.judges).collect::<Vec<_>>(), [[0, 1], [0, 2], [1, 2]]);
        assert_eq!((found[2].kappa, found[2].clones), (Some(1.0), 4));
        assert!((found[2].correlation.expect("varied") - 1.0).abs() < 1e-9);
        assert_eq!(agreements(&[network(NetworkRole::Target)], &identities), [], "one judge alone");
    }
}
