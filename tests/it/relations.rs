//! Monitors and links: who is told of an end, and who shares it.

use futures::StreamExt;
use rehearsal::trace::Kind;
use rehearsal::{Context, Error, Exit, Pid, Sim, Value};

use crate::support::{HOST, plain, scene, solo, tell, told, what};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Does what it is told by topic (`link`, `trap`, `return` …), and tells of each event.
async fn puppet(ctx: Context) -> Result<Value, Error> {
    let events = ctx.clone();
    ctx.spawn(async move {
        let mut stream = events.events();
        while let Some(event) = stream.next().await {
            let text = format!("{} hears {} of {}", me(&events), event.kind, event.from.number());
            tell(&events, text);
        }
    });
    let mut inbox = ctx.inbox();
    loop {
        let message = inbox.receive().await;
        let to = plain(&message.payload);
        match message.topic.as_str() {
            "link" => ctx.link(&to)?,
            "unlink" => ctx.unlink(&to)?,
            "monitor" => ctx.monitor(&to)?,
            "unmonitor" => ctx.unmonitor(&to)?,
            "trap" => ctx.trap_links(message.payload == Value::Bool(true)),
            "return" => return Ok(message.payload),
            _ => return Err(Error::internal(message.topic)),
        }
    }
}

fn me(ctx: &Context) -> u32 {
    ctx.pid().number()
}

struct Stage {
    sim: Sim,
}

impl Stage {
    /// So many puppets, numbered from 1.
    fn with(count: u32) -> Self {
        let mut sim = Sim::new();
        sim.actor("app:puppet", puppet);
        for _ in 0..count {
            sim.spawn("app:puppet", []);
        }
        Self { sim }
    }

    fn order(&mut self, who: u32, topic: &str, payload: impl Into<Value>) {
        self.sim.send(Pid::new(HOST, who), topic, payload);
        self.sim.run();
    }

    fn relate(&mut self, who: u32, topic: &str, to: u32) {
        self.order(who, topic, Pid::new(HOST, to));
    }

    fn kill(&mut self, who: u32) {
        self.sim.kernel().terminate(who).unwrap();
        self.sim.run();
    }

    /// How each process ended, by a letter; a dot while it lives.
    fn ends(&self, count: u32) -> String {
        let end = |number| match self.sim.exit(&Pid::new(HOST, number)) {
            None => '.',
            Some(Exit::Returned(_)) => 'R',
            Some(Exit::Failed(_)) => 'F',
            Some(Exit::Terminated(_)) => 'T',
        };
        (1..=count).map(end).collect()
    }
}

#[test]
fn a_watcher_is_told_of_every_kind_of_end() {
    for (topic, told_of) in [("return", "R"), ("fail", "F"), ("kill", "T")] {
        let mut stage = Stage::with(2);
        stage.relate(1, "monitor", 2);
        if topic == "kill" {
            stage.kill(2)
        } else {
            stage.order(2, topic, 7)
        }
        assert_eq!(told(&stage.sim), ["1 hears pid.exit of 2"]);
        assert_eq!(stage.ends(2), format!(".{told_of}"));
    }
}

