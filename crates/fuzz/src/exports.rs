//! The side in the browser.

use std::fmt::Write;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::Which;

/// The digests of so many seeds, a line each.
///
/// # Errors
/// There is no such kind of programs.
#[wasm_bindgen]
pub fn digests(which: &str, first: u64, count: u32) -> Result<String, String> {
    let which: Which = which.parse()?;
    let mut lines = String::new();
    for seed in first..first + u64::from(count) {
        let _ = writeln!(lines, "{}", crate::digest(seed, which));
    }
    Ok(lines)
}

/// The report of a seed.
///
/// # Errors
/// There is no such kind of programs.
#[wasm_bindgen]
pub fn report(which: &str, seed: u64) -> Result<String, String> {
    Ok(crate::report(seed, which.parse()?))
}
