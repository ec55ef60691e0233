//! Measures the engine beside other actor crates, and the page; says how far each goal is.
//!
//! The workloads are the crate in bench/, `run.mjs` there runs them in a browser, and `dist.mjs` measures dist/. Both
//! give samples; what they mean is decided here.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::shell::Shell;
use crate::{browser, page, setup, sizes};

/// Where the module lies with its page, and what the browser measured.
const FOLDER: &str = "target/bench";
const MODULE: &str = "rehearsal_bench";
/// Events that a request and its answer leave in the trace: send, receive and done, twice.
const EVENTS: f64 = 6.0;

/// Builds, measures, prints and writes docs/performance.md.
pub fn run(shell: &mut Shell, json: Option<&Path>, rounds: u32) -> Result<()> {
    ensure!(rounds > 0, "a workload must be measured at least once");
    let browser = browser::find_or_install(shell)?;
    shell.set("CHROME", browser);
    setup::for_building(shell)?;
    page::build(shell)?;
    build(shell)?;
    let samples = format!("{FOLDER}/samples.json");
    let line = format!("node bench/run.mjs --folder {FOLDER} --rounds {rounds} --out {samples}");
    shell.run("Workloads", &line)?;
    let figures = format!("{FOLDER}/page.json");
    shell.run("Page", &format!("node bench/dist.mjs --out {figures}"))?;

    let samples = read(&shell.root.join(samples))?;
    let mut sections = engine(&samples)?;
    sections.push(the_page(&read(&shell.root.join(figures))?, sizes::first_load(shell)?)?);
    print(&sections);
    let document = document(&samples, &sections)?;
    fs::write(shell.root.join("docs/performance.md"), document)?;
    if let Some(file) = json {
        let rows: Vec<_> =
            sections.iter().flat_map(|section| &section.rows).map(Row::json).collect();
        let text = serde_json::to_string_pretty(&rows)? + "\n";
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// The module of the workloads as dist/ has the engine's: the release profile, then wasm-opt -O3.
fn build(shell: &Shell) -> Result<()> {
    let line =
        "cargo build --locked --release --package rehearsal-bench --target wasm32-unknown-unknown";
    shell.run("Build of the workloads", line)?;
    let target = shell.target()?;
    let module = format!("{target}/wasm32-unknown-unknown/release/{MODULE}.wasm");
    let line = format!("wasm-bindgen --target web --no-typescript --out-dir {FOLDER} {module}");
    shell.run("Glue", &line)?;
    let module = format!("{FOLDER}/{MODULE}_bg.wasm");
    shell.run("Optimiser", &format!("wasm-opt -O3 {module} -o {module}"))?;
    for file in fs::read_dir(shell.root.join("bench/page"))? {
        let file = file?;
        fs::copy(file.path(), shell.root.join(FOLDER).join(file.file_name()))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<Value> {
    let text = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

/// The middle of several figures, and the quarters on both sides of it.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Spread {
    low: f64,
    median: f64,
    high: f64,
}

impl Spread {
    fn of(figures: &[f64]) -> Result<Self> {
        ensure!(!figures.is_empty(), "nothing was measured");
        let mut sorted = figures.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |part: f64| {
            let place = part * (sorted.len() - 1) as f64;
            let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
            below + (above - below) * place.fract()
        };
        Ok(Self { low: at(0.25), median: at(0.5), high: at(0.75) })
    }

    fn one(figure: f64) -> Self {
        Self { low: figure, median: figure, high: figure }
    }

    fn text(self, unit: &str) -> String {
        let Self { low, median, high } = self;
        let spread = if low == high {
            String::new()
        } else {
            format!(" ({}–{})", short(low), short(high))
        };
        format!("{}{unit}{spread}", short(median))
    }
}

/// Three digits are as much as can be meant.
fn short(number: f64) -> String {
    match number.abs() {
        n if n >= 100.0 => format!("{number:.0}"),
        n if n >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

#[derive(Clone, Copy)]
enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    fn is_met(self, figure: f64) -> bool {
        match self {
            Self::AtLeast(least) => figure >= least,
            Self::AtMost(most) => figure <= most,
        }
    }

    fn text(self, unit: &str) -> String {
        match self {
            Self::AtLeast(least) => format!("≥ {least}{unit}"),
            Self::AtMost(most) => format!("≤ {most}{unit}"),
        }
    }
}

/// One line of the table.
struct Row {
    name: String,
    unit: &'static str,
    ours: Spread,
    peer: Option<Spread>,
    /// What the goal is about, where there is a peer: how many times as fast as the peer, or how many times its time.
    ratio: Option<Spread>,
    goal: Option<Goal>,
    /// Why the goal is missed, when it is.
    why: &'static str,
}

impl Row {
    fn new(name: impl Into<String>, unit: &'static str, ours: Spread) -> Self {
        Self { name: name.into(), unit, ours, peer: None, ratio: None, goal: None, why: "" }
    }

    fn goal(self, goal: Goal) -> Self {
        Self { goal: Some(goal), ..self }
    }

    fn why(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    fn is_met(&self) -> Option<bool> {
        Some(self.goal?.is_met(self.ratio.unwrap_or(self.ours).median))
    }

    fn ratio_unit(&self) -> &'static str {
        if self.ratio.is_some() { " ×" } else { self.unit }
    }

    fn json(&self) -> Value {
        json!({
            "name": format!("{}, {}", self.name, self.unit.trim()),
            "ours": self.ours.median,
            "peer": self.peer.map(|peer| peer.median),
            "ratio": self.ratio.map(|ratio| ratio.median),
            "goal": self.goal.map(|goal| goal.text(self.ratio_unit())),
            "met": self.is_met(),
        })
    }

    /// Name, ours, peer, ratio, goal, met.
    fn cells(&self) -> [String; 6] {
        let met = match self.is_met() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        [
            self.name.clone(),
            self.ours.text(self.unit),
            self.peer.map(|peer| peer.text(self.unit)).unwrap_or_default(),
            self.ratio.map(|ratio| ratio.text(" ×")).unwrap_or_default(),
            self.goal.map(|goal| goal.text(self.ratio_unit())).unwrap_or_default(),
            met.into(),
        ]
    }
}

struct Section {
    title: &'static str,
    text: &'static str,
    rows: Vec<Row>,
}

/// The samples of one workload.
struct Work<'a>(&'a Value);

impl Work<'_> {
    fn samples(&self, who: &str) -> Result<Vec<f64>> {
        let list = self.0[who].as_array().with_context(|| format!("no samples of {who:?}"))?;
        Ok(list.iter().filter_map(Value::as_f64).collect())
    }

    fn spread(&self, who: &str) -> Result<Spread> {
        Spread::of(&self.samples(who)?)
    }

    /// Round by round, since a machine's speed changes from one to the next.
    fn by_round(&self, one: &str, other: &str, figure: fn(f64, f64) -> f64) -> Result<Spread> {
        let (one, other) = (self.samples(one)?, self.samples(other)?);
        Spread::of(&one.iter().zip(&other).map(|(a, b)| figure(*a, *b)).collect::<Vec<_>>())
    }

    /// How many times as fast as a peer we are.
    fn against(&self, name: &str, who: &str, goal: Option<Goal>) -> Result<Row> {
        Ok(Row {
            peer: Some(self.spread(who)?),
            ratio: Some(self.by_round("ours", who, |ours, peer| peer / ours)?),
            goal,
            ..Row::new(name, " ns", self.spread("ours")?)
        })
    }
}

/// The part of the throughput that is lost, in per cent.
fn lost(slower: f64, faster: f64) -> f64 {
    (1.0 - faster / slower) * 100.0
}

fn engine(samples: &Value) -> Result<Vec<Section>> {
    use Goal::{AtLeast, AtMost};
    let work = |name: &str| Work(&samples["works"][name]);
    let (kv, many, hop) = (work("kv"), work("kv-64"), work("hop"));
    let (fan_in, spawn, ask, reading) =
        (work("fan-in"), work("spawn"), work("ask"), work("reading"));

    let bare = Row {
        peer: Some(kv.spread("bare")?),
        ratio: Some(kv.by_round("ours", "bare", |ours, bare| ours / bare)?),
        ..Row::new(
            "store: request and answer; the bare map behind a call",
            " ns",
            kv.spread("ours")?,
        )
    };
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
        Row {
            peer: Some(ask.spread("1000")?),
            ratio: Some(ask.by_round("100000", "1000", |many, few| many / few)?),
            ..Row::new(
                "a message: 100,000 processes; 1,000 processes",
                " ns",
                ask.spread("100000")?,
            )
        }
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

fn the_page(figures: &Value, download: usize) -> Result<Section> {
    use Goal::{AtLeast, AtMost};
    let number = |place: &str| {
        let figure = figures.pointer(place).and_then(Value::as_f64);
        figure.map(Spread::one).with_context(|| format!("the page has no figure at {place}"))
    };
    let ready = figures["ready"].as_array().context("the page has no time of its own")?;
    let ready: Vec<f64> = ready.iter().filter_map(Value::as_f64).collect();
    let busy = Spread::one(number("/busy/traced/load")?.median * 100.0);
    let rows = vec![
        Row::new(
            "main thread a frame, p95, the engine as fast as it can",
            " ms",
            number("/busy/frames/wall")?,
        )
        .goal(AtMost(4.0))
        .why(WHY_FRAME),
        Row::new("the same, time of its own processor only", " ms", number("/busy/frames/cpu")?),
        Row::new("the engine is busy meanwhile", " %", busy).goal(AtLeast(90.0)),
        Row::new("messages meanwhile", " a second", number("/busy/messages")?),
        Row::new("frames, the engine as fast as it can", " a second", number("/busy/fps")?)
            .goal(AtLeast(60.0))
            .why(WHY_FPS),
        Row::new(
            "slowest answer to a key (INP), the engine as fast as it can",
            " ms",
            number("/busy/inp")?,
        )
        .goal(AtMost(100.0))
        .why(WHY_FPS),
        Row::new(
            "messages at 1,000 ×, the most that a pace allows",
            " a second",
            number("/paced/messages")?,
        ),
        Row::new("frames at 1,000 ×", " a second", number("/paced/fps")?)
            .goal(AtLeast(60.0))
            .why(WHY_FPS),
        Row::new("slowest answer to a key (INP) at 1,000 ×", " ms", number("/paced/inp")?)
            .goal(AtMost(100.0))
            .why(WHY_FPS),
        Row::new("first load, brotli", " KB", Spread::one(download as f64 / 1024.0))
            .goal(AtMost(sizes::BUDGET as f64 / 1024.0)),
        Row::new("first load, until it is ready", " ms", Spread::of(&ready)?)
            .goal(AtMost(500.0))
            .why(WHY_READY),
    ];
    Ok(Section { title: "The page", text: PAGE, rows })
}

fn print(sections: &[Section]) {
    let head = ["", "ours", "the other", "ratio", "goal", "met"].map(str::to_owned);
    let cells: Vec<_> = sections.iter().flat_map(|section| &section.rows).map(Row::cells).collect();
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let lengths = cells.iter().chain([&head]).map(|row| row[column].chars().count());
            lengths.max().unwrap_or(0)
        })
        .collect();
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    };
    for section in sections {
        println!("\n{}", section.title);
        line(&head);
        section.rows.iter().for_each(|row| line(&row.cells()));
    }
    let met = sections.iter().flat_map(|section| &section.rows).filter_map(Row::is_met);
    let (met, missed): (Vec<bool>, Vec<bool>) = met.partition(|met| *met);
    println!("\n{} goals met, {} missed; docs/performance.md says why", met.len(), missed.len());
}

fn document(samples: &Value, sections: &[Section]) -> Result<String> {
    let text = |field: &str| samples[field].as_str().unwrap_or("unknown").to_owned();
    let mut page = String::from(INTRODUCTION);
    writeln!(
        page,
        "Measured on {}: {}, Chromium {} headless, {} rounds.\n",
        text("date"),
        text("machine"),
        text("browser"),
        samples["rounds"],
    )?;
    for section in sections {
        writeln!(page, "## {}\n\n{}\n", section.title, section.text)?;
        writeln!(page, "| work | ours | the other | ratio | goal | met |")?;
        writeln!(page, "|---|---|---|---|---|---|")?;
        for row in &section.rows {
            writeln!(page, "| {} |", row.cells().join(" | "))?;
        }
        page.push('\n');
        let missed = section.rows.iter().filter(|row| row.is_met() == Some(false));
        let mut reasons: Vec<&str> =
            missed.map(|row| row.why).filter(|why| !why.is_empty()).collect();
        reasons.dedup();
        for why in reasons {
            writeln!(page, "{why}\n")?;
        }
    }
    Ok(page.trim_end().to_owned() + "\n")
}

const INTRODUCTION: &str = "\
# Performance

`cargo xtask bench` measures this, prints it, and writes this file; `--json FILE` writes the figures for programs,
`--rounds N` takes more or fewer samples.

Every workload runs in a dedicated worker, where the engine of the page runs, too, built as the page's is: the release
profile, then `wasm-opt -O3`. Recording is on wherever nothing else is said. Ours runs through the same calls as every
actor of the page. The peers are published crates, used as their documentation shows: xtra 0.6, act-zero 0.4 and
ractor 0.16. *As shipped* is a peer on the browser's microtasks (`wasm_bindgen_futures::spawn_local`), as its users
have it; *on a local queue* is the same peer polled by a loop over a queue of ready tasks, with nothing of the browser
in it. All contestants of a workload take turns, 30 ms each, and a ratio is made within each round, so a machine that
changes its speed changes both sides. Given is the median, in brackets the quarters of all rounds on both sides of it.
Each round checks its result: sums of answers, counts, the order of messages.

";
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
const PAGE: &str = "\
`dist/` in a window of 1440 × 900, with the ping-pong scenario. The work of a frame is all that the main thread does
from one frame to the next, from Chromium's own trace. Without a GPU the rasteriser shares the processor cores. Ready
means that the first scenario runs, with nothing in the cache, from a server on the same machine. These are times by the
clock, not ratios: on a machine that is short of processor time (wide brackets everywhere above) they say more about it
than about the page.";

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
const WHY_FRAME: &str = "\
A frame: by the clock it holds the pauses that other programs on these cores caused. The time of the main thread's own
processor is in the row below.";
const WHY_FPS: &str = "\
Frames and keys: without a GPU the rasteriser competes with the engine and the page for the processor cores.";
const WHY_READY: &str = "\
Ready: loading and compiling the engine shares the processor cores with drawing the first frame.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarters_lie_between_the_figures() {
        let spread = Spread::of(&[4.0, 1.0, 3.0, 2.0]).unwrap();
        assert_eq!(spread, Spread { low: 1.75, median: 2.5, high: 3.25 });
        assert_eq!(Spread::of(&[7.0]).unwrap(), Spread::one(7.0));
        assert!(Spread::of(&[]).is_err());
    }

    #[test]
    fn a_ratio_is_made_round_by_round() {
        let samples = json!({"ours": [1.0, 10.0, 1.0], "peer": [3.0, 30.0, 3.0]});
        let row = Work(&samples).against("a", "peer", Some(Goal::AtLeast(3.0))).unwrap();
        assert_eq!(row.ratio, Some(Spread::one(3.0)));
        assert_eq!(row.is_met(), Some(true));
    }

    #[test]
    fn half_the_speed_is_half_of_it_lost() {
        assert_eq!(lost(20.0, 10.0), 50.0);
    }

    #[test]
    fn a_row_without_a_peer_has_none_in_json() {
        let row = Row::new("an event", " ns", Spread::one(8.0)).goal(Goal::AtMost(7.0));
        let expected = json!({"name": "an event, ns", "ours": 8.0, "peer": null, "ratio": null,
            "goal": "≤ 7 ns", "met": false});
        assert_eq!(row.json(), expected);
    }

    #[test]
    fn only_a_missed_goal_is_explained() {
        let row = |figure| Row::new("an event", " ns", Spread::one(figure));
        let rows = |figure| vec![row(figure).goal(Goal::AtMost(7.0)).why("Because.")];
        let page = |figure| {
            let sections = [Section { title: "Recording", text: "", rows: rows(figure) }];
            document(&json!({}), &sections).unwrap()
        };
        assert!(page(8.0).contains("Because."));
        assert!(!page(6.0).contains("Because."));
    }
}
