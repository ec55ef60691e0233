//! A key-value store whose values have types, and the types are declared in Rust.
//!
//! - [`Models`] are read from the structs and enums in `models/storage/*.rs`. What is wrong with them is told with file, line and
//!   column.
//! - [`Models::validate`] says whether a JSON text is a value of a type, or all that is wrong with it.
//! - [`TypedStore`] keeps such values in memory, by tenant, type and key, some of them for a while only.
//! - [`Service`] answers requests of HTTP with them, without a network.
//! - [`Models::elm`] and [`Models::typescript`] make helpers for those who ask.
//!
//! ```
//! use rehearsal_typed_kv::{Models, Request, Service};
//!
//! let file = "
//!     /// Where somebody points.
//!     pub struct CursorPosition {
//!         pub x: i32,
//!         pub y: i32,
//!         pub item_id: String,
//!         pub user_id: String,
//!     }
//! ";
//! let models = Models::parse([("models/storage/ui_storage.rs", file)])?;
//! let mut service = Service::new(models);
//! let now = 0; // nanoseconds, by whatever clock there is
//! let cursor = r#"{"x":3,"y":4,"item_id":"a","user_id":"7"}"#;
//! let answer = service.answer(now, &Request {
//!     method: "POST",
//!     target: "/kv/set/CursorPosition/user:7",
//!     host: Some("app.example"),
//!     body: cursor.as_bytes(),
//! });
//! assert_eq!(answer.body, r#"{"success":true}"#);
//! let answer = service.answer(now, &Request {
//!     method: "GET",
//!     target: "/kv/list/CursorPosition?prefix=user:",
//!     host: Some("app.example"),
//!     body: b"",
//! });
//! assert_eq!(answer.body, format!(r#"[{{"key":"user:7","value":{cursor}}}]"#));
//! # Ok::<(), Vec<rehearsal_typed_kv::Fault>>(())
//! ```
//!
//! # What a model may be
//!
//! - A `pub struct` with named `pub` fields, or a `pub enum` with variants that hold nothing, one thing, several, or named
//!   fields. In JSON an enum is what serde makes of it by itself: `"Unit"`, `{"Variant": …}`.
//! - Types: `bool`, `char`, `String`, `i8` to `i128`, `u8` to `u128`, `isize` and `usize` (of 64 bits on every machine),
//!   `f32`, `f64`, `Option`, `Vec`, `HashMap<String, _>` and `BTreeMap<String, _>`, tuples of 1 to 16, `Box`, and other models of any file by
//!   their names. What contains itself does so in a `Vec`, a map or a `Box`, as Rust wants it, and so that a value can end.
//! - serde's `rename`, `rename_all` and `default` without a function; `deny_unknown_fields` says what is so anyway. What has a
//!   default derives it: `#[derive(Default)]` is looked for. Derives, documentation, lints and `use` have no other meaning.
//! - No member of a value has the name `ttl`, which says beside the members how long it lives.
//!
//! Everything else is a fault. A file has at most 256 KiB, a name 100 characters, brackets lie at most 32 deep and types 16, and there are at
//! most 1,000 types.
//!
//! # Invariants
//!
//! - Nothing here knows files, a clock, a network or a browser, and no order depends on chance.
//! - Whatever a file, a value or a request holds, the answer is one of ours: nothing overflows the stack or goes on for ever.
//! - What lies in a store fits its type: only [`Models::validate`] makes a [`Valid`] value, and nothing else is taken.

mod fault;
mod generate;
mod graph;
mod json;
mod model;
mod models;
mod nearest;
mod parse;
mod rename;
mod resolve;
mod schema;
mod service;
mod store;
mod validate;
#[cfg(all(feature = "web", target_family = "wasm"))]
mod web;

pub use fault::Fault;
pub use generate::NoModuleName;
pub use models::Models;
pub use schema::NoSchema;
pub use service::{Header, Limits, Request, Response, Service};
pub use store::{Full, Item, Stats, StoreLimits, TypedStore};
pub use validate::{Invalid, Refused, Valid};

/// Compiles and runs the examples of the document.
#[cfg(all(doctest, not(target_family = "wasm")))]
#[doc = include_str!("../../../docs/typed-values.md")]
struct TypedValues;
