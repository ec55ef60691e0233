//! [`RunFile`]: a run as text, from which it can be made again anywhere.

mod input;
mod value;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::input::LoggedInput;
use super::replay::{Moment, Replay};
use super::session::{Session, Settings};
use crate::base::{Error, Time};
use crate::project::{Project, ProjectError, Target};
use crate::runtime::Order;
use crate::trace::CHECK;
use input::LoggedInputFile;

/// The first thing that a run file says.
const FORMAT: &str = "rehearsal-run";
/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;

/// A run: what it is made of, everything that came from outside, and where it was when it was written. The format is
/// described in `docs/run-format.md`.
///
/// ```
/// use rehearsal::{Time, runtime::Budget};
/// use rehearsal::stage::{Input, Replayed, RunFile, RunProject, Session, Settings, scenario};
///
/// let echo = scenario::find("echo").unwrap();
/// let mut session = Session::new(&echo.project(), Settings::default(), echo.targets())?;
/// session.run(Time::from_nanos(1_000_000_000), Budget::UNLIMITED);
/// session.input(Input::Line { process: 3, text: "hello".into() }).unwrap();
/// session.run(Time::from_nanos(2_000_000_000), Budget::UNLIMITED);
///
/// let project = RunProject::Scenario("echo".into());
/// let text = RunFile::of(&session, project, Settings::default(), echo.targets()).to_json().unwrap();
///
/// let file = RunFile::from_json(&text).unwrap();
/// let mut replay = file.replay(&echo.project())?;
/// while !replay.go(1_000) {}
/// assert_eq!(file.compare(replay.session()), Replayed::Same);
/// # Ok::<(), rehearsal::project::ProjectError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RunFile {
    /// What was run.
    pub project: RunProject,
    /// Seed, order and limits.
    pub settings: Settings,
    /// The processes that it was asked for, beside the services.
    pub targets: Vec<Target>,
    /// Everything that came from outside.
    pub inputs: Vec<LoggedInput>,
    /// Where it was when it was written.
    pub end: RunEnd,
    /// The hash of the trace after each [`CHECK`] events.
    pub checks: Vec<u64>,
}

/// What a run is of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum RunProject {
    /// A scenario that is compiled in, by its id.
    Scenario(String),
    /// Files.
    Files {
        /// What it is called.
        name: String,
        /// Their paths and texts.
        files: BTreeMap<String, String>,
        /// Fields of entries that have other values than the files say: `app:worker:lifecycle.auto_start=true`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        overrides: Vec<String>,
    },
}

impl Default for RunProject {
    /// Files, and none of them.
    fn default() -> Self {
        Self::Files { name: String::new(), files: BTreeMap::new(), overrides: Vec::new() }
    }
}

/// Where a run was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunEnd {
    /// The moment.
    pub moment: Moment,
    /// Events so far.
    pub events: u64,
    /// The hash of the trace so far.
    pub hash: u64,
}

/// What a run that was made again is, beside the one that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// The same.
    Same,
    /// Another one.
    Other {
        /// Where it is.
        end: RunEnd,
        /// Both are the same up to this event at least.
        agrees: u64,
        /// They part before this event, or at it.
        parts: u64,
    },
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: String,
    version: u32,
    project: RunProject,
    seed: u64,
    order: WrittenOrder,
    memory_budget: u64,
    record_channels: bool,
    targets: Vec<WrittenTarget>,
    inputs: Vec<LoggedInputFile>,
    end: WrittenEnd,
    /// Hashes of 16 hex digits with a space between two of them.
    checks: String,
}

