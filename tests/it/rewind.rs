//! Going back: a run is made again up to an event, and goes on from there, as it did or otherwise.

use rehearsal::runtime::{Budget, Effect};
use rehearsal::stage::{Input, Pace, Player, Replayed, RunFile, RunProject, Session, scenario};
use rehearsal::{Duration, Rng, Time};

use crate::run_files::{deed, played};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Runs of each scenario; 200 when it is compiled with `REHEARSAL_SOAK` set.
const RUNS: u64 = if option_env!("REHEARSAL_SOAK").is_some() { 200 } else { 4 };

/// Of the events `1..=count` one after the other: what the trace has of each.
fn events(session: &Session, count: u64) -> Vec<String> {
    let trace = session.kernel().trace();
    let event = |number| format!("{:?}", trace.get(number).map(|record| record.0));
    (1..=count).map(event).collect()
}

fn total(session: &Session) -> u64 {
    session.kernel().trace().total()
}

#[test]
fn a_run_that_is_made_again_up_to_an_event_is_the_run_up_to_there() {
    for scenario in scenario::SCENARIOS {
        for seed in 0..RUNS {
            let (session, file) = played(scenario.id, seed);
            let mut rng = Rng::new(seed);
            for _ in 0..10 {
                let event = 1 + rng.below(total(&session));
                let mut replay = file.replay(&scenario.project()).unwrap();
                replay.until_event(event);
                while !replay.go(1 + rng.below(40)) {}
                let there = total(replay.session());
                assert!(there >= event && there <= total(&session), "{} {seed}", scenario.id);
                assert_eq!(events(replay.session(), there), events(&session, there));
                // Whatever is shown of one turn or one input is shown together, and no more than that.
                let last = |number| session.kernel().trace().get(number).unwrap();
                let turn = last(event).turn();
                let beyond = (event..=there).find(|number| last(*number).turn() > turn + 1);
                assert_eq!(beyond, None, "{} {seed}: {event}..={there}", scenario.id);
            }
        }
    }
}

#[test]
fn from_one_moment_one_goes_on_to_a_later_one_and_to_the_end() {
    for scenario in scenario::SCENARIOS {
        for seed in 0..RUNS {
            let (session, file) = played(scenario.id, 100 + seed);
            let mut rng = Rng::new(seed);
            let mut replay = file.replay(&scenario.project()).unwrap();
            let mut event = 0;
            while event < total(&session) {
                event = total(replay.session()) + 1 + rng.below(30);
                assert!(!replay.is_past(event));
                replay.until_event(event);
                while !replay.go(1 + rng.below(10)) {}
            }
            replay.until_event(u64::MAX);
            while !replay.go(7) {}
            assert_eq!(file.compare(replay.session()), Replayed::Same, "{} {seed}", scenario.id);
        }
    }
}

#[test]
fn what_goes_on_from_an_earlier_moment_can_be_made_again_like_any_run() {
    for scenario in scenario::SCENARIOS {
        for seed in 0..RUNS {
            let (session, file) = played(scenario.id, 200 + seed);
            let mut rng = Rng::new(seed);
            let mut replay = file.replay(&scenario.project()).unwrap();
            replay.until_event(1 + rng.below(total(&session)));
            while !replay.go(20) {}
            let mut fork = replay.into_session();
            for _ in 0..5 {
                let input = deed(&mut rng, &fork);
                fork.input(input).ok();
                let until = fork.moment().time.as_nanos() + rng.below(1_000_000_000);
                fork.run(Time::from_nanos(until), Budget::turns(rng.below(50)));
            }
            let project = RunProject::Scenario(scenario.id.into());
            let written = RunFile::of(&fork, project, file.settings, file.targets.clone());
            let again = RunFile::from_json(&written.to_json().unwrap()).unwrap();
            let mut replay = again.replay(&scenario.project()).unwrap();
            while !replay.go(11) {}
            assert_eq!(again.compare(replay.session()), Replayed::Same, "{} {seed}", scenario.id);
        }
    }
}

/// A player of a scenario that has run for so many milliseconds.
fn player(id: &str, millis: u64) -> Player {
    let scenario = scenario::find(id).unwrap();
    let mut player = Player::new(scenario, Default::default(), Pace::Times(1.0), true).unwrap();
    for _ in 0..millis / 10 {
        player.slice(Duration::from_millis(10), Budget::UNLIMITED);
    }
    player
}

#[test]
fn the_run_that_is_played_does_not_know_that_somebody_went_back() {
    let (mut looked, mut other) = (player("key-value", 500), player("key-value", 500));
    let mut replay = looked.replay_until(40).unwrap();
    while !replay.go(3) {}
    for player in [&mut looked, &mut other] {
        player.slice(Duration::from_millis(200), Budget::UNLIMITED);
    }
    let hash = |player: &Player| player.session().kernel().trace().hash();
    assert_eq!(hash(&looked), hash(&other));
}

#[test]
fn a_visitor_who_was_there_then_makes_room_again_for_the_reader() {
    let mut player = player("key-value", 500);
    player.input(Input::Send { to: "kv".into(), topic: "keys".into(), payload: ().into() }).ok();
    let visitors = |player: &Player| {
        let kernel = player.session().kernel();
        kernel.living().filter(|n| kernel.process(*n).unwrap().entry == "app:visitor").count()
    };
    player.slice(Duration::from_millis(100), Budget::UNLIMITED);
    assert_eq!(visitors(&player), 0);
    let mut replay = player.replay_until(60).unwrap();
    while !replay.go(100) {}
    player.fork(replay.into_session());
    assert_eq!(visitors(&player), 1);
    assert!(!player.is_playing());
    player.input(Input::Send { to: "kv".into(), topic: "keys".into(), payload: ().into() }).ok();
    player.play();
    player.slice(Duration::from_millis(100), Budget::UNLIMITED);
    assert_eq!(visitors(&player), 0);
}

#[test]
fn terminals_show_again_what_was_typed_and_what_was_printed_in_that_order() {
    let mut player = player("key-value", 500);
    player.input(Input::Line { process: 3, text: "keys".into() }).unwrap();
    player.slice(Duration::from_millis(100), Budget::UNLIMITED);
    let shown = |effects: Vec<Effect>| -> String {
        let shown = effects.into_iter().map(|effect| match effect {
            Effect::Terminal { text, .. } => text.to_string(),
            Effect::Typed { text, .. } => format!("[{text}]\n"),
            _ => String::new(),
        });
        shown.collect()
    };
    let first = shown(player.take_effects());
    assert!(first.contains("[keys]\n"), "{first}");
    let mut replay = player.replay_until(u64::MAX).unwrap();
    while !replay.go(100) {}
    assert_eq!(shown(replay.session_mut().kernel_mut().take_effects()), first);
}
