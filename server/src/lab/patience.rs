//! Retries while the store is away: a database that restarts, a network that comes back.

use crate::store::StoreError;
use crate::store::database::error::DatabaseError;
use crate::store::objects::ObjectError;
use std::time::{Duration, Instant};

/// How long it may be away.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two tries, at first and at most.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(4)];

/// Does it until it is done, or fails in a way that will not pass, or has failed for long.
pub fn persist<T>(mut attempt: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let (started, mut pause) = (Instant::now(), PAUSES[0]);
    loop {
        match attempt() {
            Err(error) if may_pass(&error) && started.elapsed() < PATIENCE => {
                tracing::warn!(%error, "tried again soon");
                std::thread::sleep(pause);
                pause = (pause * 2).min(PAUSES[1]);
            }
            done => return done,
        }
    }
}

fn may_pass(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Database(DatabaseError::Refused(_) | DatabaseError::Disk { .. })
            | StoreError::Objects(ObjectError::Refused { .. })
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transient_errors_are_retried_and_others_returned_at_once() {
        let away = || StoreError::Database(DatabaseError::Refused(sqlx::Error::PoolTimedOut));
        let mut tries = 0;
        let done = persist(|| {
            tries += 1;
            if tries < 3 { Err(away()) } else { Ok(tries) }
        });
        assert_eq!(done.expect("done"), 3);
        let mut tries = 0;
        let refused = persist(|| {
            tries += 1;
            Err::<(), _>(StoreError::NotYours)
        });
        assert!(matches!(refused, Err(StoreError::NotYours)));
        assert_eq!(tries, 1);
    }
}
