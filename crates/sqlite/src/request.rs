//! What is asked of a store from outside: many things at once, and JSON as text.

use rehearsal::Error;
use rusqlite::{Transaction, TransactionBehavior};
use serde_json::value::RawValue;

use crate::{KvStore, SqliteKvStore, Write, faults};

/// Something that a store can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// The value of a key.
    Get(String),
    /// Stores a value.
    Set(Write),
    /// The keys that match a pattern.
    List(String),
}

/// What comes of a [`Request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A value, as the JSON text that is stored.
    Json(String),
    /// A value was stored.
    Done,
    /// Keys, in the order of their bytes.
    Keys(Vec<String>),
}

impl SqliteKvStore {
    /// Does what has waited together, in its order: each request sees the writes before it and none after it. All writes
    /// are one transaction with one flush, and nobody is answered before it. If it fails, all of it is undone, and each
    /// request is tried by itself; of a locked database all others are told after one timeout.
    ///
    /// ```
    /// use rehearsal_sqlite::{Reply, Request, SqliteKvStore, Write};
    ///
    /// let mut store = SqliteKvStore::in_memory()?;
    /// let answers = store.answer(&[
    ///     Request::Set(Write::new("visits", &1)?),
    ///     Request::Get("visits".into()),
    ///     Request::Set(Write::new("visits", &2)?),
    /// ]);
    /// assert_eq!(answers, [Ok(Reply::Done), Ok(Reply::Json("1".into())), Ok(Reply::Done)]);
    /// # Ok::<(), rehearsal::Error>(())
    /// ```
    pub fn answer(&mut self, requests: &[Request]) -> Vec<Result<Reply, Error>> {
        // Of a group of one there is nothing to undo for the sake of the others; and what only reads is flushed never.
        let several = requests.len() > 1;
        let locked = if several && requests.iter().any(Request::writes) {
            match self.together(requests) {
                Ok(answers) => return answers,
                Err(error) => faults::is_locked(&error).then(|| self.fault(&error)),
            }
        } else {
            None
        };
        self.one_by_one(requests, locked)
    }

    /// In one transaction, or not at all. What a read finds or does not find is no reason to undo the writes.
    fn together(&self, requests: &[Request]) -> rusqlite::Result<Vec<Result<Reply, Error>>> {
        let behavior = TransactionBehavior::Immediate;
        let transaction = Transaction::new_unchecked(self.connection(), behavior)?;
        let answers = requests.iter().map(|request| match request {
            Request::Set(write) => self.set_one(write).map(|()| Ok(Reply::Done)),
            read => Ok(self.read(read)),
        });
        let answers = answers.collect::<rusqlite::Result<_>>()?;
        transaction.commit()?;
        Ok(answers)
    }

    fn one_by_one(&self, requests: &[Request], locked: Option<Error>) -> Vec<Result<Reply, Error>> {
        let mut locked = locked.map(Err);
        let one = |request: &Request| {
            if let Some(answer) = &locked {
                return answer.clone(); // each would wait as long again
            }
            let Request::Set(write) = request else { return self.read(request) };
            let done = self.set_one(write);
            let is_locked = done.as_ref().err().is_some_and(faults::is_locked);
            let answer = done.map(|()| Reply::Done).map_err(|error| self.fault_of(&error, write));
            locked = is_locked.then(|| answer.clone());
            answer
        };
        requests.iter().map(one).collect()
    }

    fn read(&self, request: &Request) -> Result<Reply, Error> {
        match request {
            Request::Get(key) => {
                // As the text that is stored, which is looked through, and not taken apart.
                self.get::<Box<RawValue>>(key)
                    .map(|json| Reply::Json(Box::<str>::from(json).into()))
            }
            Request::List(glob) => self.list(glob).map(Reply::Keys),
            Request::Set(_) => Err(Error::internal("a write is no read")),
        }
    }
}

impl Request {
    fn writes(&self) -> bool {
        matches!(self, Self::Set(_))
    }
}
