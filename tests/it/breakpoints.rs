//! What a run stops at, and where it can be sent.

use rehearsal::runtime::Budget;
use rehearsal::stage::{
    Breakpoint, Counter, Input, On, Pace, Pattern, Player, RunState, Step, Stop, Until, scenario,
};
use rehearsal::trace::{Kind, Record};
use rehearsal::{Duration, Time, Value};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn player(id: &str) -> Player {
    let scenario = scenario::find(id).unwrap();
    Player::new(scenario, Default::default(), Pace::Times(1.0), true).unwrap()
}

/// Lets so many milliseconds of wall time pass, or fewer, if it stops. Why it has stopped.
fn pass(player: &mut Player, millis: u64) -> Option<Stop> {
    for _ in 0..millis {
        player.slice(Duration::from_millis(1), Budget::turns(512));
        if !player.is_playing() {
            break;
        }
    }
    player.take_stop()
}

fn set(player: &mut Player, lines: &[&str]) {
    player.set_breakpoints(lines.iter().map(|line| line.parse().unwrap()).collect());
}

fn record(player: &Player, event: u64) -> Record {
    player.session().kernel().trace().get(event).unwrap()
}

fn text(player: &Player, event: u64) -> String {
    player.session().kernel().trace().text(record(player, event).text()).to_string()
}

/// What a run of a scenario stops at first, with one breakpoint.
fn stopped(id: &str, line: &str) -> (Player, Record) {
    let mut player = player(id);
    set(&mut player, &[line]);
    let stop = pass(&mut player, 20_000).unwrap_or_else(|| panic!("{line} is never met"));
    assert_eq!(stop.breakpoint, Some(0));
    let record = record(&player, stop.event);
    (player, record)
}

#[test]
fn a_run_stops_at_a_message_after_the_turn_in_which_it_comes() {
    let (player, record) = stopped("key-value", "receive set from cli to kv");
    assert_eq!((record.kind(), record.peer(), record.process()), (Kind::Receive, 3, 2));
    assert_eq!(player.state(), RunState::Paused);
    let last = player.session().kernel().trace().total();
    assert_eq!(record.turn(), self::record(&player, last).turn());
    assert_eq!(player.breakpoints()[0].hits, 1);
}

