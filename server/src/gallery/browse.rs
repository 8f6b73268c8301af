//! A page of the gallery, from the names and values of its form.

use super::Gallery;
use crate::error::Error;
use crate::store::gallery::{Browse, Cursor, Filters, ListedClone, Range};
use crate::store::studies::columns::Named;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use wire::gallery::{GalleryItem, GalleryPage, GallerySort, filter};
use wire::run::Problem;

/// Clones on a page.
const PAGE: u32 = 48;

impl Gallery {
    /// A page of the gallery.
    ///
    /// # Errors
    /// If the database fails. The page reports filters that cannot be understood.
    pub async fn browse(&self, form: Vec<(String, String)>) -> Result<GalleryPage, Error> {
        let BrowseQuery { browse, problems } = BrowseQuery::of(&form);
        let matches = self.0.store.count(&only_judged(&browse)).await?;
        // One extra row shows whether there is a next page.
        let mut found = self.0.store.browse(&Browse { limit: PAGE + 1, matches, ..browse.clone() }).await?;
        let has_next = found.len() > PAGE as usize;
        found.truncate(PAGE as usize);
        let next = found.last().filter(|_| has_next).map(|last| cursor_text(last.cursor(browse.sort)));
        let choices = self.0.store.choices().await?;
        Ok(GalleryPage { items: found.into_iter().map(item).collect(), total: matches, next, choices, problems })
    }
}

/// An order by people's votes shows only clones with votes, and so must the count.
fn only_judged(browse: &Browse) -> Filters {
    let mut filters = browse.filters.clone();
    let range = match browse.sort {
        GallerySort::Similarity => &mut filters.similarity,
        GallerySort::Recognition => &mut filters.recognition,
        GallerySort::Naturalness => &mut filters.naturalness,
        _ => return filters,
    };
    range[0] = range[0].or(Some(0.0));
    filters
}

fn item(listed: ListedClone) -> GalleryItem {
    let clone = listed.clone;
    GalleryItem {
        permalink: listed.permalink,
        title: listed.title,
        place: clone.place,
        clone: clone.clone,
        target: listed.target,
        recognizer: listed.recognizer,
        preset: listed.preset,
        objective: listed.objective,
        target_score: clone.target_score,
        evaluation_score: clone.evaluation_score,
        evaluation_rank: clone.evaluation_rank,
        has_seed: clone.has_seed,
        human: clone.human,
        published_ms: listed.published_ms,
        verdict: listed.verdict.words().map(str::to_owned),
    }
}

/// The query of a form, and its problems.
struct BrowseQuery {
    browse: Browse,
    problems: Vec<Problem>,
}

impl BrowseQuery {
    fn of(form: &[(String, String)]) -> Self {
        let mut form = FormFields { form, problems: Vec::new() };
        let filters = Filters {
            recognizer: form.text(filter::RECOGNIZER),
            target: form.text(filter::TARGET),
            preset: form.named(filter::METHOD),
            objective: form.named(filter::LOSS),
            target_score: form.range(filter::TARGET_SCORE, 1.0),
            evaluation_score: form.range(filter::EVALUATION_SCORE, 1.0),
            rank: form.rank(),
            similarity: form.range(filter::SIMILARITY, 100.0),
            recognition: form.range(filter::RECOGNITION, 100.0),
            naturalness: form.range(filter::NATURALNESS, 100.0),
            published_ms: form.days(),
        };
        let sort = form.sort();
        let after = form.after();
        Self { browse: Browse { filters, sort, after, limit: PAGE, matches: 0 }, problems: form.problems }
    }
}

struct FormFields<'a> {
    form: &'a [(String, String)],
    problems: Vec<Problem>,
}

impl FormFields<'_> {
    /// The value of a field; `None` if it is empty.
    fn text(&self, name: &str) -> Option<String> {
        let found = self.form.iter().find(|(other, _)| other == name).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty()).map(ToOwned::to_owned)
    }

    fn wrong(&mut self, field: &str, message: String) {
        self.problems.push(Problem { field: field.into(), message });
    }

    fn named<T: Named>(&mut self, field: &str) -> Option<T> {
        let text = self.text(field)?;
        let found = T::named(&text).ok();
        if found.is_none() {
            self.wrong(field, format!("there is no {text}; choose from the list"));
        }
        found
    }

    fn number(&mut self, field: &str, most: f64) -> Option<f64> {
        let text = self.text(field)?;
        let number = text.parse::<f64>().ok().filter(|number| (0.0..=most).contains(number));
        if number.is_none() {
            self.wrong(field, format!("{text} is no number from 0 to {most}"));
        }
        number
    }

    fn range(&mut self, fields: [&str; 2], most: f64) -> Range<f64> {
        fields.map(|field| self.number(field, most))
    }

    fn rank(&mut self) -> Option<u32> {
        let text = self.text(filter::RANK)?;
        let rank = text.parse::<u32>().ok().filter(|rank| *rank >= 1);
        if rank.is_none() {
            self.wrong(filter::RANK, format!("{text} is no rank; 1 is the best"));
        }
        rank
    }

    /// From the beginning of the first day to the end of the last, both in UTC.
    fn days(&mut self) -> Range<u64> {
        let [first, last] = filter::DATE.map(|field| self.day(field));
        let last = last.and_then(|day| day.tomorrow().ok()).and_then(begins_ms).map(|next| next.saturating_sub(1));
        [first.and_then(begins_ms), last]
    }

    fn day(&mut self, field: &str) -> Option<Date> {
        let text = self.text(field)?;
        let day = text.parse::<Date>().ok();
        if day.is_none() {
            self.wrong(field, format!("{text} is no day such as 2026-11-25"));
        }
        day
    }

    fn sort(&mut self) -> GallerySort {
        let Some(text) = self.text(filter::SORT) else { return GallerySort::default() };
        let found = serde_json::from_value(serde_json::Value::String(text.clone())).ok();
        found.unwrap_or_else(|| {
            self.wrong(filter::SORT, format!("there is no order {text}; choose from the list"));
            GallerySort::default()
        })
    }

    fn after(&mut self) -> Option<Cursor> {
        let text = self.text(filter::AFTER)?;
        let cursor = cursor(&text);
        if cursor.is_none() {
            self.wrong(filter::AFTER, "this page's address is mistyped; here is the first page".into());
        }
        cursor
    }
}

