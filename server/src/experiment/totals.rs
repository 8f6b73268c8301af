//! Figures over all clones of some identities.

use engine::evaluation::people_interval;
use wire::report::{CloneReport, IdentityReport, Intervals, Totals};

/// The figures; `speed` is in clones times steps a second.
pub fn totals(identities: &[IdentityReport], speed: f64) -> Totals {
    let clones: Vec<&[CloneReport]> = identities.iter().map(|identity| identity.clones.as_slice()).collect();
    let seeds: Vec<&[CloneReport]> = identities.iter().map(|identity| identity.seed.seeds.as_slice()).collect();
    let photographs = identities.iter().filter_map(|identity| identity.photographs.as_ref());
    let photographs: Vec<&[CloneReport]> = photographs.map(|found| found.photographs.as_slice()).collect();
    let of_photographs = |value| photographs.iter().any(|of| !of.is_empty()).then(|| average(&photographs, value));
    let interval = |value| people_interval(&values(&clones, value));
    Totals {
        clones: clones.iter().map(|of| of.len() as u32).sum(),
        top1: average(&clones, top1),
        top5: average(&clones, top5),
        mean_target_score: average(&clones, by_target),
        mean_evaluation_score: average(&clones, by_evaluation),
        seed_top1: average(&seeds, top1),
        seed_mean_target_score: average(&seeds, by_target),
        seed_mean_evaluation_score: average(&seeds, by_evaluation),
        photograph_top1: of_photographs(top1),
        photograph_mean_target_score: of_photographs(by_target),
        photograph_mean_evaluation_score: of_photographs(by_evaluation),
        intervals: Intervals {
            top1: interval(top1),
            top5: interval(top5),
            mean_target_score: interval(by_target),
            mean_evaluation_score: interval(by_evaluation),
        },
        clone_iterations_per_second: speed,
    }
}

/// A row for each identity.
fn values(of: &[&[CloneReport]], value: fn(&CloneReport) -> f64) -> Vec<Vec<f64>> {
    of.iter().map(|of| of.iter().map(value).collect()).collect()
}

fn average(of: &[&[CloneReport]], value: fn(&CloneReport) -> f64) -> f64 {
    let values = values(of, value).concat();
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn top1(one: &CloneReport) -> f64 {
    f64::from(one.evaluation_rank <= 1)
}

fn top5(one: &CloneReport) -> f64 {
    f64::from(one.evaluation_rank <= 5)
}

fn by_target(one: &CloneReport) -> f64 {
    one.target_score
}

fn by_evaluation(one: &CloneReport) -> f64 {
    one.evaluation_score
}
