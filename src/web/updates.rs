//! Updates: what the page does not know yet, at most once a frame.

use std::collections::VecDeque;

use js_sys::{ArrayBuffer, Reflect, Uint32Array};
use wasm_bindgen::JsValue;

use super::dto::{
    GroupDto, LogDto, MoreDto, NameDto, RowDto, ServiceDto, StatisticsDto, TerminalChunkDto,
    TerminalRowDto, TextsDto, UpdateDto, WaitedDto, clip, state_name, to_js,
};
use crate::base::Value;
use crate::runtime::{Effect, Kernel};
use crate::stage::{Player, RunEnd, RunState, Session, census};
use crate::trace::{RECORD_WORDS, Recorder};

/// Milliseconds between two looks at everything that is shown as a table.
const SLOW: f64 = 100.0;
/// Tombstones shown.
const TOMBSTONES: usize = 64;
/// Records in the first update of a run.
const FIRST: u64 = 4_096;
/// Of a page that reads every event, as many may be unread: what a slice of work adds to them is kept, too.
const UNREAD: u64 = Recorder::CAPACITY / 2;
/// Log lines that wait for the page: it keeps as many. What is older then is lost to it.
const LOGS_KEPT: usize = 2_000;
/// Log lines that go with the tables: nobody reads faster, and each costs the page more than a thousand records do.
const LOGS: usize = 250;
/// Characters of one chunk of a terminal: more than a screen can hold.
const CHUNK: usize = 100_000;

/// What the page knows, and whether it wants to know more.
#[derive(Default)]
pub(super) struct Updates {
    run: u32,
    /// The page has read the last update.
    asked: bool,
    /// How many records it can take at once.
    most: u64,
    /// It wants every event: the run waits for it rather than lose one.
    whole: bool,
    buffer: Option<ArrayBuffer>,
    /// Something changed that is no event: a pause, a pace.
    touched: bool,
    /// The last update came without its tables: they are owed.
    owes_tables: bool,
    events_sent: u64,
    dropped: u64,
    texts_sent: usize,
    time_sent: f64,
    slow_at: f64,
    names_version: Option<u64>,
    effects: Vec<Effect>,
    logs: VecDeque<Effect>,
    logs_lost: usize,
    worked: f64,
    worked_since: f64,
    /// So many inputs the page has as text; none: it does not want them.
    followed: Option<usize>,
}

impl Updates {
    /// The page asks for the next update.
    pub fn ask(&mut self, buffer: Option<ArrayBuffer>, most: u32, whole: bool) {
        self.asked = true;
        self.most = u64::from(most);
        self.whole = whole;
        self.buffer = buffer.or(self.buffer.take());
    }

    /// A fresh run: the page knows nothing of it.
    pub fn begin_run(&mut self) -> u32 {
        *self = Self {
            run: self.run + 1,
            asked: true,
            most: FIRST,
            touched: true,
            whole: self.whole,
            buffer: self.buffer.take(),
            ..Self::default()
        };
        self.run
    }

    /// Another run goes on from where the page has got so many events and texts of the one before. Its number.
    pub fn go_on(&mut self, events: u64, texts: usize) -> u32 {
        let dropped = self.dropped;
        self.begin_run();
        (self.events_sent, self.texts_sent, self.dropped) = (events, texts, dropped);
        self.run
    }

    /// The page has the run as text, with so many inputs, and wants what comes to it; or it has a newer text, and misses none.
    pub fn follow(&mut self, inputs: usize) {
        self.followed.get_or_insert(inputs);
        self.touch();
    }

    /// Whether the page wants every event.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether such a page has to read some before the run may go on.
    pub fn is_behind(&self, kernel: &Kernel) -> bool {
        self.whole && kernel.trace().total().saturating_sub(self.events_sent) > UNREAD
    }

    pub fn touch(&mut self) {
        self.touched = true;
    }

    pub fn worked(&mut self, millis: f64) {
        self.worked += millis;
    }

    /// The number of the run that is being played.
    pub fn run(&self) -> u32 {
        self.run
    }

