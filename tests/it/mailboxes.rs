//! Mailboxes: the inbox, topics of one's own, capacity, and the memory budget of the run.

use futures::{FutureExt, StreamExt};
use rehearsal::project::{EntryKind, Language, Project, Target};
use rehearsal::runtime::{Budget, KernelSettings};
use rehearsal::stage::{Session, Settings};
use rehearsal::trace::Kind;
use rehearsal::{Actor, Context, Error, ErrorKind, Exit, Sim, Time, Value};

use crate::support::{HOST, plain, scene, solo, tell, told, what};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What a process, a message without content, and an event take of the memory budget.
const PROCESS: u64 = 1_024;
const MESSAGE: u64 = 64 + 16;

async fn silent(ctx: Context) {
    ctx.events().next().await;
}

/// Reads its messages only when it is canceled.
async fn sluggish(ctx: Context) {
    let mut events = ctx.events();
    let mut inbox = ctx.inbox();
    loop {
        events.next().await;
        while let Some(Some(message)) = inbox.next().now_or_never() {
            tell(&ctx, message.payload);
        }
    }
}

fn with_budget(memory_budget: u64) -> Sim {
    Sim::with(KernelSettings { memory_budget, ..KernelSettings::default() })
}

#[test]
fn the_inbox_gives_the_oldest_first_and_two_handles_share_it() {
    let sim = solo(|ctx| async move {
        for number in 1..=4 {
            ctx.send(ctx.pid(), "number", number).unwrap();
        }
        let (mut one, mut two) = (ctx.inbox(), ctx.inbox());
        for _ in 0..2 {
            tell(&ctx, one.receive().await.payload);
            tell(&ctx, two.receive().await.payload);
        }
    });
    assert_eq!(told(&sim), ["1", "2", "3", "4"]);
}

#[test]
fn a_topic_listened_to_leaves_the_inbox() {
    let sim = solo(|ctx| async move {
        let mut news = ctx.listen("news").unwrap();
        for (topic, payload) in [("news", 1), ("other", 2), ("news", 3)] {
            ctx.send(ctx.pid(), topic, payload).unwrap();
        }
        tell(&ctx, ctx.inbox().receive().await.payload);
        for _ in 0..2 {
            let message = news.next().await.unwrap();
            assert_eq!(message.topic, "news");
            tell(&ctx, message.payload);
        }
    });
    assert_eq!(told(&sim), ["2", "1", "3"]);
}

#[test]
fn what_waits_already_is_taken_along_in_its_order() {
    let sim = solo(|ctx| async move {
        for (topic, payload) in [("news", 1), ("other", 2), ("news", 3), ("other", 4)] {
            ctx.send(ctx.pid(), topic, payload).unwrap();
        }
        let mut news = ctx.listen("news").unwrap();
        for _ in 0..2 {
            tell(&ctx, news.next().await.unwrap().payload);
        }
        for _ in 0..2 {
            tell(&ctx, ctx.inbox().receive().await.payload);
        }
    });
    assert_eq!(told(&sim), ["1", "3", "2", "4"]);
}

#[test]
fn after_unlisten_a_topic_comes_to_the_inbox_again() {
    let mut sim = solo(|ctx| async move {
        let news = ctx.listen("news").unwrap();
        ctx.send(ctx.pid(), "news", "waiting").unwrap();
        news.unlisten();
        ctx.send(ctx.pid(), "news", "later").unwrap();
        for _ in 0..2 {
            tell(&ctx, ctx.inbox().receive().await.payload);
        }
        let mut again = ctx.listen("news").unwrap();
        ctx.send(ctx.pid(), "news", "heard again").unwrap();
        tell(&ctx, again.next().await.unwrap().payload);
    });
    assert_eq!(told(&sim), ["waiting", "later", "heard again"]);
    assert_eq!(
        scene(sim.kernel(), &[Kind::Listen, Kind::Unlisten]),
        // The last listener goes with its process.
        [
            "solo#1 listen news",
            "solo#1 unlisten news",
            "solo#1 listen news",
            "solo#1 unlisten news"
        ]
    );
}

