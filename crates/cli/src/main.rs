//! The program `rehearsal`. All of it is in the library beside this file.

use std::process::ExitCode;

#[cfg(not(target_family = "wasm"))]
fn main() -> ExitCode {
    rehearsal_cli::main()
}

/// In a browser there is no terminal. The workspace is checked for it as a whole, though, so something must be here.
#[cfg(target_family = "wasm")]
fn main() -> ExitCode {
    ExitCode::FAILURE
}
