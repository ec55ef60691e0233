//! What can be made to go wrong, and what a run makes of it.

use futures::StreamExt;
use rehearsal::runtime::{Chaos, Fault};
use rehearsal::trace::Kind;
use rehearsal::{Context, Duration, Error, EventKind, Exit, Pid, Sim, Time, Value};

use crate::support::{plain, scene, tell, told, what};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Tells of every message, and of the time.
async fn listener(ctx: Context) {
    let mut inbox = ctx.inbox();
    while let Some(message) = inbox.next().await {
        tell(&ctx, format!("{} {} at {}", message.topic, plain(&message.payload), clock(&ctx)));
    }
}

/// Virtual time, as it is read.
fn clock(ctx: &Context) -> Duration {
    ctx.now().since(Time::ZERO)
}

/// Takes a message each 10 ms, and tells what it carries.
async fn slow(ctx: Context) -> Result<(), Error> {
    let mut inbox = ctx.inbox();
    loop {
        ctx.sleep("10ms").await?;
        let message = inbox.receive().await;
        tell(&ctx, format!("{} {}", message.topic, plain(&message.payload)));
    }
}

fn strike(sim: &mut Sim, line: &str) -> Result<(), Error> {
    let fault: Fault = line.parse()?;
    assert_eq!(fault.to_string().parse(), Ok(fault.clone()), "{line}");
    sim.kernel().strike(&fault)
}

/// One slow receiver with the messages 1 to 4 in its mailbox, and the numbers of their sends.
fn queue() -> (Sim, Pid, Vec<u64>) {
    let mut sim = Sim::new();
    sim.actor("app:slow", slow);
    let pid = sim.spawn("app:slow", []);
    for payload in 1..=4 {
        sim.send(&pid, "n", payload);
    }
    sim.run_for("1ms");
    let sends = sim.records(Kind::Send).iter().map(rehearsal::trace::Record::number).collect();
    (sim, pid, sends)
}

/// What the slow receiver tells of its messages after a fault. In it, `A` to `D` stand for them.
fn after(line: &str) -> (Vec<String>, Sim) {
    let (mut sim, _, sends) = queue();
    let mut line = line.to_owned();
    for (letter, send) in ["#A", "#B", "#C", "#D"].iter().zip(sends) {
        line = line.replace(letter, &format!("#{send}"));
    }
    strike(&mut sim, &line).unwrap();
    sim.run_for("1s");
    (told(&sim), sim)
}

/// The causes of an event, from it to its beginning: their kinds.
fn chain(sim: &mut Sim, number: u64) -> Vec<&'static str> {
    let trace = sim.kernel().trace();
    let mut kinds = Vec::new();
    let mut next = Some(number);
    while let Some(record) = next.and_then(|number| trace.get(number)) {
        kinds.push(record.kind().name());
        next = Some(record.cause());
    }
    kinds
}

#[test]
fn a_process_crashes_with_an_error_as_if_it_had_returned_it() {
    let mut sim = Sim::new();
    sim.actor("app:listener", listener);
    sim.actor("app:watcher", |ctx: Context| async move {
        let child = ctx.process("app:listener", "app:processes").spawn_monitored()?;
        ctx.register("watcher")?;
        tell(&ctx, child.to_string());
        match ctx.events().next().await.map(|event| event.kind) {
            Some(EventKind::Exit(Err(error))) => tell(&ctx, what(error)),
            other => tell(&ctx, format!("{other:?}")),
        }
        Ok::<_, Error>(())
    });
    sim.spawn("app:watcher", []);
    sim.run();
    strike(&mut sim, "crash app:listener as Timeout the disk is slow").unwrap();
    sim.run();
    assert_eq!(told(&sim)[1], "Timeout: the disk is slow");
    let exits = sim.records(Kind::Exit);
    assert_eq!(chain(&mut sim, exits[0].number()), ["exit", "fault"]);
}

