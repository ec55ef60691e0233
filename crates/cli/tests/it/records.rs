//! `run --record` and `replay`: a run as a file, and made again of it.

use std::fs;
#[cfg(unix)]
use std::process::Command;

use crate::support::{Done, Project, Store, run, run_in};

/// Waits for two lines, a second each, and rolls dice.
const TALK: &str = "local io, time = require('io'), require('time')
    for n = 1, 2 do
        time.sleep('1s')
        io.print(n, io.readline() or 'nothing', math.random(1000))
    end";

fn recorded(project: &Project, words: &[&str], input: &str) -> (Done, String) {
    let file = project.path().join("run.json").display().to_string();
    let always = ["-x", "app:cli", "--record", &file];
    (project.run_with(&[words, &always].concat(), input), file)
}

#[test]
fn a_recorded_run_is_made_again_with_all_that_it_wrote() {
    let project = Project::main(TALK);
    let (first, file) =
        recorded(&project, &["--seed", "7", "--order", "shuffled"], "one\nПривет\n");
    assert!(first.output.contains("Привет"), "{first:?}");
    // Of the file alone: the project may be gone.
    let elsewhere = Store::new();
    let again = run_in(&elsewhere.path(""), &["replay", &file], "");
    assert_eq!((again.code, &again.output), (Some(0), &first.output));
    assert!(again.errors.starts_with("the same run: "), "{}", again.errors);
}

#[test]
fn a_run_with_a_script_of_faults_is_made_again_without_the_script() {
    let project =
        Project::main("for n = 1, 5 do require('time').sleep('1s') require('io').print(n) end");
    project.write("faults.txt", "# in the midst of it\n2500ms crash app:cli as Timeout the disk is slow\n1s kill nobody\n9s fail spawn\n");
    let script = project.path().join("faults.txt").display().to_string();
    let (first, file) = recorded(&project, &["--faults", &script], "");
    assert_eq!((first.code, &*first.output), (Some(1), "1\n2\n"), "{first:?}");
    assert!(first.errors.contains("the disk is slow"), "{}", first.errors);
    assert!(
        first.errors.contains("faults.txt:3: no process is registered as \"nobody\""),
        "{}",
        first.errors
    );
    assert!(
        first.errors.contains("faults.txt: the run ended before one fault"),
        "{}",
        first.errors
    );
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("\"planned\": \"2.5s crash app:cli as Timeout the disk is slow\""));
    assert!(text.contains("\"faults\": [\n    \"9s fail spawn\"\n  ]"), "what is to come is in it");
    fs::remove_file(script).unwrap();
    let again = run_in(&Store::new().path(""), &["replay", &file], "");
    assert_eq!((again.code, &again.output), (Some(0), &first.output), "{again:?}");
}

#[test]
fn a_script_with_something_wrong_in_it_is_told_line_by_line_and_nothing_is_started() {
    let project = Project::main("require('io').print('started')");
    project.write("faults.txt", "1s dorp next\nsoon kill app:cli\n");
    let script = project.path().join("faults.txt").display().to_string();
    let done = project.run(&["-x", "app:cli", "--faults", &script]);
    assert_eq!((done.code, &*done.output), (Some(1), ""));
    assert!(
        done.errors.contains("faults.txt:1: there is no fault \"dorp\"; did you mean \"drop\"?"),
        "{}",
        done.errors
    );
    assert!(done.errors.contains("faults.txt:2: a line begins with when"), "{}", done.errors);
    let done = project.run(&["-x", "app:cli", "--faults", "nowhere.txt"]);
    assert!(done.errors.contains("cannot read nowhere.txt"), "{}", done.errors);
}

#[test]
fn every_example_is_made_again() {
    let folder = Store::new();
    for (example, entry, input) in crate::support::EXAMPLES {
        let project = crate::support::repository().join("examples").join(example);
        let (project, file) = (project.display().to_string(), format!("{example}.json"));
        let words = ["run", &project, "-x", entry, "-s", "--speed", "max", "--record", &file];
        let first = run_in(&folder.path(""), &words, input);
        assert!(folder.path(&file).exists(), "{example}: {first:?}");
        fs::remove_file(folder.path("app.db")).ok(); // what it answered is in the file
        let again = run_in(&folder.path(""), &["replay", &file], "");
        assert_eq!((again.code, &again.output), (Some(0), &first.output), "{example}: {again:?}");
    }
}

#[test]
fn fields_that_were_given_other_values_have_them_again() {
    let sink = "  - { name: sink, kind: process.lua, source: 'return function() process.inbox():receive() end', mailbox_capacity: 1 }\n";
    let fill = "local io = require('io')
        local sink = process.spawn('app:sink', 'app:processes')
        local taken = 0
        while taken < 9 and process.send(sink, 'x', 1) do taken = taken + 1 end
        io.print(taken)";
    let project = Project::main_with(sink, fill);
    let (first, file) = recorded(&project, &["-o", "app:sink:mailbox_capacity=3"], "");
    assert_eq!(first.output, "3\n", "{first:?}");
    let again = run(&["replay", &file]);
    assert_eq!((again.code, &*again.output), (Some(0), "3\n"), "{again:?}");
}

