//! What the tests share: telling a result to the outside, and reading the trace.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;

use rehearsal::process::IntoOutcome;
use rehearsal::runtime::Kernel;
use rehearsal::trace::{Kind, Record, line};
use rehearsal::{Context, Error, Exit, Outcome, Pid, Sim, StoreRequest, Value};

/// The host that every process of these tests lives on.
pub const HOST: &str = "app:processes";

/// Tells the test something.
pub fn tell(ctx: &Context, value: impl Into<Value>) {
    ctx.send(Pid::outside(), "told", value).unwrap();
}

/// Everything that was told, as text.
pub fn told(sim: &Sim) -> Vec<String> {
    sim.answers().iter().map(|(_, value)| plain(value)).collect()
}

/// A text without quotes, everything else as JSON.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Kind and message of an error, as the tests compare them.
pub fn what(error: impl Into<Error>) -> String {
    let error = error.into();
    format!("{}: {}", error.kind, error.message)
}

/// Runs one process alone until it has returned.
pub fn solo<F, Fut>(body: F) -> Sim
where
    F: Fn(Context) -> Fut + 'static,
    Fut: Future<Output: IntoOutcome> + 'static,
{
    let mut sim = Sim::new();
    sim.actor("app:solo", body);
    let pid = sim.spawn("app:solo", []);
    sim.run();
    assert!(matches!(sim.exit(&pid), Some(Exit::Returned(_))), "{}", sim.story());
    sim
}

/// All records that are kept, oldest first.
pub fn records(kernel: &Kernel) -> Vec<Record> {
    let trace = kernel.trace();
    (trace.first()..=trace.total()).filter_map(|number| trace.get(number)).collect()
}

/// The events of some kinds as a story: one line an event, without number, time and cause.
pub fn scene(kernel: &Kernel, kinds: &[Kind]) -> Vec<String> {
    let trace = kernel.trace();
    let mut names = BTreeMap::from([(0, "outside".to_owned())]);
    let mut lines = Vec::new();
    for record in records(kernel) {
        if record.kind() == Kind::Spawn {
            let entry = trace.text(record.text());
            let name = entry.rsplit(':').next().unwrap_or_default();
            names.insert(record.peer(), format!("{name}#{}", record.peer()));
        }
        if kinds.contains(&record.kind()) {
            let line = line(trace, &record, &names);
            let words: Vec<_> = line.split_whitespace().skip(2).collect();
            let whole = if record.cause() == 0 { words.len() } else { words.len() - 1 };
            lines.push(words[..whole].join(" "));
        }
    }
    lines
}

/// A key-value store in memory, whose patterns know `*` only.
#[derive(Clone, Default)]
pub struct Kept(pub Rc<RefCell<BTreeMap<String, String>>>);

impl Kept {
    pub fn with(pairs: &[(&str, &str)]) -> Self {
        let pairs = pairs.iter().map(|(key, json)| ((*key).to_owned(), (*json).to_owned()));
        Self(Rc::new(RefCell::new(pairs.collect())))
    }

    pub fn answer(&self, request: &StoreRequest) -> Outcome {
        let mut kept = self.0.borrow_mut();
        match request {
            StoreRequest::Get { key } => match kept.get(&**key) {
                Some(json) => Ok(json.clone().into()),
                None => Err(Error::not_found(format!("key not found: {key}"))),
            },
            StoreRequest::Set { key, json } => {
                kept.insert(key.to_string(), json.to_string());
                Ok(Value::Nil)
            }
            StoreRequest::List { glob } => {
                let keys = kept.keys().filter(|key| matches(glob, key));
                Ok(Value::list(keys.map(|key| Value::from(key.clone()))))
            }
        }
    }
}

/// Whether a text is that of a pattern, in which `*` stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, rest)) => text.strip_prefix(before).is_some_and(|text| {
            (0..=text.len())
                .filter(|at| text.is_char_boundary(*at))
                .any(|at| matches(rest, &text[at..]))
        }),
    }
}
