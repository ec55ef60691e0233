//! The key-value store of a run: a database that is opened when a process first asks for it.

use std::path::PathBuf;

use rehearsal::runtime::StoreQuestion;
use rehearsal::stage::{Input, Session};
use rehearsal::{Error, Outcome, StoreRequest};
use rehearsal_sqlite::SqliteKvStore;

/// Where the database is, and, once it was asked for, itself.
pub struct Store {
    path: PathBuf,
    open: Option<SqliteKvStore>,
}

impl Store {
    /// A store in a file, which is not touched yet.
    pub fn new(path: PathBuf) -> Self {
        Self { path, open: None }
    }

    /// Answers what the run has asked since the last time: with inputs, which its log keeps. False: nothing was asked.
    pub fn answer(&mut self, session: &mut Session) -> bool {
        let questions = session.kernel_mut().take_questions();
        if questions.is_empty() {
            return false;
        }
        let answers = self.answers(questions.iter().map(|question| &question.request));
        for (StoreQuestion { process, id, .. }, answer) in questions.into_iter().zip(answers) {
            // Who has asked may have ended; then the trace has it that nobody took the answer.
            session.input(Input::Store { process, id, answer }).ok();
        }
        true
    }

    /// A database that cannot be had now may be there the next time.
    fn answers<'a>(&mut self, asked: impl Iterator<Item = &'a StoreRequest>) -> Vec<Outcome> {
        match self.opened() {
            Ok(store) => store.answer_run(asked),
            Err(error) => asked.map(|_| Err(error.clone())).collect(),
        }
    }

    fn opened(&mut self) -> Result<&mut SqliteKvStore, Error> {
        match &mut self.open {
            Some(store) => Ok(store),
            none => Ok(none.insert(SqliteKvStore::open(&self.path)?)),
        }
    }
}
