//! What a key-value store can do.

use rehearsal::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A store of JSON values by key.
///
/// A key is any text without the character NUL. What kind of error is told for what:
///
/// | kind | when |
/// |---|---|
/// | `NotFound` | there is no such key: `key not found: …` |
/// | `Invalid` | the stored value does not fit the wanted type; a value or a key that cannot be stored |
/// | `Unavailable` | another program holds the store, or there is no room; trying again can help |
/// | `PermissionDenied` | the store may be read only, or not even that |
/// | `Internal` | the storage has failed |
pub trait KvStore {
    /// The value of a key, as the type that is asked for.
    ///
    /// ```
    /// use rehearsal::ErrorKind;
    /// use rehearsal_sqlite::{KvStore, SqliteKvStore};
    ///
    /// let mut store = SqliteKvStore::in_memory()?;
    /// store.set("port", &8080)?;
    /// assert_eq!(store.get::<u16>("port")?, 8080);
    ///
    /// let error = store.get::<u8>("port").unwrap_err();
    /// assert_eq!(error.kind, ErrorKind::Invalid);
    /// assert!(error.message.starts_with("the value of key 'port' does not fit the type u8: "));
    ///
    /// let error = store.get::<u16>("prot").unwrap_err();
    /// assert_eq!((error.kind, &*error.message), (ErrorKind::NotFound, "key not found: prot"));
    /// # Ok::<(), rehearsal::Error>(())
    /// ```
    ///
    /// # Errors
    /// There is no such key, its value is of another type or no JSON, or the store cannot be read.
    fn get<T: DeserializeOwned>(&self, key: &str) -> Result<T, Error>;

    /// Stores a value under a key, in the place of the one that is there. When this returns, the value is kept.
    ///
    /// NaN and the infinities, which JSON does not have, become `null`.
    ///
    /// # Errors
    /// JSON cannot hold the value, or could not be read again; the key has a NUL; the store cannot be written. The old
    /// value is still there then.
    fn set<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Error>;

    /// The keys that match a pattern of SQLite's GLOB, in the order of their bytes.
    ///
    /// `*` is any text, `?` one character, `[a-z]` one of these, `[^a-z]` one that is none of these. Upper and lower case
    /// differ, and the pattern is for the whole key.
    ///
    /// ```
    /// use rehearsal_sqlite::{KvStore, SqliteKvStore};
    ///
    /// let mut store = SqliteKvStore::in_memory()?;
    /// for key in ["user:2:name", "user:10:name", "user:2:tags"] {
    ///     store.set(key, &())?;
    /// }
    /// assert_eq!(store.list("user:*:name")?, ["user:10:name", "user:2:name"]);
    /// assert_eq!(store.list("user:?:[^n]*")?, ["user:2:tags"]);
    /// # Ok::<(), rehearsal::Error>(())
    /// ```
    ///
    /// # Errors
    /// The pattern has a NUL or is longer than 50,000 bytes, or the store cannot be read.
    fn list(&self, glob: &str) -> Result<Vec<String>, Error>;
}
