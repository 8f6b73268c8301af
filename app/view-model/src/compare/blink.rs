//! The rate at which two pictures alternate. It stays below the limit of three flashes a second (WCAG 2.3.1); a flash
//! is two changes.

use crate::number;
use std::time::Duration;

/// Changes in two seconds, a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(u8);

impl Default for Rate {
    fn default() -> Self {
        Self(2)
    }
}

impl Rate {
    /// The slowest rate, in changes per two seconds.
    pub const MIN: u8 = 1;
    /// The fastest rate: three changes, or one and a half flashes, a second.
    pub const MAX: u8 = 6;

    /// The rate of this many changes per two seconds, if valid.
    pub fn of_halves(halves: u8) -> Option<Self> {
        (Self::MIN..=Self::MAX).contains(&halves).then_some(Self(halves))
    }

    /// Changes per two seconds.
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

    /// The text that [`Self::read`] reads.
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
