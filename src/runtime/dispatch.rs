//! Every call of a process passes here: the one place for tracing, faults and limits.

use std::rc::Rc;
use std::sync::Arc;
use std::task::{Poll, Waker};

use super::core::{Core, Effect, NOBODY, OUTSIDE, Resolved, Waiter};
use super::lend::Lend;
use super::mail::Letter;
use super::memory::{EVENT, MESSAGE, PROCESS, TIMER};
use super::table::{ExecState, Pending, Slot, TerminalState, Topic, Wait, wait};
use crate::base::{Duration, EntryId, Error, ErrorKind, Pid, Str, Time, Value};
use crate::process::{
    Calls, Coroutine, Destination, Event, Flag, Handling, Level, Mailbox, Message, Open, Outcome,
    SendError, ServiceState, SpawnRequest, TimerKind,
};
use crate::trace::{Kind, spawn_flag};

impl Core {
    pub(super) fn living(&self, number: u32) -> Result<Pid, Error> {
        match self.table.get(number) {
            Some(_) => Ok(self.pid(number)),
            None => Err(Error::not_found(format!("process not found: 0x{number:05x} has ended"))),
        }
    }

    pub(super) fn send(
        &mut self,
        me: u32,
        to: &Destination<'_>,
        topic: &str,
        payload: Value,
    ) -> Result<(), SendError> {
        let size = payload.logical_size();
        let (payload_id, payload_hash) = self.trace.payload(&payload, size);
        let topic_id = self.trace.intern(topic);
        let letter = Letter {
            topic: topic_id,
            from: me,
            from_host: self.table.get(me).map_or(OUTSIDE, |slot| slot.host),
            payload,
            payload_id,
            payload_hash,
            size: u32::try_from(size).unwrap_or(u32::MAX),
            send: 0,
            at: self.time,
        };
        if let Err((why, error)) = Self::check_topic(topic) {
            return Err(self.refuse(letter, 0, why, error));
        }
        match self.resolve(to) {
            Ok(Resolved::Process(number)) => self.deliver(number, letter),
            Ok(Resolved::Outside) => {
                self.answer_outside(letter);
                Ok(())
            }
            Err(error) if error.kind == ErrorKind::NotFound => {
                self.counters.dead_letters += 1;
                self.emit_letter(Kind::DeadLetter, &letter, 0, 0);
                Err(SendError { error, payload: letter.payload })
            }
            Err(error) => Err(self.refuse(letter, 0, "malformed pid", error)),
        }
    }

    /// Whether a message may have this topic: if not, why in a word and why in a sentence.
    fn check_topic(topic: &str) -> Result<(), (&'static str, Error)> {
        if topic.is_empty() {
            return Err(("empty topic", Error::invalid("a topic must not be empty")));
        }
        if topic.starts_with('@') {
            let topic = super::core::short(topic);
            let message =
                format!("topic {topic:?} is reserved: those that begin with '@' are the runtime's");
            return Err(("reserved topic", Error::invalid(message)));
        }
        Ok(())
    }

    fn emit_letter(&mut self, kind: Kind, letter: &Letter, to: u32, a: u64) -> u64 {
        self.emit(kind, letter.from, |entry| {
            entry.peer = to;
            entry.text = letter.topic;
            entry.payload = letter.payload_id;
            entry.payload_hash = letter.payload_hash;
            entry.a = a;
        })
    }

    fn refuse(&mut self, letter: Letter, to: u32, why: &str, error: Error) -> SendError {
        self.counters.refused += 1;
        let why = self.trace.intern(why);
        self.emit_letter(Kind::Refused, &letter, to, u64::from(why));
        SendError { error, payload: letter.payload }
    }

