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

    /// A write of a value that is JSON already.
    ///
    /// ```
    /// use rehearsal::ErrorKind;
    /// use rehearsal_sqlite::Write;
    ///
    /// assert!(Write::of_json("port", "8080").is_ok());
    /// let error = Write::of_json("port", "80 80").unwrap_err();
    /// assert_eq!(error.kind, ErrorKind::Invalid);
    /// assert!(error.message.starts_with("the value for key 'port' is no JSON: "));
    /// ```
    ///
    /// # Errors
    /// It is no JSON, or as those of [`new`](Self::new).
    pub fn of_json(key: &str, json: &str) -> Result<Self, Error> {
        faults::check_nul("a key", key)?;
        Ok(Self { key: key.to_owned(), json: json::check(key, json)? })
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.key
    }
}