    /// An update and its buffer, if the page wants one and there is something new.
    pub fn make(
        &mut self,
        player: &Player,
        now: f64,
    ) -> Result<Option<(JsValue, ArrayBuffer)>, JsValue> {
        let kernel = player.session().kernel();
        let total = kernel.trace().total();
        let time = player.shown_time().as_nanos() as f64;
        let slow = self.touched || now - self.slow_at >= SLOW;
        let news = self.touched
            || total > self.events_sent
            || (time - self.time_sent).abs() > 5e7
            || (self.owes_tables && slow);
        if !self.asked || !news {
            return Ok(None);
        }
        self.asked = false;
        let touched = std::mem::take(&mut self.touched);
        self.time_sent = time;
        let (records, count) = self.records(kernel);
        let mut update = UpdateDto {
            time,
            dropped: self.dropped as f64,
            count,
            texts: self.texts(kernel),
            ..plain_update("update", self.run, player.state(), kernel)
        };
        for effect in self.effects.drain(..) {
            add_effect(&mut update, kernel, effect);
        }
        if slow {
            self.add_logs(&mut update, kernel, touched);
            self.add_tables(&mut update, player.session(), now);
            let upcoming = kernel.upcoming().filter(|_| !player.is_playing());
            update.upcoming = upcoming.map(|next| (next.process, next.message as f64));
            update.hits = Some(player.breakpoints().iter().map(|one| one.hits as f64).collect());
        }
        update.more = self.more(player.session());
        self.owes_tables = !slow || !self.logs.is_empty();
        let message = to_js(&update)?;
        Reflect::set(&message, &JsValue::from_str("records"), &records)?;
        Ok(Some((message, records)))
    }

    /// All that is to be seen of a run at an earlier moment, but for its events, which the page has; and what it printed since the
    /// last call.
    pub fn moment(&mut self, run: u32, session: &Session, now: f64) -> Result<JsValue, JsValue> {
        let kernel = session.kernel();
        let mut update = plain_update("past", run, RunState::Paused, kernel);
        for effect in self.effects.drain(..) {
            add_effect(&mut update, kernel, effect);
        }
        self.add_logs(&mut update, kernel, true);
        self.add_tables(&mut update, session, now);
        to_js(&update)
    }

    /// What the run gave to the outside since the last call.
    pub fn add_effects(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if matches!(effect, Effect::Log { .. }) {
                self.logs.push_back(effect);
            } else {
                self.effects.push(effect);
            }
        }
        let surplus = self.logs.len().saturating_sub(LOGS_KEPT);
        self.logs_lost += self.logs.drain(..surplus).count();
        if self.effects.len() > 100_000 {
            self.effects.drain(..50_000); // nobody reads, and it goes on: the oldest go first
        }
    }

    fn more(&mut self, session: &Session) -> Option<MoreDto> {
        let (log, first) = (session.log(), self.followed?);
        self.followed = Some(log.len());
        let inputs = log[first.min(log.len())..].iter();
        Some(MoreDto {
            first: first as u32,
            inputs: inputs.map(|input| input.to_json().unwrap_or_default()).collect(),
            end: RunEnd::of(session).to_json(),
        })
    }

    /// The oldest lines that wait; all of them after a pause or a step, when nobody may ask again.
    fn add_logs(&mut self, update: &mut UpdateDto, kernel: &Kernel, all: bool) {
        let count = if all { LOGS_KEPT } else { LOGS };
        for effect in self.logs.drain(..count.min(self.logs.len())) {
            add_effect(update, kernel, effect);
        }
        update.logs_lost = std::mem::take(&mut self.logs_lost) as u32;
    }

    /// The records that the page has not seen, in a buffer to be transferred.
    fn records(&mut self, kernel: &Kernel) -> (ArrayBuffer, u32) {
        let trace = kernel.trace();
        // Those that it has no time for are the oldest; who wants every one gets them later.
        let newest = if self.whole { 0 } else { (trace.total() + 1).saturating_sub(self.most) };
        let from = (self.events_sent + 1).max(trace.first()).max(newest);
        self.dropped += from - (self.events_sent + 1);
        let count = (trace.total() + 1).saturating_sub(from).min(self.most) as usize;
        let [head, tail] = trace.words_from(from);
        let head = &head[..head.len().min(count * RECORD_WORDS)];
        let tail = &tail[..count * RECORD_WORDS - head.len()];
        let words = (count * RECORD_WORDS) as u32;
        let bytes = words * 4;
        let buffer = match self.buffer.take() {
            Some(buffer) if buffer.byte_length() >= bytes => buffer,
            _ => ArrayBuffer::new(bytes.next_power_of_two().max(4_096)),
        };
        copy_words([head, tail], &buffer);
        self.events_sent = (from + count as u64 - 1).min(trace.total());
        (buffer, count as u32)
    }

    fn texts(&mut self, kernel: &Kernel) -> TextsDto {
        let trace = kernel.trace();
        let first = self.texts_sent as u32 + 1;
        let list = (first..=trace.text_count() as u32).map(|id| clip(&trace.text(id), 300).0);
        let list: Vec<_> = list.collect();
        self.texts_sent = trace.text_count();
        TextsDto { first, list }
    }

    fn add_tables(&mut self, update: &mut UpdateDto, session: &Session, now: f64) {
        let kernel = session.kernel();
        let census = census(kernel);
        let dead: Vec<u32> = kernel.tombstones().collect();
        let dead = &dead[dead.len().saturating_sub(TOMBSTONES)..];
        let views: Vec<_> =
            dead.iter().chain(&census.shown).filter_map(|number| kernel.process(*number)).collect();
        update.groups = Some(census.groups.iter().map(GroupDto::from).collect());
        let terminals = views.iter().filter(|view| view.terminal);
        let terminals = terminals.map(|view| TerminalRowDto {
            process: view.pid.number(),
            pid: view.pid.to_string(),
            entry: view.entry.to_string(),
            host: view.pid.host().to_string(),
            reading: view.reading,
            ended: view.ended.is_some(),
        });
        update.terminal_rows = Some(terminals.collect());
        update.rows = Some(views.iter().map(RowDto::from).collect());
        update.services = Some(session.services().iter().map(ServiceDto::from).collect());
        if self.names_version.replace(kernel.names_version()) != Some(kernel.names_version()) {
            let names = kernel.names().into_iter().take(1_000);
            let names = names.map(|(name, process)| NameDto { name: clip(&name, 300).0, process });
            update.names = Some(names.collect());
        }
        update.statistics = Some(self.statistics(kernel, now));
        self.slow_at = now;
    }

    fn statistics(&mut self, kernel: &Kernel, now: f64) -> StatisticsDto {
        let counters = kernel.counters();
        let waited = kernel.wait_percentiles();
        let (memory, budget) = kernel.memory();
        let span = (now - self.worked_since).max(1.0);
        let load = (self.worked / span).min(1.0);
        self.worked = 0.0;
        self.worked_since = now;
        StatisticsDto {
            messages: counters.messages as f64,
            deliveries: counters.deliveries as f64,
            turns: counters.turns as f64,
            spawned: counters.spawned as f64,
            alive: kernel.alive(),
            depth: kernel.queued() as f64,
            dead_letters: counters.dead_letters as f64,
            refused: counters.refused as f64,
            memory: memory as f64,
            memory_budget: budget as f64,
            waited: WaitedDto {
                p50: waited.p50 as f64,
                p95: waited.p95 as f64,
                p99: waited.p99 as f64,
            },
            load,
        }
    }
}

