//! `-o`: fields of entries with other values than their files say.

use crate::support::{Done, Project};

const CAPACITY: &str = "  - name: sink
    kind: process.lua
    source: return function() process.inbox():receive() end
    mailbox_capacity: 1
";

/// It says how many messages the mailbox of another process takes.
const FILL: &str = "local sink = process.spawn('app:sink', 'app:processes')
    local taken = 0
    while taken < 9 and process.send(sink, 'x', 1) do taken = taken + 1 end
    return taken";

fn run(words: &[&str]) -> Done {
    Project::main_with(CAPACITY, FILL).run(&[words, &["-x", "app:cli"]].concat())
}

#[test]
fn a_field_has_the_value_that_is_said_last() {
    assert_eq!(run(&[]).code, Some(1));
    assert_eq!(run(&["-o", "app:sink:mailbox_capacity=3"]).code, Some(3));
    assert_eq!(run(&["-o", "app:sink:data.mailbox_capacity=3"]).code, Some(3));
    let twice = ["-o", "app:sink:mailbox_capacity=3", "--override", "app:sink:mailbox_capacity=5"];
    assert_eq!(run(&twice).code, Some(5));
}

#[test]
fn fields_that_no_file_mentions_can_be_said_deep_inside_as_well() {
    let service = "  - name: server
    kind: process.service
    process: app:sink
    host: app:processes
";
    let entries = [CAPACITY, service].concat();
    let project = Project::main_with(&entries, "require('time').sleep('1s')");
    let starting = "service app:server is starting";
    let words = ["-v", "-x", "app:cli", "-o", "app:server:lifecycle.auto_start=true"];
    assert!(!project.run(&words[..3]).errors.contains(starting));
    assert!(project.run(&words).errors.contains(starting));
}

#[test]
fn a_kind_a_source_and_a_command_can_be_said() {
    let project = Project::main("return 1");
    project.write("src/other.lua", "return function() return 6 end");
    assert_eq!(
        project.run(&["-o", "app:cli:source=file://other.lua", "-x", "app:cli"]).code,
        Some(6)
    );
    assert_eq!(project.run(&["-o", "app:cli:meta.command.name=go", "go"]).code, Some(1));
    let done = project.run(&["-o", "app:cli:kind=library.lua", "-x", "app:cli"]);
    assert!(done.errors.contains("app:cli is a library.lua"), "{done:?}");
}

#[test]
fn the_data_of_an_entry_may_stand_apart() {
    let sink = "  - name: sink
    kind: process.lua
    data: { source: 'return function() process.inbox():receive() end', mailbox_capacity: 1 }
";
    let project = Project::main_with(sink, FILL);
    for path in ["mailbox_capacity", "data.mailbox_capacity"] {
        let given = format!("app:sink:{path}=4");
        assert_eq!(project.run(&["-o", &given, "-x", "app:cli"]).code, Some(4), "{path}");
    }
}

#[test]
fn what_is_wrong_with_an_override_is_told_with_its_words() {
    let wrong = |given: &str, expected: &str| {
        let done = run(&["-o", given]);
        assert_eq!((done.code, &*done.output), (Some(1), ""), "{given}");
        let first = done.errors.lines().next().unwrap_or_default();
        assert_eq!(first, expected, "{done:?}");
    };
    wrong(
        "app:sinc:mailbox_capacity=3",
        "-o app:sinc:mailbox_capacity=3: names app:sinc, which is no entry of this project; did you mean \"app:sink\"?",
    );
    wrong(
        "app:sink:mailbox_capacty=3",
        "-o app:sink:mailbox_capacty=3: entry app:sink: field \"mailbox_capacty\": is no field of process.lua; \
         did you mean \"mailbox_capacity\"?",
    );
    wrong(
        "app:sink:mailbox_capacity=many",
        "-o app:sink:mailbox_capacity=many: entry app:sink: field \"mailbox_capacity\": \
         should be a whole number, is the text \"many\"",
    );
    // The words are those that said it, even beside others that begin alike.
    let both = ["-o", "app:sink:mailbox_capacty=3", "-o", "app:sink:mailbox=3"];
    let errors = run(&both).errors;
    assert!(
        errors.contains("-o app:sink:mailbox_capacty=3: entry app:sink: field \"mailbox_capacty\""),
        "{errors}"
    );
    wrong(
        "app:sink:kind=process.lau",
        "-o app:sink:kind=process.lau: entry app:sink: field \"kind\": \"process.lau\" is no kind; \
         did you mean \"process.lua\"?",
    );
    wrong(
        "app:sink:source.path=x",
        "-o app:sink:source.path=x: leads into the text \"return function() process.inbox():receive() end\": \
         only maps have fields",
    );
    wrong("app:sink:name=x", "-o app:sink:name=x: an entry keeps its name");
    wrong(
        "app:sink=3",
        "Error: -o: \"app:sink=3\" is no override: one looks like app:worker:lifecycle.auto_start=true",
    );
    wrong("app:sink:=3", "Error: -o: names no field: one looks like lifecycle.auto_start");
}
