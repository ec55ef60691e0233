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
use rehearsal::stage::{Http, HttpRequest, HttpResponse, Session, Settings};
use rehearsal::{Actor, Error, Str, Time, Value};
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

impl From<HttpResponse> for Answered {
    fn from(HttpResponse { status, headers, body, .. }: HttpResponse) -> Self {
        Self { status, headers, body }
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
    let models = models::load(&options.models, "nothing is served")?;
    let count = models.names().count();
    let (sender, events) = mpsc::channel();
    let signals = sender.clone();
    ctrlc::set_handler(move || drop(signals.send(Event::Signal)))
        .context("the program cannot listen to signals")?;
    let session = session(models)?;
    let server = http::serve(options.port, Limits::default().body, sender)?;
    println!("Serving {count} types at http://{}/kv/ (Ctrl+C ends)", server.address);
    println!("It begins empty, and what it keeps is gone when it ends.");
    Run::new(session, options.verbose).go_on(&events);
    drop(events); // whoever asks now learns that it is too late
    server.end();
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

struct Run {
    session: Session,
    http: Http,
    /// By the number that a request has in the run.
    waiting: BTreeMap<u32, Waiting>,
    verbose: bool,
}

impl Run {
    fn new(session: Session, verbose: bool) -> Self {
        Self { session, http: Http::default(), waiting: BTreeMap::new(), verbose }
    }

    fn go_on(mut self, events: &Receiver<Event>) {
        let begin = Instant::now();
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
                    // The run goes on to when it came, so that what is over by then is gone.
                    self.session.run(Time::from_nanos(nanos(begin.elapsed())), Budget::UNLIMITED);
                    self.ask(asked);
                }
                Ok(Event::Signal) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn ask(&mut self, asked: Asked) {
        let Asked { method, target, host, body, answer } = asked;
        let line = format!("{method} {target}");
        let body = match String::from_utf8(body) {
            Ok(text) => text.into(),
            Err(bytes) => Value::Bytes(bytes.into_bytes().into()),
        };
        let host = host.map(Str::from);
        let request = HttpRequest { method: method.into(), target: target.into(), host, body };
        match self.send(request) {
            Ok(id) => drop(self.waiting.insert(id, Waiting { answer, line })),
            Err(error) => {
                // The store is being started again, or the run has no room.
                answer.send(HttpResponse::unavailable(0, error.message).into()).ok();
            }
        }
    }

    fn send(&mut self, request: HttpRequest) -> Result<u32, Error> {
        let (id, input) = self.http.ask(self.session.kernel(), request)?;
        self.session.input(input).inspect_err(|_| self.http.forget(id))?;
        Ok(id)
    }

    fn answer(&mut self) {
        let effects = self.session.kernel_mut().take_effects();
        for response in self.http.take(&effects, self.session.kernel()) {
            let Some(Waiting { answer, line }) = self.waiting.remove(&response.id) else {
                continue;
            };
            if self.verbose {
                println!("{line} {}", response.status);
            }
            answer.send(response.into()).ok(); // the client may have gone
        }
        if self.verbose {
            for effect in effects {
                if let Effect::Log { message, fields, .. } = effect {
                    println!("{message} {fields}");
                }
            }
        }
    }
}

fn nanos(wall: Duration) -> u64 {
    u64::try_from(wall.as_nanos()).unwrap_or(u64::MAX)
}
