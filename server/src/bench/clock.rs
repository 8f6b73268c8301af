//! What the system says of this process.

use kernels::{Level, multiply_adds};
use std::time::{Duration, Instant};

/// Processor time of all threads so far; nothing where the system does not say.
#[cfg(unix)]
pub fn cpu() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(Duration::new(u64::try_from(time.tv_sec).ok()?, u32::try_from(time.tv_nsec).ok()?))
}

/// Nothing: this system is not asked.
#[cfg(not(unix))]
pub fn cpu() -> Option<Duration> {
    None
}

/// Floating-point operations a second of one core that does nothing but multiply and add; nothing where the processor
/// has no fast vector instructions.
pub fn peak() -> Option<f64> {
    let level = Level::fastest()?;
    let mut best = 0.0_f64;
    for _ in 0..10 {
        let (started, before, mut done) = (Instant::now(), cpu(), 0);
        while started.elapsed() < Duration::from_millis(30) {
            done += multiply_adds(level, 20_000);
        }
        // Of the time that this process had, where the system says; others may have had the rest.
        let had = before.zip(cpu()).map_or(started.elapsed(), |(before, now)| now.saturating_sub(before));
        best = best.max(done as f64 / had.as_secs_f64().max(1e-9));
    }
    Some(best)
}

/// The most memory that this process has held, in bytes; nothing where the system does not say.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_tells_time_and_memory() {
        let before = super::cpu().expect("told");
        let sum: u64 = (0..3_000_000_u64).map(std::hint::black_box).sum();
        assert!(sum > 0 && super::cpu().expect("told") > before);
        assert!(super::peak_memory().expect("told") > 1 << 20);
    }
}
