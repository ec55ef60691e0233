//! Every call of a process passes here, and goes on to the file of its subject.

use std::rc::Rc;
use std::sync::Arc;
use std::task::{Poll, Waker};

use super::core::Core;
use super::lend::Lend;
use crate::base::{Duration, EntryId, Error, Pid, Str, Time, Value};
use crate::channel::Operation;
use crate::process::{
    Calls, Coroutine, Destination, Event, Flag, Handling, Level, Look, Mailbox, Message, Outcome,
    Output, SendError, ServiceState, SpawnRequest, StoreRequest, TimerKind,
};

impl Core {
    pub(super) fn living(&self, number: u32) -> Result<Pid, Error> {
        match self.table.get(number) {
            Some(_) => Ok(self.pid(number)),
            None => Err(Error::not_found(format!("process not found: 0x{number:05x} has ended"))),
        }
    }

    pub(super) fn step_or_hold(&mut self, waker: &Waker) -> bool {
        self.step();
        if self.current.held {
            self.hold(waker);
        }
        !self.current.held
    }
}

impl Calls for Lend {
    fn pid(&self, me: u32) -> Pid {
        self.with(|core| core.pid(me))
    }

    fn entry(&self, me: u32) -> EntryId {
        self.with(|core| {
            let entry = core.table.get(me).map_or(0, |slot| slot.entry);
            core.entries[entry as usize].id.clone()
        })
    }

    fn args(&self, me: u32) -> Rc<[Value]> {
        self.with(|core| {
            core.table.get(me).and_then(|slot| slot.args.clone()).unwrap_or_else(|| Rc::from([]))
        })
    }

    fn context_value(&self, me: u32, key: &str) -> Option<Value> {
        self.with(|core| {
            let extra = core.table.get(me)?.extra.as_ref()?;
            extra.context.iter().find(|(k, _)| k == key).map(|(_, value)| value.clone())
        })
    }

    fn now(&self) -> Time {
        self.with(|core| core.time)
    }

    fn random(&self) -> u64 {
        self.with(|core| core.rng.next_u64())
    }

    fn send(
        &self,
        me: u32,
        to: Destination<'_>,
        topic: &str,
        payload: Value,
    ) -> Result<(), SendError> {
        self.with(|core| core.send(me, &to, topic, payload))
    }

    fn receive(&self, me: u32, mailbox: Mailbox, waker: &Waker) -> Poll<Option<Message>> {
        self.with(|core| core.receive(me, mailbox, waker))
    }

    fn next_event(&self, me: u32, waker: &Waker) -> Poll<Event> {
        self.with(|core| core.next_event(me, waker))
    }

    fn listen(&self, me: u32, topic: &str) -> Result<u32, Error> {
        self.with(|core| core.listen(me, topic))
    }

    fn unlisten(&self, me: u32, slot: u32) {
        self.try_with(|core| core.unlisten(me, slot));
    }

    fn spawn(&self, me: u32, request: SpawnRequest) -> Result<Pid, Error> {
        self.with(|core| core.spawn(me, request))
    }

    fn exec(&self, me: u32, request: SpawnRequest) -> Result<u32, Error> {
        self.with(|core| core.exec(me, request))
    }

    fn ask_store(&self, me: u32, request: StoreRequest) -> u32 {
        self.with(|core| core.ask_store(me, request))
    }

    fn result(&self, me: u32, id: u32, waker: &Waker) -> Poll<Outcome> {
        self.with(|core| core.result(me, id, waker))
    }

    fn forget_result(&self, me: u32, id: u32) {
        self.try_with(|core| core.forget_result(me, id));
    }

    fn terminate(&self, me: u32, to: Destination<'_>) -> Result<(), Error> {
        self.with(|core| core.terminate(me, &to))
    }

    fn cancel(&self, me: u32, to: Destination<'_>, reason: Str) -> Result<(), Error> {
        self.with(|core| core.cancel(me, &to, reason))
    }

    fn monitor(&self, me: u32, to: Destination<'_>) -> Result<(), Error> {
        self.with(|core| core.monitor(me, &to))
    }

    fn unmonitor(&self, me: u32, to: Destination<'_>) -> Result<(), Error> {
        self.with(|core| core.unmonitor(me, &to))
    }

    fn link(&self, me: u32, to: Destination<'_>) -> Result<(), Error> {
        self.with(|core| core.link(me, &to))
    }

    fn unlink(&self, me: u32, to: Destination<'_>) -> Result<(), Error> {
        self.with(|core| core.unlink(me, &to))
    }

    fn trap_links(&self, me: u32, trap: bool) {
        self.with(|core| {
            if let Some(slot) = core.table.get_mut(me) {
                slot.trap_links = trap;
            }
        });
    }

