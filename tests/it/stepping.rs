//! However a run is cut into calls, it is the same run.

use std::future::Future;

use futures::stream::FuturesUnordered;
use futures::{StreamExt, join, select_biased};
use rehearsal::process::IntoOutcome;
use rehearsal::project::{Project, Target};
use rehearsal::runtime::{Budget, Next};
use rehearsal::stage::{Input, Session, Settings, scenario};
use rehearsal::trace::story;
use rehearsal::{Actor, Context, Duration, Error, Time, Value};

use crate::support::{HOST, plain, tell};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// At once, turn by turn, delivery by delivery, event by event, and in odd lumps.
const CUTS: [Budget; 6] = [
    Budget::UNLIMITED,
    Budget::turns(1),
    Budget::deliveries(1),
    Budget { events: 1, ..Budget::UNLIMITED },
    Budget {
        turns: 3,
        deliveries: 5,
        events: 7,
        ticks: 9,
        until_asked: true,
        until_ended: 1,
        ..Budget::UNLIMITED
    },
    Budget::deliveries(13),
];

/// Runs up to an instant, cut by a budget.
fn run_cut(session: &mut Session, millis: u64, cut: Budget) {
    let ceiling = Time::from_nanos(millis * 1_000_000);
    while session.run(ceiling, cut) == Next::AtOnce {}
}

/// Asserts that a run is the same in every cut; says where it is not.
fn same_in_every_cut(what: &str, play: impl Fn(Budget) -> Session) {
    let whole = play(Budget::UNLIMITED);
    assert!(whole.kernel().trace().total() > 10);
    for cut in CUTS {
        let pieces = play(cut);
        if pieces.kernel().trace().hash() != whole.kernel().trace().hash() {
            let (one, other) = (story(whole.kernel().trace()), story(pieces.kernel().trace()));
            let differ = one.lines().zip(other.lines()).find(|(a, b)| a != b);
            panic!("{what}, cut by {cut:?}, is another run: {differ:#?}");
        }
    }
}

/// A run of one actor, that others of the project may serve.
fn program<F, Fut>(what: &str, body: F)
where
    F: Fn(Context) -> Fut + 'static,
    Fut: Future<Output: IntoOutcome> + 'static,
{
    let echo = |ctx: Context| async move {
        let mut inbox = ctx.inbox();
        loop {
            let message = inbox.receive().await;
            ctx.sleep("1ms").await?;
            if ctx.send(&message.from, "answer", message.payload).is_err() {
                return Ok::<_, Error>(());
            }
        }
    };
    let double = |ctx: Context| async move {
        ctx.sleep(Duration::from_millis(ctx.arg(0).as_int().unwrap_or(0) as u64)).await?;
        Ok::<_, Error>(Value::from(ctx.arg(0).as_int().unwrap_or(0) * 2))
    };
    let project = Project::new()
        .process_host(HOST)
        .and_then(|project| project.process("app:main", Actor::new(body)))
        .and_then(|project| project.process("app:echo", Actor::new(echo)))
        .and_then(|project| project.process("app:double", Actor::new(double)))
        .unwrap();
    let target = Target { entry: "app:main".into(), host: HOST.into(), args: vec![] };
    same_in_every_cut(what, |cut| {
        let settings = Settings::default();
        let mut session = Session::new(&project, settings, vec![target.clone()]).unwrap();
        run_cut(&mut session, 10_000, cut);
        session
    });
}

#[test]
fn every_scenario_is_the_same_in_every_cut() {
    for scenario in ["key-value", "echo", "ping-pong", "supervisor", "fan-in"] {
        let scenario = scenario::find(scenario).unwrap();
        same_in_every_cut("a scenario", |cut| {
            let (project, targets) = (scenario.project(), scenario.targets());
            let mut session = Session::new(&project, Settings::default(), targets).unwrap();
            run_cut(&mut session, 1_500, cut);
            session
        });
    }
}

#[test]
fn inputs_at_the_same_instants_are_the_same_in_every_cut() {
    let echo = scenario::find("echo").unwrap();
    same_in_every_cut("echo with lines", |cut| {
        let mut session =
            Session::new(&echo.project(), Settings::default(), echo.targets()).unwrap();
        for (at, text) in [(500, "one"), (550, "two"), (900, "three")] {
            run_cut(&mut session, at, cut);
            session.input(Input::Line { process: 3, text: text.into() }).unwrap();
        }
        run_cut(&mut session, 2_000, cut);
        session
    });
}

#[test]
fn a_pause_in_the_midst_of_a_turn_changes_no_loop_over_an_inbox() {
    program("a loop", |ctx| async move {
        for number in 0..100 {
            ctx.send(ctx.pid(), "number", number)?;
        }
        let mut inbox = ctx.inbox();
        for _ in 0..100 {
            let message = inbox.receive().await;
            tell(&ctx, message.payload);
        }
        Ok::<_, Error>(())
    });
}

#[test]
fn a_pause_in_the_midst_of_a_turn_changes_no_futures_unordered_over_sleeps() {
    program("sleeps", |ctx| async move {
        let mut naps: FuturesUnordered<_> = (0..100i64)
            .map(|number| {
                let ctx = ctx.clone();
                async move {
                    ctx.sleep(Duration::from_millis((number * 7 % 5) as u64 + 1)).await.unwrap();
                    number
                }
            })
            .collect();
        // All that are due at one instant come in one turn.
        while let Some(number) = naps.next().await {
            tell(&ctx, number);
        }
    });
}

