//! Tables for spreadsheets (RFC 4180), which must not take what somebody typed for a formula.

/// A row, with its end.
pub fn row(cells: impl IntoIterator<Item = String>) -> String {
    let mut row = cells.into_iter().collect::<Vec<_>>().join(",");
    row.push('\n');
    row
}

/// A cell of text. One that a spreadsheet would take for a formula gets an apostrophe, which spreadsheets know for the
/// mark of text.
pub fn text(text: &str) -> String {
    let safe = if starts_formula(text) { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', ';', '"', '\n', '\r', '\t']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// The characters with which formulas begin, in both widths; tabs and line ends are dropped by some programs, and then
/// what follows them comes first.
fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_a_table() {
        assert_eq!(text("id001"), "id001");
        assert_eq!(text("Smith, \"J\""), "\"Smith, \"\"J\"\"\"");
        assert_eq!(text("a\nb"), "\"a\nb\"");
        assert_eq!(text(""), "");
        assert_eq!(row(["1".into(), text("a,b"), String::new()]), "1,\"a,b\",\n");
    }

    #[test]
    fn names_cannot_start_a_formula() {
        assert_eq!(text("=1+1"), "'=1+1");
        for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝"] {
            let cell = text(&format!("{start}HYPERLINK(\"http://x\")"));
            let read = cell.trim_start_matches('"');
            assert!(read.starts_with('\''), "{start:?}: {cell}");
        }
        assert_eq!(text("a=1"), "a=1", "within a text it is none");
    }
}
