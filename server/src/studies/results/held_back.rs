//! Effects of a study's limits, in words.

use super::Records;
use wire::study::Population;
use wire::study::config::{JOIN_MINUTES, Limits};

/// One sentence for each limit that took effect; none for programs, which have no limits.
pub fn words(records: &Records, population: Population) -> Vec<String> {
    if !matches!(population, Population::People | Population::Pilot) {
        return Vec::new();
    }
    let Limits { joins_per_network, fastest_answer_ms } = records.study.config.limits;
    let hasty = records.raters.iter().map(|rater| rater.too_fast).filter(|count| *count > 0);
    let (answers, people) = hasty.fold((0, 0), |(answers, people), count| (answers + count, people + 1));
    let too_fast = (answers > 0).then(|| {
        format!(
            "{} by {} refused: less than {fastest_answer_ms} ms after the pictures, which is faster than anyone can look.",
            counted(answers, "answer", "answers"),
            counted(people, "participant was", "participants were")
        )
    });
    let crowded = (records.turned_away > 0).then(|| {
        format!(
            "{} somebody was not let in: {joins_per_network} had joined from their network within {JOIN_MINUTES} minutes.",
            counted(records.turned_away, "time", "times")
        )
    });
    too_fast.into_iter().chain(crowded).collect()
}

fn counted(count: u32, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studies::example::{about, records};
    use wire::study::config::Task;

    #[test]
    fn effects_of_limits_are_reported_with_the_limit() {
        let mut study =
            records(&[Task::SamePerson], vec![about(0, "Ann", &[1])]).rated(&[(1, 1)]).rated(&[]).rated(&[]);
        assert_eq!(words(&study, Population::People), Vec::<String>::new());
        (study.raters[0].too_fast, study.raters[2].too_fast, study.turned_away) = (1, 20, 3);
        let told = words(&study, Population::People);
        assert!(told[0].starts_with("21 answers by 2 participants were refused: less than 400 ms"), "{told:?}");
        assert!(told[1].starts_with("3 times somebody was not let in: 80 had joined"), "{told:?}");
        assert!(words(&study, Population::Simulated).is_empty());
    }
}
