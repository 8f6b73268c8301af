//! The subject of a comparison: clones or whole runs.

use crate::paths::encode;
use wire::compare::MOST;
use wire::run::RunId;

/// A clone of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloneRef {
    /// The run.
    pub run: RunId,
    /// Index of the target identity.
    pub target: u32,
    /// Index of the clone.
    pub clone: u32,
}

impl CloneRef {
    /// Reads `RUN:TARGET:CLONE`.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let (run, target, clone) = (parts.next()?, parts.next()?, parts.next()?);
        let rest = parts.next();
        let found = Self { run: RunId(run.into()), target: target.parse().ok()?, clone: clone.parse().ok()? };
        (rest.is_none() && !run.is_empty()).then_some(found)
    }

    /// The text that [`Self::read`] reads.
    pub fn write(&self) -> String {
        format!("{}:{}:{}", self.run.0, self.target, self.clone)
    }
}

/// The subject of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Chosen clones.
    Clones(Vec<CloneRef>),
    /// Whole runs.
    Runs(Vec<RunId>),
}

impl Subject {
    /// Reads an address: `item` and `items` for clones, else `run` and `runs`, each once or several times, with values
    /// separated by commas. Also returns messages about what was ignored.
    pub fn read(value: impl Fn(&str) -> Vec<String>) -> (Self, Vec<String>) {
        let all = |names: [&str; 2]| {
            let texts: Vec<String> = names.into_iter().flat_map(&value).collect();
            let parts = texts.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect::<Vec<_>>()
        };
        let items = all(["item", "items"]);
        let mut problems = Vec::new();
        if items.is_empty() {
            let runs = all(["run", "runs"]).into_iter().map(RunId);
            return (Self::Runs(limited(runs, "runs", &mut problems)), problems);
        }
        let mut clones = Vec::new();
        for item in items {
            match CloneRef::read(&item) {
                Some(clone) => clones.push(clone),
                None => problems.push(format!("“{item}” names no clone; a clone is RUN:TARGET:CLONE.")),
            }
        }
        (Self::Clones(limited(clones.into_iter(), "clones", &mut problems)), problems)
    }

    /// The query that names it; empty for nothing.
    pub fn query(&self) -> String {
        let (key, parts) = match self {
            Self::Clones(clones) => ("items", clones.iter().map(CloneRef::write).collect::<Vec<_>>()),
            Self::Runs(runs) => ("runs", runs.iter().map(|run| run.0.clone()).collect()),
        };
        if parts.is_empty() { String::new() } else { format!("{key}={}", readable(&parts.join(","))) }
    }

    /// The address of its comparison.
    pub fn page(&self) -> String {
        let query = self.query();
        if query.is_empty() { "/compare".into() } else { format!("/compare?{query}") }
    }

    /// The number of clones or runs.
    pub fn len(&self) -> usize {
        match self {
            Self::Clones(clones) => clones.len(),
            Self::Runs(runs) => runs.len(),
        }
    }

    /// Whether nothing is compared.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The runs, each once, in order of first occurrence.
    pub fn runs(&self) -> Vec<RunId> {
        let all: Vec<&RunId> = match self {
            Self::Clones(clones) => clones.iter().map(|clone| &clone.run).collect(),
            Self::Runs(runs) => runs.iter().collect(),
        };
        let mut once: Vec<RunId> = Vec::new();
        for run in all {
            if !once.contains(run) {
                once.push(run.clone());
            }
        }
        once
    }

    /// The run of the one at `place`.
    pub fn run_at(&self, place: usize) -> Option<RunId> {
        match self {
            Self::Clones(clones) => clones.get(place).map(|clone| clone.run.clone()),
            Self::Runs(runs) => runs.get(place).cloned(),
        }
    }

    /// Without the one at `place`.
    pub fn without(&self, place: usize) -> Self {
        let mut rest = self.clone();
        match &mut rest {
            Self::Clones(clones) if place < clones.len() => drop(clones.remove(place)),
            Self::Runs(runs) if place < runs.len() => drop(runs.remove(place)),
            _ => {}
        }
        rest
    }

