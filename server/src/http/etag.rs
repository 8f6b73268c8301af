//! Whether a browser has the answer already.

use axum::http::{HeaderMap, HeaderValue, header};

/// The tag for an answer with this hash.
pub fn of_hash(hash: &[u8]) -> HeaderValue {
    let short = &hash[..hash.len().min(16)];
    HeaderValue::from_str(&format!("\"{}\"", hex::encode(short))).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Whether a browser has the answer with this tag, weak or not.
pub fn is_known(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    asked.get_all(header::IF_NONE_MATCH).iter().any(|known| matches(known, tag))
}

fn matches(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else { return false };
    known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag.trim_start_matches("W/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_matches_among_others_weak_or_not() {
        let etag = HeaderValue::from_static("W/\"ab\"");
        for (known, same) in [("W/\"ab\"", true), ("\"xy\", \"ab\"", true), ("\"abc\"", false), ("", false)] {
            assert_eq!(matches(&HeaderValue::from_static(known), &etag), same, "{known}");
        }
    }

    #[test]
    fn a_browser_that_has_the_file_says_so_in_any_of_the_ways() {
        let asked =
            |value: &'static str| HeaderMap::from_iter([(header::IF_NONE_MATCH, value.parse().expect("a value"))]);
        let tag = HeaderValue::from_static("\"abc\"");
        assert!(is_known(&asked("\"x\", W/\"abc\""), &tag));
        assert!(!is_known(&asked("\"abcd\""), &tag) && !is_known(&HeaderMap::new(), &tag));
    }

    #[test]
    fn a_hash_is_told_in_part() {
        assert_eq!(of_hash(&[0xab; 32]), format!("\"{}\"", "ab".repeat(16)));
    }
}
