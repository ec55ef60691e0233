//! A write that waits.

use rehearsal::Error;
use serde::Serialize;

use crate::faults;
use crate::json;

/// A key and its new value, for [`SqliteKvStore::set_many`](crate::SqliteKvStore::set_many).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub(crate) key: String,
    pub(crate) json: String,
}

impl Write {
    /// A write of this value.
    ///
    /// # Errors
    /// The key or the value can never be stored: see [`KvStore::set`](crate::KvStore::set).
    pub fn new<T: Serialize + ?Sized>(key: &str, value: &T) -> Result<Self, Error> {
        faults::check_nul("a key", key)?;
        Ok(Self { key: key.to_owned(), json: json::write(key, value)? })
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.key
    }
}
