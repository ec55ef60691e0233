//! Our side: actors over [`Context`], run as the page runs them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures::StreamExt;
use rehearsal::runtime::{Budget, Next};
use rehearsal::{Context, Error, Pid, Sim, Str, Time, Value};

use crate::plan::{Ask, KEYS, Model, Plan, key_name};
use crate::work::{Work, at_once, check};

/// Turns between two looks at the clock, as in the page's pump.
const TURNS: u64 = 512;
/// Requests before the first round: they fill the recorder's ring, so that a round finds what a long run has.
const WARM_UP: u32 = 25_000;

/// Runs until nobody is ready.
pub fn run(sim: &mut Sim) {
    while sim.kernel().run(Time::MAX, Budget::turns(TURNS)) == Next::AtOnce {}
}

// Key-value store: a request and its answer.

/// A store of texts and values.
pub struct Store {
    data: BTreeMap<Str, Value>,
}

impl Store {
    /// All keys, at 0.
    pub fn filled() -> Self {
        Self { data: texts().into_iter().map(|key| (key, Value::Int(0))).collect() }
    }

    pub fn answer(&mut self, topic: &str, payload: &Value) -> Value {
        match topic {
            "set" => match payload.get("key") {
                Value::Str(key) => {
                    self.data.insert(key.clone(), payload.get("value").clone());
                    Value::Bool(true)
                }
                _ => Value::Bool(false),
            },
            "get" => {
                payload.as_str().and_then(|key| self.data.get(key)).cloned().unwrap_or_default()
            }
            _ => Value::Nil,
        }
    }
}

/// The keys.
pub fn texts() -> Vec<Str> {
    (0..KEYS).map(|key| Str::from(key_name(key))).collect()
}

/// Topic and payload of a request.
pub fn request(ask: &Ask, keys: &[Str]) -> (&'static str, Value) {
    match *ask {
        Ask::Set { key, value } => {
            let key = Value::from(keys[key as usize].clone());
            ("set", Value::map([("key", key), ("value", value.into())]))
        }
        Ask::Get { key } => ("get", keys[key as usize].clone().into()),
    }
}

/// What an answer adds to the sum.
pub fn worth(answer: &Value) -> u64 {
    match answer {
        Value::Bool(done) => u64::from(*done),
        other => other.as_int().map_or(0, |number| number as u64),
    }
}

async fn store(ctx: Context) -> Result<(), Error> {
    let mut store = Store::filled();
    let mut inbox = ctx.inbox();
    while let Some(message) = inbox.next().await {
        let answer = store.answer(&message.topic, &message.payload);
        ctx.send(&message.from, "answer", answer)?;
    }
    Ok(())
}

/// Does as many requests as it is told, one after the other, and leaves the sum of the answers.
async fn client(ctx: Context, setting: Rc<Setting>, number: usize) -> Result<(), Error> {
    let mut plan = Plan::new(number as u32, setting.clients);
    let mut inbox = ctx.inbox();
    while let Some(go) = inbox.next().await {
        let mut sum = 0;
        for _ in 0..go.payload.as_int().unwrap_or(0) {
            let (topic, payload) = request(&plan.next(), &setting.keys);
            ctx.send(&setting.store, topic, payload)?;
            sum += worth(&inbox.receive().await.payload);
        }
        setting.sum.set(setting.sum.get() + sum);
    }
    Ok(())
}

struct Setting {
    store: Pid,
    keys: Vec<Str>,
    clients: u32,
    sum: Cell<u64>,
}

/// Clients and a store, at any pace.
pub struct Clients {
    pub sim: Sim,
    setting: Rc<Setting>,
    clients: Vec<Pid>,
    models: Vec<Model>,
}

