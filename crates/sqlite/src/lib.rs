//! A key-value store in an SQLite database: values are JSON, and a write that was acknowledged is kept.
//!
//! [`KvStore`] is what a store can do, [`SqliteKvStore`] the one in a database. Its table is
//!
//! ```sql
//! CREATE TABLE IF NOT EXISTS kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL)
//! ```
//!
//! and any program that reads SQLite reads it. Other tables of the same database are left alone.
//!
//! ```
//! use rehearsal_sqlite::{KvStore, SqliteKvStore};
//!
//! let mut store = SqliteKvStore::in_memory()?;
//! store.set("user:7:theme", "dark")?;
//! store.set("user:7:visits", &12)?;
//!
//! assert_eq!(store.get::<String>("user:7:theme")?, "dark");
//! assert_eq!(store.list("user:*:visits")?, ["user:7:visits"]);
//! # Ok::<(), rehearsal::Error>(())
//! ```
//!
//! *Invariant:* only `file` knows that there are files, and only `web` that there is a browser. The rest asks no clock and
//! starts no thread, so it stands in a browser's worker as it is.

mod faults;
#[cfg(not(target_family = "wasm"))]
mod file;
mod image;
mod json;
mod kv_store;
mod questions;
mod request;
mod rows;
mod store;
#[cfg(target_family = "wasm")]
mod web;
mod write;

#[cfg(not(target_family = "wasm"))]
pub use file::OpenOptions;
pub use kv_store::KvStore;
pub use request::{Reply, Request};
pub use rows::{Query, Row, Rows};
pub use store::SqliteKvStore;
pub use write::Write;

/// Compiles and runs the examples of the document.
#[cfg(all(doctest, not(target_family = "wasm")))]
#[doc = include_str!("../../../docs/storing-values.md")]
struct StoringValues;
