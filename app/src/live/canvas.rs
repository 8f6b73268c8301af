//! Draws pictures on canvases.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Draws a picture, and gives the canvas its size.
pub fn paint(canvas: &HtmlCanvasElement, bitmap: &ImageBitmap) {
    if (canvas.width(), canvas.height()) != (bitmap.width(), bitmap.height()) {
        canvas.set_width(bitmap.width());
        canvas.set_height(bitmap.height());
    }
    if let Some(context) = context(canvas) {
        // Fails only for a closed bitmap.
        let _ = context.draw_image_with_image_bitmap(bitmap, 0.0, 0.0);
    }
}

/// Clears a canvas.
pub fn clear(canvas: &HtmlCanvasElement) {
    if let Some(context) = context(canvas) {
        context.clear_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    }
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into().ok())
}
