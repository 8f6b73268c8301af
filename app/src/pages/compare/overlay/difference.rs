//! The difference of the two pictures by pixel, amplified by the gain.

use super::super::view::CompareView;
use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::html::Canvas;
use leptos::prelude::*;
use view_model::compare::difference::{Gain, mean, words};
use view_model::compare::item::letter;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

#[component]
pub fn Difference(view: CompareView) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let measured = RwSignal::new(None::<f64>);
    Effect::new(move || {
        let (pair, gain) = (view.pair.get(), view.gain.get());
        // New pictures are new versions.
        for place in pair {
            view.pictures.shown(place);
        }
        let Some(canvas) = canvas.get() else { return };
        let drawn = view.pictures.two(pair, |first, second| draw(&canvas, first, second, gain).ok());
        measured.set(drawn.flatten().and_then(|pixels| mean(&pixels)));
    });
    let label = move || {
        let [first, second] = view.pair.get().map(letter);
        format!("Difference of {first} and {second}, times {}. {}", view.gain.get().factor(), words(measured.get()))
    };
    let set_gain = move |event: ev::Event| {
        let gain = event_target_value(&event).parse().ok().and_then(Gain::of_power);
        if let Some(gain) = gain {
            view.gain.set(gain);
        }
    };
    let factor = move || format!("× {}", view.gain.get().factor());
    view! {
        <div class="over">
            <div class="stack">
                <canvas node_ref=canvas role="img" aria-label=label width="128" height="128"></canvas>
            </div>
            <label class="amount">
                "Gain"
                <input
                    type="range"
                    min="0"
                    max=Gain::MAX.to_string()
                    step="1"
                    value=move || view.gain.get().power().to_string()
                    prop:value=move || view.gain.get().power().to_string()
                    aria-valuetext=factor
                    on:input=set_gain
                />
                <span class="quiet">{factor}</span>
            </label>
            <p class="quiet" role="status">
                {move || words(measured.get())}
            </p>
            <p class="quiet">"Black where the two are the same; colours show in which channel they differ."</p>
        </div>
    }
    .into_erased()
}

/// Draws the absolute differences, and returns them (RGBA) before the gain. A picture of another size is scaled.
fn draw(canvas: &HtmlCanvasElement, first: &ImageBitmap, second: &ImageBitmap, gain: Gain) -> Result<Vec<u8>, JsValue> {
    let (width, height) = (first.width().max(second.width()), first.height().max(second.height()));
    canvas.set_width(width);
    canvas.set_height(height);
    let context = read_often(canvas)?;
    let whole = (f64::from(width), f64::from(height));
    context.draw_image_with_image_bitmap_and_dw_and_dh(first, 0.0, 0.0, whole.0, whole.1)?;
    context.set_global_composite_operation("difference")?;
    context.draw_image_with_image_bitmap_and_dw_and_dh(second, 0.0, 0.0, whole.0, whole.1)?;
    let pixels = read(&context, width, height)?;
    // Adding a picture to itself doubles it.
    context.set_global_composite_operation("lighter")?;
    for _ in 0..gain.power() {
        context.draw_image_with_html_canvas_element(canvas, 0.0, 0.0)?;
    }
    Ok(pixels)
}

/// A drawing context for a canvas whose pixels are read after each drawing.
fn read_often(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"willReadFrequently".into(), &true.into())?;
    let context = canvas.get_context_with_context_options("2d", &options)?.ok_or("no canvas to draw on")?;
    Ok(context.dyn_into()?)
}

/// The pixels of a canvas. Called by name, since the bindings of this method need types that nothing else uses.
fn read(context: &CanvasRenderingContext2d, width: u32, height: u32) -> Result<Vec<u8>, JsValue> {
    let get: js_sys::Function = js_sys::Reflect::get(context, &"getImageData".into())?.dyn_into()?;
    let arguments = js_sys::Array::of4(&0.into(), &0.into(), &width.into(), &height.into());
    let image = get.apply(context, &arguments)?;
    let data: js_sys::Uint8ClampedArray = js_sys::Reflect::get(&image, &"data".into())?.dyn_into()?;
    Ok(data.to_vec())
}
