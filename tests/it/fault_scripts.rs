//! Faults that come at instants of virtual time.

use rehearsal::runtime::{Budget, Fault, Next};
use rehearsal::stage::{
    FaultScript, Pace, Player, Replayed, RunFile, RunProject, Session, Settings, Until, scenario,
};
use rehearsal::{Duration, Time};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const SECOND: u64 = 1_000_000_000;

fn session(id: &str, script: &str) -> Session {
    let scenario = scenario::find(id).unwrap();
    let mut session =
        Session::new(&scenario.project(), Settings::default(), scenario.targets()).unwrap();
    session.set_faults(FaultScript::read(script).unwrap());
    session
}

/// Runs to an instant, in pieces of so many turns.
fn run(session: &mut Session, until: u64, turns: u64) -> Next {
    loop {
        let next = session.run(Time::from_nanos(until), Budget::turns(turns));
        if next != Next::AtOnce {
            return next;
        }
    }
}

#[test]
fn faults_come_at_their_time_and_are_logged_as_inputs() {
    let script = "# the relay is not well\n3s kill relay\n\n1s pause app:cli\n1s drop next echo\n";
    let mut session = session("echo", script);
    run(&mut session, 5 * SECOND, u64::MAX);
    let log: Vec<_> = session
        .log()
        .iter()
        .map(|logged| (logged.time.as_nanos() / SECOND, logged.input.name()))
        .collect();
    assert_eq!(log, [(1, "pause"), (1, "next"), (3, "kill")]);
    let lines: Vec<_> = session.fault_outcomes().iter().map(|o| (o.line, o.done.is_ok())).collect();
    assert_eq!(lines, [(4, true), (5, true), (2, true)]);
}

#[test]
fn a_line_that_cannot_be_done_says_so_and_the_others_come() {
    let mut session = session("echo", "1s kill nobody\n2s kill relay");
    run(&mut session, 3 * SECOND, u64::MAX);
    let done: Vec<_> = session.fault_outcomes().iter().map(|o| o.done.is_ok()).collect();
    assert_eq!(done, [false, true]);
}

#[test]
fn an_idle_run_waits_for_its_next_fault_and_time_does_not_jump_past_it() {
    let mut session = session("key-value", "10s kill kv\n20s fail spawn");
    let moment = |next| matches!(next, Next::At(at) if at <= Time::from_nanos(10 * SECOND));
    assert!(moment(run(&mut session, SECOND, u64::MAX)));
    assert!(session.log().is_empty());
    run(&mut session, 25 * SECOND, u64::MAX);
    let times: Vec<_> = session.log().iter().map(|logged| logged.time.as_nanos()).collect();
    assert_eq!(times, [10 * SECOND, 20 * SECOND]);
}

#[test]
fn faults_whose_time_is_over_do_not_come() {
    let mut session = session("echo", "");
    run(&mut session, 5 * SECOND, u64::MAX);
    session.set_faults(FaultScript::read("1s kill relay\n6s kill relay").unwrap());
    run(&mut session, 10 * SECOND, u64::MAX);
    assert_eq!(session.log().len(), 1);
}

#[test]
fn a_run_with_a_script_is_the_same_in_pieces_of_any_size_and_is_made_again_without_it() {
    let script = "0s pause app:ponger\n1ms resume app:ponger\n3ms crash app:ponger\n5ms chaos drop 100 delay 50";
    for scenario in ["ping-pong", "fan-in", "supervisor", "echo"] {
        let script: &str = if scenario == "ping-pong" {
            script
        } else {
            "1s chaos drop 50 crash 5 spawn 100 delay 100"
        };
        let runs: Vec<_> = [1, 7, u64::MAX]
            .into_iter()
            .map(|turns| {
                let mut session = session(scenario, script);
                let until = if scenario == "ping-pong" { SECOND / 100 } else { 3 * SECOND };
                run(&mut session, until, turns);
                session
            })
            .collect();
        let hash = |session: &Session| session.kernel().trace().hash();
        assert!(runs.iter().all(|session| hash(session) == hash(&runs[0])), "{scenario}");
        assert!(!runs[0].log().is_empty(), "{scenario}");
        let found = scenario::find(scenario).unwrap();
        let project = rehearsal::stage::RunProject::Scenario(scenario.into());
        let file = RunFile::of(&runs[0], project, Settings::default(), found.targets());
        let file = RunFile::from_json(&file.to_json().unwrap()).unwrap();
        let mut replay = file.replay(&found.project()).unwrap();
        while !replay.go(11) {}
        assert_eq!(file.compare(replay.session()), Replayed::Same, "{scenario}");
    }
}

