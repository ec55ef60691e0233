//! Runs in the formats of other tools.

use std::collections::{BTreeMap, BTreeSet};

use rehearsal::export::{Export, Format, Selection, Who};
use rehearsal::project::Project;
use rehearsal::runtime::Budget;
use rehearsal::stage::{Input, Replayed, RunFile, RunProject, Session, Settings, scenario};
use rehearsal::{Error, Time};
use serde_json::Value as Json;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A run of a scenario of so many turns, with a line typed, a kill, and a message to nobody.
fn played(id: &str, turns: u64) -> (Project, RunFile) {
    let scenario = scenario::find(id).unwrap();
    let (project, settings) = (scenario.project(), Settings::default());
    let mut session = Session::new(&project, settings, scenario.targets()).unwrap();
    let until = |millis: u64| Time::from_nanos(millis * 1_000_000);
    session.run(until(500), Budget::turns(turns / 2));
    for input in [
        Input::Line {
            process: 3,
            text: "a \"line\"; with, all <sorts> of\u{202e} #signs\n=1+1".into(),
        },
        Input::Send { to: "nobody".into(), topic: "lost".into(), payload: 7.into() },
        Input::Kill { process: 4 },
    ] {
        session.input(input).ok();
    }
    session.run(until(2_000), Budget::turns(turns / 2));
    let project_of = RunProject::Scenario(id.into());
    (project, RunFile::of(&session, project_of, settings, scenario.targets()))
}

/// What an export of it is.
fn exported(
    run: &(Project, RunFile),
    format: Format,
    selection: Selection,
    limit: Option<u64>,
) -> String {
    let mut export = Export::new(&run.1, &run.0, format, selection, limit).unwrap();
    let mut text = String::new();
    while !export.go(7).unwrap() {
        text += &export.take();
    }
    assert_eq!(export.exported().replayed, Replayed::Same);
    text + &export.take()
}

fn all(run: &(Project, RunFile), format: Format) -> String {
    exported(run, format, Selection::default(), None)
}

