//! Scales for rating similarity, and a common one for comparing them.

/// A scale of similarity; its lowest answer means "not at all alike", its highest "the same person".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Whole numbers from 1 to 5, as in ITU-T P.910's absolute category rating.
    FivePoint,
    /// Whole numbers from 1 to 9.
    NinePoint,
    /// Any number from 0 to 100.
    Hundred,
}

impl Scale {
    /// The lowest and the highest answer.
    pub fn ends(self) -> [f64; 2] {
        match self {
            Self::FivePoint => [1.0, 5.0],
            Self::NinePoint => [1.0, 9.0],
            Self::Hundred => [0.0, 100.0],
        }
    }

    /// `rating` as a percentage of similarity, linear from 0 % for the lowest answer to 100 % for the highest (4 on
    /// five points is 75 %). `None` if the scale has no such answer.
    ///
    /// That steps are of equal size is a convention, not a finding: use it to compare scales, and report raw scores
    /// too.
    pub fn percent(self, rating: f64) -> Option<f64> {
        let [low, high] = self.ends();
        let offered = (low..=high).contains(&rating) && (self == Self::Hundred || rating.fract() == 0.0);
        offered.then(|| 100.0 * (rating - low) / (high - low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_nought_and_a_hundred_and_the_rest_is_linear() {
        let cases = [
            (Scale::FivePoint, [1.0, 4.0, 5.0], [0.0, 75.0, 100.0]),
            (Scale::NinePoint, [1.0, 3.0, 9.0], [0.0, 25.0, 100.0]),
            (Scale::Hundred, [0.0, 12.5, 100.0], [0.0, 12.5, 100.0]),
        ];
        for (scale, ratings, percents) in cases {
            assert_eq!(ratings.map(|rating| scale.percent(rating)), percents.map(Some), "{scale:?}");
        }
    }

    #[test]
    fn answers_that_were_not_offered_have_no_percentage() {
        let cases = [
            (Scale::FivePoint, 0.0),
            (Scale::FivePoint, 5.5),
            (Scale::FivePoint, 2.5),
            (Scale::NinePoint, 10.0),
            (Scale::Hundred, -0.1),
            (Scale::Hundred, f64::NAN),
        ];
        for (scale, rating) in cases {
            assert_eq!(scale.percent(rating), None, "{rating} on {scale:?}");
        }
    }
}
