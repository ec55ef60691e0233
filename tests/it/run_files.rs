//! Runs that are written to a file and made again of it.

use rehearsal::project::{Project, Target};
use rehearsal::runtime::{Budget, Fault, Next, Order};
use rehearsal::stage::{
    Input, LoggedInput, Replay, Replayed, RunFile, RunProject, Session, Settings, scenario,
};
use rehearsal::trace::{Digests, story};
use rehearsal::{Actor, Context, Error, Rng, Time, Value};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Runs of each scenario; 500 when it is compiled with `REHEARSAL_SOAK` set.
const RUNS: u64 = if option_env!("REHEARSAL_SOAK").is_some() { 500 } else { 10 };

/// Something that a reader may do, not always with success.
pub fn deed(rng: &mut Rng, session: &Session) -> Input {
    let process = rng.below(12) as u32;
    let services = session.services();
    let service = match services.len() as u64 {
        0 => "app:none".into(),
        count => services[rng.below(count) as usize].id.clone(),
    };
    match rng.below(14) {
        0..=2 => {
            Input::Line { process: 1 + rng.below(5) as u32, text: format!("line {process}").into() }
        }
        3 => Input::Send { to: "kv".into(), topic: "get".into(), payload: some_value(rng, 2) },
        4 => Input::Kill { process },
        5 => Input::Cancel { process, reason: "enough".into() },
        6 => Input::StopService { service },
        7 if rng.below(2) == 0 => Input::Next { process, message: rng.below(2) * rng.below(80) },
        7 => Input::StartService { service },
        8..=12 => Input::Fault(some_fault(rng, session)),
        _ => Input::EndOfInput { process },
    }
}

/// A fault, which cannot always be done.
fn some_fault(rng: &mut Rng, session: &Session) -> Fault {
    let living: Vec<u32> = session.kernel().living().collect();
    let who = living.get(rng.below(living.len() as u64 + 1) as usize).unwrap_or(&99);
    let letters = session.kernel().mailbox(*who, 10);
    let letter = letters.get(rng.below(letters.len() as u64 + 1) as usize);
    let message = letter.map_or_else(|| "next".to_owned(), |letter| format!("#{}", letter.event));
    let (n, who) = (rng.below(300), format!("0x{who:05x}"));
    let line = match rng.below(14) {
        0 => format!("crash {who} as Timeout it took {n} ms"),
        1 => format!("pause {who}"),
        2 => format!("resume {who}"),
        3 => format!("fill {who}"),
        4 => format!("unfill {who}"),
        5 => format!("drop {message}"),
        6 => format!("delay {message} by {n}ms"),
        7 => format!("duplicate {message}"),
        8 => format!("move {message} {}", ["front", "later", "back"][rng.below(3) as usize]),
        9 => format!("edit {message} topic other payload {{\"n\": {n}.5}}"),
        10 => format!("delay next to {who} by {n}ms"),
        11 => "fail spawn".to_owned(),
        12 => "chaos off".to_owned(),
        _ => format!("chaos drop {n} duplicate 90 delay 300 reorder 90 crash 9 spawn 90 by {n}ms"),
    };
    line.parse().unwrap()
}

/// A value of any kind that a message may carry.
pub fn some_value(rng: &mut Rng, depth: u64) -> Value {
    let some = |rng: &mut Rng| -> Vec<Value> {
        (0..rng.below(4)).map(|_| some_value(rng, depth - 1)).collect()
    };
    match rng.below(if depth == 0 { 9 } else { 13 }) {
        0 => Value::Nil,
        1 => Value::Bool(rng.below(2) == 0),
        2 => Value::Int(rng.next_u64() as i64),
        3 => Value::Float(f64::from_bits(rng.next_u64())),
        4 => Value::Float(rng.below(3) as f64),
        5 => Value::Bytes((0..rng.below(5)).map(|_| rng.below(256) as u8).collect()),
        6 => Value::from(["$map", "$", "é\u{0}\u{202e}", "__proto__"][rng.below(4) as usize]),
        7 => Value::from([f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0][rng.below(4) as usize]),
        8 => Value::from(Error::invalid("no bread").with_retryable(true).with_details(7)),
        9 => Value::list(some(rng)),
        10 => Value::several(some(rng)),
        11 => {
            Value::Map(some(rng).into_iter().map(|key| (key, some_value(rng, depth - 1))).collect())
        }
        _ => {
            let names = ["$bytes", "$map", "name", ""];
            let entry = |value| (Value::from(names[rng.below(4) as usize]), value);
            Value::Map(some(&mut Rng::new(depth)).into_iter().map(entry).collect())
        }
    }
}