impl Clients {
    pub fn new(clients: u32, traced: bool) -> Self {
        let mut sim = Sim::new();
        sim.kernel().set_tracing(traced);
        sim.actor("bench:store", store);
        let store = sim.spawn("bench:store", []);
        let setting = Rc::new(Setting { store, keys: texts(), clients, sum: Cell::new(0) });
        let shared = Rc::clone(&setting);
        let numbers = Cell::new(0);
        sim.actor("bench:client", move |ctx| {
            let number = numbers.replace(numbers.get() + 1);
            client(ctx, Rc::clone(&shared), number)
        });
        let pids = (0..clients).map(|_| sim.spawn("bench:client", [])).collect();
        let models = (0..clients).map(|client| Model::new(client, clients)).collect();
        run(&mut sim);
        let mut clients = Self { sim, setting, clients: pids, models };
        clients.begin(WARM_UP);
        run(&mut clients.sim);
        clients.check(WARM_UP).unwrap_or_else(|wrong| panic!("while it warmed up: {wrong}"));
        clients
    }

    /// Tells the clients to do about so many requests, and gives how many they will do.
    pub fn begin(&mut self, size: u32) -> u32 {
        let each = self.each(size);
        self.setting.sum.set(0);
        for client in &self.clients {
            self.sim.send(client, "go", each);
        }
        each * self.setting.clients
    }

    pub fn check(&mut self, size: u32) -> Result<(), String> {
        let each = self.each(size);
        let expected = self.models.iter_mut().map(|model| model.expect(each)).sum();
        check("the sum of the answers", self.setting.sum.get(), expected)
    }

    fn each(&self, size: u32) -> u32 {
        (size / self.setting.clients).max(1)
    }
}

/// Clients of one store.
pub fn kv(clients: u32, traced: bool) -> Work {
    let mut clients = Clients::new(clients, traced);
    at_once(move |size| {
        let done = clients.begin(size);
        run(&mut clients.sim);
        clients.check(size)?;
        Ok(done)
    })
}

/// The store of the scenario, with its own protocol: maps both ways, and the address of the answer as text.
pub fn scenario_kv() -> Work {
    let mut sim = Sim::new();
    sim.actor("bench:kv", rehearsal::actors::kv::kv);
    sim.spawn("bench:kv", []);
    let sum = Rc::new(Cell::new(0));
    let shared = Rc::clone(&sum);
    sim.actor("bench:client", move |ctx| scenario_client(ctx, Rc::clone(&shared)));
    let client = sim.spawn("bench:client", []);
    run(&mut sim);
    let mut model = Model::new(0, 1);
    let mut round = move |size| {
        sim.send(&client, "go", size);
        run(&mut sim);
        check("the sum of the answers", sum.take(), model.expect(size))?;
        Ok(size)
    };
    // The store of the scenario begins empty: the plan sets half of all keys before the first is read, the rest
    // answer nil, which is worth as much as 0.
    round(WARM_UP).unwrap_or_else(|wrong| panic!("while it warmed up: {wrong}"));
    at_once(round)
}

async fn scenario_client(ctx: Context, sum: Rc<Cell<u64>>) -> Result<(), Error> {
    let (keys, me) = (texts(), Value::from(ctx.pid()));
    let mut plan = Plan::new(0, 1);
    let mut inbox = ctx.inbox();
    while let Some(go) = inbox.next().await {
        for _ in 0..go.payload.as_int().unwrap_or(0) {
            let reply_to = ("reply_to", me.clone());
            match plan.next() {
                Ask::Set { key, value } => {
                    let key = keys[key as usize].clone().into();
                    let payload = Value::map([("key", key), ("value", value.into()), reply_to]);
                    ctx.send("kv", "set", payload)?;
                }
                Ask::Get { key } => {
                    let key = keys[key as usize].clone().into();
                    ctx.send("kv", "get", Value::map([("key", key), reply_to]))?;
                }
            }
            let answer = inbox.receive().await.payload;
            sum.set(sum.get() + worth(answer.get("ok")) + worth(answer.get("value")));
        }
    }
    Ok(())
}

// Ping-pong: one message, from one process to another.

