//! Projects and command lines with something wrong in them.

use crate::support::{Project, run};

#[test]
fn each_fault_of_a_project_is_told_with_its_place_and_a_hint() {
    let project = Project::of(&[(
        "src/_index.yaml",
        "namespace: app
entries:
  - name: relay
    kind: process.lau
    source: return main
  - name: worker
    kind: process.lua
    source: file://worker.lau
",
    )]);
    project.write("src/worker.lua", "return {}");
    let done = project.run(&["-x", "app:relay"]);
    assert_eq!(done.code, Some(1));
    let lines: Vec<&str> = done.errors.lines().collect();
    assert_eq!(
        lines[0],
        "src/_index.yaml:4: entry app:relay: field \"kind\": \"process.lau\" is no kind; \
         did you mean \"process.lua\"?"
    );
    assert!(
        lines[1].starts_with("src/_index.yaml:8: entry app:worker: field \"source\": "),
        "{lines:?}"
    );
    assert_eq!(lines[2], "Error: the project in . has 2 faults; nothing was started");
}

#[test]
fn a_program_that_is_no_lua_is_a_fault() {
    let done = Project::main("local x = = 1").run(&["-x", "app:cli"]);
    assert_eq!((done.code, &*done.output), (Some(1), ""));
    assert!(done.errors.contains("app:cli") && done.errors.contains("near '='"), "{}", done.errors);
}

/// A path from here, which can be opened from here.
#[test]
fn the_file_of_a_fault_is_seen_from_where_the_program_runs() {
    let project =
        Project::of(&[("deep/down/_index.yaml", "namespace: app\nname: x\nkind: process.lua\n")]);
    let done = project.run(&["deep/down"]);
    assert!(done.errors.starts_with("deep/down/_index.yaml:"), "{}", done.errors);
}

#[test]
fn what_stops_nothing_is_a_note_unless_silence_is_asked_for() {
    let project = Project::main("return 0");
    project.write("src/other.json", "{}");
    let done = project.run(&["-x", "app:cli"]);
    assert_eq!(done.code, Some(0));
    assert_eq!(done.errors, "note: src/other.json:1: has no namespace, so nothing in it is read\n");
    assert_eq!(project.run(&["-x", "app:cli", "-s"]).errors, "");
}

#[test]
fn an_actor_that_is_compiled_in_can_be_started_and_another_cannot() {
    let entry = |actor: &str| {
        let rust = format!("  - {{ name: store, kind: process.rust, actor: {actor} }}\n");
        Project::main_with(&rust, "return 5").run(&["-x", "app:cli"])
    };
    assert_eq!(entry("kv").code, Some(5));
    let done = entry("no_such_actor");
    assert_eq!(done.code, Some(1));
    assert!(
        done.errors.contains("entry app:store: no actor \"no_such_actor\" is compiled in"),
        "{done:?}"
    );
}

#[test]
fn models_give_a_typed_store_its_types_and_their_faults_are_told_with_those_of_the_project() {
    let store = "  - { name: store, kind: process.rust, actor: typed_kv }\n";
    let main = r#"
        local inbox = process.inbox()
        process.registry.register("cli")
        process.spawn("app:store", "app:processes")
        time.sleep("1ms")
        local body = { x = "far" }
        process.send("typed_kv", "http", { method = "POST", target = "/kv/set/Cursor/a", host = "a", body = body, reply_to = "cli" })
        local answer = inbox:receive():payload():data()
        io.print(answer.status, answer.body)
    "#;
    let project = Project::main_with(store, main);
    project.write("models/storage/ui.rs", "pub struct Cursor { pub x: i32 }\n");
    project.write("src/other.rs", "this is read by nobody");
    let done = project.run(&["-x", "app:cli"]);
    assert!(done.output.starts_with("400\t{\"error\":\"the value is no Cursor\""), "{done:?}");

    project.write("models/storage/ui.rs", "pub struct Cursor {\n    pub x: i33,\n}\n");
    let done = project.run(&["-x", "app:cli"]);
    assert_eq!(done.code, Some(1));
    assert!(
        done.errors.starts_with("models/storage/ui.rs:2:12: there is no type `i33`"),
        "{done:?}"
    );
    project.write("src/more/_index.yaml", "namespace: more\nname: a\nkind: process.lau\n");
    let done = project.run(&["-x", "app:cli"]);
    assert!(done.errors.contains("the project in . has 2 faults"), "{done:?}");
}

#[test]
fn a_folder_without_definitions_is_an_error_that_says_what_a_project_is() {
    let done = Project::of(&[("readme.txt", "nothing")]).run(&["-x", "app:cli", "somewhere"]);
    assert_eq!(done.code, Some(1));
    assert!(
        done.errors.starts_with("Error: there are no definitions in .: a project has"),
        "{done:?}"
    );
    assert!(done.errors.contains("before -x"), "{done:?}");
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let done = run(&["run", "no/such/folder"]);
    assert_eq!((done.code, &*done.errors), (Some(1), "Error: there is no folder no/such/folder\n"));
}

#[test]
fn a_wrong_command_line_ends_with_one_and_says_what_is_right() {
    let errors = |words: &[&str]| {
        let done = run(words);
        assert_eq!((done.code, &*done.output), (Some(1), ""), "{words:?}");
        assert!(done.errors.starts_with("Error: "), "{words:?}: {}", done.errors);
        assert!(!done.errors.contains("error: "), "said twice: {}", done.errors);
        done.errors
    };
    assert!(errors(&["run", "--sped", "max"]).contains("--speed"));
    assert!(errors(&["run", "--speed", "-1"]).contains("a number above 0"));
    assert!(errors(&["run", "--order", "lifo"]).contains("shuffled"));
    assert!(errors(&["rum"]).contains("run"));
    assert!(errors(&["run", "examples/echo", "--host", "app:terminal"]).contains("there is no -x"));
}

#[test]
fn help_is_no_error() {
    let done = run(&["run", "--help"]);
    assert_eq!((done.code, &*done.errors), (Some(0), ""));
    assert!(done.output.contains("--exec"));
}
