//! [`Reason`]: what two runs were made of that may have let them part.

use std::fmt::{self, Display};

use serde::Serialize;

use crate::base::Duration;
use crate::runtime::Order;
use crate::stage::{RunFile, RunProject};

/// Something that two runs do not have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// They are of different projects.
    Project {
        /// What the first is of.
        one: String,
        /// What the second is of.
        other: String,
    },
    /// A file of the project.
    File {
        /// Its path.
        path: String,
        /// Which of the runs has it.
        which: Which,
    },
    /// Fields of entries that were given other values.
    Overrides {
        /// Those of the first, an empty text if there are none.
        one: String,
        /// Those of the second.
        other: String,
    },
    /// A setting.
    Setting {
        /// `seed`, `order`, `memory_budget`, `record_channels` or `targets`.
        name: &'static str,
        /// As the first has it.
        one: String,
        /// As the second has it.
        other: String,
    },
    /// The first input that differs.
    Input {
        /// 1, 2, 3, …
        number: u64,
        /// That of the first, if it has so many.
        one: Option<InputTold>,
        /// That of the second.
        other: Option<InputTold>,
    },
    /// One was written earlier than the other: nothing else differs.
    End,
    /// It is the same file: it was written by another Rehearsal, or changed.
    Recorded,
}

/// Which run has a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// Both, with other texts.
    Both,
    /// Only the first.
    One,
    /// Only the second.
    Other,
}

/// What came from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputTold {
    /// Turns that were taken before.
    pub turn: u64,
    /// When it came.
    pub time_ns: u64,
    /// `line {"process":3,"text":"hello"}`
    pub text: String,
}

/// What may have let them part in a turn; `None`: nobody knows in which.
pub fn of(one: &RunFile, other: &RunFile, turn: Option<u64>) -> Vec<Reason> {
    let mut all = projects(&one.project, &other.project);
    let mut setting = |name, one: String, other: String| {
        if one != other {
            all.push(Reason::Setting { name, one, other });
        }
    };
    let (a, b) = (one.settings, other.settings);
    let order = |order| if order == Order::Fifo { "fifo" } else { "shuffled" }.to_owned();
    let targets = |file: &RunFile| {
        let named = file.targets.iter().map(|target| format!("{}/{}", target.host, target.entry));
        let args = |args: &[crate::base::Value]| {
            args.iter().map(|arg| format!(" {}", arg.to_json())).collect::<String>()
        };
        let args = file.targets.iter().map(|target| args(&target.args));
        named.zip(args).map(|(name, args)| name + &args).collect::<Vec<_>>().join(", ")
    };
    setting("seed", a.seed.to_string(), b.seed.to_string());
    setting("order", order(a.order), order(b.order));
    setting("memory_budget", a.memory_budget.to_string(), b.memory_budget.to_string());
    setting("record_channels", a.record_channels.to_string(), b.record_channels.to_string());
    setting("targets", targets(one), targets(other));
    all.extend(input(one, other, turn));
    if all.is_empty() && one.end.moment != other.end.moment {
        all.push(Reason::End);
    }
    all
}

fn projects(one: &RunProject, other: &RunProject) -> Vec<Reason> {
    use RunProject::{Files, Scenario};
    let (Files { files: a, overrides: ours, .. }, Files { files: b, overrides: theirs, .. }) =
        (one, other)
    else {
        let named = |project: &RunProject| match project {
            Scenario(id) => format!("the scenario {id}"),
            Files { name, .. } => format!("the files of {name}"),
        };
        let reason = Reason::Project { one: named(one), other: named(other) };
        return if one == other { Vec::new() } else { vec![reason] };
    };
    let paths = a.keys().chain(b.keys().filter(|path| !a.contains_key(*path)));
    let which = |path: &String| match (a.get(path), b.get(path)) {
        (Some(a), Some(b)) => (a != b).then_some(Which::Both),
        (Some(_), None) => Some(Which::One),
        _ => Some(Which::Other),
    };
    let file = |path: &String| Some(Reason::File { path: path.clone(), which: which(path)? });
    let mut all: Vec<_> = paths.filter_map(file).collect();
    if ours != theirs {
        all.push(Reason::Overrides { one: ours.join(", "), other: theirs.join(", ") });
    }
    all
}

/// The first input that differs, unless it came in both runs after they had parted.
fn input(one: &RunFile, other: &RunFile, turn: Option<u64>) -> Option<Reason> {
    let told = |file: &RunFile, index: usize| {
        let logged = file.inputs.get(index)?;
        let text = file.input_text(index)?;
        Some(InputTold { turn: logged.turn, time_ns: logged.time.as_nanos(), text })
    };
    let most = one.inputs.len().max(other.inputs.len());
    let mut pairs = (0..most).map(|index| (index, told(one, index), told(other, index)));
    let (index, one, other) = pairs.find(|(_, one, other)| one != other)?;
    let comes_later = |input: &Option<InputTold>| match (input, turn) {
        (Some(input), Some(turn)) => input.turn > turn,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    let is_later = comes_later(&one) && comes_later(&other);
    (!is_later).then_some(Reason::Input { number: index as u64 + 1, one, other })
}

impl Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_none =
            |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
        match self {
            Self::Project { one, other } => {
                write!(f, "the first is of {one}, the second of {other}")
            }
            Self::File { path, which: Which::Both } => {
                write!(f, "the file {path} has another text")
            }
            Self::File { path, which: Which::One } => {
                write!(f, "only the first has the file {path}")
            }
            Self::File { path, which: Which::Other } => {
                write!(f, "only the second has the file {path}")
            }
            Self::Overrides { one, other } => write!(
                f,
                "the fields that were given other values: {} in the first, {} in the second",
                or_none(one),
                or_none(other)
            ),
            Self::Setting { name, one, other } => {
                let name = match *name {
                    "memory_budget" => "memory budget",
                    "record_channels" => "recording of channels",
                    "targets" => "processes that were asked for",
                    name => name,
                };
                let (one, other) = (or_none(one), or_none(other));
                write!(f, "the {name}: {one} in the first, {other} in the second")
            }
            Self::Input { number, one: Some(one), other: Some(other) } => {
                write!(f, "input {number}: {one} in the first, {other} in the second")
            }
            Self::Input { number, one: Some(input), other: None } => {
                write!(f, "only the first has an input {number}: {input}")
            }
            Self::Input { number, one: None, other: Some(input) } => {
                write!(f, "only the second has an input {number}: {input}")
            }
            Self::Input { number, one: None, other: None } => write!(f, "input {number}"),
            Self::End => f.write_str("nothing but that one was recorded for longer than the other"),
            Self::Recorded => f.write_str(
                "the run was recorded by another version of Rehearsal, or the file was changed",
            ),
        }
    }
}

impl Display for InputTold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = Duration::from_nanos(self.time_ns);
        write!(f, "{} at {time}, before turn {}", self.text, self.turn + 1)
    }
}
