//! The store behind HTTP, without a network: requests in, responses out.

mod host;
mod response;
mod target;
mod ttl;

use std::mem;

use crate::store::{Item, StoreLimits, TypedStore};
use crate::{Models, Refused};

use host::tenant;
pub use response::{Header, Response};
use target::{Route, Target};

/// What comes in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// `GET`, in capitals.
    pub method: &'a str,
    /// Path and query as they were sent, with their percent signs: `/kv/get/Cursor/user%3A7`.
    pub target: &'a str,
    /// The `Host` header.
    pub host: Option<&'a str>,
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

/// How much a [`Service`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest body, in bytes.
    pub body: usize,
    /// What is kept.
    pub store: StoreLimits,
}

impl Default for Limits {
    /// A body of 1 MiB, and what a store keeps by default.
    fn default() -> Self {
        Self { body: 1 << 20, store: StoreLimits::default() }
    }
}

/// A store and its models, which answers requests.
///
/// | request | answer |
/// |---|---|
/// | `POST /kv/set/:type/:key` | `{"success":true}` |
/// | `GET /kv/get/:type/:key` | `{"value":…}`, which is null if there is none |
/// | `DELETE /kv/delete/:type/:key` | `{"success":true,"existed":…}` |
/// | `GET /kv/list/:type?prefix=…` | `[{"key":…,"value":…}]`, by key; without a prefix all |
/// | `GET /kv/stats` | `{"tenant":…,"items":…,"bytes":…,"limit":…,"types":{…}}` |
///
/// - The **tenant** is the `Host` header with its port: a name in letters of ASCII, digits, hyphens and dots, of at most 253
///   characters, or an IPv6 address in brackets. Upper case and a dot at the end make no other tenant.
/// - The **key** is the rest of the path, percent-decoded, of at most 1,024 bytes. So a slash may stand there as it is, too.
/// - The **query** has `ttl` for a set and `prefix` for a list, each once, and nothing else. A plus in it is a space.
/// - The **body** of a set is the value. An object may have a `ttl` beside its own members, which is taken out before it is looked
///   at: the milliseconds after which the value is gone, ten years at most. Absent, null or 0 is for ever. For values that are no objects, it is
///   the query's: `?ttl=1000`; objects may have it there, too, but not in both places.
/// - What is **wrong** is `{"error":…}`, for a value that does not fit with `"details":[{"pointer":…,"message":…}]`. 400: the value, its JSON,
///   the ttl, the host, the key, the query, or a percent sign; 404: the path, or the type; 405: the method (`Allow` says which one); 413: the body
///   is too long; 507: there is no room. The seed of all this answers null for an unknown type; a slip in a name would then look like a
///   missing value.
///
/// ```
/// use rehearsal_typed_kv::{Models, Request, Service};
///
/// let text = "pub struct Cursor { pub x: i32 }";
/// let mut service = Service::new(Models::parse([("models/storage/ui.rs", text)]).unwrap());
/// let mut ask = |now, method, target, body: &str| {
///     let host = Some("a.example");
///     service.answer(now, &Request { method, target, host, body: body.as_bytes() }).body
/// };
/// let set = "/kv/set/Cursor/user:7";
/// assert_eq!(ask(0, "POST", set, r#"{"x": 1, "ttl": 5}"#), r#"{"success":true}"#);
/// assert_eq!(ask(5_000_000, "GET", "/kv/get/Cursor/user:7", ""), r#"{"value":{"x":1}}"#);
/// assert_eq!(ask(5_000_001, "GET", "/kv/get/Cursor/user:7", ""), r#"{"value":null}"#);
/// assert_eq!(
///     ask(6_000_000, "POST", set, r#"{"x": 1.5}"#),
///     r#"{"error":"the value is no Cursor","details":[{"pointer":"/x","message":"expected a whole number (i32), found 1.5, which is written as a float"}]}"#,
/// );
/// ```
#[derive(Debug, Default)]
pub struct Service {
    models: Models,
    store: TypedStore,
    longest_body: usize,
    /// Values that are none of the models that there are now, oldest first.
    aside: Vec<Item>,
}

impl Service {
    /// An empty store for values of these models.
    pub fn new(models: Models) -> Self {
        Self::with_limits(models, Limits::default())
    }

    /// The same, with limits of one's own.
    pub fn with_limits(models: Models, limits: Limits) -> Self {
        let store = TypedStore::new(limits.store);
        Self { models, store, longest_body: limits.body, aside: Vec::new() }
    }

    /// The models.
    pub fn models(&self) -> &Models {
        &self.models
    }

    /// The store, to look at.
    pub fn store(&self) -> &TypedStore {
        &self.store
    }

    /// The longest body that is taken. Whoever reads bodies from a network need not read on.
    pub fn longest_body(&self) -> usize {
        self.longest_body
    }

    /// Answers a request, at an instant in nanoseconds.
    pub fn answer(&mut self, now: u64, request: &Request<'_>) -> Response {
        self.try_answer(now, request).unwrap_or_else(|response| response)
    }