#[test]
fn a_crash_goes_along_links() {
    let mut sim = Sim::new();
    sim.actor("app:listener", listener);
    sim.actor("app:parent", |ctx: Context| async move {
        ctx.process("app:listener", "app:processes").spawn_linked()?;
        ctx.inbox().receive().await;
        Ok::<_, Error>(())
    });
    let parent = sim.spawn("app:parent", []);
    sim.run();
    strike(&mut sim, "crash app:listener no more bread").unwrap();
    sim.run();
    let Some(Exit::Failed(error)) = sim.exit(&parent) else { panic!("{}", sim.story()) };
    assert_eq!(error.message, "linked process failed");
}

#[test]
fn a_paused_process_takes_no_turn_and_loses_nothing() {
    let mut sim = Sim::new();
    sim.actor("app:ticking", |ctx: Context| async move {
        let mut inbox = ctx.inbox();
        let mut ticks = ctx.ticker("10ms")?;
        loop {
            futures::select_biased! {
                message = inbox.next() => tell(&ctx, format!("{}", message.unwrap().topic)),
                _ = ticks.next() => tell(&ctx, "tick"),
            }
        }
        #[allow(unreachable_code, reason = "it says what the loop ends with")]
        Ok::<_, Error>(())
    });
    sim.actor("app:listener", listener);
    let ticking = sim.spawn("app:ticking", []);
    let other = sim.spawn("app:listener", []);
    sim.run_for("15ms");
    strike(&mut sim, "pause app:ticking").unwrap();
    assert!(sim.process(&ticking).unwrap().paused);
    sim.send(&ticking, "mail", Value::Nil);
    sim.send(&other, "others", "go on");
    sim.run_for("20ms");
    assert_eq!(told(&sim), ["tick", "others go on at 15ms"]);
    assert_eq!(sim.process(&ticking).unwrap().depth, 1);
    strike(&mut sim, "resume app:ticking").unwrap();
    sim.run_for("1ms");
    assert_eq!(told(&sim)[2..], ["mail", "tick", "tick"]);
    assert!(!sim.process(&ticking).unwrap().paused);
}

#[test]
fn a_process_that_is_ready_can_be_paused_too_and_joins_the_queue_anew() {
    let mut sim = Sim::new();
    sim.actor("app:listener", listener);
    let pid = sim.spawn("app:listener", []);
    sim.send(&pid, "n", 1); // it has not begun yet
    strike(&mut sim, &format!("pause {pid}")).unwrap();
    sim.run();
    assert!(told(&sim).is_empty());
    strike(&mut sim, &format!("resume 0x{:x}", pid.number())).unwrap();
    sim.run();
    assert_eq!(told(&sim), ["n 1 at 0s"]);
}

#[test]
fn a_paused_process_can_be_killed() {
    let mut sim = Sim::new();
    sim.actor("app:listener", listener);
    let pid = sim.spawn("app:listener", []);
    sim.run();
    sim.send(&pid, "n", 1);
    strike(&mut sim, "pause app:listener").unwrap();
    strike(&mut sim, "kill app:listener").unwrap();
    sim.run();
    assert!(matches!(sim.exit(&pid), Some(Exit::Terminated(_))), "{}", sim.story());
    assert_eq!(sim.records(Kind::DeadLetter).len(), 1);
}

#[test]
fn a_message_that_is_dropped_is_received_by_nobody_and_its_sender_is_not_told() {
    let (told, sim) = after("drop #B");
    assert_eq!(told, ["n 1", "n 3", "n 4"]);
    assert!(sim.records(Kind::DeadLetter).is_empty(), "it is lost, and no dead letter");
}

#[test]
fn a_message_that_is_delayed_comes_behind_those_that_came_before() {
    let (told, mut sim) = after("delay #B by 25ms");
    assert_eq!(told, ["n 1", "n 3", "n 4", "n 2"]);
    let late = sim.records(Kind::Receive).into_iter().filter(|record| record.process() == 1).nth(3);
    let late = late.unwrap().number();
    assert_eq!(chain(&mut sim, late), ["receive", "fault", "fault", "send", "input"]);
}

