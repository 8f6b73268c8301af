//! Settings told once: a row gives a field of a configuration, its default, its label, what can be entered, what the paper has and,
//! as its documentation, what it means. The form, the checks, the reference and the report are made of these rows.

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Dotted path in an [`ExperimentConfig`](super::experiment::ExperimentConfig), such as `attack.clones`.
    pub path: &'static str,
    /// Beside the field.
    pub label: &'static str,
    /// A line or two on what it does.
    pub meaning: &'static str,
    /// What can be entered.
    pub kind: Kind,
    /// What the paper has, in words; empty where the question does not arise.
    pub paper: &'static str,
}

/// What can be entered.
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
    /// One of some choices.
    Choice(&'static [Choice]),
    /// Any text.
    Text,
    /// Names with commas between them.
    Names,
    /// Settings of its own.
    Section,
}

/// One of the choices of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As files have it.
    pub value: &'static str,
    /// As people read it.
    pub label: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// Documentation without the space that it begins with.
pub const fn meaning(documentation: &'static str) -> &'static str {
    match documentation.as_bytes() {
        [b' ', ..] => documentation.split_at(1).1,
        _ => documentation,
    }
}

/// A section of a configuration: for each row a field, and its [`Setting`] in `SETTINGS`.
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
        #[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
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
            /// Its settings, in the order shown.
            pub const SETTINGS: &'static [$crate::wire::settings::Setting] = &[
                $($crate::wire::settings::Setting {
                    path: concat!($section, stringify!($field)),
                    label: $label,
                    meaning: $crate::wire::settings::meaning(concat!($($doc),+)),
                    kind: $kind,
                    paper: $paper,
                },)+
            ];
        }
    };
}

/// A section of which a preset gives what is absent: the section itself, in which nothing is absent, and an overlay, as files
/// and scripts give it.
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
        #[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
        #[serde(from = $given)]
        pub struct $name {
            /// What the others started from.
            pub preset: $preset,
            $(
                $(#[doc = $doc])+
                pub $field: $type,
            )+
        }

        /// The same, as far as it is given.
        #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
        #[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $overlay {
            /// The starting point of all that is absent.
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
            /// Its settings, in the order shown.
            pub const SETTINGS: &'static [$crate::wire::settings::Setting] = &[
                $($crate::wire::settings::Setting {
                    path: concat!($section, stringify!($field)),
                    label: $label,
                    meaning: $crate::wire::settings::meaning(concat!($($doc),+)),
                    kind: $kind,
                    paper: $paper,
                },)+
            ];

            /// What the rows say, which is what the first preset has.
            fn of_rows() -> Self {
                Self { preset: <$preset>::default(), $($field: $default,)+ }
            }
        }
    };
}

/// A setting that is one of several; the first is the default.
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
        #[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
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
            /// Every one, in the order shown.
            pub const ALL: &'static [Self] = &[Self::$first, $(Self::$variant,)*];

            /// Every one in words.
            pub const CHOICES: &'static [$crate::wire::settings::Choice] = &[
                Self::$first.choice(),
                $(Self::$variant.choice(),)*
            ];

            /// It in words.
            pub const fn choice(self) -> $crate::wire::settings::Choice {
                let (value, label, documentation) = match self {
                    Self::$first => ($first_value, $first_label, concat!($($first_doc),+)),
                    $(Self::$variant => ($value, $label, concat!($($doc),+)),)*
                };
                $crate::wire::settings::Choice {
                    value,
                    label,
                    meaning: $crate::wire::settings::meaning(documentation),
                }
            }
        }
    };
}

pub(super) use {choices, overlaid_settings, settings};