#[test]
fn an_exit_says_who_ended_with_what_and_when() {
    let mut sim = Sim::new();
    sim.actor("app:child", |ctx| async move {
        ctx.sleep("5ms").await?;
        Ok::<_, Error>(Value::from("done"))
    });
    sim.actor("app:parent", |ctx| async move {
        let child = ctx.process("app:child", HOST).spawn_monitored()?;
        let event = ctx.events().next().await.unwrap();
        assert_eq!(event.from, child);
        assert!(event.at.as_nanos() >= 5_000_000 && event.at <= ctx.now());
        tell(&ctx, &event.kind);
        Ok::<_, Error>(())
    });
    sim.spawn("app:parent", []);
    sim.run();
    assert_eq!(told(&sim), [r#"{"exit":"done"}"#]);
}

#[test]
fn a_monitor_is_one_way() {
    let mut stage = Stage::with(2);
    stage.relate(1, "monitor", 2);
    stage.order(1, "fail", 0);
    assert!(told(&stage.sim).is_empty());
    assert_eq!(stage.ends(2), "F.");
}

#[test]
fn one_who_is_no_longer_monitored_ends_unheard() {
    let mut stage = Stage::with(2);
    stage.relate(1, "monitor", 2);
    stage.relate(1, "unmonitor", 2);
    stage.relate(1, "unmonitor", 2);
    stage.order(2, "fail", 0);
    assert!(told(&stage.sim).is_empty());
    assert_eq!(
        scene(stage.sim.kernel(), &[Kind::Monitor, Kind::Unmonitor]),
        ["puppet#1 monitor → puppet#2", "puppet#1 unmonitor → puppet#2"]
    );
}

#[test]
fn every_watcher_is_told_once() {
    let mut stage = Stage::with(4);
    for watcher in 1..=3 {
        stage.relate(watcher, "monitor", 4);
    }
    stage.order(4, "return", 0);
    assert_eq!(
        told(&stage.sim),
        ["1 hears pid.exit of 4", "2 hears pid.exit of 4", "3 hears pid.exit of 4"]
    );
}

#[test]
fn a_process_is_monitored_once_and_the_dead_not_at_all() {
    let sim = solo(|ctx| async move {
        ctx.register("me").unwrap();
        ctx.monitor("me").unwrap();
        tell(&ctx, what(ctx.monitor("me").unwrap_err()));
        tell(&ctx, what(ctx.monitor(Pid::new(HOST, 99)).unwrap_err()));
        tell(&ctx, what(ctx.link(Pid::new(HOST, 99)).unwrap_err()));
    });
    assert_eq!(
        told(&sim),
        [
            "AlreadyExists: {app:processes|0x00001} is monitored already",
            "NotFound: process not found: {app:processes|0x00063}",
            "NotFound: process not found: {app:processes|0x00063}",
        ]
    );
}

#[test]
fn a_link_works_both_ways() {
    for (who, ends) in [(1, "FF"), (2, "FF")] {
        let mut stage = Stage::with(2);
        stage.relate(1, "link", 2);
        stage.order(who, "fail", 0);
        assert_eq!(stage.ends(2), ends);
    }
}

#[test]
fn a_terminated_process_breaks_its_links() {
    let mut stage = Stage::with(2);
    stage.relate(1, "link", 2);
    stage.kill(2);
    assert_eq!(stage.ends(2), "FT");
}

#[test]
fn a_normal_end_breaks_no_link() {
    let mut stage = Stage::with(3);
    stage.relate(1, "link", 2);
    stage.relate(2, "link", 3);
    stage.order(3, "trap", true);
    stage.order(2, "return", 7);
    assert_eq!(stage.ends(3), ".R.");
    assert!(told(&stage.sim).is_empty());
}

#[test]
fn who_traps_links_is_told_and_lives() {
    let mut stage = Stage::with(2);
    stage.order(1, "trap", true);
    stage.relate(1, "link", 2);
    stage.order(2, "fail", 0);
    assert_eq!(told(&stage.sim), ["1 hears pid.link.down of 2"]);
    assert_eq!(stage.ends(2), ".F");
}

#[test]
fn who_stops_trapping_fails_again() {
    let mut stage = Stage::with(2);
    stage.order(1, "trap", true);
    stage.relate(1, "link", 2);
    stage.order(1, "trap", false);
    stage.order(2, "fail", 0);
    assert_eq!(stage.ends(2), "FF");
}

#[test]
fn a_failure_goes_on_along_a_chain_until_somebody_traps_it() {
    let mut stage = Stage::with(5);
    for who in 1..=4 {
        stage.relate(who, "link", who + 1);
    }
    stage.order(4, "trap", true);
    stage.kill(1);
    assert_eq!(stage.ends(5), "TFF..");
    assert_eq!(told(&stage.sim), ["4 hears pid.link.down of 3"]);
    assert_eq!(
        scene(stage.sim.kernel(), &[Kind::Exit])
            .iter()
            .map(|line| line.split(" {").next().unwrap())
            .collect::<Vec<_>>(),
        ["puppet#1 exit terminated", "puppet#2 exit failed", "puppet#3 exit failed"]
    );
}

#[test]
fn a_ring_of_links_fails_as_a_whole() {
    let mut stage = Stage::with(4);
    for who in 1..=4 {
        stage.relate(who, "link", who % 4 + 1);
    }
    stage.order(3, "fail", 0);
    assert_eq!(stage.ends(4), "FFFF");
    assert_eq!(stage.sim.records(Kind::Exit).len(), 4);
}

#[test]
fn linking_twice_is_fine_and_one_unlink_unties_it_from_either_side() {
    let mut stage = Stage::with(2);
    stage.relate(1, "link", 2);
    stage.relate(2, "link", 1);
    stage.relate(1, "link", 1);
    stage.relate(2, "unlink", 1);
    stage.order(1, "fail", 0);
    assert_eq!(stage.ends(2), "F.");
    assert_eq!(
        scene(stage.sim.kernel(), &[Kind::Link, Kind::Unlink]),
        ["puppet#1 link → puppet#2", "puppet#2 unlink → puppet#1"]
    );
}

#[test]
fn the_exit_of_one_who_shared_a_fate_names_who_brought_it() {
    let mut stage = Stage::with(2);
    stage.relate(1, "link", 2);
    stage.order(2, "fail", 0);
    let exits = stage.sim.records(Kind::Exit);
    assert_eq!((exits[0].process(), exits[1].process()), (2, 1));
    assert_eq!((exits[1].peer(), exits[1].cause()), (2, exits[0].number()));
}

#[test]
fn an_onlooker_sees_the_relations_of_a_process() {
    let mut stage = Stage::with(3);
    stage.relate(1, "monitor", 2);
    stage.relate(3, "link", 1);
    stage.order(1, "trap", true);
    let view = stage.sim.process(&Pid::new(HOST, 1)).unwrap();
    let numbers = |pids: Vec<Pid>| pids.iter().map(Pid::number).collect::<Vec<_>>();
    assert_eq!((numbers(view.monitors), numbers(view.links)), (vec![2], vec![3]));
    assert!(view.trap_links);
    let watched = stage.sim.process(&Pid::new(HOST, 2)).unwrap();
    assert_eq!(numbers(watched.monitored_by), [1]);
}
