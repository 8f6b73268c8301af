//! The response time of an answer, and how often the page lost focus.

/// Measures one question. Times are milliseconds of a clock that never goes back.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stopwatch {
    begun_at: Option<f64>,
    is_away: bool,
    losses: u32,
}

impl Stopwatch {
    /// Starts when the pictures appear. Only the first call counts.
    pub fn begin(&mut self, now: f64) {
        self.begun_at.get_or_insert(now);
    }

    /// Notes that the window lost focus or was hidden; a browser may report both.
    pub fn leave(&mut self) {
        self.losses += u32::from(!self.is_away);
        self.is_away = true;
    }

    /// Notes that the participant is back.
    pub fn come_back(&mut self) {
        self.is_away = false;
    }

    /// Milliseconds since the pictures appeared, and how often the page lost focus.
    pub fn read(&self, now: f64) -> (u32, u32) {
        // A cast from a float saturates.
        (self.begun_at.map_or(0, |begun| (now - begun).round() as u32), self.losses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_runs_from_the_first_sight() {
        let mut watch = Stopwatch::default();
        assert_eq!(watch.read(500.0), (0, 0));
        watch.begin(1000.0);
        watch.begin(1500.0);
        assert_eq!(watch.read(2234.6), (1235, 0));
        assert_eq!(watch.read(900.0), (0, 0));
    }

    #[test]
    fn leaving_once_counts_once_however_often_it_is_told() {
        let mut watch = Stopwatch::default();
        watch.leave();
        watch.leave();
        watch.come_back();
        watch.come_back();
        watch.leave();
        assert_eq!(watch.read(0.0), (0, 2));
    }
}
