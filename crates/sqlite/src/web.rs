//! What JavaScript sees: a store in the browser's own storage, or in memory.
//!
//! *Invariant:* whoever calls this holds a lock on the directory. Two modules on one directory would not know of each other.

mod dto;
mod panic;

use js_sys::Uint8Array;
use rehearsal::{Error, ErrorKind};
use rsqlite_vfs::VfsFilesManager;
use rusqlite::Connection;
use sqlite_wasm_rs::WasmOsCallback;
use sqlite_wasm_vfs::sahpool::{OpfsSAHError, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil, install};
use wasm_bindgen::prelude::*;

use crate::{Query, Reply, Request, SqliteKvStore, faults, image};
use dto::{Answer, Asked, Page, failure};

/// The database's name in its directory, where it has a journal beside it.
const FILE: &str = "app.db";

/// Database, WAL, the journal of a time before it had one, and one to spare: the browser gives files no names, so there is a
/// fixed number of them.
const FILES: usize = 4;

/// Nobody else can have the file, so the lock, the index of the WAL and the pages that were read are kept from one
/// transaction to the next. With a WAL a commit is one flush, and with a journal it is four. The mode comes after the
/// lock: else the WAL would want memory that is shared with others, which the browser has not.
///
/// To flush a file that has grown takes several times as long as to flush one that was written over. So the WAL begins
/// again from its start often, and keeps the length that it needs for that; only what a large transaction has left of it
/// is given back.
const SETTINGS: &str = "
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA wal_autocheckpoint = 250;
    PRAGMA journal_size_limit = 2097152;
    PRAGMA trusted_schema = OFF;
";

/// With a WAL a database keeps to the size of its pages, and another one may have others.
const BEFORE_IMPORT: &str = "PRAGMA journal_mode = PERSIST";

/// What is larger than that has no room in a module's memory, twice and with a copy for the page.
const LARGEST_IMPORT: u32 = 1 << 29;

/// A database and what JavaScript may ask of it.
#[wasm_bindgen]
pub struct Database {
    /// The files, if it has any.
    pool: Option<OpfsSAHPoolUtil>,
    store: Result<SqliteKvStore, Error>,
    changes: u32,
}

#[wasm_bindgen]
impl Database {
    /// Opens the database of a directory in OPFS, in a dedicated worker. If the directory can be had and the database
    /// cannot be used, the answer is one with a `fault`: it can still be replaced.
    pub async fn open(directory: String) -> Result<Database, JsValue> {
        let settings =
            OpfsSAHPoolCfgBuilder::new().directory(&directory).initial_capacity(FILES).build();
        let pool = install::<WasmOsCallback>(&settings, true)
            .await
            .map_err(|error| failure(&of_pool(&error)))?;
        Ok(Self { pool: Some(pool), store: open_file(), changes: 0 })
    }

    /// A database that is gone with the worker.
    pub fn memory() -> Database {
        Self { pool: None, store: SqliteKvStore::in_memory(), changes: 0 }
    }

    /// Why the database cannot be used; undefined if it can.
    #[wasm_bindgen(getter)]
    pub fn fault(&self) -> JsValue {
        self.store.as_ref().err().map_or(JsValue::UNDEFINED, failure)
    }

    /// Grows with each change.
    #[wasm_bindgen(getter)]
    pub fn changes(&self) -> u32 {
        self.changes
    }

    /// Answers requests that have waited together; see [`SqliteKvStore::answer`]. When it returns, what the answers say is
    /// kept.
    pub fn answer(&mut self, asked: Vec<Asked>) -> Vec<Answer> {
        let mut requests = Vec::new();
        let mut refused = Vec::new(); // of each that was asked: why it is no request, if it is none
        for asked in &asked {
            let read = asked.read();
            refused.push(read.as_ref().err().cloned());
            requests.extend(read);
        }
        let mut answers = self.answers(&requests).into_iter();
        let answers = asked.iter().zip(refused).map(|(asked, refused)| {
            let answer = refused.map(Err).or_else(|| answers.next());
            asked.answered(answer.unwrap_or_else(|| Err(Error::internal("there is no answer"))))
        });
        answers.collect()
    }

