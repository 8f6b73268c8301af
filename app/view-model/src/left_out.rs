//! People and files left out of a run, in words.

use super::number::counted;
use wire::left_out::LeftOutFaces;

/// The number left out, in a sentence; `None` if everything was used.
pub fn sentence(left_out: &LeftOutFaces) -> Option<String> {
    let people = match left_out.people.len() as u64 {
        0 => None,
        1 => Some("1 person".to_owned()),
        people => Some(format!("{} people", super::number::count(people))),
    };
    let files = (!left_out.files.is_empty()).then(|| counted(left_out.files.len() as u64, "file"));
    let counts: Vec<String> = people.into_iter().chain(files).collect();
    let were = if left_out.people.len() + left_out.files.len() == 1 { "was" } else { "were" };
    (!counts.is_empty()).then(|| format!("{} {were} left out of this run.", counts.join(" and ")))
}

/// A line for each person or file left out.
pub fn lines(left_out: &LeftOutFaces) -> impl Iterator<Item = String> + '_ {
    let people = left_out.people.iter().map(|person| format!("{}: {}", person.name, person.why));
    people.chain(left_out.files.iter().map(|file| format!("{}: {}", file.file, file.why)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::faces::LeftOutFile;
    use wire::left_out::LeftOutPerson;

    fn left_out(people: usize, files: usize) -> LeftOutFaces {
        LeftOutFaces {
            people: vec![LeftOutPerson { name: "Ada".into(), why: "1 of at least 2 pictures".into() }; people],
            files: vec![LeftOutFile { file: "Ada/1.jpg".into(), why: "it is cut off".into() }; files],
        }
    }

    #[test]
    fn what_was_left_out_is_counted_and_named() {
        assert_eq!(sentence(&left_out(0, 0)), None);
        assert_eq!(sentence(&left_out(1, 0)).as_deref(), Some("1 person was left out of this run."));
        assert_eq!(sentence(&left_out(2, 0)).as_deref(), Some("2 people were left out of this run."));
        let both = sentence(&left_out(1, 1_200));
        assert_eq!(both.as_deref(), Some("1 person and 1,200 files were left out of this run."));
        let lines: Vec<_> = lines(&left_out(1, 2)).collect();
        assert_eq!(lines, ["Ada: 1 of at least 2 pictures", "Ada/1.jpg: it is cut off", "Ada/1.jpg: it is cut off"]);
    }
}
