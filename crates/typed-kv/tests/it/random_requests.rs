//! Requests made at random: whatever comes in, what goes out is an answer.

use arbtest::arbitrary::{Result, Unstructured};
use rehearsal_typed_kv::{Limits, Request, Service, StoreLimits};
use serde_json::Value;

use crate::support::everything;

/// How long each property is tried; minutes when it is compiled with `REHEARSAL_SOAK` set.
const MILLIS: u64 = if option_env!("REHEARSAL_SOAK").is_some() { 120_000 } else { 2_000 };

const METHODS: [&str; 5] = ["GET", "POST", "DELETE", "PUT", "\n"];
const PARTS: [&str; 24] = [
    "/kv/", "set", "get", "delete", "list", "stats", "/", "Level", "Shape", "Tree", "a", "%",
    "%2F", "%ff", "?", "&", "=", "ttl", "prefix", "1", "-1", "+", "é", "#",
];
const VALUES: [&str; 20] = [
    "\"LOW\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"ttl\"",
    "\"circle\"",
    "\"children\"",
    "\"fruit\"",
    "1",
    "-",
    "null",
    "\"\\ud800\"",
    "\"a",
    " ",
    "\u{0}",
    "{\"ttl\":5,\"circle\":1}",
    "{\"children\":[],\"fruit\":{}}",
];

fn text(u: &mut Unstructured<'_>, pieces: &[&str], most: usize) -> Result<String> {
    (0..u.int_in_range(0..=most)?).map(|_| u.choose(pieces).copied()).collect()
}

#[test]
fn every_request_has_an_answer_in_json() {
    let limits =
        Limits { body: 60, store: StoreLimits { tenant: 170, all: 250, ..StoreLimits::default() } };
    let mut service = Service::with_limits(everything(), limits);
    let mut now = 0;
    let mut seen = [0; 600];
    arbtest::arbtest(|u| {
        now += u.int_in_range(0..=3_000_000)?;
        let host = *u.choose(&[None, Some(""), Some("a"), Some("b"), Some("A:80")])?;
        let (mut method, mut target, mut body) = match u.int_in_range(0..=5)? {
            0 => ("POST", "/kv/set/Level/".into(), "\"LOW\"".into()),
            1 => ("POST", "/kv/set/Shape/".into(), "{\"ttl\":1,\"circle\":1}".into()),
            2 => ("GET", "/kv/get/Level/".into(), Vec::new()),
            3 => ("DELETE", "/kv/delete/Shape/".into(), Vec::new()),
            4 => ("GET", "/kv/list/Level?prefix=".into(), Vec::new()),
            _ => ("GET", text(u, &PARTS, 5)?, Vec::new()),
        };
        target += &text(u, &PARTS, 3)?;
        if u.int_in_range(0..=9)? == 9 {
            method = *u.choose(&METHODS)?;
        }
        match u.int_in_range(0..=9)? {
            7 => body = text(u, &VALUES, 5)?.into_bytes(),
            8 => body.push(0xff),
            9 => body.resize(61, b' '),
            _ => {}
        }
        let response = service.answer(now, &Request { method, target: &target, host, body: &body });
        assert!([200, 400, 404, 405, 413, 507].contains(&response.status), "{response:?}");
        seen[usize::from(response.status)] += 1;
        let json: Value = serde_json::from_str(&response.body).unwrap();
        assert_eq!(json.get("error").is_some(), response.status != 200, "{response:?}");
        assert_eq!(
            response.headers.iter().any(|(name, _)| *name == "allow"),
            response.status == 405
        );
        let store = service.store();
        let counted: usize = store.tenants().flat_map(|tenant| store.items(tenant)).count();
        assert!(store.bytes() >= counted * 64 && store.bytes() <= 250, "{}", store.bytes());
        Ok(())
    })
    .size_max(400) // of random bytes; to make many takes longer than to use them
    .budget_ms(MILLIS)
    .run();
    for status in [200, 400, 404, 405, 413, 507] {
        assert!(seen[status] > 0, "no request was answered {status}");
    }
}
