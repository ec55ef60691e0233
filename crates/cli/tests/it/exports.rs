//! `export` and `hash`: a recorded run in the formats of other tools, and its hash.

use std::fs;

use crate::support::{Store, repository, run, run_in};

const FORMATS: [&str; 6] = ["jsonl", "perfetto", "mermaid", "shiviz", "svg", "csv"];

/// The run of the documentation.
fn echo() -> String {
    repository().join("docs/run-format/echo.json").display().to_string()
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_example_is_exported_in_every_format() {
    let folder = Store::new();
    for (example, entry, input) in crate::support::EXAMPLES {
        let project = repository().join("examples").join(example).display().to_string();
        let words = ["run", &project, "-x", entry, "-s", "--speed", "max", "--record", "run.json"];
        run_in(&folder.path(""), &words, input);
        for format in FORMATS {
            let words = ["export", "run.json", "-f", format, "-o", "out", "--json"];
            let done = run_in(&folder.path(""), &words, "");
            assert_eq!((done.code, &*done.errors), (Some(0), ""), "{example} {format}");
            let report = json(&done.output);
            assert_eq!(report["same"], true);
            assert_eq!(report["selected"], report["events"]);
            let bytes = fs::read(folder.path("out")).unwrap();
            assert_eq!(report["bytes"], bytes.len() as u64);
            let on_standard_output =
                run_in(&folder.path(""), &["export", "run.json", "-f", format], "");
            assert_eq!(on_standard_output.output.as_bytes(), bytes);
        }
    }
}

#[test]
fn a_part_of_a_run_is_exported() {
    let lines = |more: &[&str]| {
        let (file, format) = (echo(), ["-f", "jsonl"]);
        let done = run(&[&["export", &*file], &format[..], more].concat());
        assert_eq!(done.code, Some(0), "{done:?}");
        let events = done.output.lines().map(json).filter(|line| line["type"] == "event");
        events.collect::<Vec<_>>()
    };
    assert_eq!(lines(&["--from", "3", "--to", "7"]).len(), 5);
    let sends = lines(&["--topic", "echo", "--kind", "send"]);
    assert!(sends.len() == 2 && sends.iter().all(|event| event["kind"] == "send"), "{sends:?}");
    let relay = lines(&["--process", "app:relay", "-p", "outside"]);
    assert!(
        relay.len() < lines(&[]).len() && relay.iter().any(|event| event["kind"] == "register")
    );
}

#[test]
fn a_diagram_is_cut_off_where_one_likes_and_says_so() {
    let done = run(&["export", &echo(), "-f", "mermaid", "--limit", "3"]);
    assert!(done.output.contains("CUT OFF"), "{}", done.output);
}

#[test]
fn what_cannot_be_exported_is_told_and_nothing_is_written() {
    let folder = Store::new();
    let said = |words: &[&str]| {
        let done = run_in(&folder.path(""), &[&["export", &*echo()], words].concat(), "");
        assert_eq!((done.code, &*done.output), (Some(1), ""));
        assert!(!folder.path("out").exists() && !folder.path("out.part").exists());
        done.errors
    };
    assert!(said(&["-f", "svgg", "-o", "out"]).contains("a similar value exists: 'svg'"));
    assert!(
        said(&["-f", "svg", "-o", "out", "-k", "recieve"]).contains("did you mean \"receive\"?")
    );
    assert!(said(&["-f", "svg", "-o", "out", "-p", "a b"]).contains("names no process"));
    assert!(
        said(&["-f", "svg", "-o", "out", "--from", "9", "--to", "1"])
            .contains("--from must not be greater")
    );
    assert!(
        said(&["-f", "svg", "-o", "out", "--from", "99999"])
            .contains("is among those that were asked for: nothing was written")
    );
    assert!(said(&["-f", "svg", "-o", "nowhere/out"]).contains("cannot write"));
    assert!(said(&["-f", "svg", "--json"]).contains("--output"));
    assert!(
        run(&["export", "nowhere.json", "-f", "svg"])
            .errors
            .starts_with("Error: cannot read nowhere.json: ")
    );
}

#[test]
fn a_file_that_is_there_is_replaced_by_a_whole_one_only() {
    let folder = Store::new();
    fs::write(folder.path("out"), "before").unwrap();
    let bad =
        run_in(&folder.path(""), &["export", &echo(), "-f", "csv", "-o", "out", "-k", "none"], "");
    assert_eq!(bad.code, Some(1));
    assert_eq!(fs::read_to_string(folder.path("out")).unwrap(), "before");
    run_in(&folder.path(""), &["export", &echo(), "-f", "csv", "-o", "out"], "");
    assert!(fs::read_to_string(folder.path("out")).unwrap().starts_with("number,pid,entry"));
}

#[test]
fn another_run_than_the_recorded_one_is_exported_with_a_warning() {
    let folder = Store::new();
    let text = fs::read_to_string(echo()).unwrap().replace("\"hello\"", "\"hallo\"");
    fs::write(folder.path("run.json"), text).unwrap();
    let done = run_in(&folder.path(""), &["export", "run.json", "-f", "jsonl"], "");
    assert_eq!(done.code, Some(1));
    assert!(done.output.contains("HALLO") && done.output.trim_end().ends_with("\"same\":false}"));
    assert!(
        done.errors.starts_with("what was exported is another run than the recorded one"),
        "{}",
        done.errors
    );
}

#[test]
fn the_hash_of_a_run_is_printed_and_the_code_says_whether_it_is_the_one_in_the_file() {
    let recorded =
        json(&fs::read_to_string(echo()).unwrap())["end"]["hash"].as_str().unwrap().to_owned();
    let done = run(&["hash", &echo()]);
    assert_eq!((done.code, &*done.output, &*done.errors), (Some(0), &*format!("{recorded}\n"), ""));
    let folder = Store::new();
    let text = fs::read_to_string(echo()).unwrap().replace("\"hello\"", "\"hallo\"");
    fs::write(folder.path("run.json"), text).unwrap();
    let other = run_in(&folder.path(""), &["hash", "run.json"], "");
    assert_eq!(other.code, Some(1));
    assert!(
        other.output != done.output && other.errors.starts_with("another run: the file says "),
        "{other:?}"
    );
    let report = run_in(&folder.path(""), &["hash", "--json", "run.json"], "");
    assert_eq!((report.code, &*report.errors), (Some(1), ""));
    let report = json(&report.output);
    assert_eq!((&report["same"], &report["recorded"]), (&false.into(), &recorded.into()));
    assert_eq!(report["hash"], other.output.trim_end());
}

#[test]
fn help_teaches_with_examples() {
    for command in ["export", "hash", "replay"] {
        let help = run(&["help", command]);
        assert_eq!(help.code, Some(0));
        assert!(
            help.output.contains("Examples:")
                && help.output.contains(&format!("rehearsal {command} ")),
            "{}",
            help.output
        );
        assert!(help.output.contains("exit code"), "{}", help.output);
    }
    assert!(run(&["--help"]).output.contains("--record"));
}
