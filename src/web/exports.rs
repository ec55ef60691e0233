//! What JavaScript can call: `new Engine(post)`, `dispatch(request)`, `next(buffer, most)`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Function, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::spawn_local;

use super::breakpoints;
#[cfg(feature = "projects")]
use super::compare::Comparing;
use super::dto::{
    Command, CompletionDto, DescriptionDto, Failure, FaultsDto, InspectionDto, LetterDto,
    OpenedDto, PayloadDto, QuickDto, ReplyDto, Request, RowDto, ScenarioDto, ScriptLineDto,
    SettingsDto, SourceDto, clip, to_js,
};
#[cfg(feature = "projects")]
use super::export::Exporting;
#[cfg(feature = "projects")]
use super::http::{AskedDto, HttpDto, response_to_js};
use super::panic::report_to;
use super::past::Past;
#[cfg(feature = "projects")]
use super::project;
use super::pump::{Kick, pump};
#[cfg(feature = "projects")]
use super::runs::{self, Opening};
use super::store::{StoreAnswerDto, ask_to_js};
use super::updates::Updates;
use crate::base::{Duration, Error, Pid, Str, Value};
use crate::project::EntryKind;
use crate::runtime::{Budget, Fault, Kernel};
#[cfg(feature = "projects")]
use crate::stage::Http;
use crate::stage::{
    FaultScript, Input, Player, RunProject, ScriptProblem, Settings, Setup, scenario,
};
use crate::trace::{Digests, Kind, Record, Recorder};

/// The engine of a page: one run at a time.
#[wasm_bindgen]
pub struct Engine {
    shared: Rc<Shared>,
}

/// Turns between two looks at whether a page has to read first that reads every event.
const FEW: u64 = 16;

/// What the exports and the pump share.
pub(super) struct Shared {
    post: Function,
    stage: RefCell<Stage>,
    pub kick: Kick,
}

/// A run, and what of it the page knows already.
#[derive(Default)]
pub(super) struct Stage {
    pub player: Option<Player>,
    pub updates: Updates,
    /// An earlier moment, which is shown in its place.
    pub past: Option<Past>,
    /// Topics that are offered before anybody has sent one.
    topics: Vec<Str>,
    /// A run that is being made again; and one that is there, and takes the place of the player with the next word to the page.
    #[cfg(feature = "projects")]
    pub opening: Option<Opening>,
    #[cfg(feature = "projects")]
    pub opened: Option<Opening>,
    /// A run that is being exported, beside the others.
    #[cfg(feature = "projects")]
    pub exporting: Option<Exporting>,
    /// Runs that are being compared, beside them too.
    #[cfg(feature = "projects")]
    pub comparing: Option<Comparing>,
    #[cfg(feature = "projects")]
    http: Http,
}

#[wasm_bindgen]
impl Engine {
    /// An engine without a run. `post(message, transfer)` takes what it has to say.
    #[wasm_bindgen(constructor)]
    pub fn new(post: Function) -> Self {
        report_to(&post);
        let shared = Shared { post, stage: RefCell::default(), kick: Kick::default() };
        let shared = Rc::new(shared);
        spawn_local(pump(Rc::clone(&shared)));
        Self { shared }
    }

    /// Does what a request asks for, and posts the reply: an error, if there is no such command.
    ///
    /// # Errors
    /// The request has no number to reply to: a bug of the page's.
    pub fn dispatch(&self, request: JsValue) -> Result<(), JsValue> {
        let number = Reflect::get(&request, &"id".into())?.as_f64();
        let (id, answer) = match serde_wasm_bindgen::from_value(request) {
            Ok(Request { id, command }) => (id, self.shared.stage.borrow_mut().obey(command)),
            Err(wrong) => {
                let error = Error::invalid(format!("the engine knows no such command: {wrong}"));
                (number.ok_or(wrong)?, Err(error))
            }
        };
        self.shared.post(&reply(id, answer)?, &Array::new())?;
        self.shared.kick.kick();
        Ok(())
    }

    /// The store answers what a run has asked it with `{type: "ask", …}`. Of a run that is over nothing is taken.
    ///
    /// # Errors
    /// The answer is none: a bug of the page's.
    pub fn answer(&self, answer: JsValue) -> Result<(), JsValue> {
        let answer: StoreAnswerDto = serde_wasm_bindgen::from_value(answer)?;
        self.shared.stage.borrow_mut().take_answer(answer);
        self.shared.kick.kick();
        Ok(())
    }

