//! The typed store's actor: requests as messages, what is over, other models while it runs, and what it shows.

use rehearsal::actors::typed_kv::typed_kv;
use rehearsal::process::Lifecycle;
use rehearsal::project::Project;
use rehearsal::runtime::Budget;
use rehearsal::stage::{Http, HttpRequest, HttpResponse, Input, Session, Settings};
use rehearsal::trace::Kind;
use rehearsal::{Actor, Error, ErrorKind, Pid, Sim, Time, Value};
use rehearsal_typed_kv::Models;

use crate::support::HOST;

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
fn other_models_keep_what_is_still_right_and_set_the_rest_aside_until_it_is_again() {
    let (mut sim, _) = store();
    ask(&mut sim, "POST", "/kv/set/Cursor/low", r#"{"x": 7}"#);
    ask(&mut sim, "POST", "/kv/set/Cursor/high", r#"{"x": 300}"#);
    let small = models("pub struct Cursor { pub x: u8 }").schema();
    let schema = Value::from_json(&small).unwrap();
    let request = Value::map([("schema", schema), ("reply_to", Pid::outside().into())]);
    sim.send("typed_kv", "models", request);
    sim.run_for("0s");
    assert_eq!(last(&sim).get("aside"), &Value::Int(1));
    assert_eq!(logged(&sim), ["set aside: it is none of the new models Cursor:high"]);
    assert_eq!(ask(&mut sim, "GET", "/kv/get/Cursor/low", ""), r#"{"value":{"x":7}}"#);
    assert_eq!(ask(&mut sim, "GET", "/kv/get/Cursor/high", ""), r#"{"value":null}"#);
    assert!(ask(&mut sim, "POST", "/kv/set/Cursor/a", r#"{"x": 300}"#).contains("u8"));

    let schema = Value::from_json(&models(CURSOR).schema()).unwrap();
    let request = Value::map([("schema", schema), ("reply_to", Pid::outside().into())]);
    sim.send("typed_kv", "models", request);
    sim.run_for("0s");
    assert_eq!(last(&sim).get("aside"), &Value::Int(0));
    assert_eq!(ask(&mut sim, "GET", "/kv/get/Cursor/high", ""), r#"{"value":{"x":300}}"#);
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

/// Runs as fast as it can until nothing is left to be done; when that is.
fn at_full_speed(sim: &mut Sim) -> u64 {
    sim.run();
    sim.kernel().time().as_nanos()
}

#[test]
fn a_run_as_fast_as_it_can_goes_to_each_end_and_no_further() {
    const TEN_YEARS: u64 = 315_360_000_000;
    let (mut sim, _) = store();
    let answer = ask(&mut sim, "POST", "/kv/set/Cursor/a", r#"{"x": 1, "ttl": 3155760000000}"#);
    assert!(answer.contains("a ttl is 315360000000 milliseconds at most"), "{answer}");
    assert!(at_full_speed(&mut sim) < 1_000_000_000, "nobody waits for a century");
    ask(&mut sim, "POST", "/kv/set/Cursor/a", r#"{"x": 1}"#);
    assert!(at_full_speed(&mut sim) < 1_000_000_000, "what stays is nothing to wait for");
    ask(&mut sim, "POST", "/kv/set/Cursor/b", format!(r#"{{"x": 2, "ttl": {TEN_YEARS}}}"#));
    let end = at_full_speed(&mut sim);
    assert!((TEN_YEARS * 1_000_000..TEN_YEARS * 1_000_000 + 1_000_000_000).contains(&end), "{end}");
    assert_eq!(logged(&sim), ["expired Cursor:b"]);
    assert_eq!(ask(&mut sim, "GET", "/kv/get/Cursor/a", Value::Nil), r#"{"value":{"x":1}}"#);
}

#[test]
fn no_run_ever_waits_for_the_end_of_time() {
    let (mut sim, _) = store();
    sim.run_for("2562000h"); // 292 years
    for ttl in [315_360_000_000_u64, 200_000_000_000, 171_180_000_000] {
        ask(&mut sim, "POST", "/kv/set/Cursor/a", format!(r#"{{"x": 1, "ttl": {ttl}}}"#));
        sim.run_for("1s");
    }
    assert!(at_full_speed(&mut sim) < i64::MAX as u64);
    assert_eq!(ask(&mut sim, "GET", "/kv/get/Cursor/a", Value::Nil), r#"{"value":{"x":1}}"#);
    // And what ends soon still does.
    ask(&mut sim, "POST", "/kv/set/Cursor/a", r#"{"x": 2, "ttl": 1000}"#);
    at_full_speed(&mut sim);
    assert_eq!(ask(&mut sim, "GET", "/kv/get/Cursor/a", Value::Nil), r#"{"value":null}"#);
}

/// What somebody sees who looks into it.
fn look<const N: usize>(sim: &Sim, store: &Pid, question: [(&'static str, Value); N]) -> Value {
    sim.look(store, &Value::map(question)).expect("it lives")
}

#[test]
fn who_looks_from_outside_sees_the_values_of_one_tenant_as_many_as_are_wanted() {
    let (mut sim, store) = store();
    for n in 0..30 {
        ask(&mut sim, "POST", &format!("/kv/set/Cursor/user:{n:02}"), format!(r#"{{"x": {n}}}"#));
    }
    ask(&mut sim, "POST", "/kv/set/Cursor/other", r#"{"x": -1, "ttl": 500}"#);
    let a = ("tenant", Value::from("a.example"));
    let keys = |seen: &Value| -> Vec<String> {
        let items = seen.get("items").as_list().unwrap();
        items.iter().map(|item| item.get("key").as_str().unwrap().to_owned()).collect()
    };

    let seen = look(&sim, &store, [a.clone(), ("limit", 2.into()), ("longest", 4.into())]);
    assert_eq!((seen.get("total"), keys(&seen).len()), (&Value::Int(31), 2));
    let first = &seen.get("items").as_list().unwrap()[0];
    assert_eq!(first.get("type").as_str(), Some("Cursor"));
    assert_eq!(first.get("json").as_str(), Some("{\"x\"…"));
    assert_eq!(first.get("length"), &Value::Int(8));
    let end = first.get("expires_at").as_int().unwrap();
    assert!((500_000_000..501_000_000).contains(&end), "{end}");

    let seen = look(&sim, &store, [a.clone(), ("filter", "user:1".into())]);
    assert_eq!((seen.get("total"), keys(&seen)[0].as_str()), (&Value::Int(10), "user:10"));
    assert_eq!(seen.get("items").as_list().unwrap()[0].get("expires_at"), &Value::Nil);

    let key = ("key", Value::from("Cursor:user:07"));
    let seen = look(&sim, &store, [a, key, ("limit", 0.into()), ("longest", 1.into())]);
    assert_eq!(seen.get("whole").get("json").as_str(), Some(r#"{"x":7}"#));
    assert!(keys(&seen).is_empty());

    let seen = look(&sim, &store, [("tenant", "b.example".into())]);
    assert_eq!((seen.get("total"), keys(&seen).len()), (&Value::Int(0), 0));
}

#[test]
fn whatever_is_asked_of_a_look_it_answers_a_thousand_values_at_most_and_none_too_long() {
    let (mut sim, store) = store();
    for n in 0..1_100 {
        ask(&mut sim, "POST", &format!("/kv/set/Cursor/{n}"), r#"{"x": 1}"#);
    }
    let many = [("tenant", Value::from("a.example")), ("limit", Value::Int(i64::MAX))];
    let seen = look(&sim, &store, many);
    assert_eq!(seen.get("items").as_list().unwrap().len(), 1_000);
    assert_eq!(seen.get("total"), &Value::Int(1_100));
    let seen =
        look(&sim, &store, [("tenant", 7.into()), ("limit", (-1).into()), ("key", true.into())]);
    assert_eq!(seen.get("total"), &Value::Int(0));
    assert_eq!(sim.look(&store, &Value::Nil).unwrap().get("whole"), &Value::Nil);
}

#[test]
fn a_look_is_no_part_of_the_run() {
    let run = |looks: bool| {
        let (mut sim, store) = store();
        for n in 0..20 {
            ask(&mut sim, "POST", &format!("/kv/set/Cursor/{n}"), r#"{"x": 1, "ttl": 30}"#);
            if looks {
                look(&sim, &store, [("tenant", "a.example".into()), ("key", "Cursor:1".into())]);
            }
            sim.run_for("7ms");
        }
        sim.hash()
    };
    assert_eq!(run(true), run(false));
}

#[test]
fn a_store_that_has_ended_answers_no_look() {
    let (mut sim, store) = store();
    sim.kernel().cancel(store.number(), "enough".into()).unwrap();
    sim.run();
    assert_eq!(sim.look(&store, &Value::Nil), None);
}

// As a service of a project, asked from outside.

fn project() -> Project {
    let actor = Actor::new(|ctx| typed_kv(ctx, models(CURSOR)));
    let lifecycle = Lifecycle { auto_start: true, ..Lifecycle::default() };
    let project = Project::new().process_host(HOST).unwrap().process("app:typed_kv", actor);
    let service =
        |project: Project| project.service("app:typed_kv.service", "app:typed_kv", HOST, lifecycle);
    project.and_then(service).unwrap()
}

/// A run with a store, and who asks it.
struct Asking {
    session: Session,
    http: Http,
    millis: u64,
}

impl Asking {
    fn new() -> Self {
        let session = Session::new(&project(), Settings::default(), vec![]).unwrap();
        let mut asking = Self { session, http: Http::default(), millis: 0 };
        asking.pass(1);
        asking
    }

    /// Milliseconds go by; what was answered meanwhile.
    fn pass(&mut self, millis: u64) -> Vec<HttpResponse> {
        self.millis += millis;
        let now = Time::from_nanos(self.millis * 1_000_000);
        self.session.run(now, Budget::UNLIMITED);
        let effects = self.session.kernel_mut().take_effects();
        self.http.take(&effects, self.session.kernel())
    }

    fn ask(
        &mut self,
        method: &'static str,
        target: &'static str,
        body: &str,
    ) -> Result<u32, Error> {
        let request = HttpRequest {
            method: method.into(),
            target: target.into(),
            host: Some("a.example".into()),
            body: body.to_owned().into(),
        };
        let (id, input) = self.http.ask(self.session.kernel(), request)?;
        self.session.input(input)?;
        Ok(id)
    }

    fn get(&mut self) -> String {
        self.ask("GET", "/kv/get/Cursor/a", "").unwrap();
        self.pass(1).remove(0).body
    }

    fn store(&self) -> u32 {
        self.session.kernel().names()[0].1
    }
}

#[test]
fn answers_come_back_under_the_numbers_of_their_requests() {
    let mut asking = Asking::new();
    let set = asking.ask("POST", "/kv/set/Cursor/a", r#"{"x": 1}"#).unwrap();
    let get = asking.ask("GET", "/kv/get/Cursor/a", "").unwrap();
    let wrong = asking.ask("GET", "/kv/set/Cursor/a", "").unwrap();
    let answers = asking.pass(1);
    let told: Vec<_> = answers.iter().map(|it| (it.id, it.status, &*it.body)).collect();
    assert_eq!(told[..2], [(set, 200, r#"{"success":true}"#), (get, 200, r#"{"value":{"x":1}}"#)]);
    assert_eq!(told[2].1, 405);
    assert!(answers[2].headers.contains(&("allow".into(), "POST".into())));
    assert_eq!(asking.pass(1), []);
    assert_eq!((told[2].0, wrong), (3, 3));
}

#[test]
fn a_request_that_its_store_leaves_unread_is_answered_all_the_same() {
    let mut asking = Asking::new();
    let id = asking.ask("GET", "/kv/get/Cursor/a", "").unwrap();
    let process = asking.store();
    asking.session.input(Input::Kill { process }).unwrap();
    let answers = asking.pass(1);
    let told: Vec<_> = answers.iter().map(|it| (it.id, it.status, &*it.body)).collect();
    assert_eq!(told, [(id, 503, r#"{"error":"the store ended before it answered"}"#)]);
    let error = asking.ask("GET", "/kv/get/Cursor/a", "").unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
}

#[test]
fn a_store_that_was_started_again_is_empty_and_a_log_that_is_played_again_fills_it() {
    let mut asking = Asking::new();
    asking.ask("POST", "/kv/set/Cursor/a", r#"{"x": 1}"#).unwrap();
    asking.pass(1);
    assert_eq!(asking.get(), r#"{"value":{"x":1}}"#);
    let process = asking.store();
    asking.session.input(Input::Kill { process }).unwrap();
    asking.pass(5_000); // its supervisor starts it again
    assert_ne!(asking.store(), process);
    assert_eq!(asking.get(), r#"{"value":null}"#);
    asking.ask("POST", "/kv/set/Cursor/a", r#"{"x": 2}"#).unwrap();
    asking.pass(1);

    let log = asking.session.log().to_vec();
    let session = Session::replay(&project(), Settings::default(), vec![], &log).unwrap();
    let mut again = Asking { session, http: Http::default(), millis: asking.millis };
    again.pass(0);
    let hash = |asking: &Asking| asking.session.kernel().trace().hash();
    assert_eq!(hash(&again), hash(&asking));
    assert_eq!(again.get(), r#"{"value":{"x":2}}"#);
}

#[test]
fn names_that_are_shown_are_cut() {
    let (mut sim, store) = store();
    let key = "k".repeat(1_000);
    ask(&mut sim, "POST", &format!("/kv/set/Cursor/{key}?ttl=60000"), r#"{"x": 1}"#);
    sim.run_for("1s");
    let shown = shown(&sim, &store);
    let key = shown.get("expiring").as_list().unwrap()[0].get("key").clone();
    assert_eq!(key.as_str().unwrap().chars().count(), 201);
}
