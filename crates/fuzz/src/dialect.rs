//! Programs as scripts get to write them: a run with several processes in the dialect, in virtual time.

use rehearsal::lua::Script;
use rehearsal::runtime::{Budget, KernelSettings, Next, Order};
use rehearsal::{Exit, Sim, Time, Value};

use crate::vm::variables;
use crate::writer::{Writer, lua};
use crate::{End, Ran, Which, blocks, hash};

/// Turns after which a run is cut off.
const MOST: u64 = 600;
const MODULES: [&str; 8] =
    ["channel", "errors", "io", "json", "logger", "payload", "process", "time"];

const PRELUDE: &str = include_str!("dialect.lua");

/// A run to be: the main script, its workers' script, and its settings.
pub struct Program {
    pub main: String,
    worker: String,
    memory: u32,
    budget: u64,
    seed: u64,
    is_shuffled: bool,
    records_channels: bool,
    letters: Vec<(&'static str, Value)>,
}

/// The program of a seed.
pub fn program(seed: u64) -> Program {
    let mut writer = Writer::new(seed, Which::Dialect);
    let mut main = PRELUDE.to_owned() + "local function main(...)\n";
    main += &variables(&mut writer);
    main += "local k = {1, {}, {}, function() end, function() end, coroutine.create(print), \
             coroutine.create(print), errors.new(\"host\"), print, string.rep, \"key\", 1.5}\n";
    for number in (1..=1 + writer.below(4)).rev() {
        let body = blocks::block(&mut writer, Which::Dialect);
        let kept = if writer.one_in(6) { "t" } else { "{}" };
        main += &match writer.below(24) {
            0 => lua!("do @ end\n", body),
            1..4 => lua!(
                "coroutine.spawn(function() t = @ out(@, pcall(function() @ end)) end)\n",
                kept,
                number,
                body
            ),
            _ => lua!("t = @ out(@, pcall(function() @ end))\n", kept, number, body),
        };
        // So that a slice ends anywhere in the next block.
        if writer.one_in(2) {
            main += &lua!("for i = 1, @ do end\n", 5_000 + writer.below(5_000));
        }
        if writer.one_in(8) {
            main += "coroutine.yield(\"pause\")\n";
        }
    }
    // Who ends gives its memory back, and then nobody sees how much it was.
    main += match writer.below(6) {
        0 => "return \"end\", nil\nend\n",
        1 => "error({code = 1})\nend\n",
        2 => "return nil, errors.new(\"failed\")\nend\n",
        _ => "out(\"waits\") process.listen(\"never\"):receive()\nend\n",
    };
    main += "return { main = main }\n";
    let letters = (0..writer.below(4)).map(|at| {
        let topic = ["go", "a", "b"][writer.below(3) as usize];
        (
            topic,
            Value::list([i64::from(at).into(), f64::from(writer.below(100)).into(), "Ж".into()]),
        )
    });
    let letters = letters.collect();
    Program {
        main,
        worker: worker(&mut writer),
        memory: [131_072, 262_144, 1 << 20, 1 << 20][writer.below(4) as usize],
        budget: if writer.one_in(8) { 400_000 } else { 64 << 20 },
        seed: u64::from(writer.below(1 << 20)),
        is_shuffled: writer.one_in(3),
        records_channels: writer.one_in(2),
        letters,
    }
}

/// The script of the other processes. What one does is said by its first argument.
fn worker(writer: &mut Writer) -> String {
    lua!(
        include_str!("worker.lua"),
        1 + writer.below(4),
        writer.pick(&["", "time.sleep(\"1ms\")", "if i == 2 then error(\"echo\") end"]),
        writer.pick(&[
            "error(\"failed\")",
            "error(what)",
            "error(errors.new{message = \"m\", kind = errors.INVALID})",
            "local q = what.x.y",
            "error()"
        ]),
        writer.pick(&["errors.new(\"refused\")", "\"refused\"", "{}"]),
        writer.below(60_000),
        writer.below(5_000),
        writer.below(3),
        4 + writer.below(3),
        writer.pick(&["", "time.sleep(\"1ms\")", "coroutine.yield()"]),
        1 + writer.below(4),
        writer.below(9_000),
    )
}

/// Runs it until nothing can happen any more, or until it is cut off.
pub fn run(program: &Program) -> Ran {
    let before = luac::refused().0;
    let Program { main, worker, memory, budget, seed, is_shuffled, records_channels, letters } =
        program;
    let mut report = format!(
        "program {:016x} memory {memory} budget {budget} seed {seed} shuffled {is_shuffled}\n",
        hash(main) ^ hash(worker)
    );
    let mut sim = Sim::with(KernelSettings {
        seed: *seed,
        order: if *is_shuffled { Order::Shuffled } else { Order::Fifo },
        memory_budget: *budget,
        record_channels: *records_channels,
    });
    for (id, source) in [("app:main", main), ("app:worker", worker)] {
        match Script::new(id, source).and_then(|script| script.with_modules(MODULES)) {
            Ok(script) => sim.define(id, script.with_memory(*memory).actor()),
            Err(error) => {
                report += &format!("{error}\n");
                return Ran { end: End::Failed, slices: 0, ticks: 0, refused: 0, report };
            }
        }
    }
    let pid = sim.spawn("app:main", []);
    for (topic, payload) in letters {
        if let Err(error) = sim.try_send(&pid, topic, payload.clone()) {
            report += &format!("{error}\n");
        }
    }
    let next = sim.kernel().run(Time::MAX, Budget::turns(MOST));
    tell(sim, next, report, before)
}

fn tell(mut sim: Sim, next: Next, mut report: String, before: u32) -> Ran {
    let counters = sim.kernel().counters();
    let (refused, place) = luac::refused();
    let (refused, place) = (refused - before, if refused > before { place } else { 0 });
    report += &format!("{next:?} at {} {counters:?}\n", sim.now().as_nanos());
    let held = sim.kernel().memory().0;
    report += &format!("hash {:016x} refused {refused} last {place} bytes {held}\n", sim.hash());
    let mut end = if next == Next::AtOnce { End::Cut } else { End::Done };
    for number in 1..=u32::try_from(counters.spawned).unwrap_or(u32::MAX) {
        let Some(process) = sim.kernel().process(number) else { continue };
        report += &format!("{} {} turns {} ", process.pid, process.entry, process.turns);
        match process.ended {
            Some((exit, at)) => {
                if number == 1 && !matches!(exit, Exit::Returned(_)) {
                    end = End::Failed;
                }
                report += &format!("{} {exit:?}\n", at.as_nanos());
            }
            None => report += "lives\n",
        }
    }
    report += &sim.story();
    drop(sim);
    Ran { end, slices: counters.turns, ticks: 0, refused, report }
}
