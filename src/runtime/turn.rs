//! Turns: [`Kernel::run`] and one turn of one process.

use std::task::{Context, Poll};

use super::core::{Core, Current, DELIVERY, TICK};
use super::exit::Ending;
use super::kernel::{Budget, Kernel, Next};
use super::table::State;
use crate::base::{Duration, Error, ErrorKind, Time};
use crate::process::{self, Exit, Handling};
use crate::trace::Kind;

impl Kernel {
    /// Takes turns until nothing is ready, time would pass `ceiling`, or the budget is used up; and says when to call
    /// again.
    ///
    /// Time never jumps past the ceiling, and no turn starts at or past it; [`Time::MAX`] is no ceiling. However a
    /// run is cut into calls, it makes the same trace.
    pub fn run(&mut self, ceiling: Time, budget: Budget) -> Next {
        let enough = self.core().trace.rows().saturating_add(budget.events);
        let enough_ticks = self.core().counters.ticks.saturating_add(budget.ticks);
        let (mut turns, mut deliveries) = (budget.turns, budget.deliveries);
        // What time has woken takes its turn at once: nothing from outside can come between, or the moment at which it came
        // would not say whether it was before the timer or after.
        let mut jumped = false;
        loop {
            if let Some(next) = self.next(ceiling) {
                return next;
            }
            let core = self.core_mut();
            let ticked_out = core.counters.ticks >= enough_ticks;
            let recorded = core.trace.total() >= budget.until_event;
            let spent = turns == 0 || deliveries == 0 || core.trace.rows() >= enough;
            if !jumped && (spent || ticked_out || recorded) {
                return Next::AtOnce; // before time jumps: whoever counts decides whether it is to go on
            }
            if core.queue.is_empty() {
                core.jump_to_next_timer();
                jumped = true;
                continue; // perhaps nobody waited for it
            }
            jumped = false;
            let (before, asked) = (core.counters.deliveries, core.asked());
            let lived = core.is_alive(budget.until_ended);
            if let Some(number) = core.queue.pop() {
                self.take_turn(number);
            }
            turns -= 1;
            let core = self.core();
            deliveries = deliveries.saturating_sub((core.counters.deliveries - before).max(1));
            let asked = budget.until_asked && core.asked() > asked;
            let ended = lived && !core.is_alive(budget.until_ended);
            if asked || ended || core.service_changed {
                // The caller has something to do before anything else happens: to count wall time for whoever is asked,
                // to end the run, or to start who depends on that service.
                return Next::AtOnce;
            }
        }
    }

    /// While nobody is ready, timers before `time` fire, and late messages arrive. Nobody takes a turn.
    pub(crate) fn pass_time_to(&mut self, time: Time) {
        let core = self.core_mut();
        while core.queue.is_empty() && core.next_due().is_some_and(|due| due < time) {
            core.jump_to_next_timer();
        }
    }

    /// `None` if there is something to do now; otherwise when there will be.
    fn next(&mut self, ceiling: Time) -> Option<Next> {
        let core = self.core_mut();
        if !core.queue.is_empty() {
            return (core.time >= ceiling).then_some(Next::At(core.time));
        }
        match core.next_due() {
            None => Some(Next::Idle),
            Some(due) if due >= ceiling => Some(Next::At(due)),
            Some(_) => None,
        }
    }

    /// One turn of a process.
    fn take_turn(&mut self, number: u32) {
        self.core_mut().begin_turn(number);
        if let Some(ending) = self.run_process(number) {
            self.end_process(number, ending);
        }
        let core = self.core_mut();
        core.current = Current::new(0, Handling::default());
        if !core.held.is_empty() {
            // Those who were held find what they were held from in the next turn, in their order.
            core.held.drain(..).for_each(|waker| waker.wake());
        }
        core.fire_due();
    }

