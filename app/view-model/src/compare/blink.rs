//! How fast two pictures change places. Slow enough for everybody: three flashes a second are the most that is safe
//! (WCAG 2.3.1), and a flash is two changes.

use crate::number;
use std::time::Duration;

/// Changes in two seconds: a whole number, so that rates can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(u8);

impl Default for Rate {
    fn default() -> Self {
        Self(2)
    }
}

impl Rate {
    /// The slowest, in halves of a change a second.
    pub const MIN: u8 = 1;
    /// The fastest: three changes a second, one and a half flashes.
    pub const MAX: u8 = 6;

    /// The rate of so many halves of a change a second, if it is one.
    pub fn of_halves(halves: u8) -> Option<Self> {
        (Self::MIN..=Self::MAX).contains(&halves).then_some(Self(halves))
    }

    /// Halves of a change a second.
    pub fn halves(self) -> u8 {
        self.0
    }

    /// How long a picture stays.
    pub fn stay(self) -> Duration {
        Duration::from_millis(2000 / u64::from(self.0))
    }

    /// Reads changes a second: `0.5` to `3`.
    pub fn read(text: &str) -> Option<Self> {
        let halves = number::parse(text)? * 2.0;
        let whole = halves.fract() == 0.0 && (f64::from(Self::MIN)..=f64::from(Self::MAX)).contains(&halves);
        whole.then_some(Self(halves as u8))
    }

    /// As it is read.
    pub fn write(self) -> String {
        let whole = (self.0 / 2).to_string();
        if self.0.is_multiple_of(2) { whole } else { whole + ".5" }
    }

    /// In words.
    pub fn words(self) -> String {
        let changes = if self.0 == 2 { "change" } else { "changes" };
        format!("{} {changes} a second", self.write())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_rate_flashes_three_times_a_second() {
        for halves in 0..=u8::MAX {
            let Some(rate) = Rate::of_halves(halves) else { continue };
            let changes_a_second = 1000.0 / rate.stay().as_millis() as f64;
            assert!(changes_a_second <= 3.01, "{rate:?}: {changes_a_second} changes, a flash being two");
        }
        assert_eq!(Rate::of_halves(7), None);
    }

    #[test]
    fn rates_come_back_and_others_are_none() {
        for halves in Rate::MIN..=Rate::MAX {
            let rate = Rate::of_halves(halves).expect("a rate");
            assert_eq!(Rate::read(&rate.write()), Some(rate));
        }
        assert_eq!(["0", "0.7", "3.5", "100", "", "fast"].map(Rate::read), [None; 6]);
        assert_eq!(Rate::default().words(), "1 change a second");
        assert_eq!(Rate::read("2.5").map(Rate::words).as_deref(), Some("2.5 changes a second"));
    }
}
