//! Requests of HTTP and their answers, as they cross to the page.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::dto::to_js;
use crate::base::{Str, Value};
use crate::stage::{HttpRequest, HttpResponse};

#[derive(Deserialize)]
pub(super) struct HttpDto {
    method: String,
    target: String,
    host: Option<String>,
    body: String,
    /// In place of a body that is no text.
    bytes: Option<Vec<u8>>,
}

impl From<HttpDto> for HttpRequest {
    fn from(HttpDto { method, target, host, body, bytes }: HttpDto) -> Self {
        Self {
            method: method.into(),
            target: target.into(),
            host: host.map(Str::from),
            body: bytes.map_or_else(|| body.into(), |bytes| Value::Bytes(bytes.into())),
        }
    }
}

#[derive(Serialize)]
pub(super) struct AskedDto {
    pub id: u32,
    /// Of the send of the request.
    pub event: f64,
}

#[derive(Serialize)]
struct AnswerDto {
    r#type: &'static str,
    run: u32,
    id: u32,
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// An answer as a message: `{type: "http_response", run, id, status, headers, body}`.
pub(super) fn response_to_js(run: u32, response: HttpResponse) -> Result<JsValue, JsValue> {
    let HttpResponse { id, status, headers, body } = response;
    to_js(&AnswerDto { r#type: "http_response", run, id, status, headers, body })
}
