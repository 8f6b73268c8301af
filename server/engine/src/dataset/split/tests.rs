use super::*;
use proptest::prelude::*;

fn people(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("id{i:03}")).collect()
}

fn request(targets: usize, target_others: usize, evaluation_others: usize) -> SplitRequest {
    SplitRequest { targets, target_others, evaluation_others, held_out_images: 5, seed: 1, ..SplitRequest::default() }
}

fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

fn message(names: &[String], request: &SplitRequest) -> String {
    Split::draw(names, request).expect_err("an error").to_string()
}

proptest! {
    #[test]
    fn everybody_stands_in_one_place(
        all in 2..80_usize, targets in 1..20_usize, first in 1..40_usize, second in 1..40_usize, seed: u64, listed in 0..3_usize,
    ) {
        let names = people(all);
        let mut request = SplitRequest { seed, ..request(targets, first, second) };
        request.target_other_names = names.iter().take(listed).cloned().collect();
        let first = if listed == 0 { first } else { listed.min(all) };
        match Split::draw(&names, &request) {
            Ok(split) => {
                let sizes = (split.targets.len(), split.target_others.len(), split.evaluation_others.len());
                prop_assert_eq!(sizes, (targets, first, second));
                let everybody = [&split.targets, &split.target_others, &split.evaluation_others, &split.leftover];
                prop_assert_eq!(sorted(everybody.into_iter().flatten()), names);
                let evaluation: BTreeSet<_> = split.evaluation_classes().into_iter().collect();
                let both: Vec<_> = split.target_classes().into_iter().filter(|name| evaluation.contains(name)).collect();
                prop_assert_eq!(both, split.targets);
            }
            Err(error) => prop_assert!(targets + first + second > all, "{}", error),
        }
    }
}

#[test]
fn the_seed_decides_and_the_order_of_names_does_not() {
    let mut names = people(40);
    let split = Split::draw(&names, &request(5, 10, 10)).expect("a split");
    assert_ne!(split, Split::draw(&names, &SplitRequest { seed: 2, ..request(5, 10, 10) }).expect("a split"));
    names.reverse();
    assert_eq!(split, Split::draw(&names, &request(5, 10, 10)).expect("a split"));
}

#[test]
fn lists_override_the_draw() {
    let mut request = request(3, 2, 2);
    request.target_names = named(&["id007", "id001"]);
    let split = Split::draw(&people(10), &request).expect("a split");
    assert_eq!(split.targets, named(&["id007", "id001"]));
    assert_eq!((split.target_others.len(), split.evaluation_others.len(), split.leftover.len()), (2, 2, 4));
    assert_eq!(split.target_classes().len(), 4);
    assert!(split.target_classes().is_sorted());
}

#[test]
fn lists_are_checked() {
    let names = people(10);
    let unknown = SplitRequest { target_names: named(&["id001", "somebody"]), ..request(1, 1, 1) };
    assert!(message(&names, &unknown).starts_with("split.target_names names \"somebody\""));
    let twice = SplitRequest {
        target_names: named(&["id001"]),
        evaluation_other_names: named(&["id002", "id001"]),
        ..request(1, 1, 1)
    };
    let expected = "\"id001\" stands in split.target_names and again in split.evaluation_other_names";
    assert!(message(&names, &twice).starts_with(expected));
}

#[test]
fn impossible_numbers_name_the_field() {
    let names = people(10);
    assert!(
        message(&names, &request(5, 4, 2))
            .starts_with("split.evaluation_others asks for 2 identities, but only 1 of 10")
    );
    assert!(message(&names, &request(0, 4, 2)).starts_with("split.targets"));
    assert!(message(&names, &request(1, 0, 2)).starts_with("split.target_others"));
    assert!(message(&names, &request(1, 2, 0)).starts_with("split.evaluation_others"));
}

#[test]
fn a_split_is_read_back_as_written_and_checked() {
    let split = Split::draw(&people(10), &request(2, 2, 2)).expect("a split");
    let written = serde_json::to_string(&split).expect("JSON");
    assert_eq!(serde_json::from_str::<Split>(&written).expect("a split"), split);
    let forged = written.replace(&split.evaluation_others[0], &split.target_others[0]);
    let error = serde_json::from_str::<Split>(&forged).expect_err("an error").to_string();
    assert!(error.contains("name each identity once"), "{error}");
}
