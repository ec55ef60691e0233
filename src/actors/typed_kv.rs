//! The typed key-value store's actor: requests of HTTP come as messages, whichever way they came to the run.

use std::cell::RefCell;
use std::rc::Rc;

use futures::future::{Fuse, LocalBoxFuture, pending};
use futures::{FutureExt, StreamExt, select_biased};
use rehearsal_typed_kv::{Header, Item, Models, Request, Response, Service};

use super::reply::{reply, unknown};
use super::typed_look::look;
use crate::base::{Duration, Error, Map, Time, Value};
use crate::process::{Context, EventKind, Level, Message};

/// Registers as `typed_kv`, and answers until CANCEL. What it keeps is gone with it.
///
/// | topic | payload | answer to `reply_to` |
/// |---|---|---|
/// | `http` | `method`, `target`, `host`, `id`, `body`: a text, or a value to be taken as JSON | `http_response`: `id`, `status`, `headers`, `body` |
/// | `models` | `schema`: other models, as [`Models::schema`] has them | `models_response`: `aside`, how many values fit none of them and wait for others, or `error` |
///
/// An item is gone as soon as its time is over; of those that nobody has asked for since, the log says so. What it keeps can be
/// seen: `tenants` with their items and bytes, and `expiring`, the items that end first. Who looks from outside sees the values, too.
///
/// ```
/// use rehearsal::actors::typed_kv::typed_kv;
/// use rehearsal::{Sim, Value};
/// use rehearsal_typed_kv::Models;
///
/// let text = "pub struct Cursor { pub x: i32 }";
/// let models = Models::parse([("models/storage/ui.rs", text)]).unwrap();
///
/// let mut sim = Sim::new();
/// sim.actor("app:typed_kv", move |ctx| typed_kv(ctx, models.clone()));
/// sim.spawn("app:typed_kv", []);
/// sim.run(); // until it has registered
/// sim.send("typed_kv", "http", Value::map([
///     ("method", "POST".into()),
///     ("target", "/kv/set/Cursor/user:7".into()),
///     ("host", "a.example".into()),
///     ("body", r#"{"x": 1}"#.into()),
///     ("reply_to", "{page|0x00000}".into()),
/// ]));
/// sim.run();
/// let (topic, answer) = &sim.answers()[0];
/// assert_eq!((&**topic, answer.get("status")), ("http_response", &Value::Int(200)));
/// assert_eq!(answer.get("body").as_str(), Some(r#"{"success":true}"#));
/// ```
///
/// # Errors
/// `ALREADY_EXISTS`: somebody else is the store.
pub async fn typed_kv(ctx: Context, models: Models) -> Result<(), Error> {
    let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
    ctx.register("typed_kv")?;
    let service = Rc::new(RefCell::new(Service::new(models)));
    let looked_at = service.clone();
    ctx.on_look(move |question| look(looked_at.borrow().store(), question));
    let mut store = Store {
        service,
        ctx: ctx.clone(),
        usual_headers: headers(Response::HEADERS),
        shown_at: None,
        is_stale: true,
    };

    let (mut wake, mut alarm) = (None, rest(&ctx, None));
    loop {
        store.show();
        if store.next_wake() != wake {
            wake = store.next_wake();
            alarm = rest(&ctx, wake);
        }
        select_biased! {
            request = inbox.select_next_some() => store.take(&request),
            event = events.select_next_some() => if let EventKind::Cancel { .. } = event.kind {
                return Ok(());
            },
            () = &mut alarm => {
                wake = None;
                store.sweep();
            }
        }
    }
}

/// Waits until an instant; without one for ever.
fn rest(ctx: &Context, at: Option<Time>) -> Fuse<LocalBoxFuture<'static, ()>> {
    let Some(at) = at else { return pending().boxed_local().fuse() };
    let span = at.since(ctx.now());
    ctx.sleep(span.max(Duration::from_nanos(1))).map(drop).boxed_local().fuse()
}

/// Between two times that it shows what it keeps: many requests may come at one instant.
const CALM: Duration = Duration::from_millis(100);
/// Tenants that are shown.
const TENANTS: usize = 50;
/// Items that are shown: those that end first.
const EXPIRING: usize = 20;

struct Store {
    /// Shared with who looks at it between two turns.
    service: Rc<RefCell<Service>>,
    ctx: Context,
    /// Those of nearly all answers, made once.
    usual_headers: Value,
    /// When it last showed what it keeps.
    shown_at: Option<Time>,
    /// What it keeps is no longer what it has shown.
    is_stale: bool,
}

