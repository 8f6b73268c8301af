//! Templates that somebody brings: a row of numbers for each person, as CSV, JSON or an array of NumPy.
//!
//! They lie beside their network as `NAME.templates.csv`, `.json` or `.npy`. What a file is, its contents say.

mod numpy;

use anyhow::{Context, Result, bail, ensure};
use engine::recognizer::onnx::direction;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use wire::faces::LARGEST_TEMPLATES;

/// Kinds of files, which are their endings; an uploaded file has none.
const KINDS: [&str; 3] = ["csv", "json", "npy"];

/// The most people whose names a message lists.
const NAMED: usize = 5;

/// Templates of people.
#[derive(Clone, Debug, PartialEq)]
pub struct Templates {
    /// Whose each is; without names, they are in the alphabetical order of the people.
    names: Option<Vec<String>>,
    /// One row for each person, all of the same length, of length 1 as vectors.
    rows: Vec<Vec<f32>>,
}

/// Templates of the people that a run registers.
#[derive(Clone, Debug, PartialEq)]
pub struct Assigned<'a> {
    /// For each person the template that was brought, if one was.
    pub given: Vec<Option<Vec<f32>>>,
    /// Names of people whom the run does not register.
    pub unused: Vec<&'a str>,
}

/// The file of templates beside a network, if there is one.
///
/// # Errors
/// If there are several.
pub fn beside(network: &Path) -> Result<Option<PathBuf>> {
    let endings = KINDS.map(|kind| format!("templates.{kind}")).into_iter().chain(["templates".into()]);
    let mut found = endings.map(|ending| network.with_extension(ending)).filter(|file| file.is_file());
    let (first, second) = (found.next(), found.next());
    if let (Some(first), Some(second)) = (&first, second) {
        bail!("{} and {} both hold templates; keep one of them", first.display(), second.display());
    }
    Ok(first)
}

/// Reads the templates beside a network, if there are any, and checks that they are embeddings of `outputs` values.
///
/// # Errors
/// If there are several files, or one cannot be used; the message names it.
pub fn read_beside(network: &Path, outputs: usize) -> Result<Option<Templates>> {
    let Some(file) = beside(network)? else { return Ok(None) };
    let read = || {
        let length = fs::metadata(&file)?.len();
        ensure!(length <= LARGEST_TEMPLATES, "holds {length} bytes; it can be of {LARGEST_TEMPLATES} at most");
        let templates = Templates::parse(&fs::read(&file)?)?;
        templates.check(outputs).map(|()| templates)
    };
    read().map(Some).with_context(|| format!("{} cannot be used", file.display()))
}

