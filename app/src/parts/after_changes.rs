//! Asking the server about a form that changes while somebody writes.

use leptos::prelude::*;
use std::time::Duration;

/// Wait after the last change.
const QUIET: Duration = Duration::from_millis(350);

/// Which change it was that something is asked about. Copies are handles of the same.
#[derive(Clone, Copy)]
pub struct Change {
    number: u64,
    latest: StoredValue<u64>,
}

impl Change {
    /// Nothing has changed since, and the form is still there.
    pub fn is_latest(self) -> bool {
        self.latest.try_get_value() == Some(self.number)
    }
}

/// Calls `changed` now and at each change of what it tracks; and `ask` at once, then a moment after the last change.
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
