//! A part of the table, for a view of it.

use rehearsal::Error;
use rusqlite::types::ValueRef;

use crate::{SqliteKvStore, faults};

/// Which rows to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query<'a> {
    /// Rows whose key matches this pattern of SQLite's GLOB: `*` is any.
    pub glob: &'a str,
    /// So many of them are passed over.
    pub offset: u32,
    /// So many are read at most.
    pub limit: u32,
    /// Of a longer value so many characters are read.
    pub longest: u32,
}

/// Some rows of the table, in the order of their keys' bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<Row>,
    /// How many match, read or not.
    pub total: u32,
}

/// A key and the beginning of its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The key.
    pub key: String,
    /// The text of the value, or its beginning; nothing if another program has stored something else than a text.
    pub value: Option<String>,
    /// How many characters the whole value has, or bytes if it is no text.
    pub length: u32,
}

const ROWS: &str = "SELECT key, iif(typeof(value) = 'text', substr(value, 1, ?4), NULL), length(value)
    FROM kv_store WHERE key GLOB ?1 AND typeof(key) = 'text' ORDER BY key COLLATE BINARY LIMIT ?3 OFFSET ?2";
const TOTAL: &str = "SELECT count(*) FROM kv_store WHERE key GLOB ?1 AND typeof(key) = 'text'";

impl SqliteKvStore {
    /// Rows whose keys match a pattern.
    ///
    /// ```
    /// use rehearsal_sqlite::{KvStore, Query, SqliteKvStore};
    ///
    /// let mut store = SqliteKvStore::in_memory()?;
    /// for n in 0..50 {
    ///     store.set(&format!("log:{n:02}"), &n)?;
    /// }
    /// let found = store.rows(&Query { glob: "log:*", offset: 20, limit: 2, longest: 100 })?;
    /// assert_eq!(found.total, 50);
    /// assert_eq!(found.rows[1].key, "log:21");
    /// assert_eq!(found.rows[1].value.as_deref(), Some("21"));
    /// # Ok::<(), rehearsal::Error>(())
    /// ```
    ///
    /// # Errors
    /// The pattern has a NUL or is too long, or the store cannot be read.
    pub fn rows(&self, query: &Query<'_>) -> Result<Rows, Error> {
        faults::check_nul("a pattern", query.glob)?;
        let fault =
            |error| faults::of_list(&error, self.name()).unwrap_or_else(|| self.fault(&error));
        let db = self.connection();
        let total = db
            .prepare_cached(TOTAL)
            .and_then(|mut count| count.query_row([query.glob], |row| row.get(0)));
        let total = total.map_err(fault)?;
        let mut select = db.prepare_cached(ROWS).map_err(fault)?;
        let parameters = (query.glob, query.offset, query.limit, query.longest);
        let rows = select.query_map(parameters, |row| {
            Ok(Row {
                key: text(row, 0)?.unwrap_or_default(),
                value: text(row, 1)?,
                length: row.get(2)?,
            })
        });
        let rows = rows.map_err(fault)?.collect::<Result<_, _>>().map_err(fault)?;
        Ok(Rows { rows, total })
    }
}

/// A view shows what is there: bytes that are no UTF-8, too.
fn text(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    })
}