#[test]
fn a_pause_in_the_midst_of_a_turn_changes_no_futures_unordered_over_exec() {
    program("execs", |ctx| async move {
        let exec = |number: i64| ctx.process("app:double", HOST).arg(number % 3).exec();
        let mut work: FuturesUnordered<_> = (0..40).map(exec).collect();
        while let Some(result) = work.next().await {
            tell(&ctx, result?);
        }
        Ok::<_, Error>(())
    });
}

#[test]
fn a_pause_in_the_midst_of_a_turn_changes_no_choice_of_select_biased() {
    program("a select", |ctx| async move {
        let echo = ctx.process("app:echo", HOST).spawn()?;
        for number in 0..10 {
            ctx.send(&echo, "ask", number)?;
            ctx.send(ctx.pid(), "self", number)?;
            ctx.cancel(ctx.pid(), number.to_string())?;
        }
        let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
        let mut ticker = ctx.ticker("1ms")?;
        for _ in 0..40 {
            select_biased! {
                event = events.select_next_some() => tell(&ctx, &event.kind),
                tick = ticker.select_next_some() => tell(&ctx, tick.as_nanos()),
                message = inbox.select_next_some() => tell(&ctx, plain(&message.payload)),
            }
        }
        ctx.terminate(&echo)
    });
}

#[test]
fn a_pause_in_the_midst_of_a_turn_changes_no_coroutines_that_wait_for_topics() {
    program("topics", |ctx| async move {
        for topic in ["a", "b", "c"] {
            let (ctx, mut listener) = (ctx.clone(), ctx.listen(topic)?);
            ctx.clone().spawn(async move {
                while let Some(message) = listener.next().await {
                    tell(&ctx, format!("{} {}", message.topic, message.payload));
                }
            });
        }
        for number in 0..30 {
            ctx.send(ctx.pid(), ["a", "b", "c"][number % 3], number)?;
        }
        ctx.sleep("1s").await
    });
}

#[test]
fn a_pause_in_the_midst_of_a_turn_changes_no_join() {
    program("a join", |ctx| async move {
        for number in 0..20 {
            ctx.send(ctx.pid(), "number", number)?;
            ctx.cancel(ctx.pid(), number.to_string())?;
        }
        let messages = async {
            let mut inbox = ctx.inbox();
            for _ in 0..20 {
                inbox.receive().await;
            }
        };
        let events = async { ctx.events().take(20).count().await };
        join!(messages, events);
        tell(&ctx, "both");
        Ok::<_, Error>(())
    });
}

#[test]
fn a_step_is_one_delivery_with_all_of_its_turn() {
    let mut sim = rehearsal::Sim::new();
    sim.actor("app:reader", |ctx| async move {
        let mut inbox = ctx.inbox();
        while let Some(message) = inbox.next().await {
            tell(&ctx, message.payload);
        }
    });
    let pid = sim.spawn("app:reader", []);
    sim.run();
    for number in 1..=3 {
        sim.send(&pid, "number", number);
    }
    assert_eq!(sim.step(1), Next::Idle);
    assert_eq!(sim.answers().len(), 3);
    // All of it was one turn.
    assert_eq!(sim.process(&pid).unwrap().turns, 2);
}

#[test]
fn no_turn_starts_at_or_past_the_ceiling() {
    let mut sim = rehearsal::Sim::new();
    sim.actor("app:brief", |_| async {});
    for _ in 0..3 {
        sim.spawn("app:brief", []);
    }
    let kernel = sim.kernel();
    assert_eq!(kernel.run(Time::ZERO, Budget::UNLIMITED), Next::At(Time::ZERO));
    // A turn takes a microsecond: two of them begin before the second is over.
    let ceiling = Time::from_nanos(1_500);
    assert_eq!(kernel.run(ceiling, Budget::UNLIMITED), Next::At(Time::from_nanos(2_000)));
    assert_eq!(kernel.alive(), 1);
}

#[test]
fn time_never_jumps_past_the_ceiling() {
    let mut sim = rehearsal::Sim::new();
    sim.actor("app:sleeper", |ctx| async move { ctx.sleep("10ms").await });
    sim.spawn("app:sleeper", []);
    let due = Time::from_nanos(10_000_000);
    let kernel = sim.kernel();
    for ceiling in [Time::from_nanos(5_000_000), due] {
        assert_eq!(kernel.run(ceiling, Budget::UNLIMITED), Next::At(due));
        assert!(kernel.time() < ceiling);
    }
    assert_eq!(kernel.run(due + Duration::from_nanos(1), Budget::UNLIMITED), Next::Idle);
    assert_eq!(kernel.alive(), 0);
}

#[test]
fn time_does_not_jump_when_the_budget_is_used_up() {
    for budget in [Budget { events: 1, ..Budget::UNLIMITED }, Budget::turns(1)] {
        let mut sim = rehearsal::Sim::new();
        sim.actor("app:sleeper", |ctx| async move { ctx.sleep("10ms").await });
        sim.spawn("app:sleeper", []);
        assert_eq!(sim.kernel().run(Time::MAX, budget), Next::AtOnce);
        assert!(sim.now() < Time::from_nanos(1_000_000), "{:?} {budget:?}", sim.now());
    }
}
