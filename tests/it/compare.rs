//! Two runs compared, and a run compared with what its file says of it.

use rehearsal::compare::{Compare, Field, Reason, Report, Which};
use rehearsal::project::Project;
use rehearsal::runtime::Budget;
use rehearsal::stage::{
    Input, LoggedInput, Moment, Replayed, RunFile, RunProject, Session, Settings, scenario,
};
use rehearsal::trace::{Digests, Kind};
use rehearsal::{Rng, Time, Value};

use crate::run_files::{deed, played};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Pairs of each scenario.
const PAIRS: u64 = 12;

fn project(file: &RunFile) -> Project {
    let RunProject::Scenario(id) = &file.project else { panic!("files") };
    scenario::find(id).unwrap().project()
}

/// Compares them in pieces of so many turns.
fn compared(one: &RunFile, other: &RunFile, turns: u64) -> Report {
    let (ours, theirs) = (project(one), project(other));
    let mut compare = Compare::new((one, &ours), (other, &theirs)).unwrap();
    while !compare.go(turns).unwrap() {}
    compare.report()
}

fn compared_with_written(file: &RunFile) -> Report {
    let mut compare = Compare::with_written(file, &project(file)).unwrap();
    while !compare.go(3).unwrap() {}
    compare.report()
}

/// The same inputs, but for the end: what is made again of it is the run up to there.
fn made_again(file: &RunFile) -> RunFile {
    let mut replay = file.replay(&project(file)).unwrap();
    while !replay.go(100) {}
    let targets = file.targets.clone();
    RunFile::of(replay.session(), file.project.clone(), file.settings, targets)
}

#[test]
fn a_run_is_the_same_as_itself_in_pieces_of_any_size() {
    for scenario in scenario::SCENARIOS {
        for seed in 0..PAIRS {
            let (_, file) = played(scenario.id, seed);
            let read = RunFile::from_json(&file.to_json().unwrap()).unwrap();
            let report = compared(&file, &read, 1 + seed * 7);
            assert_eq!((report.same, report.event), (true, None), "{} {seed}", scenario.id);
            assert!(report.one.remade && report.other.remade && report.reasons.is_empty());
            assert!(compared_with_written(&file).same);
        }
    }
}

/// Numbers of events of two runs that hold something else, found by holding both whole traces against each other.
fn first_difference(one: &RunFile, other: &RunFile) -> Option<u64> {
    let traced = |file: &RunFile| {
        let mut replay = file.replay(&project(file)).unwrap();
        while !replay.go(1_000) {}
        let trace = replay.session().kernel().trace();
        let text = |id: u64| trace.text(u32::try_from(id).unwrap_or_default()).to_string();
        let all = (1..=trace.total()).map(|number| trace.get(number).unwrap());
        let all = all.map(|record| {
            let a = match record.kind() {
                Kind::Spawn | Kind::Refused => text(record.a()),
                _ => record.a().to_string(),
            };
            let payload = trace.payload_of(&record).map(Value::to_json);
            (
                [record.time(), record.cause(), u64::from(record.turn()), record.b()],
                (record.kind(), record.flags(), record.process(), record.peer()),
                (a, text(record.text().into()), payload),
            )
        });
        all.collect::<Vec<_>>()
    };
    let (a, b) = (traced(one), traced(other));
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    (same < a.len().max(b.len())).then_some(same as u64 + 1)
}

#[test]
fn one_input_that_is_another_lets_two_runs_part_at_it_or_later_and_never_before() {
    let mut parted = 0;
    for scenario in scenario::SCENARIOS {
        for seed in 0..PAIRS {
            let (session, one) = played(scenario.id, seed);
            let mut rng = Rng::new(seed + 1_000);
            if one.inputs.is_empty() {
                continue;
            }
            let index = rng.below(one.inputs.len() as u64) as usize;
            let mut changed = one.clone();
            changed.inputs[index].input = deed(&mut rng, &session);
            let other = made_again(&changed);
            let report = compared(&one, &other, 1 + seed * 5);
            let what = format!("{} {seed}", scenario.id);
            assert_eq!(report.event, first_difference(&one, &other), "{what}");
            assert_eq!(
                (report.event, report.same),
                (report.until, report.event.is_none()),
                "{what}"
            );
            let Some(event) = report.event else { continue };
            parted += 1;
            let until = event_of_input(&one, index);
            assert!(event >= until, "{what}: {event} comes before the input, {until}");
            let last = report.before.last().map_or(0, |told| told.number);
            assert_eq!(last + 1, event, "{what}");
            let reason =
                report.reasons.iter().find(|reason| matches!(reason, Reason::Input { .. }));
            let Some(Reason::Input { number, .. }) = reason else { panic!("{what}: {report:?}") };
            assert_eq!(*number, index as u64 + 1, "{what}");
        }
    }
    assert!(parted > 20, "{parted}");
}

