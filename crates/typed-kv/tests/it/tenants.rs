//! 10,000 random operations over 50 hosts, beside 50 models of a store, of which each sees one host only.

use std::collections::BTreeMap;

use rehearsal_typed_kv::{Request, Service};

use crate::support::models;
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const MS: u64 = 1_000_000;
const TYPES: [&str; 2] = ["A", "AB"];
const KEYS: [&str; 8] = ["", "a", "a:b", "ab", "b/c", "%", "__proto__", "😀"];

/// One store as simple as can be: a list that is always looked through.
#[derive(Default)]
struct Naive {
    items: Vec<(String, String, i64, Option<u64>)>,
}

impl Naive {
    fn alive(&self, now: u64) -> impl Iterator<Item = &(String, String, i64, Option<u64>)> {
        self.items.iter().filter(move |(.., end)| end.is_none_or(|end| now <= end))
    }

    fn remove(&mut self, type_name: &str, key: &str) {
        self.items.retain(|(other, name, ..)| other != type_name || name != key);
    }

    fn get(&self, now: u64, type_name: &str, key: &str) -> Option<i64> {
        self.alive(now).find(|(other, name, ..)| other == type_name && name == key).map(|it| it.2)
    }

    fn list(&self, now: u64, type_name: &str, prefix: &str) -> BTreeMap<String, i64> {
        let found = self
            .alive(now)
            .filter(|(other, name, ..)| other == type_name && name.starts_with(prefix));
        found.map(|(_, name, value, _)| (name.clone(), *value)).collect()
    }
}

/// SplitMix64: the same dice on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn of<T: Copy>(&mut self, choice: &[T]) -> T {
        choice[self.below(choice.len() as u64) as usize]
    }
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn fifty_hosts_are_fifty_stores() {
    for seed in 0..3 {
        run(seed);
    }
}

fn run(seed: u64) {
    let mut service =
        Service::new(models("pub struct A { pub v: i64 } pub struct AB { pub v: i64 }"));
    let mut naive: Vec<Naive> = (0..50).map(|_| Naive::default()).collect();
    let (mut dice, mut now) = (Dice(seed), 0);
    for step in 0..10_000_i64 {
        now += dice.of(&[0, 0, 1, MS, 7 * MS]);
        let at = dice.below(50) as usize;
        let (host, naive) = (format!("host-{at}.example"), &mut naive[at]);
        let (type_name, key) = (dice.of(&TYPES), dice.of(&KEYS));
        let mut ask = |method, target: String, body: &str| {
            let request =
                Request { method, target: &target, host: Some(&host), body: body.as_bytes() };
            let response = service.answer(now, &request);
            (response.status, response.body.into_owned())
        };
        let keyed = |word: &str| format!("/kv/{word}/{type_name}/{}", encode(key));
        match dice.below(10) {
            _ if key.is_empty() => {
                assert_eq!(ask("GET", keyed("get"), "").0, 404, "without a key there is nothing");
            }
            0..4 => {
                let ttl = dice.of(&[None, Some(0), Some(1), Some(20), Some(1_000)]);
                let beside = ttl.map(|ttl| format!(",\"ttl\":{ttl}")).unwrap_or_default();
                let answer = ask("POST", keyed("set"), &format!("{{\"v\":{step}{beside}}}"));
                assert_eq!(answer, (200, r#"{"success":true}"#.into()));
                naive.remove(type_name, key);
                let end = ttl.filter(|ttl| *ttl > 0).map(|ttl| now + ttl * MS);
                naive.items.push((type_name.into(), key.into(), step, end));
            }
            4 => {
                let answer = ask("POST", keyed("set"), "{\"v\":\"x\"}");
                assert_eq!(answer.0, 400, "and nothing has changed");
            }
            5 | 6 => {
                let value =
                    naive.get(now, type_name, key).map(|value| format!("{{\"v\":{value}}}"));
                let wanted = format!("{{\"value\":{}}}", value.unwrap_or_else(|| "null".into()));
                assert_eq!(ask("GET", keyed("get"), ""), (200, wanted));
            }
            7 => {
                let existed = naive.get(now, type_name, key).is_some();
                naive.remove(type_name, key);
                let wanted = format!("{{\"success\":true,\"existed\":{existed}}}");
                assert_eq!(ask("DELETE", keyed("delete"), ""), (200, wanted));
            }
            8 => {
                let prefix = dice.of(&KEYS);
                let list = naive.list(now, type_name, prefix);
                let list = list.iter().map(|(key, value)| {
                    format!("{{\"key\":\"{key}\",\"value\":{{\"v\":{value}}}}}")
                });
                let wanted = format!("[{}]", list.collect::<Vec<_>>().join(","));
                let target = format!("/kv/list/{type_name}?prefix={}", encode(prefix));
                assert_eq!(ask("GET", target, ""), (200, wanted));
            }
            _ => {
                service.sweep(now);
                let end = service.next_expiry();
                assert!(end.is_none_or(|end| end > now), "a sweep leaves nothing that is over");
            }
        }
    }
    service.sweep(now);
    let alive: usize = naive.iter().map(|naive| naive.alive(now).count()).sum();
    let kept: usize =
        service.store().tenants().map(|host| service.store().items(host).count()).sum();
    assert!(alive > 100);
    assert_eq!(kept, alive);
}