impl Store {
    fn take(&mut self, request: &Message) {
        match &*request.topic {
            "http" => {
                let response = self.answer(request);
                reply(&self.ctx, request, "http_response", self.told(response));
            }
            "models" => {
                let answer = self.replace_models(request.payload.get("schema"));
                reply(&self.ctx, request, "models_response", answer);
            }
            topic => {
                let error = unknown(topic, "http and models").message;
                self.ctx.log(Level::Warn, "unknown topic", [("error", error.into())]);
            }
        }
    }

    fn answer(&mut self, request: &Message) -> Response {
        let (mut asked, mut body) =
            (Request { method: "GET", target: "/", ..Request::default() }, &Value::Nil);
        for (name, value) in request.payload.as_map().into_iter().flat_map(Map::iter) {
            match (name.as_str(), value.as_str()) {
                (Some("body"), _) => body = value,
                (Some("method"), Some(method)) => asked.method = method,
                (Some("target"), Some(target)) => asked.target = target,
                (Some("host"), host) => asked.host = host,
                _ => {}
            }
        }
        let json; // of a body that is neither text nor bytes
        asked.body = match body {
            Value::Nil => &[],
            Value::Str(text) => text.as_bytes(),
            Value::Bytes(bytes) => bytes,
            value => {
                json = value.to_json();
                json.as_bytes()
            }
        };
        self.is_stale |= asked.method != "GET";
        self.service.borrow_mut().answer(self.ctx.now().as_nanos(), &asked)
    }

    fn told(&self, Response { status, headers: told, body }: Response) -> Value {
        let headers = match &*told {
            Response::HEADERS => self.usual_headers.clone(),
            others => headers(others),
        };
        let (body, status) = (Value::Str(body.into()), i64::from(status).into());
        Value::map([("body", body), ("headers", headers), ("status", status)])
    }

    fn replace_models(&mut self, schema: &Value) -> Value {
        let models = match Models::from_schema(&schema.to_json()) {
            Ok(models) => models,
            Err(error) => {
                let error = Value::from(error.to_string());
                self.ctx.log(Level::Warn, "other models were refused", [("error", error.clone())]);
                return Value::map([("error", error)]);
            }
        };
        let now = self.ctx.now().as_nanos();
        let misfits = self.service.borrow_mut().replace_models(now, models);
        self.is_stale = true;
        for item in misfits {
            self.tell("set aside: it is none of the new models", item);
        }
        Value::map([("aside", self.service.borrow().aside().len().into())])
    }

    fn sweep(&mut self) {
        let now = self.ctx.now().as_nanos();
        let gone = self.service.borrow_mut().sweep(now);
        for item in gone {
            self.is_stale = true;
            self.tell("expired", item);
        }
    }

    fn tell(&self, what: &'static str, item: Item) {
        let key = format!("{}:{}", item.type_name, item.key);
        self.ctx.log_info(what, [("tenant", item.tenant.into()), ("key", key.into())]);
    }

    /// When something is over, or is to be shown.
    fn next_wake(&self) -> Option<Time> {
        let expiry = self.service.borrow().next_expiry().map(Time::from_nanos);
        let show = self.shown_at.filter(|_| self.is_stale).map(|at| at + CALM);
        [expiry, show].into_iter().flatten().min()
    }

    /// Shows what it keeps, if it has not just done so.
    fn show(&mut self) {
        let now = self.ctx.now();
        if self.is_stale && self.shown_at.is_none_or(|at| now >= at + CALM) {
            self.ctx.show(self.shown());
            (self.shown_at, self.is_stale) = (Some(now), false);
        }
    }

    fn shown(&self) -> Value {
        let service = self.service.borrow();
        let store = service.store();
        let tenant = |name: &str| {
            let (items, bytes) = store.usage(name);
            let told = [("items", items.into()), ("bytes", bytes.into())];
            (clipped(name.to_owned()), Value::map(told))
        };
        let expiring = |item: Item| {
            Value::map([
                ("tenant", clipped(item.tenant)),
                ("type", clipped(item.type_name)),
                ("key", clipped(item.key)),
                ("expires_at", Value::from(item.expires_at)),
            ])
        };
        Value::map([
            ("tenants", Value::Map(store.tenants().take(TENANTS).map(tenant).collect())),
            ("all_tenants", store.tenants().count().into()),
            ("bytes", store.bytes().into()),
            ("limit", store.limits().tenant.into()),
            ("limit_of_all", store.limits().all.into()),
            ("expiring", Value::list(store.expiring().take(EXPIRING).map(expiring))),
            ("all_expiring", store.expiring().len().into()),
        ])
    }
}

/// Names may be of any length, and many are shown.
fn clipped(name: String) -> Value {
    const MOST: usize = 200;
    clip(name, MOST).into()
}

/// The beginning of a text that has more characters than that.
pub(super) fn clip(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn headers(headers: &[Header]) -> Value {
    Value::Map(headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
}
