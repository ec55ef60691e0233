//! [`RunFile`]: a run as text, from which it can be made again anywhere.

mod at;
mod input;
mod refusal;
mod value;

use std::collections::BTreeMap;

use super::breakpoint::Breakpoint;
use super::fault_script::{FaultScript, Planned, read_planned};
use super::input::LoggedInput;
use super::replay::{Moment, Replay};
use super::session::{Session, Settings};
use crate::base::{Error, Time, Value};
use crate::project::{Project, ProjectError, Target};
use crate::runtime::Order;
use crate::trace::{CHECK, Digests, Kind};
use at::At;
use refusal::Refusal;

/// The first thing that a run file says.
const FORMAT: &str = "rehearsal-run";
/// The version that is written, and the only one that is read.
const VERSION: i64 = 1;

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
    /// What it is to stop at when it goes on.
    pub breakpoints: Vec<Breakpoint>,
    /// Faults that are to come when it goes on. Those that came are inputs.
    pub faults: FaultScript,
    /// How somebody looked at it: an object that only a page understands; or nothing.
    pub view: Value,
    /// A few bits of each of the first events; a file may have none.
    pub digests: Digests,
}

/// What a run is of.
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl RunEnd {
    /// Where a run is now.
    pub fn of(session: &Session) -> Self {
        let trace = session.kernel().trace();
        Self { moment: session.moment(), events: trace.total(), hash: trace.hash() }
    }

    fn write(&self) -> Value {
        Value::map([
            ("turn", written(self.moment.turn)),
            ("time", written(self.moment.time.as_nanos())),
            ("events", written(self.events)),
            ("hash", hex(self.hash).into()),
        ])
    }

    /// As a file has it.
    pub fn to_json(&self) -> String {
        self.write().to_json()
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
            breakpoints: Vec::new(),
            faults: session.faults_to_come().clone(),
            view: Value::Nil,
            digests: session.kernel().trace().digests().clone(),
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
        let both = self.end.events.min(end.events);
        if end.hash == self.end.hash {
            return Replayed::Other { end, agrees: both, parts: both + 1 };
        }
        let (agrees, parts) = self.parting(session, 1).unwrap_or_else(|| {
            let checked = self.checks.len() as u64 * CHECK;
            (checked.max(self.digests.count()), both + 1)
        });
        Replayed::Other { end, agrees: agrees.min(both), parts: parts.min(both + 1) }
    }

    /// Where a run that is being made again has parted from the one that was written, if that is seen already: both are the same up
    /// to the first event at least, and part before the second, or at it. All before `from` are known to be the same.
    pub fn parting(&self, session: &Session, from: u64) -> Option<(u64, u64)> {
        let trace = session.kernel().trace();
        if let Some(number) = self.digests.first_difference(trace.digests(), from) {
            return Some((number - 1, number));
        }
        let known = from.saturating_sub(1) / CHECK;
        let checks = self.checks.iter().zip(trace.checks()).skip(known as usize);
        let same = known + checks.clone().take_while(|(a, b)| a == b).count() as u64;
        let parts = (same + 1) * CHECK;
        let differ = same < self.checks.len().min(trace.checks().len()) as u64;
        differ.then(|| ((same * CHECK).max(self.digests.count().min(parts - 1)), parts))
    }

    /// The kind of an event as it was written, if the file says it.
    pub fn kind(&self, event: u64) -> Option<Kind> {
        self.digests.kind(event)
    }

    /// What came from outside at a place in [`RunFile::inputs`], in the words of the file: `line {"process":3,"text":"hello"}`.
    pub fn input_text(&self, index: usize) -> Option<String> {
        let logged = self.inputs.get(index)?;
        let Ok(written) = input::write(logged) else { return Some(logged.input.name().into()) };
        let (name, fields) = written.get("input").as_map()?.iter().next()?;
        Some(format!("{} {}", name.as_str()?, fields.to_json()))
    }

    /// The text of the file.
    ///
    /// # Errors
    /// `INVALID`: an input or an argument holds a table of a script that is more than plain data.
    pub fn to_json(&self) -> Result<String, Error> {
        let Settings { seed, order, memory_budget, record_channels } = self.settings;
        let inputs = self.inputs.iter().map(input::write).collect::<Result<Vec<_>, _>>()?;
        let targets = self.targets.iter().map(write_target).collect::<Result<Vec<_>, _>>()?;
        let checks: Vec<_> = self.checks.iter().map(|check| hex(*check)).collect();
        let mut run = vec![
            ("format", FORMAT.into()),
            ("version", VERSION.into()),
            ("project", self.project.write()),
            ("seed", written(seed)),
            ("order", if order == Order::Fifo { "fifo" } else { "shuffled" }.into()),
            ("memory_budget", written(memory_budget)),
            ("record_channels", record_channels.into()),
            ("targets", Value::list(targets)),
            ("inputs", Value::list(inputs)),
            ("end", self.end.write()),
            ("checks", checks.join(" ").into()),
        ];
        if !self.breakpoints.is_empty() {
            let lines = self.breakpoints.iter().map(|one| Value::from(one.to_string()));
            run.push(("breakpoints", Value::list(lines)));
        }
        if !self.faults.is_empty() {
            run.push(("faults", Value::list(self.faults.lines().map(|(_, line)| line.into()))));
        }
        if self.view != Value::Nil {
            run.push(("view", self.view.clone()));
        }
        if self.digests.count() > 0 {
            run.push(("digests", self.digests.write().into()));
        }
        let fields = run.into_iter().map(|(name, value)| (Value::from(name), value));
        Ok(Value::Map(fields.collect()).to_json_pretty() + "\n")
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// `INVALID`, and what is wrong where: it is no run file, it ends too early, it is of a version that is not known here, or
    /// something in it is none of what the format has. Its details are `{refusal, place, detail}`, all of them texts: which of these
    /// (`not_json`, `no_format`, `other_format`, `cut_off`, `other_version`, `malformed`), where (a pointer of JSON, or empty),
    /// and what the sentence names.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let text = text.trim_start_matches('\u{feff}'); // some editors write one
        let run = Value::from_json(text).map_err(|error| -> Error {
            let why = error.to_string();
            // The parser's words for a text that could have gone on.
            let is_cut_off = why.contains("EOF");
            if is_cut_off { Refusal::CutOff(&why) } else { Refusal::NotJson(&why) }.into()
        })?;
        let refusal = match (run.get("format").as_str(), run.get("version")) {
            (Some(FORMAT), Value::Int(VERSION)) => None,
            (Some(FORMAT), version) => Some(Refusal::OtherVersion(version)),
            (Some(other), _) => Some(Refusal::OtherFormat(other)),
            (None, _) => Some(Refusal::NoFormat),
        };
        if let Some(refusal) = refusal {
            return Err(refusal.into());
        }
        let file = Self::read(&At::all(&run))?;
        file.check_order()?;
        Ok(file)
    }

    fn read(run: &At<'_>) -> Result<Self, Error> {
        let (
            [
                _,
                _,
                project,
                seed,
                order,
                memory_budget,
                record_channels,
                targets,
                inputs,
                end,
                checks,
            ],
            [breakpoints, faults, view, digests],
        ) = run.fields_and(
            [
                "format",
                "version",
                "project",
                "seed",
                "order",
                "memory_budget",
                "record_channels",
                "targets",
                "inputs",
                "end",
                "checks",
            ],
            ["breakpoints", "faults", "view", "digests"],
        )?;
        let settings = Settings {
            seed: seed.number()?,
            order: match order.value.as_str() {
                Some("fifo") => Order::Fifo,
                Some("shuffled") => Order::Shuffled,
                _ => return Err(order.expected("\"fifo\" or \"shuffled\"")),
            },
            memory_budget: memory_budget.number()?,
            record_channels: record_channels.bool()?,
        };
        let [turn, time, events, hash] = end.fields(["turn", "time", "events", "hash"])?;
        let moment = Moment { turn: turn.number()?, time: Time::from_nanos(time.number()?) };
        let unhexed =
            |at: &At<'_>, text: &str| unhex(text).ok_or_else(|| at.expected("16 hex digits"));
        Ok(Self {
            project: RunProject::read(&project)?,
            settings,
            targets: targets.list(read_target)?,
            inputs: inputs.list(input::read)?,
            end: RunEnd { moment, events: events.number()?, hash: unhexed(&hash, &hash.text()?)? },
            checks: {
                let text = checks.text()?;
                text.split_whitespace()
                    .map(|text| unhexed(&checks, text))
                    .collect::<Result<_, _>>()?
            },
            breakpoints: match breakpoints {
                Some(at) if at.value.as_list().is_some_and(|list| list.len() > BREAKPOINTS) => {
                    return Err(at.expected("at most 200 breakpoints"));
                }
                at => at.map_or(Ok(Vec::new()), |at| at.list(read_breakpoint))?,
            },
            faults: faults.map_or(Ok(FaultScript::default()), |at| read_faults(&at))?,
            view: match view {
                Some(at) if at.value.as_map().is_none() => return Err(at.expected("an object")),
                at => at.map_or(Value::Nil, |at| at.value.clone()),
            },
            digests: match digests {
                None => Digests::default(),
                Some(at) => Digests::read(&at.text()?).ok_or_else(|| {
                    at.expected("five characters of base64url for each of the first events")
                })?,
            },
        })
    }
}