    /// Polls a process until it waits or is held, which ends its turn, or until it ends.
    fn run_process(&mut self, number: u32) -> Option<Ending> {
        loop {
            let polled = match self.poll_main(number) {
                Ok(polled) => polled,
                Err(doom) => return Some(doom),
            };
            if polled.is_pending() {
                self.poll_coroutines(number);
            }
            let woken = self.woken.take();
            let core = self.core_mut();
            if let Some(error) = core.current.failure.take() {
                return Some(Ending::own(Exit::Failed(error)));
            }
            if let Poll::Ready(outcome) = polled {
                return Some(Ending::own(outcome.into()));
            }
            let again = std::mem::take(&mut core.current.again) || woken;
            if again && !core.current.held {
                core.step();
            }
            // When it is held, whatever else is to happen to it happens in its next turn.
            if core.current.held || !again {
                return core.end_turn(number);
            }
        }
    }

    /// Polls the main coroutine, unless the process must end.
    fn poll_main(&mut self, number: u32) -> Result<Poll<process::Outcome>, Ending> {
        let Some(core) = self.core.as_mut() else { return Ok(Poll::Pending) };
        let Some(slot) = core.table.get_mut(number) else { return Ok(Poll::Pending) };
        if let Some(doom) = slot.take_doom() {
            return Err(doom.into());
        }
        slot.polls = slot.polls.wrapping_add(1).max(1); // 0 stands for "never"
        slot.root_waits = 0;
        if slot.foreign_waits == 0 {
            slot.waits_for = 0;
        }
        let body = slot.body.take();
        let actor = body.is_none().then(|| core.entries[slot.entry as usize].actor.clone());
        self.lend_core();
        let mut body = body.unwrap_or_else(|| {
            let context = process::Context::new(self.lend.clone(), number);
            // Only a process in its first turn has no body.
            actor.map(|actor| actor.make(context)).expect("a process is made of an entry")
        });
        self.woken.take();
        let polled = body.as_mut().run(&mut Context::from_waker(&self.waker));
        let core = self.take_core_back();
        if let Some(slot) = core.table.get_mut(number) {
            slot.body = Some(body);
        }
        Ok(polled)
    }

    fn poll_coroutines(&mut self, number: u32) {
        loop {
            let core = self.core_mut();
            if core.current.held {
                return; // two coroutines that wake each other must not keep the turn for ever
            }
            let extra = core.table.get_mut(number).and_then(|slot| slot.extra.as_mut());
            let Some(extra) = extra else { return };
            let Some(flag) = extra.ready.as_ref().and_then(|ready| ready.pop()) else { return };
            let Some(mut coroutine) = extra.coroutines.remove(&flag.id()) else { continue };
            core.step();
            let main = std::mem::replace(&mut core.current.handling, coroutine.handling);
            self.lend_core();
            let polled = coroutine.run();
            let core = self.take_core_back();
            coroutine.handling = std::mem::replace(&mut core.current.handling, main);
            match polled {
                Poll::Pending => {
                    if let Some(slot) = core.table.get_mut(number) {
                        slot.extra().coroutines.insert(flag.id(), coroutine);
                    }
                }
                Poll::Ready(failure) => {
                    // It may hold timers: they are given back while the core can be reached.
                    self.lend_core();
                    drop(coroutine);
                    let core = self.take_core_back();
                    if core.current.failure.is_none() {
                        core.current.failure = failure;
                    }
                }
            }
        }
    }

    pub(super) fn lend_core(&mut self) {
        if let Some(core) = self.core.take() {
            self.lend.put(core);
        }
    }

    pub(super) fn take_core_back(&mut self) -> &mut Core {
        self.core.insert(self.lend.take().expect("a core that was lent comes back"))
    }
}

impl Core {
    /// What the outside has been asked for and has not given: lines, answers of the store.
    pub(super) fn asked(&self) -> u32 {
        self.readers + self.asked_store
    }

    /// Whether a process lives. Number 0 does not.
    fn is_alive(&self, number: u32) -> bool {
        number != 0 && self.table.get(number).is_some()
    }

    fn begin_turn(&mut self, number: u32) {
        self.turn += 1;
        self.counters.turns += 1;
        let Some(slot) = self.table.get_mut(number) else { return };
        slot.state = State::Running;
        slot.turns = slot.turns.saturating_add(1);
        let open = slot.extra.as_mut().and_then(|extra| extra.handling.open.take());
        self.current = Current::new(number, Handling { cause: slot.cause, open });
        if !slot.started {
            slot.started = true;
            let (parent, spawn) = (slot.parent, slot.cause);
            let start = self.emit(Kind::Start, number, |entry| {
                entry.peer = parent;
                entry.cause = spawn;
            });
            self.current.handling.cause = start;
        }
    }

