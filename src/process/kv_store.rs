//! [`KvStoreHandle`]: the key-value store outside of the run, as a process sees it.

use std::future::Future;
use std::pin::Pin;
use std::task::{self, Poll};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::context::Context;
use super::exit::Outcome;
use crate::base::{Error, Str, Value, stored};

/// What a process asks the store for.
///
/// The answer is an [`Outcome`]: for `Get` the JSON text of the value, for `Set` nothing, for `List` the keys. An error is as
/// the store tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreRequest {
    /// The value of a key.
    Get {
        /// Which one.
        key: Str,
    },
    /// To keep a value under a key.
    Set {
        /// Which one.
        key: Str,
        /// The value, as JSON.
        json: Str,
    },
    /// The keys that match a pattern.
    List {
        /// The pattern, as SQLite's GLOB has it.
        glob: Str,
    },
}

impl StoreRequest {
    /// Bytes that it takes while it waits.
    pub(crate) fn logical_size(&self) -> u64 {
        let bytes = match self {
            Self::Get { key } => key.len(),
            Self::Set { key, json } => key.len() + json.len(),
            Self::List { glob } => glob.len(),
        };
        bytes as u64
    }

    /// What the trace shows of it: what is to be done, and with what.
    pub(crate) fn shown(&self) -> (&'static str, Value) {
        match self {
            Self::Get { key } => ("get", Value::map([("key", key.clone().into())])),
            Self::Set { key, json } => {
                ("set", Value::map([("key", key.clone().into()), ("value", shown(json))]))
            }
            Self::List { glob } => ("list", Value::map([("glob", glob.clone().into())])),
        }
    }
}

/// A stored text as the trace shows it.
pub(crate) fn shown(json: &Str) -> Value {
    Value::from_json(json).unwrap_or_else(|_| json.clone().into())
}

/// The store of the run, given by [`Context::kv_store`]. Each call waits for an answer from outside.
///
/// A run that is made again from its inputs gets the answers that it got the first time, with no store attached.
///
/// ```
/// use rehearsal::{Context, Error, Sim, StoreRequest, Value};
///
/// async fn counter(ctx: Context) -> Result<Value, Error> {
///     let store = ctx.kv_store();
///     let visits: u32 = store.get("visits").await?;
///     store.set("visits", &(visits + 1)).await?;
///     Ok(Value::from(i64::from(visits)))
/// }
///
/// let mut sim = Sim::new();
/// sim.store(|request| match request {
///     StoreRequest::Get { .. } => Ok("41".into()),
///     StoreRequest::Set { json, .. } => { assert_eq!(&**json, "42"); Ok(Value::Nil) }
///     StoreRequest::List { .. } => Ok(Value::list([])),
/// });
/// sim.actor("app:counter", counter);
/// let pid = sim.spawn("app:counter", []);
/// sim.run();
/// assert_eq!(sim.exit(&pid).unwrap().outcome(), Ok(Value::Int(41)));
/// ```
#[derive(Clone)]
pub struct KvStoreHandle {
    context: Context,
}

impl KvStoreHandle {
    pub(super) fn new(context: &Context) -> Self {
        Self { context: context.clone() }
    }

    /// The value of a key, as the type that is asked for.
    ///
    /// # Errors
    /// `NOT_FOUND`: there is no such key. `INVALID`: its value is of another type, or no JSON. As the store says
    /// otherwise: `UNAVAILABLE`, when another tab or program holds it.
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Result<T, Error> {
        let answer = self.ask(StoreRequest::Get { key: Str::new(key) }).await?;
        stored::read(key, answer.as_str().unwrap_or_default().as_bytes())
    }

    /// Stores a value under a key, in the place of the one that is there. When this has returned, the value is kept.
    ///
    /// # Errors
    /// `INVALID`: JSON cannot hold the value. As the store says otherwise: the old value is still there then.
    pub async fn set<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> Result<(), Error> {
        let json = Str::from(stored::write(key, value)?);
        self.ask(StoreRequest::Set { key: Str::new(key), json }).await.map(drop)
    }

    /// The keys that match a pattern of SQLite's GLOB (`*`, `?`, `[a-z]`, `[^a-z]`), in the order of their bytes.
    ///
    /// # Errors
    /// As the store says.
    pub async fn list(&self, glob: &str) -> Result<Vec<Str>, Error> {
        let keys = self.ask(StoreRequest::List { glob: Str::new(glob) }).await?;
        let keys = keys.as_list().unwrap_or_default();
        Ok(keys.iter().filter_map(|key| key.as_str().map(Str::new)).collect())
    }

    /// Asks, and waits for the answer.
    pub(crate) fn ask(&self, request: StoreRequest) -> Ask {
        Ask { context: self.context.clone(), request: Some(request), id: None }
    }
}

/// Waits for an answer of the store.
pub(crate) struct Ask {
    context: Context,
    request: Option<StoreRequest>,
    id: Option<u32>,
}

impl Future for Ask {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Outcome> {
        let Context { calls, number } = self.context.clone();
        if let Some(request) = self.request.take() {
            self.id = Some(calls.ask_store(number, request));
        }
        let Some(id) = self.id else { return Poll::Pending };
        let answer = calls.result(number, id, cx.waker());
        if answer.is_ready() {
            self.id = None;
        }
        answer
    }
}

impl Drop for Ask {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.context.calls.forget_result(self.context.number, id);
        }
    }
}
