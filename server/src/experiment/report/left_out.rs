//! The people and files that a run did not use, all by name, for `report.html`.

use view_model::left_out::sentence;
use view_model::markup::escaped;
use wire::left_out::LeftOutFaces;

/// The section; empty if everything was used.
pub fn section(left_out: &LeftOutFaces) -> String {
    let Some(counted) = sentence(left_out) else { return String::new() };
    let row =
        |name: &str, why: &str| format!("<tr><td>{}</td><td class=\"what\">{}</td></tr>", escaped(name), escaped(why));
    let people = left_out.people.iter().map(|person| row(&person.name, &person.why));
    let files = left_out.files.iter().map(|file| row(&file.file, &file.why));
    format!(
        "<h2>Left out</h2><p>{counted} Nothing of them was learnt or averaged.</p>\
         <table><tr><th>person or file</th><th class=\"what\">why</th></tr>{}</table>",
        people.chain(files).collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::faces::LeftOutFile;
    use wire::left_out::LeftOutPerson;

    #[test]
    fn everything_is_named_and_nothing_is_markup() {
        assert_eq!(section(&LeftOutFaces::default()), "");
        let files = (0..30).map(|at| LeftOutFile { file: format!("<b>{at}.jpg"), why: "it is cut off".into() });
        let people = vec![LeftOutPerson { name: "Ada".into(), why: "1 of at least 2 pictures".into() }];
        let section = section(&LeftOutFaces { people, files: files.collect() });
        assert!(section.contains("1 person and 30 files were left out"), "{section}");
        assert!((0..30).all(|at| section.contains(&format!("<td>&lt;b&gt;{at}.jpg</td>"))), "{section}");
        assert!(section.contains("<td>Ada</td>") && !section.contains("<b>"));
    }
}
