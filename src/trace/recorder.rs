//! [`Recorder`]: writes records into a ring, and hashes each as it is written.

use super::digests::Digests;
use super::event::{Kind, RECORD_WORDS, Record};
use super::payloads::Payloads;
use super::texts::Texts;
use crate::base::{Str, Time, Value};

/// Records kept in the engine; the page keeps a million more. A power of two.
const RING: usize = 1 << 17;
/// Logical bytes of payloads kept.
const PAYLOAD_BUDGET: u64 = 96 << 20;

/// From so many events to the next so many the hash is kept: where two runs part can be told from that, long after the
/// events themselves have gone.
pub const CHECK: u64 = 1_024;

/// An event about to be recorded.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are those of `Record`")]
pub struct Entry {
    pub kind: Kind,
    pub flags: u8,
    pub cause: u64,
    pub process: u32,
    pub peer: u32,
    pub text: u32,
    pub payload: u32,
    pub payload_hash: u64,
    pub a: u64,
    pub b: u64,
}

impl Entry {
    /// An event of `process`, caused by event number `cause`.
    pub fn new(kind: Kind, process: u32, cause: u64) -> Self {
        Self {
            kind,
            flags: 0,
            cause,
            process,
            peer: 0,
            text: 0,
            payload: 0,
            payload_hash: 0,
            a: 0,
            b: 0,
        }
    }
}

/// The trace of a run: the last 131,072 records, and the hash of all.
pub struct Recorder {
    /// Grows to [`RING`] as it fills.
    ring: Vec<[u32; RECORD_WORDS]>,
    next: u64,
    /// Events that a watcher sees happen.
    rows: u64,
    hash: u64,
    /// The hash after each [`CHECK`] events.
    checks: Vec<u64>,
    digests: Digests,
    texts: Texts,
    payloads: Payloads,
    on: bool,
    /// The line of a script that runs; 0: none that is known.
    line: u16,
}

impl Default for Recorder {
    fn default() -> Self {
        Self {
            ring: Vec::new(),
            next: 1,
            rows: 0,
            hash: 0,
            checks: Vec::new(),
            digests: Digests::default(),
            texts: Texts::default(),
            payloads: Payloads::new(RING, PAYLOAD_BUDGET),
            on: true,
            line: 0,
        }
    }
}

impl Recorder {
    /// Records an event and gives its number.
    pub fn record(&mut self, time: Time, turn: u64, entry: &Entry) -> u64 {
        let number = self.next;
        self.next += 1;
        self.rows += u64::from(entry.kind.is_row());
        if !self.on {
            return number;
        }
        let time = time.as_nanos();
        let word = u32::from(entry.kind as u8) | u32::from(entry.flags) << 8;
        self.fold([
            time,
            entry.cause,
            u64::from(word) | turn << 32,
            u64::from(entry.process) | u64::from(entry.peer) << 32,
            self.texts.content_hash(entry.text),
            entry.payload_hash,
            entry.a,
            entry.b,
        ]);
        if number.is_multiple_of(CHECK) {
            self.checks.push(self.hash);
        }
        self.digests.push(entry.kind, self.hash);
        let record = [
            number as u32,
            (number >> 32) as u32,
            time as u32,
            (time >> 32) as u32,
            entry.cause as u32,
            (entry.cause >> 32) as u32,
            word | u32::from(self.line) << 16,
            turn as u32,
            entry.process,
            entry.peer,
            entry.text,
            entry.payload,
            entry.a as u32,
            (entry.a >> 32) as u32,
            entry.b as u32,
            (entry.b >> 32) as u32,
        ];
        let index = (number - 1) as usize & (RING - 1);
        match self.ring.get_mut(index) {
            Some(slot) => *slot = record,
            None => self.ring.push(record),
        }
        number
    }

    /// The events from now on are the work of this line of a script; 0: of none that is known. It is no part of the
    /// hash: a comment more in a source makes no other run.
    #[cfg(feature = "lua")]
    pub(crate) fn at_line(&mut self, line: u32) {
        self.line = u16::try_from(line).unwrap_or(0);
    }

