//! [`FaultScript`]: faults that come at instants of virtual time.

use std::collections::VecDeque;

use crate::base::{Duration, Error, Time};
use crate::runtime::Fault;

/// Faults, and when they come: a line each, with its time before it. What stands behind a `#` at the beginning of a line is a remark.
///
/// What it does are inputs, logged when they come, so a run is made again without it; a run file has what is to come, for who goes on.
///
/// ```
/// use rehearsal::{Time, runtime::Budget};
/// use rehearsal::stage::{FaultScript, Session, Settings, scenario};
///
/// let ping_pong = scenario::find("ping-pong").unwrap();
/// let mut session = Session::new(&ping_pong.project(), Settings::default(), ping_pong.targets())?;
/// session.set_faults(FaultScript::read("# twice is enough\n2ms kill app:ponger").unwrap());
/// let soon = Time::from_nanos(5_000_000);
/// while session.run(soon, Budget::UNLIMITED) == rehearsal::runtime::Next::AtOnce {}
/// assert_eq!(session.log()[0].time, Time::from_nanos(2_000_000));
///
/// let problems = FaultScript::read("2ms kil app:ponger").unwrap_err();
/// assert_eq!(problems[0].line, 1);
/// assert_eq!(problems[0].message, "there is no fault \"kil\"; did you mean \"kill\"?");
/// # Ok::<(), rehearsal::project::ProjectError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FaultScript {
    /// By time; of one instant, in the order of their lines.
    pub(super) planned: VecDeque<Planned>,
}

/// A fault that comes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Planned {
    pub line: u32,
    pub at: Time,
    pub fault: Fault,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptProblem {
    /// Its number, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptOutcome {
    /// Its number, from 1.
    pub line: u32,
    /// Whether it could be done.
    pub done: Result<(), Error>,
}

impl FaultScript {
    /// The most lines that a script has.
    pub(super) const MOST: usize = 10_000;

    /// Reads a script.
    ///
    /// # Errors
    /// All lines that are wrong.
    pub fn read(text: &str) -> Result<Self, Vec<ScriptProblem>> {
        let (mut planned, mut problems) = (Vec::<Planned>::new(), Vec::new());
        for (line, text) in (1u32..).zip(text.lines()) {
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            match read_planned(text) {
                Ok((at, fault)) => {
                    let index = planned.partition_point(|planned| planned.at <= at);
                    planned.insert(index, Planned { line, at, fault });
                }
                Err(error) => {
                    problems.push(ScriptProblem { line, message: error.message.to_string() })
                }
            }
            if planned.len() > Self::MOST {
                let message = format!("a script has at most {} faults", Self::MOST);
                problems.push(ScriptProblem { line, message });
                break;
            }
        }
        if problems.is_empty() { Ok(Self { planned: planned.into() }) } else { Err(problems) }
    }

    /// Those that are to come: the number of each line, and the line: `5s kill relay`.
    pub fn lines(&self) -> impl Iterator<Item = (u32, String)> {
        self.planned.iter().map(|one| (one.line, planned_text(one.at, &one.fault)))
    }

    /// How many faults are to come.
    pub fn len(&self) -> usize {
        self.planned.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.planned.is_empty()
    }
}

/// A line of a script, as [`read_planned`] reads it.
pub(super) fn planned_text(at: Time, fault: &Fault) -> String {
    format!("{} {fault}", at.since(Time::ZERO))
}

/// Reads a line of a script: when, and what.
pub(super) fn read_planned(text: &str) -> Result<(Time, Fault), Error> {
    let (at, fault) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let at: Duration = at.parse().map_err(|_| {
        Error::invalid(format!(
            "a line begins with when: \"5s kill relay\", but here stands {at:?}"
        ))
    })?;
    Ok((Time::ZERO + at, fault.parse()?))
}
