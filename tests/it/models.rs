//! Random lists of operations, against a naive model of what should happen.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Poll, Wake};

use futures::{FutureExt, StreamExt};
use rehearsal::channel::{Channel, ClosedError};
use rehearsal::process::Listener;
use rehearsal::trace::{Kind, Record};
use rehearsal::{Context, Duration, Error, Exit, Pid, Rng, Sim, Time, Value};

use crate::support::{HOST, plain, solo, tell, told};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Lists of operations for each model.
const LISTS: u64 = 20;

fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.below(from.len() as u64) as usize]
}

// Mailbox: an inbox and topics of one's own, as plain queues.

const TOPICS: [&str; 3] = ["a", "b", "c"];

#[derive(Default)]
struct NaiveMailbox {
    inbox: VecDeque<(&'static str, i64)>,
    topics: BTreeMap<&'static str, VecDeque<i64>>,
}

impl NaiveMailbox {
    fn put(&mut self, topic: &'static str, number: i64) {
        match self.topics.get_mut(topic) {
            Some(queue) => queue.push_back(number),
            None => self.inbox.push_back((topic, number)),
        }
    }

    fn listen(&mut self, topic: &'static str) {
        let (own, rest) = self.inbox.drain(..).partition::<VecDeque<_>, _>(|(t, _)| *t == topic);
        self.inbox = rest;
        self.topics.insert(topic, own.into_iter().map(|(_, number)| number).collect());
    }
}

async fn random_mailbox(ctx: Context, seed: u64) -> Result<(), Error> {
    let mut rng = Rng::new(seed);
    let mut model = NaiveMailbox::default();
    let mut listeners = BTreeMap::<&str, Listener>::new();
    for number in 0..200 {
        let topic = pick(&mut rng, &TOPICS);
        match rng.below(7) {
            0..=2 => {
                ctx.send(ctx.pid(), topic, number)?;
                model.put(topic, number);
            }
            3 => {
                let got = ctx.inbox().next().now_or_never().flatten();
                let got = got.map(|m| (plain(&m.topic.into()), m.payload.as_int().unwrap()));
                let expected = model.inbox.pop_front().map(|(topic, n)| (topic.to_owned(), n));
                assert_eq!(got, expected, "seed {seed}, operation {number}");
            }
            4 => {
                if let Some(listener) = listeners.get_mut(topic) {
                    let got = listener.next().now_or_never().flatten();
                    let got = got.and_then(|message| message.payload.as_int());
                    let expected = model.topics.get_mut(topic).unwrap().pop_front();
                    assert_eq!(got, expected, "seed {seed}, operation {number}");
                }
            }
            5 => match ctx.listen(topic) {
                Ok(listener) => {
                    assert!(listeners.insert(topic, listener).is_none());
                    model.listen(topic);
                }
                Err(_) => assert!(listeners.contains_key(topic)),
            },
            _ => {
                // Only a drained topic: where the others come in the inbox has a test of its own.
                if model.topics.get(topic).is_some_and(VecDeque::is_empty) {
                    model.topics.remove(topic);
                    listeners.remove(topic).unwrap().unlisten();
                }
            }
        }
        // So that no turn has more deliveries than it may.
        ctx.sleep("1us").await?;
    }
    Ok(())
}

#[test]
fn a_mailbox_is_a_queue_for_the_inbox_and_one_for_each_topic_listened_to() {
    for seed in 0..LISTS {
        solo(move |ctx| async move { random_mailbox(ctx, seed).await.unwrap() });
    }
}

// Registry: a map from names to processes.

/// Does what it is told, and tells how it went.
async fn registrar(ctx: Context) -> Result<(), Error> {
    let mut inbox = ctx.inbox();
    loop {
        let message = inbox.receive().await;
        let name = plain(message.payload.get("name"));
        let done = match message.topic.as_str() {
            "register" => ctx.register(&name).is_ok(),
            "register for" => ctx.register_for(&name, &plain(message.payload.get("to"))).is_ok(),
            "unregister" => ctx.unregister(&name),
            _ => return Ok(()),
        };
        tell(&ctx, done);
    }
}

#[test]
fn the_registry_is_a_map_from_names_to_living_processes() {
    const PROCESSES: u32 = 6;
    for seed in 0..LISTS {
        let mut rng = Rng::new(seed);
        let mut sim = Sim::new();
        sim.actor("app:registrar", registrar);
        let mut living: BTreeSet<u32> =
            (0..PROCESSES).map(|_| sim.spawn("app:registrar", []).number()).collect();
        let mut model = BTreeMap::<&str, u32>::new();
        let mut expected = Vec::new();
        while !living.is_empty() {
            let who = *living.iter().nth(rng.below(living.len() as u64) as usize).unwrap();
            let to = rng.below(u64::from(PROCESSES)) as u32 + 1;
            let name = pick(&mut rng, &["x", "y", "z"]);
            let topic = match rng.below(20) {
                0..=7 => {
                    expected.push(*model.entry(name).or_insert(who) == who);
                    "register"
                }
                8..=12 => {
                    let done = living.contains(&to) && *model.entry(name).or_insert(to) == to;
                    expected.push(done);
                    "register for"
                }
                13..=18 => {
                    expected.push(model.remove(name).is_some());
                    "unregister"
                }
                _ => {
                    model.retain(|_, holder| *holder != who);
                    living.remove(&who);
                    "end"
                }
            };
            let payload = Value::map([("name", name.into()), ("to", Pid::new(HOST, to).into())]);
            sim.send(Pid::new(HOST, who), topic, payload);
            sim.run();
            let names: Vec<_> =
                model.iter().map(|(name, who)| (rehearsal::Str::from(*name), *who)).collect();
            assert_eq!(sim.kernel().names(), names, "seed {seed}");
        }
        let told = told(&sim);
        assert_eq!(told, expected.iter().map(bool::to_string).collect::<Vec<_>>(), "seed {seed}");
    }
}

// Channels: Go's rules over three plain queues.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Done {
    Sent,
    Closed,
    Received(Option<i64>),
}

