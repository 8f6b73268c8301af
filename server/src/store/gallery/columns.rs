//! Names in columns.

use crate::store::studies::columns::Named;
use app::wire::experiment::{Objective, Preset};
use app::wire::gallery::Visibility;

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
    }
}
