//! xtra: typed messages, an answer for each.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures::channel::oneshot;
use xtra::prelude::{Actor, Address, Context, Handler, Mailbox};

use crate::executor::Executor;
use crate::ours::PRODUCERS;
use crate::plan::{Ask, KEYS, Model, Plan, key_name};
use crate::work::{Done, Work, check};

/// What `xtra::spawn_wasm_bindgen` does, with any executor.
fn start<A: Actor<Stop = ()>>(executor: impl Executor, actor: A) -> Address<A> {
    let (address, mailbox) = Mailbox::unbounded();
    executor.spawn(xtra::run(mailbox, actor));
    address
}

fn gone(error: xtra::Error) -> String {
    error.to_string()
}

// Key-value store.

/// Keys are shared texts, as ours are: a clone of one costs no copy.
struct Store {
    data: BTreeMap<Arc<str>, u32>,
}

struct Set {
    key: Arc<str>,
    value: u32,
}

struct Get {
    key: Arc<str>,
}

impl Actor for Store {
    type Stop = ();

    async fn stopped(self) {}
}

impl Handler<Set> for Store {
    type Return = bool;

    async fn handle(&mut self, Set { key, value }: Set, _ctx: &mut Context<Self>) -> bool {
        self.data.insert(key, value);
        true
    }
}

impl Handler<Get> for Store {
    type Return = Option<u32>;

    async fn handle(&mut self, get: Get, _ctx: &mut Context<Self>) -> Option<u32> {
        self.data.get(&get.key).copied()
    }
}

struct Client {
    store: Address<Store>,
    keys: Rc<[Arc<str>]>,
    plan: Plan,
}

impl Client {
    async fn ask(&mut self, count: u32) -> Result<u64, xtra::Error> {
        let mut sum = 0;
        for _ in 0..count {
            sum += match self.plan.next() {
                Ask::Set { key, value } => {
                    let key = Arc::clone(&self.keys[key as usize]);
                    u64::from(self.store.send(Set { key, value }).await?)
                }
                Ask::Get { key } => {
                    let key = Arc::clone(&self.keys[key as usize]);
                    u64::from(self.store.send(Get { key }).await?.unwrap_or(0))
                }
            };
        }
        Ok(sum)
    }
}

/// Clients of one store.
pub fn kv(executor: impl Executor, clients: u32) -> Work {
    let keys: Rc<[Arc<str>]> = (0..KEYS).map(|key| Arc::from(key_name(key))).collect();
    let data = keys.iter().map(|key| (Arc::clone(key), 0)).collect();
    let store = start(executor, Store { data });
    let new = |client| Client {
        store: store.clone(),
        keys: Rc::clone(&keys),
        plan: Plan::new(client, clients),
    };
    let mut idle: Vec<_> = (0..clients).map(new).collect();
    let mut models: Vec<_> = (0..clients).map(|client| Model::new(client, clients)).collect();
    let back = Rc::new(RefCell::new(Vec::new()));
    Box::new(move |size| {
        let each = (size / clients).max(1);
        let expected: u64 = models.iter_mut().map(|model| model.expect(each)).sum();
        idle.append(&mut back.borrow_mut());
        let (asking, back) = (std::mem::take(&mut idle), Rc::clone(&back));
        executor.drive(async move {
            let mut sum = 0;
            let task = |mut client: Client| async move {
                let sum = client.ask(each).await;
                (client, sum)
            };
            let tasks: Vec<_> =
                asking.into_iter().map(|client| executor.spawn_for(task(client))).collect();
            for task in tasks {
                let (client, answers) = task.await.map_err(|_| "a client is gone")?;
                sum += answers.map_err(gone)?;
                back.borrow_mut().push(client);
            }
            check("the sum of the answers", sum, expected)?;
            Ok(each * clients)
        })
    })
}

// Ping-pong.

#[derive(Default)]
struct Player {
    other: Option<Address<Player>>,
    caught: u32,
}

struct Meet(Address<Player>);

/// Plays so many balls, and says when the last was caught.
struct Serve(u32, oneshot::Sender<()>);

struct Ball(u32, oneshot::Sender<()>);

/// How many balls were caught since it was last asked.
struct Score;

impl Actor for Player {
    type Stop = ();

    async fn stopped(self) {}
}

impl Handler<Meet> for Player {
    type Return = ();

    async fn handle(&mut self, Meet(other): Meet, _ctx: &mut Context<Self>) {
        self.other = Some(other);
    }
}

impl Handler<Score> for Player {
    type Return = u32;

    async fn handle(&mut self, _score: Score, _ctx: &mut Context<Self>) -> u32 {
        std::mem::take(&mut self.caught)
    }
}

impl Handler<Serve> for Player {
    type Return = ();

    async fn handle(&mut self, Serve(balls, done): Serve, _ctx: &mut Context<Self>) {
        if let Some(other) = &self.other {
            // Accepted, and not waited for: what `send` is to ours.
            other.send(Ball(balls, done)).detach().await.ok();
        }
    }
}

impl Handler<Ball> for Player {
    type Return = ();

    async fn handle(&mut self, Ball(left, done): Ball, _ctx: &mut Context<Self>) {
        self.caught += 1;
        match &self.other {
            Some(other) if left > 1 => {
                other.send(Ball(left - 1, done)).detach().await.ok();
            }
            _ => {
                done.send(()).ok();
            }
        }
    }
}