#[derive(Default)]
struct NaiveChannel {
    capacity: usize,
    closed: bool,
    buffer: VecDeque<i64>,
    senders: VecDeque<(usize, i64)>,
    receivers: VecDeque<usize>,
    done: BTreeMap<usize, Done>,
}

impl NaiveChannel {
    fn send(&mut self, id: usize, value: i64) {
        if self.closed {
            self.done.insert(id, Done::Closed);
        } else if let Some(receiver) = self.receivers.pop_front() {
            self.done.insert(receiver, Done::Received(Some(value)));
            self.done.insert(id, Done::Sent);
        } else if self.buffer.len() < self.capacity {
            self.buffer.push_back(value);
            self.done.insert(id, Done::Sent);
        } else {
            self.senders.push_back((id, value));
        }
    }

    fn receive(&mut self, id: usize) {
        let value = self.buffer.pop_front();
        if let Some((sender, next)) = self.senders.pop_front() {
            self.done.insert(sender, Done::Sent);
            self.buffer.push_back(next);
        }
        let value = value.or_else(|| self.buffer.pop_front());
        if value.is_some() || self.closed {
            self.done.insert(id, Done::Received(value));
        } else {
            self.receivers.push_back(id);
        }
    }

    fn give_up(&mut self, id: usize) {
        self.senders.retain(|(other, _)| *other != id);
        self.receivers.retain(|other| *other != id);
    }

    fn close(&mut self) {
        self.closed = true;
        for (sender, _) in self.senders.drain(..) {
            self.done.insert(sender, Done::Closed);
        }
        for receiver in self.receivers.drain(..) {
            self.done.insert(receiver, Done::Received(None));
        }
    }
}

/// A waker that says whether it was woken.
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

type Waiting = (usize, Arc<Flag>, Pin<Box<dyn Future<Output = Done>>>);

