use super::*;
use crate::experiment::tables;
use crate::store::gallery::scenario::{report_of, with_judge};
use crate::store::studies::{NewItem, PaymentRow};
use crate::studies::example::{about, records, run};
use crate::studies::export::{answers_csv, dictionary_csv, payments_csv};
use crate::studies::results::results;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use wire::study::Population;
use wire::study::config::{Recruiting, Scale, Task};
use wire::study::results::ScreeningConfig;

fn text(text: &str) -> String {
    Cell::text(text).written()
}

#[test]
fn names_cannot_break_a_table() {
    assert_eq!(text("id001"), "id001");
    assert_eq!(text("Smith, \"J\""), "\"Smith, \"\"J\"\"\"");
    assert_eq!(text("a\nb"), "\"a\nb\"");
    assert_eq!(text(""), "");
    assert_eq!(row([Cell::number(1), Cell::text("a,b"), Cell::Empty, Cell::Truth(true)]), "1,\"a,b\",,1\n");
    assert_eq!(row([Cell::Fixed(-0.25, 4), Cell::Number(-1.5)]), "-0.2500,-1.5\n", "numbers stay numbers");
}

#[test]
fn names_cannot_start_a_formula() {
    assert_eq!(text("=1+1"), "'=1+1");
    assert_eq!(text("  =1+1"), "'  =1+1");
    for start in
        ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\t@", "\u{a0}+", "\u{200b}=", "\u{feff} -", "\u{3000}＝"]
    {
        let cell = text(&format!("{start}HYPERLINK(\"http://x\")"));
        let read = cell.trim_start_matches('"');
        assert!(read.starts_with('\''), "{start:?}: {cell}");
    }
    assert_eq!(text("a=1"), "a=1", "within a text it is none");
    assert_eq!(text(" a"), " a");
}

/// Names of people, runs and participants as somebody may choose them.
const HOSTILE: [&str; 4] = ["=cmd|' /C calc'!A0", " +1", "\t@SUM(A1)", "-1+1"];

/// Every table that the program writes, by its name, all with hostile names.
fn written() -> Vec<(&'static str, String)> {
    let report = with_judge(report_of(&HOSTILE), HOSTILE[0], 2);
    let mut written: Vec<(&str, String)> = tables(&report, &Default::default()).into();
    let about = |(target, at): (&&str, u32)| NewItem {
        candidates: HOSTILE.map(String::from).to_vec(),
        expected: Some(0),
        ..about(at % 2, target, &[1])
    };
    let tasks = [Task::Similarity { scale: Scale::FivePoint }, Task::Recognition { candidates: 4 }];
    let items = HOSTILE.iter().zip(0..).map(about).collect();
    let mut study = records(&tasks, items).rated(&[(1, 4), (2, 0), (3, 2), (4, 3)]);
    study.study.config.recruiting = Recruiting::Prolific { completion_code: "=C0DE".into() };
    study.names = vec![(run(), HOSTILE[1].into())];
    let results = results(&study, Population::People, &ScreeningConfig::default(), 1);
    let payment = |name: &str| PaymentRow {
        rater: 7,
        recruit: Some([name, name, name].map(String::from)),
        completion_code: name.into(),
        completed_ms: Some(0),
        accepted: None,
    };
    written.extend([
        ("answers.csv", answers_csv(&study, &results)),
        ("dictionary.csv", dictionary_csv()),
        ("payments.csv", payments_csv(&HOSTILE.map(payment))),
    ]);
    written
}

#[test]
fn no_table_holds_a_formula() {
    for (name, table) in written() {
        let rows = read(&table);
        assert!(rows.len() > 1 && rows.iter().all(|row| row.len() == rows[0].len()), "{name}: {table}");
        for cell in rows.iter().flatten() {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !starts_formula(cell), "{name}: {cell:?}");
        }
        let has_name = rows.iter().flatten().any(|cell| cell.contains(HOSTILE[0]));
        assert!(
            has_name || ["dictionary.csv", "totals.csv"].contains(&name),
            "{name} holds the names that it is tried with: {table}"
        );
    }
}

/// Who adds a table adds it to those above.
#[test]
fn every_table_of_the_program_is_among_these() {
    let mut named = BTreeSet::new();
    collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut named);
    let known: BTreeSet<String> = written().into_iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(named, known);
}

/// Names of tables that stand in sources.
fn collect(folder: &Path, named: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, named);
            continue;
        }
        let source = fs::read_to_string(&path).expect("a source");
        let ends = source.match_indices(".csv\"").map(|(at, _)| &source[..at]);
        let names = ends.filter_map(|before| before.rsplit(['"', '/', '-', '}']).next());
        named.extend(names.filter(|name| !name.is_empty()).map(|name| format!("{name}.csv")));
    }
}
