//! Counts of raters' preferences between two pictures.

use std::fmt;

/// How often each item was preferred to each other one. A tie counts as half a win for both sides, as is usual for a
/// scale of worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparisons {
    /// `wins[i][j]`: how often i was preferred to j.
    wins: Vec<Vec<f64>>,
}

/// Why a table does not hold comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonsError {
    /// Row lengths differ from the number of rows.
    NotSquare {
        /// The row, from 0.
        row: usize,
    },
    /// A count is negative or not finite, or an item was compared with itself.
    Impossible {
        /// The item that won, from 0.
        winner: usize,
        /// The item that lost, from 0.
        loser: usize,
    },
}

impl fmt::Display for ComparisonsError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NotSquare { row } => write!(formatter, "row {row} of the wins is not as long as there are items"),
            Self::Impossible { winner, loser } => {
                write!(
                    formatter,
                    "item {winner} cannot have won so often over item {loser}; counts are finite, from 0, and 0 against itself"
                )
            }
        }
    }
}

impl std::error::Error for ComparisonsError {}

impl Comparisons {
    /// `wins[i][j]` is how often i was preferred to j, ties counted as half a win in both places.
    ///
    /// # Errors
    /// If the table is not square, or a count is invalid.
    pub fn new(wins: Vec<Vec<f64>>) -> Result<Self, ComparisonsError> {
        if let Some(row) = wins.iter().position(|row| row.len() != wins.len()) {
            return Err(ComparisonsError::NotSquare { row });
        }
        for (winner, row) in wins.iter().enumerate() {
            for (loser, count) in row.iter().enumerate() {
                let possible = count.is_finite() && *count >= 0.0 && (winner != loser || *count == 0.0);
                if !possible {
                    return Err(ComparisonsError::Impossible { winner, loser });
                }
            }
        }
        Ok(Self { wins })
    }

    /// A copy with `wins` (above 0; 0.5 is usual) added to both sides of every pair. This draws scores slightly
    /// together and makes them exist in every case.
    #[must_use]
    pub fn smoothed(&self, wins: f64) -> Self {
        let mut smoothed = self.clone();
        for (item, row) in smoothed.wins.iter_mut().enumerate() {
            row.iter_mut().enumerate().filter(|(other, _)| *other != item).for_each(|(_, count)| *count += wins);
        }
        smoothed
    }

    /// A copy with `wins` added to both sides of those pairs that were compared, which makes scores exist in every
    /// case, as long as all items are connected. Other pairs stay without comparisons: with many items, each compared
    /// with few, a win for every pair would outweigh what people said.
    #[must_use]
    pub fn smoothed_where_compared(&self, wins: f64) -> Self {
        let mut smoothed = self.clone();
        for item in 0..self.items() {
            for other in (0..self.items()).filter(|other| self.between(item, *other) > 0.0) {
                smoothed.wins[item][other] += wins;
            }
        }
        smoothed
    }

    /// Groups of connected items, each group and all groups in ascending order: two items belong to one group if they
    /// were compared, directly or through others. Scores of different groups are not comparable.
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for item in 0..self.items() {
            if groups.iter().all(|group| group.binary_search(&item).is_err()) {
                groups.push(reached_from(item, self.items(), &|from, to| self.between(from, to) > 0.0));
            }
        }
        groups
    }

    /// The comparisons among `items` alone, renumbered in the given order.
    ///
    /// # Panics
    /// If an item does not exist.
    #[must_use]
    pub fn among(&self, items: &[usize]) -> Self {
        let row = |item: &usize| items.iter().map(|other| self.wins[*item][*other]).collect();
        Self { wins: items.iter().map(row).collect() }
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.wins.len()
    }

    /// How often `winner` was preferred to `loser`.
    pub fn wins(&self, winner: usize, loser: usize) -> f64 {
        self.wins[winner][loser]
    }

    /// How often two items were compared.
    pub fn between(&self, item: usize, other: usize) -> f64 {
        self.wins[item][other] + self.wins[other][item]
    }

    /// Whether, for every division of the items into two groups, each group has won at least once against the other:
    /// the condition for finite scores (L. R. Ford, American Mathematical Monthly 64(8), 1957).
    pub fn is_connected(&self) -> bool {
        let items = self.items();
        let all = |won: &dyn Fn(usize, usize) -> bool| items == 0 || reached_from(0, items, won).len() == items;
        all(&|from, to| self.wins[from][to] > 0.0) && all(&|from, to| self.wins[to][from] > 0.0)
    }
}

/// The `items` reachable from `start` along `edge`s, itself included, in ascending order.
fn reached_from(start: usize, items: usize, edge: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut unseen: Vec<usize> = (0..items).filter(|item| *item != start).collect();
    let mut open = vec![start];
    while let Some(from) = open.pop() {
        open.extend(unseen.extract_if(.., |to| edge(from, *to)));
    }
    (0..items).filter(|item| unseen.binary_search(item).is_err()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_cannot_be_are_refused() {
        let refused = |wins: &[&[f64]]| Comparisons::new(wins.iter().map(|row| row.to_vec()).collect()).err();
        assert_eq!(refused(&[&[0.0, 1.0], &[2.0]]), Some(ComparisonsError::NotSquare { row: 1 }));
        let impossible = |winner, loser| Some(ComparisonsError::Impossible { winner, loser });
        assert_eq!(refused(&[&[1.0]]), impossible(0, 0));
        assert_eq!(refused(&[&[0.0, 1.0], &[-1.0, 0.0]]), impossible(1, 0));
        assert_eq!(refused(&[&[0.0, f64::NAN], &[1.0, 0.0]]), impossible(0, 1));
    }

    #[test]
    fn a_chain_of_wins_is_not_connected_until_it_closes() {
        let chain = |closing| vec![vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0], vec![closing, 0.0, 0.0]];
        let open = Comparisons::new(chain(0.0)).expect("a table");
        assert!(!open.is_connected());
        assert!(Comparisons::new(chain(1.0)).expect("a table").is_connected());
        let smoothed = open.smoothed(0.5);
        assert!(smoothed.is_connected());
        assert_eq!((smoothed.wins(0, 1), smoothed.wins(1, 1), smoothed.between(0, 1)), (1.5, 0.0, 2.0));
    }

    #[test]
    fn groups_do_not_touch_and_only_compared_pairs_are_smoothed() {
        let mut wins = vec![vec![0.0; 5]; 5];
        (wins[0][3], wins[3][1], wins[2][4]) = (2.0, 1.0, 1.0);
        let comparisons = Comparisons::new(wins).expect("a table");
        assert_eq!(comparisons.groups(), [vec![0, 1, 3], vec![2, 4]]);
        let first = comparisons.among(&[0, 1, 3]);
        assert_eq!((first.items(), first.wins(0, 2), first.wins(2, 1)), (3, 2.0, 1.0));
        assert!(!first.is_connected());
        let smoothed = first.smoothed_where_compared(0.5);
        assert!(smoothed.is_connected());
        assert_eq!((smoothed.wins(0, 2), smoothed.wins(2, 0), smoothed.between(0, 1)), (2.5, 0.5, 0.0));
        assert!(Comparisons::new(vec![]).expect("a table").groups().is_empty());
    }
}
