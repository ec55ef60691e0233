//! [`Watch`]: whether a run has come to one of its breakpoints, or to where somebody wants it.

use super::{Breakpoint, On};
use crate::base::Time;
use crate::runtime::Kernel;
use crate::trace::Kind;

/// Where a run is to go, and then to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// A process has taken a turn.
    Turn(u32),
    /// A process has received a message.
    Receive(u32),
    /// It is this time.
    Time(Time),
}

/// Why a run has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The event that it has stopped at; 0: none, but a counter or a time.
    pub event: u64,
    /// The place of the breakpoint among all; `None`: it is where it was to go.
    pub breakpoint: Option<usize>,
}

/// A breakpoint, and how often what it is about has happened while it was there.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// What it is.
    pub breakpoint: Breakpoint,
    /// How often.
    pub hits: u64,
    /// Whether a counter is where it was to come: it stops once, when it comes there.
    is_there: bool,
}

/// What a run is watched for.
#[derive(Debug, Default)]
pub struct Watch {
    breakpoints: Vec<Watched>,
    until: Option<Until>,
    /// How many turns the process has had that it is about.
    turns: u32,
    /// Events that were looked at.
    seen: u64,
}

impl Watch {
    /// Sets the breakpoints. One that was there before goes on counting.
    pub fn set(&mut self, kernel: &Kernel, breakpoints: Vec<Breakpoint>) {
        let before = std::mem::take(&mut self.breakpoints);
        let watched = |breakpoint: Breakpoint| {
            before.iter().find(|one| one.breakpoint == breakpoint).cloned().unwrap_or_else(|| {
                let is_there = counted(&breakpoint, kernel);
                Watched { breakpoint, hits: 0, is_there }
            })
        };
        self.breakpoints = breakpoints.into_iter().map(watched).collect();
        self.seen = kernel.trace().total();
    }

    /// Where it is to go.
    pub fn go_until(&mut self, kernel: &Kernel, until: Until) {
        self.until = Some(until);
        self.turns = match until {
            Until::Turn(process) => turns_of(kernel, process).unwrap_or_default(),
            Until::Receive(_) | Until::Time(_) => 0,
        };
        self.seen = kernel.trace().total();
    }

    /// It is to go nowhere in particular any more.
    pub fn forget_goal(&mut self) {
        self.until = None;
    }

    /// Where it is to go, if it is to go somewhere.
    pub fn until(&self) -> Option<Until> {
        self.until
    }

    /// The breakpoints.
    pub fn breakpoints(&self) -> &[Watched] {
        &self.breakpoints
    }

    /// Whether there is something to watch for.
    pub fn is_idle(&self) -> bool {
        self.breakpoints.is_empty() && self.until.is_none()
    }

    /// Whether it is where it was to go, or will never get there: who has ended takes no turns.
    fn has_arrived(&self, kernel: &Kernel) -> bool {
        match self.until {
            Some(Until::Turn(process)) => turns_of(kernel, process) != Some(self.turns),
            Some(Until::Receive(process)) => turns_of(kernel, process).is_none(),
            Some(Until::Time(_)) | None => false,
        }
    }

    /// Looks at what has happened since the last call. Why the run is to stop, if it is.
    pub fn look(&mut self, kernel: &Kernel) -> Option<Stop> {
        let trace = kernel.trace();
        let mut stop = None;
        for number in (self.seen + 1).max(trace.first())..=trace.total() {
            let Some(record) = trace.get(number) else { continue };
            let is_goal = match self.until {
                Some(Until::Receive(process)) => {
                    record.kind() == Kind::Receive && record.process() == process
                }
                _ => false,
            };
            if is_goal {
                stop.get_or_insert(Stop { event: number, breakpoint: None });
            }
            for (at, watched) in self.breakpoints.iter_mut().enumerate() {
                if watched.breakpoint.is_met(kernel, &record) {
                    watched.hits += 1;
                    if watched.hits > watched.breakpoint.skip {
                        stop.get_or_insert(Stop { event: number, breakpoint: Some(at) });
                    }
                }
            }
        }
        self.seen = trace.total();
        if self.has_arrived(kernel) {
            stop.get_or_insert(Stop { event: 0, breakpoint: None });
        }
        for (at, watched) in self.breakpoints.iter_mut().enumerate() {
            let was_there =
                std::mem::replace(&mut watched.is_there, counted(&watched.breakpoint, kernel));
            if watched.is_there && !was_there {
                watched.hits += 1;
                if watched.hits > watched.breakpoint.skip {
                    stop.get_or_insert(Stop { event: 0, breakpoint: Some(at) });
                }
            }
        }
        stop
    }
}

/// How many turns a living process has had.
fn turns_of(kernel: &Kernel, process: u32) -> Option<u32> {
    let view = kernel.process(process)?;
    view.ended.is_none().then_some(view.turns)
}

/// Whether the counter of a breakpoint is where it is to come.
fn counted(breakpoint: &Breakpoint, kernel: &Kernel) -> bool {
    match breakpoint.on {
        On::Counter(counter, least) => counter.of(kernel) >= least,
        _ => false,
    }
}
