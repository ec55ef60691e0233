//! The typed store: a set with its validation, and a get, each a request to the actor and its answer.

use std::cell::Cell;
use std::rc::Rc;

use futures::StreamExt;
use rehearsal::actors::typed_kv::typed_kv;
use rehearsal::{Context, Error, Sim, Str, Value};
use rehearsal_typed_kv::Models;

use crate::ours::run;
use crate::work::{Work, at_once, check};

/// Keys in the store.
const KEYS: u32 = 1_000;
/// Different values.
const VALUES: u32 = 64;
const HOST: &str = "app.example";
/// Pairs before the first round: they fill the recorder's ring, so that a round finds what a long run has.
const WARM_UP: u32 = 12_500;

/// The same as in `handlers.mjs`.
const MODEL: &str = "pub struct CursorPosition {
    pub x: i32,
    pub y: i32,
    pub item_id: String,
    pub user_id: String,
}";

/// The key and the value of a pair.
fn pair(number: u32) -> (usize, usize) {
    ((number * 7 % KEYS) as usize, (number % VALUES) as usize)
}

fn body(value: u32) -> String {
    let y = value + 1;
    format!(r#"{{"x":{},"y":-{y},"item_id":"item-{value}","user_id":"7"}}"#, value * 31)
}

/// Requests as they come out of a network.
struct Requests {
    set: Vec<Str>,
    get: Vec<Str>,
    bodies: Vec<Str>,
}

impl Requests {
    fn new() -> Self {
        let targets =
            |op| (0..KEYS).map(move |key| format!("/kv/{op}/CursorPosition/user:{key}").into());
        let bodies = (0..VALUES).map(|value| body(value).into()).collect();
        Self { set: targets("set").collect(), get: targets("get").collect(), bodies }
    }
}

/// A client that sets a value and gets it, again and again. An operation is both.
pub fn set_and_get() -> Work {
    let models = Models::parse([("models/storage/ui_storage.rs", MODEL)]);
    let models = models.unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut sim = Sim::new();
    sim.actor("bench:typed_kv", move |ctx| typed_kv(ctx, models.clone()));
    sim.spawn("bench:typed_kv", []);
    let sum = Rc::new(Cell::new(0));
    let shared = Rc::clone(&sum);
    sim.actor("bench:client", move |ctx| client(ctx, Rc::clone(&shared)));
    let client = sim.spawn("bench:client", []);
    run(&mut sim);
    let mut next = 0;
    let mut round = move |size: u32| {
        sim.send(&client, "go", size);
        run(&mut sim);
        let pairs = (next..next + size).map(|number| {
            let stored = body(number % VALUES).len();
            2 * 200 + r#"{"success":true}"#.len() + r#"{"value":}"#.len() + stored
        });
        check("the sum of statuses and lengths", sum.take(), pairs.sum::<usize>() as u64)?;
        next += size;
        Ok(size)
    };
    round(WARM_UP).unwrap_or_else(|wrong| panic!("while it warmed up: {wrong}"));
    at_once(round)
}

async fn client(ctx: Context, sum: Rc<Cell<u64>>) -> Result<(), Error> {
    let (requests, me) = (Requests::new(), Value::from(ctx.pid()));
    let mut inbox = ctx.inbox();
    let mut number = 0;
    while let Some(go) = inbox.next().await {
        for _ in 0..go.payload.as_int().unwrap_or(0) {
            let (key, value) = pair(number);
            number += 1;
            for (method, target, body) in [
                ("POST", &requests.set[key], Value::from(requests.bodies[value].clone())),
                ("GET", &requests.get[key], Value::Nil),
            ] {
                let request = Value::map([
                    ("method", method.into()),
                    ("target", target.clone().into()),
                    ("host", HOST.into()),
                    ("body", body),
                    ("reply_to", me.clone()),
                ]);
                ctx.send("typed_kv", "http", request)?;
                let answer = inbox.receive().await.payload;
                let length = answer.get("body").as_str().map_or(0, str::len) as u64;
                sum.set(sum.get() + length + answer.get("status").as_int().unwrap_or(0) as u64);
            }
        }
    }
    Ok(())
}
