//! Settings of nodes, whose kinds have numbers in a file.

use super::Window;
use onnx::proto;

/// Those of a window.
pub fn of_window(window: Window) -> Vec<proto::Attribute> {
    let Window { size, stride, padding: [above, left] } = window;
    vec![ints("kernel_shape", &size), ints("strides", &[stride, stride]), ints("pads", &[above, left, above, left])]
}

/// A number.
pub fn float(name: &str, value: f32) -> proto::Attribute {
    proto::Attribute { name: name.into(), f: value, r#type: 1, ..proto::Attribute::default() }
}

/// An integer.
pub fn int(name: &str, value: usize) -> proto::Attribute {
    proto::Attribute { name: name.into(), i: value as i64, r#type: 2, ..proto::Attribute::default() }
}

/// Integers.
fn ints(name: &str, values: &[usize]) -> proto::Attribute {
    let ints = values.iter().map(|value| *value as i64).collect();
    proto::Attribute { name: name.into(), ints, r#type: 7, ..proto::Attribute::default() }
}
