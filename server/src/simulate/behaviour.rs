//! By which rule a simulated rater answers, and how many follow each.

use engine::dataset::stream;
use rand::seq::SliceRandom;
use std::fmt;
use std::str::FromStr;

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behaviour {
    /// Looks, with a bias, a gain and a noise of their own.
    Honest,
    /// Any answer.
    Random,
    /// Always the same answer.
    Straight,
    /// Honest, but reads scales upside down.
    Inverted,
}

impl Behaviour {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Honest, Self::Random, Self::Straight, Self::Inverted];

    /// As typed, and as raters are marked.
    pub fn name(self) -> &'static str {
        match self {
            Self::Honest => "honest",
            Self::Random => "random",
            Self::Straight => "straight",
            Self::Inverted => "inverted",
        }
    }
}

impl fmt::Display for Behaviour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Shares of rules, which sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Mix(Vec<(Behaviour, f64)>);

/// Why a text is no mix.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoMix {
    /// A part is not `rule:share`.
    #[error("\"{0}\" is not of the form RULE:SHARE, such as honest:0.8")]
    NoShare(String),
    /// No such rule.
    #[error("there is no rule \"{0}\"; take honest, random, straight or inverted")]
    NoRule(String),
    /// A rule comes twice.
    #[error("the rule {0} comes twice")]
    Twice(Behaviour),
    /// The shares are not all of it.
    #[error("the shares sum to {0}, not to 1")]
    Sum(f64),
}

impl FromStr for Mix {
    type Err = NoMix;

    fn from_str(text: &str) -> Result<Self, NoMix> {
        let mut mix: Vec<(Behaviour, f64)> = Vec::new();
        for part in text.split(',').map(str::trim) {
            let no_share = || NoMix::NoShare(part.into());
            let (name, share) = part.split_once(':').ok_or_else(no_share)?;
            let share: f64 = share.trim().parse().map_err(|_| no_share())?;
            if !(0.0..=1.0).contains(&share) {
                return Err(no_share());
            }
            let known = Behaviour::ALL.into_iter().find(|rule| rule.name() == name.trim());
            let rule = known.ok_or_else(|| NoMix::NoRule(name.trim().into()))?;
            if mix.iter().any(|(other, _)| *other == rule) {
                return Err(NoMix::Twice(rule));
            }
            mix.push((rule, share));
        }
        let sum: f64 = mix.iter().map(|(_, share)| share).sum();
        if (sum - 1.0).abs() > 1e-6 { Err(NoMix::Sum(sum)) } else { Ok(Self(mix)) }
    }
}

impl Mix {
    /// Each rater's rule. Every rule gets its share, rounded so that all sum up (largest remainders first); who has
    /// which is drawn by `seed`.
    pub fn of(&self, raters: usize, seed: u64) -> Vec<Behaviour> {
        let wanted = |share: f64| share * raters as f64;
        let mut counts: Vec<usize> = self.0.iter().map(|(_, share)| wanted(*share).floor() as usize).collect();
        let mut order: Vec<usize> = (0..counts.len()).collect();
        order.sort_by(|left, right| wanted(self.0[*right].1).fract().total_cmp(&wanted(self.0[*left].1).fract()));
        let missing = raters.saturating_sub(counts.iter().sum());
        order.iter().cycle().take(missing).for_each(|at| counts[*at] += 1);
        let rules = self.0.iter().zip(counts).flat_map(|((rule, _), count)| std::iter::repeat_n(*rule, count));
        let mut rules: Vec<Behaviour> = rules.take(raters).collect();
        rules.shuffle(&mut stream(seed, "simulated raters", &[]));
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mix(text: &str) -> Result<Mix, NoMix> {
        text.parse()
    }

    #[test]
    fn every_rule_gets_its_share() {
        let rules = mix("honest:0.8,random:0.1, straight:0.05,inverted:0.05").expect("a mix").of(200, 1);
        let counts = Behaviour::ALL.map(|rule| rules.iter().filter(|other| **other == rule).count());
        assert_eq!(counts, [160, 20, 10, 10]);
        assert_ne!(rules, mix("honest:0.8,random:0.1,straight:0.05,inverted:0.05").expect("a mix").of(200, 2));
        // 1.5 and 1.5 of three, 0.3 and 2.7.
        assert_eq!(mix("honest:0.5,random:0.5").expect("a mix").of(3, 1).len(), 3);
        let rules = mix("honest:0.1,random:0.9").expect("a mix").of(3, 1);
        assert_eq!(rules, [Behaviour::Random; 3]);
    }

    #[test]
    fn an_invalid_mix_is_refused_with_the_reason() {
        assert_eq!(mix("honest"), Err(NoMix::NoShare("honest".into())));
        assert_eq!(mix("honest:x"), Err(NoMix::NoShare("honest:x".into())));
        assert_eq!(mix("honest:1.5,random:-0.5"), Err(NoMix::NoShare("honest:1.5".into())));
        assert_eq!(mix("lazy:1"), Err(NoMix::NoRule("lazy".into())));
        assert_eq!(mix("honest:0.5,honest:0.5"), Err(NoMix::Twice(Behaviour::Honest)));
        assert_eq!(mix("honest:0.5,random:0.25"), Err(NoMix::Sum(0.75)));
        let told = mix("honest:0.5,random:0.25").expect_err("refused").to_string();
        assert_eq!(told, "the shares sum to 0.75, not to 1");
    }
}