/// What every version says.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum WrittenOrder {
    Fifo,
    Shuffled,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenTarget {
    entry: String,
    host: String,
    args: Vec<Json>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenEnd {
    turn: u64,
    time: u64,
    events: u64,
    /// 16 hex digits.
    hash: String,
}

impl RunEnd {
    /// Where a run is now.
    pub fn of(session: &Session) -> Self {
        let trace = session.kernel().trace();
        Self { moment: session.moment(), events: trace.total(), hash: trace.hash() }
    }
}

impl RunFile {
    /// A run as it is now. Its log must be whole.
    pub fn of(
        session: &Session,
        project: RunProject,
        settings: Settings,
        targets: Vec<Target>,
    ) -> Self {
        Self {
            project,
            settings,
            targets,
            inputs: session.log().to_vec(),
            end: RunEnd::of(session),
            checks: session.kernel().trace().checks().to_vec(),
        }
    }

    /// Begins to make the run again, of the project that the file names or has.
    ///
    /// # Errors
    /// The project contradicts itself.
    pub fn replay(&self, project: &Project) -> Result<Replay, ProjectError> {
        let (targets, inputs) = (self.targets.clone(), self.inputs.clone());
        Replay::new(project, self.settings, targets, inputs, self.end.moment)
    }

    /// Whether a run that was made again is the one that was written.
    pub fn compare(&self, session: &Session) -> Replayed {
        let end = RunEnd::of(session);
        if end == self.end {
            return Replayed::Same;
        }
        let theirs = session.kernel().trace().checks();
        let same = self.checks.iter().zip(theirs).take_while(|(a, b)| a == b).count() as u64;
        let parts = ((same + 1) * CHECK).min(self.end.events.min(end.events) + 1);
        Replayed::Other { end, agrees: same * CHECK, parts }
    }

    /// The text of the file.
    ///
    /// # Errors
    /// `INVALID`: an input or an argument holds a table of a script that is more than plain data.
    pub fn to_json(&self) -> Result<String, Error> {
        let target = |Target { entry, host, args }: &Target| {
            let args = args.iter().map(value::write).collect::<Result<_, _>>()?;
            Ok(WrittenTarget { entry: entry.to_string(), host: host.to_string(), args })
        };
        let Settings { seed, order, memory_budget, record_channels } = self.settings;
        let order = match order {
            Order::Fifo => WrittenOrder::Fifo,
            Order::Shuffled => WrittenOrder::Shuffled,
        };
        let RunEnd { moment, events, hash } = self.end;
        let written = Written {
            format: FORMAT.into(),
            version: VERSION,
            project: self.project.clone(),
            seed,
            order,
            memory_budget,
            record_channels,
            targets: self.targets.iter().map(target).collect::<Result<_, Error>>()?,
            inputs: self.inputs.iter().map(LoggedInputFile::of).collect::<Result<_, _>>()?,
            end: WrittenEnd {
                turn: moment.turn,
                time: moment.time.as_nanos(),
                events,
                hash: hex(hash),
            },
            checks: self.checks.iter().map(|check| hex(*check)).collect::<Vec<_>>().join(" "),
        };
        let mut text = serde_json::to_string_pretty(&written)
            .map_err(|error| Error::internal(error.to_string()))?;
        text.push('\n');
        Ok(text)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// `INVALID`, and what is wrong where: it is no run file, it ends too early, it is of a version that is not known here, or
    /// something in it is none of what the format has.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let head: Head = serde_json::from_str(text).map_err(|error| {
            Error::invalid(if error.is_eof() {
                format!("the file ends too early ({error}): a part of it is missing")
            } else {
                format!("this is no run of Rehearsal: {error}")
            })
        })?;
        if head.format != FORMAT {
            let said = format!("this is no run of Rehearsal: its format is {:?}", head.format);
            return Err(Error::invalid(said));
        }
        if head.version != VERSION {
            return Err(Error::invalid(format!(
                "the run was written in version {} of the format, and this Rehearsal reads version {VERSION}: \
                 open it with a newer one",
                head.version
            )));
        }
        let written: Written = serde_json::from_str(text)
            .map_err(|error| Error::invalid(format!("something is wrong in this run: {error}")))?;
        written.into_file()
    }
}

impl Written {
    fn into_file(self) -> Result<RunFile, Error> {
        let target = |WrittenTarget { entry, host, args }| {
            let args = args.iter().map(value::read).collect::<Result<_, _>>()?;
            Ok(Target { entry: String::into(entry), host: String::into(host), args })
        };
        let settings = Settings {
            seed: self.seed,
            order: match self.order {
                WrittenOrder::Fifo => Order::Fifo,
                WrittenOrder::Shuffled => Order::Shuffled,
            },
            memory_budget: self.memory_budget,
            record_channels: self.record_channels,
        };
        let WrittenEnd { turn, time, events, hash } = self.end;
        let hash = unhex(&hash)?;
        let inputs = self.inputs.into_iter().map(LoggedInputFile::into_logged);
        let file = RunFile {
            project: self.project,
            settings,
            targets: self.targets.into_iter().map(target).collect::<Result<_, Error>>()?,
            inputs: inputs.collect::<Result<_, _>>()?,
            end: RunEnd { moment: Moment { turn, time: Time::from_nanos(time) }, events, hash },
            checks: self.checks.split_whitespace().map(unhex).collect::<Result<_, _>>()?,
        };
        file.check_order()?;
        Ok(file)
    }
}

impl RunFile {
    /// Inputs come one after the other, and none after the end.
    fn check_order(&self) -> Result<(), Error> {
        let moments = self.inputs.iter().map(LoggedInput::moment).chain([self.end.moment]);
        let mut before = Moment::default();
        for (number, moment) in moments.enumerate() {
            if moment.turn < before.turn || moment.time < before.time {
                let what = match self.inputs.get(number) {
                    Some(logged) => format!("input {} ({})", number + 1, logged.input.name()),
                    None => "the end".into(),
                };
                return Err(Error::invalid(format!(
                    "{what} of this run is at turn {} and {} ns, but what comes before it at turn {} and {} ns",
                    moment.turn,
                    moment.time.as_nanos(),
                    before.turn,
                    before.time.as_nanos()
                )));
            }
            before = moment;
        }
        Ok(())
    }
}

fn hex(hash: u64) -> String {
    format!("{hash:016x}")
}

fn unhex(text: &str) -> Result<u64, Error> {
    let hash = u64::from_str_radix(text, 16).ok().filter(|_| text.len() == 16);
    hash.ok_or_else(|| Error::invalid(format!("a hash of a run has 16 hex digits, not {text:?}")))
}