    /// Some rows for a table of them; see [`Query`].
    pub fn rows(&self, glob: &str, offset: u32, limit: u32, longest: u32) -> Result<Page, JsValue> {
        let found =
            self.ready().and_then(|store| store.rows(&Query { glob, offset, limit, longest }));
        found.map(|rows| dto::page(rows, self.changes)).map_err(|error| failure(&error))
    }

    /// The whole database as the bytes of a file, which needs no other file beside it: all of the WAL is in it.
    pub fn export(&mut self) -> Result<Uint8Array, JsValue> {
        let store = self.store.as_mut().map_err(|error| failure(error))?;
        let bytes = Uint8Array::from(&*store.export().map_err(|error| failure(&error))?);
        for at in image::VERSIONS {
            bytes.set_index(at as u32, image::WITH_JOURNAL);
        }
        Ok(bytes)
    }

    /// Replaces the whole database by that of a file, if all of it is sound.
    pub fn import(&mut self, file: &Uint8Array) -> Result<(), JsValue> {
        let (length, most) = (file.length(), LARGEST_IMPORT);
        let done = if length > most {
            let why = format!(
                "the file has {length} bytes, and a browser takes {most} at most; nothing was changed"
            );
            Err(faults::coded(Error::invalid(why), "too_large", &format!("{length} / {most}")))
        } else {
            self.import_checked(&file.to_vec())
        };
        done.map_err(|error| failure(&error))
    }

    /// Empties the database, whatever is in it and however damaged it is.
    pub fn reset(&mut self) -> Result<(), JsValue> {
        self.emptied().map_err(|error| failure(&error))
    }
}

impl Database {
    fn ready(&self) -> Result<&SqliteKvStore, Error> {
        self.store.as_ref().map_err(Error::clone)
    }

    fn answers(&mut self, requests: &[Request]) -> Vec<Result<Reply, Error>> {
        let answers = match &mut self.store {
            Ok(store) => store.answer(requests),
            Err(error) => vec![Err(error.clone()); requests.len()],
        };
        let written = answers.iter().filter(|answer| matches!(answer, Ok(Reply::Done))).count();
        self.changed(u32::try_from(written).unwrap_or(u32::MAX));
        answers
    }

    fn import_checked(&mut self, file: &[u8]) -> Result<(), Error> {
        let store = self.store.as_mut().map_err(|error| error.clone())?;
        if self.pool.is_none() {
            store.import(file)?;
        } else {
            let image = image::open(file)?;
            let fault = |error| faults::of_database(&error, FILE);
            store.connection().execute_batch(BEFORE_IMPORT).map_err(fault)?;
            let replaced = store.replace_by(&image);
            // The old connection would keep to the encoding that the old database had, and to a journal.
            self.store = Err(Error::internal("the database is closed"));
            self.store = open_file();
            replaced?;
        }
        self.changed(1);
        self.ready().map(drop)
    }

    fn emptied(&mut self) -> Result<(), Error> {
        self.store = SqliteKvStore::in_memory();
        self.changed(1);
        if let Some(pool) = &self.pool {
            // It was closed by the line above. The database first: of a journal without one nothing is restored.
            let gone = pool.remove(FILE).and_then(|_| pool.clear());
            self.store = open_file();
            gone.map_err(|error| of_pool(&error))?;
        }
        self.ready().map(drop)
    }

    fn changed(&mut self, times: u32) {
        self.changes = self.changes.wrapping_add(times);
    }
}

fn open_file() -> Result<SqliteKvStore, Error> {
    let fault = |error| faults::of_database(&error, FILE);
    let db = Connection::open(FILE).map_err(fault)?;
    // Nobody would ever let go.
    db.busy_timeout(std::time::Duration::ZERO).map_err(fault)?;
    db.execute_batch(SETTINGS).map_err(fault)?;
    SqliteKvStore::on(db)
}

fn of_pool(error: &OpfsSAHError) -> Error {
    let message = format!("the browser's storage cannot be had: {error}");
    let told = Error::new(ErrorKind::Unavailable, message).with_retryable(true);
    faults::coded(told, "no_storage", &error.to_string())
}
