//! Numbers as pages show them: at most three significant digits.

use serde_json::Value;

/// At most three significant digits, with thousands separated: `0.0123`, `12.3`, `1,230`.
pub fn significant(value: f64) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    if value == 0.0 {
        return "0".into();
    }
    let magnitude = value.abs().log10().floor() as i32;
    let unit = 10f64.powi(magnitude - 2);
    let rounded = (value / unit).round() * unit;
    let decimals = (2 - magnitude).clamp(0, 8) as usize;
    let text = format!("{rounded:.decimals$}");
    if decimals > 0 { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { thousands(&text) }
}

/// Parses a number as people write it: `0.05`, `.05`, `1e-3`. It uses the JSON parser, which pages have anyway; the
/// standard library's parser has tables that would make the browser's code 3 % larger.
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('.');
    let whole = if text.starts_with('.') { "0" } else { "" };
    serde_json::from_str::<Value>(&format!("{whole}{text}")).ok()?.as_f64()
}

/// A score in [0,1]: `0.934`, `<0.001`, `1.00`.
pub fn score(value: f64) -> String {
    match value {
        v if !v.is_finite() => "–".into(),
        v if v >= 0.9995 => "1.00".into(),
        v if v > 0.0 && v < 0.0005 => "<0.001".into(),
        0.0 => "0".into(),
        v => format!("{v:.3}"),
    }
}

/// A share in [0,1] as per cent, with a space that does not break: `35.6 %`, `100 %`, `0 %`.
pub fn percent(share: f64) -> String {
    format!("{}\u{a0}%", percent_number(share))
}

/// Progress in whole per cent: `42 %`; 100 only when done.
pub fn progress(share: f64) -> String {
    let whole = if share.is_finite() { (share * 100.0).floor().clamp(0.0, 100.0) } else { 0.0 };
    format!("{whole}\u{a0}%")
}

/// An interval of shares: `31.2 to 39.9 %`.
pub fn percent_interval([low, high]: [f64; 2]) -> String {
    format!("{} to {}\u{a0}%", percent_number(low), percent_number(high))
}

/// An interval of scores: `0.312 to 0.399`.
pub fn score_interval([low, high]: [f64; 2]) -> String {
    format!("{} to {}", score(low), score(high))
}

/// A whole number with thousands separated: `12,345`.
pub fn count(value: u64) -> String {
    thousands(&value.to_string())
}

/// `1 clone`, `20 clones`.
pub fn counted(value: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(value), if value == 1 { "" } else { "s" })
}

/// Bytes in thousands, millions or thousands of those, with a space that does not break: `0.4 kB`, `3.2 MB`, `7.1 GB`.
pub fn bytes(value: u64) -> String {
    let (value, unit) = match value as f64 {
        value if value < 1e6 => (value / 1e3, "kB"),
        value if value < 1e9 => (value / 1e6, "MB"),
        value => (value / 1e9, "GB"),
    };
    format!("{}\u{a0}{unit}", significant(value))
}

fn percent_number(share: f64) -> String {
    let value = share * 100.0;
    match value {
        v if !v.is_finite() => "–".into(),
        0.0 => "0".into(),
        v if v < 0.05 => "<0.1".into(),
        v if (99.95..100.0).contains(&v) => ">99.9".into(),
        v if v >= 99.95 => format!("{v:.0}"),
        v => format!("{v:.1}"),
    }
}

fn thousands(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = ["0.05", " .5 ", "3", "3.", "1e-3", "-2.5"].map(parse);
        assert_eq!(read, [0.05, 0.5, 3.0, 3.0, 0.001, -2.5].map(Some));
        assert_eq!(["", ".", "x", "1,5", "0.1.2", "NaN", "\"1\"", "1e999"].map(parse), [None; 8]);
    }

    #[test]
    fn three_significant_digits_and_no_more() {
        let shown =
            [0.0, 0.001234, 0.05, 1.0, 12.345, 99.99, 123.4, 1234.5, 1_234_567.0, -0.5, f64::NAN].map(significant);
        assert_eq!(shown, ["0", "0.00123", "0.05", "1", "12.3", "100", "123", "1,230", "1,230,000", "-0.5", "–"]);
    }

    #[test]
    fn scores_line_up_and_never_claim_certainty_they_do_not_have() {
        let shown = [0.0, 0.0001, 0.0235, 0.9302, 0.9994, 0.9996, 1.0].map(score);
        assert_eq!(shown, ["0", "<0.001", "0.024", "0.930", "0.999", "1.00", "1.00"]);
    }

    #[test]
    fn per_cents_do_not_round_to_none_or_all() {
        let plain = |text: String| text.replace('\u{a0}', " ");
        let shown = [0.0, 0.0001, 0.0123, 0.3556, 0.9998, 1.0].map(percent).map(plain);
        assert_eq!(shown, ["0 %", "<0.1 %", "1.2 %", "35.6 %", ">99.9 %", "100 %"]);
        assert_eq!(
            [0.0, 0.428, 0.9999, 1.0, 3.0, f64::NAN].map(progress).map(plain),
            ["0 %", "42 %", "99 %", "100 %", "100 %", "0 %"]
        );
        assert_eq!(plain(percent_interval([0.312, 1.0])), "31.2 to 100 %");
    }

    #[test]
    fn bytes_are_told_in_units_of_files() {
        let shown = [0, 412, 34_500, 999_999, 3_210_000, 1_234_000_000].map(bytes);
        assert_eq!(
            shown.map(|text| text.replace('\u{a0}', " ")),
            ["0 kB", "0.412 kB", "34.5 kB", "1,000 kB", "3.21 MB", "1.23 GB"]
        );
    }

    #[test]
    fn counts_are_separated_and_agree_with_their_noun() {
        assert_eq!((count(1_234_567), count(999), count(1000)), ("1,234,567".into(), "999".into(), "1,000".into()));
        assert_eq!((counted(1, "clone"), counted(20, "clone")), ("1 clone".into(), "20 clones".into()));
    }
}
