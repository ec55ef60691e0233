//! What a run asks the key-value store, and its answers, as they cross to the worker that holds it.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::dto::to_js;
use crate::base::{Error, ErrorKind, Str, Value};
use crate::process::StoreRequest;
use crate::runtime::StoreQuestion;
use crate::stage::Input;

#[derive(Serialize)]
struct AskDto<'a> {
    r#type: &'static str,
    run: u32,
    process: u32,
    id: u32,
    op: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    glob: Option<&'a str>,
}

/// A question to the store as a message: `{type: "ask", run, process, id, op, key | key, json | glob}`.
pub(super) fn ask_to_js(run: u32, question: &StoreQuestion) -> Result<JsValue, JsValue> {
    let &StoreQuestion { process, id, ref request } = question;
    let (op, key, json, glob) = match request {
        StoreRequest::Get { key } => ("get", Some(&**key), None, None),
        StoreRequest::Set { key, json } => ("set", Some(&**key), Some(&**json), None),
        StoreRequest::List { glob } => ("list", None, None, Some(&**glob)),
    };
    to_js(&AskDto { r#type: "ask", run, process, id, op, key, json, glob })
}

/// An answer: the JSON text of a value, keys, an error, or none of these.
#[derive(Deserialize)]
pub(super) struct StoreAnswerDto {
    pub run: u32,
    process: u32,
    id: u32,
    json: Option<String>,
    keys: Option<Vec<String>>,
    error: Option<FaultDto>,
}

#[derive(Deserialize)]
struct FaultDto {
    kind: String,
    message: String,
    retryable: Option<bool>,
}

impl From<StoreAnswerDto> for Input {
    fn from(answer: StoreAnswerDto) -> Self {
        let StoreAnswerDto { process, id, json, keys, error, .. } = answer;
        let answer = match (error, json, keys) {
            (Some(error), ..) => Err(error.into()),
            (None, Some(json), _) => Ok(Value::Str(Str::from(json))),
            (None, None, Some(keys)) => Ok(Value::list(keys.into_iter().map(Value::from))),
            (None, None, None) => Ok(Value::Nil),
        };
        Self::Store { process, id, answer }
    }
}

impl From<FaultDto> for Error {
    fn from(FaultDto { kind, message, retryable }: FaultDto) -> Self {
        let kind = ErrorKind::ALL.into_iter().find(|known| known.name() == kind);
        Self { retryable, ..Self::new(kind.unwrap_or_default(), message) }
    }
}
