//! Which process is started, and on which terminal host.

use crate::support::{Done, Project};

#[track_caller]
fn assert_error(done: &Done, text: &str) {
    assert_eq!((done.code, &*done.output), (Some(1), ""), "{done:?}");
    assert_eq!(done.errors, format!("Error: {text}\n"));
}

#[test]
fn an_unknown_entry_is_an_error_that_says_what_was_meant() {
    let project = Project::main("return 0");
    assert_error(
        &project.run(&["-x", "app:clj"]),
        "there is no entry \"app:clj\" in this project; did you mean \"app:cli\"?",
    );
    assert_error(
        &project.run(&["-x", "cli"]),
        "\"cli\" is no entry id: one looks like app:cli; did you mean \"app:cli\"?",
    );
    assert_error(
        &project.run(&["-x", "app:terminal"]),
        "app:terminal is a terminal.host: -x starts a process.lua or a process.rust",
    );
}

#[test]
fn the_older_form_names_the_host_as_well() {
    let project = Project::main("return process.pid() == '{app:terminal|0x00001}'");
    assert_eq!(project.run(&["-x", "app:terminal/app:cli"]).code, Some(0));
    assert_error(
        &project.run(&["-x", "app:termnal/app:cli"]),
        "there is no terminal.host \"app:termnal\" in this project; did you mean \"app:terminal\"?",
    );
}

const SECOND: &str = "  - { name: second, kind: terminal.host, lifecycle: { auto_start: true } }\n";

#[test]
fn of_several_terminal_hosts_one_must_be_chosen() {
    let project = Project::main_with(SECOND, "return process.pid() == '{app:second|0x00001}'");
    assert_error(
        &project.run(&["-x", "app:cli"]),
        "this project has 2 terminal hosts: choose one with --host (app:terminal, app:second)",
    );
    assert_eq!(project.run(&["-x", "app:cli", "--host", "app:second"]).code, Some(0));
    assert_eq!(project.run(&["-x", "app:second/app:cli"]).code, Some(0));
    assert_eq!(project.run(&["-x", "app:cli", "--host", "app:terminal"]).code, Some(1));
}

#[test]
fn a_host_without_a_terminal_will_not_do() {
    let project = Project::main("return 0");
    assert_error(
        &project.run(&["-x", "app:cli", "--host", "app:processes"]),
        "app:processes is a process.host, and no terminal.host",
    );
    let project = Project::of(&[(
        "_index.yaml",
        "namespace: app\nname: cli\nkind: process.lua\nsource: return 1\n",
    )]);
    let done = project.run(&["-x", "app:cli"]);
    assert!(done.errors.starts_with("Error: this project has no terminal.host"), "{done:?}");
}

fn with_commands() -> Project {
    let entries = "  - name: greeter
    kind: process.lua
    source: return function(name) require('io').print('hello ' .. name) return 8 end
    modules: [io]
    meta: { command: { name: greet, short: Says hello } }
  - name: leaver
    kind: process.lua
    source: return 1
    meta: { command: { name: leave } }
";
    Project::main_with(entries, "return 0")
}

#[test]
fn a_process_with_a_command_is_started_by_its_name() {
    let project = with_commands();
    for words in [&["greet", "Ann"][..], &[".", "greet", "Ann"]] {
        let done = project.run(words);
        assert_eq!((done.code, &*done.output), (Some(8), "hello Ann\n"), "{done:?}");
    }
}

#[test]
fn list_lists_the_commands() {
    let done = with_commands().run(&["list"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(done.output, "greet  Says hello (app:greeter)\nleave  (app:leaver)\n");
}

#[test]
fn an_unknown_command_is_an_error_that_says_what_was_meant() {
    assert_error(
        &with_commands().run(&["gret"]),
        "there is no folder and no command \"gret\"; did you mean \"greet\"? \
         `rehearsal run list` lists the commands",
    );
    let done = Project::main("return 0").run(&["greet"]);
    assert_eq!(done.code, Some(1));
    assert!(done.errors.contains("start a process with -x"), "{done:?}");
}