    /// Puts a message into a mailbox, if there is room for it.
    fn deliver(&mut self, to: u32, mut letter: Letter) -> Result<(), SendError> {
        if !self.memory.take(MESSAGE + u64::from(letter.size)) {
            self.out_of_memory();
            let error =
                Error::new(ErrorKind::RateLimited, "the memory budget of the run is used up");
            return Err(self.refuse(letter, to, "memory budget", error.with_retryable(true)));
        }
        if let Some(full) = self.mailbox_full(to) {
            self.memory.give_back(MESSAGE + u64::from(letter.size));
            return Err(self.refuse(letter, to, "mailbox full", full));
        }
        letter.send = self.emit_letter(Kind::Send, &letter, to, 0);
        self.counters.messages += 1;
        if let Some(slot) = self.table.get_mut(letter.from) {
            slot.sent = slot.sent.saturating_add(1);
        }
        let Some(slot) = self.table.get_mut(to) else { return Ok(()) };
        let topic = letter.topic;
        let listened = slot
            .extra
            .as_mut()
            .and_then(|extra| extra.topics.iter_mut().find(|t| t.open && t.id == topic));
        let (wait, wakers) = match listened {
            Some(topic) => {
                self.mail.push(&mut topic.mail, letter);
                (std::mem::take(&mut topic.wait.others), std::mem::take(&mut topic.wakers))
            }
            None => {
                self.mail.push(&mut slot.inbox, letter);
                let others = std::mem::take(&mut slot.inbox_wait.others);
                let wakers = match &mut slot.extra {
                    Some(extra) if others => std::mem::take(&mut extra.inbox_wakers),
                    _ => Vec::new(),
                };
                if slot.inbox_wait.is_root(slot.polls) {
                    self.wake(to);
                }
                (others, wakers)
            }
        };
        if wait {
            self.wake_others(to, wakers);
        } else if self.topic_waits(to, topic) {
            self.wake(to);
        }
        Ok(())
    }

    /// Whether the main coroutine waits at the channel of a listened topic.
    fn topic_waits(&self, number: u32, id: u32) -> bool {
        let Some(slot) = self.table.get(number) else { return false };
        let Some(extra) = &slot.extra else { return false };
        extra.topics.iter().any(|t| t.open && t.id == id && t.wait.is_root(slot.polls))
    }

    fn wake_others(&mut self, number: u32, wakers: Vec<Waker>) {
        if let Some(slot) = self.table.get_mut(number) {
            slot.foreign_waits = slot.foreign_waits.saturating_sub(wakers.len() as u32);
        }
        wakers.into_iter().for_each(Waker::wake);
        self.wake(number);
    }

    fn mailbox_full(&self, number: u32) -> Option<Error> {
        let slot = self.table.get(number)?;
        let own = self.entries[slot.entry as usize].mailbox_capacity;
        let capacity = own.or(self.hosts[slot.host as usize].def.mailbox_capacity)?;
        (slot.depth() >= capacity).then(|| {
            let message =
                format!("the mailbox of {} is full: {capacity} messages", self.pid(number));
            Error::new(ErrorKind::RateLimited, message).with_retryable(true)
        })
    }

    /// A message for the outside is there as soon as it is sent.
    fn answer_outside(&mut self, letter: Letter) {
        let send = self.emit_letter(Kind::Send, &letter, 0, 0);
        self.counters.messages += 1;
        if let Some(slot) = self.table.get_mut(letter.from) {
            slot.sent = slot.sent.saturating_add(1);
        }
        let event = self.emit(Kind::Receive, 0, |entry| {
            entry.cause = send;
            entry.peer = letter.from;
            entry.text = letter.topic;
            entry.payload = letter.payload_id;
            entry.payload_hash = letter.payload_hash;
        });
        let from = self.pid_of(letter.from, letter.from_host);
        let topic = self.trace.text(letter.topic);
        self.effects.push(Effect::Answer { from, topic, payload: letter.payload, event });
    }

    fn receive(&mut self, me: u32, mailbox: Mailbox, waker: &Waker) -> Poll<Option<Message>> {
        self.settle(me);
        let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
        let (len, open) = match mailbox {
            Mailbox::Inbox => (slot.inbox.len(), true),
            Mailbox::Topic(index) => match &slot.extra().topics[index as usize] {
                topic if topic.open => (topic.mail.len(), true),
                _ => (0, false),
            },
        };
        if !open {
            return Poll::Ready(None);
        }
        if len == 0 {
            self.wait_for_mail(me, mailbox, waker);
            return Poll::Pending;
        }
        if !self.may_take(waker) {
            return Poll::Pending;
        }
        self.begin_delivery();
        let time = self.time;
        let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
        let mail = match (mailbox, &mut slot.extra) {
            (Mailbox::Topic(index), Some(extra)) => &mut extra.topics[index as usize].mail,
            _ => &mut slot.inbox,
        };
        let Some(letter) = self.mail.pop(mail) else { return Poll::Pending };
        let left = mail.len();
        let waited = time.since(letter.at).as_nanos();
        slot.received = slot.received.saturating_add(1);
        slot.waited_ns += waited;
        self.memory.give_back(MESSAGE + u64::from(letter.size));
        self.waits.add(waited);
        let event = self.emit(Kind::Receive, me, |entry| {
            entry.cause = letter.send;
            entry.peer = letter.from;
            entry.text = letter.topic;
            entry.payload = letter.payload_id;
            entry.payload_hash = letter.payload_hash;
            entry.a = waited;
            entry.b = u64::from(left);
        });
        self.open(event, letter.topic, letter.from);
        let from = self.pid_of(letter.from, letter.from_host);
        let topic = self.trace.text(letter.topic);
        Poll::Ready(Some(Message { topic, from, payload: letter.payload }))
    }

