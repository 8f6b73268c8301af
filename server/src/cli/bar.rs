//! How far something is, on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// Bytes of bytes, and how long it takes still.
pub const BYTES: &str = "{bar:30.cyan/dim} {decimal_bytes} of {decimal_total_bytes}  {eta} left";

/// A bar of a template; hidden by itself where standard error is no terminal.
pub fn bar(template: &str) -> ProgressBar {
    // Templates are constants; the plain style would serve as well.
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}
