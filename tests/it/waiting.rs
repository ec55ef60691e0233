//! Waiting for time to pass: all of it virtual.

use std::cell::RefCell;
use std::future::poll_fn;
use std::mem;
use std::rc::Rc;
use std::task::Poll;

use futures::{FutureExt, StreamExt};
use rehearsal::trace::Kind;
use rehearsal::{Context, Duration, Error, Sim, Time};

use crate::support::{scene, solo, tell, told, what};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Whole milliseconds of virtual time.
fn millis(time: Time) -> u64 {
    time.as_nanos() / 1_000_000
}

#[test]
fn time_starts_at_zero_and_jumps_to_the_next_timer() {
    let sim = solo(|ctx| async move {
        assert_eq!(ctx.now(), Time::ZERO);
        for span in ["100ms", "1h30m"] {
            ctx.sleep(span).await.unwrap();
            tell(&ctx, millis(ctx.now()));
        }
        ctx.sleep(Duration::from_nanos(1)).await.unwrap();
    });
    assert_eq!(told(&sim), ["100", "5400100"]);
}

#[test]
fn a_delivery_takes_a_microsecond_and_so_does_a_turn_without_one() {
    let mut sim = Sim::new();
    sim.actor("app:reader", |ctx| async move {
        let mut inbox = ctx.inbox();
        while inbox.next().await.is_some() {
            tell(&ctx, ctx.now().as_nanos());
        }
    });
    let pid = sim.spawn("app:reader", []);
    sim.run();
    assert_eq!(sim.now().as_nanos(), 1_000);
    for _ in 0..3 {
        sim.send(&pid, "tick", 1);
    }
    sim.run();
    // The time of a delivery has passed when the next one is taken.
    assert_eq!(told(&sim), ["1000", "2000", "3000"]);
    assert_eq!(sim.now().as_nanos(), 4_000);
}

#[test]
fn timers_due_at_one_instant_fire_in_the_order_they_were_set() {
    let mut sim = Sim::shuffled(3);
    sim.actor("app:sleeper", |ctx| async move {
        // Each sets its timer in its own turn, and all are due at one instant.
        let span = 10_000_000 - ctx.now().as_nanos();
        ctx.sleep(Duration::from_nanos(span)).await
    });
    for _ in 0..10 {
        sim.spawn("app:sleeper", []);
    }
    sim.run();
    let order = |kind| sim.records(kind).iter().map(|r| r.process()).collect::<Vec<_>>();
    assert_eq!(order(Kind::TimerSet), order(Kind::TimerFired));
    assert_eq!(order(Kind::TimerFired).len(), 10);
    assert!(sim.records(Kind::TimerFired).iter().all(|r| r.time() == 10_000_000));
}

#[test]
fn after_gives_the_time_once_and_closes() {
    let sim = solo(|ctx| async move {
        let mut after = ctx.after("5ms").unwrap();
        tell(&ctx, after.next().await.map(Time::as_nanos));
        tell(&ctx, after.next().await.map(Time::as_nanos));
    });
    assert_eq!(told(&sim), ["5000000", "null"]);
}

#[test]
fn an_after_that_is_dropped_does_not_fire() {
    let mut sim = solo(|ctx| async move {
        drop(ctx.after("1h").unwrap());
        ctx.sleep("1ms").await.unwrap();
    });
    assert_eq!(
        scene(sim.kernel(), &[Kind::TimerSet, Kind::TimerFired, Kind::TimerStopped]),
        [
            "solo#1 timer set 1h0m0s",
            "solo#1 timer stopped",
            "solo#1 timer set 1ms",
            "solo#1 timer fired"
        ]
    );
}

#[test]
fn a_ticker_gives_the_time_again_and_again_without_drifting() {
    let sim = solo(|ctx| async move {
        let mut ticker = ctx.ticker("10ms").unwrap();
        for _ in 0..3 {
            tell(&ctx, ticker.next().await.map(Time::as_nanos));
            ctx.sleep("3ms").await.unwrap();
        }
        ticker.stop();
        tell(&ctx, ticker.next().await.map(Time::as_nanos));
    });
    assert_eq!(told(&sim), ["10000000", "20000000", "30000000", "null"]);
}

