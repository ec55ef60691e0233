//! The typed store's actor: requests as messages, what is over, other models while it runs, and what it shows.

use rehearsal::actors::typed_kv::typed_kv;
use rehearsal::trace::Kind;
use rehearsal::{Pid, Sim, Value};
use rehearsal_typed_kv::Models;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const CURSOR: &str = "pub struct Cursor { pub x: i32 }";

fn models(text: &str) -> Models {
    Models::parse([("models/storage/ui.rs", text)]).unwrap()
}

/// A store that has registered.
fn store() -> (Sim, Pid) {
    let mut sim = Sim::new();
    sim.actor("app:typed_kv", |ctx| typed_kv(ctx, models(CURSOR)));
    let store = sim.spawn("app:typed_kv", []);
    sim.run();
    (sim, store)
}

fn ask(sim: &mut Sim, method: &str, target: &str, body: impl Into<Value>) -> String {
    let request = Value::map([
        ("method", method.to_owned().into()),
        ("target", target.to_owned().into()),
        ("host", "a.example".into()),
        ("body", body.into()),
        ("reply_to", Pid::outside().into()),
    ]);
    sim.send("typed_kv", "http", request);
    sim.run_for("0s");
    last(sim).get("body").as_str().unwrap_or_default().to_owned()
}

fn last(sim: &Sim) -> Value {
    sim.answers().last().map(|(_, answer)| answer.clone()).unwrap_or_default()
}

/// What the log says, each line with its key.
fn logged(sim: &Sim) -> Vec<String> {
    let line = |(message, fields): &(_, Value)| {
        format!("{message} {}", fields.get("key").as_str().unwrap_or_default())
    };
    sim.logs().iter().map(line).collect()
}

/// What it has shown last.
fn shown(sim: &Sim, store: &Pid) -> Value {
    sim.process(store).and_then(|process| process.shown).unwrap_or_default()
}

#[test]
fn an_item_that_nobody_asks_for_goes_as_soon_as_its_time_is_over() {
    let (mut sim, store) = store();
    ask(&mut sim, "POST", "/kv/set/Cursor/user:1", r#"{"x": 1, "ttl": 500}"#);
    ask(&mut sim, "POST", "/kv/set/Cursor/user:2", r#"{"x": 2, "ttl": 300}"#);
    sim.run_for("299ms");
    assert!(logged(&sim).is_empty(), "{:?}", logged(&sim));
    sim.run_for("2ms");
    assert_eq!(logged(&sim), ["expired Cursor:user:2"]);
    sim.run_for("1s");
    assert_eq!(logged(&sim), ["expired Cursor:user:2", "expired Cursor:user:1"]);
    assert_eq!(shown(&sim, &store).get("bytes"), &Value::Int(0));
}

#[test]
fn a_body_may_be_a_value_that_is_taken_as_json() {
    let (mut sim, _) = store();
    let answer = ask(&mut sim, "POST", "/kv/set/Cursor/a", Value::map([("x", 7.into())]));
    assert_eq!(answer, r#"{"success":true}"#);
    assert_eq!(ask(&mut sim, "GET", "/kv/get/Cursor/a", Value::Nil), r#"{"value":{"x":7}}"#);
}

#[test]
fn other_models_keep_what_is_still_right_and_remove_the_rest() {
    let (mut sim, _) = store();
    ask(&mut sim, "POST", "/kv/set/Cursor/low", r#"{"x": 7}"#);
    ask(&mut sim, "POST", "/kv/set/Cursor/high", r#"{"x": 300}"#);
    let small = models("pub struct Cursor { pub x: u8 }").schema();
    let schema = Value::from_json(&small).unwrap();
    let request = Value::map([("schema", schema), ("reply_to", Pid::outside().into())]);
    sim.send("typed_kv", "models", request);
    sim.run_for("0s");
    assert_eq!(last(&sim).get("removed"), &Value::Int(1));
    assert_eq!(logged(&sim), ["removed: it is none of the new models Cursor:high"]);
    assert_eq!(ask(&mut sim, "GET", "/kv/get/Cursor/low", ""), r#"{"value":{"x":7}}"#);
    assert_eq!(ask(&mut sim, "GET", "/kv/get/Cursor/high", ""), r#"{"value":null}"#);
    assert!(ask(&mut sim, "POST", "/kv/set/Cursor/a", r#"{"x": 300}"#).contains("u8"));
}

#[test]
fn what_are_no_models_changes_nothing_and_is_refused() {
    let (mut sim, _) = store();
    sim.send("typed_kv", "models", Value::map([("reply_to", Pid::outside().into())]));
    sim.run_for("0s");
    assert!(last(&sim).get("error").as_str().unwrap().contains("no schema"), "{}", last(&sim));
    let answer = ask(&mut sim, "POST", "/kv/set/Cursor/a", r#"{"x": 300}"#);
    assert_eq!(answer, r#"{"success":true}"#);
}

#[test]
fn a_topic_that_it_does_not_know_is_a_warning() {
    let (mut sim, _) = store();
    sim.send("typed_kv", "set", Value::Nil);
    sim.run_for("0s");
    let (message, fields) = sim.logs()[0].clone();
    assert_eq!(&*message, "unknown topic");
    assert!(fields.get("error").as_str().unwrap().contains("there are http and models"));
}

#[test]
fn it_shows_tenants_and_what_ends_next_ten_times_a_second_at_most() {
    let (mut sim, store) = store();
    let shows = |sim: &Sim| sim.records(Kind::Show).len();
    let begun = shows(&sim);
    for n in 0..30 {
        let body = format!(r#"{{"x": {n}, "ttl": {}}}"#, 60_000 - n);
        ask(&mut sim, "POST", &format!("/kv/set/Cursor/user:{n}"), body);
    }
    assert_eq!(shows(&sim), begun, "thirty requests at one instant");
    sim.run_for("100ms");
    assert_eq!(shows(&sim), begun + 1);
    let what = shown(&sim, &store);
    let tenant = what.get("tenants").get("a.example").clone();
    assert_eq!(tenant.get("items"), &Value::Int(30));
    assert_eq!(tenant.get("bytes"), what.get("bytes"));
    assert_eq!(what.get("limit"), &Value::Int(16 << 20));
    let expiring = what.get("expiring").as_list().unwrap();
    assert_eq!((expiring.len(), what.get("all_expiring")), (20, &Value::Int(30)));
    assert_eq!(expiring[0].get("key").as_str(), Some("user:29"));
    let ends = expiring.iter().map(|item| item.get("expires_at").as_int().unwrap());
    let ends: Vec<_> = ends.collect();
    assert!(ends.is_sorted() && (59_971_000_000..59_972_000_000).contains(&ends[0]), "{ends:?}");
    // Who only asks changes nothing.
    sim.run_for("1s");
    let before = shows(&sim);
    ask(&mut sim, "GET", "/kv/get/Cursor/user:1", "");
    sim.run_for("1s");
    assert_eq!(shows(&sim), before);
}
