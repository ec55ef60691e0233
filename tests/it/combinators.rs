//! The combinators of `futures`, inside actors.

use std::future::Future;

use futures::stream::FuturesUnordered;
use futures::{
    FutureExt, StreamExt, TryFutureExt, TryStreamExt, future, join, select_biased, stream,
};
use rehearsal::{Context, Error, Sim, Value};

use crate::support::{HOST, plain, solo, tell, told, what};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Whole milliseconds of virtual time.
fn millis(ctx: &Context) -> u64 {
    ctx.now().as_nanos() / 1_000_000
}

/// Sleeps for so many milliseconds, and gives them back.
async fn nap(ctx: Context, millis: i64) -> Result<i64, Error> {
    ctx.sleep(rehearsal::Duration::from_millis(millis as u64)).await?;
    Ok(millis)
}

/// Runs an actor that can exec `app:nap`.
fn with_nap<F, Fut>(body: F) -> Sim
where
    F: Fn(Context) -> Fut + 'static,
    Fut: Future<Output = Result<(), Error>> + 'static,
{
    let mut sim = Sim::new();
    sim.actor("app:nap", |ctx| async move {
        let millis = ctx.arg(0).as_int().unwrap_or(0);
        if millis > 1_000 {
            return Err(Error::invalid("too long"));
        }
        nap(ctx, millis).await.map(Value::from)
    });
    sim.actor("app:main", body);
    let pid = sim.spawn("app:main", []);
    sim.run();
    assert_eq!(sim.exit(&pid).map(|exit| exit.outcome()), Some(Ok(Value::Nil)), "{}", sim.story());
    sim
}

#[test]
fn join_waits_for_all_side_by_side() {
    let sim = solo(|ctx| async move {
        let (long, short) = join!(nap(ctx.clone(), 30), nap(ctx.clone(), 10));
        tell(&ctx, long.unwrap() + short.unwrap());
        tell(&ctx, millis(&ctx));
    });
    assert_eq!(told(&sim), ["40", "30"]);
}

#[test]
fn join_of_an_inbox_and_a_sleep_gets_both() {
    let sim = solo(|ctx| async move {
        let mut inbox = ctx.inbox();
        let later = async {
            ctx.sleep("5ms").await.unwrap();
            ctx.send(ctx.pid(), "note", "from a friend").unwrap();
            "slept"
        };
        let (message, slept) = join!(inbox.receive(), later);
        tell(&ctx, format!("{slept} {}", plain(&message.payload)));
    });
    assert_eq!(told(&sim), ["slept from a friend"]);
}

