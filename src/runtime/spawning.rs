//! Processes are made.

use std::rc::Rc;

use super::core::{Core, NOBODY, gone};
use super::memory::PROCESS;
use super::table::{Slot, TerminalState, wait};
use crate::base::{Error, ErrorKind, Pid, Value};
use crate::process::{Destination, SpawnRequest};
use crate::trace::{Kind, spawn_flag};

impl Core {
    pub(super) fn spawn(&mut self, me: u32, request: SpawnRequest) -> Result<Pid, Error> {
        let number = self.spawn_process(me, request, None)?;
        Ok(self.pid(number))
    }

    pub(super) fn spawn_process(
        &mut self,
        me: u32,
        mut request: SpawnRequest,
        exec_for: Option<(u32, u32)>,
    ) -> Result<u32, Error> {
        if self.faults.is_some() && me != 0 {
            self.strike_spawn(me)?;
        }
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
                self.send_as(me, NOBODY, &holder, &topic, payload)?;
            }
            return Ok(holder);
        }
        let size: u64 = request.args.iter().map(Value::logical_size).sum();
        if !self.memory.take(PROCESS + size) {
            self.out_of_memory();
            let message = "the memory budget of the run is used up: no process can be spawned";
            return Err(Error::new(ErrorKind::Unavailable, message).with_retryable(true));
        }
        let Some(number) = self.table.take_number() else {
            self.memory.give_back(PROCESS + size);
            let message = "the run has used up its process numbers";
            return Err(Error::new(ErrorKind::Unavailable, message));
        };
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
        let args: Option<Rc<[Value]>> =
            (!request.args.is_empty()).then(|| std::mem::take(&mut request.args).into());
        let shown = args.clone().map_or(Value::Nil, Value::List);
        let (payload, hash) = self.trace.payload(&shown, size);
        let spawn = self.emit(Kind::Spawn, me, |entry| {
            entry.flags = flags;
            entry.peer = number;
            entry.text = entry_text;
            entry.payload = payload;
            entry.payload_hash = hash;
            entry.a = u64::from(host_text);
            entry.cause = request.because.unwrap_or(entry.cause);
        });
        let (own, of_host) = (&self.entries[entry], &self.hosts[host as usize].def);
        let capacity = own.mailbox_capacity.or(of_host.mailbox_capacity).unwrap_or(u32::MAX);
        let mut slot = Slot::new(entry as u32, host, me, capacity);
        slot.cause = spawn;
        slot.supervisor = supervisor;
        slot.args = args;
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
            // One that does not fit is refused in the trace; the process lives.
            self.send_as(me, NOBODY, &pid, &topic, payload).ok();
        }
        Ok(number)
    }

    /// What only some processes need is made for those only: an idle process stays small.
    pub(super) fn fill_extra(
        &mut self,
        me: u32,
        slot: &mut Slot,
        request: &SpawnRequest,
        terminal: bool,
        exec_for: Option<(u32, u32)>,
    ) {
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

    pub(super) fn exec(&mut self, me: u32, request: SpawnRequest) -> Result<u32, Error> {
        let id = self.await_result(me, wait::EXEC).ok_or_else(gone)?;
        // The watcher has a number of its own, though nothing ever runs under it.
        let _watcher = self.table.take_number();
        match self.spawn_process(me, request, Some((me, id))) {
            Ok(_) => Ok(id),
            Err(error) => {
                self.forget_result(me, id);
                Err(error)
            }
        }
    }
}
