//! Mistakes that were made once, and shall not come back.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Wake;

use futures::{FutureExt, StreamExt, join};
use rehearsal::channel::Channel;
use rehearsal::runtime::{Budget, KernelSettings, Next};
use rehearsal::{Context, Error, Exit, Pid, Sim, Time, Value};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{HOST, solo, tell, told};

fn cut<F, Fut>(cut: Budget, body: F) -> Sim
where
    F: Fn(Context) -> Fut + 'static,
    Fut: Future<Output = Result<(), Error>> + 'static,
{
    let mut sim = Sim::new();
    sim.actor("app:main", body);
    sim.spawn("app:main", []);
    while sim.kernel().run(Time::MAX, cut) == Next::AtOnce {}
    sim
}

// a pause in the midst of a turn lets coroutines run that would have waited for the main coroutine.
async fn through_a_channel(ctx: Context) -> Result<(), Error> {
    let channel = ctx.channel(16);
    let (inner, receiver) = (ctx.clone(), channel.clone());
    ctx.spawn(async move {
        while let Some(value) = receiver.receive().await {
            let value: Value = value;
            tell(&inner, value);
        }
    });
    for number in 0..5 {
        ctx.send(ctx.pid(), "number", number)?;
    }
    let mut inbox = ctx.inbox();
    for _ in 0..5 {
        let message = inbox.receive().await;
        channel.try_send(message.payload).unwrap();
    }
    ctx.sleep("1ms").await
}

#[test]
fn a_pause_changes_no_channel_between_coroutines() {
    let (whole, stepped) =
        (cut(Budget::UNLIMITED, through_a_channel), cut(Budget::deliveries(1), through_a_channel));
    assert_eq!(whole.story(), stepped.story());
}

// the same inside one coroutine, with join!.
async fn two_branches(ctx: Context) -> Result<(), Error> {
    for number in 0..2 {
        ctx.send(ctx.pid(), "number", number)?;
    }
    let messages = async {
        let mut inbox = ctx.inbox();
        inbox.receive().await;
        inbox.receive().await;
        tell(&ctx, "first branch");
    };
    let other = async { tell(&ctx, "second branch") };
    join!(messages, other);
    Ok(())
}

#[test]
fn a_pause_changes_no_join_with_a_branch_that_does_not_wait() {
    let (whole, stepped) =
        (cut(Budget::UNLIMITED, two_branches), cut(Budget::deliveries(1), two_branches));
    assert_eq!(whole.story(), stepped.story());
}

// a process that terminates itself, and is held in the same turn (pause, or 64 deliveries), lives on.
async fn suicide(ctx: Context) -> Result<(), Error> {
    for number in 0..100 {
        ctx.send(ctx.pid(), "number", number)?;
    }
    let mut inbox = ctx.inbox();
    for number in 0..100 {
        inbox.receive().await;
        if number == 63 {
            ctx.terminate(ctx.pid())?;
        }
    }
    Ok(())
}

#[test]
fn who_terminates_itself_at_the_end_of_its_turn_ends() {
    let sim = cut(Budget::UNLIMITED, suicide);
    assert!(
        matches!(sim.exit(&Pid::new(HOST, 1)), Some(Exit::Terminated(_))),
        "{:?}",
        sim.exit(&Pid::new(HOST, 1))
    );
}

async fn stepped_suicide(ctx: Context) -> Result<(), Error> {
    for number in 0..3 {
        ctx.send(ctx.pid(), "number", number)?;
    }
    let mut inbox = ctx.inbox();
    inbox.receive().await;
    ctx.terminate(ctx.pid())?;
    ctx.sleep("1ms").await?;
    Ok(())
}

async fn stepped_suicide2(ctx: Context) -> Result<(), Error> {
    for number in 0..3 {
        ctx.send(ctx.pid(), "number", number)?;
    }
    let mut inbox = ctx.inbox();
    inbox.receive().await;
    ctx.terminate(ctx.pid())?;
    inbox.receive().await;
    ctx.sleep("1ms").await?;
    Ok(())
}

#[test]
fn stepping_does_not_save_who_terminates_itself() {
    assert_eq!(
        cut(Budget::UNLIMITED, stepped_suicide).hash(),
        cut(Budget::deliveries(1), stepped_suicide).hash()
    );
    let (whole, stepped) =
        (cut(Budget::UNLIMITED, stepped_suicide2), cut(Budget::deliveries(1), stepped_suicide2));
    assert_eq!(whole.story(), stepped.story());
}