#[test]
fn a_ticker_keeps_sixteen_ticks_for_a_slow_reader() {
    let sim = solo(|ctx| async move {
        let mut ticker = ctx.ticker("1ms").unwrap();
        ctx.sleep(Duration::from_micros(100_500)).await.unwrap();
        let mut kept = Vec::new();
        while let Some(Some(tick)) = ticker.next().now_or_never() {
            kept.push(millis(tick));
        }
        assert_eq!(kept, (1..=16).collect::<Vec<_>>());
        // Those beyond are lost, and the next one comes when it is due.
        tell(&ctx, ticker.next().await.map(millis));
    });
    assert_eq!(told(&sim), ["101"]);
}

#[test]
fn a_timer_fires_once() {
    let sim = solo(|ctx| async move {
        let mut timer = ctx.timer("5ms").unwrap();
        tell(&ctx, timer.next().await.map(millis));
        tell(&ctx, timer.next().await.map(millis));
        assert!(!timer.stop());
        assert!(!timer.reset("1ms").unwrap());
    });
    assert_eq!(told(&sim), ["5", "null"]);
}

#[test]
fn a_stopped_timer_does_not_fire_and_its_channel_closes() {
    let sim = solo(|ctx| async move {
        let mut timer = ctx.timer("5ms").unwrap();
        assert!(timer.stop());
        assert!(!timer.stop());
        tell(&ctx, timer.next().await.map(millis));
    });
    assert_eq!(told(&sim), ["null"]);
    assert!(sim.records(Kind::TimerFired).is_empty());
}

#[test]
fn a_timer_that_is_reset_counts_from_now() {
    let sim = solo(|ctx| async move {
        let mut timer = ctx.timer("5ms").unwrap();
        ctx.sleep("4ms").await.unwrap();
        assert!(timer.reset("5ms").unwrap());
        tell(&ctx, timer.next().await.map(millis));
    });
    assert_eq!(told(&sim), ["9"]);
}

#[test]
fn one_who_waits_for_a_timer_learns_that_another_stopped_it() {
    let sim = solo(|ctx| async move {
        let timer = Rc::new(RefCell::new(ctx.timer("1h").unwrap()));
        let (inner, shared) = (ctx.clone(), Rc::clone(&timer));
        ctx.spawn(async move {
            let fired = poll_fn(|cx| shared.borrow_mut().poll_next_unpin(cx)).await;
            tell(&inner, fired.map(millis));
        });
        ctx.sleep("1ms").await.unwrap();
        timer.borrow_mut().stop();
        ctx.sleep("1ms").await.unwrap();
    });
    assert_eq!(told(&sim), ["null"]);
    assert_eq!(millis(sim.now()), 2);
}

#[test]
fn work_within_its_timeout_gives_its_result() {
    let sim = solo(|ctx| async move {
        let work = async {
            ctx.sleep("5ms").await.unwrap();
            "done"
        };
        tell(&ctx, ctx.timeout("10ms", work).await.unwrap());
    });
    assert_eq!(told(&sim), ["done"]);
    assert_eq!(millis(sim.now()), 5);
}

#[test]
fn work_beyond_its_timeout_is_given_up() {
    let sim = solo(|ctx| async move {
        let work = async {
            ctx.sleep("1h").await.unwrap();
            tell(&ctx, "never");
        };
        let error = ctx.timeout("10ms", work).await.unwrap_err();
        assert_eq!(error.retryable, Some(true));
        tell(&ctx, what(error));
    });
    assert_eq!(told(&sim), ["Timeout: no answer within 10ms"]);
    assert_eq!(millis(sim.now()), 10);
}

async fn spinner(ctx: Context) -> Result<(), Error> {
    loop {
        ctx.sleep("0").await?;
    }
}