#[test]
fn a_step_that_comes_to_a_fault_does_the_fault() {
    let scenario = scenario::find("key-value").unwrap();
    let mut player = Player::new(scenario, Settings::default(), Pace::Max, false).unwrap();
    player.set_faults(FaultScript::read("0s fail spawn").unwrap());
    player.step();
    assert_eq!(player.session().log().len(), 1);
    assert_eq!(player.session().kernel().turn(), 0);
    player.step();
    assert_eq!(player.session().kernel().turn(), 1);
}

#[test]
fn a_player_waits_for_a_fault_of_its_script() {
    let scenario = scenario::find("key-value").unwrap();
    let mut player = Player::new(scenario, Settings::default(), Pace::Times(1.0), true).unwrap();
    player.set_faults(FaultScript::read("30s kill kv").unwrap());
    for _ in 0..200 {
        player.slice(Duration::from_millis(200), Budget::UNLIMITED);
    }
    assert_eq!(player.session().log().len(), 1);
}

#[test]
fn what_is_wrong_with_a_script_is_said_of_each_line() {
    let problems =
        FaultScript::read("soon kill relay\n1s dorp next\n\n2s\n3s kill relay").unwrap_err();
    let said: Vec<_> = problems.iter().map(|problem| (problem.line, &*problem.message)).collect();
    assert_eq!(
        said,
        [
            (1, "a line begins with when: \"5s kill relay\", but here stands \"soon\""),
            (2, "there is no fault \"dorp\"; did you mean \"drop\"?"),
            (4, "here is missing: a fault"),
        ]
    );
}

/// The run as a file that was saved, opened, and made again: how it is opened anywhere.
fn opened(id: &str, session: &Session) -> (String, Player) {
    let found = scenario::find(id).unwrap();
    let project = RunProject::Scenario(id.into());
    let file = RunFile::of(session, project, Settings::default(), found.targets());
    let text = file.to_json().unwrap();
    let file = RunFile::from_json(&text).unwrap();
    let mut replay = file.replay(&found.project()).unwrap();
    while !replay.go(11) {}
    assert_eq!(file.compare(replay.session()), Replayed::Same, "{id}");
    let mut player = Player::of_replay(found, file.settings, replay.into_session(), Pace::Max);
    player.go_on_with_faults(file.faults);
    player.play();
    (text, player)
}

fn planned(session: &Session) -> Vec<String> {
    session.faults_to_come().lines().map(|(_, line)| line).collect()
}

#[test]
fn a_run_that_is_opened_half_way_through_its_script_comes_to_the_rest_of_it_and_to_nothing_twice() {
    let script = "1ms pause app:pong\n2ms resume app:pong\n3ms chaos drop 100 delay 50\n3ms crash app:pong as Timeout too slow\n4ms chaos off";
    for (until, left) in [(0, 5), (SECOND / 1000, 5), (2_500_000, 3), (3_500_000, 1)] {
        let mut whole = session("ping-pong", script);
        run(&mut whole, SECOND / 200, 7);
        let mut half = session("ping-pong", script);
        run(&mut half, until, 7);
        let (text, player) = opened("ping-pong", &half);
        assert_eq!(planned(player.session()).len(), left, "{until}: {text}");
        assert_eq!(planned(player.session()), planned(&half));
        let (again, mut other) = opened("ping-pong", player.session());
        assert_eq!(again, text, "what was opened is saved as it was");
        // Through a player, and with a hash that tells.
        let session = other_session(&mut other, SECOND / 200);
        let hash = |session: &Session| session.kernel().trace().hash();
        assert_eq!(hash(session), hash(&whole), "{until}");
        assert_eq!(session.log(), whole.log());
        assert_eq!(session.fault_outcomes().len(), left);
    }
}

/// Runs it up to an instant.
fn other_session(player: &mut Player, until: u64) -> &Session {
    player.run_until(Until::Time(Time::from_nanos(until)));
    while player.is_playing() {
        player.slice(Duration::ZERO, Budget::turns(13));
    }
    player.session()
}

