//! The key-value store outside of the run: asking it, its answers as inputs, and the run made again without it.

use std::collections::BTreeMap;

use futures::StreamExt;
use futures::future::{join, join_all};
use rehearsal::process::IntoOutcome;
use rehearsal::runtime::{Budget, Effect, KernelSettings, StoreQuestion};
use rehearsal::stage::{Input, Session, Settings};
use rehearsal::trace::Kind;
use rehearsal::{Context, Error, ErrorKind, Exit, Sim, Time, Value};

use crate::support::{HOST, Kept, scene, tell, told, what};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Runs one process alone, with a store.
fn with_store<F, Fut>(kept: &Kept, body: F) -> (Sim, rehearsal::Pid)
where
    F: Fn(Context) -> Fut + 'static,
    Fut: Future<Output: IntoOutcome> + 'static,
{
    let mut sim = Sim::new();
    let kept = kept.clone();
    sim.store(move |request| kept.answer(request));
    sim.actor("app:solo", body);
    let pid = sim.spawn("app:solo", []);
    sim.run();
    (sim, pid)
}

#[test]
fn what_was_stored_is_read_as_the_type_that_is_asked_for() {
    let kept = Kept::default();
    let (sim, _) = with_store(&kept, |ctx| async move {
        let store = ctx.kv_store();
        store.set("user:7:tags", &["admin", "premium"]).await.unwrap();
        store.set("big", &u64::MAX).await.unwrap();
        tell(&ctx, store.get::<Vec<String>>("user:7:tags").await.unwrap().join("+"));
        tell(&ctx, store.get::<u64>("big").await.unwrap().to_string());
        tell(&ctx, store.get::<Value>("user:7:tags").await.unwrap());
        tell(&ctx, Value::list(store.list("*").await.unwrap().into_iter().map(Value::from)));
    });
    assert_eq!(
        told(&sim),
        [
            "admin+premium",
            "18446744073709551615",
            r#"["admin","premium"]"#,
            r#"["big","user:7:tags"]"#
        ]
    );
    assert_eq!(kept.0.borrow()["user:7:tags"], r#"["admin","premium"]"#);
}

#[test]
fn what_goes_wrong_is_told_with_key_and_type() {
    let kept = Kept::with(&[("port", "8080"), ("broken", "{nothing")]);
    let (sim, _) = with_store(&kept, |ctx| async move {
        let store = ctx.kv_store();
        tell(&ctx, what(store.get::<u16>("prot").await.unwrap_err()));
        tell(&ctx, what(store.get::<u8>("port").await.unwrap_err()));
        tell(&ctx, what(store.get::<Value>("broken").await.unwrap_err()));
        let keys = BTreeMap::from([((1, 2), 3)]);
        tell(&ctx, what(store.set("pairs", &keys).await.unwrap_err()));
    });
    let told = told(&sim);
    assert_eq!(told[0], "NotFound: key not found: prot");
    assert!(told[1].starts_with("Invalid: the value of key 'port' does not fit the type u8: "));
    assert!(told[2].starts_with("Invalid: the value of key 'broken' is not JSON: "), "{}", told[2]);
    assert!(told[3].starts_with("Invalid: the value for key 'pairs', a "), "{}", told[3]);
    assert_eq!(kept.0.borrow().len(), 2, "what is no JSON never reaches the store");
}

#[test]
fn a_run_without_a_store_says_so() {
    let mut sim = Sim::new();
    sim.actor("app:solo", |ctx| async move { ctx.kv_store().get::<Value>("a").await });
    let pid = sim.spawn("app:solo", []);
    sim.run();
    let Some(Exit::Failed(error)) = sim.exit(&pid) else { panic!("{}", sim.story()) };
    assert_eq!(error.kind, ErrorKind::Unavailable);
    assert!(error.message.contains("Sim::store"), "{}", error.message);
}

#[test]
fn the_trace_shows_question_and_answer_and_what_led_to_what() {
    let kept = Kept::with(&[("a", r#"{"n": 1}"#)]);
    let (mut sim, _) = with_store(&kept, |ctx| async move {
        let store = ctx.kv_store();
        store.get::<Value>("a").await.unwrap();
        store.get::<Value>("b").await.unwrap_err();
    });
    assert_eq!(
        scene(sim.kernel(), &[Kind::StoreRequest, Kind::Input, Kind::Event]),
        [
            r#"solo#1 store request get {"key":"a"}"#,
            r#"outside input kv_store → solo#1 {"n":1}"#,
            "solo#1 event kv_store ← outside",
            r#"solo#1 store request get {"key":"b"}"#,
            r#"outside input kv_store → solo#1 {"error":{"kind":"NotFound","message":"key not found: b"}}"#,
            "solo#1 event kv_store ← outside",
        ]
    );
    let [requests, inputs, events] =
        [Kind::StoreRequest, Kind::Input, Kind::Event].map(|kind| sim.records(kind));
    assert_eq!(inputs[1].cause(), requests[1].number());
    assert_eq!(events[1].cause(), inputs[1].number());
}

#[test]
fn many_questions_may_be_open_at_once_and_each_gets_its_answer() {
    let kept = Kept::default();
    let (sim, _) = with_store(&kept, |ctx| async move {
        let store = ctx.kv_store();
        let keys: Vec<String> = (0..100).map(|n| format!("k{n}")).collect();
        let sets = keys.iter().map(|key| store.set(key, key));
        assert!(join_all(sets).await.iter().all(Result::is_ok));
        let (one, other) = join(store.get::<String>("k7"), store.get::<String>("k93")).await;
        tell(&ctx, format!("{} {}", one.unwrap(), other.unwrap()));
    });
    assert_eq!(told(&sim), ["k7 k93"]);
}

#[test]
fn other_processes_go_on_while_one_waits_for_the_store() {
    let mut sim = Sim::new();
    sim.actor("app:asks", |ctx| async move { ctx.kv_store().list("*").await.map(|_| ()) });
    sim.actor("app:echo", |ctx| async move {
        let mut inbox = ctx.inbox();
        while let Some(message) = inbox.next().await {
            tell(&ctx, message.payload);
        }
    });
    let kernel = sim.kernel();
    kernel.spawn("app:asks", HOST, vec![]).unwrap();
    let echo = kernel.spawn("app:echo", HOST, vec![]).unwrap();
    kernel.run(Time::MAX, Budget::UNLIMITED);
    assert!(kernel.awaits_outside());
    kernel.send(&echo.to_string(), "say", "hello".into()).unwrap();
    kernel.run(Time::MAX, Budget::UNLIMITED);
    let effects = kernel.take_effects();
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Answer { .. })), "{effects:?}");
    assert_eq!(kernel.process(1).unwrap().waits, "store");
}

#[test]
fn an_answer_that_nobody_waits_for_is_refused_and_nothing_waits_any_more() {
    let mut sim = Sim::new();
    sim.actor("app:hasty", |ctx| async move {
        ctx.timeout("1s", ctx.kv_store().get::<Value>("a")).await.map(drop)
    });
    sim.actor("app:patient", |ctx| async move { ctx.kv_store().get::<Value>("a").await });
    let kernel = sim.kernel();
    let hasty = kernel.spawn("app:hasty", HOST, vec![]).unwrap().number();
    let patient = kernel.spawn("app:patient", HOST, vec![]).unwrap().number();
    kernel.run(Time::from_nanos(1_000_000), Budget::UNLIMITED);
    let asked = kernel.take_questions();
    assert_eq!(asked.len(), 2, "{asked:?}");
    kernel.run(Time::MAX, Budget::UNLIMITED);
    assert!(kernel.awaits_outside(), "one has given up, the other has not");
    kernel.terminate(patient).unwrap();
    kernel.run(Time::MAX, Budget::UNLIMITED);
    assert!(!kernel.awaits_outside());
    for process in [hasty, patient, 99] {
        let error = kernel.answer_store(process, 1, Ok(Value::Nil)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound, "{error}");
    }
}

#[test]
fn questions_count_in_the_memory_budget_and_are_given_back() {
    let settings = KernelSettings { memory_budget: 200_000, ..KernelSettings::default() };
    let mut sim = Sim::with(settings);
    let kept = Kept::default();
    sim.store(move |request| kept.answer(request));
    sim.actor("app:greedy", |ctx| async move {
        let (store, large) = (ctx.kv_store(), "x".repeat(60_000));
        for _ in 0..3 {
            let sets = (0..5).map(|n| store.set(if n == 0 { "a" } else { "b" }, &large));
            let refused: Vec<_> =
                join_all(sets).await.into_iter().filter_map(Result::err).collect();
            tell(&ctx, refused.len());
            tell(&ctx, what(refused[0].clone()));
        }
    });
    sim.spawn("app:greedy", []);
    sim.run();
    let told = told(&sim);
    let refusal = "RateLimited: the memory budget of the run is used up: the store cannot be asked";
    assert_eq!(told, ["2", refusal, "2", refusal, "2", refusal]);
    assert!(sim.kernel().memory().0 < 2_000, "{:?}", sim.kernel().memory());
}

#[test]
fn an_answer_that_came_is_not_given_twice() {
    let mut sim = Sim::new();
    sim.actor("app:asks", |ctx| async move {
        let value: i64 = ctx.kv_store().get("a").await?;
        Ok::<_, Error>(value)
    });
    let kernel = sim.kernel();
    kernel.spawn("app:asks", HOST, vec![]).unwrap();
    kernel.run(Time::MAX, Budget::UNLIMITED);
    kernel.answer_store(1, 1, Ok("1".into())).unwrap();
    kernel.answer_store(1, 1, Ok("2".into())).unwrap_err();
    kernel.run(Time::MAX, Budget::UNLIMITED);
    let (exit, _) = kernel.process(1).unwrap().ended.unwrap();
    assert_eq!(exit, Exit::Returned(Value::Int(1)));
}

#[test]
fn a_run_is_made_again_from_its_inputs_with_no_store_attached() {
    use rehearsal::Actor;
    use rehearsal::project::{Project, Target};

    let project = Project::new().process_host("app:processes").unwrap();
    let visits = Actor::new(|ctx: Context| async move {
        let store = ctx.kv_store();
        loop {
            let visits: u64 = store.get("visits").await.unwrap_or(0);
            store.set("visits", &(visits + 1)).await?;
            ctx.show(Value::from(visits as i64 + 1));
            ctx.sleep("10ms").await?;
            if visits > 20 {
                return Ok::<_, Error>(());
            }
        }
    });
    let project = project.process("app:visits", visits).unwrap();
    let targets =
        || vec![Target { entry: "app:visits".into(), host: HOST.into(), args: Vec::new() }];
    let mut session = Session::new(&project, Settings::default(), targets()).unwrap();
    let kept = Kept::default();
    for millis in 1..2_000 {
        session.run(Time::from_nanos(millis * 1_000_000), Budget::UNLIMITED);
        // It answers late, and never at the same pace.
        if millis % 3 == 0 || millis % 7 == 0 {
            for StoreQuestion { process, id, request } in session.kernel_mut().take_questions() {
                let answer = kept.answer(&request);
                session.input(Input::Store { process, id, answer }).unwrap();
            }
        }
    }
    assert_eq!(kept.0.borrow()["visits"], "22");
    let mut again =
        Session::replay(&project, Settings::default(), targets(), session.log()).unwrap();
    again.run(Time::MAX, Budget::UNLIMITED);
    assert_eq!(again.kernel().trace().hash(), session.kernel().trace().hash());
}
