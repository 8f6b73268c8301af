//! A server that is killed at random moments while answers come, and what its database holds afterwards.

use crate::person::Person;
use crate::server::Server;
use anyhow::{Context, Result};
use rand::{RngExt, SeedableRng};
use server::simulate::Client;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Participants who answer at the same time.
const PEOPLE: usize = 16;

/// What was found.
pub struct Found {
    /// Answers that were acknowledged.
    pub acknowledged: usize,
    /// Of these, not in the database, or with another value.
    pub lost: usize,
    /// Assignments with more than one answer.
    pub doubled: i64,
    /// Items whose kept count of votes is not what the assignments say.
    pub miscounted: i64,
    /// Answers in the database.
    pub stored: usize,
}

/// Kills the server so many times under load, then compares.
pub fn kills(server: &mut Server, link: &str, times: usize, seed: u64) -> Result<Found> {
    let client = server.client()?;
    let acknowledged: Mutex<HashMap<u64, i32>> = Mutex::default();
    let is_over = AtomicBool::new(false);
    let mut random = rand::rngs::StdRng::seed_from_u64(seed);
    std::thread::scope(|scope| -> Result<()> {
        for _ in 0..PEOPLE {
            scope.spawn(|| answer_on(&client, link, &acknowledged, &is_over));
        }
        let killed = (0..times).try_for_each(|_| {
            std::thread::sleep(Duration::from_millis(random.random_range(50..1500)));
            server.kill()?;
            server.start_again()
        });
        std::thread::sleep(Duration::from_millis(500));
        is_over.store(true, Ordering::Relaxed);
        killed
    })?;
    server.kill()?;
    let acknowledged = acknowledged.into_inner().map_err(|_| anyhow::anyhow!("a participant panicked"))?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(compare(server, &acknowledged))
}

/// Answers until stopped; when a participant is done, a new one takes over. Failed requests are retried, as a page
/// does.
fn answer_on(client: &Client, link: &str, acknowledged: &Mutex<HashMap<u64, i32>>, is_over: &AtomicBool) {
    let mut person = None;
    while !is_over.load(Ordering::Relaxed) {
        let answered = match &mut person {
            None => Person::join(client, link).map(|joined| {
                person = Some(joined);
                None
            }),
            Some(joined) => joined.answer(client, link),
        };
        match answered {
            Ok(Some((assignment, value))) => {
                if let Ok(mut acknowledged) = acknowledged.lock() {
                    acknowledged.insert(assignment, value);
                }
            }
            Ok(None) if person.as_ref().is_some_and(|person| person.question().is_none()) => person = None,
            Ok(None) => {}
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

async fn compare(server: &Server, acknowledged: &HashMap<u64, i32>) -> Result<Found> {
    let options = SqliteConnectOptions::new().filename(server.database());
    let mut database = SqliteConnection::connect_with(&options).await.context("the database does not open")?;
    let rows: Vec<(i64, i32)> =
        sqlx::query_as("SELECT assignment, value FROM answers").fetch_all(&mut database).await?;
    let stored: HashMap<u64, i32> =
        rows.iter().map(|(assignment, value)| (assignment.cast_unsigned(), *value)).collect();
    let lost = acknowledged.iter().filter(|(assignment, value)| stored.get(assignment) != Some(value)).count();
    let doubled = sqlx::query_scalar("SELECT COUNT(*) - COUNT(DISTINCT assignment) FROM answers");
    let miscounted = sqlx::query_scalar(
        "SELECT COUNT(*) FROM loads l JOIN items i ON i.id = l.item WHERE l.population = 'simulated' AND l.given <>
         (SELECT COUNT(*) FROM assignments a JOIN participants p ON p.id = a.participant
          WHERE a.item = l.item AND a.is_repeat = 0 AND p.population = l.population)",
    );
    Ok(Found {
        acknowledged: acknowledged.len(),
        lost,
        doubled: doubled.fetch_one(&mut database).await?,
        miscounted: miscounted.fetch_one(&mut database).await?,
        stored: stored.len(),
    })
}
