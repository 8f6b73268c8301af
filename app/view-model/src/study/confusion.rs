//! The confusion matrix as a shaded table.

use crate::number::percent;
use wire::study::results::ConfusionTable;

/// A row: the person shown, and how often each name was the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The person shown.
    pub shown: String,
    /// Number of answers.
    pub answers: u32,
    /// The cells, one for each column.
    pub cells: Vec<Cell>,
}

/// How often the person of the row was taken for the person of the column.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Number of answers.
    pub count: u32,
    /// Share of the row's answers, in [0,1].
    pub share: f64,
    /// Whether it is the right answer.
    pub is_right: bool,
}

impl Cell {
    /// The text of the cell: the share of the row's answers.
    pub fn text(&self) -> String {
        if self.count == 0 { "0".into() } else { percent(self.share) }
    }

    /// Its shade, in whole per cent of the accent colour; text stays readable on the darkest.
    pub fn shade(&self) -> u32 {
        (self.share * 45.0).round() as u32
    }
}

/// Names of the columns.
pub fn columns(table: &ConfusionTable) -> Vec<String> {
    table.targets.iter().cloned().chain(["can't tell".to_owned()]).collect()
}

/// The rows.
pub fn rows(table: &ConfusionTable) -> Vec<Row> {
    let row = |(at, (name, counts)): (usize, (&String, &Vec<u32>))| {
        let answers: u32 = counts.iter().sum();
        let cell = |(column, &count): (usize, &u32)| Cell {
            count,
            share: f64::from(count) / f64::from(answers.max(1)),
            is_right: column == at,
        };
        Row { shown: name.clone(), answers, cells: counts.iter().enumerate().map(cell).collect() }
    };
    table.targets.iter().zip(&table.counts).enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_a_rows_answers() {
        let table =
            ConfusionTable { targets: vec!["A".into(), "B".into()], counts: vec![vec![3, 1, 0], vec![0, 0, 0]] };
        let rows = rows(&table);
        assert_eq!((rows[0].answers, rows[0].cells[0].share, rows[0].cells[1].share), (4, 0.75, 0.25));
        assert!(rows[0].cells[0].is_right && rows[1].cells[1].is_right && !rows[0].cells[2].is_right);
        assert_eq!((rows[0].cells[0].shade(), rows[1].cells[0].shade(), rows[1].cells[0].text()), (34, 0, "0".into()));
        assert_eq!(columns(&table), ["A", "B", "can't tell"]);
    }
}
