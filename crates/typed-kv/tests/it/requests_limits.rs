//! What a request may be: hosts, keys, queries and ends, each with its limit.

use rehearsal_typed_kv::{Limits, Request, Response, Service, StoreLimits};

use crate::support::models;
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const MS: u64 = 1_000_000;

fn service() -> Service {
    Service::new(models(
        "pub struct A { pub a: i32 } pub struct M { pub by_name: BTreeMap<String, BTreeMap<String, u8>> }",
    ))
}

fn ask(
    service: &mut Service,
    now: u64,
    host: &str,
    method: &str,
    target: &str,
    body: &str,
) -> Response {
    service.answer(now, &Request { method, target, host: Some(host), body: body.as_bytes() })
}

/// The error of a request of `a.example` that is refused with this status.
#[track_caller]
fn error(status: u16, method: &str, target: &str, body: &str) -> String {
    let response = ask(&mut service(), 0, "a.example", method, target, body);
    assert_eq!(response.status, status, "{response:?}");
    let json: serde_json::Value = serde_json::from_str(&response.body).unwrap();
    json["error"].as_str().unwrap().to_owned()
}

/// The tenant that a host is.
fn tenant(host: &str) -> Result<String, String> {
    let response = ask(&mut service(), 0, host, "GET", "/kv/stats", "");
    let json: serde_json::Value = serde_json::from_str(&response.body).unwrap();
    match response.status {
        200 => Ok(json["tenant"].as_str().unwrap().to_owned()),
        400 => Err(json["error"].as_str().unwrap().to_owned()),
        _ => panic!("{response:?}"),
    }
}

