//! Back-off: the wait before the next attempt to reconnect.

use std::time::Duration;

const FIRST_MS: f64 = 400.0;
const LONGEST_MS: f64 = 15_000.0;

/// The wait before attempt `attempt` (from 0): doubles up to fifteen seconds. `jitter` in [0,1) shortens
/// it by up to half, so that viewers who lose a server at the same time do not reconnect at the same time.
pub fn delay(attempt: u32, jitter: f64) -> Duration {
    let full = (FIRST_MS * 2f64.powi(attempt.min(16) as i32)).min(LONGEST_MS);
    Duration::from_millis((full * (1.0 - 0.5 * jitter.clamp(0.0, 1.0))) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_limit() {
        let waits: Vec<_> = [0, 1, 2, 5, 6, 1_000_000].iter().map(|&n| delay(n, 0.0).as_millis()).collect();
        assert_eq!(waits, [400, 800, 1600, 12_800, 15_000, 15_000]);
    }

    #[test]
    fn jitter_takes_away_at_most_half() {
        assert_eq!(delay(1, 0.5).as_millis(), 600);
        assert_eq!(delay(1, 7.0).as_millis(), 400);
    }
}