    /// Eight independent products, so that the processor can work on all of them at once; one chained step.
    #[inline]
    fn fold(&mut self, words: [u64; 8]) {
        const K: [u64; 8] = [
            0x9e37_79b9_7f4a_7c15,
            0xbf58_476d_1ce4_e5b9,
            0x94d0_49bb_1331_11eb,
            0xd6e8_feb8_6659_fd93,
            0xa076_1d64_78bd_642f,
            0xe703_7ed1_a0b4_28db,
            0x8ebc_6af0_9c88_c6e3,
            0x5899_65cc_7537_4cc3,
        ];
        let product = |index: usize| {
            let product = (words[index] ^ K[index].rotate_left(17)).wrapping_mul(K[index]);
            product ^ (product >> 29)
        };
        // Written out: a build for size keeps a loop.
        let sum = product(0).rotate_left(1);
        let sum = sum.wrapping_add(product(1)).rotate_left(2);
        let sum = sum.wrapping_add(product(2)).rotate_left(3);
        let sum = sum.wrapping_add(product(3)).rotate_left(4);
        let sum = sum.wrapping_add(product(4)).rotate_left(5);
        let sum = sum.wrapping_add(product(5)).rotate_left(6);
        let sum = sum.wrapping_add(product(6)).rotate_left(7);
        let sum = sum.wrapping_add(product(7)).rotate_left(8);
        let hash = (self.hash.rotate_left(27) ^ sum).wrapping_mul(K[0]);
        self.hash = hash ^ (hash >> 31);
    }

    /// Keeps a payload; gives its id and its hash. Nothing is kept of [`Value::Nil`].
    pub fn payload(&mut self, value: &Value, size: u64) -> (u32, u64) {
        if matches!(value, Value::Nil) || !self.on {
            return (0, 0);
        }
        (self.payloads.put(value.clone(), size), value.content_hash())
    }

    /// The id of a payload that was given one before: the same, or another if it has gone since.
    pub fn keep(&mut self, id: u32, value: &Value, size: u64) -> u32 {
        if id == 0 || self.payloads.get(id).is_some() {
            return id;
        }
        self.payloads.put(value.clone(), size)
    }

    /// A payload by its id, unless it has gone.
    pub fn payload_of(&self, record: &Record) -> Option<&Value> {
        self.payloads.get(record.payload())
    }

    /// The hash after each [`CHECK`] events, oldest first.
    pub fn checks(&self) -> &[u64] {
        &self.checks
    }

    /// A few bits of each of the first events.
    pub fn digests(&self) -> &Digests {
        &self.digests
    }

    /// The id of a text.
    pub fn intern(&mut self, text: &str) -> u32 {
        self.texts.intern(text)
    }

    /// A text by its id; empty for 0.
    pub fn text(&self, id: u32) -> Str {
        self.texts.get(id)
    }

    /// How many texts there are.
    pub fn text_count(&self) -> usize {
        self.texts.len()
    }

    /// Logical bytes that the texts take.
    pub fn text_bytes(&self) -> u64 {
        self.texts.bytes()
    }

    /// How many events there have been.
    pub fn total(&self) -> u64 {
        self.next - 1
    }

    /// How many events there have been that a watcher sees happen: what slow motion counts.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The hash over every event so far, with its content.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Number of the oldest record kept.
    pub fn first(&self) -> u64 {
        self.next - self.ring.len() as u64
    }

    /// A record by its number, unless it has gone.
    pub fn get(&self, number: u64) -> Option<Record> {
        let kept = number >= self.first() && number < self.next && self.on;
        kept.then(|| Record(self.ring[(number - 1) as usize & (RING - 1)]))
    }

    /// So many records are kept: the newest.
    pub const CAPACITY: u64 = RING as u64;

    /// The records kept from number `from` on, as at most two runs of words.
    pub fn words_from(&self, from: u64) -> [&[u32]; 2] {
        let from = from.max(self.first());
        if from >= self.next {
            return [&[], &[]];
        }
        let (start, count) = ((from - 1) as usize & (RING - 1), (self.next - from) as usize);
        let until = (start + count).min(self.ring.len());
        let (head, tail) = (&self.ring[start..until], &self.ring[..count - (until - start)]);
        [head.as_flattened(), tail.as_flattened()]
    }

    /// Records nothing any more, or again: only for measuring what recording costs.
    #[doc(hidden)]
    pub fn set_on(&mut self, on: bool) {
        self.on = on;
    }
}