    /// From now on, everything has this delivery as its cause, until it is done.
    fn open(&mut self, receive: u64, topic: u32, peer: u32) {
        let open = Open { receive, at: self.time, turn: self.turn, topic, peer };
        self.current.handling = Handling { cause: receive, open: Some(open) };
    }

    fn wait_for_mail(&mut self, me: u32, mailbox: Mailbox, waker: &Waker) {
        let root = &self.waker;
        let Some(slot) = self.table.get_mut(me) else { return };
        match mailbox {
            Mailbox::Inbox => match Self::wait_at(waker, root, slot, wait::INBOX) {
                Waiter::Root(poll) => slot.inbox_wait.poll = poll,
                Waiter::Other => {
                    let mut wait = slot.inbox_wait;
                    let added = wait.add(Waiter::Other, waker, &mut slot.extra().inbox_wakers);
                    slot.inbox_wait = wait;
                    slot.foreign_waits += added;
                }
            },
            Mailbox::Topic(index) => {
                let waiter = Self::wait_at(waker, root, slot, wait::TOPIC);
                let topic = &mut slot.extra().topics[index as usize];
                let added = topic.wait.add(waiter, waker, &mut topic.wakers);
                slot.foreign_waits += added;
            }
        }
    }

    /// Puts an event into a process's mailbox. It is never refused.
    pub(super) fn deliver_event(&mut self, to: u32, event: Pending<Event>) {
        self.memory.force(EVENT);
        let Some(slot) = self.table.get_mut(to) else { return };
        let polls = slot.polls;
        let extra = slot.extra();
        extra.events.push_back(event);
        let (root, wakers) = rouse(&mut extra.events_wait, &mut extra.events_wakers, polls);
        self.rouse(to, root, wakers);
    }

    fn rouse(&mut self, number: u32, root: bool, wakers: Vec<Waker>) {
        if !wakers.is_empty() {
            self.wake_others(number, wakers);
        } else if root {
            self.wake(number);
        }
    }

    fn next_event(&mut self, me: u32, waker: &Waker) -> Poll<Event> {
        self.settle(me);
        let root = self.waker.clone();
        let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
        if slot.extra().events.is_empty() {
            let waiter = Self::wait_at(waker, &root, slot, wait::EVENTS);
            let extra = slot.extra();
            let added = extra.events_wait.add(waiter, waker, &mut extra.events_wakers);
            slot.foreign_waits += added;
            return Poll::Pending;
        }
        if !self.may_take(waker) {
            return Poll::Pending;
        }
        self.begin_delivery();
        let Some(extra) = self.table.get_mut(me).map(Slot::extra) else { return Poll::Pending };
        let Some(Pending { item, cause, at, peer }) = extra.events.pop_front() else {
            return Poll::Pending;
        };
        extra.last_cause = cause;
        self.memory.give_back(EVENT);
        let (text, payload) = match &item.kind {
            crate::process::EventKind::Exit(outcome) => ("EXIT", result_value(outcome)),
            crate::process::EventKind::LinkDown(outcome) => ("LINK_DOWN", result_value(outcome)),
            crate::process::EventKind::Cancel { reason } => {
                ("CANCEL", Value::map([("reason", Value::Str(reason.clone()))]))
            }
        };
        self.take_event(me, text, peer, cause, at, &payload);
        Poll::Ready(item)
    }

