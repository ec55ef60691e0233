//! The same run again, event for event; and what may differ between seeds.

use std::collections::BTreeSet;

use futures::StreamExt;
use rehearsal::runtime::{KernelSettings, Order};
use rehearsal::stage::{Input, Session, Settings, scenario};
use rehearsal::trace::Kind;
use rehearsal::{Context, Duration, Error, Sim, Value};

use crate::support::{HOST, tell, told};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Sleeps for a random while, tells the number that it got, and spawns another.
async fn dicer(ctx: Context) -> Result<(), Error> {
    let random = ctx.random();
    ctx.sleep(Duration::from_micros(random % 1_000 + 1)).await?;
    ctx.send("sink", "random", random % 1_000)?;
    let left = ctx.arg(0).as_int().unwrap_or(0);
    if left > 0 {
        ctx.process("app:dicer", HOST).arg(left - 1).spawn_linked()?;
    }
    Ok(())
}

fn run(settings: KernelSettings) -> Sim {
    let mut sim = Sim::with(settings);
    sim.actor("app:dicer", dicer);
    sim.actor("app:sink", |ctx| async move {
        ctx.register("sink")?;
        let mut inbox = ctx.inbox();
        while let Some(message) = inbox.next().await {
            tell(&ctx, message.payload);
        }
        Ok::<_, Error>(())
    });
    sim.spawn("app:sink", []);
    sim.step(1);
    for _ in 0..20 {
        sim.spawn("app:dicer", [Value::from(2)]);
    }
    sim.run();
    assert_eq!(told(&sim).len(), 60);
    sim
}

fn settings(seed: u64, order: Order) -> KernelSettings {
    KernelSettings { seed, order, ..KernelSettings::default() }
}

#[test]
fn the_same_seed_makes_the_same_run() {
    for order in [Order::Fifo, Order::Shuffled] {
        for seed in 0..5 {
            let (one, other) = (run(settings(seed, order)), run(settings(seed, order)));
            assert_eq!(one.hash(), other.hash(), "seed {seed}, {order:?}");
            assert_eq!(one.story(), other.story());
        }
    }
}

#[test]
fn the_default_seed_is_42_and_the_default_order_first_come_first_served() {
    assert_eq!(KernelSettings::default().seed, 42);
    let by_default = run(KernelSettings::default());
    assert_eq!(by_default.hash(), run(settings(42, Order::Fifo)).hash());
}

#[test]
fn another_seed_rolls_other_dice() {
    let hashes: BTreeSet<u64> =
        (0..5).map(|seed| run(settings(seed, Order::Fifo)).hash()).collect();
    assert_eq!(hashes.len(), 5);
}

/// The order in which ten processes take their first turn.
fn first_turns(settings: KernelSettings) -> Vec<u32> {
    let mut sim = Sim::with(settings);
    sim.actor("app:brief", |_| async {});
    for _ in 0..10 {
        sim.spawn("app:brief", []);
    }
    sim.run();
    sim.records(Kind::Start).iter().map(rehearsal::trace::Record::process).collect()
}

#[test]
fn who_became_ready_first_goes_first_unless_the_seed_shuffles() {
    let born: Vec<u32> = (1..=10).collect();
    for seed in 0..10 {
        assert_eq!(first_turns(settings(seed, Order::Fifo)), born);
    }
    let orders: BTreeSet<_> = (0..10).map(|s| first_turns(settings(s, Order::Shuffled))).collect();
    assert!(orders.len() > 5, "{orders:?}");
    for mut order in orders {
        order.sort_unstable();
        assert_eq!(order, born);
    }
}

#[test]
fn shuffling_does_not_touch_the_dice_of_the_processes() {
    let dice = |order| {
        let mut sim = Sim::with(settings(7, order));
        sim.actor("app:lone", |ctx| async move {
            for _ in 0..5 {
                tell(&ctx, ctx.random().to_string());
                assert!((0.0..1.0).contains(&ctx.random_unit()));
                ctx.sleep("1ms").await?;
            }
            Ok::<_, Error>(())
        });
        sim.spawn("app:lone", []);
        sim.run();
        told(&sim)
    };
    assert_eq!(dice(Order::Fifo), dice(Order::Shuffled));
}

#[test]
fn a_recorded_log_replays_into_the_same_run() {
    let echo = scenario::find("echo").unwrap();
    for order in [Order::Fifo, Order::Shuffled] {
        let mut session =
            Session::new(&echo.project(), settings(9, order), echo.targets()).unwrap();
        let until = |session: &mut Session, millis: u64| {
            let ceiling = rehearsal::Time::from_nanos(millis * 1_000_000);
            session.run(ceiling, rehearsal::runtime::Budget::UNLIMITED);
        };
        until(&mut session, 600);
        session.input(Input::Line { process: 3, text: "hello".into() }).unwrap();
        until(&mut session, 650);
        // Refused inputs are inputs as well.
        session.input(Input::Kill { process: 99 }).unwrap_err();
        session.input(Input::Cancel { process: 2, reason: "why not".into() }).unwrap();
        until(&mut session, 2_000);
        let log = session.log().to_vec();
        let mut again =
            Session::replay(&echo.project(), settings(9, order), echo.targets(), &log).unwrap();
        until(&mut again, 2_000);
        assert_eq!(again.kernel().trace().hash(), session.kernel().trace().hash());
        assert_eq!(again.log(), log);
    }
    assert_eq!(Settings::default(), KernelSettings::default());
}