// two values with one hash.
#[test]
fn values_that_differ_have_different_hashes() {
    let values = [
        Value::map([]),
        Value::from(-0.0),
        Value::Nil,
        Value::from(1i64 << 62),
        Value::from(true),
        Value::from(1 | (1i64 << 61)),
        Value::from(1.0),
        Value::from((1.0f64.to_bits() ^ (7 << 61)) as i64),
    ];
    let hashes: BTreeSet<u64> = values.iter().map(Value::content_hash).collect();
    assert_eq!(hashes.len(), values.len());
}

// a failing coroutine does not fail a process that returns in the same step.
#[test]
fn a_coroutine_that_fails_fails_a_process_that_returns_in_the_same_step() {
    let mut sim = Sim::new();
    sim.actor("app:main", |ctx| async move {
        ctx.spawn(async { Err(Error::internal("broken")) });
    });
    let pid = sim.spawn("app:main", []);
    sim.run();
    assert_eq!(sim.exit(&pid), Some(Exit::Failed(Error::internal("broken"))));
}

// exec under a held name never gets a result.
#[test]
fn exec_under_a_held_name_ends_somehow() {
    let mut sim = Sim::new();
    sim.actor("app:child", |ctx| async move {
        ctx.sleep("1ms").await?;
        Ok::<_, Error>(Value::from(7))
    });
    sim.actor("app:main", |ctx| async move {
        ctx.process("app:child", HOST).with_name("single").spawn()?;
        let result = ctx.process("app:child", HOST).with_name("single").exec().await;
        tell(&ctx, result.is_ok());
        Ok::<_, Error>(())
    });
    let pid = sim.spawn("app:main", []);
    sim.run();
    assert!(
        sim.exit(&pid).is_some(),
        "it waits for ever for {:?}",
        sim.process(&pid).unwrap().waits
    );
}

// with_name takes names that register refuses.
#[test]
fn a_process_is_spawned_under_a_valid_name_only() {
    let mut sim = Sim::new();
    sim.actor("app:child", |_| async {});
    sim.actor("app:main", |ctx| async move {
        for name in ["", "{app:processes|0x00001}"] {
            tell(&ctx, ctx.process("app:child", HOST).with_name(name).spawn().is_err());
        }
    });
    sim.spawn("app:main", []);
    sim.run();
    assert_eq!(told(&sim), ["true", "true"]);
}

// a spawn that fails because of its first message leaves a process behind.
#[test]
fn a_spawn_that_fails_leaves_nobody_behind() {
    let mut sim = Sim::new();
    sim.actor("app:child", |ctx| async move { ctx.inbox().receive().await.payload });
    sim.actor("app:main", |ctx| async move {
        let child = ctx.process("app:child", HOST).with_message("@reserved", 1).spawn();
        tell(&ctx, child.is_err());
    });
    sim.spawn("app:main", []);
    sim.run();
    assert_eq!((told(&sim)[0].as_str(), sim.kernel().alive()), ("true", 0));
}

// a lost wakeup: receivers behind the last value of a closed channel.
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn the_last_value_of_a_closed_channel_wakes_those_who_get_nothing() {
    let channel = Channel::new(1);
    let (mut first, mut second) = (Box::pin(channel.receive()), Box::pin(channel.receive()));
    let flag = Arc::new(Flag(AtomicBool::new(false)));
    let waker = Arc::clone(&flag).into();
    let mut cx = std::task::Context::from_waker(&waker);
    assert!((&mut first).now_or_never().is_none());
    assert!(second.as_mut().poll(&mut cx).is_pending());
    channel.try_send(7).unwrap();
    channel.close();
    flag.0.store(false, Ordering::Relaxed);
    assert!(second.as_mut().poll(&mut cx).is_pending());
    assert_eq!(first.now_or_never(), Some(Some(7)));
    assert!(flag.0.load(Ordering::Relaxed), "the second receiver is never woken again");
}

// unlisten puts older messages behind younger ones of the same sender.
#[test]
fn unlisten_keeps_the_order_of_one_sender() {
    let sim = solo(|ctx| async move {
        let news = ctx.listen("news").unwrap();
        ctx.send(ctx.pid(), "news", 1).unwrap();
        ctx.send(ctx.pid(), "other", 2).unwrap();
        news.unlisten();
        let mut inbox = ctx.inbox();
        for _ in 0..2 {
            tell(&ctx, inbox.receive().await.payload);
        }
    });
    assert_eq!(told(&sim), ["1", "2"]);
}

// a timer is refused when the memory is used up.
#[test]
fn timers_are_never_refused() {
    let mut sim = Sim::with(KernelSettings { memory_budget: 1_024, ..KernelSettings::default() });
    sim.actor("app:main", |ctx| async move { ctx.sleep("1ms").await });
    let pid = sim.spawn("app:main", []);
    sim.run();
    assert_eq!(sim.exit(&pid), Some(Exit::Returned(Value::Nil)));
}