/// The lines of JSONL.
fn lines(run: &(Project, RunFile), selection: Selection) -> Vec<Json> {
    let text = exported(run, Format::Jsonl, selection, None);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Only those of events.
fn events(run: &(Project, RunFile), selection: Selection) -> Vec<Json> {
    let mut lines = lines(run, selection);
    lines.retain(|line| line["type"] == "event");
    lines
}

fn is(event: &Json, kind: &str) -> bool {
    event["kind"] == kind
}

/// Whether a diagram has a row for it.
fn is_row(event: &Json) -> bool {
    [
        "input",
        "spawn",
        "start",
        "exit",
        "send",
        "refused",
        "dead letter",
        "receive",
        "timer fired",
        "event",
        "limit",
        "store request",
        "fault",
    ]
    .contains(&event["kind"].as_str().unwrap())
}

#[test]
fn jsonl_has_every_event_of_every_scenario_and_the_hash_at_both_ends() {
    for scenario in scenario::SCENARIOS {
        let run = played(scenario.id, 400);
        let lines = lines(&run, Selection::default());
        let (first, last) = (&lines[0], &lines[lines.len() - 1]);
        assert_eq!((&first["type"], &first["format"]), (&"run".into(), &"rehearsal-events".into()));
        let hash = format!("{:016x}", run.1.end.hash);
        assert_eq!(
            (&first["hash"], &last["hash"], &last["same"]),
            (&Json::from(&*hash), &hash.into(), &true.into())
        );
        let events: Vec<_> = lines.iter().filter(|line| line["type"] == "event").collect();
        assert_eq!(events.len() as u64, run.1.end.events, "{}", scenario.id);
        assert!((1..).zip(&events).all(|(number, event)| event["number"] == number));
        // Who is named was introduced before.
        let mut known = BTreeSet::from([0]);
        for line in &lines {
            if line["type"] == "process" {
                assert!(
                    known.insert(line["number"].as_u64().unwrap()),
                    "{} is introduced once",
                    line["pid"]
                );
            }
            for side in ["process", "peer"].iter().filter_map(|side| line[side].as_u64()) {
                assert!(known.contains(&side), "{}: {line}", scenario.id);
            }
        }
    }
}

#[test]
fn a_selection_has_what_fits_all_that_it_says() {
    let run = played("echo", 400);
    let all = events(&run, Selection::default());
    let numbers = |events: &[Json]| {
        events.iter().map(|event| event["number"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let fits = |selection: Selection, fits: &dyn Fn(&Json) -> bool| {
        let expected: Vec<_> = all.iter().filter(|event| fits(event)).cloned().collect();
        assert!(!expected.is_empty());
        assert_eq!(numbers(&events(&run, selection)), numbers(&expected));
    };
    let some = Selection::default;
    fits(Selection { from: Some(5), to: Some(9), ..some() }, &|event| {
        (5..=9).contains(&event["number"].as_u64().unwrap())
    });
    fits(Selection { processes: vec!["relay#2".parse().unwrap()], ..some() }, &|event| {
        event["process"] == 2 || event["peer"] == 2
    });
    fits(Selection { processes: vec![Who::Entry("app:relay".into())], ..some() }, &|event| {
        event["process"] == 2 || event["peer"] == 2
    });
    fits(Selection { topics: vec!["echo".into()], ..some() }, &|event| event["topic"] == "echo");
    let kinds = vec![Selection::kind("dead-letter").unwrap(), Selection::kind("exit").unwrap()];
    fits(Selection { kinds, ..some() }, &|event| is(event, "dead letter") || is(event, "exit"));
    let both = Selection {
        topics: vec!["echo".into()],
        kinds: vec![Selection::kind("send").unwrap()],
        ..some()
    };
    fits(both, &|event| event["topic"] == "echo" && is(event, "send"));
}

#[test]
fn what_names_no_kind_or_no_process_is_refused_with_a_hint() {
    let said = |error: Error| error.message.to_string();
    let wrong = said(Selection::kind("recieve").unwrap_err());
    assert!(wrong.starts_with("there is no kind of event \"recieve\"; did you mean \"receive\"? There are: input, spawn"), "{wrong}");
    assert!(said("a b".parse::<Who>().unwrap_err()).starts_with("\"a b\" names no process: "));
    assert!(
        said("99999999999".parse::<Who>().unwrap_err())
            .contains("no process has so large a number")
    );
    assert_eq!("{app:processes|0x00010}".parse::<Who>().unwrap(), Who::Number(16));
    assert_eq!(
        ("outside".parse().unwrap(), "3".parse().unwrap()),
        (Who::Number(0), Who::Number(3))
    );
}

#[test]
fn slices_of_a_trace_for_perfetto_are_ended_and_arrows_arrive() {
    for scenario in scenario::SCENARIOS {
        let run = played(scenario.id, 400);
        for selection in [
            Selection::default(),
            Selection { from: Some(20), to: Some(90), ..Selection::default() },
        ] {
            let text = exported(&run, Format::Perfetto, selection.clone(), None);
            let trace: Json = serde_json::from_str(&text).unwrap();
            let mut open: BTreeMap<(u64, u64), Vec<&Json>> = BTreeMap::new();
            let (mut arrows, mut waits) = (BTreeMap::new(), BTreeSet::new());
            let (mut arrived, mut last) = (0, 0.0);
            for event in trace["traceEvents"].as_array().unwrap() {
                let track = (event["pid"].as_u64().unwrap(), event["tid"].as_u64().unwrap());
                let (phase, id) = (event["ph"].as_str().unwrap(), event["id"].as_str());
                if !["M", "b"].contains(&phase) {
                    let time = event["ts"].as_f64().unwrap();
                    assert!(time >= last, "{event} is earlier than what is before it");
                    last = time;
                }
                match phase {
                    "B" => open.entry(track).or_default().push(&event["name"]),
                    "E" => assert_eq!(
                        open.get_mut(&track).and_then(Vec::pop),
                        Some(&event["name"]),
                        "{event}"
                    ),
                    "s" => {
                        assert!(
                            open.get(&track).is_some_and(|open| !open.is_empty()),
                            "{event} is in no slice"
                        );
                        assert!(arrows.insert(id.unwrap(), last).is_none());
                    }
                    "f" => {
                        assert!(
                            open.get(&track).is_some_and(|open| !open.is_empty()),
                            "{event} is in no slice"
                        );
                        assert!(arrows.remove(id.unwrap()).unwrap() <= last);
                        arrived += 1;
                    }
                    "b" => assert!(waits.insert(id.unwrap())),
                    "e" => assert!(waits.remove(id.unwrap())),
                    _ => {}
                }
            }
            assert!(open.values().all(Vec::is_empty), "{} {open:?}", scenario.id);
            assert!(arrows.is_empty() && waits.is_empty(), "{} {arrows:?} {waits:?}", scenario.id);
            let begun = |event: &&Json| is(event, "send") || is(event, "spawn");
            assert_eq!(
                arrived,
                events(&run, selection).iter().filter(begun).count(),
                "{}",
                scenario.id
            );
        }
    }
}

#[test]
fn a_diagram_of_mermaid_has_an_arrow_for_each_message_and_says_what_is_cut_off() {
    for scenario in scenario::SCENARIOS {
        let run = played(scenario.id, 300);
        let count =
            |text: &str, arrow: &str| text.lines().filter(|line| line.contains(arrow)).count();
        for (limit, to) in [(1_000_000, 60), (20, 1_000_000)] {
            let selection = Selection { to: Some(to), ..Selection::default() };
            let text = exported(&run, Format::Mermaid, selection.clone(), Some(limit));
            let events = events(&run, selection);
            let sends = events.iter().filter(|event| is(event, "send")).count();
            if limit > 20 {
                assert_eq!(
                    count(&text, "->>P") - count(&text, "-->>P"),
                    sends,
                    "{}\n{text}",
                    scenario.id
                );
                assert!(!text.contains("CUT OFF"));
            } else {
                let lines = text
                    .lines()
                    .filter(|line| line.contains("    P") || line.contains("Note over"));
                let count = lines.count();
                assert!(count <= 21, "{text}");
                let said = "only the first 20 (#45;#45;limit#44; #45;#45;from and #45;#45;to say which are)";
                // A message is drawn where it was sent, and a process where it was spawned.
                let is_drawn =
                    |event: &&Json| is_row(event) && !is(event, "receive") && !is(event, "start");
                let is_cut = events.iter().filter(is_drawn).count() > 20;
                assert_eq!(text.trim_end().ends_with(said), is_cut, "{text}");
            }
        }
        assert!(
            exported(&run, Format::Mermaid, Selection::default(), Some(u64::MAX)).len() < 50_000,
            "mermaid reads no more"
        );
    }
}

/// The events of a log for ShiViz: who, its clock, and what happened.
fn shiviz(text: &str) -> Vec<(String, BTreeMap<String, u64>, String)> {
    let (head, log) = text.split_once("\n\n").unwrap();
    assert_eq!(head, r"(?<host>\S+) (?<clock>\{.*\})\n(?<event>.*)");
    let lines: Vec<_> = log.lines().collect();
    let event = |pair: &[&str]| {
        let (host, clock) = pair[0].split_once(' ').unwrap();
        (host.to_owned(), serde_json::from_str(clock).unwrap(), pair[1].to_owned())
    };
    assert_eq!(lines.len() % 2, 0);
    lines.chunks(2).map(event).collect()
}

#[test]
fn vector_clocks_follow_the_causes() {
    for scenario in scenario::SCENARIOS {
        let run = played(scenario.id, 300);
        let rows: Vec<_> = events(&run, Selection::default())
            .into_iter()
            .filter(|event| is_row(event) || is(event, "log"))
            .collect();
        let log = shiviz(&exported(&run, Format::ShiViz, Selection::default(), Some(1_000_000)));
        assert_eq!(log.len(), rows.len(), "{}", scenario.id);
        let mut own: BTreeMap<&str, u64> = BTreeMap::new();
        let mut by_number = BTreeMap::new();
        for (row, (host, clock, _)) in rows.iter().zip(&log) {
            let count = own.entry(host).or_insert(0);
            *count += 1;
            assert_eq!(clock[host], *count, "{} {row}", scenario.id);
            if let Some(before) = row["cause"].as_u64().and_then(|cause| by_number.get(&cause)) {
                let before: &BTreeMap<String, u64> = before;
                let includes = before
                    .iter()
                    .all(|(host, count)| clock.get(host).is_some_and(|known| known >= count));
                assert!(includes, "{}: {row} does not know its cause", scenario.id);
            }
            by_number.insert(row["number"].as_u64().unwrap(), clock.clone());
        }
    }
}

#[test]
fn vector_clocks_of_some_processes_know_what_went_through_the_others() {
    let run = played("echo", 300);
    // The client sends to the relay, which spawns a worker, which answers: without the relay, the worker still knows the client.
    let processes = vec!["cli".parse().unwrap(), "worker".parse().unwrap()];
    let kinds = vec![Selection::kind("send").unwrap(), Selection::kind("start").unwrap()];
    let log = shiviz(&exported(
        &run,
        Format::ShiViz,
        Selection { processes, kinds, ..Selection::default() },
        None,
    ));
    let worker = log.iter().find(|(host, ..)| host.starts_with("worker")).unwrap();
    assert!(worker.1.keys().any(|host| host.starts_with("cli")), "{worker:?}");
}

#[test]
fn a_log_for_shiviz_says_what_is_cut_off_and_its_clocks_stay_right() {
    let run = played("ping-pong", 300);
    let log = shiviz(&exported(&run, Format::ShiViz, Selection::default(), Some(25)));
    assert_eq!(log.len(), 26);
    let (host, clock, said) = &log[25];
    assert!(host == "outside" && said.starts_with("CUT OFF: "), "{said}");
    let before = log[..25].iter().filter(|(host, ..)| host == "outside").count() as u64;
    assert_eq!(clock["outside"], before + 1);
}

#[test]
fn figures_of_processes_are_those_of_their_events() {
    for scenario in scenario::SCENARIOS {
        let run = played(scenario.id, 400);
        let (text, events) = (all(&run, Format::Csv), events(&run, Selection::default()));
        let count = |kind: &str| events.iter().filter(|event| is(event, kind)).count() as u64;
        let rows: Vec<Vec<_>> =
            text.split("\r\n").skip(1).map(fields).filter(|row| row.len() > 1).collect();
        let sum = |column: usize| {
            rows.iter().map(|row| row[column].parse::<u64>().unwrap_or(0)).sum::<u64>()
        };
        assert_eq!(rows.len() as u64, count("spawn") + 1, "{}", scenario.id);
        assert_eq!(
            (sum(8), sum(9), sum(10), sum(11)),
            (count("send"), count("receive"), count("refused"), count("dead letter")),
            "{}",
            scenario.id
        );
        let most = events
            .iter()
            .filter(|event| is(event, "receive"))
            .map(|event| event["waited_ns"].as_u64().unwrap())
            .max();
        assert_eq!(
            rows.iter().filter_map(|row| row[13].parse::<u64>().ok()).max(),
            most,
            "{}",
            scenario.id
        );
    }
}

/// The fields of a line of CSV.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut is_quoted) = (vec![String::new()], false);
    for char in line.chars() {
        match char {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            other => fields.last_mut().unwrap().push(other),
        }
    }
    fields
}

#[test]
fn a_picture_has_a_lane_for_each_process_and_says_what_is_cut_off() {
    for scenario in scenario::SCENARIOS {
        let run = played(scenario.id, 300);
        let text = exported(&run, Format::Svg, Selection::default(), Some(40));
        assert!(
            text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
                && text.ends_with("</svg>\n")
        );
        let rows = events(&run, Selection::default()).into_iter().filter(is_row).count();
        let said = format!(
            "CUT OFF: {} more events are not in this picture, only the first 40",
            rows.saturating_sub(40)
        );
        assert_eq!(text.contains(&said), rows > 40, "{}", scenario.id);
        assert!(!text.contains('\u{202e}') && !text.contains("<sorts>"));
    }
}

#[test]
fn an_empty_run_and_an_empty_selection_are_exported_as_well() {
    let (project, settings) = (Project::new(), Settings::default());
    let session = Session::new(&project, settings, Vec::new()).unwrap();
    let file = RunFile::of(&session, RunProject::default(), settings, Vec::new());
    let nothing = Selection { from: Some(1 << 60), ..Selection::default() };
    for (run, selection) in
        [((project, file), Selection::default()), (played("echo", 100), nothing)]
    {
        for format in Format::ALL {
            let text = exported(&run, format, selection.clone(), None);
            match format {
                Format::Jsonl => assert_eq!(text.lines().count(), 2, "{text}"),
                Format::Perfetto => drop(serde_json::from_str::<Json>(&text).unwrap()),
                Format::Mermaid => assert!(text.contains("nothing happens here"), "{text}"),
                Format::ShiViz => assert!(shiviz(&text).is_empty()),
                Format::Svg => assert!(text.contains("Nothing happens here.")),
                Format::Csv => assert_eq!(text.split("\r\n").count(), 2, "{text}"),
            }
        }
    }
}

#[test]
fn a_long_run_is_exported_whole_although_the_trace_keeps_a_part_of_it() {
    let (project, settings) = (scenario::find("ping-pong").unwrap(), Settings::default());
    let mut session = Session::new(&project.project(), settings, project.targets()).unwrap();
    while session.kernel().trace().total() < 150_000 {
        session.run(Time::MAX, Budget::turns(10_000));
    }
    assert!(session.kernel().trace().first() > 1);
    let file = RunFile::of(
        &session,
        RunProject::Scenario("ping-pong".into()),
        settings,
        project.targets(),
    );
    let mut export =
        Export::new(&file, &project.project(), Format::Jsonl, Selection::default(), None).unwrap();
    let (mut next, mut most) = (1, 0);
    loop {
        let is_over = export.go(256).unwrap();
        let text = export.take();
        most = most.max(text.len());
        for line in text.lines().filter(|line| line.starts_with(r#"{"type":"event""#)) {
            assert!(line.starts_with(&format!(r#"{{"type":"event","number":{next},"#)), "{line}");
            next += 1;
        }
        if is_over {
            break;
        }
    }
    assert_eq!(next, file.end.events + 1);
    assert!(most < 1 << 20, "{most} bytes at once");
}

#[test]
fn a_run_that_is_another_one_says_so_in_the_export() {
    let (project, mut file) = played("echo", 100);
    file.end.hash ^= 1;
    let mut export =
        Export::new(&file, &project, Format::Jsonl, Selection::default(), None).unwrap();
    while !export.go(1_000).unwrap() {}
    assert_ne!(export.exported().replayed, Replayed::Same);
    assert!(export.take().trim_end().ends_with(r#","same":false}"#));
}

#[cfg(feature = "lua")]
mod scripts {
    use super::*;
    use rehearsal::project::Target;
    use rehearsal::project::manifest::{Files, read};
    #[cfg(all(feature = "typed-kv", not(target_family = "wasm")))]
    use rehearsal::project::{Entry, EntryKind};
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// A project whose only process runs this script.
    fn scripted(source: &str) -> (Project, RunFile) {
        let index = "version: '1.0'\nnamespace: app\nentries:\n  - { name: processes, kind: process.host }\n  \
             - { name: main, kind: process.lua, source: 'file://main.lua', modules: [time, logger] }\n";
        let files = Files::from_iter([("src/_index.yaml", index), ("src/main.lua", source)]);
        let project = read(&files).unwrap().with_scripts(scenario::compiled_in).unwrap();
        let targets = vec![Target {
            entry: "app:main".into(),
            host: "app:processes".into(),
            args: Vec::new(),
        }];
        let settings = Settings::default();
        let mut session = Session::new(&project, settings, targets.clone()).unwrap();
        session.run(Time::from_nanos(10_000_000_000), Budget::turns(1_000));
        assert!(session.kernel().trace().total() > 3);
        let file = RunFile::of(&session, RunProject::default(), settings, targets);
        (project, file)
    }

    #[test]
    fn numbers_that_a_reader_of_json_would_change_are_texts_and_what_is_more_than_json_is_marked() {
        let run = scripted(
            "local me = process.pid()
             process.send(me, 'large', 9007199254740993, 1)
             process.send(me, 'small', { n = -9007199254740991, x = 0.5, whole = 2.0 })
             process.send(me, 'nan', 0/0)
             process.send(me, 'keys', { [true] = 1 })
             process.send(me, 'text', 'a\\0\\n\\\"')
             local t = { 1 }; t[2] = t
             process.send(me, 'rich', t)",
        );
        let sent = events(
            &run,
            Selection { kinds: vec![Selection::kind("send").unwrap()], ..Selection::default() },
        );
        let of = |topic: &str| sent.iter().find(|event| event["topic"] == topic).unwrap();
        assert_eq!(of("large")["payload"], serde_json::json!(["9007199254740993", 1]));
        assert_eq!(of("large")["beyond_json"], serde_json::json!(["integers", "rich"]));
        assert_eq!(
            of("small")["payload"],
            serde_json::json!({ "n": -9_007_199_254_740_991_i64, "x": 0.5, "whole": 2.0 })
        );
        assert!(of("small")["beyond_json"].is_null());
        assert_eq!(
            (&of("nan")["payload"], &of("nan")["beyond_json"]),
            (&"NaN".into(), &serde_json::json!(["floats"]))
        );
        assert_eq!(
            (&of("keys")["payload"], &of("keys")["beyond_json"]),
            (&serde_json::json!({ "true": 1 }), &serde_json::json!(["keys"]))
        );
        assert_eq!(of("text")["payload"], "a\0\n\"");
        assert_eq!(of("rich")["beyond_json"], serde_json::json!(["rich"]));
    }

    #[test]
    fn texts_that_mean_something_to_a_format_mean_nothing_in_it() {
        let hostile = "end; #35; %%{init: {}}%%\\n-->]]><script>alert(1)</script>&amp;\u{202e}\u{7}\\\"'`$$x$$|=SUM(A1)";
        let run = scripted(&format!(
            "local text = \"{hostile}\"
             require('logger'):info(text)
             process.send(process.pid(), text, {{ [text] = text }})
             process.send(text, text, text)
             process.inbox():receive()
             error(text)"
        ));
        let plain = "end; #35; %%{init: {}}%%\n-->]]><script>alert(1)</script>&amp;\u{202e}\u{7}\"'`$$x$$|=SUM(A1)";
        let events = events(&run, Selection::default());
        assert!(events.iter().any(|event| event["topic"] == plain), "{events:#?}");
        let mermaid = all(&run, Format::Mermaid);
        let body = mermaid.split_once("sequenceDiagram").unwrap().1;
        let is_entity = |part: &str| {
            part.split_once(';')
                .is_some_and(|(code, _)| code.bytes().all(|byte| byte.is_ascii_digit()))
        };
        assert!(body.split('#').skip(1).all(is_entity), "{body}");
        assert!(
            !body.contains("%%")
                && !body.contains('<')
                && !body.contains("$$")
                && !body.contains('\u{202e}')
        );
        assert_eq!(body.matches(';').count(), body.matches('#').count(), "{body}");
        for (host, ..) in shiviz(&all(&run, Format::ShiViz)) {
            assert!(host == "outside" || host == "main#1", "{host}");
        }
        let svg = all(&run, Format::Svg);
        assert!(
            !svg.contains("<script>") && !svg.contains("]]>") && !svg.contains('\u{7}'),
            "{svg}"
        );
        let trace: Json = serde_json::from_str(&all(&run, Format::Perfetto)).unwrap();
        assert!(trace["traceEvents"].as_array().unwrap().len() > 10);
        let csv = all(&run, Format::Csv);
        assert!(csv.contains(r#"failed: "#), "{csv}");
    }

    #[test]
    fn the_exports_in_the_documentation_are_those_of_its_run() {
        let file = RunFile::from_json(include_str!("../../docs/run-format/echo.json")).unwrap();
        let RunProject::Files { files, .. } = &file.project else { panic!("it has files") };
        let files = Files::from_iter(files.iter().map(|(path, text)| (path, text.as_str())));
        let project = read(&files).unwrap().with_scripts(scenario::compiled_in).unwrap();
        let run = (project, file);
        for (format, text) in [
            (Format::Jsonl, include_str!("../../docs/exports/echo.jsonl")),
            (Format::Perfetto, include_str!("../../docs/exports/echo.trace.json")),
            (Format::Mermaid, include_str!("../../docs/exports/echo.mmd")),
            (Format::ShiViz, include_str!("../../docs/exports/echo.shiviz.log")),
            (Format::Svg, include_str!("../../docs/exports/echo.svg")),
            (Format::Csv, include_str!("../../docs/exports/echo.csv")),
        ] {
            let again = "write it anew: its command is in docs/exports.md";
            assert_eq!(all(&run, format), text, "{}: {again}", format.name());
        }
    }

    #[cfg(all(feature = "typed-kv", not(target_family = "wasm")))]
    #[test]
    fn every_example_is_exported_in_every_format() {
        use std::fs;
        use std::path::{Path, PathBuf};

        use rehearsal_typed_kv::Models;

        fn files_below(folder: &Path) -> Vec<PathBuf> {
            let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            entries
                .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
                .collect()
        }
        // Asked as it runs: a compiled test may lie beside another checkout than the one it was compiled in.
        let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
        let examples = Path::new(&package).join("examples");
        let mut count = 0;
        for example in fs::read_dir(examples)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
        {
            let texts = files_below(&example).into_iter().filter_map(|path| {
                let name =
                    path.strip_prefix(&example).unwrap().to_string_lossy().replace('\\', "/");
                Some((name, fs::read_to_string(path).ok()?))
            });
            let texts: Vec<_> = texts.collect();
            let files =
                Files::from_iter(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
            let models = texts.iter().filter(|(path, _)| Models::is_file(path));
            let models =
                Models::parse(models.map(|(path, text)| (path.as_str(), text.as_str()))).unwrap();
            let project =
                read(&files).unwrap().with_scripts(scenario::compiled_in_with(&models)).unwrap();
            let processes = project
                .entries()
                .iter()
                .filter(|entry| matches!(entry.kind, EntryKind::Process { .. }));
            let is_host = |entry: &&Entry| {
                matches!(entry.kind, EntryKind::ProcessHost { .. } | EntryKind::TerminalHost)
            };
            let host = project.entries().iter().find(is_host).unwrap();
            let target = |entry: &Entry| Target {
                entry: entry.id.as_str().clone(),
                host: host.id.as_str().clone(),
                args: Vec::new(),
            };
            let targets: Vec<_> = processes.map(target).collect();
            let settings = Settings::default();
            let mut session = Session::new(&project, settings, targets.clone()).unwrap();
            session.run(Time::from_nanos(3_000_000_000), Budget::turns(500));
            let file = RunFile::of(&session, RunProject::default(), settings, targets);
            assert!(file.end.events > 2, "{}", example.display());
            let run = (project, file);
            for format in Format::ALL {
                assert!(all(&run, format).len() > 100, "{} {}", example.display(), format.name());
            }
            count += 1;
        }
        assert!(count >= 8);
    }
}