/// Two players and a ball.
pub fn ping_pong() -> Work {
    let mut sim = Sim::new();
    let caught = Rc::new(Cell::new(0));
    let other: Rc<RefCell<Option<Pid>>> = Rc::default();
    let shared = (Rc::clone(&caught), Rc::clone(&other));
    sim.actor("bench:player", move |ctx| player(ctx, Rc::clone(&shared.0), Rc::clone(&shared.1)));
    let server = sim.spawn("bench:player", []);
    *other.borrow_mut() = Some(sim.spawn("bench:player", []));
    let mut round = move |size: u32| {
        sim.send(&server, "serve", size);
        run(&mut sim);
        check("balls caught", caught.take(), size)?;
        Ok(size)
    };
    round(WARM_UP).unwrap_or_else(|wrong| panic!("while it warmed up: {wrong}"));
    at_once(round)
}

async fn player(
    ctx: Context,
    caught: Rc<Cell<u32>>,
    other: Rc<RefCell<Option<Pid>>>,
) -> Result<(), Error> {
    let mut inbox = ctx.inbox();
    while let Some(ball) = inbox.next().await {
        let left = ball.payload.as_int().unwrap_or(0);
        if ball.topic == "serve" {
            let other = other.borrow().clone();
            let other = other.ok_or_else(|| Error::invalid("nobody to play with"))?;
            ctx.send(other, "ball", left)?;
            continue;
        }
        caught.set(caught.get() + 1);
        if left > 1 {
            ctx.send(&ball.from, "ball", left - 1)?;
        }
    }
    Ok(())
}

// Fan-in: a thousand producers, one consumer.

/// Producers of the fan-in.
pub const PRODUCERS: u32 = 1_000;

#[derive(Default)]
struct Taken {
    count: Cell<u32>,
    disorder: Cell<u32>,
}

/// Each producer sends its numbers in order; the consumer looks whether they come so.
pub fn fan_in() -> Work {
    let mut sim = Sim::new();
    let taken = Rc::new(Taken::default());
    let shared = Rc::clone(&taken);
    sim.actor("bench:consumer", move |ctx| consumer(ctx, Rc::clone(&shared)));
    let consumer = sim.spawn("bench:consumer", []);
    sim.actor("bench:producer", move |ctx| producer(ctx, consumer.clone()));
    let producers: Rc<[Pid]> = (0..PRODUCERS).map(|_| sim.spawn("bench:producer", [])).collect();
    sim.actor("bench:starter", move |ctx| starter(ctx, Rc::clone(&producers)));
    let starter = sim.spawn("bench:starter", []);
    let mut round = move |size: u32| {
        let each = (size / PRODUCERS).max(1);
        sim.send(&starter, "go", each);
        run(&mut sim);
        check("messages taken", taken.count.take(), each * PRODUCERS)?;
        check("messages out of order", taken.disorder.take(), 0)?;
        Ok(each * PRODUCERS)
    };
    round(2 * WARM_UP).unwrap_or_else(|wrong| panic!("while it warmed up: {wrong}"));
    at_once(round)
}

async fn starter(ctx: Context, producers: Rc<[Pid]>) -> Result<(), Error> {
    let mut inbox = ctx.inbox();
    while let Some(go) = inbox.next().await {
        for producer in producers.iter() {
            ctx.send(producer, "go", go.payload.clone())?;
        }
    }
    Ok(())
}

async fn producer(ctx: Context, consumer: Pid) -> Result<(), Error> {
    let mut inbox = ctx.inbox();
    let mut number = 0i64;
    while let Some(go) = inbox.next().await {
        for _ in 0..go.payload.as_int().unwrap_or(0) {
            number += 1;
            ctx.send(&consumer, "item", number)?;
        }
    }
    Ok(())
}

async fn consumer(ctx: Context, taken: Rc<Taken>) -> Result<(), Error> {
    let mut last = vec![0i64; 2 * PRODUCERS as usize];
    let mut inbox = ctx.inbox();
    while let Some(item) = inbox.next().await {
        let last = &mut last[item.from.number() as usize];
        let number = item.payload.as_int().unwrap_or(0);
        if number != *last + 1 {
            taken.disorder.set(taken.disorder.get() + 1);
        }
        *last = number;
        taken.count.set(taken.count.get() + 1);
    }
    Ok(())
}

