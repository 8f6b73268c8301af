//! Keyboard navigation in a grid of tiles.

/// The tile that a key leads to from tile `at` of `count`, in rows of `columns`; `None` for a key that does not move.
/// At an edge the focus stays where it is.
pub fn moved(key: &str, at: usize, count: usize, columns: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let columns = columns.max(1);
    let below = at + columns;
    Some(match key {
        "ArrowRight" => (at + 1).min(last),
        "ArrowLeft" => at.saturating_sub(1),
        "ArrowDown" if below <= last => below,
        "ArrowUp" if at >= columns => at - columns,
        "ArrowDown" | "ArrowUp" => at,
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_move_within_the_grid_and_stop_at_its_edges() {
        // Tiles 0 1 2 / 3 4 5 / 6.
        let from = |at: usize| ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map(|key| moved(key, at, 7, 3));
        assert_eq!(from(4), [Some(3), Some(5), Some(1), Some(4)], "nothing is below 4");
        assert_eq!(from(0), [Some(0), Some(1), Some(0), Some(3)]);
        assert_eq!(from(6), [Some(5), Some(6), Some(3), Some(6)]);
        assert_eq!([moved("Home", 4, 7, 3), moved("End", 4, 7, 3)], [Some(0), Some(6)]);
    }

    #[test]
    fn other_keys_and_an_empty_grid_do_not_move() {
        assert_eq!(moved("Tab", 4, 7, 3), None);
        assert_eq!(moved("ArrowRight", 0, 0, 3), None);
    }
}
