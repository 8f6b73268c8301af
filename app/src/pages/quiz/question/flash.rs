//! Pictures that are flashed once.

use leptos::prelude::*;

/// Storage key of the last picture shown in this tab, which a reload must not show again.
const SHOWN: &str = "effigy-shown";
/// Half of a frame at 60 Hz, so that the nearest frame ends the flash.
const HALF_A_FRAME_MS: f64 = 8.0;

/// Whether the picture of an assignment was already shown in this tab.
pub fn was_shown(assignment: u64) -> bool {
    let shown = storage().and_then(|storage| storage.get_item(SHOWN).ok().flatten());
    shown == Some(assignment.to_string())
}

/// Stores that it was shown. Without storage, a reload shows the picture again.
pub fn remember(assignment: u64) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(SHOWN, &assignment.to_string());
    }
}

/// Calls `cover` in the frame `flash_ms` after the next one, or as soon as the page is hidden. Timers are imprecise;
/// only frames show what was on the screen.
pub fn after_frames(flash_ms: u32, now: fn() -> f64, cover: impl FnOnce() + 'static) {
    request_animation_frame(move || wait(now(), flash_ms, now, cover));
}

fn wait(begun: f64, flash_ms: u32, now: fn() -> f64, cover: impl FnOnce() + 'static) {
    request_animation_frame(move || {
        if now() - begun + HALF_A_FRAME_MS < f64::from(flash_ms) && !document().hidden() {
            wait(begun, flash_ms, now, cover);
        } else {
            cover();
        }
    });
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
