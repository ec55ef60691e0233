//! How `rehearsal serve` ends, and what keeps it from beginning.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::serve::{Server, VALID, models_in};
use crate::support::{Done, run};

impl Server {
    fn signal(&self, signal: &str) {
        let kill = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(kill.unwrap().success());
    }

    /// Its exit code, and the last line that it wrote.
    fn ended(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        let mut text = String::new();
        self.output.read_to_string(&mut text).unwrap();
        (code, text.lines().last().unwrap_or_default().to_owned())
    }

    /// A request whose head the server has read, and waits for its body.
    fn begun(&self) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "POST /kv/set/CursorPosition/a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 13\r\n\r\n"
        )
        .unwrap();
        let mut answer = [0; 25];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 100 Continue\r\n\r\n");
        stream
    }
}

#[test]
fn a_request_that_is_under_way_when_the_end_comes_is_told_so() {
    for signal in ["-TERM", "-INT"] {
        let server = Server::new(VALID);
        let (mut begun, idle) = (server.begun(), TcpStream::connect(&server.address).unwrap());
        server.signal(signal);
        // It takes nobody any more: an open connection that is closed says that the end has begun.
        let _ = (&idle).read(&mut [0; 1]);
        begun.write_all(b"{\"x\":1,\"y\":1}").unwrap();
        let mut answer = String::new();
        begun.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
        assert!(answer.ends_with(r#"{"error":"the server is ending"}"#), "{answer}");
        assert_eq!(server.ended(), (Some(0), "Ended.".into()), "{signal}");
    }
}

#[test]
fn who_never_sends_the_rest_keeps_no_server_from_ending() {
    let server = Server::new(VALID);
    let _begun: Vec<TcpStream> = (0..20).map(|_| server.begun()).collect();
    server.signal("-TERM");
    assert_eq!(server.ended(), (Some(0), "Ended.".into()));
}

/// What keeps it from serving, which the port would do at last.
fn serve(path: &std::path::Path) -> Done {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    run(&["serve", "--port", &port, "--models", path.to_str().unwrap()])
}

#[test]
fn models_with_faults_are_said_to_be_served_by_nobody() {
    let (_folder, path) = models_in("pub struct A { pub x: i33, pub y: i34 }");
    let errors = serve(&path).errors;
    let wanted = format!("the models in {} have 2 faults; nothing is served", path.display());
    assert!(errors.contains(&wanted), "{errors}");
    assert!(!errors.contains("written"), "{errors}");
}

#[test]
fn a_folder_that_is_none_and_files_that_cannot_be_read_are_told() {
    let (_folder, path) = models_in(VALID);
    let storage = path.join("models/storage");
    let says = |wanted: &str| {
        let done = serve(&path);
        assert_eq!(done.code, Some(1));
        assert!(done.errors.contains(wanted), "{}", done.errors);
    };
    symlink("loop.rs", storage.join("loop.rs")).unwrap();
    says("models/storage/loop.rs cannot be read: ");
    fs::remove_file(storage.join("loop.rs")).unwrap();
    symlink("nowhere.rs", storage.join("away.rs")).unwrap();
    says("models/storage/away.rs cannot be read: ");
    fs::remove_file(storage.join("away.rs")).unwrap();
    fs::write(storage.join("bytes.rs"), b"\xff\xfe").unwrap();
    says("bytes.rs is no text in UTF-8");
    fs::remove_file(storage.join("bytes.rs")).unwrap();
    // What would be waited for without an end is no file, and neither is a folder.
    assert!(Command::new("mkfifo").arg(storage.join("pipe.rs")).status().unwrap().success());
    fs::create_dir(storage.join("folder.rs")).unwrap();
    fs::write(storage.join("ui_storage.rs"), "").unwrap();
    says("declare no types");
    fs::remove_file(storage.join("ui_storage.rs")).unwrap();
    says("there are no models in");
    fs::remove_dir_all(path.join("models")).unwrap();
    symlink("models", path.join("models")).unwrap();
    says("there is no folder models/storage in");
    fs::remove_file(path.join("models")).unwrap();
    fs::remove_dir(&path).unwrap();
    says("there is no folder");
}

#[test]
fn ten_thousand_structs_are_too_many_and_that_is_told_soon() {
    let text: String = (0..10_000).map(|n| format!("pub struct A{n} {{ pub a: u8 }}\n")).collect();
    let (_folder, path) = models_in(&text[..200_000]);
    let done = serve(&path);
    assert!(done.errors.contains("more than 1000 types"), "{}", &done.errors[..500]);
    let (_folder, path) = models_in(&text);
    let done = serve(&path);
    assert!(done.errors.contains("split it"), "{}", &done.errors[..done.errors.len().min(500)]);
}
