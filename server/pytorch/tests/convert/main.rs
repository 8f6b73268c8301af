//! Checkpoints as PyTorch writes them, converted and compared with PyTorch, refused, and broken on purpose.

mod foreign;
mod hostile;
mod outputs;
mod refusals;

use std::path::PathBuf;

/// The path of a file that `cases.py` made.
fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}