/// As much as a pace, a step or a pause may allow.
fn some_budget(rng: &mut Rng) -> Budget {
    let some = rng.below(300);
    match rng.below(4) {
        0 => Budget { events: some, ..Budget::UNLIMITED },
        1 => Budget::deliveries(some),
        _ => Budget::turns(some),
    }
}

/// A run of a scenario, in which somebody does this and that.
pub fn played(id: &str, seed: u64) -> (Session, RunFile) {
    let mut rng = Rng::new(seed);
    let order = if rng.below(2) == 0 { Order::Fifo } else { Order::Shuffled };
    let settings = Settings { seed: rng.next_u64(), order, ..Settings::default() };
    let scenario = scenario::find(id).unwrap();
    let mut session = Session::new(&scenario.project(), settings, scenario.targets()).unwrap();
    let mut until = 0;
    for _ in 0..rng.below(12) {
        until += rng.below(2_000_000_000);
        session.run(Time::from_nanos(until), some_budget(&mut rng));
        let input = deed(&mut rng, &session);
        session.input(input).ok();
    }
    session.run(Time::from_nanos(until + rng.below(1_000_000_000)), Budget::turns(rng.below(100)));
    let project = RunProject::Scenario(id.into());
    let mut file = RunFile::of(&session, project, settings, scenario.targets());
    if rng.below(2) == 0 {
        file.breakpoints = vec!["receive get* after 2".parse().unwrap(), "exit".parse().unwrap()];
        file.view = Value::map([("event", 7.into())]);
    }
    (session, file)
}

#[test]
fn a_run_is_made_again_of_its_file_event_for_event_in_pieces_of_any_size() {
    for scenario in scenario::SCENARIOS {
        for seed in 0..RUNS {
            let (session, written) = played(scenario.id, seed);
            let file = RunFile::from_json(&written.to_json().unwrap()).unwrap();
            assert_eq!(file, written, "{} {seed}", scenario.id);
            let mut replay = file.replay(&scenario.project()).unwrap();
            while !replay.go(1 + seed * 13) {}
            assert_eq!(file.compare(replay.session()), Replayed::Same, "{} {seed}", scenario.id);
            assert_eq!(replay.session().log(), session.log());
        }
    }
}

/// Asserts that the log of a session makes it again, event for event.
fn made_again(what: &str, project: &Project, targets: &[Target], session: &Session) {
    let (log, end) = (session.log().to_vec(), session.moment());
    let replay = Replay::new(project, Settings::default(), targets.to_vec(), log, end);
    let mut replay = replay.unwrap();
    while !replay.go(50) {}
    let (one, other) = (story(session.kernel().trace()), story(replay.session().kernel().trace()));
    let differ = one.lines().zip(other.lines()).find(|(a, b)| a != b);
    assert_eq!(differ, None, "{what}");
    assert_eq!(one.len(), other.len(), "{what}");
}

/// Where a step, a pause and slow motion may stop.
const STOPS: [Budget; 3] =
    [Budget::turns(1), Budget::deliveries(1), Budget { events: 1, ..Budget::UNLIMITED }];

/// Wherever it stops, something comes from outside.
fn bothered(mut session: Session, stop: Budget) -> Session {
    for _ in 0..300 {
        let next = session.run(Time::from_nanos(3_000_000_000), stop);
        session.input(Input::Kill { process: 999 }).unwrap_err();
        if next != Next::AtOnce {
            break;
        }
    }
    session
}