// a ticker that nobody reads makes a run without a ceiling go on for ever, with any budget. It would hang:
// the budget of turns is 5, and no turn is ever taken. A ceiling of one virtual second shows it without hanging:
// 1,000 firings of the clock, not one turn.
#[test]
fn a_ticker_that_nobody_reads_does_not_keep_the_run_busy() {
    let mut sim = Sim::new();
    sim.actor("app:main", |ctx| async move {
        let _ticker = ctx.ticker("1ms")?;
        ctx.inbox().next().await;
        Ok::<_, Error>(())
    });
    sim.spawn("app:main", []);
    let next = sim.kernel().run(Time::from_nanos(1_000_000_000), Budget::turns(5));
    assert_eq!(next, Next::Idle, "at {:?}", sim.now());
}

// Coroutines that wake each other (or themselves) keep the turn for ever. Bounded here, so that it ends.
async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return std::task::Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

#[test]
fn coroutines_that_pass_values_for_ever_starve_nobody() {
    for in_main in [true, false] {
        let mut sim = Sim::new();
        sim.actor("app:main", move |ctx| async move {
            let inner = ctx.clone();
            let spin = async move {
                for _ in 0..1_000 {
                    yield_now().await;
                }
                tell(&inner, "spinner");
            };
            if in_main {
                spin.await;
            } else {
                ctx.spawn(spin);
                ctx.sleep("1s").await?;
            }
            Ok::<_, Error>(())
        });
        sim.actor("app:other", |ctx| async move { tell(&ctx, "other") });
        sim.spawn("app:main", []);
        sim.spawn("app:other", []);
        sim.run();
        assert_eq!(told(&sim), ["other", "spinner"], "in_main: {in_main}");
    }
}

// Lines that nobody reads are never given back to the memory budget.
#[test]
fn lines_unread_at_the_exit_are_given_back() {
    let mut sim = Sim::new();
    sim.actor("app:main", |ctx| async move { ctx.sleep("1s").await });
    let pid = sim.spawn_on("app:main", "app:terminal", []);
    for text in ["one", "two"] {
        let process = pid.number();
        sim.input(&rehearsal::stage::Input::Line { process, text: text.into() }).unwrap();
    }
    sim.run();
    let texts = sim.kernel().trace().text_bytes();
    assert_eq!(sim.kernel().memory().0 - texts, 0);
}

// whoever sleeps for ever keeps the run from being idle.
#[test]
fn a_sleep_without_end_leaves_the_run_idle_or_ends() {
    let mut sim = Sim::new();
    sim.actor("app:main", |ctx| async move {
        ctx.sleep(rehearsal::Duration::from_nanos(u64::MAX)).await
    });
    sim.spawn("app:main", []);
    let next = sim.kernel().run(Time::MAX, Budget::turns(10));
    assert_eq!(next, Next::Idle);
}

// a service changes its state in the midst of a paused turn: what depends on it is started in the midst of it.
#[test]
fn stepping_changes_no_supervision() {
    use rehearsal::process::{Lifecycle, Restart};
    use rehearsal::project::Project;
    use rehearsal::stage::{Input, Session, Settings};
    let run = |cut: Budget| {
        let life = |requires: &[&'static str]| Lifecycle {
            auto_start: true,
            requires: requires.iter().map(|id| (*id).into()).collect(),
            restart: Restart { jitter: 0.0, ..Restart::default() },
            ..Lifecycle::default()
        };
        let body = |ctx: Context| async move {
            ctx.inbox().next().await;
        };
        let project = Project::new()
            .process_host(HOST)
            .unwrap()
            .process("app:a", rehearsal::Actor::new(body))
            .unwrap()
            .service("app:a.service", "app:a", HOST, life(&[]))
            .unwrap()
            .service("app:b.service", "app:a", HOST, life(&["app:a.service"]))
            .unwrap();
        let mut session = Session::new(&project, Settings::default(), vec![]).unwrap();
        let until = |session: &mut Session, millis: u64| {
            while session.run(Time::from_nanos(millis * 1_000_000), cut) == Next::AtOnce {}
        };
        until(&mut session, 100);
        // The process of `a` is killed; a stop of both comes in the same instant.
        session.input(Input::Kill { process: 2 }).unwrap();
        session.input(Input::Kill { process: 4 }).unwrap();
        session.input(Input::StopService { service: "app:a.service".into() }).unwrap();
        session.input(Input::Cancel { process: 1, reason: "".into() }).unwrap();
        session.input(Input::Cancel { process: 3, reason: "".into() }).unwrap();
        until(&mut session, 20_000);
        session
    };
    let (whole, stepped) = (run(Budget::UNLIMITED), run(Budget::deliveries(1)));
    assert_eq!(
        rehearsal::trace::story(whole.kernel().trace()),
        rehearsal::trace::story(stepped.kernel().trace())
    );
}
