//! Settings, each defined once: a row gives a field of a configuration, its type, default, label, range and the paper's
//! value; its documentation is its meaning. Form, checks, reference and report are derived from these rows.

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Dotted path in an [`ExperimentConfig`](super::experiment::ExperimentConfig), such as `attack.clones`.
    pub path: &'static str,
    /// The label of the form field.
    pub label: &'static str,
    /// Its meaning, in a line or two.
    pub meaning: &'static str,
    /// The allowed values.
    pub kind: Kind,
    /// The paper's value, in words; empty if the paper has none.
    pub paper: &'static str,
}

/// The allowed values of a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A whole number.
    Whole {
        /// Lowest.
        min: u64,
        /// Highest.
        max: u64,
    },
    /// A number.
    Real {
        /// Lowest.
        min: f64,
        /// Highest.
        max: f64,
    },
    /// On or off.
    Switch,
    /// One of several choices.
    Choice(&'static [Choice]),
    /// Free text.
    Text,
    /// Names separated by commas.
    Names,
    /// A section with settings of its own.
    Section,
}

/// A choice of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value in files.
    pub value: &'static str,
    /// The label.
    pub label: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// Documentation without its leading space.
pub const fn meaning(documentation: &'static str) -> &'static str {
    match documentation.as_bytes() {
        [b' ', ..] => documentation.split_at(1).1,
        _ => documentation,
    }
}

/// The [`Setting`] of a row.
macro_rules! setting {
    ($section:literal, $field:ident, $label:literal, $kind:expr, $paper:literal, $($doc:literal),+) => {
        $crate::settings::Setting {
            path: concat!($section, stringify!($field)),
            label: $label,
            meaning: $crate::settings::meaning(concat!($($doc),+)),
            kind: $kind,
            paper: $paper,
        }
    };
}

/// Defines a section of a configuration: for each row a field, and its [`Setting`] in `SETTINGS`.
macro_rules! settings {
    (
        $(#[$meta:meta])*
        pub struct $name:ident at $section:literal {
            $(
                $(#[doc = $doc:literal])+
                $field:ident: $type:ty = $default:expr, $label:literal, $kind:expr, $paper:literal
                $(, absent $skip:literal)?;
            )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $(
                $(#[doc = $doc])+
                $(#[serde(skip_serializing_if = $skip)])?
                pub $field: $type,
            )+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl $name {
            /// Its settings, in the order of the form.
            pub const SETTINGS: &'static [$crate::settings::Setting] =
                &[$($crate::settings::setting!($section, $field, $label, $kind, $paper, $($doc),+),)+];
        }
    };
}

/// Defines a section whose absent fields come from a preset: the section itself, with all fields, and an overlay with
/// optional fields, as given in files and by scripts.
macro_rules! overlaid_settings {
    (
        $(#[$meta:meta])*
        pub struct $name:ident at $section:literal, over $preset:ty, given as $overlay:ident = $given:literal {
            $(
                $(#[doc = $doc:literal])+
                $field:ident: $type:ty = $default:expr, $label:literal, $kind:expr, $paper:literal;
            )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(from = $given)]
        pub struct $name {
            /// The preset that provided the absent fields.
            pub preset: $preset,
            $(
                $(#[doc = $doc])+
                pub $field: $type,
            )+
        }

        /// The same with optional fields.
        #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $overlay {
            /// The preset for absent fields.
            pub preset: Option<$preset>,
            $(
                $(#[doc = $doc])+
                pub $field: Option<$type>,
            )+
        }

        impl From<$overlay> for $name {
            fn from(given: $overlay) -> Self {
                let preset = given.preset.unwrap_or_default().settings();
                Self {
                    preset: preset.preset,
                    $($field: given.$field.unwrap_or(preset.$field),)+
                }
            }
        }

        impl $name {
            /// Its settings, in the order of the form.
            pub const SETTINGS: &'static [$crate::settings::Setting] =
                &[$($crate::settings::setting!($section, $field, $label, $kind, $paper, $($doc),+),)+];

            /// The defaults of the rows, which are those of the first preset.
            fn of_rows() -> Self {
                Self { preset: <$preset>::default(), $($field: $default,)+ }
            }
        }
    };
}

/// Defines a setting with several choices; the first is the default.
macro_rules! choices {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $(#[doc = $first_doc:literal])+
            $first:ident = $first_value:literal, $first_label:literal;
            $(
                $(#[doc = $doc:literal])+
                $variant:ident = $value:literal, $label:literal;
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $(#[doc = $first_doc])+
            #[default]
            #[serde(rename = $first_value)]
            $first,
            $(
                $(#[doc = $doc])+
                #[serde(rename = $value)]
                $variant,
            )*
        }

        impl $name {
            /// Every choice, in the order of the form.
            pub const ALL: &'static [Self] = &[Self::$first, $(Self::$variant,)*];

            /// A description of every choice.
            pub const CHOICES: &'static [$crate::settings::Choice] = &[
                Self::$first.choice(),
                $(Self::$variant.choice(),)*
            ];

            /// A description of this choice.
            pub const fn choice(self) -> $crate::settings::Choice {
                let (value, label, documentation) = match self {
                    Self::$first => ($first_value, $first_label, concat!($($first_doc),+)),
                    $(Self::$variant => ($value, $label, concat!($($doc),+)),)*
                };
                $crate::settings::Choice {
                    value,
                    label,
                    meaning: $crate::settings::meaning(documentation),
                }
            }
        }
    };
}

pub(super) use {choices, overlaid_settings, setting, settings};
