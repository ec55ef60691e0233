//! The engine beside other actor crates.

use anyhow::{Context, Result};
use serde_json::Value;

use super::figures::{Goal, Row, Section, Spread, Work, lost};

/// Events that a request and its answer leave in the trace: send, receive and done, twice.
const EVENTS: f64 = 6.0;

/// Messages, recording, growth, and the machine itself.
pub fn sections(samples: &Value) -> Result<Vec<Section>> {
    use Goal::{AtLeast, AtMost};
    let work = |name: &str| Work(&samples["works"][name]);
    let (kv, many, hop) = (work("kv"), work("kv-64"), work("hop"));
    let (fan_in, spawn, ask, reading) =
        (work("fan-in"), work("spawn"), work("ask"), work("reading"));

    let bare = kv.beside(
        "store: request and answer; the bare map behind a call",
        " ns",
        ["ours", "bare"],
    )?;
    let messages = vec![
        kv.against("store: request and answer; xtra as shipped", "xtra", Some(AtLeast(10.0)))?
            .why(WHY_KV),
        kv.against(
            "store: request and answer; xtra on a local queue",
            "xtra local",
            Some(AtLeast(1.4)),
        )?
        .why(WHY_KV),
        bare.goal(AtMost(3.0)).why(WHY_BARE),
        Row::new("the scenario's own store: maps both ways", " ns", kv.spread("scenario")?),
        many.against("64 clients on one store; xtra as shipped", "xtra", None)?,
        many.against("64 clients on one store; xtra on a local queue", "xtra local", None)?,
        hop.against("one hop of ping-pong; xtra as shipped", "xtra", Some(AtLeast(20.0)))?
            .why(WHY_HOP),
        hop.against(
            "one hop of ping-pong; xtra on a local queue",
            "xtra local",
            Some(AtLeast(2.5)),
        )?
        .why(WHY_HOP),
        hop.against("one hop of ping-pong; act-zero as shipped", "act-zero", None)?,
        hop.against("one hop of ping-pong; act-zero on a local queue", "act-zero local", None)?,
        fan_in
            .against("fan-in, 1,000 to 1, in order; xtra as shipped", "xtra", Some(AtLeast(5.0)))?
            .why(WHY_FAN_IN),
        fan_in.against(
            "fan-in, 1,000 to 1, in order; xtra on a local queue",
            "xtra local",
            None,
        )?,
        spawn
            .against("spawn, answer and exit; xtra as shipped", "xtra", Some(AtLeast(2.0)))?
            .why(WHY_SPAWN),
        spawn.against("spawn, answer and exit; xtra on a local queue", "xtra local", None)?,
        spawn
            .against("spawn, answer and exit; ractor as shipped", "ractor", Some(AtLeast(10.0)))?
            .why(WHY_SPAWN),
    ];

    let event = kv.by_round("ours", "untraced", |on, off| (on - off) / EVENTS)?;
    let tracing = vec![
        Row::new(
            "recording: throughput of the store lost",
            " %",
            kv.by_round("ours", "untraced", lost)?,
        )
        .goal(AtMost(20.0))
        .why(WHY_TRACE),
        Row::new("recording: an event", " ns", event).goal(AtMost(7.0)).why(WHY_TRACE),
        Row::new(
            "in slices, nobody reads: throughput lost",
            " %",
            reading.by_round("unread", "untraced", lost)?,
        ),
        Row::new(
            "in slices, the page reads every event: throughput lost",
            " %",
            reading.by_round("read", "untraced", lost)?,
        )
        .goal(AtMost(30.0))
        .why(WHY_READ),
    ];

    let bytes = samples["bytes"].as_array().context("no bytes")?;
    let bytes = |processes: u32, who: &str| -> Result<Spread> {
        let found = bytes.iter().find(|one| one["processes"] == processes);
        Ok(Spread::one(found.and_then(|one| one[who].as_f64()).context("no bytes of that many")?))
    };
    let mut growth = vec![
        Row {
            peer: Some(bytes(100_000, "xtra")?),
            ..Row::new(
                "an idle process, of 100,000; an xtra actor on a local queue",
                " B",
                bytes(100_000, "ours")?,
            )
        }
        .goal(AtMost(160.0))
        .why(WHY_BYTES),
    ];
    for (count, text) in COUNTS {
        growth.push(Row::new(format!("a message, {text}"), " ns", ask.spread(&count.to_string())?));
    }
    growth.push(
        ask.beside("a message: 100,000 processes; 1,000 processes", " ns", ["100000", "1000"])?
            .goal(AtMost(1.5))
            .why(WHY_GROWTH),
    );
    for (count, text) in COUNTS {
        growth.push(Row::new(format!("bytes a process, {text}"), " B", bytes(count, "ours")?));
    }
    let (many, few) = (bytes(100_000, "ours")?, bytes(1_000, "ours")?);
    growth.push(
        Row {
            peer: Some(few),
            ratio: Some(Spread::one(many.median / few.median)),
            ..Row::new("bytes a process: 100,000 processes; 1,000 processes", " B", many)
        }
        .goal(AtMost(1.5)),
    );

    let speed = Row::new("a step of the calibration loop", " ns", work("loop").spread("loop")?);
    Ok(vec![
        Section { title: "Messages", text: MESSAGES, rows: messages },
        Section { title: "Recording", text: RECORDING, rows: tracing },
        Section { title: "Growth", text: GROWTH, rows: growth },
        Section { title: "The machine", text: MACHINE, rows: vec![speed] },
    ])
}