#[test]
fn a_run_that_goes_on_from_an_earlier_moment_comes_again_to_what_came_since_and_to_nothing_twice() {
    let script = "# two\n200us pause app:pong\n\n300us resume app:pong\n400us kill app:pong";
    let mut whole = session("ping-pong", script);
    run(&mut whole, 500_000, 7);
    // As it is played, and after it was opened from a file.
    for from_file in [false, true] {
        let mut half = session("ping-pong", script);
        run(&mut half, 350_000, 7);
        let event_of = |at: u64| {
            let trace = half.kernel().trace();
            (1..=trace.total()).find(|n| trace.get(*n).is_some_and(|record| record.time() >= at))
        };
        // After the pause nothing happens until the resume.
        let (before, between) = (event_of(5_000).unwrap(), event_of(200_000).unwrap());
        for (event, came) in [(before, 0), (between, 1)] {
            let mut player = if from_file {
                opened("ping-pong", &half).1
            } else {
                let scenario = scenario::find("ping-pong").unwrap();
                let mut played =
                    Player::new(scenario, Settings::default(), Pace::Max, true).unwrap();
                played.set_faults(FaultScript::read(script).unwrap());
                other_session(&mut played, 350_000);
                played
            };
            let mut replay = player.replay_until(event).unwrap();
            while !replay.go(10) {}
            player.fork(replay.into_session());
            let lines: Vec<_> = player.session().faults_to_come().lines().collect();
            assert_eq!(lines.len(), 3 - came, "{lines:?}");
            if !from_file {
                let numbers: Vec<_> = lines.iter().map(|(number, _)| *number).collect();
                assert_eq!(numbers, [2, 4, 5][came..]);
                assert_eq!(player.session().fault_outcomes().len(), came);
            }
            let session = other_session(&mut player, 500_000);
            assert_eq!(session.log(), whole.log());
        }
    }
}

#[test]
fn a_script_that_was_switched_off_does_not_come_again_to_a_run_that_goes_on_from_before() {
    let scenario = scenario::find("ping-pong").unwrap();
    let mut player = Player::new(scenario, Settings::default(), Pace::Max, true).unwrap();
    player.set_faults(FaultScript::read("1ms fail spawn\n9ms fail spawn").unwrap());
    other_session(&mut player, 2_000_000);
    player.set_faults(FaultScript::default());
    let mut replay = player.replay_until(10).unwrap();
    while !replay.go(10) {}
    player.fork(replay.into_session());
    assert!(player.session().faults_to_come().is_empty());
}

#[test]
fn chance_goes_on_in_a_run_that_is_opened() {
    let mut whole = session("ping-pong", "1ms chaos duplicate 300 delay 300 by 1ms");
    run(&mut whole, SECOND / 200, 7);
    let mut half = session("ping-pong", "1ms chaos duplicate 300 delay 300 by 1ms");
    run(&mut half, SECOND / 400, 7);
    let (_, mut player) = opened("ping-pong", &half);
    assert_eq!(
        Fault::Chaos(player.session().kernel().chaos()).to_string(),
        "chaos duplicate 300 delay 300 by 1ms"
    );
    let session = other_session(&mut player, SECOND / 200);
    assert_eq!(session.kernel().trace().hash(), whole.kernel().trace().hash());
}

#[test]
fn what_is_wrong_with_the_faults_of_a_file_is_said() {
    let mut half = session("echo", "5s kill relay\n7s fail spawn");
    run(&mut half, SECOND, 7);
    let found = scenario::find("echo").unwrap();
    let project = RunProject::Scenario("echo".into());
    let text = RunFile::of(&half, project, Settings::default(), found.targets()).to_json().unwrap();
    assert!(text.contains("\"faults\": ["), "{text}");
    let said = |from: &str, to: &str| {
        RunFile::from_json(&text.replace(from, to)).unwrap_err().message.to_string()
    };
    assert_eq!(
        said("7s fail spawn", "7s fial spawn"),
        "something is wrong in this run: /faults/1: there is no fault \"fial\"; did you mean \"fill\"?"
    );
    assert_eq!(
        said("7s fail spawn", "4s fail spawn"),
        "something is wrong in this run: /faults: expected faults in the order of their times"
    );
    assert_eq!(
        said("\"5s kill relay\"", "5"),
        "something is wrong in this run: /faults/0: expected a text"
    );
}
