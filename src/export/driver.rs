//! [`Export`]: makes a run again, and writes it on the way.

use super::about::About;
use super::cast::Cast;
use super::format::Format;
use super::selection::Selection;
use super::writer::{End, Event, Writer};
use crate::base::Error;
use crate::project::{Project, ProjectError};
use crate::stage::{Replay, Replayed, RunEnd, RunFile};

/// A run that is written in a [`Format`], as much of it at a time as one likes.
///
/// ```
/// use rehearsal::export::{Export, Format, Selection};
/// use rehearsal::stage::{RunFile, RunProject, Session, Settings, scenario};
/// use rehearsal::{Time, runtime::Budget};
///
/// let echo = scenario::find("echo").unwrap();
/// let mut session = Session::new(&echo.project(), Settings::default(), echo.targets())?;
/// session.run(Time::from_nanos(1_000_000_000), Budget::UNLIMITED);
/// let project = RunProject::Scenario("echo".into());
/// let file = RunFile::of(&session, project, Settings::default(), echo.targets());
///
/// let mut export = Export::new(&file, &echo.project(), Format::Jsonl, Selection::default(), None)?;
/// let mut text = String::new();
/// while !export.go(100).unwrap() {
///     text += &export.take();
/// }
/// text += &export.take();
/// assert!(text.starts_with(r#"{"type":"run","format":"rehearsal-events","version":1,"#));
/// # Ok::<(), rehearsal::project::ProjectError>(())
/// ```
pub struct Export {
    replay: Replay,
    file: RunFile,
    selection: Selection,
    writer: Box<dyn Writer>,
    cast: Cast,
    /// Events that were read.
    read: u64,
    picked: u64,
    out: String,
}

/// What became of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Where the run was that was made again.
    pub end: RunEnd,
    /// Whether it was the one that was written.
    pub replayed: Replayed,
    /// How many of its events were picked.
    pub picked: u64,
}

impl Export {
    /// Begins. `limit` is how many events are shown where the format shows only so many; `None`: as [`Format::limit`].
    ///
    /// # Errors
    /// The project contradicts itself.
    pub fn new(
        file: &RunFile,
        project: &Project,
        format: Format,
        selection: Selection,
        limit: Option<u64>,
    ) -> Result<Self, ProjectError> {
        let about = About::of(file, selection.clone());
        Ok(Self {
            replay: file.replay(project)?,
            file: file.clone(),
            selection,
            writer: format.writer(about, limit),
            cast: Cast::default(),
            read: 0,
            picked: 0,
            out: String::new(),
        })
    }

    /// Makes so many turns of the run at most. Whether all of it is written.
    ///
    /// # Errors
    /// `INTERNAL`: one turn has recorded more events than are kept, so that not all of them could be read.
    pub fn go(&mut self, turns: u64) -> Result<bool, Error> {
        for _ in 0..turns {
            // One by one: a single turn may record thousands of events, and only so many are kept.
            let is_over = self.replay.go(1);
            self.read()?;
            let kernel = self.replay.session_mut().kernel_mut();
            kernel.take_effects(); // nobody waits for them, and they would pile up
            kernel.take_questions();
            if is_over {
                let Exported { end, replayed, picked } = self.exported();
                let end = End { run: end, replayed, picked };
                self.writer.end(&end, &self.cast, &mut self.out);
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn read(&mut self) -> Result<(), Error> {
        let trace = self.replay.session().kernel().trace();
        if trace.first() > self.read + 1 {
            return Err(Error::internal(format!(
                "the run records more events at once than are kept: those from {} to {} cannot be exported",
                self.read + 1,
                trace.first() - 1
            )));
        }
        for number in self.read + 1..=trace.total() {
            let Some(record) = trace.get(number) else { continue };
            self.cast.learn(&record, trace);
            let picked = self.selection.picks(&record, trace, &self.cast);
            self.picked += u64::from(picked);
            let event = Event { record: &record, trace, picked };
            self.writer.event(&event, &self.cast, &mut self.out);
        }
        self.read = trace.total();
        Ok(())
    }

    /// What was written since this was last asked.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// How much that is, in bytes.
    pub fn written(&self) -> usize {
        self.out.len()
    }

    /// How much of the run was made again: turns, of so many.
    pub fn progress(&self) -> (u64, u64) {
        (self.replay.session().kernel().turn(), self.file.end.moment.turn)
    }

    /// What has become of it; once all of it is written, this is the last word.
    pub fn exported(&self) -> Exported {
        let session = self.replay.session();
        let (end, replayed) = (RunEnd::of(session), self.file.compare(session));
        Exported { end, replayed, picked: self.picked }
    }
}
