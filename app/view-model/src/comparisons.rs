//! What embedding networks make of a run, in words: a table for each network, a picture for each identity, and the
//! agreement between judges. The same for the page and the HTML report.

use super::chart::{Colour, Distribution};
use super::number::{count, percent, percent_interval, score};
use wire::report::{
    Agreement, ComparisonTotals, FALSE_ACCEPTS, IdentityComparisons, NetworkReport, NetworkRole, Report, Share,
};

/// The columns of a network's table, after the figure's name.
pub const COLUMNS: [&str; 4] = ["Clones, 95 % interval", "Seeds alone", "Held-out photographs", "Clones of others"];

/// One network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkWords {
    /// Its part and its name.
    pub title: String,
    /// What it is, and how well it knows people.
    pub about: String,
    /// A figure's name, and a cell for each of [`COLUMNS`].
    pub rows: Vec<(String, [String; 4])>,
}

/// A table for each network of a report.
pub fn networks(report: &Report) -> Vec<NetworkWords> {
    let words = |(at, network): (usize, &NetworkReport)| NetworkWords {
        title: title(report, at),
        about: about(network),
        rows: rows(network),
    };
    report.networks.iter().enumerate().map(words).collect()
}

/// What a network is called: its part in the run, and its name if that is public.
pub fn title(report: &Report, at: usize) -> String {
    let network = &report.networks[at];
    let part = match network.role {
        NetworkRole::Target => "Recognizer under attack".into(),
        NetworkRole::Evaluation => "Evaluation recognizer".into(),
        NetworkRole::Judge => {
            let before = report.networks[..at].iter().filter(|other| other.role == NetworkRole::Judge);
            format!("Further judge {}", before.count() + 1)
        }
    };
    if network.name.is_empty() { part } else { format!("{part}: {}", network.name) }
}

fn about(network: &NetworkReport) -> String {
    let accuracy = network.accuracy.map_or("not measured".into(), percent);
    let mut about = format!(
        "{}. Of {} registered people, it names {} by their held-out photographs.",
        network.network,
        count(network.people.into()),
        accuracy
    );
    let mut lacking = Vec::new();
    for at in [0, 1] {
        match (network.thresholds[at], network.true_accepts[at]) {
            (Some(threshold), Some(accepts)) => about.push_str(&format!(
                " Where {} of strangers pass (cosine {threshold:.3}), it accepts {} of these photographs.",
                percent_short(at),
                percent(accepts)
            )),
            _ => lacking.push(percent_short(at)),
        }
    }
    if !lacking.is_empty() {
        about.push_str(&format!(
            " {} comparisons with strangers are too few for a threshold at {}.",
            count(network.comparisons),
            lacking.join(" or ")
        ));
    }
    about
}

fn percent_short(at: usize) -> String {
    format!("{}\u{a0}%", 100.0 * FALSE_ACCEPTS[at])
}

fn rows(network: &NetworkReport) -> Vec<(String, [String; 4])> {
    let ComparisonTotals {
        first,
        accepted,
        accepted_by_others,
        cosine,
        nearer_strangers,
        seeds_accepted,
        seed_cosine,
        photographs_accepted,
        photograph_cosine,
        other_clones_accepted,
    } = &network.totals;
    let dash = || String::from("–");
    let with_interval = |share: &Option<Share>| {
        share.map_or_else(dash, |Share { value, interval }| {
            format!("{} ({})", percent(value), percent_interval(interval))
        })
    };
    let or_dash = |value: Option<f64>, words: fn(f64) -> String| value.map_or_else(dash, words);
    let [type_1, type_2] = match network.role {
        NetworkRole::Target => [" (type I)", " (type II)"],
        _ => ["", ""],
    };
    let mut rows = vec![(
        format!("Ranked first of {}", count(network.people.into())),
        [with_interval(first), dash(), dash(), dash()],
    )];
    // Without a threshold, nothing is accepted or refused.
    let known = || [0, 1].into_iter().filter(|at| network.thresholds[*at].is_some());
    for at in known() {
        rows.push((
            format!("Accepted where {} of strangers are{type_1}", percent_short(at)),
            [
                with_interval(&accepted[at]),
                or_dash(seeds_accepted[at], percent),
                or_dash(photographs_accepted[at], percent),
                or_dash(other_clones_accepted[at], percent),
            ],
        ));
    }
    for at in known() {
        rows.push((
            format!("The same by other photographs than those registered{type_2}, at {}", percent_short(at)),
            [with_interval(&accepted_by_others[at]), dash(), dash(), dash()],
        ));
    }
    rows.push((
        "Mean cosine to the template".into(),
        [or_dash(*cosine, score), or_dash(*seed_cosine, score), or_dash(*photograph_cosine, score), dash()],
    ));
    rows.push((
        "Strangers' photographs that are nearer than a clone, median".into(),
        [or_dash(*nearer_strangers, percent), dash(), dash(), dash()],
    ));
    rows
}

