//! The page's side: thin, and only for WebAssembly.
//!
//! *Invariant:* nothing beside this folder knows that there is a browser.

mod breakpoints;
mod clock;
#[cfg(feature = "projects")]
mod compare;
mod dto;
#[cfg(feature = "projects")]
mod export;
mod exports;
#[cfg(feature = "projects")]
mod http;
mod panic;
mod past;
#[cfg(feature = "projects")]
mod project;
mod pump;
#[cfg(feature = "projects")]
mod runs;
mod store;
mod updates;
