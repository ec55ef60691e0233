//! [`Http`]: requests of HTTP as messages to the typed store of a run, and its answers back to who has asked.

use super::input::Input;
use crate::base::{Error, Pid, Str, Value};
use crate::runtime::{Effect, Kernel};

/// The name of the process that answers.
const STORE: &str = "typed_kv";

/// A request, from wherever it came.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpRequest {
    /// `GET`, in capitals.
    pub method: Str,
    /// Path and query as they were sent.
    pub target: Str,
    /// The `Host` header.
    pub host: Option<Str>,
    /// A text; or bytes that are none.
    pub body: Value,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// The number of the request.
    pub id: u32,
    /// The status: 200 if all is well.
    pub status: u16,
    /// Names in small letters, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl HttpResponse {
    /// 503: nobody can answer now, and why.
    pub fn unavailable(id: u32, why: Str) -> Self {
        let headers = vec![("content-type".into(), "application/json".into())];
        Self { id, status: 503, headers, body: Value::map([("error", why.into())]).to_json() }
    }
}

/// Who waits for an answer of a run. It keeps numbers only; what belongs to them is the caller's.
///
/// ```
/// use futures::StreamExt;
/// use rehearsal::stage::{Http, HttpRequest};
/// use rehearsal::{Sim, Value};
///
/// let mut sim = Sim::new();
/// sim.actor("app:store", |ctx| async move {
///     ctx.register("typed_kv")?;
///     let request = ctx.inbox().next().await.unwrap();
///     let answer = Value::map([("id", request.payload.get("id").clone()), ("status", 204.into())]);
///     ctx.send(request.payload.get("reply_to").as_str().unwrap(), "http_response", answer)?;
///     Ok::<(), rehearsal::Error>(())
/// });
/// let mut http = Http::default();
/// let get = HttpRequest { method: "GET".into(), target: "/".into(), host: None, body: Value::Nil };
/// let error = http.ask(sim.kernel(), get.clone()).unwrap_err();
/// assert_eq!(error.message.to_string(), r#"no process has the name "typed_kv", which is the one that answers"#);
///
/// sim.spawn("app:store", []);
/// sim.run();
/// let (id, input) = http.ask(sim.kernel(), get)?;
/// assert_eq!(id, 1);
/// sim.input(&input)?; // and what it gives to the outside then goes to `take`
/// # Ok::<(), rehearsal::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Http {
    last: u32,
    /// The number of each request, and the process that is to answer it.
    waiting: Vec<(u32, u32)>,
}

impl Http {
    /// A request's number, and the input of the run that it is. From now on an answer is awaited.
    ///
    /// # Errors
    /// `NOT_FOUND`: there is no store in this run now.
    pub fn ask(&mut self, kernel: &Kernel, request: HttpRequest) -> Result<(u32, Input), Error> {
        let holder = kernel.names().into_iter().find(|(name, _)| &**name == STORE);
        let (_, store) = holder.ok_or_else(|| {
            Error::not_found(format!(
                "no process has the name {STORE:?}, which is the one that answers"
            ))
        })?;
        self.last += 1;
        self.waiting.push((self.last, store));
        let HttpRequest { method, target, host, body } = request;
        let payload = Value::map([
            ("id", i64::from(self.last).into()),
            ("method", method.into()),
            ("target", target.into()),
            ("host", host.into()),
            ("body", body),
            ("reply_to", Pid::outside().into()),
        ]);
        Ok((self.last, Input::Send { to: STORE.into(), topic: "http".into(), payload }))
    }

    /// The run has not taken a request: no answer is awaited.
    pub fn forget(&mut self, id: u32) {
        self.waiting.retain(|(waiting, _)| *waiting != id);
    }

    /// The answers among what a run gave to the outside; and for those that never come, since the store has ended, 503.
    pub fn take(&mut self, effects: &[Effect], kernel: &Kernel) -> Vec<HttpResponse> {
        if self.waiting.is_empty() {
            return Vec::new();
        }
        let mut responses: Vec<_> = effects.iter().filter_map(|it| self.response(it)).collect();
        let ended = |process: u32| kernel.process(process).is_none_or(|it| it.ended.is_some());
        self.waiting.retain(|&(id, store)| {
            let lost = ended(store);
            if lost {
                responses.push(HttpResponse::unavailable(
                    id,
                    "the store ended before it answered".into(),
                ));
            }
            !lost
        });
        responses
    }

    fn response(&mut self, effect: &Effect) -> Option<HttpResponse> {
        let Effect::Answer { payload, .. } = effect else { return None };
        let id = u32::try_from(payload.get("id").as_int()?).ok()?;
        let at = self.waiting.iter().position(|(waiting, _)| *waiting == id)?;
        self.waiting.remove(at);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let headers = payload.get("headers").as_map().into_iter().flat_map(|map| map.iter());
        let status = payload.get("status").as_int().and_then(|status| status.try_into().ok());
        Some(HttpResponse {
            id,
            status: status.unwrap_or(500),
            headers: headers.map(|(name, value)| (text(name), text(value))).collect(),
            body: text(payload.get("body")),
        })
    }
}

/// What a message of HTTP says, in a few words, for those who see many of them: of a request what it does with what, of an
/// answer its status. Of any other message nothing.
///
/// ```
/// use rehearsal::Value;
/// use rehearsal::stage::http_summary;
///
/// let request = |method: &'static str, target: &'static str| {
///     let payload = Value::map([("method", method.into()), ("target", target.into())]);
///     http_summary("http", &payload).unwrap()
/// };
/// assert_eq!(request("POST", "/kv/set/Cursor/user:7?ttl=5"), "set Cursor user:7");
/// assert_eq!(request("GET", "/kv/list/Cursor?prefix=user:"), "list Cursor user:");
/// assert_eq!(request("GET", "/kv/stats"), "stats");
/// // What the store would not take is told as it came.
/// assert_eq!(request("PUT", "/kv/set/Cursor/user:7"), "PUT /kv/set/Cursor/user:7");
///
/// let answer = Value::map([("status", 200.into())]);
/// assert_eq!(http_summary("http_response", &answer).unwrap(), "200");
/// assert_eq!(http_summary("cursor", &answer), None);
/// ```
pub fn http_summary(topic: &str, payload: &Value) -> Option<String> {
    match topic {
        "http" => {
            let target = payload.get("target").as_str()?;
            let method = payload.get("method").as_str().unwrap_or("GET");
            Some(operation(method, target).unwrap_or_else(|| format!("{method} {target}")))
        }
        "http_response" => Some(payload.get("status").as_int()?.to_string()),
        _ => None,
    }
}

/// The operation, the type, and the key or the prefix, when the method belongs to the operation.
fn operation(method: &str, target: &str) -> Option<String> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = path.strip_prefix("/kv/")?;
    let (operation, what) = path.split_once('/').unwrap_or((path, ""));
    let usual = match operation {
        "set" => "POST",
        "delete" => "DELETE",
        "get" | "list" | "stats" => "GET",
        _ => return None,
    };
    let prefix = query.split('&').find_map(|part| part.strip_prefix("prefix="));
    let (type_name, key) = what.split_once('/').unwrap_or((what, prefix.unwrap_or("")));
    let words = [operation, type_name, key].into_iter().filter(|word| !word.is_empty());
    (method == usual).then(|| words.collect::<Vec<_>>().join(" "))
}