impl Templates {
    /// Reads the contents of a file.
    ///
    /// # Errors
    /// If they are none of the three kinds, a value is no finite number, a row is all zeros or of another length than the
    /// first, or a name is missing or there twice.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let (names, rows) = if numpy::is_array(bytes) {
            (None, numpy::rows(bytes)?)
        } else {
            let text = str::from_utf8(bytes).context("it is neither text nor an array of NumPy (.npy)")?;
            let people = match text.trim_start().as_bytes().first() {
                Some(b'{') => serde_json::from_str::<People>(text)?.0,
                Some(b'[') => serde_json::from_str::<Vec<Person>>(text)?.into_iter().map(Person::parts).collect(),
                _ => from_csv(text)?,
            };
            let (names, rows): (Vec<_>, Vec<_>) = people.into_iter().unzip();
            (Some(names), rows)
        };
        ensure!(!rows.is_empty(), "it holds no template");
        let name = |at: usize| names.as_ref().map_or_else(|| format!("row {}", at + 1), |names| named(&names[at]));
        if let Some(names) = &names {
            let mut seen = BTreeMap::new();
            for (at, own) in names.iter().enumerate() {
                ensure!(!own.is_empty(), "template {} has no name", at + 1);
                ensure!(seen.insert(own, at).is_none(), "{} is there twice; give each person one template", named(own));
            }
        }
        let width = rows[0].len();
        for (at, row) in rows.iter().enumerate() {
            let (own, first) = (name(at), name(0));
            ensure!(row.len() == width, "the template of {own} has {} values, that of {first} {width}", row.len());
            ensure!(row.iter().all(|value| value.is_finite()), "the template of {own} has a value that is no number");
            ensure!(row.iter().any(|value| *value != 0.0), "the template of {own} is all zeros");
        }
        Ok(Self { names, rows: rows.iter().map(|row| direction(row)).collect() })
    }

    /// Checks that they are embeddings of so many values.
    ///
    /// # Errors
    /// If they are not.
    pub fn check(&self, outputs: usize) -> Result<()> {
        let width = self.rows[0].len();
        ensure!(
            width == outputs,
            "its templates have {width} values each, and the network's embeddings have {outputs}"
        );
        Ok(())
    }

    /// The templates of `people`.
    ///
    /// # Errors
    /// If nobody has one, or there are no names and not as many rows as people.
    pub fn of<'a>(&'a self, people: &'a [String]) -> Result<Assigned<'a>> {
        let alphabetical = || {
            let mut names: Vec<&str> = people.iter().map(String::as_str).collect();
            names.sort_unstable();
            names
        };
        let names = match &self.names {
            Some(names) => names.iter().map(String::as_str).collect(),
            None => {
                let (rows, wanted) = (self.rows.len(), people.len());
                ensure!(
                    rows == wanted,
                    "its rows have no names, so there must be one for each of the {wanted} people registered, in the \
                     alphabetical order of their folders, and there are {rows}; or give names, as CSV or JSON"
                );
                alphabetical()
            }
        };
        let by_name: BTreeMap<&str, &Vec<f32>> = names.iter().copied().zip(&self.rows).collect();
        let given: Vec<_> = people.iter().map(|person| by_name.get(&**person).map(|row| (*row).clone())).collect();
        if given.iter().all(Option::is_none) {
            bail!(
                "none of its names ({}) is that of somebody registered ({}); templates are named like the folders of \
                 photographs",
                listed(&names),
                listed(&alphabetical())
            );
        }
        let unused = names.into_iter().filter(|name| people.iter().all(|person| person != name)).collect();
        Ok(Assigned { given, unused })
    }
}

/// Some names for a message.
pub fn listed(names: &[&str]) -> String {
    let first: Vec<String> = names.iter().take(NAMED).map(|name| named(name)).collect();
    let more = names.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    first.join(", ") + &rest
}

fn named(name: &str) -> String {
    let short: String = name.chars().take(60).collect();
    format!("{short:?}")
}

/// A row for each person: the name and the values. A first row whose values are no numbers is a heading.
fn from_csv(text: &str) -> Result<Vec<(String, Vec<f32>)>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut people = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.context("it is no CSV")?;
        let line = record.position().map_or(at as u64 + 1, csv::Position::line);
        let values: Result<Vec<f32>, &str> =
            record.iter().skip(1).map(|value| value.parse().map_err(|_| value)).collect();
        match values {
            Ok(values) => people.push((record[0].to_owned(), values)),
            Err(_) if at == 0 => {}
            Err(value) => {
                bail!("line {line}: {} is no number; a line is a name and the values of a template", named(value))
            }
        }
    }
    Ok(people)
}

/// JSON: `[{"name": ..., "template": [...]}, ...]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    template: Vec<f32>,
}

impl Person {
    fn parts(self) -> (String, Vec<f32>) {
        (self.name, self.template)
    }
}

/// JSON: `{"NAME": [...], ...}`. A map of serde's would keep the last of two of a name.
struct People(Vec<(String, Vec<f32>)>);

impl<'de> Deserialize<'de> for People {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = People;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("names, each with a list of numbers")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<People, M::Error> {
                let mut people = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    people.push(entry);
                }
                Ok(People(people))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

#[cfg(test)]
mod tests;
