//! Requests and their answers.

use rehearsal_typed_kv::{Limits, Models, Request, Response, Service, StoreLimits};

use crate::support::{everything, models, storage};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const MS: u64 = 1_000_000;

/// Somebody who asks one service, at a time that stands still until it is moved.
struct Client {
    service: Service,
    host: &'static str,
    now: u64,
}

impl Client {
    fn of(models: Models) -> Self {
        Self { service: Service::new(models), host: "app.example", now: 0 }
    }

    fn ask(&mut self, method: &str, target: &str, body: &str) -> Response {
        let request = Request { method, target, host: Some(self.host), body: body.as_bytes() };
        self.service.answer(self.now, &request)
    }

    /// Status and body.
    fn says(&mut self, method: &str, target: &str, body: &str) -> String {
        let Response { status, body, .. } = self.ask(method, target, body);
        format!("{status} {body}")
    }

    fn get(&mut self, target: &str) -> String {
        self.says("GET", target, "")
    }

    fn set(&mut self, target: &str, body: &str) -> String {
        self.says("POST", target, body)
    }

    /// The error of a request that is refused with this status.
    #[track_caller]
    fn error(&mut self, status: u16, method: &str, target: &str, body: &str) -> String {
        let response = self.ask(method, target, body);
        assert_eq!(response.status, status, "{response:?}");
        let json: serde_json::Value = serde_json::from_str(&response.body).unwrap();
        json["error"].as_str().unwrap().to_owned()
    }
}

const CURSOR: &str = r#"{"x":1,"y":2,"item_id":"i","user_id":"u"}"#;

fn cursors() -> Client {
    Client::of(storage())
}

