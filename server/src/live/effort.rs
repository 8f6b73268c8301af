//! What a thread has cost the processor: unlike the time that passes, it does not grow when others use the machine too.

use std::time::Duration;

/// Processor time of the calling thread so far.
#[cfg(unix)]
pub(super) fn effort() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Time that passed: this system is not asked for more.
#[cfg(not(unix))]
pub(super) fn effort() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}
