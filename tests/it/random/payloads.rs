//! Payloads in and out of a script.

use rehearsal::lua::Script;
use rehearsal::{Exit, Sim, Value};

use super::{always, value};

/// What a script that has got a value gives back.
fn through(body: &str, value: &Value) -> Value {
    let source = format!("return function(value) {body} end");
    let script = Script::new("app:pass", &source).expect("Lua").with_modules(["json"]);
    let mut sim = Sim::new();
    sim.define("app:pass", script.expect("a module").actor());
    let pid = sim.spawn("app:pass", [value.clone()]);
    sim.run();
    match sim.exit(&pid) {
        Some(Exit::Returned(value)) => value,
        other => panic!("{value:?}: {other:?}\n{}", sim.story()),
    }
}

/// What is left of a value in Lua: there are no nils in tables, and an empty list is an empty table.
fn kept(value: &Value) -> Value {
    match value {
        Value::List(items) => {
            let items: Vec<(usize, Value)> = (1..).zip(items.iter().map(kept)).collect();
            let there: Vec<&(usize, Value)> =
                items.iter().filter(|(_, item)| !item.is_nil()).collect();
            if there.is_empty() {
                return Value::Map([].into_iter().collect());
            }
            if there.len() == items.len() || there.last().is_some_and(|(at, _)| *at == there.len())
            {
                return Value::list(there.into_iter().map(|(_, item)| item.clone()));
            }
            Value::Map(
                there
                    .into_iter()
                    .map(|(at, item)| (Value::Int(*at as i64), item.clone()))
                    .collect(),
            )
        }
        Value::Map(map) => {
            let entries = map.iter().map(|(key, value)| (key.clone(), kept(value)));
            Value::Map(entries.filter(|(_, value)| !value.is_nil()).collect())
        }
        other => other.clone(),
    }
}

#[test]
fn a_payload_that_passes_through_a_script_stays_what_it_is() {
    always(|u| {
        let value = value(u, 4, false)?;
        assert_eq!(through("return value", &value).to_string(), kept(&value).to_string());
        assert_eq!(
            through("return {value}", &value),
            through("return {value}", &through("return value", &value))
        );
        Ok(())
    });
}

#[test]
fn what_a_script_encodes_as_json_it_decodes_to_the_same() {
    always(|u| {
        let value = value(u, 3, true)?;
        let body = "local text, why = json.encode(value) if not text then return {why = tostring(why)} end \
                    local again, bad = json.decode(text) \
                    return {text = text, again = json.encode(again), bad = bad and tostring(bad)}";
        let said = through(body, &value);
        assert_eq!(said.get("again"), said.get("text"), "{value:?}: {said:?}");
        assert_eq!(said.get("bad"), &Value::Nil, "{value:?}: {said:?}");
        Ok(())
    });
}
