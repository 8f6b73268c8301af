//! In which order tables are given, so that a row never comes before one that it names.

use super::Table;

/// Sorts tables; `references` are names of tables and of those that they name.
pub fn parents_first(mut tables: Vec<Table>, references: &[(String, String)]) -> Vec<Table> {
    let mut sorted: Vec<Table> = Vec::new();
    while !tables.is_empty() {
        let waits = |table: &Table| {
            let parents = references.iter().filter(|(child, parent)| *child == table.name && child != parent);
            parents.into_iter().any(|(_, parent)| tables.iter().any(|other| other.name == *parent))
        };
        // Tables that name each other in a circle are left in the catalogue's order.
        let next = tables.iter().position(|table| !waits(table)).unwrap_or(0);
        sorted.push(tables.remove(next));
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(names: &[&str], references: &[(&str, &str)]) -> Vec<String> {
        let tables = names.iter().map(|name| Table { name: (*name).into(), columns: Vec::new() }).collect();
        let references: Vec<_> = references.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        parents_first(tables, &references).into_iter().map(|table| table.name).collect()
    }

    #[test]
    fn referenced_tables_come_first() {
        let order = sorted(
            &["answers", "assignments", "items", "studies"],
            &[
                ("answers", "assignments"),
                ("assignments", "items"),
                ("items", "studies"),
                ("studies", "studies"),
                ("items", "gone"),
            ],
        );
        assert_eq!(order, ["studies", "items", "assignments", "answers"]);
        assert_eq!(sorted(&["a", "b"], &[("a", "b"), ("b", "a")]), ["a", "b"], "a circle ends");
    }
}