    /// Records that something other than a message was taken, and that it is being handled from now on.
    fn take_event(
        &mut self,
        me: u32,
        text: &str,
        peer: u32,
        cause: u64,
        at: Time,
        payload: &Value,
    ) {
        let text = self.trace.intern(text);
        let (payload, hash) = self.trace.payload(payload, payload.logical_size());
        let waited = self.time.since(at).as_nanos();
        let event = self.emit(Kind::Event, me, |entry| {
            entry.cause = cause;
            entry.peer = peer;
            entry.text = text;
            entry.payload = payload;
            entry.payload_hash = hash;
            entry.a = waited;
        });
        self.open(event, text, peer);
    }

    fn listen(&mut self, me: u32, topic: &str) -> Result<u32, Error> {
        if topic.is_empty() || topic.starts_with('@') {
            let topic = super::core::short(topic);
            return Err(Error::invalid(format!(
                "cannot listen to topic {topic:?}: it is empty or reserved"
            )));
        }
        let id = self.trace.intern(topic);
        let Some(slot) = self.table.get_mut(me) else { return Err(gone()) };
        let extra = slot.extra();
        if extra.topics.iter().any(|t| t.open && t.id == id) {
            let message = format!("topic {topic:?} is listened to already");
            return Err(Error::new(ErrorKind::AlreadyExists, message));
        }
        let mut listened = Topic {
            id,
            mail: super::mail::Mail::default(),
            open: true,
            wait: Wait::default(),
            wakers: Vec::new(),
        };
        // What waits in the inbox already is taken along, in its order.
        let mut inbox = std::mem::take(&mut slot.inbox);
        while let Some(letter) = self.mail.pop(&mut inbox) {
            let to = if letter.topic == id { &mut listened.mail } else { &mut slot.inbox };
            self.mail.push(to, letter);
        }
        // A closed channel has no handle any more, so its place is free.
        let topics = &mut slot.extra().topics;
        let index = topics.iter().position(|t| !t.open).unwrap_or(topics.len());
        if index < topics.len() {
            topics[index] = listened;
        } else {
            topics.push(listened);
        }
        self.emit(Kind::Listen, me, |entry| entry.text = id);
        Ok(index as u32)
    }

    fn unlisten(&mut self, me: u32, index: u32) {
        let Some(slot) = self.table.get_mut(me) else { return };
        let polls = slot.polls;
        let Some(topic) = slot.extra().topics.get_mut(index as usize).filter(|t| t.open) else {
            return;
        };
        topic.open = false;
        let id = topic.id;
        let mail = std::mem::take(&mut topic.mail);
        let (root, wakers) = rouse(&mut topic.wait, &mut topic.wakers, polls);
        // Oldest first, so that the order between one sender and one receiver is kept.
        slot.inbox = self.mail.merge(slot.inbox, mail);
        let inbox = slot.inbox.len() > 0 && slot.inbox_wait.is_root(polls);
        self.emit(Kind::Unlisten, me, |entry| entry.text = id);
        self.rouse(me, root || inbox, wakers);
    }

    pub(super) fn spawn(&mut self, me: u32, request: SpawnRequest) -> Result<Pid, Error> {
        let number = self.spawn_process(me, request, None)?;
        Ok(self.pid(number))
    }