#[test]
fn a_message_that_is_duplicated_is_received_twice_in_a_row() {
    let (told, mut sim) = after("duplicate #C");
    assert_eq!(told, ["n 1", "n 2", "n 3", "n 3", "n 4"]);
    let copy = sim.records(Kind::Receive).into_iter().filter(|record| record.process() == 1).nth(3);
    let copy = copy.unwrap().number();
    assert_eq!(chain(&mut sim, copy), ["receive", "fault", "send", "input"]);
}

#[test]
fn a_message_can_be_moved_within_its_mailbox() {
    assert_eq!(after("move #C front").0, ["n 3", "n 1", "n 2", "n 4"]);
    assert_eq!(after("move #A later").0, ["n 2", "n 1", "n 3", "n 4"]);
    assert_eq!(after("move #A back").0, ["n 2", "n 3", "n 4", "n 1"]);
    assert_eq!(after("move #D later").0, ["n 1", "n 2", "n 3", "n 4"]);
}

#[test]
fn a_message_can_be_given_another_topic_and_another_payload() {
    assert_eq!(after("edit #B topic m").0[1], "m 2");
    assert_eq!(after("edit #B payload [1, 2]").0[1], "n [1,2]");
    assert_eq!(after("edit #B topic \"a b\" payload null").0[1], "a b null");
}

#[test]
fn a_message_with_another_topic_is_put_where_that_topic_is_listened_to() {
    let mut sim = Sim::new();
    sim.actor("app:two", |ctx: Context| async move {
        let mut urgent = ctx.listen("urgent")?;
        ctx.sleep("1s").await?;
        tell(&ctx, format!("{:?}", urgent.next().await.map(|message| message.payload)));
        Ok::<_, Error>(())
    });
    let pid = sim.spawn("app:two", []);
    sim.run_for("1ms");
    sim.send(&pid, "plain", 7);
    let send = sim.records(Kind::Send)[0].number();
    strike(&mut sim, &format!("edit #{send} topic urgent")).unwrap();
    sim.run();
    assert_eq!(told(&sim), ["Some(7)"]);
}

#[test]
fn a_message_is_found_by_its_send_however_often_it_was_struck() {
    let (mut sim, pid, sends) = queue();
    let first = sends[0];
    for line in
        ["move #N back", "edit #N payload 9", "delay #N by 5ms", "duplicate #N", "delay #N by 50ms"]
    {
        strike(&mut sim, &line.replace("#N", &format!("#{first}"))).unwrap();
    }
    let mailbox = sim.kernel().mailbox(pid.number(), 10);
    assert_eq!(mailbox.iter().filter(|letter| letter.late.is_some()).count(), 2);
    sim.run_for("1s");
    assert_eq!(told(&sim), ["n 2", "n 3", "n 4", "n 9", "n 9"]);
}

#[test]
fn a_late_message_for_one_who_has_ended_is_a_dead_letter_whose_cause_is_the_fault() {
    let (mut sim, _, sends) = queue();
    strike(&mut sim, &format!("delay #{} by 5ms", sends[3])).unwrap();
    strike(&mut sim, "kill app:slow").unwrap();
    sim.run();
    let dead = sim.records(Kind::DeadLetter);
    assert_eq!(dead.len(), 4);
    assert_eq!(chain(&mut sim, dead[3].number())[..3], ["dead letter", "fault", "fault"]);
}

