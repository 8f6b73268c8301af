//! Turns a checkpoint into an ONNX file: `cargo run --example convert -- FILE.pt FILE.onnx [SIDE]`.

#![expect(clippy::print_stdout, reason = "a command line")]

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [from, to, side @ ..] = &arguments[..] else { return Err("FILE.pt FILE.onnx [SIDE] are wanted".into()) };
    let side = side.first().map(|side| side.parse()).transpose()?;
    let converted = pytorch::convert(Path::new(from), side)?;
    std::fs::write(to, &converted.model)?;
    let pytorch::Converted { architecture, side, outputs, preprocessing, .. } = converted;
    println!("{architecture}: {side} by {side} pixels to {outputs} numbers, {preprocessing:?}");
    Ok(())
}