    fn spawn_process(
        &mut self,
        me: u32,
        request: SpawnRequest,
        exec_for: Option<(u32, u32)>,
    ) -> Result<u32, Error> {
        let entry = self.entries.get_index_of(&request.entry);
        let entry = entry.ok_or_else(|| self.unknown_entry(&request.entry))?;
        let host = self.host_named(&request.host).filter(|host| *host > NOBODY);
        let host = host.ok_or_else(|| self.unknown_host(&request.host))?;
        if let Some(name) = &request.name {
            Self::check_name(name)?;
        }
        for (topic, _) in &request.messages {
            Self::check_topic(topic).map_err(|(_, error)| error)?;
        }
        if let Some(holder) = request.name.as_ref().and_then(|name| self.names.get(name)) {
            if exec_for.is_some() {
                let message = format!("the name is held by {}", self.pid(holder));
                return Err(Error::new(ErrorKind::AlreadyExists, message));
            }
            for (topic, payload) in request.messages {
                let holder = Destination::Pid(self.pid(holder));
                self.send(me, &holder, &topic, payload)?;
            }
            return Ok(holder);
        }
        let size: u64 = request.args.iter().map(Value::logical_size).sum();
        if !self.memory.take(PROCESS + size) {
            self.out_of_memory();
            let message = "the memory budget of the run is used up: no process can be spawned";
            return Err(Error::new(ErrorKind::Unavailable, message).with_retryable(true));
        }
        let number = self.table.take_number().ok_or_else(|| {
            Error::new(ErrorKind::Unavailable, "the run has used up its process numbers")
        })?;
        let supervisor = self.entries[entry].supervisor;
        let terminal = self.hosts[host as usize].def.terminal;
        let (linked, monitored) = (request.linked && me != 0, request.monitored && me != 0);
        let flags = [
            (linked, spawn_flag::LINKED),
            (monitored, spawn_flag::MONITORED),
            (supervisor, spawn_flag::SUPERVISOR),
            (terminal, spawn_flag::TERMINAL),
        ];
        let flags = flags.iter().filter(|(set, _)| *set).fold(0, |all, (_, flag)| all | flag);
        let entry_text = self.trace.intern(&request.entry);
        let host_text = self.hosts[host as usize].text;
        let args = Value::from(request.args.clone());
        let args_value = if request.args.is_empty() { Value::Nil } else { args };
        let (payload, hash) = self.trace.payload(&args_value, size);
        let spawn = self.emit(Kind::Spawn, me, |entry| {
            entry.flags = flags;
            entry.peer = number;
            entry.text = entry_text;
            entry.payload = payload;
            entry.payload_hash = hash;
            entry.a = u64::from(host_text);
            entry.cause = request.because.unwrap_or(entry.cause);
        });
        let mut slot = Slot::new(entry as u32, host, me);
        slot.cause = spawn;
        slot.supervisor = supervisor;
        self.fill_extra(me, &mut slot, &request, terminal, exec_for);
        self.table.insert(number, slot);
        self.counters.spawned += 1;
        self.queue.push(number);
        self.relate_spawned(me, number, linked, monitored);
        if let Some(name) = request.name {
            self.give_name(number, name);
        }
        for (topic, payload) in request.messages {
            let pid = Destination::Pid(self.pid(number));
            self.send_from_nobody(me, &pid, &topic, payload);
        }
        Ok(number)
    }

    /// What only some processes need is made for those only: an idle process stays small.
    fn fill_extra(
        &mut self,
        me: u32,
        slot: &mut Slot,
        request: &SpawnRequest,
        terminal: bool,
        exec_for: Option<(u32, u32)>,
    ) {
        if !request.args.is_empty() {
            slot.extra().args = Some(request.args.clone().into());
        }
        let inherited = self.table.get(me).and_then(|parent| parent.extra.as_ref());
        let mut context = inherited.map(|extra| extra.context.clone()).unwrap_or_default();
        for (key, value) in &request.context {
            context.retain(|(k, _)| k != key);
            context.push((key.clone(), value.clone()));
        }
        if !context.is_empty() {
            slot.extra().context = context;
        }
        if terminal {
            slot.extra().terminal = Some(TerminalState::default());
        }
        if exec_for.is_some() {
            slot.extra().exec_for = exec_for;
        }
    }

    /// First messages have no sender, though their arrow begins at the spawner.
    fn send_from_nobody(&mut self, me: u32, to: &Destination<'_>, topic: &str, payload: Value) {
        let host = self.table.get_mut(me).map(|slot| std::mem::replace(&mut slot.host, NOBODY));
        // One that does not fit is refused in the trace; the process lives.
        self.send(me, to, topic, payload).ok();
        if let (Some(slot), Some(host)) = (self.table.get_mut(me), host) {
            slot.host = host;
        }
    }

    fn exec(&mut self, me: u32, request: SpawnRequest) -> Result<u32, Error> {
        let Some(extra) = self.table.get_mut(me).map(Slot::extra) else { return Err(gone()) };
        extra.next_exec += 1;
        let id = extra.next_exec;
        // The watcher has a number of its own, though nothing ever runs under it.
        let _watcher = self.table.take_number();
        let state = ExecState { result: None, wait: Wait::default(), wakers: Vec::new(), size: 0 };
        if let Some(slot) = self.table.get_mut(me) {
            slot.extra().execs.insert(id, state);
        }
        match self.spawn_process(me, request, Some((me, id))) {
            Ok(_) => Ok(id),
            Err(error) => {
                self.forget_exec(me, id);
                Err(error)
            }
        }
    }