/// Copies records to the beginning of a buffer that has room for them.
pub(super) fn copy_words([head, tail]: [&[u32]; 2], buffer: &ArrayBuffer) {
    let view = Uint32Array::new(buffer);
    let split = head.len() as u32;
    view.subarray(0, split).copy_from(head);
    view.subarray(split, split + tail.len() as u32).copy_from(tail);
}

/// What is said of a run in any case.
fn plain_update(r#type: &'static str, run: u32, state: RunState, kernel: &Kernel) -> UpdateDto {
    UpdateDto {
        r#type,
        run,
        state: state_name(state),
        time: kernel.time().as_nanos() as f64,
        total: kernel.trace().total() as f64,
        dropped: 0.0,
        count: 0,
        texts: TextsDto { first: 1, list: Vec::new() },
        hash: format!("{:016x}", kernel.trace().hash()),
        terminals: Vec::new(),
        logs: Vec::new(),
        logs_lost: 0,
        rows: None,
        groups: None,
        services: None,
        terminal_rows: None,
        names: None,
        statistics: None,
        hits: None,
        upcoming: None,
        more: None,
    }
}

fn add_effect(update: &mut UpdateDto, kernel: &Kernel, effect: Effect) {
    match effect {
        Effect::Terminal { process, text, event, .. } => {
            let (text, event) = (clip(&text, CHUNK).0, event as f64);
            // Neighbours of one terminal go as one.
            match update.terminals.last_mut() {
                Some(last) if last.process == process && !last.typed && last.text.len() < CHUNK => {
                    last.text += &text;
                    last.event = event;
                }
                _ => update.terminals.push(TerminalChunkDto { process, text, event, typed: false }),
            }
        }
        Effect::Typed { process, text, event } => {
            let (text, event) = (clip(&text, CHUNK).0, event as f64);
            update.terminals.push(TerminalChunkDto { process, text, event, typed: true });
        }
        Effect::Log { process, level, message, fields, at, event } => {
            let view = kernel.process(process);
            let fields = match fields {
                Value::Map(map) if map.is_empty() => String::new(),
                fields => clip(&fields.to_json(), 2_000).0,
            };
            update.logs.push(LogDto {
                event: event as f64,
                time: at.as_nanos() as f64,
                level: level.name(),
                process,
                pid: view.as_ref().map(|view| view.pid.to_string()).unwrap_or_default(),
                entry: view.map(|view| view.entry.to_string()).unwrap_or_default(),
                message: clip(&message, 2_000).0,
                fields,
            });
        }
        Effect::Answer { .. } => {} // the trace shows it
    }
}