    /// With one more clone, unless it is full or has the clone already. Whole runs are replaced.
    pub fn with_clone(&self, clone: CloneRef) -> Self {
        let mut clones = match self {
            Self::Clones(clones) => clones.clone(),
            Self::Runs(_) => Vec::new(),
        };
        if clones.len() < MOST && !clones.contains(&clone) {
            clones.push(clone);
        }
        Self::Clones(clones)
    }
}

/// Removes duplicates, and limits the number.
fn limited<T: PartialEq>(all: impl Iterator<Item = T>, what: &str, problems: &mut Vec<String>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for one in all {
        if kept.contains(&one) {
            continue;
        }
        if kept.len() == MOST {
            problems.push(format!("At most {MOST} {what} are compared at once; the first {MOST} are shown."));
            break;
        }
        kept.push(one);
    }
    kept
}

/// Percent-encodes a value, but keeps characters that a query allows, for readability.
fn readable(text: &str) -> String {
    encode(text).replace("%2C", ",").replace("%3A", ":")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Subject, Vec<String>) {
        Subject::read(|key| pairs.iter().filter(|(name, _)| *name == key).map(|(_, value)| (*value).into()).collect())
    }

    fn clone(run: &str, target: u32, clone: u32) -> CloneRef {
        CloneRef { run: RunId(run.into()), target, clone }
    }

    #[test]
    fn clones_come_in_lists_and_one_by_one_as_a_form_sends_them() {
        let (subject, problems) = read(&[("items", "aa:0:1,bb:2:0"), ("item", "cc:0:0"), ("item", "aa:0:1")]);
        let expected = Subject::Clones(vec![clone("cc", 0, 0), clone("aa", 0, 1), clone("bb", 2, 0)]);
        assert_eq!((&subject, problems.len()), (&expected, 0));
        assert_eq!(subject.runs().len(), 3);
        assert_eq!(subject.page(), "/compare?items=cc:0:0,aa:0:1,bb:2:0");
        assert_eq!(read(&[("items", "cc:0:0,aa:0:1,bb:2:0")]).0, subject);
    }

    #[test]
    fn runs_are_compared_where_no_clone_is_named() {
        let (subject, _) = read(&[("run", "aa"), ("run", "bb"), ("runs", "")]);
        assert_eq!(subject, Subject::Runs(vec![RunId("aa".into()), RunId("bb".into())]));
        assert_eq!(subject.page(), "/compare?runs=aa,bb");
        assert_eq!(read(&[]).0.page(), "/compare");
    }

    #[test]
    fn what_is_no_clone_is_said_and_the_rest_is_compared() {
        let (subject, problems) = read(&[("items", "aa:0:1, aa:x:1,aa:0,:0:0,aa:0:0:0")]);
        assert_eq!(subject, Subject::Clones(vec![clone("aa", 0, 1)]));
        assert_eq!(problems.len(), 4);
        assert!(problems[0].contains("aa:x:1"), "{problems:?}");
    }

    #[test]
    fn nine_are_too_many() {
        let nine: Vec<String> = (0..9).map(|n| format!("aa:0:{n}")).collect();
        let (subject, problems) = read(&[("items", &nine.join(","))]);
        assert_eq!((subject.len(), problems.len()), (MOST, 1));
        assert_eq!(subject.with_clone(clone("bb", 0, 0)), subject);
        assert_eq!(subject.without(0).with_clone(clone("bb", 0, 0)).len(), MOST);
    }

    #[test]
    fn a_clone_is_added_once_and_one_is_taken_away() {
        let two = Subject::Runs(vec![RunId("aa".into())]).with_clone(clone("aa", 0, 0)).with_clone(clone("bb", 1, 2));
        assert_eq!(two.with_clone(clone("bb", 1, 2)), two);
        assert_eq!(two.without(0), Subject::Clones(vec![clone("bb", 1, 2)]));
        assert_eq!(two.without(5), two);
    }
}
