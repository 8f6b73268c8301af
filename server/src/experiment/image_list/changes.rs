//! What has changed between two lists of images, in words.

use super::ImageList;
use engine::dataset::Split;
use std::collections::{BTreeMap, BTreeSet};

/// Names that stand one by one; the rest are counted.
const NAMED: usize = 5;

/// Everything that is other in `now` than in `began`: "added people: Ada, Bob; changed images: Cyd/0001.jpg".
pub fn changes(began: &ImageList, now: &ImageList) -> String {
    let [people_before, people_now] = [began, now].map(|list| everybody(&list.split));
    let [registered_before, registered_now] = [began, now].map(|list| registered(&list.split));
    // Of those who have come or gone, the images have as well.
    let stays = |file: &str| {
        let person = person(file);
        registered_before.contains(person) && registered_now.contains(person)
    };
    let of_registered = differences(&began.registered, &now.registered, "images", &stays);
    let of_public = differences(&began.public, &now.public, "public images", &|_| true);
    let people = [
        ("added people", people_now.difference(&people_before)),
        ("people who are gone, or have too few readable images", people_before.difference(&people_now)),
    ];
    let people = people.map(|(what, names)| listed(what, names.map(|name| (*name).to_owned()).collect()));
    let all: Vec<_> = people.into_iter().chain(of_registered).chain(of_public).flatten().collect();
    // The split follows from people and settings alone, so that this is for a list that somebody has edited.
    if all.is_empty() { "other people are registered".into() } else { all.join("; ") }
}

fn everybody(split: &Split) -> BTreeSet<&str> {
    registered(split).into_iter().chain(split.leftover.iter().map(String::as_str)).collect()
}

fn registered(split: &Split) -> BTreeSet<&str> {
    let all = [&split.targets, &split.target_others, &split.evaluation_others];
    all.into_iter().flatten().map(String::as_str).collect()
}

/// The folder that a file lies in.
fn person(file: &str) -> &str {
    file.rsplit(['/', '\\']).nth(1).unwrap_or_default()
}

fn differences(
    began: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
    what: &str,
    counts: &dyn Fn(&str) -> bool,
) -> [Option<String>; 3] {
    let lacks = |of: &BTreeMap<String, String>, others: &BTreeMap<String, String>| -> Vec<String> {
        of.keys().filter(|file| counts(file) && !others.contains_key(*file)).cloned().collect()
    };
    let changed = now.iter().filter(|(file, hash)| began.get(*file).is_some_and(|before| before != *hash));
    let changed = changed.map(|(file, _)| file.clone()).collect();
    [("added", lacks(now, began)), ("removed", lacks(began, now)), ("changed", changed)]
        .map(|(how, files)| listed(&format!("{how} {what}"), files))
}

/// "changed images: a, b and 3 more"; nothing of none.
fn listed(what: &str, names: Vec<String>) -> Option<String> {
    let more = names.len().saturating_sub(NAMED);
    let shown = names[..names.len() - more].join(", ");
    match names.len() {
        0 => None,
        _ if more > 0 => Some(format!("{what}: {shown} and {more} more")),
        _ => Some(format!("{what}: {shown}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three targets with two images each, every image with its own hash, and Zoe, who is registered nowhere.
    fn list() -> ImageList {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let split = Split {
            targets: names(&["Ada"]),
            target_others: names(&["Bob"]),
            evaluation_others: names(&["Cyd"]),
            leftover: names(&["Zoe"]),
            held_out_images: 1,
            seed: 1,
        };
        let files = |people: &[&str]| -> BTreeMap<String, String> {
            let of = |person: &&str| [1, 2].map(|image| format!("{person}/{image}.jpg"));
            people.iter().flat_map(of).map(|file| (file.clone(), file)).collect()
        };
        ImageList { split, registered: files(&["Ada", "Bob", "Cyd"]), public: files(&["others"]) }
    }

    /// Checks the message about a change to the list; `None` if the run can go on.
    fn check(change: impl FnOnce(&mut ImageList), expected: Option<&str>) {
        let (began, mut now) = (list(), list());
        change(&mut now);
        assert_eq!((!began.serves_like(&now)).then(|| changes(&began, &now)).as_deref(), expected);
    }

    #[test]
    fn each_change_is_named() {
        check(|_| (), None);
        check(|now| drop(now.registered.insert("Ada/1.jpg".into(), "other".into())), Some("changed images: Ada/1.jpg"));
        check(
            |now| {
                now.registered.remove("Bob/2.jpg");
                now.registered.insert("Bob/3.jpg".into(), "x".into());
                now.public.remove("others/1.jpg");
            },
            Some("added images: Bob/3.jpg; removed images: Bob/2.jpg; removed public images: others/1.jpg"),
        );
        check(
            |now| now.public.extend((0..7).map(|image| (format!("more/{image}.jpg"), "x".into()))),
            Some("added public images: more/0.jpg, more/1.jpg, more/2.jpg, more/3.jpg, more/4.jpg and 2 more"),
        );
    }

    #[test]
    fn people_who_come_and_go_are_named_once() {
        check(
            |now| {
                now.split.evaluation_others = vec!["Dan".into()];
                now.registered.retain(|file, _| !file.starts_with("Cyd"));
                now.registered.insert("Dan/1.jpg".into(), "x".into());
            },
            Some("added people: Dan; people who are gone, or have too few readable images: Cyd"),
        );
        check(
            |now| {
                now.split.evaluation_others = vec!["Zoe".into()];
                now.split.leftover = vec!["Cyd".into(), "Dan".into()];
            },
            Some("added people: Dan"),
        );
    }

    #[test]
    fn unregistered_people_change_nothing() {
        check(|now| now.split.leftover.push("Dan".into()), None);
    }
}