    /// The page has read an update, and gives its buffer back. The next may bring `most` records; `whole`: and none may be left out.
    pub fn next(&self, buffer: Option<ArrayBuffer>, most: u32, whole: bool) {
        self.shared.stage.borrow_mut().updates.ask(buffer, most, whole);
        self.shared.kick.kick();
    }
}

impl Shared {
    fn post(&self, message: &JsValue, transfer: &Array) -> Result<(), JsValue> {
        self.post.call2(&JsValue::NULL, message, transfer).map(|_| ())
    }

    /// Runs for a while. How long to wait before the next time.
    pub fn slice(&self, wall: Duration, most: Budget) -> Option<Duration> {
        let mut stage = self.stage.borrow_mut();
        #[cfg(feature = "projects")]
        if stage.replay_some(most.turns)
            || stage.export_some(most.turns)
            || stage.compare_some(most.turns)
        {
            return Some(Duration::ZERO);
        }
        if let Some(there) = stage.rewind_some(most.turns) {
            return (!there).then_some(Duration::ZERO);
        }
        let Stage { player, updates, .. } = &mut *stage;
        let player = player.as_mut()?;
        if updates.is_behind(player.session().kernel()) {
            return None; // the page asks when it has read some
        }
        let most = if updates.is_whole() { Budget { turns: FEW, ..most } } else { most };
        player.slice(wall, most)
    }

    /// The engine worked for so many milliseconds.
    pub fn worked(&self, millis: f64) {
        self.stage.borrow_mut().updates.worked(millis);
    }

    /// Whether the page's clock goes on while nothing happens.
    pub fn has_heartbeat(&self) -> bool {
        self.stage.borrow().player.as_ref().is_some_and(Player::is_playing)
    }

    /// Posts what was asked of the store, and an update, if the page wants one and there is something new.
    pub fn send_update(&self, now: f64) -> Result<(), JsValue> {
        let mut borrowed = self.stage.borrow_mut();
        let stage = &mut *borrowed;
        #[cfg(feature = "projects")]
        {
            if let Some(word) = stage.told_of_replay(now)? {
                self.post(&word, &Array::new())?;
            }
            for (word, transfer) in stage.told_of_export(now)? {
                self.post(&word, &transfer)?;
            }
            if let Some(word) = stage.told_of_comparison(now)? {
                self.post(&word, &Array::new())?;
            }
        }
        if let Some(word) = stage.told_of_past(now)? {
            self.post(&word, &Array::new())?;
        }
        let Some(player) = &mut stage.player else { return Ok(()) };
        let (run, effects) = (stage.updates.run(), player.take_effects());
        // What is asked of the store, and what is answered to others, waits for no update.
        let questions = player.take_questions();
        let mut messages = Vec::new();
        if let Some(stop) = player.take_stop() {
            messages.push(breakpoints::stopped_to_js(run, stop)?);
        }
        for question in &questions {
            messages.push(ask_to_js(run, question)?);
        }
        #[cfg(feature = "projects")]
        for response in stage.http.take(&effects, player.session().kernel()) {
            messages.push(response_to_js(run, response)?);
        }
        stage.updates.add_effects(effects);
        // What is played stands still meanwhile, and comes when it is shown again.
        let shows_past = stage.past.is_some();
        let made = if shows_past { None } else { stage.updates.make(player, now)? };
        drop(borrowed);
        for message in &messages {
            self.post(message, &Array::new())?;
        }
        let Some((message, buffer)) = made else { return Ok(()) };
        self.post(&message, &Array::of1(&buffer))
    }
}

type Answer = Result<JsValue, Error>;

fn plain(value: &impl Serialize) -> Answer {
    to_js(value).map_err(|_| Error::internal("an answer that cannot be told"))
}

