//! How the program's memory is given back: not after every step.
//!
//! A step of training or of an attack takes and frees tensors of tens of megabytes. By its defaults the GNU C library
//! gets each of them fresh from the system, which clears every page of it: a quarter of the processor's time (measured
//! with `effigy bench`). Kept pages are used again by the next step.

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
        // SAFETY: mallopt takes two numbers and only changes how later calls of the allocator get and return pages; what
        // it does not know it refuses.
        unsafe { libc::mallopt(setting, value) };
    }
}

/// Does nothing on this system.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn keep_pages() {}
