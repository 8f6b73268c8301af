//! Tables for spreadsheets (RFC 4180), which must not take what somebody typed for a formula.
//!
//! Every table that the program writes is made of these cells, so that no text comes into one as it was typed.

/// What stands at one place of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Somebody's words or ours: made harmless.
    Text(String),
    /// A number as spreadsheets read it.
    Number(f64),
    /// A number with so many digits behind the point.
    Fixed(f64, usize),
    /// 1 or 0.
    Truth(bool),
    /// Nothing.
    Empty,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number.
    pub fn number(number: impl Into<f64>) -> Self {
        Self::Number(number.into())
    }

    /// As it stands in the file.
    fn written(self) -> String {
        match self {
            Self::Text(text) => quoted(&harmless(text)),
            Self::Number(number) => number.to_string(),
            Self::Fixed(number, digits) => format!("{number:.digits$}"),
            Self::Truth(is_so) => u8::from(is_so).to_string(),
            Self::Empty => String::new(),
        }
    }
}

/// A row, with its end.
pub fn row(cells: impl IntoIterator<Item = Cell>) -> String {
    let mut row = cells.into_iter().map(Cell::written).collect::<Vec<_>>().join(",");
    row.push('\n');
    row
}

/// The first row, of the columns' names.
pub fn head<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    row(names.into_iter().map(Cell::text))
}

/// A text that a spreadsheet would take for a formula gets an apostrophe, which spreadsheets know for the mark of text.
fn harmless(text: String) -> String {
    if starts_formula(&text) { format!("'{text}") } else { text }
}

fn quoted(text: &str) -> String {
    if text.contains([',', ';', '"', '\n', '\r', '\t']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The characters with which formulas begin, half width and full width. Some programs drop invisible characters, such
/// as spaces and line ends; the next character then comes first.
fn starts_formula(text: &str) -> bool {
    text.trim_start_matches(is_unseen).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n'])
}

fn is_unseen(letter: char) -> bool {
    let is_zero_wide = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    letter.is_whitespace() || letter.is_control() || is_zero_wide
}

/// Reads a table as spreadsheets do.
#[cfg(test)]
pub fn read(file: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = file.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if is_quoted && characters.peek() == Some(&'"') => cell.extend(characters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(cell.is_empty() && row.is_empty() && !is_quoted, "the file ends with a row");
    rows
}

#[cfg(test)]
mod tests;
