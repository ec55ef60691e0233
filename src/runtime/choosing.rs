//! Who goes next: what [`Kernel::upcoming`] says of it, and [`Kernel::choose`], by which somebody decides it.

use super::kernel::Kernel;
use super::mail::MailPool;
use super::table::State;
use crate::base::Error;

/// What happens next, if nothing comes from outside before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upcoming {
    /// Who takes the next turn.
    pub process: u32,
    /// The send of the message that lies first in its mailbox; 0: there is none, and it goes on for another reason.
    pub message: u64,
}

impl Kernel {
    /// Who takes the next turn; `None`: nobody is ready.
    pub fn upcoming(&self) -> Option<Upcoming> {
        let process = self.core().queue.first()?;
        let letter = self.mailbox(process, 1);
        Some(Upcoming { process, message: letter.first().map_or(0, |letter| letter.event) })
    }

    /// A ready process takes the next turn, whatever the order says; with a message in its mailbox, that is the first that it
    /// finds there (0: as they lie). The choice is an input of the run, and not a fault: any order of what is ready is one that may be.
    ///
    /// ```
    /// use futures::StreamExt;
    /// use rehearsal::{Context, Sim};
    ///
    /// let mut sim = Sim::new();
    /// sim.actor("app:idle", |ctx: Context| async move { ctx.inbox().next().await; });
    /// let (first, second) = (sim.spawn("app:idle", []), sim.spawn("app:idle", []));
    /// assert_eq!(sim.kernel().upcoming().unwrap().process, first.number());
    /// sim.kernel().choose(second.number(), 0)?;
    /// assert_eq!(sim.kernel().upcoming().unwrap().process, second.number());
    /// # Ok::<(), rehearsal::Error>(())
    /// ```
    ///
    /// # Errors
    /// `NOT_FOUND`: no such process lives, or the message is not in its mailbox. `INVALID`: it is not ready: nothing that it waits for
    /// has come, or it is paused.
    pub fn choose(&mut self, process: u32, message: u64) -> Result<(), Error> {
        let core = self.core_mut();
        let pid = core.living(process)?;
        let slot = core.table.get(process).ok_or_else(|| Error::not_found("it has ended"))?;
        if slot.paused {
            return Err(Error::invalid(format!("{pid} is paused: resume it first")));
        }
        if slot.state != State::Ready {
            let said = format!("{pid} is not ready: nothing that it waits for has come yet");
            return Err(Error::invalid(said));
        }
        if message != 0 {
            let Some(slot) = core.table.get_mut(process) else { return Ok(()) };
            let topics = slot.extra.iter_mut().flat_map(|extra| extra.topics.iter_mut());
            let mut boxes =
                std::iter::once(&mut slot.inbox).chain(topics.map(|topic| &mut topic.mail));
            let pool: &mut MailPool = &mut core.mail;
            if !boxes.any(|mail| pool.bring_forward(mail, message)) {
                let said = format!("message {message} does not wait in the mailbox of {pid}");
                return Err(Error::not_found(said));
            }
        }
        core.queue.put_first(process);
        Ok(())
    }
}
