//! How many files and connections the system lets this program open.

/// More is never needed; some programs that are started from here would look at each that is allowed.
#[cfg(unix)]
const ENOUGH: u64 = 65_536;

/// Asks the system for as many as it allows, up to a bound; how many there are then.
#[cfg(unix)]
pub fn raise() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.unwrap_or(ENOUGH).min(ENOUGH);
    let now = limit.current.unwrap_or(u64::MAX);
    if now < wanted {
        match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum }) {
            Ok(()) => return usize::try_from(wanted).unwrap_or(usize::MAX),
            Err(error) => tracing::warn!(%error, now, "no more files can be opened than by the system's default"),
        }
    }
    usize::try_from(now).unwrap_or(usize::MAX)
}

/// This system has no such bound that matters.
#[cfg(not(unix))]
pub fn raise() -> usize {
    usize::MAX
}