/// How many events there were before an input of a run came, and one more.
fn event_of_input(file: &RunFile, index: usize) -> u64 {
    let LoggedInput { turn, time, .. } = file.inputs[index];
    let mut before = file.clone();
    before.inputs.truncate(index);
    before.end.moment = Moment { turn, time };
    let mut replay = before.replay(&project(file)).unwrap();
    while !replay.go(100) {}
    replay.session().kernel().trace().total() + 1
}

#[test]
fn a_run_that_was_written_earlier_ends_where_the_other_goes_on() {
    let (_, long) = played("ping-pong", 3);
    let mut short = long.clone();
    short.end.moment.turn /= 2;
    short.inputs.retain(|logged| logged.turn <= short.end.moment.turn);
    let short = made_again(&short);
    let report = compared(&short, &long, 10);
    assert_eq!(report.event, Some(short.end.events + 1));
    assert_eq!(report.one.lines.len(), 0);
    assert_eq!(report.other.lines[0].number, short.end.events + 1);
    let said = format!("the first run ends after {} events, the second goes on", short.end.events);
    assert_eq!(report.sentence(), said);
}

#[test]
fn settings_and_files_that_differ_are_the_reasons() {
    let (_, one) = played("echo", 1);
    let mut other = one.clone();
    other.settings.seed ^= 1;
    other.inputs.clear();
    let report = compared(&one, &made_again(&other), 10);
    let first = report.reasons.first();
    assert!(
        report.same || matches!(first, Some(Reason::Setting { name: "seed", .. })),
        "{first:?}"
    );
    let files = |texts: &[(&str, &str)]| {
        let texts = texts.iter().map(|(path, text)| ((*path).into(), (*text).into()));
        let project =
            RunProject::Files { name: "x".into(), files: texts.collect(), overrides: vec![] };
        RunFile { project, ..one.clone() }
    };
    let (a, b) = (files(&[("a", "1"), ("b", "1")]), files(&[("b", "2"), ("c", "1")]));
    let mut compare = Compare::new((&a, &project(&one)), (&b, &project(&one))).unwrap();
    while !compare.go(10).unwrap() {}
    assert!(compare.report().same, "the projects are the same, whatever the files say");
    let b = RunFile { inputs: Vec::new(), ..b };
    let mut compare = Compare::new((&a, &project(&one)), (&b, &project(&one))).unwrap();
    while !compare.go(10).unwrap() {}
    let file = |path: &str, which| Reason::File { path: path.into(), which };
    let expected = [file("a", Which::One), file("b", Which::Both), file("c", Which::Other)];
    assert_eq!(compare.report().reasons[..3], expected);
}

/// A run whose file was changed after it was written: an input is another one.
fn tampered() -> (RunFile, RunFile) {
    let (_, written) =
        (0..).map(|seed| played("key-value", seed)).find(|(_, file)| parts(file)).unwrap();
    let mut changed = written.clone();
    changed.inputs.truncate(written.inputs.len() - 1);
    (written, changed)
}

fn parts(file: &RunFile) -> bool {
    let mut less = file.clone();
    less.inputs.pop().is_some() && first_difference(file, &less).is_some_and(|event| event > 20)
}