#[test]
fn a_value_is_set_got_listed_and_deleted() {
    let mut client = cursors();
    assert_eq!(client.get("/kv/get/CursorPosition/user:7"), r#"200 {"value":null}"#);
    assert_eq!(client.set("/kv/set/CursorPosition/user:7", CURSOR), r#"200 {"success":true}"#);
    assert_eq!(client.get("/kv/get/CursorPosition/user:7"), format!(r#"200 {{"value":{CURSOR}}}"#));
    client.set("/kv/set/CursorPosition/user:10", CURSOR);
    client.set("/kv/set/CursorPosition/guest", CURSOR);
    assert_eq!(
        client.get("/kv/list/CursorPosition?prefix=user:"),
        format!(
            r#"200 [{{"key":"user:10","value":{CURSOR}}},{{"key":"user:7","value":{CURSOR}}}]"#
        )
    );
    assert_eq!(client.get("/kv/list/CursorPosition").matches("key").count(), 3);
    assert_eq!(client.get("/kv/list/ViewportState?prefix="), "200 []");
    let delete = "/kv/delete/CursorPosition/user:7";
    assert_eq!(client.says("DELETE", delete, ""), r#"200 {"success":true,"existed":true}"#);
    assert_eq!(client.says("DELETE", delete, ""), r#"200 {"success":true,"existed":false}"#);
}

#[test]
fn an_answer_is_json_that_no_browser_keeps() {
    let mut client = cursors();
    for (method, target) in [("GET", "/kv/stats"), ("GET", "/"), ("PUT", "/kv/stats")] {
        let headers = client.ask(method, target, "").headers;
        assert_eq!(headers[0], ("content-type", "application/json"));
        assert_eq!(headers[1], ("cache-control", "no-store"));
    }
}

#[test]
fn a_ttl_in_the_value_is_taken_out_and_counts_in_milliseconds() {
    let mut client = cursors();
    client.now = 7 * MS;
    let with_ttl = CURSOR.replace("\"y\"", " \"t\\u0074l\" : 1500 , \"y\"");
    client.set("/kv/set/CursorPosition/k", &with_ttl);
    client.now = 1507 * MS;
    assert_eq!(client.get("/kv/get/CursorPosition/k"), format!(r#"200 {{"value":{CURSOR}}}"#));
    client.now += 1;
    assert_eq!(client.service.next_expiry(), Some(client.now));
    assert_eq!(client.get("/kv/get/CursorPosition/k"), r#"200 {"value":null}"#);
    assert_eq!(client.get("/kv/list/CursorPosition"), "200 []");
}

#[test]
fn wherever_the_ttl_stands_the_other_members_stay_as_they_were() {
    let text = "pub struct A { pub a: Option<u8>, pub b: Option<u8> }";
    let mut client = Client::of(models(text));
    for (body, kept) in [
        (r#"{"ttl":5,"a":1,"b":2}"#, r#"{"a":1,"b":2}"#),
        (r#"{"a":1,"ttl":5,"b":2}"#, r#"{"a":1,"b":2}"#),
        (r#"{"a":1,"b":2,"ttl":5}"#, r#"{"a":1,"b":2}"#),
        (r#"{"ttl":5}"#, "{}"),
        (" { \"ttl\" : 5 , \"a\" : 1 } ", r#"{"a":1}"#),
        ("\t{ \"a\" : 1 ,\n \"ttl\" : 5\n}\r\n", r#"{"a":1}"#),
        (" { \"ttl\" : 5 } ", "{}"),
    ] {
        client.set("/kv/set/A/k", body);
        assert_eq!(client.get("/kv/get/A/k"), format!(r#"200 {{"value":{kept}}}"#), "{body}");
        assert_eq!(client.service.next_expiry(), Some(5 * MS + 1), "{body}");
    }
}

#[test]
fn absent_null_and_zero_are_for_ever() {
    for ttl in ["null", "0", "-0", "0.0"] {
        let mut client = cursors();
        let body = CURSOR.replacen('{', &format!("{{\"ttl\":{ttl},"), 1);
        assert_eq!(
            client.set("/kv/set/CursorPosition/k", &body),
            r#"200 {"success":true}"#,
            "{ttl}"
        );
        client.now = u64::MAX;
        assert_eq!(
            client.get("/kv/get/CursorPosition/k"),
            format!(r#"200 {{"value":{CURSOR}}}"#),
            "{ttl}"
        );
    }
}

#[test]
fn a_ttl_may_be_a_part_of_a_millisecond() {
    for (ttl, nanos) in [
        ("1.5", 1_500_000),
        ("2e3", 2_000_000_000),
        ("0.0000001", 1),
        ("315360000000", 315_360_000_000 * MS),
    ] {
        let mut client = cursors();
        client.set(&format!("/kv/set/CursorPosition/k?ttl={ttl}"), CURSOR);
        let item = client.service.store().items("app.example").next().unwrap();
        assert_eq!(item.expires_at, Some(nanos), "{ttl}");
    }
}

#[test]
fn a_ttl_that_is_none_is_told_beside_all_that_is_wrong_with_the_value() {
    let mut client = cursors();
    for ttl in ["-1", "\"5\"", "true", "[]", "{}"] {
        let body = CURSOR.replacen('{', &format!("{{\"ttl\":{ttl},"), 1);
        let answer = client.set("/kv/set/CursorPosition/k", &body);
        let message = format!(
            "a ttl is a number of milliseconds, and not below 0; 0 or null is for ever; found {}",
            ttl.replace('"', "\\\"")
        );
        assert_eq!(
            answer,
            format!(
                r#"400 {{"error":"the value is no CursorPosition","details":[{{"pointer":"/ttl","message":"{message}"}}]}}"#
            )
        );
    }
    let answer = client.set(
        "/kv/set/CursorPosition/k",
        r#"{"x":"1","ttl":-1,"y":2,"item_id":"","user_id":"","ttl":1}"#,
    );
    assert_eq!(
        answer,
        r#"400 {"error":"the value is no CursorPosition","details":[{"pointer":"/ttl","message":"the ttl stands here twice"},{"pointer":"/x","message":"expected a whole number (i32), found the text \"1\""}]}"#
    );
    assert_eq!(client.get("/kv/list/CursorPosition"), "200 []");
}

#[test]
fn what_is_no_object_has_its_ttl_in_the_query() {
    let mut client = Client::of(everything());
    assert_eq!(client.set("/kv/set/Level/k?ttl=5", "\"LOW\""), r#"200 {"success":true}"#);
    assert_eq!(client.set("/kv/set/Shape/k?ttl=5", r#"{"circle":1}"#), r#"200 {"success":true}"#);
    client.now = 5 * MS + 1;
    assert_eq!(client.get("/kv/get/Level/k"), r#"200 {"value":null}"#);
    assert_eq!(client.get("/kv/get/Shape/k"), r#"200 {"value":null}"#);
    for ttl in ["", "x", "-1", "%2B5", "inf", "NaN"] {
        let error = client.error(400, "POST", &format!("/kv/set/Level/k?ttl={ttl}"), "\"LOW\"");
        assert_eq!(error, "the value is no Level", "{ttl}");
    }
    let both = client.set("/kv/set/Shape/k?ttl=5", r#"{"ttl":5,"circle":1}"#);
    assert!(both.contains("the ttl stands in the value and in the query, too"), "{both}");
}

#[test]
fn every_text_is_a_key() {
    let mut client = cursors();
    let keys = [
        ("__proto__", "__proto__"),
        ("constructor", "constructor"),
        ("a%2Fb", "a/b"),
        ("c/d//e/", "c/d//e/"),
        ("100%25", "100%"),
        ("%F0%9F%98%80", "😀"),
        ("😀2", "😀2"),
        ("a+b", "a+b"),
        ("a%20b", "a b"),
        ("%00", "\0"),
        ("..", ".."),
        ("user:7", "user:7"),
        ("a%3Fb%23c", "a?b#c"),
        ("%22%5C", "\"\\"),
    ];
    for (sent, key) in keys {
        let set = client.set(&format!("/kv/set/CursorPosition/{sent}"), CURSOR);
        assert_eq!(set, r#"200 {"success":true}"#, "{key}");
        assert!(client.get(&format!("/kv/get/CursorPosition/{sent}")).contains("\"x\":1"), "{key}");
    }
    let body = client.ask("GET", "/kv/list/CursorPosition", "").body;
    let list: serde_json::Value = serde_json::from_str(&body).unwrap();
    let mut wanted = keys.map(|(_, key)| key);
    wanted.sort_unstable();
    let listed: Vec<&str> =
        list.as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap()).collect();
    assert_eq!(listed, wanted);
    for (sent, _) in keys {
        let deleted = client.says("DELETE", &format!("/kv/delete/CursorPosition/{sent}"), "");
        assert_eq!(deleted, r#"200 {"success":true,"existed":true}"#);
    }
}

#[test]
fn a_prefix_is_decoded_as_queries_are() {
    let mut client = cursors();
    for key in ["a%20b", "a%2Bb", "%26", "%25"] {
        client.set(&format!("/kv/set/CursorPosition/{key}"), CURSOR);
    }
    let mut found = |query: &str| {
        let answer = client.get(&format!("/kv/list/CursorPosition?{query}"));
        let keys: Vec<String> = answer
            .match_indices("\"key\":\"")
            .map(|(at, _)| answer[at + 7..].split('"').next().unwrap().to_owned())
            .collect();
        keys
    };
    assert_eq!(found("prefix=a+"), ["a b"]);
    assert_eq!(found("prefix=a%2b"), ["a+b"]);
    assert_eq!(found("prefix=%26"), ["&"]);
    assert_eq!(found("pre%66ix=%25"), ["%"]);
}

#[test]
fn bad_percent_signs_are_refused() {
    let mut client = cursors();
    for key in ["%", "%2", "%zz", "%+1", "%ff", "a%C3"] {
        let error = client.error(400, "POST", &format!("/kv/set/CursorPosition/{key}"), CURSOR);
        assert!(error.starts_with(&format!("{key:?} is not percent-encoded")), "{error}");
        client.error(400, "GET", &format!("/kv/list/CursorPosition?prefix={key}"), "");
        client.error(400, "GET", &format!("/kv/get/{key}/k"), "");
    }
}

#[test]
fn tenants_are_hosts_in_any_case_with_their_port() {
    let mut client = cursors();
    for host in ["App.Example", "app.example:80", "other.example"] {
        client.host = host;
        client.set(&format!("/kv/set/CursorPosition/{}", host.len()), CURSOR);
    }
    client.host = " APP.example ";
    assert!(client.get("/kv/list/CursorPosition").contains("\"key\":\"11\""));
    assert_eq!(client.get("/kv/list/CursorPosition").matches("key").count(), 1);
    let tenants: Vec<&str> = client.service.store().tenants().collect();
    assert_eq!(tenants, ["app.example", "app.example:80", "other.example"]);

    for host in [None, Some(""), Some("  ")] {
        let request = Request { method: "GET", target: "/kv/stats", host, body: b"" };
        let response = client.service.answer(0, &request);
        assert_eq!(response.status, 400);
        assert_eq!(
            response.body,
            r#"{"error":"the request has no Host header, which says whose store is meant"}"#
        );
    }
}

#[test]
fn an_unknown_type_is_not_found() {
    let mut client = cursors();
    let wanted = "there is no type \"CursorPositon\"; did you mean \"CursorPosition\"?";
    for (method, word, rest) in [
        ("POST", "set", "/k"),
        ("GET", "get", "/k"),
        ("DELETE", "delete", "/k"),
        ("GET", "list", ""),
    ] {
        let target = format!("/kv/{word}/CursorPositon{rest}");
        assert_eq!(client.error(404, method, &target, "{}"), wanted);
    }
    assert_eq!(
        client.error(404, "GET", "/kv/get/__proto__/k", ""),
        "there is no type \"__proto__\"; there are \"CursorPosition\", \"SessionCache\", \"UserPreferences\" and \"ViewportState\""
    );
}

#[test]
fn other_paths_are_not_found() {
    let mut client = cursors();
    for path in [
        "",
        "/",
        "/kv",
        "/kv/",
        "/kv/get",
        "/kv/get/",
        "/kv/get//k",
        "/kv/list",
        "/kv/list/",
        "/kv/list/CursorPosition/k",
        "/kv/stats/",
        "/kv/stat",
        "/KV/stats",
        "kv/stats",
        "/x/kv/stats",
        "/kv/clear",
        "http://app.example/kv/stats",
    ] {
        let error = client.error(404, "GET", path, "");
        assert!(
            error.starts_with(&format!("there is nothing at {path}: there are /kv/set/:type/:key")),
            "{error}"
        );
    }
}

#[test]
fn another_method_is_told_which_one_is_right() {
    let mut client = cursors();
    for (path, right) in [
        ("/kv/set/CursorPosition/k", "POST"),
        ("/kv/get/CursorPosition/k", "GET"),
        ("/kv/delete/CursorPosition/k", "DELETE"),
        ("/kv/list/CursorPosition", "GET"),
        ("/kv/stats", "GET"),
    ] {
        for method in ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "get"] {
            let response = client.ask(method, path, CURSOR);
            if method == right {
                assert_eq!(response.status, 200);
                continue;
            }
            assert_eq!(response.status, 405);
            assert_eq!(response.headers.last().unwrap(), &("allow", right));
            assert_eq!(
                response.body,
                format!(r#"{{"error":"{method} is not for this path, but {right} is"}}"#)
            );
        }
    }
}

#[test]
fn what_is_no_json_is_refused() {
    let mut client = cursors();
    let target = "/kv/set/CursorPosition/k";
    assert_eq!(
        client.error(400, "POST", target, "{'x': 1}"),
        "this is no JSON: key must be a string at line 1 column 2"
    );
    let request = Request { method: "POST", target, host: Some("h"), body: b"\"\xff\"" };
    let response = client.service.answer(0, &request);
    assert_eq!(response.status, 400);
    assert!(
        response.body.starts_with(r#"{"error":"this is no JSON: it is no UTF-8 (invalid utf-8"#),
        "{}",
        response.body
    );
}

#[test]
fn all_that_is_wrong_with_a_value_is_told() {
    let mut client = cursors();
    let answer = client
        .set("/kv/set/ViewportState/k", r#"{"scroll_y":"0","selected_item":7,"colapsed":true}"#);
    assert_eq!(
        answer,
        r#"400 {"error":"the value is no ViewportState","details":[{"pointer":"/scroll_y","message":"expected a number (f64), found the text \"0\""},{"pointer":"/selected_item","message":"expected a text (String), found the number 7"},{"pointer":"/colapsed","message":"there is no field \"colapsed\"; there are \"scroll_y\", \"selected_item\" and \"sidebar_collapsed\""},{"pointer":"/sidebar_collapsed","message":"the field \"sidebar_collapsed\" is missing: true or false (bool)"}]}"#
    );
    let answer = client
        .set("/kv/set/SessionCache/k", &format!(r#"{{"permissions":[{}1]}}"#, "1,".repeat(200)));
    assert!(
        answer.starts_with(
            r#"400 {"error":"the value is no SessionCache (and 103 more faults than these)""#
        ),
        "{answer}"
    );
    assert_eq!(answer.matches("pointer").count(), 100);
}

#[test]
fn what_is_too_long_is_refused_unread() {
    let limits = Limits { body: CURSOR.len(), ..Limits::default() };
    let mut client = Client { service: Service::with_limits(storage(), limits), ..cursors() };
    assert_eq!(client.service.longest_body(), 41);
    assert_eq!(client.set("/kv/set/CursorPosition/k", CURSOR), r#"200 {"success":true}"#);
    let error = client.error(413, "POST", "/kv/set/CursorPosition/k", &"{".repeat(42));
    assert_eq!(error, "the value has 42 bytes, and 41 is the most");
}

#[test]
fn a_tenant_without_room_is_told_and_keeps_what_it_has() {
    let limits = Limits {
        store: StoreLimits { tenant: 300, all: 1_000, ..StoreLimits::default() },
        ..Limits::default()
    };
    let mut client = Client { service: Service::with_limits(storage(), limits), ..cursors() };
    assert_eq!(client.set("/kv/set/CursorPosition/a", CURSOR), r#"200 {"success":true}"#);
    assert_eq!(client.set("/kv/set/CursorPosition/b", CURSOR), r#"200 {"success":true}"#);
    let error = client.error(507, "POST", "/kv/set/CursorPosition/c", CURSOR);
    assert_eq!(
        error,
        "the store of \"app.example\" is full: it has 242 of 300 bytes, and 121 more are wanted"
    );
    assert_eq!(client.set("/kv/set/CursorPosition/b", CURSOR), r#"200 {"success":true}"#);
    client.host = "other.example";
    assert_eq!(client.set("/kv/set/CursorPosition/c", CURSOR), r#"200 {"success":true}"#);
}

#[test]
fn stats_are_those_of_the_tenant() {
    let mut client = cursors();
    assert_eq!(
        client.get("/kv/stats"),
        r#"200 {"tenant":"app.example","items":0,"bytes":0,"limit":16777216,"types":{}}"#
    );
    client.set("/kv/set/CursorPosition/a", CURSOR);
    client.set("/kv/set/CursorPosition/b?ttl=1", CURSOR);
    client.set(
        "/kv/set/UserPreferences/c",
        r#"{"theme":"dark","notifications":true,"language":"en"}"#,
    );
    assert_eq!(
        client.get("/kv/stats"),
        r#"200 {"tenant":"app.example","items":3,"bytes":376,"limit":16777216,"types":{"CursorPosition":{"items":2,"bytes":242},"UserPreferences":{"items":1,"bytes":134}}}"#
    );
    client.now = MS + 1;
    assert!(client.get("/kv/stats").contains(r#""items":2,"bytes":255"#));
    client.host = "other.example";
    assert!(client.get("/kv/stats").contains(r#""tenant":"other.example","items":0"#));
}

#[test]
fn other_models_keep_what_still_fits() {
    let mut client = Client::of(models("pub struct A { pub a: i32 } pub struct B { pub a: i32 }"));
    for (target, body) in [("A/1", r#"{"a":1}"#), ("A/2", r#"{"a":-1}"#), ("B/1", r#"{"a":1}"#)] {
        client.set(&format!("/kv/set/{target}"), body);
    }
    let misfits = client.service.replace_models(0, models("pub struct A { pub a: u8 }"));
    let misfits: Vec<_> =
        misfits.iter().map(|item| (&*item.type_name, &*item.key, &*item.json)).collect();
    assert_eq!(misfits, [("A", "2", r#"{"a":-1}"#), ("B", "1", r#"{"a":1}"#)]);
    assert_eq!(client.get("/kv/list/A"), r#"200 [{"key":"1","value":{"a":1}}]"#);
    assert_eq!(
        client.error(404, "GET", "/kv/get/B/1", ""),
        "there is no type \"B\"; there are \"A\""
    );
}

#[test]
fn what_does_not_fit_comes_back_with_models_that_it_fits_again() {
    let number = || models("pub struct A { pub a: i32 }");
    let mut client = Client::of(number());
    for (key, body) in [
        ("kept", r#"{"a":1}"#),
        ("set-anew", r#"{"a":2}"#),
        ("deleted", r#"{"a":3}"#),
        ("brief", r#"{"a":4,"ttl":1}"#),
        ("long", r#"{"a":5,"ttl":1000}"#),
    ] {
        client.set(&format!("/kv/set/A/{key}"), body);
    }
    client.service.replace_models(0, models("pub struct A { pub b: i32 }"));
    assert_eq!(client.service.aside().len(), 5);
    assert_eq!(client.get("/kv/list/A"), "200 []");
    client.says("DELETE", "/kv/delete/A/deleted", "");
    client.set("/kv/set/A/set-anew", r#"{"b":7}"#);

    client.now = 2 * MS;
    client.service.replace_models(
        client.now,
        models("pub struct A { pub a: Option<i32>, pub b: Option<i32> }"),
    );
    assert_eq!(client.service.aside(), []);
    assert_eq!(
        client.get("/kv/list/A"),
        r#"200 [{"key":"kept","value":{"a":1}},{"key":"long","value":{"a":5}},{"key":"set-anew","value":{"b":7}}]"#
    );
    // The end of what came back is where it was.
    client.now = 1_000 * MS + 1;
    assert_eq!(client.get("/kv/get/A/long"), r#"200 {"value":null}"#);
}

#[test]
fn what_is_set_aside_takes_no_more_room_than_the_store_may() {
    let store = StoreLimits { tenant: 2_000, all: 2_000, ..StoreLimits::default() };
    let limits = Limits { store, ..Limits::default() };
    let other = |n: usize| models(&format!("pub struct A {{ pub a{n}: i32 }}"));
    let mut service = Service::with_limits(other(0), limits);
    for n in 0..10 {
        for key in 0..15 {
            let (target, body) = (format!("/kv/set/A/{n}-{key}"), format!("{{\"a{n}\":1}}"));
            let request =
                Request { method: "POST", target: &target, host: Some("a"), body: body.as_bytes() };
            assert_eq!(service.answer(0, &request).status, 200);
        }
        service.replace_models(0, other(n + 1));
        assert!((15..=30).contains(&service.aside().len()), "{}", service.aside().len());
    }
    // The oldest go first.
    assert!(service.aside().iter().all(|item| !item.key.starts_with("0-")));
}

#[test]
fn what_is_missing_in_a_request_is_named() {
    let mut client = cursors();
    for word in ["set", "get", "delete"] {
        let method = match word {
            "set" => "POST",
            "get" => "GET",
            _ => "DELETE",
        };
        for slash in ["", "/"] {
            let target = format!("/kv/{word}/CursorPosition{slash}");
            let wanted = format!(
                "the key is missing: it stands behind the type, /kv/{word}/CursorPosition/KEY"
            );
            assert_eq!(client.error(404, method, &target, "{}"), wanted);
        }
    }
    let wanted = "the body is empty: it is the value, as JSON";
    assert_eq!(client.error(400, "POST", "/kv/set/CursorPosition/a", ""), wanted);
}

#[test]
fn whoever_starts_again_has_nothing() {
    let mut client = cursors();
    client.set("/kv/set/CursorPosition/a?ttl=1", CURSOR);
    assert_eq!(client.service.clear(), 1);
    assert_eq!(client.get("/kv/list/CursorPosition"), "200 []");
    assert_eq!(client.service.next_expiry(), None);
}