fn reply(id: f64, answer: Answer) -> Result<JsValue, JsValue> {
    let failure = |error: &Error| Failure {
        kind: error.kind.name(),
        message: error.message.to_string(),
        details: error.details.as_ref().map(|details| details.to_json()),
    };
    let error = answer.as_ref().err().map(failure);
    let reply = to_js(&ReplyDto { r#type: "reply", id, error })?;
    if let Ok(value) = answer {
        Reflect::set(&reply, &"value".into(), &value)?;
    }
    Ok(reply)
}

impl Stage {
    fn obey(&mut self, command: Command) -> Answer {
        match command {
            Command::Scenarios => plain(&scenarios()),
            Command::Open { scenario, settings } => self.open(&scenario, settings),
            #[cfg(feature = "projects")]
            Command::OpenProject { files, models, keep, settings } => {
                let files = project::Brought { files, models };
                plain(&project::open(self, files, keep, settings)?)
            }
            #[cfg(feature = "projects")]
            Command::CheckProject { files, models } => {
                plain(&project::check(project::Brought { files, models })?)
            }
            #[cfg(feature = "projects")]
            Command::Http(request) => self.ask(request),
            Command::SaveRun { name, view, digests, follow } => {
                let player = self.player()?;
                let (text, inputs) =
                    (run_text(player, name, &view, digests)?, player.session().log().len());
                if follow {
                    self.updates.follow(inputs);
                }
                Ok(text.into())
            }
            #[cfg(feature = "projects")]
            Command::CheckRun { text } => Ok(runs::head(&text)?.into()),
            #[cfg(feature = "projects")]
            Command::OpenRun { text, models, pace } => plain(&self.open_run(&text, models, pace)?),
            #[cfg(feature = "projects")]
            Command::ExportRun { text, models, format, selection } => {
                plain(&self.export_run(&text, models, &format, &selection)?)
            }
            #[cfg(feature = "projects")]
            Command::CompareRuns { one, other } => plain(&self.compare_runs(one, other)?),
            #[cfg(feature = "projects")]
            Command::GiveUpRun => {
                self.give_up_run();
                Ok(JsValue::NULL)
            }
            Command::Rewind { event, records } => {
                self.rewind(event, records).map(|()| JsValue::NULL)
            }
            Command::ToNow => {
                self.show_now();
                Ok(JsValue::NULL)
            }
            Command::Fork => plain(&self.fork()?),
            Command::Breakpoints { lines } => {
                let player = self.player.as_mut().ok_or_else(no_run)?;
                let answer = breakpoints::set(player, &lines);
                self.updates.touch();
                plain(&answer)
            }
            Command::RunUntil { until } => self.with(|player| {
                player.run_until(until.into());
                Ok(())
            }),
            Command::Describe { events } => {
                let described =
                    events.iter().map(|event| Ok(describe(self.keeping(*event)?, *event)));
                plain(&described.collect::<Result<Vec<_>, Error>>()?)
            }
            Command::Payload { event } => plain(&payload(self.keeping(event)?, event)),
            Command::Inspect { process } => inspect(self.shown()?.kernel(), process),
            #[cfg(feature = "projects")]
            Command::Look { process, question } => look(self.shown()?.kernel(), process, &question),
            Command::FaultScript { text, on } => self.plan_faults(&text, on),
            Command::Check { fault: true, text } => text.parse::<Fault>().map(|_| JsValue::NULL),
            Command::Check { text, .. } => read_payload(&text).map(|_| JsValue::NULL),
            Command::Faults => plain(&faults(self.player()?)),
            Command::Sources => plain(&sources(self.player()?)),
            Command::Complete => plain(&complete(self.shown()?.kernel(), &self.topics)),
            Command::Pids { numbers } => plain(&pids(self.shown()?.kernel(), &numbers)),
            Command::Play => self.with(|player| {
                player.play();
                Ok(())
            }),
            Command::Pause => self.with(|player| {
                player.pause();
                Ok(())
            }),
            Command::Step => self.with(|player| {
                player.step();
                Ok(())
            }),
            Command::Pace { pace } => {
                let pace = pace.pace()?;
                self.with(|player| {
                    player.set_pace(pace);
                    Ok(())
                })
            }
            input => {
                let input = input_of(input)?;
                self.with(|player| player.input(input))?;
                // Of a message that was sent this is its send.
                Ok((self.player()?.session().kernel().trace().total() as f64).into())
            }
        }
    }

    pub fn player(&self) -> Result<&Player, Error> {
        self.player.as_ref().ok_or_else(no_run)
    }

    /// Whoever still has an event: what is shown, or, of what comes after that, what is played.
    fn keeping(&self, event: f64) -> Result<&Recorder, Error> {
        let shown = self.shown()?.kernel().trace();
        let has = shown.get(event as u64).is_some();
        Ok(if has { shown } else { self.player()?.session().kernel().trace() })
    }

    fn with(&mut self, act: impl FnOnce(&mut Player) -> Result<(), Error>) -> Answer {
        act(self.player.as_mut().ok_or_else(no_run)?)?;
        self.updates.touch();
        Ok(JsValue::NULL)
    }

    /// Sends a request of HTTP to the run's store. Its number, under which the answer comes.
    #[cfg(feature = "projects")]
    fn ask(&mut self, request: HttpDto) -> Answer {
        let Some(player) = &self.player else { return self.with(|_| Ok(())) };
        let (id, input) = self.http.ask(player.session().kernel(), request.into())?;
        if let Err(error) = self.with(|player| player.input(input)) {
            self.http.forget(id);
            return Err(error);
        }
        let event = self.player()?.session().kernel().trace().total() as f64;
        plain(&AskedDto { id, event })
    }

    /// Reads a fault script; when nothing is wrong with it and it is switched on, its faults are to come. What is wrong.
    fn plan_faults(&mut self, text: &str, on: bool) -> Answer {
        let problems = match FaultScript::read(text) {
            Ok(script) => {
                let script = if on { script } else { FaultScript::default() };
                self.with(|player| {
                    player.set_faults(script);
                    Ok(())
                })?;
                Vec::new()
            }
            Err(problems) => problems,
        };
        let line =
            |problem: ScriptProblem| ScriptLineDto { line: problem.line, message: problem.message };
        plain(&problems.into_iter().map(line).collect::<Vec<_>>())
    }

    fn take_answer(&mut self, answer: StoreAnswerDto) {
        if answer.run != self.updates.run() {
            return;
        }
        if let Some(player) = &mut self.player {
            player.input(answer.into()).ok(); // who has asked may have ended
        }
    }

    fn open(&mut self, id: &str, settings: SettingsDto) -> Answer {
        let found = scenario::find(id);
        let found = found.ok_or_else(|| Error::not_found(format!("no scenario {id:?}")))?;
        let topics = found.quick.iter().map(|quick| quick.topic.into()).collect();
        let run = self.begin(found.into(), topics, settings)?;
        plain(&OpenedDto { run, scenario: found.id })
    }

    /// Ends the run that there is. The number of the empty one in its place.
    #[cfg(feature = "projects")]
    pub fn clear(&mut self) -> u32 {
        self.player = None;
        self.past = None;
        self.topics.clear();
        self.http = Http::default();
        self.updates.begin_run()
    }

    /// Begins a run. Its number.
    pub fn begin(
        &mut self,
        setup: Setup,
        topics: Vec<Str>,
        settings: SettingsDto,
    ) -> Result<u32, Error> {
        let pace = settings.pace.pace()?;
        let own = Settings {
            seed: settings.seed as u64,
            order: settings.order.into(),
            ..Settings::default()
        };
        let player = Player::new(setup, own, pace, settings.playing);
        Ok(self.take(player.map_err(|error| Error::invalid(error.to_string()))?, topics))
    }

    /// This run takes the place of the one that there is. Its number.
    pub fn take(&mut self, player: Player, topics: Vec<Str>) -> u32 {
        self.player = Some(player);
        self.past = None;
        self.topics = topics;
        #[cfg(feature = "projects")]
        {
            self.give_up_run();
            self.forget_requests();
        }
        self.updates.begin_run()
    }

    /// Nobody waits any more for what was asked by HTTP.
    #[cfg(feature = "projects")]
    pub fn forget_requests(&mut self) {
        std::mem::take(&mut self.http);
    }
}

pub(super) fn no_run() -> Error {
    Error::invalid("no run is open: open a scenario first")
}

/// The run as it is now, as text; `called` is what its project is called, if it has files, and `view` how it is looked at, as JSON, or empty.
/// Digests of its events are only for who keeps it as a file: a link and what is kept in the browser are short.
fn run_text(player: &Player, called: String, view: &str, digests: bool) -> Result<String, Error> {
    let mut file = player.run_file();
    if !digests {
        file.digests = Digests::default();
    }
    if !view.is_empty() {
        file.view = Value::from_json(view).map_err(|error| Error::invalid(error.to_string()))?;
    }
    if let RunProject::Files { name, .. } = &mut file.project {
        *name = called;
    }
    file.to_json()
}

fn input_of(command: Command) -> Result<Input, Error> {
    Ok(match command {
        Command::Send { to, topic, payload } => {
            let payload = read_payload(&payload)?;
            Input::Send { to: Str::from(to), topic: Str::from(topic), payload }
        }
        Command::Line { process, text } => Input::Line { process, text: Str::from(text) },
        Command::EndOfInput { process } => Input::EndOfInput { process },
        Command::Interrupt { process } => Input::Interrupt { process },
        Command::Kill { process } => Input::Kill { process },
        Command::Cancel { process, reason } => Input::Cancel { process, reason: Str::from(reason) },
        Command::Start { entry, host } => {
            Input::Start { entry: Str::from(entry), host: Str::from(host) }
        }
        Command::Next { process, message } => Input::Next { process, message: message as u64 },
        Command::StartService { service } => Input::StartService { service: Str::from(service) },
        Command::StopService { service } => Input::StopService { service: Str::from(service) },
        Command::Fault { line } => Input::Fault(line.parse()?),
        _ => return Err(Error::internal("not a command that is an input")),
    })
}

/// What somebody has written as a payload: JSON, or nothing.
fn read_payload(text: &str) -> Result<Value, Error> {
    let text = text.trim();
    let payload = if text.is_empty() { Ok(Value::Nil) } else { Value::from_json(text) };
    payload.map_err(|error| Error::invalid(format!("the payload is {error}")))
}

fn scenarios() -> Vec<ScenarioDto> {
    let quick = |quick: &scenario::Quick| QuickDto {
        label: quick.label.into(),
        to: quick.to.into(),
        entry: String::new(),
        topic: quick.topic.into(),
        payload: quick.payload.into(),
    };
    let dto = |scenario: &scenario::Scenario| ScenarioDto {
        id: scenario.id,
        terminal: scenario
            .project()
            .entries()
            .iter()
            .any(|entry| matches!(entry.kind, EntryKind::TerminalHost)),
        quick: scenario.quick.iter().map(quick).collect(),
    };
    scenario::SCENARIOS.iter().copied().map(dto).collect()
}

/// A record and its payload: `None` when one of them has gone, `Some(None)` when there is no payload.
fn payload_of(trace: &Recorder, event: f64) -> Option<(Record, Option<&Value>)> {
    let record = trace.get(event as u64)?;
    if record.payload() == 0 {
        return Some((record, None));
    }
    trace.payload_of(&record).map(|value| (record, Some(value)))
}

fn describe(trace: &Recorder, event: f64) -> DescriptionDto {
    let Some((record, payload)) = payload_of(trace, event) else {
        return DescriptionDto { event, payload: None, truncated: false, summary: None };
    };
    let summary = payload.and_then(|value| summary(trace, &record, value));
    let clipped = payload.map(|value| clip(&value.to_json(), LINE));
    let truncated = clipped.as_ref().is_some_and(|(_, truncated)| *truncated);
    DescriptionDto { event, payload: Some(clipped.map(|(text, _)| text)), truncated, summary }
}

/// What a message says in a few words, where its topic does not.
#[cfg(feature = "projects")]
fn summary(trace: &Recorder, record: &Record, payload: &Value) -> Option<String> {
    let topic = trace.text(record.text());
    crate::stage::http_summary(&topic, payload).map(|text| clip(&text, LINE).0)
}

/// The engine without projects has no messages of HTTP.
#[cfg(not(feature = "projects"))]
fn summary(_: &Recorder, _: &Record, _: &Value) -> Option<String> {
    None
}

fn payload(trace: &Recorder, event: f64) -> PayloadDto {
    let Some((_, payload)) = payload_of(trace, event) else {
        return PayloadDto { event, payload: None, bytes: 0.0 };
    };
    let bytes = payload.map_or(0, Value::logical_size) as f64;
    // A page cannot show more than this, and need not try.
    let text = payload.map(|value| clip(&value.to_json_pretty(), WHOLE).0);
    PayloadDto { event, payload: Some(text), bytes }
}

/// Of many things only so many are listed.
const SHOWN: usize = 100;
/// Characters of a text on one line.
const LINE: usize = 200;
/// Characters of a text that is shown whole.
const WHOLE: usize = 100_000;

fn inspect(kernel: &Kernel, process: u32) -> Answer {
    let gone = || Error::not_found(format!("process 0x{process:05x} is no longer known"));
    let view = kernel.process(process).ok_or_else(gone)?;
    let letters = kernel.mailbox(process, SHOWN);
    plain(&InspectionDto {
        row: RowDto::from(&view),
        mailbox_more: view.depth.saturating_sub(letters.len() as u32),
        mailbox: letters
            .iter()
            .map(|letter| LetterDto {
                topic: clip(&letter.topic, LINE).0,
                from: letter.from.to_string(),
                payload: clip(&letter.payload.to_json(), LINE).0,
                event: letter.event as f64,
                late: letter.late.map(|at| at.as_nanos() as f64),
            })
            .collect(),
        monitors: listed(&view.monitors),
        monitored_by: listed(&view.monitored_by),
        links: listed(&view.links),
        names: listed(&view.names),
        listens: listed(&view.listens),
        trap_links: view.trap_links,
        shown: view.shown.as_ref().map(|shown| clip(&shown.to_json_pretty(), WHOLE).0),
        #[cfg(feature = "projects")]
        stacks: kernel.stacks(process),
    })
}

fn faults(player: &Player) -> FaultsDto {
    let session = player.session();
    let outcomes = session.fault_outcomes().iter();
    let message = |done: &Result<(), Error>| match done {
        Ok(()) => String::new(),
        Err(error) => error.message.to_string(),
    };
    let outcomes = outcomes.map(|o| ScriptLineDto { line: o.line, message: message(&o.done) });
    let to_come = session.faults_to_come().lines();
    FaultsDto {
        outcomes: outcomes.collect(),
        to_come: to_come.map(|(line, message)| ScriptLineDto { line, message }).collect(),
        chance: Fault::Chaos(session.kernel().chaos()).to_string(),
    }
}

/// JSON both ways. What it answers is as long as its process wants: it knows what it was asked. No actor of the small engine can
/// be looked at.
#[cfg(feature = "projects")]
fn look(kernel: &Kernel, process: u32, question: &str) -> Answer {
    let question = Value::from_json(question).map_err(|error| Error::invalid(error.to_string()))?;
    let answer = kernel.look(process, &question);
    plain(&answer.map(|answer| answer.to_json()))
}

/// The first of them, and how many more there are: somebody may watch a hundred thousand.
fn listed(items: &[impl Display]) -> Vec<String> {
    let first = items.iter().take(SHOWN).map(|item| clip(&item.to_string(), LINE).0);
    let more = items.len().saturating_sub(SHOWN);
    first.chain((more > 0).then(|| format!("… +{more}"))).collect()
}

fn sources(player: &Player) -> Vec<SourceDto> {
    let source = |entry: &crate::project::Entry| match &entry.kind {
        EntryKind::Process { actor, .. } => {
            Some(SourceDto { entry: entry.id.to_string(), file: actor.file()?.to_owned() })
        }
        _ => None,
    };
    player.project().entries().iter().filter_map(source).collect()
}

fn complete(kernel: &Kernel, offered: &[Str]) -> CompletionDto {
    const MOST: usize = 200;
    let trace = kernel.trace();
    let mut topics: Vec<Str> = Vec::new();
    let mut offer = |topic: Str| {
        if let Err(place) = topics.binary_search(&topic) {
            topics.insert(place, topic);
        }
    };
    offered.iter().cloned().for_each(&mut offer);
    let sent = (trace.first()..=trace.total()).filter_map(|number| trace.get(number));
    let mut seen = BTreeSet::new();
    for record in sent.filter(|record| record.kind() == Kind::Send).take(100_000) {
        if seen.insert(record.text()) && seen.len() <= MOST {
            offer(trace.text(record.text()));
        }
    }
    let pids = kernel.living().take(MOST);
    CompletionDto {
        names: kernel.names().into_iter().take(MOST).map(|(name, _)| name.to_string()).collect(),
        pids: pids.filter_map(|n| kernel.process(n)).map(|view| view.pid.to_string()).collect(),
        topics: topics.iter().map(Str::to_string).collect(),
    }
}

fn pids(kernel: &Kernel, numbers: &[u32]) -> Vec<String> {
    let pid = |number: &u32| match number {
        0 => Pid::outside().to_string(),
        number => kernel.process(*number).map(|view| view.pid.to_string()).unwrap_or_default(),
    };
    numbers.iter().map(pid).collect()
}
