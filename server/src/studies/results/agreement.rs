//! Agreement among raters over the clones.

use super::items::TaskItems;
use super::measure::{is_rating, named};
use super::votes::Vote;
use engine::evaluation::subjective::{Metric, Ratings, fleiss_kappa_of_equals, krippendorff_alpha};
use wire::study::config::Task;
use wire::study::results::{Agreement, RawAndScreened};

/// Agreement of all raters and of those used. For recognition the categories are the people named (`targets`) and
/// "can't tell"; for pairs they are the first and the second clone, in the item's own order.
pub fn of(
    task: Task,
    votes: &[&Vote<'_>],
    used: &[bool],
    shown: &TaskItems<'_>,
    targets: &[String],
) -> (RawAndScreened<Agreement>, Option<String>) {
    let given =
        votes.iter().filter_map(|vote| Some((vote.rater, shown.places[vote.item]?, category(task, vote, targets))));
    let all = Ratings::of(used.len(), shown.items.len(), given);
    let raw = agreement(task, &all);
    let nobody_left_out = used.iter().all(|is_used| *is_used);
    let screened = if nobody_left_out { raw } else { agreement(task, &all.filtered(|rater| used[rater])) };
    let note = (is_rating(task) && raw.kappa.is_some()).then(|| {
        "Fleiss' kappa takes every point of the scale for a category of its own: that answers are near each other does \
         not count. Alpha, by the interval metric, counts it."
            .to_owned()
    });
    (RawAndScreened { raw, screened }, note)
}

fn agreement(task: Task, ratings: &Ratings) -> Agreement {
    let metric = if is_rating(task) { Metric::Interval } else { Metric::Nominal };
    Agreement { alpha: krippendorff_alpha(ratings, metric), kappa: fleiss_kappa_of_equals(ratings) }
}

fn category(task: Task, vote: &Vote<'_>, targets: &[String]) -> f64 {
    if !matches!(task, Task::Recognition { .. }) {
        return vote.percent;
    }
    let name = named(&vote.of.item, vote.answer.value).flatten();
    let place = name.and_then(|name| targets.iter().position(|target| target == name));
    place.map_or(-1.0, |place| place as f64)
}
