//! What participants read, in every language that ships: `server/texts/TAG.json`, flat objects of the same keys. A
//! language is added by adding its file here.

use std::collections::BTreeMap;

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
}
