//! Names in columns.

use super::PublishedVerdict;
use crate::store::studies::columns::Named;
use wire::experiment::{Objective, Preset};
use wire::gallery::Visibility;
use wire::verdict::Grade;

impl Named for Visibility {
    const COLUMN: &'static str = "publications.visibility";
    const ALL: &'static [Self] = &[Self::Unlisted, Self::Public];

    fn name(self) -> &'static str {
        match self {
            Self::Unlisted => "unlisted",
            Self::Public => "public",
        }
    }
}

impl Named for Preset {
    const COLUMN: &'static str = "publications.preset";
    const ALL: &'static [Self] = Self::ALL;

    fn name(self) -> &'static str {
        self.choice().value
    }
}

impl Named for Objective {
    const COLUMN: &'static str = "publications.objective";
    const ALL: &'static [Self] = Self::ALL;

    fn name(self) -> &'static str {
        self.choice().value
    }
}

impl Named for PublishedVerdict {
    const COLUMN: &'static str = "publications.verdict";
    const ALL: &'static [Self] = &[
        Self::Unknown,
        Self::NoVerdict,
        Self::As(Grade::None),
        Self::As(Grade::Weak),
        Self::As(Grade::Unconfirmed),
        Self::As(Grade::Some),
        Self::As(Grade::Strong),
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::NoVerdict => "no verdict",
            Self::As(grade) => grade.word(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_comes_back() {
        fn all<T: Named + PartialEq + std::fmt::Debug>() {
            for &value in T::ALL {
                assert_eq!(T::named(value.name()).expect("a name"), value);
            }
        }
        all::<Visibility>();
        all::<Preset>();
        all::<Objective>();
        all::<PublishedVerdict>();
    }
}
