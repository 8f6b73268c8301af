//! Items, their pictures, and how often they were given.

use super::{Connection, DatabaseError};
use crate::store::studies::columns::{COUNTED, Content, Named, from_json, to_json};
use crate::store::studies::{ItemKind, ItemRow, Load, NewItem, ServedStimulus, Stimulus};
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::people::WorkspaceId;
use wire::run::RunId;
use wire::study::summary::StudyState;
use wire::study::{Population, StudyId};

const CONTENT: &str = "items.content";

pub async fn insert_stimulus(
    connection: &mut Connection,
    study: &StudyId,
    stimulus: Stimulus,
) -> Result<(), DatabaseError> {
    let insert = query("INSERT INTO stimuli (id, study, png) VALUES ($1, $2, $3)");
    insert.bind(stimulus.id).bind(&study.0).bind(stimulus.png).execute(connection).await?;
    Ok(())
}

pub async fn stimulus(connection: &mut Connection, id: &str) -> Result<Option<ServedStimulus>, DatabaseError> {
    let find =
        "SELECT png, workspace, state FROM stimuli JOIN studies ON studies.id = stimuli.study WHERE stimuli.id = $1";
    let found = query_as::<_, (Vec<u8>, String, String)>(find).bind(id).fetch_optional(connection).await?;
    let served = |(png, workspace, state): (_, _, String)| {
        Ok(ServedStimulus { png, workspace: WorkspaceId(workspace), state: StudyState::named(&state)? })
    };
    found.map(served).transpose()
}

pub async fn insert(
    connection: &mut Connection,
    study: &StudyId,
    place: u32,
    item: NewItem,
) -> Result<(), DatabaseError> {
    let NewItem { task, kind, target, run, clones, stimuli, candidates, expected, objective } = item;
    let pictures = stimuli.len() as i64;
    let content = Content { clones, stimuli, candidates, objective: Content::scores(&objective) };
    let insert = query_scalar(
        "INSERT INTO items (study, place, task, kind, target, run, expected, pictures, content)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
    );
    let inserted: i64 = insert
        .bind(&study.0)
        .bind(i64::from(place))
        .bind(i64::from(task))
        .bind(kind.name())
        .bind(target)
        .bind(run.map(|run| run.0))
        .bind(expected)
        .bind(pictures)
        .bind(to_json(CONTENT, &content)?)
        .fetch_one(&mut *connection)
        .await?;
    for population in COUNTED {
        let insert = query("INSERT INTO loads (item, population) VALUES ($1, $2)");
        insert.bind(inserted).bind(population.name()).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Columns of `items`.
#[derive(FromRow)]
pub struct ItemColumns {
    id: i64,
    #[sqlx(try_from = "i64")]
    task: u32,
    kind: String,
    target: String,
    run: Option<String>,
    expected: Option<i32>,
    content: String,
}

impl ItemColumns {
    pub fn row(self) -> Result<ItemRow, DatabaseError> {
        let content: Content = from_json(CONTENT, &self.content)?;
        let objective = content.objective();
        let Content { clones, stimuli, candidates, .. } = content;
        let item = NewItem {
            task: self.task,
            kind: ItemKind::named(&self.kind)?,
            target: self.target,
            run: self.run.map(RunId),
            clones,
            stimuli,
            candidates,
            expected: self.expected,
            objective,
        };
        Ok(ItemRow { id: self.id.cast_unsigned(), item })
    }
}

pub async fn items(connection: &mut Connection, study: &StudyId) -> Result<Vec<ItemRow>, DatabaseError> {
    let items = query_as::<_, ItemColumns>(
        "SELECT id, task, kind, target, run, expected, content FROM items WHERE study = $1 ORDER BY place",
    );
    items.bind(&study.0).fetch_all(connection).await?.into_iter().map(ItemColumns::row).collect()
}

#[derive(FromRow)]
struct LoadColumns {
    id: i64,
    #[sqlx(try_from = "i64")]
    task: u32,
    kind: String,
    target: String,
    run: Option<String>,
    #[sqlx(try_from = "i64")]
    pictures: u32,
    #[sqlx(try_from = "i64")]
    given: u32,
}

pub async fn loads(
    connection: &mut Connection,
    study: &StudyId,
    population: Population,
) -> Result<Vec<Load>, DatabaseError> {
    let loads = query_as::<_, LoadColumns>(
        "SELECT i.id, i.task, i.kind, i.target, i.run, i.pictures, COALESCE(l.given, 0) AS given
         FROM items i LEFT JOIN loads l ON l.item = i.id AND l.population = $1
         WHERE i.study = $2 ORDER BY i.place",
    );
    let loads = loads.bind(population.name()).bind(&study.0).fetch_all(connection).await?;
    loads.into_iter().map(LoadColumns::load).collect()
}

impl LoadColumns {
    fn load(self) -> Result<Load, DatabaseError> {
        Ok(Load {
            item: self.id.cast_unsigned(),
            task: self.task,
            kind: ItemKind::named(&self.kind)?,
            target: self.target,
            run: self.run.map(RunId),
            pictures: self.pictures as usize,
            given: self.given,
        })
    }
}

/// Adds to the loads of a participant's items: `unanswered` for each question without an answer, `answered` for each
/// with one. Repeats are no further vote. Previews have no loads, so nothing happens to them.
pub async fn shift_loads(
    connection: &mut Connection,
    participant: i64,
    population: Population,
    unanswered: i64,
    answered: i64,
) -> Result<(), DatabaseError> {
    let update = query(
        "UPDATE loads SET given = given + due.shift
         FROM (
             SELECT a.item AS item, CAST(SUM(CASE WHEN r.assignment IS NULL THEN CAST($1 AS BIGINT) ELSE CAST($2 AS BIGINT) END) AS BIGINT) AS shift
             FROM assignments a LEFT JOIN answers r ON r.assignment = a.id
             WHERE a.participant = $3 AND NOT a.is_repeat
             GROUP BY a.item
         ) AS due
         WHERE loads.item = due.item AND loads.population = $4",
    );
    update.bind(unanswered).bind(answered).bind(participant).bind(population.name()).execute(connection).await?;
    Ok(())
}