/// Two players and a ball.
pub fn ping_pong(executor: impl Executor) -> Work {
    let players = [start(executor, Player::default()), start(executor, Player::default())];
    Box::new(move |size| {
        let [one, two] = players.clone();
        executor.drive(async move {
            one.send(Meet(two.clone())).await.map_err(gone)?;
            two.send(Meet(one.clone())).await.map_err(gone)?;
            let (sender, done) = oneshot::channel();
            one.send(Serve(size, sender)).await.map_err(gone)?;
            done.await.map_err(|_| "the ball is lost")?;
            let caught =
                one.send(Score).await.map_err(gone)? + two.send(Score).await.map_err(gone)?;
            check("balls caught", caught, size)?;
            Ok(size)
        })
    })
}

// Fan-in. That the order of each pair is kept is not asked of it: a mailbox of xtra is a heap by priority, and messages
// of one priority leave it in any order.

struct Consumer {
    last: Vec<u32>,
    taken: u32,
    disorder: u32,
    until: u32,
    done: Option<oneshot::Sender<(u32, u32)>>,
}

struct Item {
    from: u32,
    number: u32,
}

/// Says how many messages were taken, and how many of them out of order, when there were so many.
struct Await(u32, oneshot::Sender<(u32, u32)>);

struct Producer {
    me: u32,
    number: u32,
    consumer: Address<Consumer>,
}

struct Produce(u32);

impl Actor for Consumer {
    type Stop = ();

    async fn stopped(self) {}
}

impl Handler<Await> for Consumer {
    type Return = ();

    async fn handle(&mut self, Await(until, done): Await, _ctx: &mut Context<Self>) {
        (self.taken, self.disorder, self.until, self.done) = (0, 0, until, Some(done));
    }
}

impl Handler<Item> for Consumer {
    type Return = ();

    async fn handle(&mut self, Item { from, number }: Item, _ctx: &mut Context<Self>) {
        let last = &mut self.last[from as usize];
        if number != *last + 1 {
            self.disorder += 1;
        }
        *last = number;
        self.taken += 1;
        if self.taken == self.until
            && let Some(done) = self.done.take()
        {
            done.send((self.taken, self.disorder)).ok();
        }
    }
}

impl Actor for Producer {
    type Stop = ();

    async fn stopped(self) {}
}

impl Handler<Produce> for Producer {
    type Return = ();

    async fn handle(&mut self, Produce(count): Produce, _ctx: &mut Context<Self>) {
        for _ in 0..count {
            self.number += 1;
            let item = Item { from: self.me, number: self.number };
            self.consumer.send(item).detach().await.ok();
        }
    }
}

/// A thousand producers, one consumer.
pub fn fan_in(executor: impl Executor) -> Work {
    let last = vec![0; PRODUCERS as usize];
    let consumer = start(executor, Consumer { last, taken: 0, disorder: 0, until: 0, done: None });
    let new = |me| start(executor, Producer { me, number: 0, consumer: consumer.clone() });
    let producers: Rc<[_]> = (0..PRODUCERS).map(new).collect();
    Box::new(move |size| {
        let (consumer, producers) = (consumer.clone(), Rc::clone(&producers));
        executor.drive(async move {
            let each = (size / PRODUCERS).max(1);
            let (sender, done) = oneshot::channel();
            consumer.send(Await(each * PRODUCERS, sender)).await.map_err(gone)?;
            for producer in producers.iter() {
                let _answer = producer.send(Produce(each)).detach().await.map_err(gone)?;
            }
            let (taken, _disorder) = done.await.map_err(|_| "the consumer is gone")?;
            check("messages taken", taken, each * PRODUCERS)?;
            Ok(taken)
        })
    })
}

// Spawn.

struct Child {
    ended: Arc<AtomicU32>,
}

struct Answer(u32);

impl Actor for Child {
    type Stop = ();

    async fn stopped(self) {
        self.ended.fetch_add(1, Ordering::Relaxed);
    }
}

impl Handler<Answer> for Child {
    type Return = u32;

    async fn handle(&mut self, Answer(number): Answer, ctx: &mut Context<Self>) -> u32 {
        ctx.stop_self();
        number
    }
}

/// One child after the other, each of which answers once and ends.
pub fn spawn(executor: impl Executor) -> Work {
    Box::new(move |size| executor.drive(children(executor, size)))
}

async fn children(executor: impl Executor, count: u32) -> Done {
    let ended = Arc::new(AtomicU32::new(0));
    let mut sum = 0;
    let mut last = None;
    for number in 0..count {
        let child = start(executor, Child { ended: Arc::clone(&ended) });
        sum += u64::from(child.send(Answer(number)).await.map_err(gone)?);
        last = Some(child);
    }
    if let Some(last) = last {
        last.join().await; // those before it have ended before it
    }
    check("the sum of the answers", sum, (0..u64::from(count)).sum())?;
    check("children that ended", ended.load(Ordering::Relaxed), count)?;
    Ok(count)
}

// Idle.

/// An actor that waits. It ends when this is dropped.
pub struct Idle {
    _address: Address<Waiting>,
}

struct Waiting;

impl Actor for Waiting {
    type Stop = ();

    async fn stopped(self) {}
}

/// Starts one.
pub fn idle(executor: impl Executor) -> Idle {
    Idle { _address: start(executor, Waiting) }
}
