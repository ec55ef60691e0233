//! The module `kvstore`.

use rehearsal::lua::Script;
use rehearsal::{Error, ErrorKind, Sim};

use super::{define, ended, script};
use crate::support::Kept;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What a body returns that may ask a store.
fn returns(kept: &Kept, body: &str) -> String {
    let mut sim = Sim::new();
    let kept = kept.clone();
    sim.store(move |request| kept.answer(request));
    let script = script("app:solo", body);
    sim.define("app:solo", script.actor());
    let pid = sim.spawn("app:solo", []);
    sim.run();
    ended(&sim, &pid)
}

const STORE: &str = "local kvstore = require('kvstore') ";

#[test]
fn what_a_script_stores_it_reads_again() {
    let kept = Kept::default();
    for (body, expected) in [
        ("return kvstore.set('user:7', {theme = 'dark', tags = {'a', 'b'}})", "true"),
        ("local user = kvstore.get('user:7') return user.theme .. user.tags[2]", "darkb"),
        ("kvstore.set('n', 5.0) return math.type(kvstore.get('n'))", "integer"),
        ("kvstore.set('nothing', nil) return #kvstore.list('nothing')", "1"),
        (
            "local value, err = kvstore.get('nothing') return tostring(value) .. tostring(err)",
            "nilnil",
        ),
        ("return table.concat(kvstore.list('u*'), ' ')", "user:7"),
        ("return table.concat(kvstore.list(), ' ')", "n nothing user:7"),
    ] {
        assert_eq!(returns(&kept, &format!("{STORE}{body}")), expected, "{body}");
    }
    assert_eq!(kept.0.borrow()["user:7"], r#"{"tags":["a","b"],"theme":"dark"}"#);
}

#[test]
fn what_goes_wrong_is_an_error_object_or_a_fault_of_the_call() {
    let kept = Kept::with(&[("broken", "{no")]);
    for (body, expected) in [
        (
            "local value, err = kvstore.get('a') return tostring(value) .. err:kind() .. ' ' .. err:message()",
            "nilNotFound key not found: a",
        ),
        ("local _, err = kvstore.set('a', {1, x = 2}) return err:message()", "a table with gaps"),
        ("local t = {} t[1] = t local _, err = kvstore.set('a', t) return err:kind()", "Internal"),
        ("return select(2, pcall(kvstore.get, {}))", "bad argument #1 to 'get'"),
        ("return select(2, pcall(kvstore.set))", "bad argument #1 to 'set'"),
        ("return select(2, pcall(kvstore.list, true))", "bad argument #1 to 'list'"),
    ] {
        let said = returns(&kept, &format!("{STORE}{body}"));
        assert!(said.contains(expected), "{body}: {said}");
    }
    assert_eq!(kept.0.borrow().len(), 1, "nothing of this is stored");
}

#[test]
fn other_tasks_of_a_script_go_on_while_one_waits_for_the_store() {
    let body = "local done, all = channel.new(8), {}
         for n = 1, 4 do
             coroutine.spawn(function() kvstore.set('k' .. n, n) done:send(n) end)
         end
         for n = 1, 4 do all[n] = done:receive() end
         return table.concat(all, ' ') .. ' ' .. #kvstore.list('k*')";
    assert_eq!(returns(&Kept::default(), &format!("{STORE}{body}")), "1 2 3 4 4");
}

#[test]
fn who_asks_for_the_store_lists_its_module() {
    let mut sim = Sim::new();
    let plain = Script::new("app:a", "return { main = function() return require('kvstore') end }");
    sim.define("app:a", plain.unwrap().actor());
    let pid = sim.spawn("app:a", []);
    sim.run();
    let said = ended(&sim, &pid);
    assert!(said.contains("add `- kvstore` to the `modules:` of app:a"), "{said}");
}

#[test]
fn a_store_that_is_out_of_reach_is_an_error_that_a_script_can_handle() {
    let mut sim = Sim::new();
    sim.store(|_| {
        Err(Error::new(ErrorKind::Unavailable, "another tab holds it").with_retryable(true))
    });
    let body = format!(
        "{STORE}local _, err = kvstore.list() return err:kind() .. tostring(err:retryable())"
    );
    define(&mut sim, "app:solo", &body);
    let pid = sim.spawn("app:solo", []);
    sim.run();
    assert_eq!(ended(&sim, &pid), "Unavailabletrue");
}
