//! `rehearsal serve`: the typed store behind HTTP. Each request is a message to the store's actor, in a run that keeps pace
//! with the clock.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use rehearsal::actors::typed_kv::typed_kv;
use rehearsal::process::Lifecycle;
use rehearsal::project::Project;
use rehearsal::runtime::{Budget, Effect, Next};
use rehearsal::stage::{Input, Session, Settings};
use rehearsal::{Actor, Str, Time, Value};
use rehearsal_typed_kv::{Limits, Models};
use tokio::sync::oneshot;

use crate::http::{self, Answered, Asked};
use crate::models;
use crate::options::ServeOptions;

/// What ends a wait.
enum Event {
    Asked(Asked),
    Signal,
}

impl From<Asked> for Event {
    fn from(asked: Asked) -> Self {
        Self::Asked(asked)
    }
}

/// Whoever waits for an answer, and for what.
struct Waiting {
    answer: oneshot::Sender<Answered>,
    line: String,
}

/// Serves until a signal comes.
///
/// # Errors
/// There is something wrong with the models, or the port cannot be had.
pub fn serve(options: &ServeOptions) -> Result<()> {
    let models = models::load(&options.models)?;
    let count = models.names().count();
    let (sender, events) = mpsc::channel();
    let signals = sender.clone();
    ctrlc::set_handler(move || drop(signals.send(Event::Signal)))
        .context("the program cannot listen to signals")?;
    let session = session(models)?;
    let address = http::serve(options.port, Limits::default().body, sender)?;
    println!("Serving {count} types at http://{address}/kv/ (Ctrl+C ends)");
    println!("It begins empty, and what it keeps is gone when it ends.");
    Server { session, waiting: BTreeMap::new(), verbose: options.verbose }.run(&events);
    println!("Ended.");
    Ok(())
}

fn session(models: Models) -> Result<Session> {
    let actor = Actor::new(move |ctx| typed_kv(ctx, models.clone()));
    let lifecycle = Lifecycle { auto_start: true, ..Lifecycle::default() };
    let project = Project::new().process_host("app:processes").and_then(|project| {
        let project = project.process("app:typed_kv", actor)?;
        project.service("app:typed_kv.service", "app:typed_kv", "app:processes", lifecycle)
    });
    let begun = project.and_then(|project| Session::new(&project, Settings::default(), vec![]));
    begun.map_err(|error| anyhow!("{error}"))
}

struct Server {
    session: Session,
    /// By the number that a request has in the run.
    waiting: BTreeMap<i64, Waiting>,
    verbose: bool,
}

impl Server {
    fn run(mut self, events: &Receiver<Event>) {
        let begin = Instant::now();
        let mut last = 0;
        loop {
            let now = nanos(begin.elapsed());
            let next = self.session.run(Time::from_nanos(now + 1), Budget::UNLIMITED);
            self.answer();
            // A server may run for months, and nobody makes this run again.
            self.session.take_log();
            let patience = match next {
                Next::At(at) => Duration::from_nanos(at.as_nanos().saturating_sub(now).max(1)),
                Next::AtOnce => Duration::ZERO,
                Next::Idle => Duration::from_secs(3_600),
            };
            match events.recv_timeout(patience) {
                Ok(Event::Asked(asked)) => {
                    last += 1;
                    // The run goes on to when it came, so that what is over by then is gone.
                    self.session.run(Time::from_nanos(nanos(begin.elapsed())), Budget::UNLIMITED);
                    self.ask(last, asked);
                }
                Ok(Event::Signal) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn ask(&mut self, id: i64, asked: Asked) {
        let Asked { method, target, host, body, answer } = asked;
        let line = format!("{method} {target}");
        let body = match String::from_utf8(body) {
            Ok(text) => text.into(),
            Err(bytes) => Value::Bytes(bytes.into_bytes().into()),
        };
        let payload = Value::map([
            ("id", id.into()),
            ("method", method.into()),
            ("target", target.into()),
            ("host", host.map(Str::from).into()),
            ("body", body),
            ("reply_to", rehearsal::Pid::outside().into()),
        ]);
        let input = Input::Send { to: "typed_kv".into(), topic: "http".into(), payload };
        match self.session.input(input) {
            Ok(()) => drop(self.waiting.insert(id, Waiting { answer, line })),
            Err(error) => {
                // The store is being started again, or the run has no room.
                let body = format!("{{\"error\":{}}}", Value::from(error.message).to_json());
                let headers = vec![("content-type".into(), "application/json".into())];
                answer.send(Answered { status: 503, headers, body }).ok();
            }
        }
    }

    fn answer(&mut self) {
        for effect in self.session.kernel_mut().take_effects() {
            match effect {
                Effect::Answer { payload, .. } => {
                    let id = payload.get("id").as_int().unwrap_or_default();
                    let Some(Waiting { answer, line }) = self.waiting.remove(&id) else { continue };
                    let answered = answered(&payload);
                    if self.verbose {
                        println!("{line} {}", answered.status);
                    }
                    answer.send(answered).ok(); // the client may have gone
                }
                Effect::Log { message, fields, .. } if self.verbose => {
                    println!("{message} {fields}");
                }
                Effect::Log { .. } | Effect::Terminal { .. } => {}
            }
        }
    }
}

fn answered(payload: &Value) -> Answered {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let headers = payload.get("headers").as_map().into_iter().flat_map(|headers| headers.iter());
    Answered {
        status: payload.get("status").as_int().and_then(|s| s.try_into().ok()).unwrap_or(500),
        headers: headers.map(|(name, value)| (text(name), text(value))).collect(),
        body: text(payload.get("body")),
    }
}

fn nanos(wall: Duration) -> u64 {
    u64::try_from(wall.as_nanos()).unwrap_or(u64::MAX)
}
