//! `rehearsal serve`, as those see it who mean it no good, or who slip.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::serve::{Server, VALID};

const SET: &str =
    "POST /kv/set/CursorPosition/a HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n";
const VALUE: &str = "{\"x\":1,\"y\":1}";

impl Server {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        // Only so that a test that fails does not wait for ever.
        stream.set_read_timeout(Some(Duration::from_secs(100))).unwrap();
        stream
    }

    /// What comes back until the connection is closed.
    fn raw(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes.as_ref()).ok(); // it may have been closed meanwhile
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[track_caller]
    fn answers(&self, request: impl AsRef<[u8]>, status: u16, wanted: &str) {
        let request = request.as_ref();
        let answer = self.raw(request);
        let told = String::from_utf8_lossy(&request[..request.len().min(300)]).into_owned();
        assert_eq!(answer.split(' ').nth(1), Some(&*status.to_string()), "{told}\n{answer}");
        assert!(answer.contains(wanted), "{told}\n{answer}");
    }

    /// It still does what it is there for.
    #[track_caller]
    fn is_well(&self) {
        let target = "/kv/set/CursorPosition/well";
        assert_eq!(self.ask("POST", target, "well.example", VALUE).0, 200);
        let target = "/kv/get/CursorPosition/well";
        assert_eq!(self.ask("GET", target, "well.example", "").2, format!("{{\"value\":{VALUE}}}"));
    }
}

fn get(headers: &str) -> String {
    format!("GET /kv/stats HTTP/1.1\r\nConnection: close\r\n{headers}\r\n")
}

#[test]
fn a_request_has_one_host_and_a_whole_address_names_it_itself() {
    let server = Server::new(VALID);
    server.answers(get("Host: a.example\r\n"), 200, "\"tenant\":\"a.example\"");
    server.answers(get(""), 400, "the request has no Host header");
    server.answers(
        get("Host: a\r\nHost: b\r\n"),
        400,
        "the request has 2 Host headers, and one is right",
    );
    server.answers(get("Host: a\r\nhost: a\r\n"), 400, "the request has 2 Host headers");
    server.answers(get("Host: a b\r\n"), 400, "is no host");
    server.answers(get("Host: b\u{fc}cher.example\r\n"), 400, "is no host");
    server.answers("GET /kv/stats HTTP/1.0\r\n\r\n", 400, "the request has no Host header");
    server.answers("GET /kv/stats HTTP/1.0\r\nHost: a\r\n\r\n", 200, "\"tenant\":\"a\"");
    let whole = |address: &str| {
        format!("GET {address} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n")
    };
    server.answers(whole("http://B.example:80/kv/stats"), 200, "\"tenant\":\"b.example:80\"");
    server.answers(whole("http://me:secret@b.example/kv/stats"), 400, "is no host");
    server.is_well();
}

#[test]
fn what_is_no_request_to_the_store_is_answered_and_changes_nothing() {
    let server = Server::new(VALID);
    let line =
        |line: &str| format!("{line} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
    server.answers(line("OPTIONS *"), 404, "there is nothing at *");
    server.answers(line("CONNECT a.example:80"), 404, "there is nothing at");
    server.answers(line("TRACE /kv/stats"), 405, "GET is");
    server.answers(line("GET /kv/get/CursorPosition/%00"), 200, "{\"value\":null}");
    server.answers(line("GET /kv/get/CursorPosition/%ff"), 400, "is not percent-encoded");
    server.answers(&b"GET /kv/get/CursorPosition/\xff\xfe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"[..], 400, "");
    server.answers(line(&format!("GET /kv/get/CursorPosition/{}", "a".repeat(1 << 20))), 431, "");
    server.answers(get(&format!("Host: a\r\n{}", "X: y\r\n".repeat(200))), 431, "");
    server.answers(get(&format!("Host: a\r\nX: {}\r\n", "y".repeat(1 << 20))), 431, "");
    server.answers(&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\0\0\0\0\0\0\0"[..], 400, "");
    server.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    server.is_well();
}

#[test]
fn a_body_that_is_not_as_long_as_it_says_is_no_value() {
    let server = Server::new(VALID);
    let chunked = format!("{SET}Transfer-Encoding: chunked\r\n\r\n");
    server.answers(format!("{chunked}d\r\n{VALUE}\r\n0\r\n\r\n"), 200, "success");
    server.answers(
        format!("{chunked}3\r\n{VALUE}\r\n0\r\n\r\n"),
        400,
        "the body breaks off, or its chunks are wrong",
    );
    server.answers(format!("{chunked}zz\r\n{VALUE}\r\n0\r\n\r\n"), 400, "the body breaks off");
    server.answers(format!("{chunked}ffffffffffffffffff\r\n{VALUE}"), 400, "the body breaks off");
    for lengths in ["x", "-1", "13\r\nContent-Length: 14"] {
        server.answers(format!("{SET}Content-Length: {lengths}\r\n\r\n{VALUE}"), 400, "");
    }
    // The client has said all that it wants to say.
    let mut half = server.connect();
    write!(half, "{SET}Content-Length: 70\r\n\r\n{VALUE}").unwrap();
    half.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    half.read_to_string(&mut answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 400") && answer.contains("the body breaks off"),
        "{answer}"
    );
    server.is_well();
}

#[test]
fn a_body_without_an_end_is_cut_off() {
    let server = Server::new(VALID);
    server.answers(
        format!("{SET}Content-Length: 2000000\r\n\r\n{}", "{".repeat(2_000_000)),
        413,
        "the body has more than 1048576 bytes, which is the most",
    );
    server.answers(format!("{SET}Content-Length: 104857600\r\n\r\n"), 413, "which is the most");
    let mut stream = server.connect();
    write!(stream, "{SET}Transfer-Encoding: chunked\r\n\r\n").unwrap();
    let chunk = format!("10000\r\n{}\r\n", "{".repeat(0x10000));
    let sent = (0..10_000).take_while(|_| stream.write_all(chunk.as_bytes()).is_ok()).count();
    assert!(sent < 1_000, "{sent} pieces of 64 KiB were taken");
    server.is_well();
}

#[test]
fn who_sends_half_a_request_keeps_nobody_from_being_answered() {
    let server = Server::new(VALID);
    let all: Vec<TcpStream> = (0..1_000).map(|_| server.connect()).collect();
    for mut stream in &all {
        stream.write_all(b"GET /kv/st").unwrap();
    }
    server.is_well();
}

#[test]
fn bodies_that_are_under_way_have_a_limit_together() {
    let server = Server::new(VALID);
    let half = vec![b' '; 1_000_000];
    let all: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = server.connect();
            write!(stream, "{SET}Content-Length: 1048576\r\n\r\n").unwrap();
            stream.write_all(&half).ok(); // the last ones are refused meanwhile
            stream
        })
        .collect();
    // Whose it is that finds no room is not said.
    let (told, heard) = mpsc::channel();
    for stream in &all {
        let (mut stream, told) = (stream.try_clone().unwrap(), told.clone());
        thread::spawn(move || {
            let mut status = [0; 12];
            stream.read_exact(&mut status).map(|()| told.send(status)).ok();
        });
    }
    assert_eq!(heard.recv().unwrap(), *b"HTTP/1.1 503");
    server.answers(get("Host: a.example\r\n"), 200, "\"items\":0");
    all.iter().for_each(|stream| drop(stream.shutdown(Shutdown::Both)));
    while server.ask("POST", "/kv/set/CursorPosition/b", "a.example", VALUE).0 != 200 {}
}

