//! The gallery: which clones, in which order, page by page. A page begins where the last one ended, by value and id, so
//! that the thousandth page costs what the first does.

use super::super::dialect::Db;
use super::{Connection, DatabaseError};
use crate::store::gallery::{Browse, Cursor, Filters, ListedClone, NewClone, PublishedVerdict, Range};
use crate::store::studies::columns::Named;
use sqlx::{FromRow, QueryBuilder, query_as, query_scalar};
use wire::experiment::{Objective, Preset};
use wire::gallery::{GalleryChoices, GallerySort, HumanFigures, Permalink};

/// Names offered in a filter.
const OFFERED: i64 = 300;

/// So many clones are sorted faster than found one by one among the others.
const FEW: u64 = 1_000;

const COLUMNS: &str = "SELECT item.id, item.publication, publication.title, item.place, item.clone, item.target, \
     item.recognizer, item.preset, item.objective, item.published_ms, item.target_score, item.evaluation_score, \
     item.evaluation_rank, item.has_seed, item.similarity, item.recognition, item.naturalness, publication.verdict ";

/// What an order goes by, and whether the largest comes first.
fn order(sort: GallerySort) -> (&'static str, bool) {
    match sort {
        GallerySort::Newest => ("published_ms", true),
        GallerySort::Oldest => ("published_ms", false),
        GallerySort::EvaluationScore => ("evaluation_score", true),
        GallerySort::TargetScore => ("target_score", true),
        GallerySort::Rank => ("evaluation_rank", false),
        GallerySort::Similarity => ("similarity", true),
        GallerySort::Recognition => ("recognition", true),
        GallerySort::Naturalness => ("naturalness", true),
    }
}

pub async fn page(connection: &mut Connection, browse: &Browse) -> Result<Vec<ListedClone>, DatabaseError> {
    let (column, descends) = order(browse.sort);
    // First the ids of the clones, from indices alone; then the columns to show.
    let mut query = QueryBuilder::<Db>::new(COLUMNS);
    // If few rows match, all are found by the index on the filtered columns and then sorted; a `+` before the sort
    // column rules out its index. Otherwise the sort column's index is followed until the page is full; `publication`
    // is in no index of filters.
    let (found, sum) = if browse.matches < FEW { ("id", "+") } else { ("id, publication", "") };
    query.push(format_args!("FROM (SELECT {found} FROM gallery_items WHERE is_listed"));
    filter(&mut query, &browse.filters);
    if matches!(browse.sort, GallerySort::Similarity | GallerySort::Recognition | GallerySort::Naturalness) {
        query.push(" AND ").push(column).push(" IS NOT NULL");
    }
    if let Some(after) = browse.after {
        query.push(" AND (").push(column).push(if descends { ", id) < (" } else { ", id) > (" });
        push_value(&mut query, browse.sort, after);
        query.push(", ").push_bind(after.id).push(")");
    }
    let direction = if descends { " DESC" } else { "" };
    query.push(format_args!(" ORDER BY {sum}{column}{direction}, {sum}id{direction} LIMIT "));
    query.push_bind(i64::from(browse.limit));
    query.push(
        ") AS chosen JOIN gallery_items AS item ON item.id = chosen.id \
         JOIN publications AS publication ON publication.permalink = item.publication",
    );
    query.push(format_args!(" ORDER BY item.{column}{direction}, item.id{direction}"));
    let rows = query.build_query_as::<Columns>().fetch_all(connection).await?;
    rows.into_iter().map(Columns::listed).collect()
}

/// The value in the column's own type: another would keep the index from being used.
fn push_value(query: &mut QueryBuilder<Db>, sort: GallerySort, Cursor { value, .. }: Cursor) {
    match sort {
        GallerySort::Newest | GallerySort::Oldest | GallerySort::Rank => query.push_bind(value as i64),
        _ => query.push_bind(value),
    };
}

pub async fn count(connection: &mut Connection, filters: &Filters) -> Result<u64, DatabaseError> {
    let mut query = QueryBuilder::<Db>::new("SELECT COUNT(*) FROM gallery_items WHERE is_listed");
    filter(&mut query, filters);
    Ok(query.build_query_scalar::<i64>().fetch_one(connection).await?.cast_unsigned())
}