#[test]
fn what_came_while_a_run_was_stopped_comes_again_at_the_same_place() {
    for scenario in scenario::SCENARIOS {
        for stop in STOPS {
            let (project, targets) = (scenario.project(), scenario.targets());
            let session = Session::new(&project, Settings::default(), targets.clone()).unwrap();
            let what = format!("{}, stopped by {stop:?}", scenario.id);
            made_again(&what, &project, &targets, &bothered(session, stop));
        }
    }
}

/// Sets timers, and asks for none of them.
async fn forgetful(ctx: Context) -> Result<(), Error> {
    let _timers = [ctx.after("10ms")?, ctx.after("20ms")?, ctx.after("900ms")?];
    ctx.sleep("30ms").await?;
    ctx.sleep("2s").await
}

#[test]
fn the_same_is_true_where_timers_fire_that_nobody_waits_for() {
    let project = Project::new().process_host("app:processes").unwrap();
    let project = project.process("app:main", Actor::new(forgetful)).unwrap();
    let target =
        Target { entry: "app:main".into(), host: "app:processes".into(), args: Vec::new() };
    let targets = vec![target];
    for stop in STOPS {
        for until in [5, 10, 11, 15, 20, 25, 29, 30, 31, 500, 900, 901, 1_000] {
            let mut session = Session::new(&project, Settings::default(), targets.clone()).unwrap();
            session.run(Time::from_nanos(until * 1_000_000), Budget::UNLIMITED);
            session.input(Input::Kill { process: 999 }).unwrap_err();
            let session = bothered(session, stop);
            made_again(&format!("{until} ms, then {stop:?}"), &project, &targets, &session);
        }
    }
}

#[test]
fn a_run_that_was_made_again_goes_on_as_the_first_one_does() {
    for scenario in scenario::SCENARIOS {
        let (mut first, file) = played(scenario.id, 7);
        let mut replay = file.replay(&scenario.project()).unwrap();
        while !replay.go(u64::MAX) {}
        let mut second = replay.into_session();
        for session in [&mut first, &mut second] {
            let now = session.moment().time;
            session.input(Input::Line { process: 3, text: "and on".into() }).ok();
            session.run(Time::from_nanos(now.as_nanos() + 3_000_000_000), Budget::turns(1_000));
        }
        let hash = |session: &Session| session.kernel().trace().hash();
        assert_eq!(hash(&first), hash(&second), "{}", scenario.id);
    }
}

#[test]
fn values_of_all_kinds_are_read_as_they_were_written() {
    let mut rng = Rng::new(42);
    for _ in 0..RUNS * 50 {
        let payload = some_value(&mut rng, 3);
        let (mut session, _) = played("echo", 1);
        session.input(Input::Send { to: "x".into(), topic: "t".into(), payload }).ok();
        let project = RunProject::Scenario("echo".into());
        let file = RunFile::of(&session, project, Settings::default(), Vec::new());
        let text = file.to_json().unwrap();
        let again = RunFile::from_json(&text).unwrap();
        assert_eq!(format!("{again:?}"), format!("{file:?}"), "{text}"); // NaN is not equal to itself
    }
}

/// What is wrong with a text, as a run.
fn complaint(text: &str) -> String {
    RunFile::from_json(text).unwrap_err().message.to_string()
}

#[test]
fn a_file_that_ends_too_early_is_refused_wherever_it_ends() {
    let (_, file) = played("echo", 3);
    let text = file.to_json().unwrap();
    let whole = text.trim_end().len();
    for end in (0..whole).filter(|end| text.is_char_boundary(*end)) {
        assert!(
            complaint(&text[..end]).contains("ends too early"),
            "{end}: {}",
            complaint(&text[..end])
        );
    }
}