#[test]
fn time_jumps_to_a_late_message_as_to_a_timer_and_one_at_the_same_instant_comes_first() {
    let mut sim = Sim::new();
    sim.actor("app:both", |ctx: Context| async move {
        let mut inbox = ctx.inbox();
        let mut timer = ctx.after("10ms")?;
        loop {
            futures::select_biased! {
                _ = timer.next() => tell(&ctx, format!("timer at {}", clock(&ctx))),
                message = inbox.next() => tell(&ctx, format!("{} at {}", message.unwrap().topic, clock(&ctx))),
            }
        }
        #[allow(unreachable_code, reason = "it says what the loop ends with")]
        Ok::<_, Error>(())
    });
    let pid = sim.spawn("app:both", []);
    strike(&mut sim, "delay next to app:both by 10ms").unwrap();
    sim.send(&pid, "late", Value::Nil);
    sim.run();
    assert_eq!(told(&sim), ["timer at 10ms", "late at 10.001ms"]);
}

#[test]
fn a_fault_waits_for_the_next_message_about_a_topic_and_strikes_once() {
    let mut sim = Sim::new();
    sim.actor("app:listener", listener);
    let (one, two) = (sim.spawn("app:listener", []), sim.spawn("app:listener", []));
    sim.run();
    strike(&mut sim, &format!("drop next echo to {two}")).unwrap();
    for topic in ["other", "echo", "echo"] {
        sim.send(&one, topic, 1);
        sim.send(&two, topic, 2);
    }
    sim.run();
    let told = told(&sim);
    assert_eq!(told.iter().filter(|line| line.starts_with("echo 1")).count(), 2);
    assert_eq!(told.iter().filter(|line| line.starts_with("echo 2")).count(), 1);
    let faults = sim.records(Kind::Fault);
    assert_eq!(faults.len(), 2);
    assert_eq!(faults[1].a(), faults[0].number(), "it says which fault has waited");
    assert_eq!(chain(&mut sim, faults[1].number()), ["fault", "send", "input"]);
}

#[test]
fn the_next_spawn_that_a_process_asks_for_fails() {
    let mut sim = Sim::new();
    sim.actor("app:listener", listener);
    sim.actor("app:parent", |ctx: Context| async move {
        for _ in 0..2 {
            match ctx.process("app:listener", "app:processes").spawn() {
                Ok(_) => tell(&ctx, "spawned"),
                Err(error) => tell(&ctx, what(error)),
            }
        }
        Err::<(), _>(Error::internal("enough"))
    });
    strike(&mut sim, "fail spawn").unwrap();
    sim.spawn("app:parent", []); // from outside: it is not meant
    sim.run();
    assert_eq!(told(&sim), ["Unavailable: no process can be spawned now: a fault", "spawned"]);
    let exit = sim.records(Kind::Exit)[0].number();
    assert_eq!(chain(&mut sim, exit), ["exit", "fault", "start", "spawn"]);
}

#[test]
fn a_mailbox_that_was_filled_refuses_until_it_takes_messages_again() {
    let mut sim = Sim::new();
    sim.actor("app:listener", listener);
    let pid = sim.spawn("app:listener", []);
    sim.send(&pid, "n", 1);
    strike(&mut sim, "fill app:listener").unwrap();
    assert!(sim.process(&pid).unwrap().filled);
    let refused = sim.try_send(&pid, "n", 2).unwrap_err();
    let full = "RateLimited: the mailbox of {app:processes|0x00001} is full: a fault has filled it";
    assert_eq!(what(refused), full);
    sim.run();
    assert_eq!(told(&sim), ["n 1 at 0s"], "what lies in it can be received");
    let refused = sim.records(Kind::Refused)[0].number();
    assert_eq!(chain(&mut sim, refused), ["refused", "fault"]);
    strike(&mut sim, "unfill app:listener").unwrap();
    sim.send(&pid, "n", 3);
    sim.run();
    assert_eq!(told(&sim).len(), 2);
}

