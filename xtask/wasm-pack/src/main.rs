//! wasm-pack, of the version that Cargo.lock pins. It is not a part of xtask, because it has more
//! dependencies than all the rest, and only `cargo xtask test` needs it.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match wasm_pack::command::run_wasm_pack(wasm_pack::Cli::parse().cmd) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