/// Gives way once, without waiting for anything.
async fn give_way() {
    let mut given = false;
    poll_fn(|cx| {
        if mem::replace(&mut given, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Always has one more message.
async fn busy(ctx: Context) -> Result<(), Error> {
    let mut inbox = ctx.inbox();
    loop {
        ctx.send(ctx.pid(), "again", 1)?;
        inbox.receive().await;
    }
}

#[test]
fn a_loop_of_zero_sleeps_starves_nobody_and_does_not_stop_the_clock() {
    let mut sim = Sim::new();
    sim.actor("app:spinner", spinner);
    sim.actor("app:sleeper", |ctx| async move {
        ctx.sleep("1ms").await?;
        tell(&ctx, "awake");
        Ok::<_, Error>(())
    });
    sim.spawn("app:spinner", []);
    sim.spawn("app:sleeper", []);
    sim.run_for("2ms");
    assert_eq!(told(&sim), ["awake"]);
}

#[test]
fn one_who_wakes_itself_again_and_again_starves_nobody() {
    let mut sim = Sim::new();
    sim.actor("app:restless", |ctx| async move {
        for _ in 0..1_000 {
            give_way().await;
        }
        tell(&ctx, "restless");
    });
    sim.actor("app:other", |ctx| async move { tell(&ctx, "other") });
    sim.spawn("app:restless", []);
    sim.spawn("app:other", []);
    sim.run();
    assert_eq!(told(&sim), ["other", "restless"]);
}

#[test]
fn one_who_always_has_messages_starves_nobody() {
    let mut sim = Sim::new();
    sim.actor("app:busy", busy);
    sim.actor("app:other", |ctx| async move { tell(&ctx, ctx.now().as_nanos()) });
    sim.spawn("app:busy", []);
    sim.spawn("app:other", []);
    sim.run_for("1ms");
    // A turn ends after 64 deliveries.
    assert_eq!(told(&sim), ["64000"]);
}

#[test]
fn coroutines_that_sleep_do_so_side_by_side() {
    let sim = solo(|ctx| async move {
        for span in ["30ms", "10ms", "20ms"] {
            let inner = ctx.clone();
            ctx.spawn(async move {
                inner.sleep(span).await?;
                tell(&inner, span);
                Ok::<_, Error>(())
            });
        }
        ctx.sleep("40ms").await.unwrap();
    });
    assert_eq!(told(&sim), ["10ms", "20ms", "30ms"]);
    assert_eq!(millis(sim.now()), 40);
}

async fn bad_durations(ctx: Context) {
    let malformed =
        "malformed duration \"soon\": a duration looks like \"100ms\", \"1.5s\" or \"1h30m\"";
    let errors = [
        ctx.sleep("soon").await.map_err(what),
        ctx.after("soon").map(|_| ()).map_err(what),
        ctx.ticker("soon").map(|_| ()).map_err(what),
        ctx.timer("soon").map(|_| ()).map_err(what),
        ctx.timer("1s").unwrap().reset("soon").map(|_| ()).map_err(what),
        ctx.timeout("soon", async {}).await.map_err(what),
    ];
    for error in errors {
        assert_eq!(error, Err(format!("Invalid: {malformed}")));
    }
    let zero = "Invalid: a timer needs a duration above zero".to_owned();
    assert_eq!(ctx.after("0").map(|_| ()).map_err(what), Err(zero.clone()));
    assert_eq!(ctx.ticker("0s").map(|_| ()).map_err(what), Err(zero.clone()));
    assert_eq!(ctx.timer(Duration::ZERO).map(|_| ()).map_err(what), Err(zero.clone()));
    assert_eq!(ctx.timer("1s").unwrap().reset("0ms").map_err(what), Err(zero));
    tell(&ctx, "all refused");
}

#[test]
fn a_bad_duration_is_invalid_wherever_it_is_given() {
    assert_eq!(told(&solo(bad_durations)), ["all refused"]);
}

#[test]
fn run_for_lets_as_much_time_pass_as_it_says() {
    let mut sim = Sim::new();
    sim.actor("app:ticking", |ctx| async move {
        let mut ticker = ctx.ticker("10ms")?;
        while ticker.next().await.is_some() {
            tell(&ctx, millis(ctx.now()));
        }
        Ok::<_, Error>(())
    });
    sim.spawn("app:ticking", []);
    sim.run_for("29ms");
    assert_eq!((millis(sim.now()), told(&sim).len()), (29, 2));
    sim.run_for("1ms");
    assert_eq!(told(&sim), ["10", "20", "30"]);
}
