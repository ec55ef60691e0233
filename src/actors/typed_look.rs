//! What somebody sees who looks into the typed store from outside: the values of one tenant.

use rehearsal_typed_kv::{Item, TypedStore};

use super::typed_kv::clip;
use crate::base::Value;

/// Values that one answer has at most, and characters of each.
const MOST: usize = 1_000;
const LONGEST: usize = 100_000;

/// | question | |
/// |---|---|
/// | `tenant` | whose values |
/// | `filter` | a text that their keys have in them, each `Type:key`; without it all |
/// | `limit` | how many, in the order of their keys |
/// | `longest` | characters of each value; one that has more ends with an ellipsis |
/// | `key` | a `Type:key`, shown whole if there is one: the answer has it as `whole` |
///
/// The answer has `total`, how many there are, and `items`: `type`, `key`, `json`, `length` in characters, and `expires_at`, if there
/// is an end.
pub(super) fn look(store: &TypedStore, question: &Value) -> Value {
    let text = |name: &str| question.get(name).as_str().unwrap_or_default();
    let count = |name: &str, most: usize| {
        let wanted = question.get(name).as_int().and_then(|wanted| usize::try_from(wanted).ok());
        wanted.unwrap_or(most).min(most)
    };
    let (tenant, filter) = (named(store, text("tenant")), text("filter"));
    let (limit, longest) = (count("limit", MOST), count("longest", LONGEST));
    let (mut total, mut items) = (0, Vec::new());
    for key in store.keys(tenant).filter(|key| key.contains(filter)) {
        total += 1;
        if items.len() < limit {
            items.extend(store.peek(tenant, key).map(|item| told(item, longest)));
        }
    }
    let whole = question.get("key").as_str().and_then(|key| store.peek(tenant, key));
    Value::map([
        ("total", total.into()),
        ("items", Value::list(items)),
        ("whole", whole.map_or(Value::Nil, |item| told(item, LONGEST))),
    ])
}

/// A tenant whose name is so long that only its beginning was shown is found by that.
fn named<'a>(store: &'a TypedStore, name: &'a str) -> &'a str {
    let Some(begin) = name.strip_suffix('…') else { return name };
    store.tenants().find(|tenant| tenant.starts_with(begin)).unwrap_or(name)
}

fn told(item: Item, longest: usize) -> Value {
    let length = item.json.chars().count();
    Value::map([
        ("type", item.type_name.into()),
        ("key", item.key.into()),
        ("json", clip(item.json, longest).into()),
        ("length", length.into()),
        ("expires_at", item.expires_at.into()),
    ])
}
