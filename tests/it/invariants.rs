//! What holds in every order: many seeds, shuffled, over a small random program.

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, select_biased};
use rehearsal::trace::{Kind, Record};
use rehearsal::{Context, Duration, Error, Pid, Sim};

use crate::support::{HOST, records};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// 100 seeds; 1,000 when it is compiled with `REHEARSAL_SOAK` set.
const SEEDS: u64 = if option_env!("REHEARSAL_SOAK").is_some() { 1_000 } else { 100 };

/// How many things a process does in its life.
const DEEDS: u64 = 12;
/// How long it still listens before it ends.
const LAST_WAIT: Duration = Duration::from_millis(2);
const NAMES: [&str; 4] = ["alpha", "beta", "gamma", "delta"];

/// A member of the random program: sends, spawns, monitors, links, takes names, and ends somehow.
async fn member(ctx: Context) -> Result<(), Error> {
    let dice = |bound: u64| ctx.random() % bound;
    let generation = ctx.arg(0).as_int().unwrap_or(0);
    let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
    ctx.trap_links(dice(3) == 0);
    let coroutine = ctx.clone();
    ctx.spawn(async move {
        coroutine.sleep(Duration::from_micros(coroutine.random() % 50 + 1)).await?;
        coroutine.send("alpha", "from a coroutine", 1).ok();
        Ok::<_, Error>(())
    });
    for deed in 0..DEEDS {
        let somebody = Pid::new(HOST, dice(20) as u32 + 1);
        match dice(12) {
            0..=2 => drop(ctx.send(&somebody, "number", deed)),
            3 => drop(ctx.send(NAMES[dice(4) as usize], "by name", deed)),
            4 => drop(ctx.monitor(&somebody)),
            5 => drop(ctx.link(&somebody)),
            6 => drop(ctx.register(NAMES[dice(4) as usize])),
            7 => {
                ctx.unregister(NAMES[dice(4) as usize]);
            }
            8 if generation < 2 => {
                let child = ctx.process("app:member", HOST).arg(generation + 1);
                match dice(3) {
                    0 => drop(child.spawn()?),
                    1 => drop(child.spawn_monitored()?),
                    _ => drop(child.with_message("first", deed).spawn_linked()?),
                }
            }
            9 => drop(ctx.cancel(&somebody, "")),
            10 if dice(4) == 0 => drop(ctx.terminate(&somebody)),
            _ => ctx.sleep(Duration::from_micros(dice(20))).await?,
        }
        let mut patience = ctx.sleep(Duration::from_micros(dice(10) + 1));
        loop {
            select_biased! {
                _ = inbox.select_next_some() => {}
                _ = events.select_next_some() => {}
                slept = patience => break slept?,
            }
        }
    }
    // Long enough to hear of every exit that is known by now.
    let mut patience = ctx.sleep(LAST_WAIT);
    loop {
        select_biased! {
            _ = inbox.select_next_some() => {}
            _ = events.select_next_some() => {}
            slept = patience => break slept?,
        }
    }
    match dice(3) {
        0 => Err(Error::internal("one of many")),
        _ => Ok(()),
    }
}

/// One run of the random program until nobody has anything to do.
fn run(seed: u64) -> Sim {
    let mut sim = Sim::shuffled(seed);
    sim.actor("app:member", member);
    for _ in 0..6 {
        sim.spawn("app:member", []);
    }
    sim.run();
    sim
}

fn of(all: &[Record], kind: Kind) -> impl Iterator<Item = &Record> {
    all.iter().filter(move |record| record.kind() == kind)
}

#[test]
fn the_invariants_hold_for_every_seed() {
    let mut total = BTreeMap::<Kind, u64>::new();
    for seed in 0..SEEDS {
        let mut sim = run(seed);
        assert_eq!(sim.kernel().alive(), 0, "seed {seed}: {}", sim.story());
        let all = records(sim.kernel());
        all.iter().for_each(|record| *total.entry(record.kind()).or_default() += 1);
        let holds = no_message_is_lost_without_a_dead_letter(&all)
            .and_then(|()| order_is_kept_per_pair(&all))
            .and_then(|()| names_are_unique(&all))
            .and_then(|()| no_timer_is_early_or_fires_twice(&all))
            .and_then(|()| exits_are_delivered_once(&all, text_id(&mut sim, &all, "EXIT")));
        if let Err(broken) = holds {
            panic!("seed {seed}: {broken}\n{}", sim.story());
        }
    }
    // The program does what it is meant to: all of this happens, and often.
    for kind in [
        Kind::Send,
        Kind::DeadLetter,
        Kind::Receive,
        Kind::Register,
        Kind::Monitor,
        Kind::Link,
        Kind::Event,
    ] {
        assert!(total[&kind] > SEEDS, "{kind:?}: {}", total[&kind]);
    }
}