    fn register(&self, me: u32, name: &str, to: Option<Destination<'_>>) -> Result<(), Error> {
        self.with(|core| core.register(me, name, to.as_ref()))
    }

    fn unregister(&self, me: u32, name: &str) -> bool {
        self.with(|core| core.unregister(me, name))
    }

    fn lookup(&self, name: &str) -> Result<Pid, Error> {
        self.with(|core| core.resolve_name(name).map(|number| core.pid(number)))
    }

    fn set_timer(&self, me: u32, kind: TimerKind, span: Duration) -> u32 {
        self.with(|core| core.set_timer(me, kind, span))
    }

    fn fired(&self, me: u32, timer: u32, waker: &Waker) -> Poll<Option<Time>> {
        self.with(|core| core.fired(me, timer, waker))
    }

    fn stop_timer(&self, _me: u32, timer: u32) -> bool {
        self.with(|core| core.stop_timer(timer))
    }

    fn reset_timer(&self, _me: u32, timer: u32, span: Duration) -> bool {
        self.with(|core| core.reset_timer(timer, span))
    }

    fn drop_timer(&self, me: u32, timer: u32) {
        self.try_with(|core| core.drop_timer(me, timer));
    }

    fn log(&self, me: u32, level: Level, message: Str, fields: Value) {
        self.with(|core| core.log(me, level, message, fields));
    }

    fn show(&self, me: u32, value: Value) {
        self.with(|core| core.show(me, value));
    }

    fn on_look(&self, me: u32, look: Look) {
        self.with(|core| core.on_look(me, look));
    }

    fn has_terminal(&self, me: u32) -> bool {
        self.with(|core| {
            let extra = core.table.get(me).and_then(|slot| slot.extra.as_ref());
            extra.is_some_and(|extra| extra.terminal.is_some())
        })
    }

    fn print(&self, me: u32, output: Output, text: Str) {
        self.with(|core| core.print(me, output, text));
    }

    fn read_line(&self, me: u32, waker: &Waker) -> Poll<Option<Str>> {
        self.with(|core| core.read_line(me, waker))
    }

    fn stop_reading(&self, me: u32, waker: &Waker) {
        self.try_with(|core| core.stop_reading(me, waker));
    }

    fn watch_channel(&self) -> Option<u32> {
        self.with(|core| {
            let channels = core.channels.as_mut()?;
            *channels += 1;
            Some(*channels)
        })
    }

    fn note_channel(&self, me: u32, channel: u32, operation: Operation, values: usize) {
        // A channel may be closed as its process is dropped, when nobody is there to be told.
        self.try_with(|core| core.note_channel(me, channel, operation, values));
    }

    fn step(&self, _me: u32, waker: &Waker) -> bool {
        self.with(|core| core.step_or_hold(waker))
    }

    #[cfg(feature = "lua")]
    fn use_ticks(&self, _me: u32, ticks: u64, over: bool) {
        self.with(|core| {
            core.current.ticks += ticks;
            core.counters.ticks += ticks;
            core.current.held |= over;
            core.current.used_up |= over;
        });
    }

    #[cfg(feature = "lua")]
    fn use_memory(&self, me: u32, bytes: u64) -> bool {
        self.with(|core| core.use_memory(me, bytes))
    }

    #[cfg(feature = "lua")]
    fn at_line(&self, line: u32) {
        self.with(|core| core.trace.at_line(line));
    }

    fn new_coroutine(&self, me: u32) -> (Arc<Flag>, Handling) {
        self.with(|core| {
            let handling = Handling { cause: core.current.handling.cause, open: None };
            let waker = core.waker.clone();
            let slot = core.table.get_mut(me).expect("a coroutine is made by its living process");
            let extra = slot.extra();
            extra.next_coroutine += 1;
            let ready = extra.ready.get_or_insert_default();
            (Flag::new(extra.next_coroutine, ready, waker), handling)
        })
    }

    fn adopt(&self, me: u32, coroutine: Coroutine) {
        self.with(|core| {
            if let Some(slot) = core.table.get_mut(me) {
                let extra = slot.extra();
                extra.coroutines.insert(coroutine.id(), coroutine);
            }
        });
    }

    fn fail(&self, _me: u32, error: Error) {
        self.with(|core| {
            core.current.failure.get_or_insert(error);
        });
    }

    fn swap_handling(&self, handling: Handling) -> Handling {
        self.with(|core| std::mem::replace(&mut core.current.handling, handling))
    }

    fn report_service(&self, me: u32, state: ServiceState, child: Option<&Pid>, details: Value) {
        self.with(|core| core.report_service(me, state, child.map(Pid::number), details));
    }

    fn last_cause(&self, me: u32) -> u64 {
        self.with(|core| {
            let extra = core.table.get(me).and_then(|slot| slot.extra.as_ref());
            extra.map_or(0, |extra| extra.last_cause)
        })
    }
}