/// Two judges, and how far they agree: names, kappa, correlation.
pub fn agreements(report: &Report) -> Vec<[String; 4]> {
    let judges: Vec<usize> =
        (0..report.networks.len()).filter(|at| report.networks[*at].role == NetworkRole::Judge).collect();
    let name = |judge: u32| match judge.checked_sub(1).and_then(|at| judges.get(at as usize)) {
        None => "Evaluation recognizer".into(),
        Some(at) => title(report, *at),
    };
    let figure = |value: Option<f64>| value.map_or("–".into(), |value| format!("{value:.2}"));
    let row =
        |pair: &Agreement| [name(pair.judges[0]), name(pair.judges[1]), figure(pair.kappa), figure(pair.correlation)];
    report.agreements.iter().map(row).collect()
}

/// The picture of one identity by one network.
pub fn distribution(network: &NetworkReport, of: &IdentityComparisons, identity: usize) -> Distribution {
    let cosines = |of: &[wire::report::Comparison]| of.iter().map(|one| one.cosine).collect();
    Distribution {
        same: of.same.clone(),
        strangers: of.strangers.clone(),
        clones: cosines(&of.clones),
        seeds: cosines(&of.seeds),
        thresholds: network.thresholds.iter().flatten().copied().collect(),
        colour: Colour::Series(identity),
    }
}

/// The picture in words.
pub fn distribution_words(name: &str, of: &IdentityComparisons) -> String {
    let counted = |at: usize| {
        let known: Vec<bool> = of.clones.iter().filter_map(|clone| clone.accepted[at]).collect();
        let accepted = known.iter().filter(|accepted| **accepted).count();
        (!known.is_empty()).then(|| format!("; accepted at {}: {accepted} of {}", percent_short(at), known.len()))
    };
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let cosines = |of: &[wire::report::Comparison]| score(mean(of.iter().map(|one| one.cosine).collect()));
    format!(
        "Cosines to {name}: mean {} of the clones, {} of the seeds{}{}",
        cosines(&of.clones),
        cosines(&of.seeds),
        counted(0).unwrap_or_default(),
        counted(1).unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;
    use wire::report::Comparison;

    fn network(role: NetworkRole, name: &str) -> NetworkReport {
        let share = |value| Some(Share { value, interval: [0.5, 1.0] });
        NetworkReport {
            role,
            name: name.into(),
            network: "ONNX network".into(),
            file: String::new(),
            people: 40,
            accuracy: Some(0.97),
            comparisons: 800,
            thresholds: [Some(0.3214), None],
            true_accepts: [Some(0.98), None],
            totals: ComparisonTotals {
                first: share(0.9),
                accepted: [share(0.8), None],
                seeds_accepted: [Some(0.1), None],
                cosine: Some(0.7),
                nearer_strangers: Some(0.002),
                ..Default::default()
            },
        }
    }

    #[test]
    fn a_network_has_its_part_its_worth_and_its_figures() {
        let mut report = example::report(&[("A", &[1, 2])]);
        report.networks = vec![network(NetworkRole::Target, "mobile"), network(NetworkRole::Judge, "")];
        let [target, judge] = &networks(&report)[..] else { panic!("two") };
        assert_eq!((&*target.title, &*judge.title), ("Recognizer under attack: mobile", "Further judge 1"));
        assert!(target.about.contains("cosine 0.321") && target.about.contains("800 comparisons"), "{}", target.about);
        assert_eq!(target.rows[0].1[0], "90.0\u{a0}% (50.0 to 100\u{a0}%)");
        assert!(target.rows[1].0.contains("type I") && !judge.rows[1].0.contains("type I"));
        assert_eq!((&*target.rows[1].1[1], &*target.rows[2].1[0]), ("10.0\u{a0}%", "–"));
        assert_eq!(target.rows.len(), 5, "nothing is said of the threshold that there is not");
    }

    #[test]
    fn pairs_of_judges_are_named() {
        let mut report = example::report(&[("A", &[1, 2])]);
        report.networks = vec![network(NetworkRole::Target, "t"), network(NetworkRole::Judge, "one")];
        report.agreements = vec![Agreement { judges: [0, 1], clones: 2, kappa: None, correlation: Some(0.5) }];
        assert_eq!(
            agreements(&report),
            [["Evaluation recognizer", "Further judge 1: one", "–", "0.50"].map(String::from)]
        );
    }

    #[test]
    fn a_picture_is_told_in_words() {
        let one = |cosine: f64, accepted: bool| Comparison {
            cosine,
            nearer_strangers: 0.0,
            rank: 1,
            accepted: [Some(accepted), None],
            accepted_by_others: [None; 2],
        };
        let clones = vec![one(0.6, true), one(0.2, false)];
        let of = IdentityComparisons { clones, seeds: vec![one(0.1, false)], ..Default::default() };
        assert_eq!(
            distribution_words("A", &of),
            "Cosines to A: mean 0.400 of the clones, 0.100 of the seeds; accepted at 1\u{a0}%: 1 of 2"
        );
        let picture = distribution(&network(NetworkRole::Judge, ""), &of, 0);
        assert_eq!((picture.clones, picture.thresholds), (vec![0.6, 0.2], vec![0.3214]));
    }
}
