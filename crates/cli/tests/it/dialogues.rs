//! Dialogues over a pipe, and what comes out.

use crate::support::{Project, hash, repository, run, run_in};

const ECHO: [&str; 7] = ["run", "examples/echo", "-x", "app:cli", "--speed", "max", "--hash"];

fn echo(input: &str) -> crate::support::Done {
    run_in(&repository(), &ECHO, input)
}

#[test]
fn the_echo_client_answers_the_lines_of_a_pipe() {
    let done = echo("hello world\nпривет\n");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(
        done.output,
        "\u{1b}[36mEcho Client\u{1b}[0m\n\
         \u{1b}[2mType messages to echo. Ctrl+C to exit.\n\u{1b}[0m\n\
         \u{1b}[33m> \u{1b}[0m\
         \u{1b}[32m  HELLO WORLD\u{1b}[0m\n\
         \u{1b}[2m  from worker: {app:processes|0x00004}\u{1b}[0m\n\
         \u{1b}[33m> \u{1b}[0m\
         \u{1b}[32m  ПРИВЕТ\u{1b}[0m\n\
         \u{1b}[2m  from worker: {app:processes|0x00005}\u{1b}[0m\n\
         \u{1b}[33m> \u{1b}[0m\
         \nGoodbye!\n"
    );
}

#[test]
fn the_same_lines_make_the_same_run_every_time() {
    let (one, other) = (echo("hello\nyou\n"), echo("hello\nyou\n"));
    assert_eq!((&one.output, hash(&one)), (&other.output, hash(&other)));
    assert_ne!(hash(&one), hash(&echo("hello\nme\n")));
}

/// A pipe is waited for, however fast virtual time goes meanwhile.
#[test]
fn the_same_lines_make_the_same_run_at_every_speed() {
    let at = |speed| {
        let words = ["run", "examples/echo", "-x", "app:cli", "--hash", "--speed", speed];
        let done = run_in(&repository(), &words, "hello\nyou\n");
        (done.output.clone(), hash(&done))
    };
    assert_eq!(at("20"), at("max"));
}

#[test]
fn the_key_value_client_shows_what_the_store_says() {
    let done = run(&["run", "examples/key-value", "-x", "app:cli", "--speed", "max"]);
    assert_eq!((done.code, &*done.errors), (Some(0), ""));
    assert!(done.output.starts_with("=== Key-Value Store as a Process ===\n"), "{}", done.output);
    assert!(done.output.ends_with("No database, no disk — just actor state + messages.\n"));
}

#[test]
fn lines_lose_their_ends_and_the_last_one_needs_none() {
    let project = Project::main(
        "local io = require('io')
         while true do
             local line, err = io.readline()
             if not line then return io.print(tostring(err)) end
             io.print('[' .. line .. ']')
         end",
    );
    let done = project.run_with(&["-x", "app:cli"], "a\r\n\n b \nlast");
    assert_eq!(done.output, "[a]\n[]\n[ b ]\n[last]\nEOF\n");
}

#[test]
fn the_end_of_input_stays_the_end() {
    let body = "local io = require('io')
         io.readline()
         local line, err = io.readline()
         io.print(tostring(line) .. ' ' .. tostring(err))";
    assert_eq!(Project::main(body).run(&["-x", "app:cli"]).output, "nil EOF\n");
}

/// Two processes read: whoever asks first gets the first line.
#[test]
fn each_process_at_a_terminal_gets_the_line_that_it_asks_for() {
    let project = Project::main_with(
        "  - name: other
    kind: process.lua
    source: file://other.lua
    modules: [io]
",
        "local io, time = require('io'), require('time')
         process.spawn('app:other', 'app:terminal')
         time.sleep('1s')
         io.print('main ' .. io.readline())",
    );
    project.write(
        "src/other.lua",
        "return function() local io = require('io') io.print('other ' .. io.readline()) end",
    );
    let done = project.run_with(&["-x", "app:cli"], "one\ntwo\n");
    assert_eq!(done.output, "other one\nmain two\n");
}

#[test]
fn arguments_reach_main_and_io_args() {
    let project = Project::main(
        "local io = require('io')
         io.print(select('#', ...), ...)
         io.print(table.concat(io.args(), '|'))",
    );
    let words = ["run", "--speed", "max", "-x", "app:cli", "two words", "-1", "--", "--three"];
    let done = run_in(&project.path(), &words, "");
    assert_eq!(done.output, "3\ttwo words\t-1\t--three\ntwo words|-1|--three\n", "{done:?}");
}

#[test]
fn what_is_written_to_the_error_output_is_not_in_the_output() {
    let done =
        Project::main("local io = require('io') io.write('a') io.eprint('b', 1) io.print('c')")
            .run(&["-x", "app:cli"]);
    assert_eq!((&*done.output, &*done.errors), ("ac\n", "b\t1\n"));
}

#[test]
fn a_pipe_is_read_by_bytes_as_well() {
    let body = "local io = require('io')
         local all = {}
         for bytes in function() return io.read(3) end do all[#all + 1] = bytes end
         io.write(table.concat(all, '|'))";
    let done = Project::main(body).run_with(&["-x", "app:cli"], "hello\nyou\n");
    assert_eq!(done.output, "hel|lo\n|you|\n");
}
