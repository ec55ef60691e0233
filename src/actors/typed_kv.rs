//! The typed key-value store's actor: requests of HTTP come as messages, whichever way they came to the run.

use futures::future::{Fuse, LocalBoxFuture, pending};
use futures::{FutureExt, StreamExt, select_biased};
use rehearsal_typed_kv::{Models, Request, Response, Service};

use super::reply::reply;
use crate::base::{Duration, Error, Time, Value};
use crate::process::{Context, EventKind, Message};

/// Registers as `typed_kv`, and answers `http {method, target, host, body, id}` with `http_response {id, status, headers, body}`
/// to `reply_to`, until CANCEL. What it keeps is gone with it.
///
/// An item is gone as soon as its time is over; of those that nobody has asked for since, the log says so.
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
    let mut service = Service::new(models);
    ctx.register("typed_kv")?;

    let (mut expiry, mut over) = (None, rest(&ctx, None));
    loop {
        if service.next_expiry() != expiry {
            expiry = service.next_expiry();
            over = rest(&ctx, expiry);
        }
        select_biased! {
            request = inbox.select_next_some() => {
                let response = answer(&ctx, &mut service, &request);
                reply(&ctx, &request, "http_response", told(&request, response));
                ctx.show(stats(&ctx, &service));
            }
            event = events.select_next_some() => if let EventKind::Cancel { .. } = event.kind {
                return Ok(());
            },
            () = &mut over => {
                for item in service.sweep(ctx.now().as_nanos()) {
                    let key = format!("{}:{}", item.type_name, item.key);
                    ctx.log_info("expired", [("tenant", item.tenant.into()), ("key", key.into())]);
                }
                ctx.show(stats(&ctx, &service));
            }
        }
    }
}

/// Waits until the next item is over; without one for ever.
fn rest(ctx: &Context, expiry: Option<u64>) -> Fuse<LocalBoxFuture<'static, ()>> {
    let Some(at) = expiry else { return pending().boxed_local().fuse() };
    let span = Time::from_nanos(at).since(ctx.now());
    ctx.sleep(span.max(Duration::from_nanos(1))).map(drop).boxed_local().fuse()
}

fn answer(ctx: &Context, service: &mut Service, request: &Message) -> Response {
    let field = |name: &str| request.payload.get(name);
    let body = match field("body") {
        Value::Bytes(bytes) => bytes.to_vec(),
        other => other.as_str().unwrap_or_default().as_bytes().to_vec(),
    };
    let request = Request {
        method: field("method").as_str().unwrap_or("GET"),
        target: field("target").as_str().unwrap_or("/"),
        host: field("host").as_str(),
        body: &body,
    };
    service.answer(ctx.now().as_nanos(), &request)
}

fn told(request: &Message, Response { status, headers, body }: Response) -> Value {
    let headers = headers.into_iter().map(|(name, value)| (Value::from(name), value.into()));
    Value::map([
        ("id", request.payload.get("id").clone()),
        ("status", i64::from(status).into()),
        ("headers", Value::Map(headers.collect())),
        ("body", body.into()),
    ])
}

/// What is seen of its state: how much each tenant keeps.
fn stats(ctx: &Context, service: &Service) -> Value {
    let (store, now) = (service.store(), ctx.now().as_nanos());
    let tenant = |name: &str| {
        let stats = store.stats(now, name);
        let told = [("items", stats.items.into()), ("bytes", stats.bytes.into())];
        (Value::from(name.to_owned()), Value::map(told))
    };
    Value::map([
        ("tenants", Value::Map(store.tenants().map(tenant).collect())),
        ("bytes", store.bytes().into()),
    ])
}