fn begins_ms(day: Date) -> Option<u64> {
    let begins = day.to_zoned(TimeZone::UTC).ok()?;
    u64::try_from(begins.timestamp().as_millisecond()).ok()
}

/// All bits of the value, so that the next page begins exactly where this one ends.
fn cursor_text(Cursor { value, id }: Cursor) -> String {
    format!("{:016x}-{id}", value.to_bits())
}

fn cursor(text: &str) -> Option<Cursor> {
    let (value, id) = text.split_once('-')?;
    let value = u64::from_str_radix(value, 16).ok().filter(|_| value.len() == 16).map(f64::from_bits)?;
    Some(Cursor { value, id: id.parse().ok()? }).filter(|cursor| cursor.value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::experiment::{Objective, Preset};

    fn asked(form: &[(&str, &str)]) -> BrowseQuery {
        BrowseQuery::of(&form.iter().map(|&(name, value)| (name.into(), value.into())).collect::<Vec<_>>())
    }

    #[test]
    fn an_empty_form_asks_for_all_newest_first() {
        let BrowseQuery { browse, problems } = asked(&[("recognizer", ""), ("target", "  "), ("sort", "")]);
        assert_eq!((browse, problems), (Browse { limit: PAGE, ..Browse::default() }, vec![]));
    }

    #[test]
    fn every_field_is_understood() {
        let BrowseQuery { browse, problems } = asked(&[
            ("recognizer", "known, 9 identities"),
            ("target", "Zoë"),
            ("method", "paper-squared-error"),
            ("loss", "squared-error"),
            ("target-score-from", "0.5"),
            ("evaluation-score-to", "1"),
            ("rank", "5"),
            ("similarity-from", "50"),
            ("recognition-to", "100"),
            ("naturalness-from", "0"),
            ("date-from", "1970-01-02"),
            ("date-to", "1970-01-02"),
            ("sort", "evaluation-score"),
        ]);
        assert_eq!(problems, vec![]);
        let filters = browse.filters;
        assert_eq!(
            (filters.preset, filters.objective),
            (Some(Preset::PaperSquaredError), Some(Objective::SquaredError))
        );
        assert_eq!((filters.target_score, filters.evaluation_score), ([Some(0.5), None], [None, Some(1.0)]));
        assert_eq!(
            (filters.rank, filters.similarity, filters.recognition),
            (Some(5), [Some(50.0), None], [None, Some(100.0)])
        );
        assert_eq!(filters.published_ms, [Some(86_400_000), Some(2 * 86_400_000 - 1)]);
        assert_eq!(browse.sort, GallerySort::EvaluationScore);
    }

    #[test]
    fn invalid_filters_are_reported_by_field_and_not_applied() {
        let BrowseQuery { browse, problems } = asked(&[
            ("method", "magic"),
            ("target-score-from", "1.5"),
            ("evaluation-score-to", "NaN"),
            ("rank", "0"),
            ("date-to", "2026-02-30"),
            ("sort", "best"),
            ("after", "zz"),
        ]);
        assert_eq!(browse, Browse { limit: PAGE, ..Browse::default() });
        let fields: Vec<_> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["method", "target-score-from", "evaluation-score-to", "rank", "date-to", "sort", "after"]);
    }

    #[test]
    fn a_cursor_comes_back_to_the_last_bit() {
        for value in [0.1 + 0.2, 0.0, 1_794_060_180_000.0] {
            let place = Cursor { value, id: 77 };
            assert_eq!(cursor(&cursor_text(place)), Some(place));
        }
        for no in ["", "-", "0-1", "7ff0000000000000-1", "3fd3333333333334-x"] {
            assert_eq!(cursor(no), None, "{no}");
        }
    }

    #[test]
    fn an_order_by_people_counts_what_people_judged() {
        let mut browse = Browse { sort: GallerySort::Similarity, ..Browse::default() };
        assert_eq!(only_judged(&browse).similarity, [Some(0.0), None]);
        browse.filters.similarity = [Some(40.0), None];
        assert_eq!(only_judged(&browse).similarity, [Some(40.0), None]);
        browse.sort = GallerySort::Newest;
        assert_eq!(only_judged(&browse), browse.filters);
    }
}