#[test]
fn the_first_event_that_is_another_than_was_written_is_named_exactly() {
    let (written, changed) = tampered();
    let expected = first_difference(&written, &changed).unwrap();
    let text = changed.to_json().unwrap();
    let file = RunFile::from_json(&text).unwrap();
    let report = compared_with_written(&file);
    assert_eq!((report.event, report.until), (Some(expected), Some(expected)));
    let kinds = written.digests.kind(expected).map(Kind::name);
    assert_eq!(report.other.lines[0].kind, kinds);
    assert_eq!(report.reasons, [Reason::Recorded]);
    assert!(!report.one.remade);
    let mut replay = file.replay(&project(&file)).unwrap();
    while !replay.go(100) {}
    let Replayed::Other { agrees, parts, .. } = file.compare(replay.session()) else { panic!() };
    assert_eq!((agrees, parts), (expected - 1, expected));
}

#[test]
fn a_file_without_digests_is_read_and_leaves_open_which_event_it_is() {
    let (_, mut changed) = tampered();
    changed.digests = Digests::default();
    let text = changed.to_json().unwrap();
    assert!(!text.contains("digests"));
    let report = compared_with_written(&RunFile::from_json(&text).unwrap());
    assert!(!report.same);
    assert!(report.until > report.event, "{report:?}");
    assert!(report.sentence().ends_with("the file does not say which"));
}

/// A run of so many events, after which a process is killed that there is not, and 2,000 more.
fn long(events: u64) -> RunFile {
    let scenario = scenario::find("ping-pong").unwrap();
    let settings = Settings::default();
    let mut session = Session::new(&scenario.project(), settings, scenario.targets()).unwrap();
    let until = Time::from_nanos(u64::MAX / 2);
    session.run(until, Budget { until_event: events, ..Budget::UNLIMITED });
    session.input(Input::Kill { process: 999 }).unwrap_err();
    session.run(until, Budget { until_event: events + 2_000, ..Budget::UNLIMITED });
    RunFile::of(&session, RunProject::Scenario("ping-pong".into()), settings, scenario.targets())
}

#[test]
fn runs_that_are_longer_than_what_is_kept_of_them_are_compared_whole() {
    let one = long(150_000);
    assert!(compared(&one, &one, 1_000).same);
    let mut other = one.clone();
    other.inputs[0].input = Input::Kill { process: 998 };
    let report = compared(&one, &made_again(&other), 1_000);
    assert!(report.event.is_some_and(|event| event > 150_000), "{:?}", report.event);
    assert_eq!(report.event, Some(event_of_input(&one, 0)));
}

#[test]
fn beyond_the_digests_the_first_event_that_differs_is_known_to_within_1024() {
    let mut file = long(40_000);
    let event = event_of_input(&file, 0);
    file.inputs[0].input = Input::Kill { process: 998 };
    let report = compared_with_written(&file);
    let (from, until) = (report.event.unwrap(), report.until.unwrap());
    assert!(from <= event && event <= until && until - from < 1_024, "{from} {event} {until}");
    assert!(report.before.last().is_some_and(|told| told.number == from - 1));
    assert_eq!(report.other.lines, []);
}

#[test]
fn digests_that_are_none_are_refused() {
    let (_, file) = played("echo", 1);
    let text = file.to_json().unwrap();
    let digests = file.digests.write();
    for wrong in [&digests[1..], &digests.replace(&digests[..1], "!")] {
        let error = RunFile::from_json(&text.replace(&digests, wrong)).unwrap_err();
        assert_eq!(
            error.message.to_string(),
            "something is wrong in this run: /digests: expected five characters of base64url for each of the first events"
        );
    }
}

#[test]
fn what_differs_is_told_field_by_field() {
    let said = |text: &'static str| {
        let (_, mut file) = played("echo", 2);
        file.inputs.truncate(0);
        file.end.moment.turn = 400;
        file.end.moment.time = Time::from_nanos(3_000_000_000);
        let input = Input::Line { process: 3, text: text.into() };
        let time = Time::from_nanos(2_000_000_000);
        let mut quiet = file.clone();
        quiet.end.moment.time = time;
        let turn = made_again(&quiet).end.moment.turn;
        file.inputs.push(LoggedInput { turn, time, input });
        made_again(&file)
    };
    let report = compared(&said("hello"), &said("hallo"), 10);
    assert_eq!(report.differences[0].field, Field::Payload);
    assert_eq!(
        (&*report.differences[0].one, &*report.differences[0].other),
        ("\"hello\"", "\"hallo\"")
    );
    assert!(report.sentence().contains("differs in the payload: \"hello\" in the first"));
}