#[test]
fn select_biased_takes_the_first_ready_in_its_order() {
    let sim = solo(|ctx| async move {
        ctx.send(ctx.pid(), "note", "a message").unwrap();
        ctx.cancel(ctx.pid(), "an event").unwrap();
        let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
        for _ in 0..2 {
            select_biased! {
                event = events.select_next_some() => tell(&ctx, &event.kind),
                message = inbox.select_next_some() => tell(&ctx, message.payload),
            }
        }
    });
    assert_eq!(told(&sim), [r#"{"cancel":"an event"}"#, "a message"]);
}

#[test]
fn select_biased_in_a_loop_serves_inbox_ticker_and_events() {
    let mut sim = Sim::new();
    sim.actor("app:server", |ctx| async move {
        let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
        let mut ticker = ctx.ticker("10ms")?;
        loop {
            select_biased! {
                event = events.select_next_some() => {
                    tell(&ctx, &event.kind);
                    return Ok::<_, Error>(());
                }
                message = inbox.select_next_some() => tell(&ctx, message.payload),
                tick = ticker.select_next_some() => tell(&ctx, tick.as_nanos() / 1_000_000),
            }
        }
    });
    let pid = sim.spawn("app:server", []);
    sim.run_for("15ms");
    sim.send(&pid, "note", "hello");
    sim.run_for("10ms");
    sim.kernel().cancel(pid.number(), "enough".into()).unwrap();
    sim.run();
    assert_eq!(told(&sim), ["10", "hello", "20", r#"{"cancel":"enough"}"#]);
}

#[test]
fn futures_unordered_over_sleeps_gives_them_as_they_end() {
    let sim = solo(|ctx| async move {
        let naps: FuturesUnordered<_> =
            [30, 10, 20, 10].map(|millis| nap(ctx.clone(), millis)).into_iter().collect();
        let order: Vec<i64> = naps.try_collect().await.unwrap();
        tell(&ctx, Value::list(order.into_iter().map(Value::from)));
        tell(&ctx, millis(&ctx));
    });
    assert_eq!(told(&sim), ["[10,10,20,30]", "30"]);
}

#[test]
fn futures_unordered_over_exec_gives_results_as_they_come() {
    let sim = with_nap(|ctx| async move {
        let exec = |millis: i64| {
            let work = ctx.process("app:nap", HOST).arg(millis).exec();
            work.map_ok(|value| plain(&value)).unwrap_or_else(what)
        };
        let mut work: FuturesUnordered<_> = [30, 10, 2_000, 20].map(exec).into_iter().collect();
        while let Some(result) = work.next().await {
            tell(&ctx, result);
        }
        tell(&ctx, millis(&ctx));
        Ok(())
    });
    assert_eq!(told(&sim), ["Invalid: too long", "10", "20", "30", "30"]);
}

#[test]
fn more_futures_than_a_turn_has_deliveries_all_come() {
    let sim = solo(|ctx| async move {
        let naps: FuturesUnordered<_> = (0..500).map(|n| nap(ctx.clone(), n % 3 + 1)).collect();
        let sum: i64 =
            naps.map(|millis| millis.unwrap()).fold(0, |a, b| future::ready(a + b)).await;
        tell(&ctx, sum);
    });
    assert_eq!(told(&sim), ["999"]);
}

#[test]
fn a_future_dropped_out_of_futures_unordered_gives_its_timer_back() {
    let mut sim = solo(|ctx| async move {
        let mut naps: FuturesUnordered<_> =
            [10, 5_000].map(|n| nap(ctx.clone(), n)).into_iter().collect();
        tell(&ctx, naps.next().await.unwrap().unwrap());
    });
    assert_eq!(told(&sim), ["10"]);
    assert_eq!((sim.now().as_nanos() / 1_000_000, sim.kernel().timers()), (10, 0));
}

#[test]
fn the_inbox_takes_stream_combinators() {
    let sim = solo(|ctx| async move {
        for number in 1..=10 {
            ctx.send(ctx.pid(), if number % 2 == 0 { "even" } else { "odd" }, number).unwrap();
        }
        let numbers = ctx
            .inbox()
            .filter(|message| future::ready(message.topic == "even"))
            .filter_map(|message| future::ready(message.payload.as_int()))
            .take(4)
            .map(|number| number * 10);
        tell(&ctx, Value::list(numbers.map(Value::from).collect::<Vec<_>>().await));
    });
    assert_eq!(told(&sim), ["[20,40,60,80]"]);
}

#[test]
fn work_is_buffered_and_keeps_its_order_or_does_not() {
    let sim = with_nap(|ctx| async move {
        let work = |millis: i64| ctx.process("app:nap", HOST).arg(millis).exec();
        let spans = || stream::iter([30, 10, 20]);
        let ordered: Vec<Value> = spans().map(work).buffered(3).try_collect().await?;
        tell(&ctx, Value::list(ordered));
        tell(&ctx, millis(&ctx));
        let unordered: Vec<Value> = spans().map(work).buffer_unordered(2).try_collect().await?;
        tell(&ctx, Value::list(unordered));
        tell(&ctx, millis(&ctx));
        Ok(())
    });
    // Two at a time: 30 beside 10, and then 20 beside the rest of 30.
    assert_eq!(told(&sim), ["[30,10,20]", "30", "[10,30,20]", "60"]);
}

#[test]
fn streams_are_merged_and_zipped() {
    let sim = solo(|ctx| async move {
        let (fast, slow) = (ctx.ticker("2ms").unwrap(), ctx.ticker("5ms").unwrap());
        let merged = stream::select(fast.map(|_| "fast"), slow.map(|_| "slow"));
        tell(&ctx, merged.take(7).collect::<Vec<_>>().await.join(" "));
        ctx.send(ctx.pid(), "note", "one").unwrap();
        ctx.send(ctx.pid(), "note", "two").unwrap();
        let mut zipped = ctx.inbox().zip(ctx.ticker("1s").unwrap());
        for _ in 0..2 {
            let (message, _) = zipped.next().await.unwrap();
            tell(&ctx, format!("{} {}", plain(&message.payload), millis(&ctx)));
        }
    });
    assert_eq!(told(&sim), ["fast fast slow fast fast slow fast", "one 1010", "two 2010"]);
}

#[test]
fn each_message_is_handled_concurrently() {
    let sim = with_nap(|ctx| async move {
        for millis in [30, 10, 20] {
            ctx.send(ctx.pid(), "nap", millis)?;
        }
        let handle = |message: rehearsal::Message| {
            let ctx = ctx.clone();
            async move {
                let work = ctx.process("app:nap", HOST).arg(message.payload).exec();
                tell(&ctx, work.await.unwrap());
            }
        };
        ctx.inbox().take(3).for_each_concurrent(None, handle).await;
        Ok(())
    });
    assert_eq!(told(&sim), ["10", "20", "30"]);
}

#[test]
fn a_shared_future_wakes_all_who_wait_for_it() {
    let sim = with_nap(|ctx| async move {
        let shared = ctx.process("app:nap", HOST).arg(5).exec().shared();
        for who in ["first", "second"] {
            let (ctx, shared) = (ctx.clone(), shared.clone());
            ctx.clone().spawn(async move {
                let value = shared.await?;
                tell(&ctx, format!("{who} got {value}"));
                Ok::<_, Error>(())
            });
        }
        shared.await?;
        ctx.sleep("1ms").await
    });
    let mut told = told(&sim);
    told.sort();
    assert_eq!(told, ["first got 5", "second got 5"]);
}

#[test]
fn abandoned_branches_of_a_race_do_nothing_more() {
    let sim = solo(|ctx| async move {
        let slow = async {
            ctx.sleep("10ms").await.unwrap();
            tell(&ctx, "never");
        };
        let fast = nap(ctx.clone(), 5);
        future::select(slow.boxed_local(), fast.boxed_local()).await;
        ctx.sleep("1s").await.unwrap();
        tell(&ctx, "over");
    });
    assert_eq!(told(&sim), ["over"]);
}
