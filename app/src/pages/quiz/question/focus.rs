//! Which kind of control has the focus.

use leptos::ev;
use view_model::quiz::keys::Focus;
use wasm_bindgen::JsCast;

/// The kind of control that received a key; `None` if it is no element.
pub fn focus_of(event: &ev::KeyboardEvent) -> Option<Focus> {
    let element: web_sys::Element = event.target()?.dyn_into().ok()?;
    Some(match element.tag_name().as_str() {
        "INPUT" if element.get_attribute("type").as_deref() == Some("radio") => Focus::Choice,
        "INPUT" => Focus::Number,
        "BUTTON" | "A" => Focus::Button,
        _ => Focus::Elsewhere,
    })
}