#[test]
fn requests_in_one_piece_are_answered_in_their_order() {
    let server = Server::new(VALID);
    let head = |line: &str| format!("{line} HTTP/1.1\r\nHost: a.example\r\n");
    let answer = server.raw(
        [
            head("HEAD /kv/stats") + "\r\n",
            head("POST /elsewhere") + "Content-Length: 5\r\n\r\nhello",
            head("POST /kv/set/CursorPosition/a") + &format!("Content-Length: 13\r\n\r\n{VALUE}"),
            head("GET /kv/get/CursorPosition/a") + "Connection: close\r\n\r\n",
        ]
        .concat(),
    );
    let statuses: Vec<&str> = answer.split("HTTP/1.1 ").skip(1).map(|it| &it[..3]).collect();
    assert_eq!(statuses, ["405", "404", "200", "200"], "{answer}");
    assert!(answer.ends_with(&format!("{{\"value\":{VALUE}}}")), "{answer}");
}

#[test]
fn a_page_of_another_site_writes_nothing() {
    let server = Server::new(VALID);
    let post = |headers: &str| {
        format!("{SET}Content-Type: text/plain\r\nContent-Length: 13\r\n{headers}\r\n{VALUE}")
    };
    let wanted = "a page of another site may not write here";
    for headers in [
        "Origin: http://evil.example\r\nSec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\nOrigin: http://b.example\r\n",
        "Sec-Fetch-Site: CROSS-SITE\r\n",
        "Origin: http://evil.example\r\n",
        "Origin: http://a.example:81\r\n",
        "Origin: null\r\n",
        "Origin:\r\n",
    ] {
        server.answers(post(headers), 403, wanted);
    }
    let preflight = "OPTIONS /kv/set/CursorPosition/a HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\
         Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n";
    let answer = server.raw(preflight);
    assert!(answer.starts_with("HTTP/1.1 405") && !answer.contains("access-control"), "{answer}");
    server.answers(get("Host: a.example\r\nSec-Fetch-Site: cross-site\r\n"), 200, "\"items\":0");

    for headers in [
        "",
        "Origin: http://a.example\r\n",
        "Origin: https://A.example\r\n",
        "Origin: http://localhost:5173\r\nSec-Fetch-Site: same-origin\r\n", // a proxy has passed it on
        "Sec-Fetch-Site: none\r\n",
    ] {
        server.answers(post(headers), 200, "success");
    }
}

#[test]
fn tenants_that_are_invented_find_no_room_at_last() {
    let server = Server::new(VALID);
    let mut stream = server.connect();
    let mut status = String::new();
    for host in 0..10_001 {
        // In one piece: small ones wait for each other.
        let length = VALUE.len();
        let head = format!(
            "POST /kv/set/CursorPosition/a HTTP/1.1\r\nHost: h{host}\r\nContent-Length: {length}\r\n"
        );
        stream.write_all(format!("{head}\r\n{VALUE}").as_bytes()).unwrap();
        status = answer(&mut stream);
        let wanted = if host < 10_000 { "HTTP/1.1 200" } else { "HTTP/1.1 507" };
        assert!(status.starts_with(wanted), "{host}: {status}");
    }
    assert!(status.contains("10000 tenants have something in it"), "{status}");
    assert_eq!(server.ask("POST", "/kv/set/CursorPosition/b", "h7", VALUE).0, 200);
}

/// One answer of a connection that stays open; its body is short.
fn answer(stream: &mut TcpStream) -> String {
    let (mut text, mut piece) = (String::new(), [0; 1_024]);
    while !text.ends_with('}') {
        let length = stream.read(&mut piece).unwrap();
        assert_ne!(length, 0, "{text}");
        text += std::str::from_utf8(&piece[..length]).unwrap();
    }
    text
}