#[test]
fn one_host_is_one_tenant_however_it_is_written() {
    for (sent, wanted) in [
        ("app.example", "app.example"),
        ("APP.Example", "app.example"),
        ("app.example.", "app.example"),
        (" app.example\t", "app.example"),
        ("app.example:3000", "app.example:3000"),
        ("app.example.:03000", "app.example:3000"),
        ("app.example:", "app.example"),
        ("my_service-1", "my_service-1"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("127.0.0.1:0", "127.0.0.1:0"),
        ("[::1]", "[::1]"),
        ("[0:0::0001]:80", "[::1]:80"),
        ("[2001:DB8::A]:80", "[2001:db8::a]:80"),
    ] {
        assert_eq!(tenant(sent).as_deref(), Ok(wanted), "{sent}");
    }
}

#[test]
fn what_is_no_host_is_refused_and_the_answer_says_what_one_is() {
    for sent in [
        "a b",
        "a\0b",
        "a\nb",
        "a/b",
        "a@b",
        "a,b",
        "bücher.example",
        "a%20b",
        "<a>",
        ".",
        "..",
        "a..b",
        ".a",
        ":80",
        "a:b",
        "a:65536",
        "a:-1",
        "a:+1",
        "a:80:80",
        "::1",
        "[::1",
        "[::1]x",
        "[]",
        "[a]",
        "[fe80::1%25eth0]",
        "[v1.a]",
        "a[::1]",
    ] {
        let error = tenant(sent).unwrap_err();
        assert!(error.contains("is no host: it has letters of ASCII"), "{sent}: {error}");
        assert!(!error.contains(char::is_control), "{sent}: {error:?}");
    }
    for sent in ["", " ", "\t"] {
        assert!(tenant(sent).unwrap_err().starts_with("the request has no Host"), "{sent:?}");
    }
}

#[test]
fn a_host_has_as_many_characters_as_names_in_the_internet_have() {
    let longest = format!("{}.example", "a".repeat(245));
    assert_eq!(tenant(&longest), Ok(longest.clone()));
    assert_eq!(tenant(&format!("{longest}.:65535")), Ok(format!("{longest}:65535")));
    let wanted = "the host has 254 characters, and 253 is the most";
    assert_eq!(tenant(&format!("a{longest}:80")), Err(wanted.into()));
}

#[test]
fn a_key_has_its_longest_length_in_every_request_that_has_one() {
    let (longest, longer) = ("%C3%A9".repeat(512), "é".repeat(512) + "k");
    for (method, word) in [("POST", "set"), ("GET", "get"), ("DELETE", "delete")] {
        let response =
            ask(&mut service(), 0, "a", method, &format!("/kv/{word}/A/{longest}"), "{\"a\":1}");
        assert_eq!(response.status, 200, "{response:?}");
        let wanted = "the key has 1025 bytes, and 1024 is the most";
        assert_eq!(error(400, method, &format!("/kv/{word}/A/{longer}"), "{\"a\":1}"), wanted);
    }
    let wanted = "the prefix has 1025 bytes, and keys have 1024 at most";
    assert_eq!(error(400, "GET", &format!("/kv/list/A?prefix={longer}"), ""), wanted);
}

#[test]
fn answers_are_short_whatever_was_sent() {
    let long = "x".repeat(60_000);
    for (method, target) in [
        (&*long, "/kv/stats"),
        ("GET", &*format!("/kv/{long}")),
        ("GET", &format!("/kv/get/{long}")),
        ("GET", &format!("/kv/get/{long}/k")),
        ("GET", &format!("/kv/list/A?{long}=1")),
        ("POST", &format!("/kv/set/A/k?ttl={long}")),
        ("GET", &format!("/kv/get/A/%{long}")),
    ] {
        let body = ask(&mut service(), 0, "a", method, target, "{\"a\":1}").body;
        assert!(body.len() < 500, "{body}");
    }
    let body = ask(&mut service(), 0, &"x ".repeat(100), "GET", "/kv/stats", "").body;
    assert!(body.len() < 500, "{body}");
}

#[test]
fn a_part_of_the_query_that_means_nothing_is_told() {
    for (method, target, wanted) in [
        (
            "GET",
            "/kv/list/A?prefx=a",
            "\"prefx\" means nothing in this query; did you mean \"prefix\"?",
        ),
        (
            "GET",
            "/kv/list/A?prefix=a&tlt=1",
            "\"tlt\" means nothing in this query; there is \"prefix\"",
        ),
        (
            "GET",
            "/kv/list/A?Prefix=a",
            "\"Prefix\" means nothing in this query; did you mean \"prefix\"?",
        ),
        ("POST", "/kv/set/A/k?tll=1", "\"tll\" means nothing in this query; did you mean \"ttl\"?"),
        (
            "POST",
            "/kv/set/A/k?prefix=a",
            "\"prefix\" means nothing in this query; there is \"ttl\"",
        ),
        ("GET", "/kv/get/A/k?ttl=1", "\"ttl\" means nothing here: /kv/get has no query"),
        ("DELETE", "/kv/delete/A/k?ttl=1", "\"ttl\" means nothing here: /kv/delete has no query"),
        ("GET", "/kv/stats?a", "\"a\" means nothing here: /kv/stats has no query"),
        ("GET", "/kv/stats?=1", "\"\" means nothing here: /kv/stats has no query"),
    ] {
        assert_eq!(error(400, method, target, "{\"a\":1}"), wanted, "{target}");
    }
    for target in [
        "/kv/list/A?",
        "/kv/list/A?&",
        "/kv/list/A?prefix=a&",
        "/kv/list/A?pre%66ix=a",
        "/kv/stats?",
    ] {
        assert_eq!(ask(&mut service(), 0, "a", "GET", target, "").status, 200, "{target}");
    }
}

#[test]
fn a_part_of_the_query_that_stands_there_twice_is_told() {
    for (method, target, name) in [
        ("POST", "/kv/set/A/k?ttl=1&ttl=2", "ttl"),
        ("POST", "/kv/set/A/k?ttl=1&t%74l=1", "ttl"),
        ("GET", "/kv/list/A?prefix=a&prefix=", "prefix"),
    ] {
        let wanted = format!("\"{name}\" stands twice in the query; one of them has to go");
        assert_eq!(error(400, method, target, "{\"a\":1}"), wanted);
    }
}

#[test]
fn a_key_of_an_object_that_stands_there_twice_is_told_wherever_it_is() {
    let mut service = service();
    let mut details = |target: &str, body: &str| {
        let response = ask(&mut service, 0, "a", "POST", target, body);
        assert_eq!(response.status, 400, "{response:?}");
        response.body.split_once("\"details\":").unwrap().1.to_owned()
    };
    assert_eq!(
        details("/kv/set/A/k", r#"{"a":1,"\u0061":1}"#),
        r#"[{"pointer":"/a","message":"the field \"a\" stands here twice"}]}"#
    );
    assert_eq!(
        details("/kv/set/A/k", r#"{"ttl":1,"a":1,"ttl":1}"#),
        r#"[{"pointer":"/ttl","message":"the ttl stands here twice"}]}"#
    );
    assert_eq!(
        details(
            "/kv/set/M/k",
            r#"{"by_name":{"x":{},"":{"n":1,"\u006e":1},"a/b":{},"x":{},"a/b":{}}}"#
        ),
        r#"[{"pointer":"/by_name//n","message":"the key \"n\" stands here twice"},{"pointer":"/by_name/x","message":"the key \"x\" stands here twice"},{"pointer":"/by_name/a~1b","message":"the key \"a/b\" stands here twice"}]}"#
    );
}

#[test]
fn a_ttl_is_ten_years_at_most() {
    let mut service = service();
    let longest = 315_360_000_000_u64;
    let response =
        ask(&mut service, 0, "a", "POST", &format!("/kv/set/A/k?ttl={longest}"), "{\"a\":1}");
    assert_eq!(response.status, 200, "{response:?}");
    assert_eq!(service.next_expiry(), Some(longest * MS + 1));
    for ttl in [
        "315360000001",
        "315360000000.5",
        "1764000000000000",
        "18446744073710",
        "1e300",
        "1e999",
        &"9".repeat(400),
    ] {
        for (target, body) in [
            (format!("/kv/set/A/k?ttl={ttl}"), "{\"a\":1}".to_owned()),
            ("/kv/set/A/k".into(), format!("{{\"a\":1,\"ttl\":{ttl}}}")),
        ] {
            let response = ask(&mut service, 0, "a", "POST", &target, &body);
            assert_eq!(response.status, 400, "{ttl}: {response:?}");
            assert!(
                response.body.contains(
                    "a ttl is 315360000000 milliseconds at most, ten years from now, and"
                ),
                "{response:?}"
            );
            assert!(response.body.len() < 400, "{response:?}");
        }
    }
}

#[test]
fn an_end_in_the_last_half_of_all_time_is_none() {
    let mut service = service();
    let late = i64::MAX as u64;
    ask(&mut service, late - 5 * MS, "a", "POST", "/kv/set/A/soon?ttl=4", "{\"a\":1}");
    ask(&mut service, late - 5 * MS, "a", "POST", "/kv/set/A/stays?ttl=6", "{\"a\":1}");
    assert_eq!(service.next_expiry(), Some(late - MS + 1));
    service.sweep(late);
    assert_eq!(service.next_expiry(), None);
    let left = ask(&mut service, u64::MAX, "a", "GET", "/kv/list/A", "").body;
    assert_eq!(left, r#"[{"key":"stays","value":{"a":1}}]"#);
}

#[test]
fn there_is_room_for_so_many_tenants_and_who_has_nothing_is_none() {
    let store = StoreLimits { tenants: 2, ..StoreLimits::default() };
    let models = models("pub struct A { pub a: i32 }");
    let mut service = Service::with_limits(models, Limits { store, ..Limits::default() });
    let mut set = |now, host: &str, ttl| {
        let response =
            ask(&mut service, now, host, "POST", &format!("/kv/set/A/k?ttl={ttl}"), "{\"a\":1}");
        (response.status, response.body)
    };
    assert_eq!(set(0, "a", 0).0, 200);
    assert_eq!(set(0, "b", 5).0, 200);
    let wanted = r#"{"error":"the store is full: 2 tenants have something in it, which is all that there may be"}"#;
    assert_eq!(set(0, "c", 0), (507, wanted.into()));
    assert_eq!(set(0, "a", 0).0, 200, "who is there stays");
    assert_eq!(set(5 * MS + 1, "c", 0).0, 200, "what has expired makes room");
    assert_eq!(StoreLimits::default().tenants, 10_000);
}
