//! The store in a database.

use std::fmt;

use rehearsal::Error;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json::shortened;
use crate::{KvStore, Request, Write, faults, json};

const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL)";
const GET: &str = "SELECT value FROM kv_store WHERE key = ?1";
const TRIGGERS: &str = "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'kv_store' COLLATE NOCASE";
const SET: &str = "INSERT INTO kv_store (key, value) VALUES (?1, ?2)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value";
/// A key that another program has stored as a BLOB is no text, and `get` would not find it.
const LIST: &str = "SELECT key FROM kv_store WHERE key GLOB ?1 AND typeof(key) = 'text' ORDER BY key COLLATE BINARY";

/// A [`KvStore`] in the table `kv_store` of an SQLite database.
///
/// A write is flushed to the disk before it is acknowledged, the entry of its journal in the folder included
/// (`synchronous = EXTRA`). Journal mode and locking stay as they are found.
///
/// ```
/// use rehearsal_sqlite::{KvStore, SqliteKvStore};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("app.db");
/// SqliteKvStore::open(&path)?.set("greeting", "hello")?;
/// assert_eq!(SqliteKvStore::open(&path)?.get::<String>("greeting")?, "hello");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SqliteKvStore {
    db: Connection,
    /// What errors call the database.
    name: String,
    /// Triggers stood at its table when it was opened.
    has_triggers: bool,
}

impl SqliteKvStore {
    /// A store in memory, gone with its value.
    ///
    /// # Errors
    /// SQLite has no memory.
    pub fn in_memory() -> Result<Self, Error> {
        let db = Connection::open_in_memory();
        Self::on(db.map_err(|error| faults::of_database(&error, "the database"))?)
    }

    /// The store in a database that is open already. Its busy timeout stays as it is.
    ///
    /// # Errors
    /// The database cannot be written, or has a `kv_store` of another kind.
    pub fn on(db: Connection) -> Result<Self, Error> {
        let path = db.path().filter(|path| !path.is_empty());
        let name = path.unwrap_or("the database").to_owned();
        Self::of(db, name).with_table()
    }

    /// A store whose table may or may not be there.
    pub(crate) fn of(db: Connection, name: String) -> Self {
        Self { db, name, has_triggers: false }
    }

    /// The same, ready for use: with its table, which is made if it is not there.
    pub(crate) fn with_table(self) -> Result<Self, Error> {
        self.db.execute_batch(TABLE).map_err(|error| self.fault(&error))?;
        self.checked()
    }

    /// The same, ready for use; nothing if there is no table.
    pub(crate) fn if_table(self) -> Result<Option<Self>, Error> {
        let there = "SELECT count(*) FROM sqlite_schema WHERE name = 'kv_store' COLLATE NOCASE";
        let there = self.db.query_row(there, [], |row| row.get::<_, i64>(0));
        match there.map_err(|error| self.fault(&error))? {
            0 => Ok(None),
            _ => self.checked().map(Some),
        }
    }

    /// A table that somebody else has made is told now, not at the first use.
    fn checked(mut self) -> Result<Self, Error> {
        // In a journal's mode FULL, too, would flush all data, but not that the journal is gone: with the power out it
        // would come back, and undo what was acknowledged.
        self.db.execute_batch("PRAGMA synchronous = EXTRA").map_err(|error| self.fault(&error))?;
        for sql in [GET, SET, LIST] {
            self.db.prepare_cached(sql).map(drop).map_err(|error| {
                if faults::is_sql(&error) { self.other_table(&error) } else { self.fault(&error) }
            })?;
        }
        let triggers = self.db.query_row(TRIGGERS, [], |row| row.get::<_, i64>(0));
        self.has_triggers = triggers.map_err(|error| self.fault(&error))? > 0;
        Ok(self)
    }

    /// The connection, for other tables of the same database.
    pub fn connection(&self) -> &Connection {
        &self.db
    }

