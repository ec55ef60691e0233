//! An earlier moment of the run: made again beside it, shown in its place, and gone on with, if the reader likes.

use js_sys::{ArrayBuffer, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::dto::to_js;
use super::exports::{Stage, no_run};
use super::updates::{Updates, copy_words};
use crate::base::Error;
use crate::stage::{Player, Replay, Session};
use crate::trace::{RECORD_WORDS, Recorder};

/// Milliseconds between two words on how far it is.
const EVERY: f64 = 50.0;
/// Records that go with a moment that the page has none of: 4 MiB.
const RECORDS: u64 = 1 << 16;

/// The run as it was just after an event, or on its way there.
pub(super) struct Past {
    replay: Replay,
    event: u64,
    /// The page wants the records of the last events, too.
    records: bool,
    there: bool,
    told: bool,
    told_at: f64,
    /// Nothing of it was told yet: what it printed since its beginning comes with the next word.
    fresh: bool,
    updates: Updates,
}

/// How far it is: events.
#[derive(Serialize)]
struct RewindingDto {
    r#type: &'static str,
    event: f64,
    done: f64,
}

/// What was gone on with: the number of the run, and how many events and texts it has of the one before.
#[derive(Serialize)]
pub(super) struct ForkedDto {
    run: u32,
    total: f64,
    texts: u32,
}

impl Stage {
    /// Begins to show the run as it was just after an event, with the records of those before it, if the page has not got them.
    /// What is played is paused.
    pub fn rewind(&mut self, event: f64, records: bool) -> Result<(), Error> {
        let player = self.player.as_mut().ok_or_else(no_run)?;
        let total = player.session().kernel().trace().total();
        let event = event as u64;
        if event == 0 || event > total {
            return Err(Error::invalid(format!("this run has {total} events, and no {event}")));
        }
        player.pause();
        match &mut self.past {
            Some(past) if !past.replay.is_past(event) => past.go_on_to(event),
            _ => self.past = Some(Past::new(player, event)?),
        }
        self.past.iter_mut().for_each(|past| past.records = records);
        Ok(())
    }

    /// Shows what is played again.
    pub fn show_now(&mut self) {
        self.past = None;
        self.updates.touch();
    }

    /// Goes on with what is shown, instead of what was played.
    pub fn fork(&mut self) -> Result<ForkedDto, Error> {
        let player = self.player.as_mut().ok_or_else(no_run)?;
        let Some(past) = self.past.take_if(|past| past.there) else {
            return Err(Error::invalid("no earlier moment is shown to go on from"));
        };
        player.fork(past.replay.into_session());
        let trace = player.session().kernel().trace();
        let (total, texts) = (trace.total(), trace.text_count());
        #[cfg(feature = "projects")]
        self.forget_requests();
        let run = self.updates.go_on(total, texts);
        Ok(ForkedDto { run, total: total as f64, texts: texts as u32 })
    }

    /// What is shown: an earlier moment, or what is played.
    pub fn shown(&self) -> Result<&Session, Error> {
        match &self.past {
            Some(past) if past.there => Ok(past.replay.session()),
            _ => Ok(self.player()?.session()),
        }
    }

    /// Makes a part of the way to an earlier moment. Whether one is shown, or on its way; and if it is, whether it is there.
    pub fn rewind_some(&mut self, turns: u64) -> Option<bool> {
        let past = self.past.as_mut()?;
        if !past.there {
            past.there = past.replay.go(turns);
            past.updates.add_effects(past.replay.session_mut().kernel_mut().take_effects());
        }
        Some(past.there)
    }

    /// What is to be said of an earlier moment: all of it, when it is there.
    pub fn told_of_past(&mut self, now: f64) -> Result<Option<JsValue>, JsValue> {
        let Some(past) = &mut self.past else { return Ok(None) };
        if past.there && !past.told {
            past.told = true;
            let run = self.updates.run();
            let message = past.updates.moment(run, past.replay.session(), now)?;
            let fresh = std::mem::take(&mut past.fresh);
            Reflect::set(&message, &"event".into(), &(past.event as f64).into())?;
            Reflect::set(&message, &"fresh".into(), &fresh.into())?;
            if past.records {
                let (records, count) = newest(past.replay.session().kernel().trace());
                Reflect::set(&message, &"records".into(), &records)?;
                Reflect::set(&message, &"count".into(), &count.into())?;
            }
            return Ok(Some(message));
        }
        if past.there || now - past.told_at < EVERY {
            return Ok(None);
        }
        past.told_at = now;
        let (event, done) = (past.event as f64, past.replay.session().kernel().trace().total());
        to_js(&RewindingDto { r#type: "rewinding", event, done: done as f64 }).map(Some)
    }
}

/// The records before the moment, and how many they are.
fn newest(trace: &Recorder) -> (ArrayBuffer, u32) {
    let from = trace.first().max((trace.total() + 1).saturating_sub(RECORDS));
    let runs = trace.words_from(from);
    let words = (runs[0].len() + runs[1].len()) as u32;
    let buffer = ArrayBuffer::new(words * 4);
    copy_words(runs, &buffer);
    (buffer, words / RECORD_WORDS as u32)
}

impl Past {
    fn new(player: &Player, event: u64) -> Result<Self, Error> {
        let replay = player.replay_until(event);
        let replay = replay.map_err(|error| Error::invalid(error.to_string()))?;
        let updates = Updates::default();
        let records = false;
        Ok(Self {
            replay,
            event,
            records,
            there: false,
            told: false,
            told_at: 0.0,
            fresh: true,
            updates,
        })
    }

    fn go_on_to(&mut self, event: u64) {
        self.replay.until_event(event);
        (self.event, self.there, self.told) = (event, false, false);
    }
}