#[test]
fn all_that_can_be_stopped_at_is_met_in_some_scenario() {
    for (id, line, kind) in [
        ("key-value", "send get", Kind::Send),
        ("key-value", r#"send set with {"key": "ver*"}"#, Kind::Send),
        ("key-value", r#"receive set to app:kv_server with {"value": "0.1"}"#, Kind::Receive),
        ("key-value", "spawn cli", Kind::Spawn),
        ("supervisor", "failure child", Kind::Exit),
        ("supervisor", "exit *child*", Kind::Exit),
        ("fan-in", "spawn app:producer after 2", Kind::Spawn),
        ("fan-in", "send item from cem", Kind::Send),
        ("ping-pong", "log info says rally*", Kind::Log),
    ] {
        let (player, record) = stopped(id, line);
        assert_eq!(record.kind(), kind, "{id}: {line}");
        assert!(!player.is_playing());
    }
}

#[test]
fn what_is_of_somebody_else_or_about_something_else_stops_nothing() {
    for line in [
        "send get from kv to cli",
        "receive Set",
        r#"send set with {"key": "ver*", "value": "2"}"#,
        r#"send set with {"nokey": null}"#,
        "failure",
        "log says nothing of the kind",
        "dead letter",
        "messages >= 1000000",
    ] {
        let mut player = player("key-value");
        set(&mut player, &[line]);
        assert_eq!(pass(&mut player, 1_000), None, "{line}");
        assert_eq!(player.breakpoints()[0].hits, 0, "{line}");
    }
}

#[test]
fn the_first_hits_can_be_let_pass_and_are_counted() {
    let (mut player, record) = stopped("key-value", "receive to kv after 3");
    assert_eq!(player.breakpoints()[0].hits, 4);
    let trace = player.session().kernel().trace();
    let before = (1..=record.number()).filter(|n| {
        let record = trace.get(*n).unwrap();
        record.kind() == Kind::Receive && record.process() == 2
    });
    assert_eq!(before.count(), 4);
    player.play();
    assert_eq!(pass(&mut player, 1_000).unwrap().breakpoint, Some(0));
    assert_eq!(player.breakpoints()[0].hits, 5);
}

#[test]
fn a_counter_stops_once_when_it_comes_to_its_number() {
    let mut player = player("key-value");
    set(&mut player, &["messages >= 5", "messages >= 9"]);
    assert_eq!(pass(&mut player, 1_000), Some(Stop { event: 0, breakpoint: Some(0) }));
    assert_eq!(player.session().kernel().counters().messages, 5);
    player.play();
    assert_eq!(pass(&mut player, 1_000), Some(Stop { event: 0, breakpoint: Some(1) }));
    player.play();
    assert_eq!(pass(&mut player, 1_000), None);
    // One that is set when it is there already waits until it comes there again.
    set(&mut player, &["messages >= 3"]);
    assert_eq!(pass(&mut player, 100), None);
}

#[test]
fn what_comes_from_outside_is_stopped_at_before_anybody_takes_it() {
    let mut player = player("key-value");
    pass(&mut player, 1_000);
    set(&mut player, &["send keys from outside"]);
    let keys = || Input::Send { to: "kv".into(), topic: "keys".into(), payload: Value::Nil };
    player.input(keys()).unwrap();
    let stop = player.take_stop().unwrap();
    assert_eq!(text(&player, stop.event), "keys");
    assert_eq!(stop.event, player.session().kernel().trace().total());
    // Somebody who has paused it knows that it stands still.
    player.input(keys()).unwrap();
    assert_eq!(player.take_stop(), None);
    assert_eq!(player.breakpoints()[0].hits, 2);
}

#[test]
fn breakpoints_leave_the_run_what_it_is() {
    for id in ["key-value", "supervisor", "fan-in", "ping-pong"] {
        let run = |lines: &[&str]| {
            let mut player = player(id);
            set(&mut player, lines);
            let end = Time::from_nanos(900_000_000);
            while player.session().moment().time < end {
                if pass(&mut player, 1).is_some() {
                    player.play();
                }
            }
            player.pause();
            player.run_until(Until::Time(Time::from_nanos(1_000_000_000)));
            while player.is_playing() {
                pass(&mut player, 10);
            }
            player.session().kernel().trace().hash()
        };
        assert_eq!(run(&[]), run(&["receive", "deliveries >= 7"]), "{id}");
    }
}

#[test]
fn a_run_goes_to_a_time_and_stops_before_anything_happens_there() {
    let mut player = player("supervisor");
    player.pause();
    let time = Time::from_nanos(1_300_000_000);
    player.run_until(Until::Time(time));
    let stop = pass(&mut player, 10_000);
    assert_eq!(stop, Some(Stop { event: 0, breakpoint: None }));
    assert_eq!(player.session().moment().time, time);
    assert_eq!(player.pace(), Pace::Times(1.0));
    let last = player.session().kernel().trace().total();
    assert!(record(&player, last).time() < time.as_nanos());
}

/// Somebody could type meanwhile, but has sent the run on.
#[test]
fn a_run_that_is_sent_to_a_time_does_not_wait_for_whoever_may_type() {
    let mut player = player("echo");
    pass(&mut player, 2_000);
    assert!(player.session().kernel().awaits_outside());
    let time = Time::from_nanos(600_000_000_000);
    player.run_until(Until::Time(time));
    assert_eq!(pass(&mut player, 10), Some(Stop { event: 0, breakpoint: None }));
    assert_eq!(player.session().moment().time, time);
    // Then it waits as before.
    player.set_pace(Pace::Max);
    player.play();
    pass(&mut player, 1_000);
    let past = player.session().moment().time.since(time);
    assert!(past <= Duration::from_millis(1_000), "{past} have passed");
}

#[test]
fn a_run_goes_to_the_next_message_that_a_process_receives_or_to_its_next_turn() {
    let mut player = player("key-value");
    player.pause();
    for _ in 0..3 {
        player.run_until(Until::Receive(2));
        let stop = pass(&mut player, 10_000).unwrap();
        let record = record(&player, stop.event);
        assert_eq!((record.kind(), record.process()), (Kind::Receive, 2));
        let turns = player.session().kernel().process(3).unwrap().turns;
        player.run_until(Until::Turn(3));
        assert_eq!(pass(&mut player, 10_000), Some(Stop { event: 0, breakpoint: None }));
        assert_eq!(player.session().kernel().process(3).unwrap().turns, turns + 1);
    }
    assert_eq!(player.pace(), Pace::Times(1.0));
}

#[test]
fn on_its_way_a_run_stops_at_a_breakpoint_and_where_somebody_has_ended_it_stops_too() {
    let mut player = player("key-value");
    player.pause();
    set(&mut player, &["send get"]);
    player.run_until(Until::Time(Time::from_nanos(5_000_000_000)));
    assert_eq!(pass(&mut player, 10_000).unwrap().breakpoint, Some(0));
    set(&mut player, &[]);
    player.input(Input::Kill { process: 2 }).unwrap();
    player.run_until(Until::Receive(2));
    assert!(pass(&mut player, 10_000).is_some());
    assert!(!player.is_playing());
}

#[test]
fn breakpoints_are_read_as_they_are_written() {
    let pattern = |text: &str| Pattern(rehearsal::Str::new(text));
    let message = |step, topic, from, to, payload| On::Message {
        step,
        topic: pattern(topic),
        from: pattern(from),
        to: pattern(to),
        payload,
    };
    for (line, on, skip) in [
        ("send", message(Step::Send, "", "", "", None), 0),
        ("dead letter echo to 0x00005", message(Step::DeadLetter, "echo", "", "0x00005", None), 0),
        (
            "receive get * from app:cli to kv with [1] after 12",
            message(Step::Receive, "get *", "app:cli", "kv", Some(Value::list([1.into()]))),
            12,
        ),
        ("spawn app:worker", On::Spawn(pattern("app:worker")), 0),
        ("exit", On::Exit { process: pattern(""), failed: false }, 0),
        ("failure child after 1", On::Exit { process: pattern("child"), failed: true }, 1),
        (
            "log error says it broke after all",
            On::Log { level: pattern("error"), message: pattern("it broke after all") },
            0,
        ),
        ("dead letters >= 3", On::Counter(Counter::DeadLetters, 3), 0),
    ] {
        let breakpoint: Breakpoint = line.parse().unwrap();
        assert_eq!(breakpoint, Breakpoint { on, skip }, "{line}");
        assert_eq!(breakpoint.to_string(), line);
    }
    assert_eq!("send  echo  from * ".parse::<Breakpoint>().unwrap().to_string(), "send echo");
}

#[test]
fn what_is_no_breakpoint_is_refused_with_what_one_is() {
    for (line, hint) in [
        ("", "a breakpoint is one of"),
        ("when it rains", "a breakpoint is one of"),
        ("sendecho", "a breakpoint is one of"),
        ("send echo after lunch", "wants a number"),
        ("send echo with {key", "what stands after “with”"),
        ("log loud", "debug, info, warn or error"),
        ("mesages >= 3", "there is no counter"),
        ("messages >= many", "is no number"),
        ("messages >= -1", "is no number"),
        (&format!("send {}", "x".repeat(2_000)), "at most 1000 bytes"),
    ] {
        let error = line.parse::<Breakpoint>().unwrap_err().to_string();
        assert!(error.contains(hint), "{line}: {error}");
    }
}
