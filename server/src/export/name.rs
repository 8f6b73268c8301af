//! Names of files that people save.

use wire::run::RunId;

/// Letters of a run's own name that are kept.
const LETTERS: usize = 40;

/// `effigy-NAME-ID`, in letters that any system takes in a file's name and any browser in a header.
pub fn of_run(name: &str, run: &RunId) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut kept = words.collect::<Vec<_>>().join("-").to_lowercase();
    kept.truncate(LETTERS);
    let kept = kept.trim_matches('-');
    if kept.is_empty() { format!("effigy-{}", run.0) } else { format!("effigy-{kept}-{}", run.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_safe_in_a_header_and_on_a_disk() {
        let run = RunId("00ff".into());
        assert_eq!(of_run("Demo: 5 Targets", &run), "effigy-demo-5-targets-00ff");
        assert_eq!(of_run("../../\"; x=\r\n", &run), "effigy-x-00ff");
        assert_eq!(of_run("顔", &run), "effigy-00ff");
        assert_eq!(of_run(&"ab ".repeat(90), &run).len(), "effigy--00ff".len() + LETTERS);
    }
}
