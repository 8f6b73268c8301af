//! The film of a clone forming: the current frame, and whether it plays.

/// The state of a film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Film {
    moments: usize,
    at: usize,
    plays: bool,
}

impl Film {
    /// A film of this many frames, at its end.
    pub fn new(moments: usize) -> Self {
        Self { moments, at: moments.saturating_sub(1), plays: false }
    }

    /// The current frame, from 0.
    pub fn at(self) -> usize {
        self.at
    }

    /// Whether it plays.
    pub fn plays(self) -> bool {
        self.plays
    }

    /// Goes to a frame and pauses.
    pub fn jump(&mut self, at: usize) {
        self.at = at.min(self.moments.saturating_sub(1));
        self.plays = false;
    }

    /// Moves by some frames and pauses.
    pub fn step(&mut self, by: isize) {
        self.jump(self.at.saturating_add_signed(by));
    }

    /// Pauses, or plays from here; from the start if it had ended.
    pub fn toggle(&mut self) {
        self.plays = !self.plays && self.moments > 1;
        if self.plays && self.is_over() {
            self.at = 0;
        }
    }

    /// Advances by one frame while playing.
    pub fn tick(&mut self) {
        if self.plays {
            self.at = (self.at + 1).min(self.moments.saturating_sub(1));
            self.plays = !self.is_over();
        }
    }

    fn is_over(self) -> bool {
        self.at + 1 >= self.moments
    }

    /// The offset of the strip to the left, as a percentage for CSS.
    pub fn offset(self) -> f64 {
        if self.moments < 2 { 0.0 } else { 100.0 * self.at as f64 / (self.moments - 1) as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_plays_once_from_the_start_and_stays_at_the_end() {
        let mut film = Film::new(3);
        assert_eq!((film.at(), film.plays()), (2, false));
        film.toggle();
        assert_eq!((film.at(), film.plays()), (0, true));
        film.tick();
        assert_eq!((film.at(), film.plays(), film.offset()), (1, true, 50.0));
        film.tick();
        assert_eq!((film.at(), film.plays(), film.offset()), (2, false, 100.0));
        film.tick();
        assert_eq!(film.at(), 2);
    }

    #[test]
    fn whoever_steps_or_stops_it_stays_where_it_is() {
        let mut film = Film::new(5);
        film.step(-2);
        film.toggle();
        film.tick();
        film.toggle();
        assert_eq!((film.at(), film.plays()), (3, false));
        film.step(-9);
        assert_eq!(film.at(), 0);
        film.jump(99);
        assert_eq!(film.at(), 4);
    }

    #[test]
    fn a_single_moment_and_none_do_not_move() {
        for moments in [0, 1] {
            let mut film = Film::new(moments);
            film.toggle();
            film.tick();
            film.step(1);
            assert_eq!((film.at(), film.plays(), film.offset()), (0, false, 0.0));
        }
    }
}