    /// Takes other models, at an instant in nanoseconds. Values that are none of theirs leave the store, since what is in it fits its
    /// type; which these were is the answer. They are set [aside](Self::aside), and come back with models that they fit again: whoever
    /// edits a model has slipped before.
    pub fn replace_models(&mut self, now: u64, models: Models) -> Vec<Item> {
        let misfits = self.store.retain(|type_name, json| models.validate(type_name, json).is_ok());
        self.models = models;
        let before = mem::take(&mut self.aside);
        self.aside = before.into_iter().filter(|item| !self.put_back(now, item)).collect();
        self.aside.extend(misfits.iter().cloned());
        // They take no more room than the store itself may.
        let mut room = self.store.limits().all;
        let fits = |item: &Item| {
            let bytes = item.key.len() + item.json.len() + TypedStore::ITEM_BYTES;
            room = room.saturating_sub(bytes);
            room > 0
        };
        let kept = self.aside.iter().rev().map(fits).take_while(|fits| *fits).count();
        self.aside.drain(..self.aside.len() - kept);
        misfits
    }

    /// The values that fit none of the models that there are now, and wait for others.
    pub fn aside(&self) -> &[Item] {
        &self.aside
    }

    /// Puts a value back into the store, if it fits; whether it need not wait any longer.
    fn put_back(&mut self, now: u64, item: &Item) -> bool {
        let Item { tenant, type_name, key, json, expires_at } = item;
        let ttl = match expires_at.map(|end| end.checked_sub(now)) {
            Some(None) => return true, // its time is over
            Some(ttl) => ttl,
            None => None,
        };
        let Ok(value) = self.models.validate(type_name, json) else { return false };
        let is_taken = self.store.get(now, tenant, type_name, key).is_some();
        is_taken || self.store.set(now, tenant, key, value, ttl).is_ok()
    }

    /// See [`TypedStore::sweep`].
    pub fn sweep(&mut self, now: u64) -> Vec<Item> {
        self.store.sweep(now)
    }

    /// See [`TypedStore::next_expiry`].
    pub fn next_expiry(&self) -> Option<u64> {
        self.store.next_expiry()
    }

    /// See [`TypedStore::clear`]. What was set aside is gone, too.
    pub fn clear(&mut self) -> usize {
        self.aside.clear();
        self.store.clear()
    }

    fn try_answer(&mut self, now: u64, request: &Request<'_>) -> Result<Response, Response> {
        let Target { route, query } = Target::of(request)?;
        let tenant = &tenant(request.host)?;
        if let Some(name) = route.type_name().filter(|name| !self.models.contains(name)) {
            return Err(Response::error(404, &self.models.unknown_type(name).to_string()));
        }
        Ok(match route {
            Route::Set { type_name, key } => {
                self.set(now, tenant, &type_name, &key, query.ttl.as_deref(), request.body)?
            }
            Route::Get { type_name, key } => {
                Response::value(self.store.get(now, tenant, &type_name, &key))
            }
            Route::Delete { type_name, key } => {
                self.aside.retain(|item| {
                    (&*item.tenant, &*item.type_name, &*item.key) != (&**tenant, &*type_name, &*key)
                });
                Response::deleted(self.store.delete(now, tenant, &type_name, &key))
            }
            Route::List { type_name } => {
                let prefix = query.prefix.as_deref().unwrap_or_default();
                Response::list(self.store.list(now, tenant, &type_name, prefix))
            }
            Route::Stats => {
                let stats = self.store.stats(now, tenant);
                Response::stats(tenant, &stats, self.store.limits().tenant)
            }
        })
    }

    fn set(
        &mut self,
        now: u64,
        tenant: &str,
        type_name: &str,
        key: &str,
        query: Option<&str>,
        body: &[u8],
    ) -> Result<Response, Response> {
        if body.is_empty() {
            return Err(Response::error(400, "the body is empty: it is the value, as JSON"));
        }
        if body.len() > self.longest_body {
            let message = format!(
                "the value has {} bytes, and {} is the most",
                body.len(),
                self.longest_body
            );
            return Err(Response::error(413, &message));
        }
        let text = str::from_utf8(body).map_err(|error| {
            Response::error(400, &format!("this is no JSON: it is no UTF-8 ({error})"))
        })?;
        let (valid, found) = self.models.validate_apart(type_name, text, Some(ttl::KEY));
        match (valid, ttl::ttl(&found, query)) {
            (Ok(value), Ok(ttl)) => {
                let set = self.store.set(now, tenant, key, value, ttl);
                set.map(|()| Response::success())
                    .map_err(|full| Response::error(507, &full.to_string()))
            }
            (Err(refused), ttl) => Err(Response::refused(&refused, Vec::from_iter(ttl.err()))),
            (Ok(_), Err(wrong)) => {
                let more =
                    Refused::Invalid { type_name: type_name.into(), faults: vec![wrong], more: 0 };
                Err(Response::refused(&more, Vec::new()))
            }
        }
    }
}
