//! `compare`: where two recorded runs part; and `replay`, where a run is another one than was recorded.

use std::fs;

use crate::support::{Done, Project, Store, run, run_in};

/// Says what was typed, and rolls dice.
const TALK: &str = "local io = require('io')
    for _ = 1, 20 do io.print('before') end
    io.print(io.readline() or 'nothing', math.random(1000))";

/// A run of it, and its file, which does not lie in the project: it would be one of its files.
fn recorded(project: &Project, words: &[&str], input: &str, runs: &Store, name: &str) -> String {
    let file = runs.path(name).display().to_string();
    project.run_with(&[words, &["-x", "app:cli", "--record", &file]].concat(), input);
    file
}

fn compared(words: &[&str]) -> Done {
    run(&[&["compare"], words].concat())
}

#[test]
fn equal_runs_say_so_and_end_with_0() {
    let runs = Store::new();
    let project = Project::main(TALK);
    let (a, b) = (
        recorded(&project, &[], "hello\n", &runs, "a.json"),
        recorded(&project, &[], "hello\n", &runs, "b.json"),
    );
    let done = compared(&[&a, &b]);
    assert_eq!((done.code, &*done.errors), (Some(0), ""));
    assert!(
        done.output.starts_with("All ") && done.output.ends_with(" events are the same.\n"),
        "{done:?}"
    );
    assert_eq!(compared(&["--silent", &a, &b]).output, "");
}

#[test]
fn the_first_event_that_differs_is_shown_side_by_side_with_what_may_be_the_reason() {
    let runs = Store::new();
    let project = Project::main(TALK);
    let (a, b) = (
        recorded(&project, &[], "hello\n", &runs, "a.json"),
        recorded(&project, &[], "hallo\n", &runs, "b.json"),
    );
    let done = compared(&[&a, &b]);
    assert_eq!((done.code, &*done.errors), (Some(1), ""));
    let differs: Vec<_> = done.output.lines().filter(|line| line.contains(" ≠ ")).collect();
    let [line] = differs[..] else { panic!("{}", done.output) };
    let (left, right) = line.split_once(" ≠ ").unwrap();
    assert!(left.contains("input line → cli#1 \"hello\""), "{line}");
    assert!(right.contains("input line → cli#1 \"hallo\""), "{line}");
    assert!(done.output.contains(" are the same\n"), "{}", done.output);
    assert!(
        done.output
            .contains("differs in the payload: \"hello\" in the first, \"hallo\" in the second.")
    );
    assert!(
        done.output.contains("  - input 1: line {\"process\":1,\"text\":\"hello\"} at "),
        "{}",
        done.output
    );

    let json = compared(&["--json", &a, &b]);
    let report: serde_json::Value = serde_json::from_str(&json.output).unwrap();
    let number = left.split_whitespace().next().unwrap();
    assert_eq!(report["event"].to_string(), number);
    assert_eq!(report["differences"][0]["field"], "payload");
    assert_eq!(
        (&report["reasons"][0]["reason"], &report["same"]),
        (&"input".into(), &false.into())
    );
}

#[test]
fn another_seed_and_another_text_are_named() {
    let runs = Store::new();
    let project = Project::main(TALK);
    let (a, b) = (
        recorded(&project, &[], "x\n", &runs, "a.json"),
        recorded(&project, &["--seed", "7"], "x\n", &runs, "b.json"),
    );
    let done = compared(&[&a, &b]);
    assert!(
        done.output.contains("  - the seed: 42 in the first, 7 in the second\n"),
        "{}",
        done.output
    );
    let other = Project::main("require('io').print('other')");
    let c = recorded(&other, &[], "x\n", &runs, "c.json");
    let done = compared(&[&a, &c]);
    assert_eq!(done.code, Some(1));
    assert!(done.output.contains(" has another text\n"), "{}", done.output);
}

#[test]
fn what_cannot_be_compared_ends_with_2_and_nothing_else_does() {
    let store = Store::new();
    fs::write(store.path("a.json"), "{}").unwrap();
    let said = |words: &[&str]| {
        let done = run_in(&store.path(""), words, "");
        (done.code, done.errors)
    };
    let (code, errors) = said(&["compare", "a.json", "a.json"]);
    assert_eq!(code, Some(2));
    assert!(errors.starts_with("Error: a.json: this is no run of Rehearsal"), "{errors}");
    assert_eq!(said(&["compare", "a.json"]).0, Some(2));
    assert_eq!(said(&["compare", "nowhere.json", "a.json"]).0, Some(2));
    assert_eq!(said(&["replay", "a.json"]).0, Some(1));
    let help = run(&["help", "compare"]);
    assert!(help.output.contains("Examples:") && help.code == Some(0), "{help:?}");
}

#[test]
fn replay_names_the_first_event_that_is_another_one_and_shows_what_was_recorded_beside_it() {
    let runs = Store::new();
    let project = Project::main(TALK);
    let file = recorded(&project, &[], "hello\n", &runs, "a.json");
    let same = recorded(&project, &[], "hello\n", &runs, "b.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("\"hello\"", "\"hallo\"")).unwrap();
    let report: serde_json::Value =
        serde_json::from_str(&compared(&["--json", &same, &file]).output).unwrap();
    let event = report["event"].as_u64().unwrap();
    let done = run(&["replay", &file]);
    assert_eq!(done.code, Some(1));
    assert!(
        done.errors.contains(&format!("; the first event that differs is {event}. ")),
        "{}",
        done.errors
    );
    let line = done.errors.lines().find(|line| line.contains(" ≠ ")).unwrap();
    assert!(line.ends_with(&format!("{event} input")), "{line}");
    let json = run(&["replay", "--json", &file]);
    let report: serde_json::Value = serde_json::from_str(&json.output).unwrap();
    assert_eq!(
        (&report["agrees_up_to"], &report["parts_by"]),
        (&(event - 1).into(), &event.into())
    );
    assert_eq!(report["parting"]["event"], event);
    // A file that says nothing of its events leaves open which it is.
    let mut run_file: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    run_file.as_object_mut().unwrap().remove("digests").unwrap();
    fs::write(&file, run_file.to_string()).unwrap();
    let done = run(&["replay", &file]);
    assert!(
        done.errors.contains("; they agree up to event 0 at least, and part by event "),
        "{}",
        done.errors
    );
    assert!(done.errors.contains("the file does not say which"), "{}", done.errors);
}