/// Polls those only who were woken, until nobody is any more.
fn settle(waiting: &mut Vec<Waiting>, done: &mut BTreeMap<usize, Done>) {
    while let Some(index) =
        waiting.iter().position(|(_, flag, _)| flag.0.swap(false, Ordering::Relaxed))
    {
        let (id, flag, future) = &mut waiting[index];
        let waker = Arc::clone(flag).into();
        if let Poll::Ready(result) =
            future.as_mut().poll(&mut std::task::Context::from_waker(&waker))
        {
            done.insert(*id, result);
            drop(waiting.remove(index));
        }
    }
}

#[test]
fn a_channel_does_what_gos_does_and_loses_no_wakeup() {
    for seed in 0..LISTS * 5 {
        let mut rng = Rng::new(seed);
        let capacity = rng.below(4) as usize;
        let channel = Channel::new(capacity);
        let mut model = NaiveChannel { capacity, ..NaiveChannel::default() };
        let (mut waiting, mut done) = (Vec::<Waiting>::new(), BTreeMap::new());
        for id in 0..100 {
            let ends = channel.clone();
            let future: Pin<Box<dyn Future<Output = Done>>> = match rng.below(20) {
                0..=8 => {
                    model.send(id, id as i64);
                    Box::pin(async move {
                        match ends.send(id as i64).await {
                            Ok(()) => Done::Sent,
                            Err(ClosedError(_)) => Done::Closed,
                        }
                    })
                }
                9..=16 => {
                    model.receive(id);
                    Box::pin(async move { Done::Received(ends.receive().await) })
                }
                17..=18 => {
                    if !waiting.is_empty() {
                        let gone = waiting.remove(rng.below(waiting.len() as u64) as usize);
                        model.give_up(gone.0);
                        drop(gone);
                        settle(&mut waiting, &mut done);
                    }
                    continue;
                }
                _ => {
                    if id > 60 {
                        model.close();
                        channel.close();
                        settle(&mut waiting, &mut done);
                    }
                    continue;
                }
            };
            waiting.push((id, Arc::new(Flag(AtomicBool::new(true))), future));
            settle(&mut waiting, &mut done);
            assert_eq!(done, model.done, "seed {seed}, operation {id}");
            assert_eq!(channel.len(), model.buffer.len(), "seed {seed}, operation {id}");
        }
        assert_eq!(done, model.done, "seed {seed}");
    }
}

// Timers: each with the instant at which it is due.

async fn random_timers(
    ctx: Context,
    seed: u64,
    expected: Rc<RefCell<Vec<(Time, u64)>>>,
) -> Result<(), Error> {
    let mut rng = Rng::new(seed);
    let mut timers = Vec::new();
    let mut settings = 0;
    for _ in 0..100 {
        let span = Duration::from_micros(rng.below(50) * 10 + 5);
        let index = rng.below(timers.len().max(1) as u64) as usize;
        match (rng.below(6), timers.get_mut(index)) {
            (0..=2, _) | (_, None) => {
                settings += 1;
                timers.push((ctx.timer(span)?, Some((ctx.now() + span, settings))));
            }
            (3, Some((timer, due))) => {
                let armed = due.is_some_and(|(due, _)| due > ctx.now());
                assert_eq!(timer.stop(), armed, "seed {seed}");
                if armed {
                    *due = None;
                }
            }
            (4, Some((timer, due))) => {
                let armed = due.is_some_and(|(due, _)| due > ctx.now());
                assert_eq!(timer.reset(span)?, armed, "seed {seed}");
                if armed {
                    settings += 1;
                    *due = Some((ctx.now() + span, settings));
                }
            }
            _ => {
                // A sleep takes a setting as well.
                settings += 1;
                ctx.sleep(Duration::from_micros(rng.below(100) + 1)).await?;
            }
        }
    }
    for (timer, due) in &mut timers {
        assert_eq!(timer.next().await, due.map(|(due, _)| due), "seed {seed}");
        assert_eq!(timer.next().await, None);
    }
    let mut order: Vec<_> = timers.iter().filter_map(|(_, due)| *due).collect();
    order.sort_unstable();
    *expected.borrow_mut() = order;
    Ok(())
}

