//! Pictures that are shown for a moment, once.

use leptos::prelude::*;

/// Where the tab remembers which picture it showed last: a reload must not show it again.
const SHOWN: &str = "effigy-shown";
/// Half of the time between two frames of a screen that draws sixty in a second: the nearest frame ends the moment.
const HALF_A_FRAME_MS: f64 = 8.0;

/// Whether the picture of an assignment was shown in this tab.
pub fn was_shown(assignment: u64) -> bool {
    let shown = storage().and_then(|storage| storage.get_item(SHOWN).ok().flatten());
    shown == Some(assignment.to_string())
}

/// Remembers it. Where nothing can be stored, a reload shows the picture again.
pub fn remember(assignment: u64) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(SHOWN, &assignment.to_string());
    }
}

/// Calls `cover` in the frame after so many milliseconds since the next one, or as soon as the page is hidden. Timers fire
/// when they find time; only frames tell what was on the screen.
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
