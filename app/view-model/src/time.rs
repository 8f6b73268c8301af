//! Times in words.

/// How long something takes: `8 s`, `3 min`, `1 h 20 min`, `2 days`.
pub fn duration(seconds: f64) -> String {
    if !seconds.is_finite() || seconds < 0.0 {
        return "–".into();
    }
    let whole = seconds.round() as u64;
    let minutes = (seconds / 60.0).round() as u64;
    let hours = (seconds / 3600.0).round() as u64;
    match whole {
        0 => "less than 1 s".into(),
        1..100 => format!("{whole} s"),
        _ if minutes < 100 => format!("{minutes} min"),
        _ if hours < 48 => match minutes % 60 {
            0 => format!("{} h", minutes / 60),
            rest => format!("{} h {rest} min", minutes / 60),
        },
        _ => format!("{} days", (seconds / 86_400.0).round() as u64),
    }
}

/// Estimated time to the end of a run, rounded coarsely.
pub fn time_left(seconds: Option<f64>) -> String {
    match seconds {
        Some(s) if s.is_finite() && s < 8.0 => "a few seconds left".into(),
        Some(s) if s.is_finite() && s < 60.0 => format!("about {} s left", (s / 5.0).round() as u64 * 5),
        Some(s) if s.is_finite() => format!("about {} left", duration(s)),
        _ => "estimating the time left".into(),
    }
}

/// A time such as `5 Nov 2026, 14:03 UTC`, from milliseconds since 1970.
pub fn date(milliseconds: u64) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let minutes = milliseconds / 60_000;
    let (year, month, day) = civil(minutes / 1440);
    let (hour, minute) = (minutes / 60 % 24, minutes % 60);
    format!("{day} {} {year}, {hour:02}:{minute:02} UTC", MONTHS[month])
}

/// Year, month from 0, and day from 1 of a day counted from 1970-01-01.
fn civil(mut days: u64) -> (u64, usize, u64) {
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while month < 11 && days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    (year, month, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        let shown = [0.2, 8.0, 99.4, 100.0, 5_999.0, 7_200.0, 8_400.0, 200_000.0, -1.0].map(duration);
        assert_eq!(shown, ["less than 1 s", "8 s", "99 s", "2 min", "1 h 40 min", "2 h", "2 h 20 min", "2 days", "–"]);
    }

    #[test]
    fn time_left_does_not_pretend_to_know() {
        assert_eq!(time_left(None), "estimating the time left");
        assert_eq!(time_left(Some(3.0)), "a few seconds left");
        assert_eq!(time_left(Some(42.0)), "about 40 s left");
        assert_eq!(time_left(Some(600.0)), "about 10 min left");
        assert_eq!(time_left(Some(f64::NAN)), "estimating the time left");
    }

    #[test]
    fn dates_know_leap_years() {
        assert_eq!(date(0), "1 Jan 1970, 00:00 UTC");
        assert_eq!(date(951_782_400_000), "29 Feb 2000, 00:00 UTC");
        assert_eq!(date(1_794_060_180_000), "7 Nov 2026, 14:03 UTC");
        assert_eq!(date(1_735_689_599_999), "31 Dec 2024, 23:59 UTC");
    }
}