// Spawn: a process that answers once and ends.

/// A parent has one child after the other.
pub fn spawn() -> Work {
    let mut sim = Sim::new();
    sim.actor("bench:child", child);
    let sum = Rc::new(Cell::new(0));
    let shared = Rc::clone(&sum);
    sim.actor("bench:parent", move |ctx| parent(ctx, Rc::clone(&shared)));
    let parent = sim.spawn("bench:parent", []);
    let mut round = move |size: u32| {
        let before = sim.kernel().counters().spawned;
        sim.send(&parent, "go", size);
        run(&mut sim);
        let spawned = sim.kernel().counters().spawned - before;
        check("children", spawned, u64::from(size))?;
        check("processes left", sim.kernel().alive(), 1)?;
        check("the sum of the answers", sum.take(), (0..u64::from(size)).sum())?;
        Ok(size)
    };
    round(WARM_UP).unwrap_or_else(|wrong| panic!("while it warmed up: {wrong}"));
    at_once(round)
}

async fn parent(ctx: Context, sum: Rc<Cell<u64>>) -> Result<(), Error> {
    let me = Value::from(ctx.pid());
    let mut inbox = ctx.inbox();
    while let Some(go) = inbox.next().await {
        for number in 0..go.payload.as_int().unwrap_or(0) {
            let child = ctx.process("bench:child", "app:processes");
            child.arg(me.clone()).arg(number).spawn()?;
            sum.set(sum.get() + worth(&inbox.receive().await.payload));
        }
    }
    Ok(())
}

async fn child(ctx: Context) -> Result<(), Error> {
    let args = ctx.args();
    let [parent, number] = &*args else { return Err(Error::invalid("parent and number")) };
    let parent = parent.as_str().ok_or_else(|| Error::invalid("a parent is a pid"))?;
    ctx.send(parent, "answer", number.clone())?;
    Ok(())
}

// Growth: many processes, one of them asked at a time.

/// Asks one of `processes` after the other, far apart in the order of their birth.
pub fn ask(processes: u32) -> Work {
    let mut sim = Sim::new();
    sim.actor("bench:echo", echo);
    let pids: Rc<[Pid]> = (0..processes)
        .map(|_| {
            let pid = sim.spawn("bench:echo", []);
            run(&mut sim);
            pid
        })
        .collect();
    let sum = Rc::new(Cell::new(0));
    let shared = Rc::clone(&sum);
    sim.actor("bench:asker", move |ctx| asker(ctx, Rc::clone(&pids), Rc::clone(&shared)));
    let asker = sim.spawn("bench:asker", []);
    let mut round = move |size: u32| {
        let asks = (size / 2).max(1);
        sim.send(&asker, "go", asks);
        run(&mut sim);
        check("the sum of the answers", sum.take(), (0..u64::from(asks)).sum())?;
        Ok(2 * asks)
    };
    round(WARM_UP).unwrap_or_else(|wrong| panic!("while it warmed up: {wrong}"));
    at_once(round)
}

async fn echo(ctx: Context) -> Result<(), Error> {
    let mut inbox = ctx.inbox();
    while let Some(message) = inbox.next().await {
        ctx.send(&message.from, "answer", message.payload)?;
    }
    Ok(())
}

async fn asker(ctx: Context, echoes: Rc<[Pid]>, sum: Rc<Cell<u64>>) -> Result<(), Error> {
    const STEP: usize = 7_919; // a prime, so that all are visited before one is visited again
    let mut inbox = ctx.inbox();
    let mut place = 0;
    while let Some(go) = inbox.next().await {
        for number in 0..go.payload.as_int().unwrap_or(0) {
            place = (place + STEP) % echoes.len();
            ctx.send(&echoes[place], "ask", number)?;
            sum.set(sum.get() + worth(&inbox.receive().await.payload));
        }
    }
    Ok(())
}
