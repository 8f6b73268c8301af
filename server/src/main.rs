//! `effigy`: face recognizers audited by model inversion, from the command line or in the browser.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::memory::keep_pages();
    server::cli::main()
}
