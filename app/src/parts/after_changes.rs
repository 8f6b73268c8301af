//! Checks a form with the server while it changes.

use leptos::prelude::*;
use std::time::Duration;

/// Wait after the last change.
const QUIET: Duration = Duration::from_millis(350);

/// The change that a check belongs to. Copies share it.
#[derive(Clone, Copy)]
pub struct Change {
    number: u64,
    latest: StoredValue<u64>,
}

impl Change {
    /// Whether nothing has changed since, and the form is still open.
    pub fn is_latest(self) -> bool {
        self.latest.try_get_value() == Some(self.number)
    }
}

/// Calls `changed` now and whenever what it tracks changes, and `ask` now and shortly after the last change.
pub fn after_changes(changed: impl Fn() + 'static, ask: impl Fn(Change) + Copy + 'static) {
    let latest = StoredValue::new(0);
    Effect::new(move |first: Option<()>| {
        changed();
        latest.update_value(|count| *count += 1);
        let change = Change { number: latest.get_value(), latest };
        let wait = if first.is_none() { Duration::ZERO } else { QUIET };
        let due = move || {
            if change.is_latest() {
                ask(change);
            }
        };
        set_timeout(due, wait);
    });
}
