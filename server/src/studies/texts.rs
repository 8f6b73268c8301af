//! What participants read, in every language that ships: `server/texts/TAG.json`, flat objects of the same keys. A
//! language is added by adding its file here.

use std::collections::BTreeMap;
use wire::study::quiz::PageTexts;

/// A language's tag and file, the first being the default.
const SHIPPED: [(&str, &str); 2] =
    [("en", include_str!("../../texts/en.json")), ("ja", include_str!("../../texts/ja.json"))];

/// The languages that ship: tag and own name.
pub fn languages() -> Vec<(String, String)> {
    let named = |tag: &str| Some((tag.to_owned(), texts(tag)?.remove("name")?));
    SHIPPED.into_iter().filter_map(|(tag, _)| named(tag)).collect()
}

/// All texts of a language, by key.
pub fn texts(language: &str) -> Option<BTreeMap<String, String>> {
    let (_, text) = SHIPPED.into_iter().find(|(tag, _)| *tag == language)?;
    // A file that cannot be read does not pass the tests.
    serde_json::from_str(text).ok()
}

/// What a page outside any study says, in the language wanted if it ships.
pub fn page(language: Option<&str>) -> PageTexts {
    let languages = languages();
    let has = |tag: &&str| languages.iter().any(|(shipped, _)| shipped == tag);
    let language = language.filter(has).unwrap_or(SHIPPED[0].0).to_owned();
    PageTexts { texts: texts(&language).unwrap_or_default(), languages, language }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_language_has_every_text() {
        let keys = |tag| -> BTreeSet<String> {
            let texts = texts(tag).unwrap_or_else(|| panic!("{tag}.json is no flat object"));
            assert!(texts.values().all(|text| !text.trim().is_empty()), "{tag}");
            texts.into_keys().collect()
        };
        let first = keys("en");
        assert!(first.contains("default.consent"));
        for (tag, _) in SHIPPED {
            assert_eq!(keys(tag), first, "{tag}");
        }
        assert_eq!(languages().len(), SHIPPED.len());
        assert_eq!(texts("xx"), None);
    }

    #[test]
    fn a_page_speaks_the_language_wanted_if_it_ships() {
        assert_eq!([Some("ja"), Some("xx"), None].map(|wanted| page(wanted).language), ["ja", "en", "en"]);
    }
}
