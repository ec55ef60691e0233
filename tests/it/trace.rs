//! The trace: what happened, why, and how long it took.

use std::collections::BTreeSet;

use futures::StreamExt;
use rehearsal::runtime::{Fault, KernelSettings};
use rehearsal::stage::{Input, Session, Settings, scenario};
use rehearsal::trace::{Kind, RECORD_WORDS, Record};
use rehearsal::{Context, Error, Sim, Time, Value};

use crate::support::{HOST, plain, records};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Hands every message on to the process that it was given, or back to the outside.
async fn relay(ctx: Context) -> Result<(), Error> {
    let to = plain(&ctx.arg(0));
    let mut inbox = ctx.inbox();
    loop {
        let message = inbox.receive().await;
        ctx.send(&to, "handed on", message.payload)?;
    }
}

/// Kinds of the events from `record` back to where it all began.
fn causes(sim: &mut Sim, record: &Record) -> Vec<Kind> {
    let trace = sim.kernel().trace();
    let mut chain = vec![record.kind()];
    let mut cause = record.cause();
    while let Some(record) = trace.get(cause).filter(|_| cause != 0) {
        chain.push(record.kind());
        cause = record.cause();
    }
    chain
}

#[test]
fn from_an_answer_the_causes_lead_back_to_the_input() {
    let mut sim = Sim::new();
    sim.actor("app:relay", relay);
    let last = sim.spawn("app:relay", ["{page|0x00000}".into()]);
    let first = sim.spawn("app:relay", [Value::from(&last)]);
    sim.send(&first, "ask", 7);
    sim.run();
    let answer = *sim.records(Kind::Receive).last().unwrap();
    assert_eq!(answer.process(), 0);
    assert_eq!(
        causes(&mut sim, &answer),
        [
            Kind::Receive,
            Kind::Send,
            Kind::Receive,
            Kind::Send,
            Kind::Receive,
            Kind::Send,
            Kind::Input
        ]
    );
}

#[test]
fn the_causes_lead_through_spawns_timers_exits_and_events() {
    let mut sim = Sim::new();
    sim.actor("app:child", |ctx| async move {
        ctx.sleep("1ms").await?;
        Ok::<_, Error>(())
    });
    sim.actor("app:parent", |ctx| async move {
        ctx.inbox().receive().await;
        ctx.process("app:child", HOST).spawn_monitored()?;
        ctx.events().next().await;
        ctx.log_info("the child has ended", []);
        Ok::<_, Error>(())
    });
    let pid = sim.spawn("app:parent", []);
    sim.send(&pid, "go", 1);
    sim.run();
    let log = sim.records(Kind::Log)[0];
    assert_eq!(
        causes(&mut sim, &log),
        [
            Kind::Log,
            Kind::Event,
            Kind::Exit,
            Kind::TimerFired,
            Kind::TimerSet,
            Kind::Start,
            Kind::Spawn,
            Kind::Receive,
            Kind::Send,
            Kind::Input
        ]
    );
}

#[test]
fn the_result_of_exec_leads_back_to_the_exit() {
    let mut sim = Sim::new();
    sim.actor("app:child", |_| async {});
    sim.actor("app:parent", |ctx| async move {
        ctx.process("app:child", HOST).exec().await?;
        ctx.log_info("done", []);
        Ok::<_, Error>(())
    });
    sim.spawn("app:parent", []);
    sim.run();
    let log = sim.records(Kind::Log)[0];
    assert_eq!(causes(&mut sim, &log)[..3], [Kind::Log, Kind::Event, Kind::Exit]);
}

#[test]
fn what_two_coroutines_do_has_two_causes() {
    let mut sim = Sim::new();
    sim.actor("app:two", |ctx| async move {
        for topic in ["a", "b"] {
            let (ctx, mut listener) = (ctx.clone(), ctx.listen(topic)?);
            ctx.clone().spawn(async move {
                listener.next().await;
                ctx.sleep("1ms").await?;
                ctx.log_info(topic, []);
                Ok::<_, Error>(())
            });
        }
        ctx.sleep("1s").await
    });
    let pid = sim.spawn("app:two", []);
    sim.run_for("1us");
    sim.send(&pid, "a", 1);
    sim.send(&pid, "b", 2);
    sim.run();
    for (log, topic) in sim.records(Kind::Log).iter().zip(["a", "b"]) {
        let trace = sim.kernel().trace();
        let fired = trace.get(log.cause()).unwrap();
        let set = trace.get(fired.cause()).unwrap();
        let receive = trace.get(set.cause()).unwrap();
        assert_eq!((receive.kind(), &*trace.text(receive.text())), (Kind::Receive, topic));
    }
    assert_eq!(sim.records(Kind::Log).len(), 2);
}

