//! What this machine has, as far as this program may have it.

use std::path::Path;
use sysinfo::{MemoryRefreshKind, Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// Bytes of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// All that programs can have.
    pub total: u64,
    /// What nobody uses now.
    pub free: u64,
}

/// The machine's memory, or what the program's control group or limits leave of it; none where the system does not say.
pub fn memory() -> Option<Memory> {
    let mut system = System::new();
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    let whole = Memory { total: system.total_memory(), free: system.available_memory() };
    let me = Pid::from_u32(std::process::id());
    system.refresh_processes_specifics(
        ProcessesToUpdate::Some(&[me]),
        false,
        ProcessRefreshKind::nothing().with_memory(),
    );
    let process = system.process(me);
    let group = process.and_then(sysinfo::Process::cgroup_limits);
    let of_group = group.map(|group| Memory {
        total: group.total_memory,
        // What the group holds of files' pages goes when it is needed.
        free: group.total_memory.saturating_sub(group.rss),
    });
    let of_limit = address_space().map(|limit| Memory {
        total: limit,
        free: limit.saturating_sub(process.map_or(0, sysinfo::Process::virtual_memory)),
    });
    let least = [of_group, of_limit]
        .into_iter()
        .flatten()
        .fold(whole, |least, other| Memory { total: least.total.min(other.total), free: least.free.min(other.free) });
    (least.total > 0).then_some(least)
}

/// The limit of the process's address space (`ulimit -v`), if there is one.
#[cfg(unix)]
fn address_space() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::As).current
}

#[cfg(not(unix))]
fn address_space() -> Option<u64> {
    None
}

/// Bytes that are free where a folder lies, or would be made; none where the system does not say.
#[cfg(unix)]
pub fn free_disk(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    let about = rustix::fs::statvfs(there).ok()?;
    Some(about.f_bavail * about.f_frsize)
}

/// Bytes that are free where a folder lies: this system is not asked.
#[cfg(not(unix))]
pub fn free_disk(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_has_memory_and_a_disk_and_some_of_both_is_used() {
        let memory = memory().expect("the system says");
        assert!(memory.total > memory.free && memory.free > 0, "{memory:?}");
        let here = tempfile::tempdir().expect("a folder");
        let free = free_disk(here.path());
        assert!(free.is_none_or(|free| free > 0));
        assert_eq!(free_disk(&here.path().join("not/made/yet")).is_some(), free.is_some());
    }
}
