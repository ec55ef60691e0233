//! What `main` returns is the exit code.

use crate::support::Project;

#[track_caller]
fn check(body: &str, code: i32) {
    let done = Project::main(body).run(&["-x", "app:cli"]);
    assert_eq!((done.code, &*done.output, &*done.errors), (Some(code), "", ""));
}

#[test]
fn an_integer_is_the_code() {
    check("return 0", 0);
    check("return 7", 7);
    check("return 2.9", 2);
    check("return 0/0", 1);
}

#[test]
fn true_is_fine_and_false_is_not() {
    check("return true", 0);
    check("return false", 1);
}

#[test]
fn nothing_a_table_and_a_text_are_fine_and_print_nothing() {
    check("return", 0);
    check("return { 1, 2 }", 0);
    check("return 'seven'", 0);
}

#[test]
fn an_error_is_told_and_ends_with_one() {
    let done = Project::main("error('the stage is empty', 0)").run(&["-x", "app:cli"]);
    assert_eq!((done.code, &*done.errors), (Some(1), "the stage is empty\n"));
}

#[test]
fn an_error_as_the_second_value_is_a_failure() {
    for error in ["'no curtain'", "errors.new('no curtain')"] {
        let done = Project::main(&format!("return nil, {error}")).run(&["-x", "app:cli"]);
        assert_eq!((done.code, &*done.errors), (Some(1), "no curtain\n"));
    }
}

/// Services that do not end by themselves are stopped, however long they take.
#[test]
fn the_run_ends_with_the_process_and_not_with_the_services() {
    let service = "  - name: server
    kind: process.lua
    source: |
      return function()
        local events = process.events()
        while true do events:receive() end -- and answers nothing, not even CANCEL
      end
  - name: server.service
    kind: process.service
    process: app:server
    host: app:processes
    lifecycle: { auto_start: true }
";
    let done = Project::main_with(service, "return 3").run(&["-x", "app:cli"]);
    assert_eq!((done.code, &*done.errors), (Some(3), ""));
}