#[test]
fn what_is_no_run_or_one_of_another_version_is_refused_with_a_word_on_what_to_do() {
    let (_, file) = played("echo", 3);
    let text = file.to_json().unwrap();
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        complaint(&text.replacen(from, to, 1))
    };
    assert_eq!(complaint("{}"), "this is no run of Rehearsal: it does not say its format");
    assert_eq!(complaint("7"), "this is no run of Rehearsal: it does not say its format");
    assert!(
        complaint("<html>").starts_with("this is no run of Rehearsal: not JSON: expected value")
    );
    assert!(changed("rehearsal-run", "slides").ends_with(r#"its format is "slides""#));
    assert_eq!(
        changed(r#""version": 1"#, r#""version": 2"#),
        "the run was written in version 2 of the format, and this Rehearsal reads version 1: open it with another one"
    );
    for (from, to, said) in [
        (r#""order": "fifo""#, r#""order": "lifo""#, r#"/order: expected "fifo" or "shuffled""#),
        (r#""seed""#, r#""sed""#, r#"the run: there is no field "sed"; did you mean "seed"?"#),
        (r#""hash": ""#, r#""hash": "x"#, "/end/hash: expected 16 hex digits"),
        (r#""hash""#, r#""Hash""#, r#"/end: there is no field "Hash"; did you mean "hash"?"#),
        (r#""scenario": "echo""#, r#""scenario": 7"#, "/project/scenario: expected a text"),
        (r#""scenario""#, r#""scenery""#, r#"/project: expected "scenario" or "files""#),
        (
            r#""record_channels": false"#,
            r#""record_channels": 0"#,
            "/record_channels: expected true or false",
        ),
        (r#""targets": ["#, r#""targets": [{},"#, r#"/targets/0: the field "entry" is missing"#),
        (
            r#""inputs": ["#,
            r#""inputs": [{"turn": 1, "time": 1, "input": {"shout": {}}},"#,
            r#"/inputs/0/input: there is no input "shout""#,
        ),
        (
            r#""inputs": ["#,
            r#""inputs": [{"turn": -1, "time": 1, "input": {"kill": {"process": 1}}},"#,
            "/inputs/0/turn: expected a whole number that is not negative, and not too large",
        ),
        (
            r#""inputs": ["#,
            r#""inputs": [{"turn": 1, "time": 1, "input": {"kill": {"process": 4294967296}}},"#,
            "/inputs/0/input/kill/process: expected a whole number that is not negative, and not too large",
        ),
        (
            r#""inputs": ["#,
            r#""inputs": [{"turn": 1, "time": 1, "input": {"send": {"to": "", "topic": "", "payload": {"$float": 1}}}},"#,
            "/inputs/0/input/send/payload: an object with the only key \"$float\" is no value: such keys are $float, $bytes, $map, $payloads and $error, with what belongs to them",
        ),
    ] {
        assert_eq!(changed(from, to), format!("something is wrong in this run: {said}"));
    }
}

#[test]
fn whoever_refuses_a_file_in_another_language_is_told_why_and_where() {
    let (_, file) = played("echo", 3);
    let text = file.to_json().unwrap();
    let later = text.replacen(r#""version": 1"#, r#""version": 2"#, 1);
    let wrong = text.replacen(r#""order": "fifo""#, r#""order": "lifo""#, 1);
    for (text, refusal, place, detail) in [
        (&text[..9], "cut_off", "", "not JSON: EOF"),
        ("<html>", "not_json", "", "not JSON: expected value"),
        ("{}", "no_format", "", ""),
        (r#"{"format": "slides"}"#, "other_format", "", "\"slides\""),
        (&later, "other_version", "", "2"),
        (&wrong, "malformed", "/order", "expected \"fifo\" or \"shuffled\""),
    ] {
        let details = RunFile::from_json(text).unwrap_err().details.unwrap();
        let said = |key| details.get(key).as_str().unwrap();
        assert_eq!((said("refusal"), said("place")), (refusal, place), "{text}");
        assert!(said("detail").starts_with(detail), "{details}");
    }
}

#[test]
fn numbers_of_64_bits_are_kept() {
    let (_, mut file) = played("echo", 3);
    file.settings.seed = u64::MAX;
    file.end.moment.time = Time::MAX;
    assert_eq!(RunFile::from_json(&file.to_json().unwrap()).unwrap(), file);
}

#[test]
fn inputs_that_go_back_in_time_are_refused() {
    let (_, mut file) = played("echo", 3);
    file.end.moment.turn = 0;
    let wrong = complaint(&file.to_json().unwrap());
    assert!(wrong.starts_with("something is wrong in this run: /end: it is at turn 0"), "{wrong}");
    assert!(file.inputs.len() > 1);
    file.inputs.reverse();
    let wrong = complaint(&file.to_json().unwrap());
    assert!(wrong.starts_with("something is wrong in this run: /inputs/1: it is at"), "{wrong}");
}

#[test]
fn a_run_that_was_tampered_with_is_another_one() {
    let is_line = |logged: &LoggedInput| matches!(logged.input, Input::Line { .. });
    let mut files = (0..).map(|seed| played("echo", seed).1);
    let mut file = files.find(|file| file.inputs.iter().any(is_line)).unwrap();
    file.settings.seed += 1;
    file.inputs.retain(|logged| !is_line(logged));
    let project = scenario::find("echo").unwrap().project();
    let mut replay = file.replay(&project).unwrap();
    while !replay.go(u64::MAX) {}
    let Replayed::Other { end, agrees, parts } = file.compare(replay.session()) else {
        panic!("it is the same")
    };
    assert_ne!(end.hash, file.end.hash);
    assert_eq!(parts, agrees + 1);
    file.digests = Digests::default();
    let Replayed::Other { agrees, .. } = file.compare(replay.session()) else {
        panic!("it is the same")
    };
    assert_eq!(agrees, 0);
}

#[test]
fn where_a_run_parts_from_the_one_that_was_written_is_known_exactly_or_to_a_thousand_events() {
    let scenario = scenario::find("ping-pong").unwrap();
    let settings = Settings::default();
    let mut session = Session::new(&scenario.project(), settings, scenario.targets()).unwrap();
    session.run(Time::MAX, Budget::turns(10_000));
    let killed = session.kernel().trace().total();
    session.input(Input::Kill { process: 1 }).ok();
    session.run(Time::MAX, Budget::turns(5_000));
    let project = RunProject::Scenario(scenario.id.into());
    let mut file = RunFile::of(&session, project, settings, scenario.targets());
    file.inputs.clear();
    let mut replay = file.replay(&scenario.project()).unwrap();
    while !replay.go(u64::MAX) {}
    let Replayed::Other { agrees, parts, .. } = file.compare(replay.session()) else {
        panic!("it is the same")
    };
    assert_eq!((agrees, parts), (killed, killed + 1));
    file.digests = Digests::default();
    let Replayed::Other { agrees, parts, .. } = file.compare(replay.session()) else {
        panic!("it is the same")
    };
    assert!(
        killed > 10_000 && (agrees..=parts).contains(&(killed + 1)),
        "{agrees} {killed} {parts}"
    );
    assert!(parts - agrees <= 1_024);
}

#[cfg(all(feature = "lua", feature = "manifest"))]
#[test]
fn the_run_in_the_documentation_is_made_again_everywhere() {
    use rehearsal::project::manifest::{Files, read};

    let text = include_str!("../../docs/run-format/echo.json");
    let file = RunFile::from_json(text).unwrap();
    assert_eq!(
        file.to_json().unwrap(),
        text,
        "write it anew: its command is in docs/run-format.md"
    );
    let RunProject::Files { files, .. } = &file.project else { panic!("it has files") };
    let files = Files::from_iter(files.iter().map(|(path, text)| (path, text.as_str())));
    let project = read(&files).unwrap().with_scripts(scenario::compiled_in).unwrap();
    let mut replay = file.replay(&project).unwrap();
    while !replay.go(3) {}
    assert_eq!(file.compare(replay.session()), Replayed::Same);
}