fn filter(query: &mut QueryBuilder<Db>, filters: &Filters) {
    let texts = [
        (" AND recognizer = ", filters.recognizer.clone()),
        (" AND target = ", filters.target.clone()),
        (" AND preset = ", filters.preset.map(|preset| preset.name().to_owned())),
        (" AND objective = ", filters.objective.map(|objective| objective.name().to_owned())),
    ];
    for (condition, text) in texts {
        if let Some(text) = text {
            query.push(condition).push_bind(text);
        }
    }
    between(query, "target_score", filters.target_score);
    between(query, "evaluation_score", filters.evaluation_score);
    between(query, "evaluation_rank", [None, filters.rank.map(i64::from)]);
    between(query, "similarity", filters.similarity);
    between(query, "recognition", filters.recognition);
    between(query, "naturalness", filters.naturalness);
    between(query, "published_ms", filters.published_ms.map(|at| at.map(u64::cast_signed)));
}

fn between<T>(query: &mut QueryBuilder<Db>, column: &'static str, [from, to]: Range<T>)
where
    T: for<'q> sqlx::Encode<'q, Db> + sqlx::Type<Db> + Send + 'static,
{
    for (comparison, end) in [(" >= ", from), (" <= ", to)] {
        if let Some(end) = end {
            query.push(" AND ").push(column).push(comparison).push_bind(end);
        }
    }
}

pub async fn choices(connection: &mut Connection) -> Result<GalleryChoices, DatabaseError> {
    let recognizers =
        query_scalar("SELECT DISTINCT recognizer FROM publications WHERE is_listed ORDER BY recognizer LIMIT $1");
    let recognizers = recognizers.bind(OFFERED).fetch_all(&mut *connection).await?;
    let targets = query_scalar(
        "SELECT DISTINCT published_targets.name FROM published_targets
         JOIN publications ON publications.permalink = published_targets.publication
         WHERE publications.is_listed ORDER BY published_targets.name LIMIT $1",
    );
    let targets = targets.bind(OFFERED).fetch_all(&mut *connection).await?;
    let presets = query_scalar::<_, String>("SELECT DISTINCT preset FROM publications WHERE is_listed ORDER BY preset");
    let presets = named(presets.fetch_all(&mut *connection).await?)?;
    let objectives =
        query_scalar::<_, String>("SELECT DISTINCT objective FROM publications WHERE is_listed ORDER BY objective");
    let objectives = named(objectives.fetch_all(connection).await?)?;
    Ok(GalleryChoices { recognizers, targets, presets, objectives })
}

fn named<T: Named>(names: Vec<String>) -> Result<Vec<T>, DatabaseError> {
    names.iter().map(|name| T::named(name)).collect()
}

pub async fn human_of(
    connection: &mut Connection,
    permalink: &Permalink,
    place: u32,
    clone: u32,
) -> Result<Option<HumanFigures>, DatabaseError> {
    let found = query_as::<_, (Option<f64>, Option<f64>, Option<f64>)>(
        "SELECT similarity, recognition, naturalness FROM gallery_items
         WHERE publication = $1 AND place = $2 AND clone = $3",
    );
    let found = found.bind(&permalink.0).bind(i64::from(place)).bind(i64::from(clone));
    let found = found.fetch_optional(connection).await?;
    Ok(found.map(|(similarity, recognition, naturalness)| HumanFigures { similarity, recognition, naturalness }))
}

/// A row of the gallery.
#[derive(FromRow)]
struct Columns {
    id: i64,
    publication: String,
    title: String,
    #[sqlx(try_from = "i64")]
    place: u32,
    #[sqlx(try_from = "i64")]
    clone: u32,
    target: String,
    recognizer: String,
    preset: String,
    objective: String,
    published_ms: i64,
    target_score: f64,
    evaluation_score: f64,
    #[sqlx(try_from = "i64")]
    evaluation_rank: u32,
    has_seed: bool,
    similarity: Option<f64>,
    recognition: Option<f64>,
    naturalness: Option<f64>,
    verdict: String,
}

impl Columns {
    fn listed(self) -> Result<ListedClone, DatabaseError> {
        let Self { similarity, recognition, naturalness, .. } = self;
        Ok(ListedClone {
            id: self.id,
            permalink: Permalink(self.publication),
            title: self.title,
            target: self.target,
            recognizer: self.recognizer,
            preset: Preset::named(&self.preset)?,
            objective: Objective::named(&self.objective)?,
            published_ms: self.published_ms.cast_unsigned(),
            verdict: PublishedVerdict::named(&self.verdict)?,
            clone: NewClone {
                place: self.place,
                clone: self.clone,
                target_score: self.target_score,
                evaluation_score: self.evaluation_score,
                evaluation_rank: self.evaluation_rank,
                has_seed: self.has_seed,
                human: HumanFigures { similarity, recognition, naturalness },
            },
        })
    }
}