#[test]
fn a_fault_that_cannot_be_done_says_why_and_is_in_the_trace() {
    let (mut sim, _, sends) = queue();
    sim.run_for("15ms"); // the first was received
    let cases = [
        ("kill nobody".to_owned(), "NotFound: no process is registered as \"nobody\""),
        ("kill 0x00009".into(), "NotFound: process not found: 0x00009 has ended"),
        ("resume app:slow".into(), "Invalid: {app:processes|0x00001} is not paused"),
        (
            "unfill app:slow".into(),
            "Invalid: {app:processes|0x00001} has no mailbox that a fault has filled",
        ),
        (
            format!("drop #{}", sends[0]),
            "NotFound: message 3 is not on its way any more: it was received, or is lost",
        ),
        ("drop #1".into(), "NotFound: event 1 is no message that was sent"),
        (
            "edit next topic @x".into(),
            "Invalid: topic \"@x\" is reserved: those that begin with '@' are the runtime's",
        ),
        (
            "chaos drop 600 delay 600".into(),
            "Invalid: the rates of chaos are too high: of 1,000 messages no more than 1,000 can be struck",
        ),
    ];
    for (line, said) in &cases {
        assert_eq!(what(strike(&mut sim, line).unwrap_err()), *said, "{line}");
    }
    let faults = sim.records(Kind::Fault);
    assert_eq!(faults.len(), cases.len());
    assert!(faults.iter().all(|fault| fault.flags() == 2), "they say that they were refused");
    sim.run_for("1s");
    assert_eq!(told(&sim), ["n 1", "n 2", "n 3", "n 4"], "nothing of it was done");
}

#[test]
fn faults_are_read_from_text_and_what_is_none_says_what_is_wrong() {
    let cases = [
        ("", "here is missing: a fault"),
        ("dorp #1", "there is no fault \"dorp\"; did you mean \"drop\"?"),
        ("kill", "here is missing: a process: a name, a PID or an entry"),
        ("kill a b", "behind \"kill a\" nothing more is expected, but there is \"b\""),
        (
            "drop 12",
            "\"12\" is no message: it is #12, the number of its send, or next TOPIC to PROCESS",
        ),
        ("delay #1", "by how long? For one: by 500ms"),
        (
            "delay #1 by soon",
            "malformed duration \"soon\": a duration looks like \"100ms\", \"1.5s\" or \"1h30m\"",
        ),
        ("move #1 up", "\"up\" is no place in a mailbox: front, later or back is"),
        ("edit #1", "what is to be other? topic TOPIC, or payload JSON, or both"),
        (
            "edit #1 payload {",
            "the payload is not JSON: EOF while parsing an object at line 1 column 1",
        ),
        ("fail", "what fails is the next spawn: fail spawn"),
        ("chaos", "how often? For one: chaos drop 10 delay 20, of 1,000 messages; or chaos off"),
        ("chaos drop much", "\"much\" is no rate: it says of how many of 1,000"),
        (
            "crash x as Bad",
            "\"Bad\" is no kind of error; they are NotFound, AlreadyExists, Invalid, PermissionDenied, \
          Unavailable, Internal, Canceled, Conflict, Timeout, RateLimited, Unknown",
        ),
        ("kill \"a", "a text in quotes is not closed, or is no text of JSON"),
    ];
    for (line, said) in cases {
        assert_eq!(line.parse::<Fault>().unwrap_err().message, said, "{line}");
    }
    let lines = [
        "kill app:worker",
        "crash {app:processes|0x00005} crashed by a fault",
        "crash relay as Timeout \"as if\"",
        "drop next \"to\" to \"by\"",
        "delay next by 1.5s",
        "edit #7 topic \"a b\" payload {\"k\":[1,2.0,null]}",
        "chaos drop 10 spawn 1000 by 5ms",
        "chaos off",
    ];
    for line in lines {
        assert_eq!(line.parse::<Fault>().unwrap().to_string(), line);
    }
}

