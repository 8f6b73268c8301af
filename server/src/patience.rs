//! Timeouts for the other side of a connection: a peer that sends or takes bytes too slowly is disconnected, since it
//! holds a place, a buffer or a descriptor meanwhile.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// How fast bytes must move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Waiting that nobody has to earn, and the longest without a single byte.
    pub grace: Duration,
    /// So many bytes earn a second, up to the grace.
    pub slowest: u64,
    /// All waiting, however much has moved.
    pub longest: Duration,
}

/// The remaining patience with one body or connection. Only time spent waiting for the other side counts.
pub struct Patience {
    pace: Pace,
    /// Waiting that has been earned and not used.
    credit: Duration,
    waited: Duration,
    since: Option<Instant>,
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Patience {
    /// All of it.
    pub fn new(pace: Pace) -> Self {
        Self { pace, credit: pace.grace, waited: Duration::ZERO, since: None, alarm: None }
    }

    /// Bytes have moved.
    pub fn moved(&mut self, bytes: usize) {
        let waited = self.since.take().map_or(Duration::ZERO, |since| since.elapsed());
        self.earn(bytes, waited);
    }

    fn earn(&mut self, bytes: usize, waited: Duration) {
        let earned = Duration::from_secs_f64(bytes as f64 / self.pace.slowest.max(1) as f64);
        self.credit = self.credit.saturating_sub(waited).saturating_add(earned).min(self.pace.grace);
        self.waited = self.waited.saturating_add(waited);
    }

    /// Nothing can move now; ready once there is no patience left.
    pub fn poll_over(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let is_new = self.since.is_none();
        let end = *self.since.get_or_insert_with(Instant::now) + self.left();
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep_until(end)));
        if is_new {
            alarm.as_mut().reset(end);
        }
        alarm.as_mut().poll(context)
    }

    /// How long the other side may be waited for, should no byte move.
    fn left(&self) -> Duration {
        self.credit.min(self.pace.longest.saturating_sub(self.waited))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        let seconds = Duration::from_secs;
        Pace { grace: seconds(10), slowest: 1000, longest: seconds(60) }
    }

    #[test]
    fn bytes_earn_time_up_to_the_grace_and_nobody_has_more_than_the_longest() {
        let mut patience = Patience::new(pace());
        let mut left = |bytes: usize, waited: u64| {
            patience.earn(bytes, Duration::from_secs(waited));
            patience.left().as_millis()
        };
        assert_eq!(left(1_000_000, 0), 10_000, "what was fast once is no reason to wait for ever");
        assert_eq!(left(500, 8), 2500);
        assert_eq!(left(2000, 2), 2500, "at the slowest pace it stays as it is");
        assert_eq!(left(500, 2), 1000, "slower, it goes");
        assert_eq!(left(1_000_000, 40), 8000, "the longest is near");
        assert_eq!(left(1_000_000, 8), 0);
    }

    #[tokio::test]
    async fn only_waiting_counts_and_it_ends() {
        let mut patience = Patience::new(Pace { grace: Duration::from_millis(1), ..pace() });
        let over = async |patience: &mut Patience| std::future::poll_fn(|context| patience.poll_over(context)).await;
        patience.moved(10);
        assert_eq!(patience.waited, Duration::ZERO, "nobody was waited for");
        over(&mut patience).await;
        patience.moved(10);
        assert!(patience.waited >= Duration::from_millis(1));
        over(&mut patience).await;
    }
}
