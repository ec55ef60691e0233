//! What a process tells the trace: log lines, what it shows, its channels, its service.

use super::core::{Core, Effect};
use crate::base::{Str, Value};
use crate::channel::Operation;
use crate::process::{Level, Look, ServiceState};
use crate::trace::Kind;

impl Core {
    pub(super) fn log(&mut self, me: u32, level: Level, message: Str, fields: Value) {
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

    pub(super) fn show(&mut self, me: u32, value: Value) {
        let (payload, hash) = self.trace.payload(&value, value.logical_size());
        self.emit(Kind::Show, me, |entry| {
            entry.payload = payload;
            entry.payload_hash = hash;
        });
        if let Some(slot) = self.table.get_mut(me) {
            slot.extra().shown = Some(value);
        }
    }

    pub(super) fn on_look(&mut self, me: u32, look: Look) {
        if let Some(slot) = self.table.get_mut(me) {
            slot.extra().look = Some(look);
        }
    }

    pub(super) fn note_channel(
        &mut self,
        me: u32,
        channel: u32,
        operation: Operation,
        values: usize,
    ) {
        let (kind, b) = match operation {
            Operation::Send => (Kind::ChannelSend, values),
            Operation::Receive => (Kind::ChannelReceive, values),
            Operation::Close => (Kind::ChannelClose, values),
            Operation::Select(case) => (Kind::Select, case),
        };
        self.emit(kind, me, |entry| {
            entry.a = u64::from(channel);
            entry.b = b as u64;
        });
    }

    pub(super) fn report_service(
        &mut self,
        me: u32,
        state: ServiceState,
        child: Option<u32>,
        details: Value,
    ) {
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
