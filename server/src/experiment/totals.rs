//! Figures over all clones of some identities.

use app::wire::report::{CloneReport, IdentityReport, Intervals, Totals};
use engine::evaluation::mean_interval;

/// The figures; intervals are drawn by `seed`, and `speed` is in clones times steps a second.
pub fn totals(identities: &[IdentityReport], seed: u64, speed: f64) -> Totals {
    let clones: Vec<&CloneReport> = identities.iter().flat_map(|identity| &identity.clones).collect();
    let seeds: Vec<&CloneReport> = identities.iter().flat_map(|identity| &identity.seed.seeds).collect();
    let interval = |value, label| mean_interval(&values(&clones, value), seed, label);
    Totals {
        clones: clones.len() as u32,
        top1: average(&clones, top1),
        top5: average(&clones, top5),
        mean_target_score: average(&clones, by_target),
        mean_evaluation_score: average(&clones, by_evaluation),
        seed_top1: average(&seeds, top1),
        seed_mean_target_score: average(&seeds, by_target),
        seed_mean_evaluation_score: average(&seeds, by_evaluation),
        intervals: Intervals {
            top1: interval(top1, "top1"),
            top5: interval(top5, "top5"),
            mean_target_score: interval(by_target, "target score"),
            mean_evaluation_score: interval(by_evaluation, "evaluation score"),
        },
        clone_iterations_per_second: speed,
    }
}

fn values(of: &[&CloneReport], value: fn(&CloneReport) -> f64) -> Vec<f64> {
    of.iter().map(|one| value(one)).collect()
}

fn average(of: &[&CloneReport], value: fn(&CloneReport) -> f64) -> f64 {
    let values = values(of, value);
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