#[test]
fn timers_fire_when_they_are_due_and_in_the_order_they_were_set() {
    const TIMER: u8 = 4;
    for seed in 0..LISTS {
        let expected = Rc::new(RefCell::new(Vec::new()));
        let order = Rc::clone(&expected);
        let sim = solo(move |ctx| {
            let order = Rc::clone(&order);
            async move { random_timers(ctx, seed, order).await.unwrap() }
        });
        let fired = sim.records(Kind::TimerFired);
        let fired = fired.iter().filter(|record| record.flags() == TIMER).map(Record::b);
        let settings: Vec<_> = expected.borrow().iter().map(|(_, setting)| *setting).collect();
        assert_eq!(fired.collect::<Vec<_>>(), settings, "seed {seed}");
    }
}

// Links: a graph, through which a failure spreads until somebody traps it.

async fn linked(ctx: Context) -> Result<(), Error> {
    let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
    loop {
        futures::select_biased! {
            message = inbox.select_next_some() => match message.topic.as_str() {
                "trap" => ctx.trap_links(true),
                "link" => ctx.link(&plain(&message.payload))?,
                "unlink" => ctx.unlink(&plain(&message.payload))?,
                "return" => return Ok(()),
                _ => return Err(Error::internal("told to fail")),
            },
            event = events.select_next_some() => {
                tell(&ctx, format!("{} by {}", ctx.pid().number(), event.from.number()));
            }
        }
    }
}

#[test]
fn a_failure_spreads_through_the_graph_of_links() {
    const PROCESSES: u64 = 12;
    for seed in 0..LISTS {
        let mut rng = Rng::new(seed);
        let mut sim = Sim::shuffled(seed);
        sim.actor("app:linked", linked);
        for _ in 0..PROCESSES {
            sim.spawn("app:linked", []);
        }
        let traps: BTreeSet<u32> = (1..=PROCESSES as u32).filter(|_| rng.below(3) == 0).collect();
        for who in &traps {
            sim.send(Pid::new(HOST, *who), "trap", 1);
        }
        let mut links = BTreeSet::<(u32, u32)>::new();
        for _ in 0..18 {
            let (a, b) = (rng.below(PROCESSES) as u32 + 1, rng.below(PROCESSES) as u32 + 1);
            let topic = if rng.below(5) == 0 { "unlink" } else { "link" };
            sim.send(Pid::new(HOST, a), topic, Pid::new(HOST, b));
            sim.run();
            let pair = (a.min(b), a.max(b));
            if topic == "unlink" {
                links.remove(&pair);
            } else if a != b {
                links.insert(pair);
            }
        }
        // One returns, which breaks nothing; another fails.
        let (first, second) = (rng.below(PROCESSES) as u32 + 1, rng.below(PROCESSES) as u32 + 1);
        let mut gone = BTreeSet::from([first]);
        sim.send(Pid::new(HOST, first), "return", 1);
        sim.run();
        let mut failed = BTreeSet::new();
        let mut spreading = Vec::new();
        if first != second {
            sim.send(Pid::new(HOST, second), "fail", 1);
            sim.run();
            spreading.push(second);
        }
        let mut told_of = BTreeSet::new();
        while let Some(who) = spreading.pop() {
            gone.insert(who);
            failed.insert(who);
            for (a, b) in links.iter().filter(|(a, b)| *a == who || *b == who) {
                let other = if *a == who { *b } else { *a };
                if gone.contains(&other) {
                    continue;
                }
                if traps.contains(&other) {
                    told_of.insert(format!("{other} by {who}"));
                } else if !spreading.contains(&other) {
                    spreading.push(other);
                }
            }
        }
        let ended = |number: &u32| sim.exit(&Pid::new(HOST, *number));
        for number in 1..=PROCESSES as u32 {
            let exit = ended(&number);
            assert_eq!(exit.is_some(), gone.contains(&number), "seed {seed}: {number}");
            let fails = matches!(exit, Some(Exit::Failed(_)));
            assert_eq!(fails, failed.contains(&number), "seed {seed}: {number}");
        }
        let told: Vec<_> = told(&sim);
        assert_eq!(told.len(), told_of.len(), "seed {seed}: {told:?}");
        assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), told_of, "seed {seed}");
    }
}
