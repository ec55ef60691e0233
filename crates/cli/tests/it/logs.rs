//! Log lines: when there are any, where, and how they look.

use crate::support::Project;

const BODY: &str = "local logger, time = require('logger'), require('time')
    time.sleep('1500ms')
    logger:debug('looking')
    logger:named('props'):warn('a mask is missing', { act = 2, who = { 'Ann', 'Bo' } })
    print('on', 'stage')";

#[test]
fn beside_a_dialogue_there_are_no_log_lines_unless_they_are_asked_for() {
    let project = Project::main(BODY);
    for words in [&["-x", "app:cli"][..], &["-x", "app:cli", "-s"], &["-x", "app:cli", "-s", "-v"]]
    {
        let done = project.run(words);
        assert_eq!((&*done.output, &*done.errors), ("", ""), "{words:?}");
    }
}

#[test]
fn in_colour_they_go_to_the_standard_output_with_seconds_of_virtual_time() {
    let done = Project::main(BODY).run(&["-x", "app:cli", "-c"]);
    assert_eq!(done.errors, "");
    let lines: Vec<&str> = done.output.lines().filter(|line| line.starts_with("  1.50s")).collect();
    assert_eq!(
        lines[..2],
        [
            "  1.50s\t\u{1b}[33mWARN \u{1b}[0m\t\u{1b}[37mprops       \u{1b}[0m\ta mask is missing\t\
             {\"pid\": \"{app:terminal|0x00001}\", \"location\": \"app:cli:5\", \"act\": 2, \"who\": [\"Ann\", \"Bo\"]}",
            "  1.50s\t\u{1b}[32mINFO \u{1b}[0m\ton stage\t\
             {\"pid\": \"{app:terminal|0x00001}\", \"location\": \"app:cli:6\"}",
        ]
    );
    assert!(done.output.contains("host started\t{\"id\": \"app:processes\"}"), "{}", done.output);
}

#[test]
fn a_field_of_the_line_itself_stands_once_and_counts() {
    let project = Project::main("require('logger'):info('who', { pid = 'mine' })");
    let done = project.run(&["-x", "app:cli", "-c"]);
    let expected = "\twho\t{\"pid\": \"mine\", \"location\": \"app:cli:2\"}\n";
    assert!(done.output.contains(expected), "{}", done.output);
}

#[test]
fn with_v_there_are_those_of_the_level_debug_too() {
    let project = Project::main(BODY);
    let done = project.run(&["-x", "app:cli", "-c"]);
    assert!(!done.output.contains("looking"));
    let done = project.run(&["-x", "app:cli", "-c", "-v"]);
    assert!(done.output.contains("\u{1b}[36mDEBUG\u{1b}[0m\tlooking"), "{}", done.output);
}

#[test]
fn without_colour_they_go_to_the_standard_error_with_the_date() {
    let done = Project::main(BODY).run(&["-x", "app:cli", "-v"]);
    assert_eq!(done.output, "");
    let line = done.errors.lines().find(|line| line.contains("a mask is missing")).unwrap();
    let (date, rest) = line.split_once('\t').unwrap();
    let shape: String = date.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(shape, "0000-00-00 00:00:00");
    assert!(rest.starts_with("WARN\tprops\ta mask is missing\t{\"pid\": "), "{rest:?}");
}

#[test]
fn of_many_equal_lines_some_are_shown() {
    let project = Project::main(
        "local logger = require('logger') for i = 1, 1000 do logger:info('tick') end",
    );
    let count = |words: &[&str]| {
        let done = project.run(words);
        (done.output + &done.errors).matches("\ttick\t").count()
    };
    assert_eq!(count(&["-x", "app:cli", "-v"]), 109);
    assert_eq!(count(&["-x", "app:cli", "-c"]), 1000);
}

#[test]
fn a_terminal_host_may_hide_them() {
    let project = Project::main("print('psst')");
    let index = std::fs::read_to_string(project.path().join("src/_index.yaml")).unwrap();
    let hiding =
        index.replace("kind: terminal.host\n", "kind: terminal.host\n    hide_logs: true\n");
    project.write("src/_index.yaml", &hiding);
    assert_eq!(project.run(&["-x", "app:cli", "-c"]).output, "");
}

#[test]
fn the_supervisor_tells_of_starts_and_failures() {
    let service = "  - name: server
    kind: process.lua
    source: return function() error('broken', 0) end
  - name: server.service
    kind: process.service
    process: app:server
    host: app:processes
    lifecycle: { auto_start: true, restart: { max_attempts: 2, jitter: 0 } }
";
    let project = Project::main_with(service, "require('time').sleep('5s')");
    let done = project.run(&["-x", "app:cli", "-v"]);
    let lines = done.errors.lines().filter_map(|line| line.split_once("\tcore\t"));
    let lines: Vec<&str> = lines.map(|(_, rest)| rest).collect();
    let starting = |attempt| {
        format!(
            "service app:server.service is starting\t{{\"serviceID\": \"app:server.service\", \
             \"status\": \"starting\", \"details\": \"attempt {attempt}\"}}"
        )
    };
    let failed = |status| {
        format!(
            "service app:server.service is {status}\t{{\"serviceID\": \"app:server.service\", \
             \"status\": \"{status}\", \"error\": \"process failed: broken\"}}"
        )
    };
    let life = |attempt| [starting(attempt), failed("running"), failed("failed")];
    assert_eq!(lines, [life(1), life(2)].concat());
}
