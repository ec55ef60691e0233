//! Ctrl+C, and what `kill` sends.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use crate::support::{Project, program};

fn send(signal: &str, child: &Child) {
    let kill = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
}

/// Reads lines until one has this text in it.
fn read_to(lines: &mut impl BufRead, text: &str) {
    let mut line = String::new();
    while !line.contains(text) {
        line.clear();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0, "no line with {text:?}");
    }
}

#[test]
fn services_run_until_a_signal_comes_and_then_they_are_stopped() {
    for signal in ["-INT", "-TERM"] {
        let mut child = program(&["run", "examples/key-value"]).spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        read_to(&mut errors, "service app:kv_server.service is starting");
        send(signal, &child);
        read_to(&mut errors, "\tINFO\trun\tstopped");
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn a_second_signal_ends_the_program_at_once() {
    // It goes on for ever, and nothing else can happen meanwhile.
    let project = Project::main_with(
        "  - name: server
    kind: process.lua
    source: return function() while true do time.sleep('1ns') end end
    modules: [time]
  - name: server.service
    kind: process.service
    process: app:server
    host: app:processes
    lifecycle: { auto_start: true, stop_timeout: 100h }
",
        "",
    );
    let path = project.path();
    let mut child = program(&["run", "--speed", "0.001"]).current_dir(path).spawn().unwrap();
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    read_to(&mut errors, "runtime ready");
    send("-INT", &child);
    read_to(&mut errors, "stopping");
    send("-INT", &child);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn ctrl_c_interrupts_the_process_at_the_terminal() {
    let project = Project::main("local io = require('io') io.print('ready') io.readline()");
    let mut child = program(&["run", "-x", "app:cli", "--speed", "max"])
        .current_dir(project.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let input = child.stdin.take().unwrap(); // open, so no line ever comes
    read_to(&mut BufReader::new(child.stdout.take().unwrap()), "ready");
    send("-INT", &child);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!(errors, "process terminated\n");
    drop(input);
}

/// Lines are given when they are asked for, also to somebody who waits for the answer before he writes the next one.
#[test]
fn a_dialogue_over_pipes_goes_back_and_forth() {
    let project = Project::main(
        "local io = require('io')
         for line in io.readline do io.print('you said ' .. line) end",
    );
    let mut child = program(&["run", "-x", "app:cli", "--speed", "max"])
        .current_dir(project.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for word in ["hello", "again"] {
        writeln!(input, "{word}").unwrap();
        read_to(&mut output, &format!("you said {word}"));
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
