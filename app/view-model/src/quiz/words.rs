//! The page's texts in the participant's language.

use std::collections::BTreeMap;

/// Texts by key, from the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// The text of a key, or the key itself if there is none.
    pub fn say(&self, key: &str) -> String {
        self.0.get(key).map_or(key, |text| text).to_owned()
    }

    /// The text of a key, with values filled in for their names in braces.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut text = self.say(key);
        for (name, value) in values {
            text = text.replace(&["{", name, "}"].concat(), value);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::{Path, PathBuf};

    fn shipped(tag: &str) -> BTreeMap<String, String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/texts").join(tag).with_extension("json");
        serde_json::from_str(&fs::read_to_string(path).expect("a file of texts")).expect("a flat object")
    }

    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
    }

    /// Keys that the pages name: whatever stands in quotes after `say(` or `fill(`.
    fn keys_of_pages() -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/pages/quiz");
        let mut keys = Vec::new();
        for path in sources(&folder) {
            let text = fs::read_to_string(&path).expect("a source");
            for call in ["say(\"", "fill(\""] {
                keys.extend(text.split(call).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
        keys
    }

    #[test]
    fn every_key_that_a_page_names_has_a_text() {
        let keys = keys_of_pages();
        assert!(keys.len() > 20, "{keys:?}");
        for tag in ["en", "ja"] {
            let texts = shipped(tag);
            let missing: Vec<_> = keys.iter().filter(|key| !texts.contains_key(*key)).collect();
            assert!(missing.is_empty(), "{tag}: {missing:?}");
        }
    }

    #[test]
    fn every_language_fills_in_the_same_values() {
        let holes = |text: &str| {
            let mut holes: Vec<_> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).collect();
            holes.sort_unstable();
            holes.into_iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
        };
        let japanese = shipped("ja");
        for (key, text) in shipped("en") {
            let mut other = holes(&japanese[&key]);
            other.sort_unstable();
            let mut own = holes(&text);
            own.sort_unstable();
            assert_eq!(own, other, "{key}");
        }
    }

    #[test]
    fn values_take_the_place_of_their_names() {
        let words = Words([("progress".to_owned(), "{n} of {total}".to_owned())].into());
        assert_eq!(words.fill("progress", &[("n", "3"), ("total", "20")]), "3 of 20");
        assert_eq!(words.say("unheard"), "unheard");
    }
}
