//! [`Side`]: one of two runs, made again a turn at a time.

use super::event::{Seen, Told};
use crate::base::Error;
use crate::export::Cast;
use crate::project::{Project, ProjectError};
use crate::stage::{Replay, Replayed, RunFile};
use crate::trace::{Record, Recorder};

pub struct Side {
    pub file: RunFile,
    pub replay: Replay,
    pub is_over: bool,
    cast: Cast,
    /// Events that `cast` knows.
    known: u64,
}

impl Side {
    pub fn new(file: &RunFile, project: &Project) -> Result<Self, ProjectError> {
        let replay = file.replay(project)?;
        Ok(Self { file: file.clone(), replay, is_over: false, cast: Cast::default(), known: 0 })
    }

    pub fn trace(&self) -> &Recorder {
        self.replay.session().kernel().trace()
    }

    /// Events so far.
    pub fn total(&self) -> u64 {
        self.trace().total()
    }

    /// Takes a turn. No event may have gone that was not compared.
    pub fn step(&mut self, compared: u64) -> Result<(), Error> {
        self.is_over = self.replay.go(1);
        let kernel = self.replay.session_mut().kernel_mut();
        kernel.take_effects(); // nobody waits for them, and they would pile up
        kernel.take_questions();
        let trace = self.replay.session().kernel().trace();
        if trace.first() > compared + 1 {
            return Err(Error::internal(format!(
                "the run records more events at once than are kept: those from {} to {} cannot be compared",
                compared + 1,
                trace.first() - 1
            )));
        }
        for number in self.known + 1..=trace.total() {
            if let Some(record) = trace.get(number) {
                self.cast.learn(&record, trace);
            }
        }
        self.known = trace.total();
        Ok(())
    }

    /// An event with what is known of it.
    pub fn seen<'a>(&'a self, record: &'a Record) -> Seen<'a> {
        Seen { record, trace: self.trace(), cast: &self.cast }
    }

    /// An event in words, if it is there.
    pub fn told(&self, number: u64) -> Option<Told> {
        let record = self.trace().get(number)?;
        Some(self.seen(&record).told())
    }

    /// Whether what was made again is what was written, as far as that is known.
    pub fn is_remade(&self) -> bool {
        let session = self.replay.session();
        if self.is_over {
            return self.file.compare(session) == Replayed::Same;
        }
        self.file.parting(session, 1).is_none()
    }
}