#[test]
fn one_who_waits_at_the_inbox_gets_what_unlisten_puts_there() {
    let sim = solo(|ctx| async move {
        let news = ctx.listen("news").unwrap();
        ctx.send(ctx.pid(), "news", 7).unwrap();
        let other = ctx.clone();
        ctx.spawn(async move {
            other.sleep("1ms").await?;
            news.unlisten();
            Ok::<_, Error>(())
        });
        tell(&ctx, ctx.inbox().receive().await.payload);
    });
    assert_eq!(told(&sim), ["7"]);
}

#[test]
fn a_topic_is_listened_to_once() {
    let sim = solo(|ctx| async move {
        let _first = ctx.listen("news").unwrap();
        tell(&ctx, what(ctx.listen("news").map(|_| ()).unwrap_err()));
    });
    assert_eq!(told(&sim), [r#"AlreadyExists: topic "news" is listened to already"#]);
}

#[test]
fn a_mailbox_is_unbounded_unless_a_capacity_is_set() {
    let mut sim = Sim::new();
    sim.actor("app:silent", silent);
    let pid = sim.spawn("app:silent", []);
    for number in 0..10_000 {
        sim.send(&pid, "number", number);
    }
    sim.run();
    assert_eq!(sim.process(&pid).unwrap().depth, 10_000);
}

#[test]
fn a_full_mailbox_refuses_until_there_is_room_again() {
    let mut sim = Sim::new();
    sim.bounded_actor("app:sluggish", Some(2), sluggish);
    let pid = sim.spawn("app:sluggish", []);
    sim.send(&pid, "number", 1);
    sim.send(&pid, "number", 2);
    let refused = sim.try_send(&pid, "number", 3).unwrap_err();
    assert_eq!(refused.payload, Value::from(3));
    assert_eq!(refused.error.retryable, Some(true));
    let message = "RateLimited: the mailbox of {app:processes|0x00001} is full: 2 messages";
    assert_eq!(what(refused), message);
    // A CANCEL is never refused, and has the mailbox emptied.
    sim.kernel().cancel(pid.number(), "read".into()).unwrap();
    sim.run();
    sim.send(&pid, "number", 4);
    sim.kernel().cancel(pid.number(), "read".into()).unwrap();
    sim.run();
    assert_eq!(told(&sim), ["1", "2", "4"]);
    // Refused is not lost.
    assert_eq!(scene(sim.kernel(), &[Kind::Refused]), ["outside refused number → sluggish#1 3"]);
    assert!(sim.records(Kind::DeadLetter).is_empty());
}

#[test]
fn topics_listened_to_count_towards_the_capacity() {
    let mut sim = Sim::new();
    sim.bounded_actor("app:small", Some(2), |ctx| async move {
        let _news = ctx.listen("news")?;
        ctx.send(ctx.pid(), "news", 1)?;
        ctx.send(ctx.pid(), "other", 2)?;
        tell(&ctx, what(ctx.send(ctx.pid(), "news", 3).unwrap_err()));
        Ok::<_, Error>(())
    });
    sim.spawn("app:small", []);
    sim.run();
    let message = "RateLimited: the mailbox of {app:processes|0x00001} is full: 2 messages";
    assert_eq!(told(&sim), [message]);
}

#[test]
fn a_host_sets_the_capacity_of_its_processes_and_a_process_its_own() {
    let (actor, language) = (Actor::new(silent), Language::Rust);
    let own = EntryKind::Process { actor, language, mailbox_capacity: Some(3) };
    let project = Project::new()
        .with(HOST, EntryKind::ProcessHost { mailbox_capacity: Some(1) })
        .and_then(|project| project.process("app:silent", Actor::new(silent)))
        .and_then(|project| project.with("app:own", own))
        .unwrap();
    let targets = ["app:silent", "app:own"];
    let targets = targets.map(|id| Target { entry: id.into(), host: HOST.into(), args: vec![] });
    let mut session = Session::new(&project, Settings::default(), targets.to_vec()).unwrap();
    session.run(Time::MAX, Budget::UNLIMITED);
    let kernel = session.kernel_mut();
    for (pid, room) in [("{app:processes|0x00001}", 1), ("{app:processes|0x00002}", 3)] {
        let accepted = (0..5).filter(|_| kernel.send(pid, "hello", Value::Nil).is_ok()).count();
        assert_eq!(accepted, room, "{pid}");
    }
}

#[test]
fn when_the_memory_budget_is_used_up_senders_are_limited() {
    let mut sim = with_budget(PROCESS + 2 * MESSAGE);
    sim.actor("app:sluggish", sluggish);
    let pid = sim.spawn("app:sluggish", []);
    sim.send(&pid, "hello", Value::Nil);
    sim.send(&pid, "hello", Value::Nil);
    let refused = sim.try_send(&pid, "hello", Value::Nil).unwrap_err();
    assert_eq!(refused.error.retryable, Some(true));
    assert_eq!(what(refused), "RateLimited: the memory budget of the run is used up");
    // The trace shows it, and the run goes on: what is read is given back.
    assert_eq!(scene(sim.kernel(), &[Kind::Limit]), ["outside limit memory budget"]);
    sim.kernel().cancel(pid.number(), "read".into()).unwrap();
    sim.run();
    assert_eq!(told(&sim), ["null", "null"]);
    sim.send(&pid, "hello", Value::Nil);
}

#[test]
fn a_large_payload_takes_more_of_the_budget() {
    let mut sim = with_budget(PROCESS + MESSAGE + 100);
    sim.actor("app:silent", silent);
    let pid = sim.spawn("app:silent", []);
    assert!(sim.try_send(&pid, "large", "x".repeat(101)).is_err());
    sim.send(&pid, "fits", "x".repeat(100));
}

#[test]
fn when_the_memory_budget_is_used_up_nobody_is_spawned() {
    let mut sim = with_budget(2 * PROCESS);
    sim.actor("app:brief", |_| async {});
    sim.actor("app:parent", |ctx| async move {
        let spawn = || ctx.process("app:brief", HOST).spawn();
        spawn()?;
        tell(&ctx, what(spawn().unwrap_err()));
        tell(&ctx, what(ctx.process("app:brief", HOST).exec().await.unwrap_err()));
        // The first child has ended when we are back.
        while let Err(error) = spawn() {
            assert_eq!(error.kind, ErrorKind::Unavailable);
            ctx.sleep("0").await?;
        }
        tell(&ctx, "spawned");
        Ok::<_, Error>(())
    });
    sim.spawn("app:parent", []);
    sim.run();
    let message = "Unavailable: the memory budget of the run is used up: no process can be spawned";
    assert_eq!(told(&sim), [message, message, "spawned"]);
}

#[test]
fn an_exit_is_told_though_the_memory_budget_is_used_up() {
    let mut sim = with_budget(2 * PROCESS);
    sim.actor("app:brief", |_| async { 7i64 });
    sim.actor("app:parent", |ctx| async move {
        ctx.process("app:brief", HOST).spawn_monitored()?;
        let event = ctx.events().next().await.unwrap();
        tell(&ctx, &event.kind);
        Ok::<_, Error>(())
    });
    sim.spawn("app:parent", []);
    sim.run();
    assert_eq!(told(&sim), [r#"{"exit":7}"#]);
}

#[test]
fn all_memory_is_given_back_in_the_end() {
    let mut sim = with_budget(100_000);
    sim.actor("app:child", |ctx| async move {
        ctx.send(ctx.pid(), "unread", "some text")?;
        let _timer = ctx.timer("1h")?;
        ctx.sleep("1ms").await?;
        Ok::<_, Error>(Value::from(plain(&ctx.arg(0)).len()))
    });
    sim.actor("app:parent", |ctx| async move {
        for _ in 0..10 {
            let length = ctx.process("app:child", HOST).arg("some argument").exec().await?;
            assert_eq!(length, Value::from(13));
            ctx.process("app:child", HOST).arg("nobody waits for me").spawn_monitored()?;
        }
        ctx.sleep("1s").await?;
        Ok::<_, Error>(())
    });
    let parent = sim.spawn("app:parent", []);
    sim.run();
    assert_eq!(sim.exit(&parent), Some(Exit::Returned(Value::Nil)));
    let (used, _) = sim.kernel().memory();
    assert_eq!(used, sim.kernel().trace().text_bytes());
    assert_eq!((sim.kernel().alive(), sim.kernel().queued(), sim.kernel().timers()), (0, 0, 0));
}
