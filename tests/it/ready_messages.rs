//! Messages that a project has ready for whoever plays with it.

use rehearsal::project::manifest::{Fault, Files, Manifest, read};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// An entry that says this of its messages; it begins on line 3.
fn files(kind: &str, meta: &str) -> Files {
    let index = format!(
        "namespace: app
entries:
  - name: counter
    {kind}
    meta:
      messages: {meta}
  - {{ name: processes, kind: process.host, lifecycle: {{ auto_start: true }} }}
  - {{ name: other, kind: process.rust, actor: other }}
"
    );
    Files::from_iter([("_index.yaml", index)])
}

const ACTOR: &str = "{kind: process.rust, actor: counter}";

/// The kind as lines of the entry.
fn kind(flow: &str) -> String {
    flow.trim_matches(['{', '}']).replace(", ", "\n    ")
}

fn good(kind_of: &str, meta: &str) -> Manifest {
    read(&files(&kind(kind_of), meta)).unwrap()
}

#[track_caller]
fn says(meta: &str, field: &str, message: &str) {
    let faults = read(&files(&kind(ACTOR), meta)).unwrap_err();
    let said: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert_eq!(
        said,
        [format!("_index.yaml:7: entry app:counter: field \"meta.{field}\": {message}")]
    );
}

#[test]
fn a_message_has_a_topic_and_may_have_a_payload_a_label_and_an_address() {
    let manifest = good(
        ACTOR,
        "[{ topic: count, payload: { to: [1, null] } }, { topic: stop, label: no more, to: counters }]",
    );
    let all: Vec<_> = manifest.messages().collect();
    let [(entry, count), (_, stop)] = all[..] else { panic!("{all:?}") };
    assert_eq!((&**entry.as_str(), &*count.topic), ("app:counter", "count"));
    assert_eq!(count.payload.to_json(), r#"{"to":[1,null]}"#);
    assert_eq!((&count.label, &count.to), (&None, &None));
    assert_eq!((stop.label.as_deref(), stop.to.as_deref()), (Some("no more"), Some("counters")));
    assert!(stop.payload.is_nil());
}

#[test]
fn the_messages_of_a_service_are_for_its_process() {
    let manifest = good(
        "{kind: process.service, process: app:other, host: app:processes}",
        "[{ topic: count }]",
    );
    let (entry, _) = manifest.messages().next().unwrap();
    assert_eq!(&**entry.as_str(), "app:other");
}

#[test]
fn what_gets_no_messages_has_none() {
    let manifest = good("{kind: registry.entry, about: nothing}", "[{ topic: count }]");
    assert_eq!(manifest.messages().count(), 0);
    let notes: Vec<String> = manifest.notes.iter().map(Fault::to_string).collect();
    let expected = "field \"meta.messages\": have no effect: a registry.entry gets no messages";
    assert!(notes.iter().any(|note| note.ends_with(expected)), "{notes:?}");
}

#[test]
fn each_fault_of_a_message_names_its_field() {
    says("count", "messages", "should be a list of messages, is the text \"count\"");
    says("[count]", "messages[0]", "should be a map with topic and payload, is the text \"count\"");
    says(
        "[{ topic: a }, { tpic: b }]",
        "messages[1].topic",
        "is missing; is it meant by \"tpic\"?",
    );
    says("[{ topic: ' ' }]", "messages[0].topic", "is empty: a message has a topic");
    says("[{ topic: [a] }]", "messages[0].topic", "should be a text, is a list");
    says("[{ topic: a, to: 7 }]", "messages[0].to", "should be a text, is a number");
    let many = format!("[{}]", ["{ topic: a }"; 25].join(", "));
    says(&many, "messages", "has 25 messages: an entry has 24 at most");
}

#[test]
fn a_field_that_no_message_has_is_a_note_with_the_nearest_one() {
    let manifest = good(ACTOR, "[{ topic: a, paylod: 1 }]");
    let notes: Vec<String> = manifest.notes.iter().map(Fault::to_string).collect();
    let expected =
        "field \"meta.messages[0].paylod\": is no field of a message; did you mean \"payload\"?";
    assert!(notes.iter().any(|note| note.ends_with(expected)), "{notes:?}");
}