#[test]
fn waited_and_handled_are_told_in_time_and_turns() {
    let mut sim = Sim::new();
    sim.actor("app:worker", |ctx| async move {
        let mut inbox = ctx.inbox();
        for _ in 0..2 {
            inbox.receive().await;
            ctx.sleep("10ms").await?;
        }
        Ok::<_, Error>(())
    });
    let pid = sim.spawn("app:worker", []);
    sim.send(&pid, "work", 1);
    sim.send(&pid, "work", 2);
    sim.run();
    let (receives, dones) = (sim.records(Kind::Receive), sim.records(Kind::Done));
    let sends = sim.records(Kind::Send);
    for (index, (receive, done)) in receives.iter().zip(&dones).enumerate() {
        assert_eq!(receive.cause(), sends[index].number());
        assert_eq!(done.cause(), receive.number());
        assert_eq!(receive.a(), receive.time() - sends[index].time());
        assert_eq!(done.a(), done.time() - receive.time());
        assert_eq!(done.b(), u64::from(done.turn() - receive.turn()) + 1);
    }
    assert_eq!(receives.iter().map(Record::a).collect::<Vec<_>>(), [0, dones[0].time()]);
    // Received in one turn, and done in the one after the sleep.
    assert_eq!(dones.iter().map(Record::b).collect::<Vec<_>>(), [2, 2]);
    assert!(dones.iter().all(|done| (10_000_000..10_010_000).contains(&done.a())));
    let view = sim.process(&pid).unwrap();
    assert_eq!(view.waited_ns, receives.iter().map(Record::a).sum::<u64>());
    assert_eq!(view.handled_ns, dones.iter().map(Record::a).sum::<u64>());
}

#[test]
fn a_receive_tells_how_many_are_left() {
    let mut sim = Sim::new();
    sim.actor("app:reader", |ctx| async move { Value::from(ctx.inbox().take(3).count().await) });
    let pid = sim.spawn("app:reader", []);
    for number in 0..3 {
        sim.send(&pid, "number", number);
    }
    sim.run();
    let left: Vec<_> = sim.records(Kind::Receive).iter().map(Record::b).collect();
    assert_eq!(left, [2, 1, 0]);
}

/// Does everything that the trace has a kind for.
async fn busy(ctx: Context) -> Result<(), Error> {
    ctx.trap_links(true);
    ctx.register("busy")?;
    ctx.unregister("busy");
    let child = ctx.process("app:child", HOST).spawn()?;
    ctx.monitor(&child)?;
    ctx.unmonitor(&child)?;
    ctx.link(&child)?;
    ctx.unlink(&child)?;
    ctx.listen("news")?.unlisten();
    ctx.send("nobody", "lost", 1).unwrap_err();
    ctx.send(ctx.pid(), "@reserved", 1).unwrap_err();
    ctx.send(ctx.pid(), "note", 1)?;
    let mut inbox = ctx.inbox();
    inbox.receive().await;
    ctx.sleep("1ms").await?;
    drop(ctx.timer("1s")?);
    ctx.show(1);
    ctx.log_info("a line", []);
    ctx.cancel(ctx.pid(), "")?;
    ctx.events().next().await;
    ctx.send(ctx.pid(), "too large", "x".repeat(10_000)).unwrap_err();
    let terminal = ctx.terminal()?;
    terminal.print("hello");
    terminal.read_line().await;
    ctx.kv_store().list("*").await.unwrap_err();
    Ok(())
}

#[test]
fn every_kind_of_event_appears() {
    let settings = KernelSettings { memory_budget: 8_192, ..KernelSettings::default() };
    let mut sim = Sim::with(settings);
    sim.actor("app:child", |_| async {});
    sim.actor("app:busy", busy);
    let pid = sim.spawn_on("app:busy", "app:terminal", []);
    sim.run();
    sim.input(&Input::EndOfInput { process: pid.number() }).unwrap();
    sim.run();
    sim.kernel().strike(&Fault::FailSpawn).unwrap();
    let supervised = scenario::find("supervisor").unwrap();
    let (project, targets) = (supervised.project(), supervised.targets());
    let mut session = Session::new(&project, Settings::default(), targets).unwrap();
    session.run(Time::from_nanos(1_000_000_000), rehearsal::runtime::Budget::UNLIMITED);
    let all = records(sim.kernel()).into_iter().chain(records(session.kernel()));
    let seen: BTreeSet<Kind> = all.map(|record| record.kind()).collect();
    // Those inside one process are recorded only when they are asked for, and marks are the reader's.
    let others =
        [Kind::ChannelSend, Kind::ChannelReceive, Kind::ChannelClose, Kind::Select, Kind::Mark];
    let missing: Vec<_> = Kind::ALL
        .into_iter()
        .filter(|kind| !seen.contains(kind) && !others.contains(kind))
        .collect();
    assert_eq!(missing, []);
}

#[test]
fn events_are_numbered_without_a_gap_and_point_back() {
    let mut session = {
        let echo = scenario::find("echo").unwrap();
        Session::new(&echo.project(), Settings::default(), echo.targets()).unwrap()
    };
    session.run(Time::from_nanos(2_000_000_000), rehearsal::runtime::Budget::UNLIMITED);
    let all = records(session.kernel());
    let mut time = 0;
    for (record, number) in all.iter().zip(1..) {
        assert_eq!(record.number(), number);
        assert!(record.cause() < number, "{record:?}");
        assert!(record.time() >= time, "{record:?}");
        time = record.time();
    }
    assert_eq!(all.len() as u64, session.kernel().trace().total());
}