    pub(crate) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.db
    }

    pub(crate) fn into_connection(self) -> Connection {
        self.db
    }

    /// What errors call the database.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Writes together what has waited together: one transaction, one flush, and an answer for each write, in the same
    /// order. If it fails, all of it is undone, and each write is tried by itself. If the database is locked, all
    /// are told after one timeout.
    ///
    /// ```
    /// use rehearsal_sqlite::{KvStore, SqliteKvStore, Write};
    ///
    /// let mut store = SqliteKvStore::in_memory()?;
    /// let answers = store.set_many(&[Write::new("a", &1)?, Write::new("b", "two")?]);
    /// assert_eq!(answers, [Ok(()), Ok(())]);
    /// assert_eq!(store.list("*")?, ["a", "b"]);
    /// # Ok::<(), rehearsal::Error>(())
    /// ```
    pub fn set_many(&mut self, writes: &[Write]) -> Vec<Result<(), Error>> {
        let requests: Vec<_> = writes.iter().cloned().map(Request::Set).collect();
        self.answer(&requests).into_iter().map(|answer| answer.map(drop)).collect()
    }

    /// What is written counts only if it is there afterwards: a trigger may have done something else.
    pub(crate) fn set_one(&self, write: &Write) -> rusqlite::Result<()> {
        if !self.has_triggers {
            let before = self.db.total_changes();
            self.write(write)?;
            // One that somebody has made since: what it did is done, but nothing is acknowledged that is not there.
            return if self.db.total_changes() == before + 1 { Ok(()) } else { self.kept(write) };
        }
        self.db.execute_batch("SAVEPOINT one")?;
        let kept = self.write(write).and_then(|()| self.kept(write));
        let end = if kept.is_ok() { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" };
        let ended = self.db.execute_batch(end); // a trigger may have ended the transaction, and the savepoint with it
        kept.and(ended)
    }

    fn kept(&self, Write { key, json }: &Write) -> rusqlite::Result<()> {
        let stored = self.db.prepare_cached(GET)?.query_row([key], |row| row.get::<_, String>(0));
        match stored.optional()? {
            Some(stored) if stored == *json => Ok(()),
            _ => Err(rusqlite::Error::StatementChangedRows(0)),
        }
    }

    fn write(&self, Write { key, json }: &Write) -> rusqlite::Result<()> {
        match self.db.prepare_cached(SET)?.execute([key, json])? {
            1 => Ok(()),
            other => Err(rusqlite::Error::StatementChangedRows(other)),
        }
    }

    pub(crate) fn fault(&self, error: &rusqlite::Error) -> Error {
        if !faults::is_locked(error) {
            return faults::of_database(error, &self.name);
        }
        let waited = self.db.pragma_query_value(None, "busy_timeout", |row| row.get(0));
        faults::of_lock(&self.name, waited.unwrap_or_default())
    }

    pub(crate) fn fault_of(&self, error: &rusqlite::Error, write: &Write) -> Error {
        faults::of_write(error, &self.name, write).unwrap_or_else(|| self.fault(error))
    }

    fn other_table(&self, error: &rusqlite::Error) -> Error {
        let columns = "SELECT group_concat(name, ', ') FROM pragma_table_info('kv_store')";
        let columns = self.db.query_row(columns, [], |row| row.get::<_, String>(0));
        let columns = columns.as_deref().unwrap_or("unknown");
        let message = format!(
            "the table kv_store of {} is another program's: {error} (its columns are {columns}, and not key TEXT PRIMARY \
             KEY, value TEXT NOT NULL); use another database, or rename that table",
            self.name,
        );
        faults::coded(Error::invalid(message), "other_table", columns)
    }
}

impl KvStore for SqliteKvStore {
    fn get<T: DeserializeOwned>(&self, key: &str) -> Result<T, Error> {
        faults::check_nul("a key", key)?;
        let fault = |error| self.fault(&error);
        let mut select = self.db.prepare_cached(GET).map_err(fault)?;
        let mut rows = select.query([key]).map_err(fault)?;
        let Some(row) = rows.next().map_err(fault)? else {
            return Err(Error::not_found(format!("key not found: {}", shortened(key))));
        };
        match row.get_ref(0).map_err(fault)? {
            ValueRef::Text(text) => json::read(key, text),
            other => Err(Error::invalid(format!(
                "the value of key '{}' is not JSON: it is no text, but of the type {}; another program has stored it",
                shortened(key),
                other.data_type(),
            ))),
        }
    }

    fn set<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Error> {
        let write = Write::new(key, value)?;
        self.set_one(&write).map_err(|error| self.fault_of(&error, &write))
    }

    fn list(&self, glob: &str) -> Result<Vec<String>, Error> {
        faults::check_nul("a pattern", glob)?;
        let fault =
            |error| faults::of_list(&error, &self.name).unwrap_or_else(|| self.fault(&error));
        let mut select = self.db.prepare_cached(LIST).map_err(fault)?;
        let keys = select.query_map([glob], |row| row.get(0)).map_err(fault)?;
        keys.map(|key| key.map_err(fault)).collect()
    }
}

impl fmt::Debug for SqliteKvStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SqliteKvStore").field(&self.name).finish()
    }
}
