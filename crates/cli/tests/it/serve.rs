//! `rehearsal serve`: the typed store, as clients of HTTP see it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Stdio};
use std::{fs, thread};

use tempfile::TempDir;

use crate::support::{program, run};

/// A server, ended when the test is over.
pub struct Server {
    pub child: Child,
    pub address: String,
    pub output: BufReader<ChildStdout>,
    _folder: TempDir,
}

impl Server {
    pub fn new(models: &str) -> Self {
        let (folder, path) = models_in(models);
        let mut child = program(&["serve", "--port", "0", "--models", path.to_str().unwrap()])
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { child, address, output, _folder: folder }
    }

    /// Status, headers and body of an answer.
    pub fn ask(&self, method: &str, target: &str, host: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_lowercase(), body.to_owned())
    }

    #[track_caller]
    fn says(&self, method: &str, target: &str, body: &str, expected: &str) {
        let (_, _, said) = self.ask(method, target, "a.example", body);
        assert_eq!(said, expected, "{method} {target} {body}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

pub fn models_in(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    fs::create_dir_all(path.join("models/storage")).unwrap();
    fs::write(path.join("models/storage/ui_storage.rs"), text).unwrap();
    (folder, path)
}

pub const VALID: &str =
    "pub struct CursorPosition { pub x: i32, pub y: i32, pub item_id: Option<String> }";

#[test]
fn values_are_set_got_listed_and_deleted() {
    let server = Server::new(VALID);
    let value = r#"{"x":1,"y":-2,"item_id":"a"}"#;
    server.says("POST", "/kv/set/CursorPosition/user:7", value, r#"{"success":true}"#);
    server.says("GET", "/kv/get/CursorPosition/user:7", "", &format!(r#"{{"value":{value}}}"#));
    server.says("GET", "/kv/get/CursorPosition/user:8", "", r#"{"value":null}"#);
    server.says(
        "GET",
        "/kv/list/CursorPosition?prefix=user:",
        "",
        &format!(r#"[{{"key":"user:7","value":{value}}}]"#),
    );
    server.says(
        "DELETE",
        "/kv/delete/CursorPosition/user:7",
        "",
        r#"{"success":true,"existed":true}"#,
    );
    server.says("GET", "/kv/list/CursorPosition", "", "[]");
}

#[test]
fn what_is_wrong_has_its_status() {
    let server = Server::new(VALID);
    let set = "/kv/set/CursorPosition/a";
    let (status, head, body) = server.ask("POST", set, "a.example", r#"{"x": 1.5}"#);
    assert_eq!(status, 400, "{body}");
    assert!(head.contains("content-type: application/json"), "{head}");
    assert!(body.contains(r#""pointer":"/x""#) && body.contains(r#""pointer":"/y""#), "{body}");
    assert_eq!(server.ask("POST", set, "a.example", "{no").0, 400);
    assert_eq!(server.ask("POST", "/kv/set/Cursor/a", "a.example", "{}").0, 404);
    assert_eq!(server.ask("GET", "/elsewhere", "a.example", "").0, 404);
    let (status, head, _) = server.ask("GET", set, "a.example", "");
    assert_eq!(status, 405);
    assert!(head.contains("allow: post"), "{head}");
    let large = format!(r#"{{"x": 1, "y": 2, "item_id": "{}"}}"#, "x".repeat(2 << 20));
    assert_eq!(server.ask("POST", set, "a.example", &large).0, 413);
}

#[test]
fn hosts_never_see_each_other() {
    let server = Server::new(VALID);
    let target = "/kv/set/CursorPosition/a";
    server.ask("POST", target, "one.example", r#"{"x":1,"y":1}"#);
    server.ask("POST", target, "other.example", r#"{"x":2,"y":2}"#);
    let got = |host| server.ask("GET", "/kv/get/CursorPosition/a", host, "").2;
    assert_eq!(got("one.example"), r#"{"value":{"x":1,"y":1}}"#);
    assert_eq!(got("other.example"), r#"{"value":{"x":2,"y":2}}"#);
    assert_eq!(got("third.example"), r#"{"value":null}"#);
}

#[test]
fn a_value_is_gone_after_its_time() {
    let server = Server::new(VALID);
    server.ask("POST", "/kv/set/CursorPosition/a", "a.example", r#"{"x":1,"y":1,"ttl":30}"#);
    server.ask("POST", "/kv/set/CursorPosition/b", "a.example", r#"{"x":1,"y":1}"#);
    // As often as it takes: the clock is the machine's.
    let got = || server.ask("GET", "/kv/get/CursorPosition/a", "a.example", "").2;
    while got() != r#"{"value":null}"# {
        thread::yield_now();
    }
    let listed = server.ask("GET", "/kv/list/CursorPosition", "a.example", "").2;
    assert_eq!(listed, r#"[{"key":"b","value":{"x":1,"y":1}}]"#);
}

#[test]
fn any_text_is_a_key() {
    let server = Server::new(VALID);
    for key in ["__proto__", "a%2Fb", "100%25", "%F0%9F%98%80", "user:7"] {
        let target = format!("/kv/set/CursorPosition/{key}");
        assert_eq!(server.ask("POST", &target, "a.example", r#"{"x":1,"y":1}"#).0, 200, "{key}");
    }
    let listed = server.ask("GET", "/kv/list/CursorPosition", "a.example", "").2;
    for key in ["__proto__", "a/b", "100%", "😀", "user:7"] {
        assert!(listed.contains(&format!(r#""key":"{key}""#)), "{key}: {listed}");
    }
}

#[test]
fn many_clients_at_once_are_all_answered() {
    let server = Server::new(VALID);
    thread::scope(|scope| {
        for client in 0..16 {
            let server = &server;
            scope.spawn(move || {
                for n in 0..20 {
                    let target = format!("/kv/set/CursorPosition/{client}-{n}");
                    assert_eq!(server.ask("POST", &target, "a.example", r#"{"x":1,"y":1}"#).0, 200);
                }
            });
        }
    });
    let listed = server.ask("GET", "/kv/list/CursorPosition", "a.example", "").2;
    assert_eq!(listed.matches("\"key\"").count(), 320);
}

#[test]
fn it_says_where_it_serves_and_that_it_forgets() {
    let mut server = Server::new(VALID);
    let mut line = String::new();
    server.output.read_line(&mut line).unwrap();
    assert_eq!(line, "It begins empty, and what it keeps is gone when it ends.\n");
}

#[test]
fn a_fault_in_a_model_is_told_with_its_place_and_nothing_is_served() {
    let (_folder, path) = models_in("pub struct CursorPosition {\n    pub x: i33,\n}\n");
    let done = run(&["serve", "--port", "0", "--models", path.to_str().unwrap()]);
    assert_eq!(done.code, Some(1));
    assert!(done.errors.contains("models/storage/ui_storage.rs:2:"), "{}", done.errors);
    assert!(done.errors.contains("i33"), "{}", done.errors);
}

#[test]
fn a_folder_without_models_and_a_port_that_is_taken_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let done = run(&["serve", "--port", "0", "--models", folder.path().to_str().unwrap()]);
    assert_eq!(done.code, Some(1));
    assert!(done.errors.contains("there is no folder models/storage in"), "{}", done.errors);
    let taken = Server::new(VALID);
    let port = taken.address.split(':').nth(1).unwrap();
    let (_folder, path) = models_in(VALID);
    let done = run(&["serve", "--port", port, "--models", path.to_str().unwrap()]);
    assert_eq!(done.code, Some(1));
    assert!(done.errors.contains("name another one with --port"), "{}", done.errors);
}
