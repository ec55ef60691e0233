//! The page's WebAssembly module. What it exports lies in the library, below `src/web/`.
#![cfg(target_family = "wasm")]

use rehearsal as _;
