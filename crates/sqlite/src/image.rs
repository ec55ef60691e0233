//! A whole database as the bytes of its file.

use std::io::Read;

use rehearsal::Error;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::serialize::Data;
use rusqlite::{Connection, MAIN_DB};

use crate::SqliteKvStore;
use crate::faults::{self, coded};

/// What each database begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Length of the header that the magic begins.
const HEADER: usize = 100;
/// The two bytes of the header that say how the file is to be written and read.
pub(crate) const VERSIONS: std::ops::Range<usize> = 18..20;
pub(crate) const WITH_JOURNAL: u8 = 1;

/// What errors call the bytes that somebody brings.
const NAME: &str = "the file";

impl SqliteKvStore {
    /// The database as a file that any program for SQLite reads.
    ///
    /// ```
    /// use rehearsal_sqlite::{KvStore, SqliteKvStore};
    ///
    /// let mut store = SqliteKvStore::in_memory()?;
    /// store.set("a", &1)?;
    /// assert!(store.export()?.starts_with(b"SQLite format 3\0"));
    /// # Ok::<(), rehearsal::Error>(())
    /// ```
    ///
    /// # Errors
    /// The database cannot be read, or there is no memory for it.
    pub fn export(&mut self) -> Result<Data<'_>, Error> {
        let name = self.name().to_owned();
        self.connection_mut().serialize(MAIN_DB).map_err(|error| faults::of_database(&error, &name))
    }

    /// Replaces the whole database, its other tables included, by that of a file. All of the file is checked before, and
    /// it is done in one transaction: whatever goes wrong, the database is what it was.
    ///
    /// ```
    /// use rehearsal_sqlite::{KvStore, SqliteKvStore};
    ///
    /// let mut store = SqliteKvStore::in_memory()?;
    /// store.set("a", &1)?;
    /// let file = store.export()?.to_vec();
    /// store.set("b", &2)?;
    ///
    /// let error = store.import(b"a text").unwrap_err();
    /// assert_eq!(error.to_string(), "the file is no SQLite database; nothing was changed");
    /// assert_eq!(store.list("*")?, ["a", "b"]);
    ///
    /// store.import(&file)?;
    /// assert_eq!(store.list("*")?, ["a"]);
    /// # Ok::<(), rehearsal::Error>(())
    /// ```
    ///
    /// # Errors
    /// The file is no database, is damaged, has no table `kv_store` that a store can use, or has its texts in another encoding
    /// than a database in a file; there is no room for it.
    pub fn import(&mut self, file: &[u8]) -> Result<(), Error> {
        let image = open(file)?;
        if self.is_in_memory() {
            // It could not change the size of its pages; but nothing is lost either if it dies half-way.
            *self.connection_mut() = image;
            return Ok(());
        }
        // A connection that is open keeps to the encoding that it has found.
        let (theirs, ours) = (encoding(&image), encoding(self.connection()));
        if theirs != ours {
            let why = format!("has its texts in {theirs}, and {} in {ours}", self.name());
            return Err(refused("encoding", &why, &theirs));
        }
        self.replace_by(&image)
    }

    /// The second half of an import. If the file's encoding is another one, the connection is of no more use.
    pub(crate) fn replace_by(&mut self, image: &Connection) -> Result<(), Error> {
        let copied = Backup::new(image, self.connection_mut()).and_then(|backup| backup.step(-1));
        match copied {
            Ok(StepResult::Done) => Ok(()),
            Ok(_) => Err(faults::of_lock(self.name(), 0)),
            Err(error) => Err(self.fault(&error)),
        }
    }

    pub(crate) fn is_in_memory(&self) -> bool {
        self.connection().path().is_none_or(str::is_empty)
    }
}

fn encoding(db: &Connection) -> String {
    db.pragma_query_value(None, "encoding", |row| row.get(0)).unwrap_or_default()
}

/// Opens a file's content in memory, and checks all of it: the first half of an import.
pub(crate) fn open(file: &[u8]) -> Result<Connection, Error> {
    if file.len() < HEADER || !file.starts_with(MAGIC) {
        return Err(refused("no_database", "is no SQLite database", ""));
    }
    let unreadable = |error: rusqlite::Error| {
        refused("unreadable", &format!("cannot be read: {error}"), &error.to_string())
    };
    let mut image = Connection::open_in_memory().map_err(unreadable)?;
    // In memory there is no WAL, and whoever copied a file with one has left the WAL behind.
    let (before, after) = (&file[..VERSIONS.start], &file[VERSIONS.end..]);
    let bytes = before.chain(&[WITH_JOURNAL; 2][..]).chain(after);
    image.deserialize_read_exact(MAIN_DB, bytes, file.len(), false).map_err(unreadable)?;
    // It is somebody else's: what its schema calls shall have no effects.
    image
        .execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        .map_err(unreadable)?;

    let size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let size: i64 = image.query_row(size, [], |row| row.get(0)).map_err(unreadable)?;
    // SQLite itself looks at whole pages only. More than that may be room that a program has made in advance.
    if size > i64::try_from(file.len()).unwrap_or(i64::MAX) {
        let why = format!("is cut off: it has {} bytes of {size}", file.len());
        return Err(refused("cut_off", &why, &format!("{} / {size}", file.len())));
    }
    let found: String =
        image.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(unreadable)?;
    if found != "ok" {
        return Err(refused("damaged", &format!("is damaged: {found}"), &found));
    }
    match SqliteKvStore::of(image, NAME.into()).if_table() {
        Ok(Some(store)) => tried(store.into_connection()),
        Ok(None) => {
            let why = "has no table kv_store: it is another program's database";
            Err(refused("no_table", why, ""))
        }
        Err(error) => {
            let message = format!("{error}; nothing was changed");
            Err(Error { details: error.details, ..Error::invalid(message) })
        }
    }
}

/// Sees whether the table takes a write and keeps it: a rule or a trigger of another program may be in the way.
fn tried(image: Connection) -> Result<Connection, Error> {
    let sql = "SAVEPOINT trial;
        DELETE FROM kv_store WHERE key = 'a key on trial';
        INSERT INTO kv_store (key, value) VALUES ('a key on trial', '1');";
    let kept = "SELECT count(*) FROM kv_store WHERE key = 'a key on trial' AND value = '1'";
    let kept = image.execute_batch(sql).and_then(|()| image.query_row(kept, [], |row| row.get(0)));
    let undone = image.execute_batch("ROLLBACK TO trial; RELEASE trial");
    match kept.and_then(|kept: i64| undone.map(|()| kept)) {
        Ok(1) => Ok(image),
        Ok(_) => {
            let why = "does not keep what is written: a trigger on its table kv_store changes that";
            Err(refused("trigger", why, ""))
        }
        Err(error) => {
            let detail = error.to_string();
            Err(refused("takes_no_writes", &format!("takes no writes: {detail}"), &detail))
        }
    }
}

fn refused(code: &str, why: &str, detail: &str) -> Error {
    coded(Error::invalid(format!("{NAME} {why}; nothing was changed")), code, detail)
}
