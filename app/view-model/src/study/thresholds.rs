//! The form for the thresholds of screening.

use crate::number;
use wire::study::results::ScreeningConfig;

/// A rule of screening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The same answer too often.
    StraightLine,
    /// The scale used upside down.
    Inverted,
    /// Too little agreement with the others.
    Agreement,
    /// Outliers on both sides.
    Bt500,
    /// Attention checks.
    Attention,
}

impl Rule {
    /// All rules, in the order of the page.
    pub const ALL: [Self; 5] = [Self::StraightLine, Self::Inverted, Self::Agreement, Self::Bt500, Self::Attention];

    /// Its name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::StraightLine => "straight_line",
            Self::Inverted => "inverted",
            Self::Agreement => "agreement",
            Self::Bt500 => "bt500",
            Self::Attention => "attention",
        }
    }

    /// The label of its field.
    pub fn label(self) -> &'static str {
        match self {
            Self::StraightLine => "Straight line",
            Self::Inverted => "Upside down",
            Self::Agreement => "Agreement",
            Self::Bt500 => "BT.500",
            Self::Attention => "Attention",
        }
    }

    /// The raters that it leaves out.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::StraightLine => "Leaves out raters who give the same answer in more than this share of the ratings.",
            Self::Inverted => "Leaves out raters whose ratings correlate with the others' means at or below this.",
            Self::Agreement => {
                "Leaves out raters whose ratings correlate with the others' means less than this (after P.910)."
            }
            Self::Bt500 => {
                "Leaves out raters who are far from the mean, on both sides, in more than this share of the ratings."
            }
            Self::Attention => "Leaves out raters who pass less than this share of the attention checks.",
        }
    }

    /// Lowest and highest threshold.
    pub fn range(self) -> [f64; 2] {
        match self {
            Self::Inverted | Self::Agreement => [-1.0, 1.0],
            _ => [0.0, 1.0],
        }
    }

    /// The default when the rule is switched on.
    fn usual(self) -> f64 {
        match self {
            Self::StraightLine => 0.8,
            Self::Inverted => -0.3,
            Self::Agreement => 0.3,
            Self::Bt500 => 0.05,
            Self::Attention => 0.5,
        }
    }

    /// Its threshold; `None` if off.
    pub fn of(self, screening: &ScreeningConfig) -> Option<f64> {
        match self {
            Self::StraightLine => screening.straight_line,
            Self::Inverted => screening.inverted,
            Self::Agreement => screening.agreement,
            Self::Bt500 => screening.bt500,
            Self::Attention => screening.attention,
        }
    }

    fn place(self, screening: &mut ScreeningConfig) -> &mut Option<f64> {
        match self {
            Self::StraightLine => &mut screening.straight_line,
            Self::Inverted => &mut screening.inverted,
            Self::Agreement => &mut screening.agreement,
            Self::Bt500 => &mut screening.bt500,
            Self::Attention => &mut screening.attention,
        }
    }
}

/// The contents of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thresholds {
    fields: [(bool, String); Rule::ALL.len()],
}

impl Thresholds {
    /// The form for thresholds.
    pub fn new(screening: &ScreeningConfig) -> Self {
        let field = |rule: Rule| {
            let limit = rule.of(screening);
            (limit.is_some(), number::significant(limit.unwrap_or_else(|| rule.usual())))
        };
        Self { fields: Rule::ALL.map(field) }
    }

    /// Whether the rule is applied.
    pub fn is_on(&self, rule: Rule) -> bool {
        self.fields[rule as usize].0
    }

    /// The contents of its field.
    pub fn text(&self, rule: Rule) -> &str {
        &self.fields[rule as usize].1
    }

    /// Switches a rule on or off.
    pub fn switch(&mut self, rule: Rule, on: bool) {
        self.fields[rule as usize].0 = on;
    }

    /// Sets a field.
    pub fn enter(&mut self, rule: Rule, text: &str) {
        self.fields[rule as usize].1 = text.to_owned();
    }

    /// The problem with a field.
    pub fn problem(&self, rule: Rule) -> Option<String> {
        let [low, high] = rule.range();
        (self.is_on(rule) && self.limit(rule).is_none()).then(|| format!("Enter a number, {low} to {high}."))
    }

    /// The thresholds, if all that are on are valid.
    pub fn config(&self) -> Option<ScreeningConfig> {
        let mut screening = ScreeningConfig::default();
        for rule in Rule::ALL {
            let limit = if self.is_on(rule) { Some(self.limit(rule)?) } else { None };
            *rule.place(&mut screening) = limit;
        }
        Some(screening)
    }

    fn limit(&self, rule: Rule) -> Option<f64> {
        let [low, high] = rule.range();
        number::parse(self.text(rule)).filter(|limit| (low..=high).contains(limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_starts_from_thresholds_and_gives_them_back() {
        let screening = ScreeningConfig::default();
        let form = Thresholds::new(&screening);
        assert_eq!(form.config(), Some(screening));
        assert_eq!(
            (form.is_on(Rule::Bt500), form.text(Rule::Bt500), form.text(Rule::Inverted)),
            (false, "0.05", "-0.3")
        );
    }

    #[test]
    fn a_rule_that_is_off_is_absent_whatever_its_field_says() {
        let mut form = Thresholds::new(&ScreeningConfig::default());
        form.enter(Rule::Agreement, "nonsense");
        assert_eq!((form.problem(Rule::Agreement).is_some(), form.config()), (true, None));
        form.switch(Rule::Agreement, false);
        assert_eq!(form.problem(Rule::Agreement), None);
        assert_eq!(form.config().map(|config| (config.agreement, config.attention)), Some((None, Some(0.5))));
    }

    #[test]
    fn a_threshold_out_of_its_range_is_refused() {
        let mut form = Thresholds::new(&ScreeningConfig::default());
        form.enter(Rule::StraightLine, "-0.1");
        assert_eq!(form.problem(Rule::StraightLine).as_deref(), Some("Enter a number, 0 to 1."));
        form.enter(Rule::Inverted, "-1");
        assert_eq!(form.problem(Rule::Inverted), None);
    }
}