impl LoggedInput {
    /// As a file has it; none, if it holds a table of a script that is more than plain data.
    pub fn to_json(&self) -> Option<String> {
        input::write(self).ok().map(|written| written.to_json())
    }
}

impl RunProject {
    fn write(&self) -> Value {
        match self {
            Self::Scenario(id) => Value::map([("scenario", id.clone().into())]),
            Self::Files { name, files, overrides } => {
                let text = |(path, text): (&String, &String)| {
                    (Value::from(path.clone()), Value::from(text.clone()))
                };
                let overrides = overrides.iter().map(|text| Value::from(text.clone()));
                let files = Value::map([
                    ("name", name.clone().into()),
                    ("files", Value::Map(files.iter().map(text).collect())),
                    ("overrides", Value::list(overrides)),
                ]);
                Value::map([("files", files)])
            }
        }
    }

    fn read(at: &At<'_>) -> Result<Self, Error> {
        match at.only()? {
            ("scenario", id) => Ok(Self::Scenario(id.text()?)),
            ("files", of) => {
                let [name, files, overrides] = of.fields(["name", "files", "overrides"])?;
                Ok(Self::Files {
                    name: name.text()?,
                    files: files.texts()?,
                    overrides: overrides.list(|at| at.text())?,
                })
            }
            _ => Err(at.expected("\"scenario\" or \"files\"")),
        }
    }
}