/// The id of the text of some event.
fn text_id(sim: &mut Sim, all: &[Record], text: &str) -> u32 {
    let trace = sim.kernel().trace();
    let found = of(all, Kind::Event).find(|event| trace.text(event.text()) == *text);
    found.map_or(u32::MAX, Record::text)
}

/// Each message that was sent is received once or is a dead letter once.
fn no_message_is_lost_without_a_dead_letter(all: &[Record]) -> Result<(), String> {
    let mut ends = BTreeMap::<u64, u32>::new();
    for record in of(all, Kind::Receive).chain(of(all, Kind::DeadLetter).filter(|r| r.flags() == 1))
    {
        *ends.entry(record.cause()).or_default() += 1;
    }
    for send in of(all, Kind::Send) {
        if ends.remove(&send.number()) != Some(1) {
            return Err(format!("message {} is lost or doubled", send.number()));
        }
    }
    if ends.is_empty() { Ok(()) } else { Err(format!("never sent: {ends:?}")) }
}

fn order_is_kept_per_pair(all: &[Record]) -> Result<(), String> {
    let mut last = BTreeMap::<(u32, u32), u64>::new();
    for receive in of(all, Kind::Receive) {
        let before = last.insert((receive.peer(), receive.process()), receive.cause());
        if before.is_some_and(|before| before >= receive.cause()) {
            return Err(format!("event {} overtook an earlier message", receive.number()));
        }
    }
    Ok(())
}

fn names_are_unique(all: &[Record]) -> Result<(), String> {
    let mut held = BTreeMap::<u32, u32>::new();
    for record in all {
        let wrong = match record.kind() {
            Kind::Register => held.insert(record.text(), record.process()).is_some(),
            Kind::Unregister => held.remove(&record.text()) != Some(record.process()),
            _ => false,
        };
        if wrong {
            return Err(format!(
                "event {} gives or frees a name of somebody else",
                record.number()
            ));
        }
    }
    if held.is_empty() { Ok(()) } else { Err(format!("names of the dead: {held:?}")) }
}

fn no_timer_is_early_or_fires_twice(all: &[Record]) -> Result<(), String> {
    let set: BTreeMap<u64, &Record> = of(all, Kind::TimerSet).map(|r| (r.b(), r)).collect();
    let mut over = BTreeSet::new();
    for fired in of(all, Kind::TimerFired) {
        let set = set[&fired.b()];
        if fired.time() < set.time() + set.a() || fired.cause() != set.number() {
            return Err(format!("timer {} fires early", fired.number()));
        }
    }
    for end in of(all, Kind::TimerFired).chain(of(all, Kind::TimerStopped)) {
        if !over.insert(end.b()) {
            return Err(format!("timer {} ends twice", end.number()));
        }
    }
    Ok(())
}

/// Each process ends once, and each watcher hears of it once, unless it ends before it can.
fn exits_are_delivered_once(all: &[Record], exit_text: u32) -> Result<(), String> {
    const MONITORED: u8 = 2;
    let mut watched = BTreeSet::<(u32, u32)>::new();
    let mut due = BTreeMap::<(u32, u32), u64>::new();
    let mut ended = BTreeSet::new();
    for record in all {
        let (me, peer, now) = (record.process(), record.peer(), record.time());
        match record.kind() {
            Kind::Monitor => {
                watched.insert((me, peer));
            }
            Kind::Spawn if record.flags() & MONITORED != 0 => {
                watched.insert((me, peer));
            }
            Kind::Exit => {
                if !ended.insert(me) {
                    return Err(format!("process {me} ends twice"));
                }
                // Who ends by itself has listened for a while before that.
                let unheard = |pair: &(u32, u32), at: u64| pair.0 == me && at + 1_000_000 < now;
                if peer == 0 && due.iter().any(|(pair, at)| unheard(pair, *at)) {
                    return Err(format!("process {me} has not heard of an exit: {due:?}"));
                }
                due.retain(|(watcher, _), _| *watcher != me);
                watched.retain(|(watcher, _)| *watcher != me);
                let told: Vec<_> = watched.iter().filter(|pair| pair.1 == me).copied().collect();
                for pair in told {
                    watched.remove(&pair);
                    due.insert(pair, now);
                }
            }
            Kind::Event if record.text() == exit_text && due.remove(&(me, peer)).is_none() => {
                return Err(format!("event {} tells of an exit without need", record.number()));
            }
            _ => {}
        }
    }
    Ok(())
}

#[test]
fn every_seed_makes_the_same_run_twice() {
    for seed in 0..SEEDS / 20 {
        assert_eq!(run(seed).hash(), run(seed).hash(), "seed {seed}");
    }
    let hashes: BTreeSet<u64> = (0..SEEDS / 20).map(|seed| run(seed).hash()).collect();
    assert_eq!(hashes.len() as u64, SEEDS / 20);
}
