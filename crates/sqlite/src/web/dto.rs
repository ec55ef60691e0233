//! The objects that cross between JavaScript and this module. `www/sqlite/protocol.ts` has the same shapes.

use rehearsal::Error;
use wasm_bindgen::prelude::*;

use crate::{Reply, Request, Rows, Write};

#[wasm_bindgen]
extern "C" {
    /// `{id, op: "get", key}`, `{id, op: "set", key, json}` or `{id, op: "list", glob}`.
    pub type Asked;
    #[wasm_bindgen(method, getter)]
    fn id(this: &Asked) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn op(this: &Asked) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn key(this: &Asked) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn json(this: &Asked) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn glob(this: &Asked) -> JsValue;

    /// `{id, ok}` or `{id, error}`.
    #[wasm_bindgen(js_name = Object)]
    pub type Answer;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Answer;
    #[wasm_bindgen(method, setter)]
    fn set_id(this: &Answer, id: JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_ok(this: &Answer, ok: JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_error(this: &Answer, error: JsValue);

    /// `{kind, message, retryable, code, detail}`, as the native store's errors say it; `retryable` is null where they say
    /// nothing. `code` and `detail` are for whoever says it in another language; not all errors have them.
    #[wasm_bindgen(js_name = Object)]
    type Failure;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Failure;
    #[wasm_bindgen(method, setter)]
    fn set_kind(this: &Failure, kind: &str);
    #[wasm_bindgen(method, setter)]
    fn set_message(this: &Failure, message: &str);
    #[wasm_bindgen(method, setter)]
    fn set_retryable(this: &Failure, retryable: JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_code(this: &Failure, code: &str);
    #[wasm_bindgen(method, setter)]
    fn set_detail(this: &Failure, detail: &str);

    /// `{rows: [{key, value, length}], total, changes}`.
    #[wasm_bindgen(js_name = Object)]
    pub type Page;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Page;
    #[wasm_bindgen(method, setter)]
    fn set_rows(this: &Page, rows: Vec<Line>);
    #[wasm_bindgen(method, setter)]
    fn set_total(this: &Page, total: u32);
    #[wasm_bindgen(method, setter)]
    fn set_changes(this: &Page, changes: u32);

    #[wasm_bindgen(js_name = Object)]
    type Line;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Line;
    #[wasm_bindgen(method, setter)]
    fn set_key(this: &Line, key: &str);
    #[wasm_bindgen(method, setter)]
    fn set_value(this: &Line, value: JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_length(this: &Line, length: u32);
}

impl Asked {
    /// The request, or what is wrong with it.
    pub(super) fn read(&self) -> Result<Request, Error> {
        let wanted = |field: JsValue, name: &str| {
            field
                .as_string()
                .ok_or_else(|| Error::invalid(format!("a request has no text as `{name}`")))
        };
        match wanted(self.op(), "op")?.as_str() {
            "get" => wanted(self.key(), "key").map(Request::Get),
            "set" => {
                let (key, json) = (wanted(self.key(), "key")?, wanted(self.json(), "json")?);
                Write::of_json(&key, &json).map(Request::Set)
            }
            "list" => wanted(self.glob(), "glob").map(Request::List),
            other => Err(Error::invalid(format!(
                "a store cannot do \"{other}\": it knows get, set and list"
            ))),
        }
    }

    /// Its answer.
    pub(super) fn answered(&self, answer: Result<Reply, Error>) -> Answer {
        let object = Answer::new();
        object.set_id(self.id());
        match answer {
            Ok(Reply::Json(json)) => object.set_ok(json.into()),
            Ok(Reply::Done) => object.set_ok(JsValue::NULL),
            Ok(Reply::Keys(keys)) => object.set_ok(keys.into()),
            Err(error) => object.set_error(failure(&error)),
        }
        object
    }
}

/// An error as the protocol has it.
pub(super) fn failure(error: &Error) -> JsValue {
    let object = Failure::new();
    object.set_kind(error.kind.name());
    object.set_message(&error.message);
    object.set_retryable(error.retryable.map_or(JsValue::NULL, JsValue::from));
    if let Some(details) = &error.details {
        let text = |name| details.get(name).as_str().unwrap_or_default();
        object.set_code(text("code"));
        object.set_detail(text("detail"));
    }
    object.into()
}

/// Rows for the page.
pub(super) fn page(found: Rows, changes: u32) -> Page {
    let line = |row: crate::Row| {
        let object = Line::new();
        object.set_key(&row.key);
        object.set_value(row.value.map_or(JsValue::NULL, JsValue::from));
        object.set_length(row.length);
        object
    };
    let object = Page::new();
    object.set_rows(found.rows.into_iter().map(line).collect());
    object.set_total(found.total);
    object.set_changes(changes);
    object
}
