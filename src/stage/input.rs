//! [`Input`]: everything that comes from outside, and where in the run it came.

use super::replay::Moment;
use crate::base::{Error, Str, Time, Value};
use crate::process::{Outcome, shown};
use crate::project::Boot;
use crate::runtime::{Fault, Kernel};

/// What can come from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A message from the page.
    Send {
        /// A registered name, or a printed PID.
        to: Str,
        /// What it is about.
        topic: Str,
        /// What it carries.
        payload: Value,
    },
    /// A line typed at the terminal of a process.
    Line {
        /// Whose terminal.
        process: u32,
        /// The line, without its end.
        text: Str,
    },
    /// The end of input at the terminal of a process.
    EndOfInput {
        /// Whose terminal.
        process: u32,
    },
    /// Ctrl+C at the terminal of a process: it is terminated.
    Interrupt {
        /// Whose terminal.
        process: u32,
    },
    /// Terminate a process: a fault that knows its number.
    Kill {
        /// Which one.
        process: u32,
    },
    /// Ask a process to end.
    Cancel {
        /// Which one.
        process: u32,
        /// Why.
        reason: Str,
    },
    /// A ready process takes the next turn.
    Next {
        /// Which one.
        process: u32,
        /// The send of the message that it finds first in its mailbox; 0: as they lie.
        message: u64,
    },
    /// Start a process.
    Start {
        /// The entry that it is made of.
        entry: Str,
        /// The host that it lives on.
        host: Str,
    },
    /// Start a service.
    StartService {
        /// Its id.
        service: Str,
    },
    /// Stop a service.
    StopService {
        /// Its id.
        service: Str,
    },
    /// Something goes wrong.
    Fault(Fault),
    /// Something goes wrong because a script says so. It is no deed of a reader's, and comes again to a run that goes on from before it.
    Planned {
        /// When it was to come.
        at: Time,
        /// What goes wrong.
        fault: Fault,
    },
    /// The key-value store answers what a process has asked.
    Store {
        /// Who has asked.
        process: u32,
        /// The number of the question, see [`StoreQuestion`](crate::runtime::StoreQuestion).
        id: u32,
        /// The answer, see [`StoreRequest`](crate::StoreRequest).
        answer: Outcome,
    },
}

impl Input {
    /// The word that the trace has for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Send { .. } => "send",
            Self::Line { .. } => "line",
            Self::EndOfInput { .. } => "end of input",
            Self::Interrupt { .. } => "interrupt",
            Self::Kill { .. } => "kill",
            Self::Cancel { .. } => "cancel",
            Self::Next { .. } => "next",
            Self::Start { .. } => "start",
            Self::StartService { .. } => "start service",
            Self::StopService { .. } => "stop service",
            Self::Fault(fault) | Self::Planned { fault, .. } => fault.name(),
            Self::Store { .. } => "kv_store",
        }
    }

    /// The process that it is for; 0 if it is for none.
    pub fn process(&self) -> u32 {
        match self {
            Self::Line { process, .. }
            | Self::EndOfInput { process }
            | Self::Interrupt { process }
            | Self::Kill { process }
            | Self::Cancel { process, .. }
            | Self::Next { process, .. }
            | Self::Store { process, .. } => *process,
            _ => 0,
        }
    }

    /// Does it, and notes it in the trace as the cause of all that it does. `boot` has the services, if there are any.
    pub(super) fn apply(self, kernel: &mut Kernel, boot: Option<&mut Boot>) -> Result<(), Error> {
        let fault = match &self {
            Self::Kill { process } => Some(&Fault::Kill(format!("0x{process:05x}").into())),
            Self::Fault(fault) | Self::Planned { fault, .. } => Some(fault),
            _ => None,
        };
        if let Some(fault) = fault {
            return kernel.strike(fault);
        }
        let before = kernel.cause();
        let cause = match self {
            Self::Store { process, id, .. } => kernel.question(process, id),
            _ => 0,
        };
        kernel.begin_caused_input(self.name(), self.process(), &self.payload(), cause);
        let services = || boot.ok_or_else(|| Error::invalid("this run has no services"));
        let done = match self {
            Self::Send { to, topic, payload } => {
                kernel.send(&to, &topic, payload).map_err(Error::from)
            }
            Self::Line { process, text } => kernel.type_line(process, Some(text)),
            Self::EndOfInput { process } => kernel.type_line(process, None),
            Self::Interrupt { process } => kernel.terminate(process),
            Self::Kill { .. } | Self::Fault(_) | Self::Planned { .. } => Ok(()),
            Self::Cancel { process, reason } => kernel.cancel(process, reason),
            Self::Next { process, message } => kernel.choose(process, message),
            Self::Start { entry, host } => kernel.spawn(&entry, &host, vec![]).map(|_| ()),
            Self::StartService { service } => {
                services().and_then(|boot| boot.start(kernel, &service))
            }
            Self::StopService { service } => {
                services().and_then(|boot| boot.stop(kernel, &service))
            }
            Self::Store { process, id, answer } => kernel.answer_store(process, id, answer),
        };
        kernel.end_input(before);
        done
    }

    /// What the trace shows of it.
    fn payload(&self) -> Value {
        match self {
            Self::Send { to, topic, payload } => Value::map([
                ("to", to.clone().into()),
                ("topic", topic.clone().into()),
                ("payload", payload.clone()),
            ]),
            Self::Line { text, .. } => text.clone().into(),
            Self::Cancel { reason, .. } => reason.clone().into(),
            Self::Next { message: 0, .. } => Value::Nil,
            Self::Next { message, .. } => Value::map([("message", (*message as i64).into())]),
            Self::Start { entry, host } => {
                Value::map([("entry", entry.clone().into()), ("host", host.clone().into())])
            }
            Self::StartService { service } | Self::StopService { service } => {
                service.clone().into()
            }
            Self::Store { answer: Ok(Value::Str(json)), .. } => shown(json),
            Self::Store { answer: Ok(answer), .. } => answer.clone(),
            Self::Store { answer: Err(error), .. } => Value::map([("error", error.to_value())]),
            Self::EndOfInput { .. }
            | Self::Interrupt { .. }
            | Self::Kill { .. }
            | Self::Fault(_)
            | Self::Planned { .. } => Value::Nil,
        }
    }
}

/// An input and where in the run it came: with project, seed and order, the log of these is the run.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedInput {
    /// Turns taken before it: an input comes between turns.
    pub turn: u64,
    /// Virtual time.
    pub time: Time,
    /// What came.
    pub input: Input,
}

impl LoggedInput {
    /// Where in the run it came.
    pub fn moment(&self) -> Moment {
        Moment { turn: self.turn, time: self.time }
    }
}
