//! [`ReadyMessage`]: messages that a project has ready for whoever plays with it.

use super::fault::{Report, Subject};
use super::fields::Fields;
use super::yaml::{Data, Node, Pair};
use super::{Definition, DefinitionKind, Manifest};
use crate::base::{EntryId, Str, Value};

/// A message that the reader of a project sends with one click. A process says in its `meta.messages` which there are.
///
/// ```
/// use rehearsal::project::manifest::{Files, read};
///
/// let text = "
/// namespace: app
/// entries:
///   - name: counter
///     kind: process.rust
///     actor: counter
///     meta:
///       messages:
///         - { topic: count, payload: { to: 5 } }
///         - { topic: stop, label: no more, to: counters }
/// ";
/// let manifest = read(&Files::from_iter([("_index.yaml", text)])).unwrap();
/// let (entry, message) = manifest.messages().next().unwrap();
/// assert_eq!((&**entry.as_str(), &*message.topic), ("app:counter", "count"));
/// assert_eq!(message.payload.to_json(), r#"{"to":5}"#);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ReadyMessage {
    /// What stands on the button; none: the topic.
    pub label: Option<Str>,
    /// A registered name or a PID; none: whoever lives of the entry.
    pub to: Option<Str>,
    /// What the message is about.
    pub topic: Str,
    /// What it carries.
    pub payload: Value,
}

/// An entry has no more: they are buttons in one line.
const MOST: usize = 24;

impl Manifest {
    /// The messages that are ready, each with the process that it is meant for, in the order of the manifest.
    pub fn messages(&self) -> impl Iterator<Item = (&EntryId, &ReadyMessage)> {
        self.entries.iter().flat_map(|entry| {
            let process = receiver(entry);
            entry.messages.iter().filter_map(move |message| Some((process?, message)))
        })
    }
}

/// The entry whose processes get the messages of an entry.
fn receiver(entry: &Definition) -> Option<&EntryId> {
    match &entry.kind {
        DefinitionKind::Service { process, .. } => Some(process),
        kind => kind.is_process().then_some(&entry.id),
    }
}

/// Reads `messages` out of the `meta` of an entry. `prefix`: the path of the entry with a dot after it, or nothing.
pub(super) fn read(
    subject: &Subject,
    prefix: &str,
    meta: &[Pair],
    report: &mut Report,
) -> Vec<ReadyMessage> {
    let Some(pair) = meta.iter().find(|pair| pair.key == "messages") else { return Vec::new() };
    let path = format!("{prefix}meta.messages");
    let place = Fields::place_of(pair);
    let Data::List(items) = &pair.value.data else {
        if !pair.value.is_nothing() {
            let message = format!("should be a list of messages, is {}", pair.value.what());
            report.fault(subject.fault(place, &path, message));
        }
        return Vec::new();
    };
    if items.len() > MOST {
        let message = format!("has {} messages: an entry has {MOST} at most", items.len());
        report.fault(subject.fault(place, &path, message));
        return Vec::new();
    }
    let read = items.iter().enumerate();
    read.filter_map(|(at, item)| message(subject, &format!("{path}[{at}]"), item, report)).collect()
}

fn message(
    subject: &Subject,
    path: &str,
    item: &Node,
    report: &mut Report,
) -> Option<ReadyMessage> {
    let Some(pairs) = item.pairs() else {
        let message = format!("should be a map with topic and payload, is {}", item.what());
        report.fault(subject.fault(item.place, path, message));
        return None;
    };
    let mut fields = Fields::new(subject, item.place, format!("{path}."), pairs);
    let topic = fields.required("topic", report);
    let payload = fields.take("payload").map_or(Value::Nil, |pair| pair.value.value());
    let [label, to] = ["label", "to"].map(|name| fields.text(name, report).map(|word| word.text));
    fields.finish("a message", report);
    let topic = topic?;
    if topic.text.trim().is_empty() {
        report.fault(subject.fault(topic.place, &topic.field, "is empty: a message has a topic"));
        return None;
    }
    Some(ReadyMessage { label, to, topic: topic.text, payload })
}

/// Notes messages of an entry that nobody can get.
pub(super) fn check(subject: &Subject, prefix: &str, entry: &Definition, report: &mut Report) {
    if !entry.messages.is_empty() && receiver(entry).is_none() {
        let message = format!("have no effect: a {} gets no messages", entry.kind.name());
        let place = super::yaml::Place { line: entry.line, column: entry.column };
        report.note(subject.fault(place, &format!("{prefix}meta.messages"), message));
    }
}