#[test]
fn what_is_another_run_says_so_and_ends_with_1() {
    let project = Project::main(TALK);
    let (_, file) = recorded(&project, &[], "one\ntwo\n");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("\"one\"", "\"eins\"")).unwrap();
    let other = run(&["replay", "--silent", &file]);
    assert_eq!((other.code, &*other.output), (Some(1), ""));
    assert!(other.errors.starts_with("another run: recorded were "), "{}", other.errors);
    let json = run(&["replay", "--json", &file]);
    assert_eq!((json.code, &*json.errors), (Some(1), ""));
    let report: serde_json::Value = serde_json::from_str(&json.output).unwrap();
    assert_eq!(
        (&report["same"], &report["parts_by"]),
        (&false.into(), &report["parting"]["event"])
    );
    assert_ne!(report["recorded"]["hash"], report["replayed"]["hash"]);
}

#[test]
fn what_is_no_run_is_refused_by_its_name() {
    let store = Store::new();
    let said = |name: &str, bytes: &[u8]| {
        fs::write(store.path(name), bytes).unwrap();
        let done = run_in(&store.path(""), &["replay", name], "");
        assert_eq!(done.code, Some(1));
        done.errors
    };
    assert_eq!(
        said("a.json", b"{}"),
        "Error: a.json: this is no run of Rehearsal: it does not say its format\n"
    );
    assert_eq!(said("b.bin", b"\xff\xfe"), "Error: b.bin is no run of Rehearsal: it is no text\n");
    let scenario = r#"{"format":"rehearsal-run","version":1,"project":{"scenario":"ecco"},"seed":1,"order":"fifo","memory_budget":1,
        "record_channels":false,"targets":[],"inputs":[],"end":{"turn":0,"time":0,"events":0,"hash":"0000000000000000"},"checks":""}"#;
    assert_eq!(
        said("c.json", scenario.as_bytes()),
        "Error: c.json: there is no scenario \"ecco\"; did you mean \"echo\"?\n"
    );
    assert!(
        run(&["replay", "nowhere.json"]).errors.starts_with("Error: cannot read nowhere.json: ")
    );
}

#[test]
fn a_file_that_cannot_be_written_is_told_before_anything_runs_and_one_that_is_there_stays() {
    let project = Project::main("require('io').print('ran')");
    let nowhere = project.path().join("nowhere/run.json").display().to_string();
    let done = project.run(&["-x", "app:cli", "--record", &nowhere]);
    assert_eq!((done.code, &*done.output), (Some(1), ""));
    assert!(done.errors.contains("cannot write"), "{}", done.errors);
    let (_, file) = recorded(&project, &[], "");
    let before = fs::read(&file).unwrap();
    let (failed, _) = recorded(&project, &["-x", "app:none"], "");
    assert_eq!(failed.code, Some(1));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn what_is_no_ordinary_file_stays_what_it_is_and_a_link_leads_to_the_new_file() {
    let project = Project::main("require('io').print('ran')");
    let record = |name: &str| {
        let path = project.path().join(name).display().to_string();
        project.run(&["-x", "app:cli", "--record", &path])
    };
    fs::create_dir(project.path().join("folder")).unwrap();
    let done = record("folder");
    assert_eq!((done.code, &*done.output), (Some(1), ""));
    assert!(done.errors.contains("folder is no ordinary file"), "{}", done.errors);
    #[cfg(unix)]
    {
        assert!(
            Command::new("mkfifo").arg(project.path().join("pipe")).status().unwrap().success()
        );
        assert!(record("pipe").errors.contains("pipe is no ordinary file"));
        fs::write(project.path().join("target.json"), "before").unwrap();
        std::os::unix::fs::symlink("target.json", project.path().join("link.json")).unwrap();
        assert_eq!(record("link.json").code, Some(0));
        assert!(project.path().join("link.json").is_symlink());
        assert!(
            fs::read_to_string(project.path().join("target.json"))
                .unwrap()
                .contains("rehearsal-run")
        );
    }
}

#[test]
fn a_run_whose_end_alone_is_another_one_says_that_all_events_are_the_same() {
    let project = Project::main(TALK);
    let (_, file) = recorded(&project, &[], "one\ntwo\n");
    let text = fs::read_to_string(&file).unwrap();
    let turn = text.find("\"turn\": ").unwrap() + "\"turn\": ".len();
    fs::write(&file, [&text[..turn], "1", &text[turn..]].concat()).unwrap();
    let other = run(&["replay", "-s", &file]);
    assert_eq!(other.code, Some(1));
    assert!(
        other
            .errors
            .starts_with("another run: all events are the same, but it was recorded at turn 1"),
        "{}",
        other.errors
    );
    // A mark at the beginning, which some editors write, is none of its text.
    fs::write(&file, ["\u{feff}", &text].concat()).unwrap();
    assert_eq!(run(&["replay", "-s", &file]).code, Some(0));
}