/// Pairs that exchange messages, under chaos; and how often each fault has struck.
fn chaotic(seed: u64, line: &str) -> (Sim, Vec<(String, usize)>) {
    let mut sim = Sim::shuffled(seed);
    sim.actor("app:echo", |ctx: Context| async move {
        let mut inbox = ctx.inbox();
        while let Some(message) = inbox.next().await {
            if message.from.number() != 0 {
                ctx.send(&message.from, "echo", message.payload).ok();
            }
        }
    });
    sim.actor("app:asker", |ctx: Context| async move {
        let echo = ctx.process("app:echo", "app:processes").spawn_monitored()?;
        for round in 0..200 {
            ctx.send(&echo, "ask", round)?;
            ctx.sleep("1ms").await?;
        }
        tell(&ctx, ctx.random() as i64);
        Ok::<_, Error>(())
    });
    strike(&mut sim, line).unwrap();
    for _ in 0..5 {
        sim.spawn("app:asker", []);
    }
    sim.run();
    let names = scene(sim.kernel(), &[Kind::Fault]);
    let count =
        |name: &str| names.iter().filter(|line| line.contains(&format!("fault {name} "))).count();
    let counts = ["drop", "duplicate", "delay", "move", "crash", "fail spawn"];
    let counts = counts.map(|name| (name.to_owned(), count(name))).to_vec();
    (sim, counts)
}

#[test]
fn faults_come_by_chance_at_their_rates_and_the_same_seed_gives_the_same() {
    let line = "chaos drop 100 duplicate 100 delay 100 reorder 100 by 3ms";
    let (sim, counts) = chaotic(1, line);
    let (again, _) = chaotic(1, line);
    assert_eq!(sim.hash(), again.hash());
    assert_ne!(sim.hash(), chaotic(2, line).0.hash());
    let messages = sim.records(Kind::Send).len();
    for (name, count) in &counts[..3] {
        let rate = count * 1_000 / messages;
        // A message that is late leaves two events.
        let expected = if name == "delay" { 150..260 } else { 70..130 };
        assert!(expected.contains(&rate), "{name}: {rate} of 1,000 of {messages}");
    }
}

#[test]
fn processes_crash_and_spawns_fail_by_chance() {
    let (_, counts) = chaotic(3, "chaos crash 20 spawn 500");
    let count = |wanted: &str| {
        counts.iter().find(|(name, _)| name == wanted).map_or(0, |(_, count)| *count)
    };
    assert!(count("crash") > 0 && count("fail spawn") > 0, "{counts:?}");
    assert_eq!(count("drop"), 0);
}

#[test]
fn chaos_has_dice_of_its_own_and_can_be_switched_off() {
    let told_of = |line: Option<&str>| {
        let mut sim = Sim::new();
        sim.actor("app:dice", |ctx: Context| async move {
            while ctx.inbox().next().await.is_some() {
                tell(&ctx, ctx.random() as i64);
            }
        });
        let pid = sim.spawn("app:dice", []);
        if let Some(line) = line {
            strike(&mut sim, line).unwrap();
            strike(&mut sim, "chaos off").unwrap();
        }
        (0..20).for_each(|n| sim.send(&pid, "roll", n));
        sim.run();
        (told(&sim), sim.records(Kind::Fault).len())
    };
    let (without, _) = told_of(None);
    let (with, faults) = told_of(Some("chaos drop 1000"));
    assert_eq!((with, faults), (without, 2));
    let (with, _) = told_of(None);
    assert_eq!(with.len(), 20);
    assert!(Chaos::default().is_off());
}

#[test]
fn what_messages_took_of_the_memory_budget_is_given_back_whatever_strikes_them() {
    let (mut sim, pid, sends) = queue();
    let lines = [
        "duplicate #0",
        "edit #1 payload \"a longer one\"",
        "drop #2",
        "delay #3 by 1s",
        "kill app:slow",
    ];
    for line in lines {
        let line = (0..4).fold(line.to_owned(), |line, n| {
            line.replace(&format!("#{n}"), &format!("#{}", sends[n]))
        });
        strike(&mut sim, &line).unwrap();
    }
    sim.run();
    assert!(sim.exit(&pid).is_some());
    let texts = sim.kernel().trace().text_bytes();
    assert_eq!(sim.kernel().memory().0, texts, "{}", sim.story());
}
