//! The viewers of a run, in words.

use super::number;
use wire::live::Viewers;

/// `3 watching (Ada, Grace and 1 other)`; `windows` may exceed the people, who may open several.
pub fn words(windows: u32, watching: &Viewers) -> String {
    let all = number::count(windows.into());
    let mut names: Vec<String> = watching.names.clone();
    match (watching.others, names.len()) {
        (_, 0) => return format!("{all} watching"),
        (0, _) => {}
        (1, _) => names.push("1 other".into()),
        (others, _) => names.push(format!("{} others", number::count(others.into()))),
    }
    let last = names.pop().unwrap_or_default();
    let names = if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) };
    format!("{all} watching ({names})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_first_and_the_rest_is_counted() {
        let told = |windows, names: &[&str], others| {
            words(windows, &Viewers { names: names.iter().map(|&name| name.to_owned()).collect(), others })
        };
        assert_eq!(told(2, &[], 2), "2 watching");
        assert_eq!(told(2, &["Ada"], 0), "2 watching (Ada)");
        assert_eq!(told(3, &["Ada", "Grace"], 1), "3 watching (Ada, Grace and 1 other)");
        assert_eq!(told(2, &["Ada", "Grace"], 0), "2 watching (Ada and Grace)");
        assert_eq!(told(1204, &["Ada"], 1203), "1,204 watching (Ada and 1,203 others)");
    }
}