const COUNTS: [(u32, &str); 4] = [
    (1, "1 process"),
    (1_000, "1,000 processes"),
    (10_000, "10,000 processes"),
    (100_000, "100,000 processes"),
];

const MESSAGES: &str = "\
An operation is a request with its answer (store), one message (hop, fan-in), or one process with its answer and its
end (spawn). The store holds 1,000 texts; set and get take turns. The ratio is how many times as fast as the other we
are; against the bare map it is how many times its time we take. The bare map has the same requests and answers behind
a call that the compiler cannot look through.";
const RECORDING: &str = "\
The store again, one client. A request and its answer are six events. `Kernel::set_tracing(false)` exists for this
measurement only. *In slices* is how the page runs the engine: 4 ms of work, then a turn of the event loop; every event
is copied, transferred to the page, and looked at there.";
const GROWTH: &str = "\
One of N idle processes is asked after the other, 7,919 places apart. Bytes are what the allocator was asked for, by
processes that are a bare `while let Some(message) = inbox.next().await` loop; the trace, whose size is fixed, was full
before.";
const MACHINE: &str = "A step is one multiplication, one shift and two operations on bits, each needing the one before.";

const WHY_KV: &str = "\
The store: a request and its answer are two messages, two turns and six events. By a profile about a third of their time
goes to the trace: writing and hashing records, hashing payloads, and a store of payloads that grows for as long as its
budget lets it, so nothing in it is used again. The rest is spread over the steps of a turn, none of them long: looking
up processes, lending the core, moving letters. The peers neither record nor account for memory.";
const WHY_BARE: &str = "\
The bare map: it is one call, and ours are two messages, two turns and six events around the same call.";
const WHY_HOP: &str = "\
A hop: it is one turn and three events. What a turn costs before its actor runs is not shared with other messages here.";
const WHY_FAN_IN: &str = "\
Fan-in: many deliveries share a turn, so what is left is sending, receiving and three events. xtra keeps no order: of
equal priority, its messages leave a heap in any order.";
const WHY_SPAWN: &str = "\
Spawning: a process records six events with its answer, its arguments are hashed and kept for the trace, its entry and
host are found by name, and it leaves a tombstone. xtra's actor is an allocation and a queue.";
const WHY_TRACE: &str = "\
Recording: the figure holds everything that recording adds. Writing and hashing a record is half of it; the other half
is the payload of each message, which is hashed and kept.";
const WHY_READ: &str = "\
Reading: this is recording, and on top of it one copy and one transfer of each record. Page and engine also share the
processor cores.";
const WHY_BYTES: &str = "An idle process: its slot and its future are larger than they should be.";
const WHY_GROWTH: &str = "\
Growth: with 100,000 processes nearly every message finds its process outside of the processor's cache.";
