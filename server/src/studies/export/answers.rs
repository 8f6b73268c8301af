//! The table of answers, and its dictionary.

use super::column::{COLUMNS, Line};
use crate::csv::{self, Cell};
use crate::studies::results::{Records, Votes};
use std::collections::HashMap;
use wire::study::results::StudyResults;

/// One line an answer, attention checks and repeats among them, by rater and place. `results` are those of the records:
/// they say whose answers are used.
pub fn answers_csv(records: &Records, results: &StudyResults) -> String {
    let mut table = csv::head(COLUMNS.iter().map(|column| column.name));
    let votes = Votes::of(records);
    let raters: HashMap<u64, _> = results.raters.iter().map(|rater| (rater.rater, rater)).collect();
    let (methods, places) = (records.methods(), records.run_places());
    for vote in &votes.all {
        let stored = votes.raters[vote.rater];
        let Some((rater, task)) = raters.get(&stored.id).zip(records.task(vote.of)) else { continue };
        let method = places[vote.item].map_or("", |place| &methods[place]);
        let line = Line { records, results, vote, task, stored, rater, method };
        table += &csv::row(COLUMNS.iter().map(|column| (column.cell)(&line)));
    }
    table
}

/// What each column of [`answers_csv`] holds.
pub fn dictionary_csv() -> String {
    let head = csv::head(["column", "values", "meaning"]);
    let rows = COLUMNS.iter().map(|column| csv::row([column.name, column.values, column.meaning].map(Cell::text)));
    head + &rows.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::read;
    use crate::store::studies::{ItemKind, NewItem};
    use crate::studies::example::{about, item, records, run};
    use crate::studies::results::results;
    use wire::study::Population;
    use wire::study::config::{Recruiting, Scale, Task};
    use wire::study::results::ScreeningConfig;

    const TASKS: [Task; 2] = [Task::Similarity { scale: Scale::FivePoint }, Task::Recognition { candidates: 2 }];

    fn study() -> Records {
        let candidates = vec!["=cmd|' /C calc'!A0".to_owned(), "Bob, \"B\"".to_owned()];
        let recognition = NewItem { candidates, expected: Some(0), ..about(1, "=cmd|' /C calc'!A0", &[2]) };
        let positive = NewItem { expected: Some(5), ..item(0, ItemKind::Positive, "Bob, \"B\"") };
        let mut study = records(&TASKS, vec![about(0, "Bob, \"B\"", &[1]), recognition, positive])
            .rated(&[(1, 4), (2, -1), (3, 5), (1, 5)])
            .rated(&[(2, 0)]);
        study.study.config.recruiting = Recruiting::Prolific { completion_code: "C0DE".into() };
        study.names = vec![(run(), "@fast".into())];
        study
    }

    fn results_of(study: &Records) -> StudyResults {
        results(study, Population::People, &ScreeningConfig::default(), 1)
    }

    fn cell<'a>(table: &'a [Vec<String>], row: usize, column: &str) -> &'a str {
        let at = table[0].iter().position(|name| name == column).expect("a column");
        &table[row][at]
    }

    #[test]
    fn one_line_an_answer() {
        let study = study();
        let table = read(&answers_csv(&study, &results_of(&study)));
        assert_eq!(table.len(), 6);
        assert!(table.iter().all(|row| row.len() == COLUMNS.len()));
        let of = |row, columns: [&str; 6]| columns.map(|column| cell(&table, row, column).to_owned());
        let columns = ["question", "kind", "value", "answer", "percent", "right"];
        assert_eq!(of(1, columns), ["similarity", "clone", "4", "4", "75", ""]);
        assert_eq!(of(2, columns), ["recognition", "clone", "-1", "can't tell", "0", "0"], "numbers stay numbers");
        assert_eq!(of(3, columns), ["similarity", "positive", "5", "5", "100", "1"]);
        let columns = ["rater", "repeat", "position", "order", "used", "evaluation_score"];
        assert_eq!(of(4, columns), ["1", "1", "4", "0 1", "1", "0.1"]);
        assert_eq!(of(5, columns), ["2", "0", "1", "0 1 2", "1", "0.2"]);
        assert_eq!(cell(&table, 1, "answered"), "2023-11-14T22:15:00Z");
        assert_eq!(cell(&table, 3, "method"), "", "a control is of no run");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let study = study();
        let table = read(&answers_csv(&study, &results_of(&study)));
        assert_eq!(cell(&table, 5, "answer"), "'=cmd|' /C calc'!A0");
        assert_eq!(cell(&table, 1, "method"), "'@fast");
        assert_eq!(cell(&table, 1, "target"), "Bob, \"B\"");
        for cell in table.iter().flatten() {
            let is_formula = cell.starts_with(['=', '+', '@', '\t', '\r']);
            assert!(!is_formula && (!cell.starts_with('-') || cell.parse::<f64>().is_ok()), "{cell}");
        }
    }

    #[test]
    fn the_dictionary_tells_every_column_and_no_other() {
        let study = study();
        let (table, dictionary) = (read(&answers_csv(&study, &results_of(&study))), read(&dictionary_csv()));
        let told: Vec<&String> = dictionary[1..].iter().map(|row| &row[0]).collect();
        assert_eq!(table[0].iter().collect::<Vec<_>>(), told);
        assert!(dictionary.iter().flatten().all(|cell| !cell.is_empty()));
        let mut names = told.clone();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), told.len(), "no name comes twice");
    }

    #[test]
    fn no_code_and_no_link_leaves_with_the_answers() {
        let study = study();
        let table = answers_csv(&study, &results_of(&study));
        assert!(!table.contains("C0DE") && !table.contains("secretlink"));
    }
}