    /// Lets the turn's time pass, and puts the process where it belongs; or says how it must end.
    fn end_turn(&mut self, number: u32) -> Option<Ending> {
        let (handling, held) = (self.current.handling, self.current.held);
        let is_busy = self.current.used_up && self.current.deliveries == 0;
        let slot = self.table.get_mut(number)?;
        if !held {
            if let Some(doom) = slot.take_doom() {
                return Some(doom.into());
            }
            if slot.root_waits == 0 && slot.foreign_waits == 0 {
                return Some(deadlock());
            }
        }
        slot.cause = handling.cause;
        if handling.open.is_some() {
            slot.extra().handling.open = handling.open;
        }
        if is_busy {
            let extra = slot.extra();
            extra.busy = extra.busy.saturating_add(1);
        } else if let Some(extra) = &mut slot.extra {
            extra.busy = 0;
        }
        if held {
            slot.state = State::Ready;
            self.queue.push(number);
        } else {
            slot.state = State::Waiting;
        }
        self.pass_turn_time();
        None
    }

    /// A delivery takes its time, and so does a turn without one. Whoever computes for longer takes more.
    pub(super) fn pass_turn_time(&mut self) {
        if self.current.deliveries == 0 {
            self.time = self.time + DELIVERY;
        }
        self.pay();
        let passed = DELIVERY.as_nanos() * u64::from(self.current.deliveries.max(1));
        let used = TICK.as_nanos().saturating_mul(self.current.ticks);
        self.time = self.time + Duration::from_nanos(used.saturating_sub(passed));
    }

    /// When the next timer fires, or a late message arrives.
    pub(super) fn next_due(&mut self) -> Option<Time> {
        let timer = self.timers.next_due();
        match self.late_due() {
            Some(late) => Some(timer.map_or(late, |timer| timer.min(late))),
            None => timer,
        }
    }

    /// Nobody is ready: time passes until something happens.
    fn jump_to_next_timer(&mut self) {
        if let Some(due) = self.next_due() {
            self.time = self.time.max(due);
            self.fire_due();
        }
    }

    /// Fires what is due by now, and lets late messages arrive. Done at the end of each turn, so that it does not depend on how a run is cut into
    /// calls.
    fn fire_due(&mut self) {
        loop {
            // Timers first: at one instant, a late message comes behind them.
            let late = self.late_due().filter(|due| *due <= self.time);
            match self.timers.pop_due(late.unwrap_or(self.time)) {
                Some((id, due)) => self.fire(id, due),
                None if late.is_some() => self.arrive(),
                None => return,
            }
        }
    }

    fn fire(&mut self, id: u32, due: Time) {
        let Some(timer) = self.timers.get(id) else { return };
        let (process, kind, span, set, setting) =
            (timer.process, timer.kind, timer.span, timer.set_event, timer.setting);
        let event = self.emit(Kind::TimerFired, process, |entry| {
            entry.flags = kind as u8;
            entry.cause = set;
            entry.a = span.as_nanos();
            entry.b = setting;
        });
        let Some(timer) = self.timers.get_mut(id) else { return };
        timer.fired.push_back((due, event));
        let (wait, waker) = (timer.wait, timer.waker.take());
        let Some(slot) = self.table.get_mut(process) else { return };
        let wakes = wait.is_root(slot.polls) || waker.is_some();
        if let Some(waker) = waker {
            slot.foreign_waits = slot.foreign_waits.saturating_sub(1);
            waker.wake();
        }
        if wakes {
            self.wake(process);
        }
    }
}

/// A process that waits for nothing that could ever come has made a mistake, and is told so.
fn deadlock() -> Ending {
    let message = "deadlock: the process waits for something that nothing can wake; \
                   it can wait for messages, events, timers, lines and results only";
    Ending::own(Exit::Failed(Error::new(ErrorKind::Internal, message)))
}