    pub(super) fn answer_exec(&mut self, caller: u32, id: u32, result: Pending<Outcome>) {
        let Some(slot) = self.table.get_mut(caller) else { return };
        let polls = slot.polls;
        let Some(exec) = slot.extra().execs.get_mut(&id) else { return };
        exec.size = EVENT + result.item.as_ref().map_or(0, Value::logical_size);
        self.memory.force(exec.size);
        exec.result = Some(result);
        let (root, wakers) = rouse(&mut exec.wait, &mut exec.wakers, polls);
        self.rouse(caller, root, wakers);
    }

    fn exec_result(&mut self, me: u32, id: u32, waker: &Waker) -> Poll<Outcome> {
        let root = self.waker.clone();
        let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
        if slot.extra().execs.get(&id).is_some_and(|exec| exec.result.is_none()) {
            let waiter = Self::wait_at(waker, &root, slot, wait::EXEC);
            if let Some(exec) = slot.extra().execs.get_mut(&id) {
                let added = exec.wait.add(waiter, waker, &mut exec.wakers);
                slot.foreign_waits += added;
            }
            return Poll::Pending;
        }
        if !self.may_take(waker) {
            return Poll::Pending;
        }
        self.begin_delivery();
        let Some(extra) = self.table.get_mut(me).map(Slot::extra) else { return Poll::Pending };
        let Some(exec) = extra.execs.remove(&id) else { return Poll::Pending };
        self.memory.give_back(exec.size);
        let Some(Pending { item, cause, at, peer }) = exec.result else { return Poll::Pending };
        let open = self.current.handling.open;
        self.take_event(me, "result", peer, cause, at, &result_value(&item));
        // The result belongs to what was being handled when it was asked for.
        self.current.handling.open = open;
        Poll::Ready(item)
    }

    fn forget_exec(&mut self, me: u32, id: u32) {
        let Some(slot) = self.table.get_mut(me) else { return };
        if let Some(exec) = slot.extra().execs.remove(&id) {
            slot.foreign_waits = slot.foreign_waits.saturating_sub(exec.wakers.len() as u32);
            self.memory.give_back(exec.size);
        }
    }

    fn set_timer(&mut self, me: u32, kind: TimerKind, span: Duration) -> u32 {
        self.memory.force(TIMER); // never refused
        let id = self.timers.set(self.time, me, kind, span);
        self.timer_was_set(id);
        id
    }

    fn timer_was_set(&mut self, id: u32) {
        let Some(timer) = self.timers.get(id) else { return };
        let (process, kind, span, setting) = (timer.process, timer.kind, timer.span, timer.setting);
        let event = self.emit(Kind::TimerSet, process, |entry| {
            entry.flags = kind as u8;
            entry.a = span.as_nanos();
            entry.b = setting;
        });
        if let Some(timer) = self.timers.get_mut(id) {
            timer.set_event = event;
        }
    }

    fn fired(&mut self, me: u32, id: u32, waker: &Waker) -> Poll<Option<Time>> {
        let root = self.waker.clone();
        let Some(timer) = self.timers.get_mut(id) else { return Poll::Ready(None) };
        if timer.fired.is_empty() {
            if timer.closed {
                return Poll::Ready(None);
            }
            let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
            if timer.waker.take().is_some() {
                slot.foreign_waits = slot.foreign_waits.saturating_sub(1);
            }
            match Self::wait_at(waker, &root, slot, wait::TIMER) {
                Waiter::Root(poll) => timer.wait.poll = poll,
                Waiter::Other => {
                    timer.waker = Some(waker.clone());
                    slot.foreign_waits += 1;
                }
            }
            return Poll::Pending;
        }
        if !self.may_take(waker) {
            return Poll::Pending;
        }
        self.begin_delivery();
        let taken = self.timers.take_fired(id, self.time);
        let Some((at, event)) = taken else { return Poll::Pending };
        self.current.handling.cause = event;
        Poll::Ready(Some(at))
    }

    fn stop_timer(&mut self, id: u32) -> bool {
        let was = self.timers.disarm(id);
        let Some(timer) = self.timers.get_mut(id) else { return false };
        timer.closed = true;
        let (process, set, setting, kind) =
            (timer.process, timer.set_event, timer.setting, timer.kind);
        // Whoever waits for it learns that its channel is closed.
        let (waits, waker) = (timer.wait, timer.waker.take());
        if was {
            self.emit(Kind::TimerStopped, process, |entry| {
                entry.flags = kind as u8;
                entry.cause = set;
                entry.b = setting;
            });
        }
        let polls = self.table.get(process).map_or(0, |slot| slot.polls);
        self.rouse(process, waits.is_root(polls), waker.into_iter().collect());
        was
    }

