//! Faults that come at instants of virtual time.

use rehearsal::runtime::{Budget, Next};
use rehearsal::stage::{FaultScript, Pace, Player, Replayed, RunFile, Session, Settings, scenario};
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