#[test]
fn a_record_is_sixteen_words_and_words_are_given_from_any_number_on() {
    let mut sim = Sim::new();
    sim.actor("app:relay", relay);
    sim.spawn("app:relay", ["{page|0x00000}".into()]);
    sim.run();
    let trace = sim.kernel().trace();
    assert_eq!(size_of::<Record>(), 64);
    let [head, tail] = trace.words_from(2);
    assert_eq!((head.len() + tail.len()) as u64, (trace.total() - 1) * RECORD_WORDS as u64);
    assert_eq!(head[0], 2);
    assert_eq!(trace.words_from(trace.total() + 1).map(<[u32]>::len), [0, 0]);
}

/// The hash of a run in which one message is sent.
fn hash_of(topic: &str, payload: impl Into<Value>) -> u64 {
    let mut sim = Sim::new();
    sim.actor("app:reader", |ctx| async move { Value::from(ctx.inbox().take(1).count().await) });
    let pid = sim.spawn("app:reader", []);
    sim.send(&pid, topic, payload);
    sim.run();
    sim.hash()
}

#[test]
fn the_content_of_a_message_enters_the_hash() {
    let same = hash_of("topic", Value::list([1.into(), "two".into()]));
    assert_eq!(same, hash_of("topic", Value::list([1.into(), "two".into()])));
    let others = [
        hash_of("topic", Value::list([1.into(), "twö".into()])),
        hash_of("topic", Value::list([2.into(), "two".into()])),
        hash_of("topic", Value::list([1.0.into(), "two".into()])),
        hash_of("topic", Value::list(["two".into(), 1.into()])),
        hash_of("topic", Value::Nil),
        hash_of("other", Value::list([1.into(), "two".into()])),
    ];
    let different: BTreeSet<u64> = others.into_iter().chain([same]).collect();
    assert_eq!(different.len(), 7);
}

#[test]
fn a_nan_of_any_bits_enters_the_hash_as_one() {
    let nan = |bits| hash_of("topic", f64::from_bits(bits));
    assert_eq!(nan(0x7ff8_0000_0000_0000), nan(0xfff8_dead_beef_0000));
}

#[test]
fn what_is_logged_shown_and_printed_enters_the_hash() {
    let hash = |log: &'static str, show: i64, print: &'static str| {
        let mut sim = Sim::new();
        sim.actor("app:writer", move |ctx| async move {
            ctx.log_info(log, []);
            ctx.show(show);
            ctx.terminal()?.print(print);
            Ok::<_, Error>(())
        });
        sim.spawn_on("app:writer", "app:terminal", []);
        sim.run();
        sim.hash()
    };
    let hashes = [
        hash("a", 1, "x"),
        hash("b", 1, "x"),
        hash("a", 2, "x"),
        hash("a", 1, "y"),
        hash("a", 1, "x"),
    ];
    assert_eq!(hashes[0], hashes[4]);
    assert_eq!(BTreeSet::from(hashes).len(), 4);
}

#[test]
fn the_ring_keeps_the_last_events_and_the_hash_all() {
    let flood = |first: i64| {
        let mut sim = Sim::new();
        sim.actor("app:silent", |ctx| async move { ctx.inbox().receive().await.payload });
        let pid = sim.spawn("app:silent", []);
        sim.send(&pid, "first", first);
        for number in 0..66_000 {
            sim.kernel().send("{app:processes|0x00001}", "number", Value::from(number)).unwrap();
            sim.kernel().begin_input("nothing", 0, &Value::Nil);
        }
        sim
    };
    let (mut one, mut other) = (flood(1), flood(2));
    let trace = one.kernel().trace();
    assert_eq!(trace.total() + 1 - trace.first(), 1 << 17);
    assert!(trace.get(trace.first() - 1).is_none());
    assert_eq!(trace.get(trace.first()).unwrap().number(), trace.first());
    assert_eq!(trace.get(trace.total()).unwrap().number(), trace.total());
    let last = other.kernel().trace().total();
    assert_eq!(one.kernel().trace().get(last), other.kernel().trace().get(last));
    assert_ne!(one.hash(), other.hash());
}

#[test]
fn a_message_that_waited_longer_than_events_are_kept_still_has_its_payload() {
    let mut sim = Sim::new();
    sim.actor("app:silent", |ctx| async move { ctx.inbox().receive().await.payload });
    let pid = sim.spawn("app:silent", []);
    sim.send(&pid, "first", "long awaited");
    for _ in 0..132_000 {
        sim.kernel().begin_input("something", 0, &Value::Int(0));
    }
    sim.run();
    let trace = sim.kernel().trace();
    let received = (trace.first()..=trace.total())
        .filter_map(|number| trace.get(number))
        .find(|record| record.kind() == Kind::Receive)
        .unwrap();
    assert!(trace.get(received.cause()).is_none(), "its send is no longer kept");
    assert_eq!(trace.payload_of(&received), Some(&Value::from("long awaited")));
}