    fn reset_timer(&mut self, id: u32, span: Duration) -> bool {
        if self.timers.get(id).is_none_or(|timer| timer.closed) {
            return false;
        }
        let was = self.timers.get(id).is_some_and(|timer| timer.armed);
        self.timers.reset(id, self.time, span);
        self.timer_was_set(id);
        was
    }

    fn drop_timer(&mut self, me: u32, id: u32) {
        let armed = self.timers.get(id).is_some_and(|timer| timer.armed);
        let Some(timer) = self.timers.remove(id) else { return };
        self.memory.give_back(TIMER);
        if timer.waker.is_some()
            && let Some(slot) = self.table.get_mut(me)
        {
            slot.foreign_waits = slot.foreign_waits.saturating_sub(1);
        }
        if armed {
            self.emit(Kind::TimerStopped, me, |entry| {
                entry.flags = timer.kind as u8;
                entry.cause = timer.set_event;
                entry.b = timer.setting;
            });
        }
    }

    fn log(&mut self, me: u32, level: Level, message: Str, fields: Value) {
        let text = self.trace.intern(level.name());
        let line =
            Value::map([("message", Value::Str(message.clone())), ("fields", fields.clone())]);
        let (payload, hash) = self.trace.payload(&line, line.logical_size());
        let event = self.emit(Kind::Log, me, |entry| {
            entry.text = text;
            entry.payload = payload;
            entry.payload_hash = hash;
        });
        let at = self.time;
        self.effects.push(Effect::Log { process: me, level, message, fields, at, event });
    }

    fn show(&mut self, me: u32, value: Value) {
        let (payload, hash) = self.trace.payload(&value, value.logical_size());
        self.emit(Kind::Show, me, |entry| {
            entry.payload = payload;
            entry.payload_hash = hash;
        });
        if let Some(slot) = self.table.get_mut(me) {
            slot.extra().shown = Some(value);
        }
    }

    fn print(&mut self, me: u32, text: Str) {
        let value = Value::Str(text.clone());
        let (payload, hash) = self.trace.payload(&value, value.logical_size());
        let event = self.emit(Kind::Terminal, me, |entry| {
            entry.payload = payload;
            entry.payload_hash = hash;
        });
        self.effects.push(Effect::Terminal { process: me, text, event });
    }

    pub(super) fn type_line(&mut self, number: u32, line: Option<Str>) -> Result<(), Error> {
        let (cause, at) = (self.current.handling.cause, self.time);
        let no_terminal = || {
            let message = format!("process 0x{number:05x} has no terminal");
            Error::new(ErrorKind::Unavailable, message)
        };
        let slot = self.table.get_mut(number).ok_or_else(no_terminal)?;
        let polls = slot.polls;
        let terminal = slot.extra().terminal.as_mut().ok_or_else(no_terminal)?;
        self.memory.force(EVENT + line.as_ref().map_or(0, |line| line.len() as u64));
        terminal.lines.push_back(Pending { item: line, cause, at, peer: 0 });
        if std::mem::take(&mut terminal.reading) {
            self.readers -= 1;
        }
        let (root, wakers) = rouse(&mut terminal.wait, &mut terminal.wakers, polls);
        self.rouse(number, root, wakers);
        Ok(())
    }

    fn read_line(&mut self, me: u32, waker: &Waker) -> Poll<Option<Str>> {
        self.settle(me);
        let root = self.waker.clone();
        let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
        let Some(terminal) = slot.extra().terminal.as_mut() else { return Poll::Ready(None) };
        if terminal.lines.is_empty() {
            let asks = !std::mem::replace(&mut terminal.reading, true);
            let waiter = Self::wait_at(waker, &root, slot, wait::LINE);
            if let Some(terminal) = slot.extra().terminal.as_mut() {
                let added = terminal.wait.add(waiter, waker, &mut terminal.wakers);
                slot.foreign_waits += added;
            }
            if asks {
                self.readers += 1;
                let text = self.trace.intern("line");
                self.emit(Kind::Ask, me, |entry| entry.text = text);
            }
            return Poll::Pending;
        }
        if !self.may_take(waker) {
            return Poll::Pending;
        }
        self.begin_delivery();
        let Some(extra) = self.table.get_mut(me).map(Slot::extra) else { return Poll::Pending };
        let Some(terminal) = extra.terminal.as_mut() else { return Poll::Pending };
        let Some(Pending { item, cause, at, peer }) = terminal.lines.pop_front() else {
            return Poll::Pending;
        };
        if item.is_none() {
            // The end of input stays the end, however often it is read.
            terminal.lines.push_front(Pending { item: None, cause, at, peer });
        } else {
            self.memory.give_back(EVENT + item.as_ref().map_or(0, |line| line.len() as u64));
        }
        let text = if item.is_some() { "line" } else { "end of input" };
        self.take_event(me, text, 0, cause, at, &Value::from(item.clone()));
        Poll::Ready(item)
    }