/// Breakpoints of a file: each is looked at with each event.
const BREAKPOINTS: usize = 200;

fn read_breakpoint(at: &At<'_>) -> Result<Breakpoint, Error> {
    at.text()?.parse().map_err(|wrong: Error| at.wrong(&wrong.message))
}

/// Those that are to come, in the order in which they do.
fn read_faults(at: &At<'_>) -> Result<FaultScript, Error> {
    let lines = at.list(|at| {
        let line = at.text()?;
        read_planned(&line).map_err(|wrong| at.wrong(&wrong.message))
    })?;
    let planned = (1..).zip(lines).map(|(line, (at, fault))| Planned { line, at, fault });
    let script = FaultScript { planned: planned.collect() };
    let is_late = |(one, next): (&Planned, &Planned)| next.at < one.at;
    if script.len() > FaultScript::MOST {
        return Err(at.expected(&format!("at most {} faults", FaultScript::MOST)));
    }
    if script.planned.iter().zip(script.planned.iter().skip(1)).any(is_late) {
        return Err(at.expected("faults in the order of their times"));
    }
    Ok(script)
}

fn write_target(Target { entry, host, args }: &Target) -> Result<Value, Error> {
    let args = args.iter().map(value::write).collect::<Result<Vec<_>, _>>()?;
    Ok(Value::map([
        ("entry", entry.clone().into()),
        ("host", host.clone().into()),
        ("args", Value::list(args)),
    ]))
}

fn read_target(at: &At<'_>) -> Result<Target, Error> {
    let [entry, host, args] = at.fields(["entry", "host", "args"])?;
    let (entry, host) = (entry.text()?.into(), host.text()?.into());
    Ok(Target { entry, host, args: args.list(input::value_of)? })
}

/// A number; one that is too large for an integer of JSON's readers as a text.
fn written(number: u64) -> Value {
    i64::try_from(number).map_or_else(|_| number.to_string().into(), Value::Int)
}

impl RunFile {
    /// Inputs come one after the other, and none after the end.
    fn check_order(&self) -> Result<(), Error> {
        let moments = self.inputs.iter().map(LoggedInput::moment).chain([self.end.moment]);
        let mut before = Moment::default();
        for (number, moment) in moments.enumerate() {
            if moment.turn < before.turn || moment.time < before.time {
                let place = match self.inputs.get(number) {
                    Some(_) => format!("/inputs/{number}"),
                    None => "/end".into(),
                };
                let what = format!(
                    "it is at turn {} and {} ns, but what comes before it at turn {} and {} ns",
                    moment.turn,
                    moment.time.as_nanos(),
                    before.turn,
                    before.time.as_nanos()
                );
                return Err(Refusal::Malformed(&what, &place).into());
            }
            before = moment;
        }
        Ok(())
    }
}

fn hex(hash: u64) -> String {
    format!("{hash:016x}")
}

fn unhex(text: &str) -> Option<u64> {
    let is_hash = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { u64::from_str_radix(text, 16).ok() } else { None }
}
