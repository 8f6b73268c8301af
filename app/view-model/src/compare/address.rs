//! The state of the comparison page in its address, so that a view can be shared.

use super::blink::Rate;
use super::difference::Gain;
use super::subject::Subject;

/// How two pictures are laid over each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OverlayMode {
    /// A divider between them.
    #[default]
    Slider,
    /// One after the other at the same place.
    Blink,
    /// How far each pixel differs.
    Difference,
}

impl OverlayMode {
    /// All modes.
    pub const ALL: [Self; 3] = [Self::Slider, Self::Blink, Self::Difference];

    /// Its name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Slider => "slider",
            Self::Blink => "blink",
            Self::Difference => "difference",
        }
    }

    /// The label of its button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Slider => "Slider",
            Self::Blink => "Blink",
            Self::Difference => "Difference",
        }
    }
}

/// The state of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// The subject of the comparison.
    pub subject: Subject,
    /// For whole runs, the index of the target whose clones are shown.
    pub target: usize,
    /// The iteration shown; `None` for the clones as judged.
    pub step: Option<u32>,
    /// How two pictures are laid over each other.
    pub mode: OverlayMode,
    /// The two places in the overlay.
    pub pair: [usize; 2],
    /// The share of the first picture that is shown, in per cent.
    pub divider: u8,
    /// The rate of blinking.
    pub rate: Rate,
    /// The amplification of differences.
    pub gain: Gain,
}

impl Address {
    /// Reads an address, and returns messages about what was ignored. Missing and invalid values get their defaults.
    pub fn read(value: impl Fn(&str) -> Vec<String>) -> (Self, Vec<String>) {
        let (subject, problems) = Subject::read(&value);
        let one = |key: &str| value(key).pop().unwrap_or_default();
        let number = |key: &str| one(key).parse::<usize>().ok();
        let place = |key: &str, usual: usize| number(key).filter(|&place| place < subject.len()).unwrap_or(usual);
        let address = Self {
            target: number("target").unwrap_or(0),
            step: one("step").parse().ok(),
            mode: OverlayMode::ALL.into_iter().find(|mode| mode.key() == one("view")).unwrap_or_default(),
            pair: [place("a", 0), place("b", usize::from(subject.len() > 1))],
            divider: one("at").parse().ok().filter(|&at| at <= 100).unwrap_or(50),
            rate: Rate::read(&one("rate")).unwrap_or_default(),
            gain: Gain::read(&one("gain")).unwrap_or_default(),
            subject,
        };
        (address, problems)
    }

    /// The query for this state, without defaults.
    pub fn query(&self) -> String {
        let usual = Self::read(|key| match (&self.subject, key) {
            (subject, "items") if matches!(subject, Subject::Clones(_)) => vec![query_value(subject)],
            (subject, "runs") if matches!(subject, Subject::Runs(_)) => vec![query_value(subject)],
            _ => Vec::new(),
        })
        .0;
        let mut parts = vec![self.subject.query()];
        let mut differs = |differs: bool, key: &str, value: String| {
            if differs {
                parts.push(format!("{key}={value}"));
            }
        };
        differs(self.target != usual.target, "target", self.target.to_string());
        differs(self.mode != usual.mode, "view", self.mode.key().into());
        differs(self.pair[0] != usual.pair[0], "a", self.pair[0].to_string());
        differs(self.pair[1] != usual.pair[1], "b", self.pair[1].to_string());
        differs(self.step != usual.step, "step", self.step.map(|step| step.to_string()).unwrap_or_default());
        differs(self.divider != usual.divider, "at", self.divider.to_string());
        differs(self.rate != usual.rate, "rate", self.rate.write());
        differs(self.gain != usual.gain, "gain", self.gain.factor().to_string());
        parts.retain(|part| !part.is_empty());
        parts.join("&")
    }
}

/// The value after the `=`.
fn query_value(subject: &Subject) -> String {
    let query = subject.query();
    query.split_once('=').map_or(String::new(), |(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Address {
        let pairs: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let value =
            |key: &str| pairs.iter().filter(|(name, _)| *name == key).map(|(_, value)| (*value).into()).collect();
        Address::read(value).0
    }

    #[test]
    fn an_address_comes_back_as_it_was() {
        for query in [
            "runs=aa,bb",
            "items=aa:0:1,bb:0:2,bb:1:0",
            "runs=aa,bb,cc&target=2&view=difference&a=2&b=0&step=15&gain=8",
            "items=aa:0:1,bb:0:2&view=blink&step=0&rate=2.5",
            "items=aa:0:1,bb:0:2&at=0",
            "",
        ] {
            assert_eq!(read(query).query(), query);
        }
    }

    #[test]
    fn what_cannot_be_has_its_usual_value() {
        let address = read("runs=aa,bb&a=7&b=-1&at=101&view=magic&step=x&gain=3&rate=40&target=no");
        assert_eq!(address, read("runs=aa,bb"));
        assert_eq!((address.pair, address.divider, address.mode), ([0, 1], 50, OverlayMode::Slider));
    }

    #[test]
    fn one_alone_is_compared_with_itself_until_there_is_another() {
        assert_eq!(read("runs=aa").pair, [0, 0]);
        assert_eq!(read("").pair, [0, 0]);
    }
}