    fn stop_reading(&mut self, me: u32) {
        let Some(slot) = self.table.get_mut(me) else { return };
        let Some(terminal) = slot.extra().terminal.as_mut() else { return };
        let wakers = std::mem::take(&mut terminal.wakers).len();
        if std::mem::take(&mut terminal.reading) {
            self.readers -= 1;
        }
        slot.foreign_waits = slot.foreign_waits.saturating_sub(wakers as u32);
    }

    fn step_or_hold(&mut self, waker: &Waker) -> bool {
        self.step();
        if self.current.held {
            self.hold(waker);
        }
        !self.current.held
    }

    fn report_service(&mut self, me: u32, state: ServiceState, child: Option<u32>, details: Value) {
        let text = self.trace.intern(state.name());
        let (payload, hash) = self.trace.payload(&details, details.logical_size());
        self.emit(Kind::Service, me, |entry| {
            entry.peer = child.unwrap_or(0);
            entry.text = text;
            entry.payload = payload;
            entry.payload_hash = hash;
        });
        self.service_changed = true;
        if let Some(slot) = self.table.get_mut(me) {
            let extra = slot.extra();
            let attempts = extra.service.map_or(0, |(_, _, attempts)| attempts);
            let attempts = attempts + u32::from(state == ServiceState::Starting);
            extra.service = Some((state, child.unwrap_or(0), attempts));
        }
    }
}

/// Empties a place where somebody waits: whether the main coroutine did, and the wakers of others.
fn rouse(wait: &mut Wait, wakers: &mut Vec<Waker>, polls: u32) -> (bool, Vec<Waker>) {
    wait.others = false;
    (wait.is_root(polls), std::mem::take(wakers))
}

/// `{value, error}`, as EXIT tells it.
fn result_value(outcome: &Outcome) -> Value {
    match outcome {
        Ok(value) => Value::map([("value", value.clone())]),
        Err(error) => Value::map([("error", error.to_value())]),
    }
}

fn gone() -> Error {
    Error::internal("the process has ended")
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
            let extra = core.table.get(me).and_then(|slot| slot.extra.as_ref());
            extra.and_then(|extra| extra.args.clone()).unwrap_or_else(|| Rc::from([]))
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

    fn exec_result(&self, me: u32, exec: u32, waker: &Waker) -> Poll<Outcome> {
        self.with(|core| core.exec_result(me, exec, waker))
    }

    fn forget_exec(&self, me: u32, exec: u32) {
        self.try_with(|core| core.forget_exec(me, exec));
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

    fn has_terminal(&self, me: u32) -> bool {
        self.with(|core| {
            let extra = core.table.get(me).and_then(|slot| slot.extra.as_ref());
            extra.is_some_and(|extra| extra.terminal.is_some())
        })
    }

    fn print(&self, me: u32, text: Str) {
        self.with(|core| core.print(me, text));
    }

    fn read_line(&self, me: u32, waker: &Waker) -> Poll<Option<Str>> {
        self.with(|core| core.read_line(me, waker))
    }

    fn stop_reading(&self, me: u32) {
        self.try_with(|core| core.stop_reading(me));
    }

    fn step(&self, _me: u32, waker: &Waker) -> bool {
        self.with(|core| core.step_or_hold(waker))
    }

    fn new_coroutine(&self, me: u32) -> (Arc<Flag>, Handling) {
        self.with(|core| {
            let handling = Handling { cause: core.current.handling.cause, open: None };
            let waker = core.waker.clone();
            let slot = core.table.get_mut(me).expect("a coroutine is made by its living process");
            let extra = slot.extra();
            extra.next_coroutine += 1;
            let ready = Arc::clone(&extra.ready);
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
