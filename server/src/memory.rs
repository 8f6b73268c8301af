//! How the program's memory is given back: not after every step, but when there is nothing to do.
//!
//! A step of training or of an attack takes and frees tensors of tens of megabytes. By its defaults the GNU C library
//! gets each of them fresh from the system, which clears every page of it: a quarter of the processor's time (measured
//! with `effigy bench`). Kept pages are used again by the next step. Once runs and uploads are over they are of no use
//! to anybody, and are given back all at once.

/// Has freed memory kept for the next step, where the C library is GNU's; elsewhere does nothing. To be called before
/// other threads run.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the C library's settings have no other door")]
pub fn keep_pages() {
    let settings = [
        // No block is taken from the system by itself, and none below two gigabytes is given back.
        (libc::M_MMAP_MAX, 0),
        (libc::M_TRIM_THRESHOLD, i32::MAX),
        (libc::M_TOP_PAD, 64 << 20),
        (libc::M_ARENA_MAX, 1),
    ];
    for (setting, value) in settings {
        // SAFETY: mallopt takes two numbers and only changes how later calls of the allocator get and return pages;
        // what it does not know it refuses.
        unsafe { libc::mallopt(setting, value) };
    }
}

/// Does nothing on this system.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn keep_pages() {}

/// Returns freed memory to the system, where the C library is GNU's. Allocations wait meanwhile: some tens of
/// milliseconds for a gigabyte.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the C library's settings have no other door")]
pub fn give_back() {
    // SAFETY: malloc_trim only returns pages that the allocator does not use.
    unsafe { libc::malloc_trim(0) };
}

/// Does nothing on this system.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}

/// Bytes of memory that the program holds; none where the system does not say.
pub fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// So much more than last time is worth being given back.
const WORTHWHILE: u64 = 32 << 20;

/// A program that uses less of a processor than this has nothing to do.
const IDLE: f64 = 0.1;

/// Gives memory back whenever the program has nothing to do, and has taken some since.
#[derive(Debug, Default)]
pub struct Tidy {
    /// What was held after memory was given back last.
    held: u64,
    /// Whether the program has had something to do since.
    has_worked: bool,
}

impl Tidy {
    /// Looks whether there is memory to give back, and does so. `busy` is the share of a processor that the program
    /// used since it looked last.
    pub fn look(&mut self, busy: f64) {
        let Some(before) = resident().filter(|resident| self.is_due(*resident, busy)) else {
            self.has_worked |= busy >= IDLE;
            return;
        };
        give_back();
        *self = Self { held: resident().unwrap_or(before), has_worked: false };
        tracing::debug!(before, after = self.held, "memory is given back");
    }

    fn is_due(&self, resident: u64, busy: f64) -> bool {
        // What was in use when memory was given back last may be free by now, though no more is held than then.
        busy < IDLE && (self.has_worked || resident > self.held.saturating_add(WORTHWHILE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_given_back_when_there_is_nothing_to_do_and_once() {
        let tidy = Tidy { held: 200 << 20, has_worked: false };
        assert!(tidy.is_due(600 << 20, 0.01));
        assert!(!tidy.is_due(600 << 20, 0.5), "somebody sends pictures");
        assert!(!tidy.is_due(210 << 20, 0.01), "there is not much to give");
        let tidy = Tidy { has_worked: true, ..tidy };
        assert!(tidy.is_due(200 << 20, 0.01), "what was in use then may be free now");
    }
}
