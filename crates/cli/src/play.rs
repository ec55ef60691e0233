//! [`Play`]: lets a session run at its pace, until the process that was asked for ends, or a signal comes.

use std::io;
use std::time::{Duration, Instant};

use rehearsal::runtime::{Budget, Next, Tombstone};
use rehearsal::stage::{Input, Pacer, Session};
use rehearsal::{Error, Exit};

use crate::console::Console;
use crate::outside::{Line, Outside};
use crate::store::Store;

/// Turns at a time. One ends at most one process, so of all that end in a slice the tombstones are still there.
const SLICE: u64 = Tombstone::KEPT as u64;
/// The pacer does not count more than a quarter of a second at a time, so it is asked more often.
const LONGEST_WAIT: Duration = Duration::from_millis(100);

/// Why the play is over.
#[derive(Debug)]
pub enum End {
    /// The process that was asked for has ended.
    Ended(Exit),
    /// It could not be started.
    Refused(Error),
    /// A signal came, and no process was asked for that it could interrupt.
    Signal,
}

/// A session that runs.
pub struct Play<'a> {
    /// The run.
    pub session: &'a mut Session,
    /// Where lines and signals come from.
    pub outside: &'a mut Outside,
    /// Where text and log lines go.
    pub console: &'a mut Console,
    /// What answers for the key-value store.
    pub store: &'a mut Store,
    /// How fast it goes.
    pub pacer: Pacer,
    /// Whether a process was asked for.
    pub has_target: bool,
}

impl Play<'_> {
    /// Runs to the end.
    ///
    /// # Errors
    /// What it says cannot be written.
    pub fn until_end(mut self) -> io::Result<End> {
        let mut clock = Instant::now();
        let (mut signal, mut interrupted) = (false, false);
        loop {
            if !interrupted && self.needs_line() {
                signal |= self.supply_line();
                if !self.outside.is_terminal() {
                    clock = Instant::now(); // the time in which a pipe was waited for does not count
                }
            }
            if std::mem::take(&mut signal) {
                interrupted = self.interrupt();
                if !interrupted {
                    return Ok(End::Signal);
                }
            }
            let wall = clock.elapsed();
            clock += wall;
            let pause = self.slice(wall);
            self.console.show(self.session)?;
            if let Some(end) = self.end() {
                return Ok(end);
            }
            let has_pipe = self.needs_line() && !self.outside.is_terminal();
            if interrupted || !has_pipe {
                signal = self.outside.wait(pause.min(LONGEST_WAIT).into());
            }
        }
    }

    fn needs_line(&self) -> bool {
        self.session.kernel().awaits_outside()
    }

    /// Gives the line that a process waits for. What a person types comes when it comes. What a pipe or a file holds
    /// is there in the turn that asks for it: time stands still until it has come, so that a run does not depend on how
    /// fast others write. True: a signal came instead.
    fn supply_line(&mut self) -> bool {
        while self.needs_line() {
            match self.outside.line() {
                Some(line) => self.give(line),
                None if self.outside.is_terminal() => return false,
                None => {
                    if self.outside.wait(None) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Gives a line to the first process that waits for one. Others get those after it.
    fn give(&mut self, line: Line) {
        let kernel = self.session.kernel();
        let reads = |number: &u32| kernel.process(*number).is_some_and(|process| process.reading);
        let Some(process) = kernel.living().find(reads) else { return };
        let input = match line {
            Some(text) => Input::Line { process, text },
            None => Input::EndOfInput { process },
        };
        // It waits for a line and lives, so it is not refused; if it were, the trace has it.
        self.session.input(input).ok();
    }

    /// Ctrl+C at the terminal of the process that was asked for. False: there is none.
    fn interrupt(&mut self) -> bool {
        let process = self.target();
        if process == 0 {
            return false;
        }
        self.session.input(Input::Interrupt { process }).ok(); // it may have ended meanwhile
        true
    }

    /// Does what `wall` allows, and says how long to wait.
    fn slice(&mut self, wall: Duration) -> Duration {
        let kernel = self.session.kernel();
        let (now, busy, awaited) = (kernel.time(), kernel.is_busy(), kernel.awaits_outside());
        self.pacer.advance(nanos(wall), now, busy, awaited);
        let is_beginning = self.has_target && self.session.asked().is_empty();
        let budget = Budget {
            // The process that was asked for must not be over before its end is looked for.
            turns: if is_beginning { 1 } else { SLICE },
            until_asked: true,
            until_ended: self.target(),
            ..Budget::UNLIMITED
        };
        let Some((ceiling, budget)) = self.pacer.allow(now, awaited, budget) else {
            return LONGEST_WAIT;
        };
        let mut next = self.session.run(ceiling, budget);
        if self.store.answer(self.session) {
            next = Next::AtOnce;
        }
        let kernel = self.session.kernel();
        let pause = self.pacer.pause(next, kernel.time(), kernel.awaits_outside());
        pause.map_or(LONGEST_WAIT, |pause| Duration::from_nanos(pause.as_nanos()))
    }

    /// The number of the process that was asked for; 0: there is none, or not yet.
    fn target(&self) -> u32 {
        match self.session.asked() {
            [Ok(pid), ..] => pid.number(),
            _ => 0,
        }
    }

    fn end(&self) -> Option<End> {
        match self.session.asked().first()? {
            Err(error) => Some(End::Refused(error.clone())),
            Ok(pid) => {
                let process = self.session.kernel().process(pid.number())?;
                process.ended.map(|(exit, _)| End::Ended(exit))
            }
        }
    }
}

fn nanos(wall: Duration) -> rehearsal::Duration {
    rehearsal::Duration::from_nanos(u64::try_from(wall.as_nanos()).unwrap_or(u64::MAX))
}
