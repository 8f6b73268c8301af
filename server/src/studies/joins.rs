//! Counts recent joins from each network.
//!
//! Anybody with an open link can join as often as they like: a class behind one address looks the same from here as one
//! program. So a study admits a class, and no more than that within some minutes. The network is kept in memory only,
//! as a keyed hash ([`Visitor::network`](app::api::quiz::Visitor)); each server counts its own joins.

use crate::lock::lock;
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use wire::study::StudyId;
use wire::study::config::JOIN_MINUTES;

/// For so long a joining counts.
const WINDOW: Duration = Duration::from_secs(60 * JOIN_MINUTES as u64);
/// With so many networks, those that nobody has come from lately are forgotten.
const MANY: usize = 1024;

type Network = (StudyId, Option<u64>);

/// When people joined, by study and network.
#[derive(Debug, Default)]
pub struct Joins(Mutex<HashMap<Network, VecDeque<Instant>>>);

impl Joins {
    /// Minutes until somebody can join from this network, if `most` have within the last minutes; 0 is no limit.
    pub fn wait(&self, study: &StudyId, network: Option<u64>, most: u32) -> Option<u32> {
        self.wait_at(study, network, most, Instant::now())
    }

    /// Counts a join, whatever its outcome. Check and count are one step, so concurrent requests cannot both pass.
    ///
    /// # Errors
    /// With the minutes until there is room.
    pub fn admit(&self, study: &StudyId, network: Option<u64>, most: u32) -> Result<(), u32> {
        self.admit_at(study, network, most, Instant::now())
    }

    fn wait_at(&self, study: &StudyId, network: Option<u64>, most: u32, now: Instant) -> Option<u32> {
        lock(&self.0).get(&(study.clone(), network)).and_then(|joined| wait(joined, most, now))
    }

    fn admit_at(&self, study: &StudyId, network: Option<u64>, most: u32, now: Instant) -> Result<(), u32> {
        let mut joins = lock(&self.0);
        if joins.len() >= MANY {
            joins.retain(|_, joined| joined.back().is_some_and(|at| now.duration_since(*at) < WINDOW));
        }
        let joined = joins.entry((study.clone(), network)).or_default();
        while joined.front().is_some_and(|at| now.duration_since(*at) >= WINDOW) {
            joined.pop_front();
        }
        match wait(joined, most, now) {
            Some(minutes) => Err(minutes),
            None => {
                joined.push_back(now);
                Ok(())
            }
        }
    }
}

fn wait(joined: &VecDeque<Instant>, most: u32, now: Instant) -> Option<u32> {
    // Once this one no longer counts, there is room for one more.
    let before = joined.len().checked_sub(most as usize).filter(|_| most > 0)?;
    let leaves = *joined.get(before)? + WINDOW;
    let seconds = leaves.checked_duration_since(now).filter(|wait| !wait.is_zero())?.as_secs_f64();
    Some((seconds / 60.0).ceil() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_waits_until_there_is_room_and_others_do_not() {
        let (joins, start) = (Joins::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        let (study, other) = (StudyId("1".into()), StudyId("2".into()));
        for second in 0..3 {
            assert_eq!(joins.wait_at(&study, Some(7), 3, at(second)), None);
            assert_eq!(joins.admit_at(&study, Some(7), 3, at(second)), Ok(()));
        }
        assert_eq!(joins.wait_at(&study, Some(7), 3, at(3)), Some(JOIN_MINUTES));
        assert_eq!(joins.admit_at(&study, Some(7), 3, at(3)), Err(JOIN_MINUTES));
        assert_eq!(joins.wait_at(&study, Some(7), 3, at(599)), Some(1));
        assert_eq!(joins.wait_at(&study, Some(7), 3, at(600)), None, "the first no longer counts");
        assert_eq!(joins.wait_at(&study, Some(7), 0, at(3)), None, "no limit");
        assert_eq!((joins.wait_at(&study, Some(8), 3, at(3)), joins.wait_at(&other, Some(7), 3, at(3))), (None, None));
    }

    #[test]
    fn networks_are_forgotten() {
        let (joins, start) = (Joins::default(), Instant::now());
        let study = StudyId("1".into());
        (0..MANY as u64).for_each(|network| assert_eq!(joins.admit_at(&study, Some(network), 3, start), Ok(())));
        assert_eq!(joins.admit_at(&study, Some(0), 3, start + WINDOW), Ok(()));
        assert_eq!(lock(&joins.0).len(), 1);
    }
}
