//! The kinds of blocks that programs are made of, by subject. Each block is the body of one protected call.

mod calls;
mod channels;
mod code;
mod memory;
mod numbers;
mod processes;
mod tables;
mod texts;
mod time;
mod values;

use crate::Which;
use crate::writer::Writer;

type Write = fn(&mut Writer) -> String;

/// Blocks that both kinds of programs have. Inside, some differ: what scripts may not call is left out of theirs.
const SHARED: [Write; 23] = [
    numbers::arithmetic,
    numbers::functions,
    numbers::comparisons,
    numbers::random,
    numbers::loops,
    tables::keys,
    tables::objects,
    tables::removed_keys,
    tables::borders,
    tables::functions,
    tables::sorting,
    tables::metatables,
    texts::building,
    texts::patterns,
    texts::packing,
    texts::long,
    texts::showing,
    calls::coroutines,
    calls::nesting,
    calls::errors,
    calls::varargs,
    calls::overruns,
    memory::floods,
];

/// What only the interpreter has as it is, before scripts get it: `load`, `utf8`, `collectgarbage`; and floods of
/// tables, functions and coroutines, which a script pays for with the memory that its other blocks need.
const VM: [Write; 4] = [code::loading, texts::utf8, memory::collecting, memory::growing];

/// What only scripts have.
const SCRIPT: [Write; 20] = [
    channels::between_tasks,
    channels::selecting,
    channels::closing,
    channels::sharing,
    processes::workers,
    processes::requests,
    processes::executing,
    processes::names,
    processes::links,
    processes::ending,
    processes::topics,
    processes::spawners,
    time::waiting,
    time::tickers,
    time::calendar,
    values::json,
    values::errors,
    values::payloads,
    values::dialect,
    values::annotations,
];

/// Writes a block of some kind.
pub fn block(writer: &mut Writer, which: Which) -> String {
    let own: &[Write] = match which {
        Which::Vm => &VM,
        Which::Dialect => &SCRIPT,
    };
    let at = writer.below((SHARED.len() + own.len()) as u32) as usize;
    let write = SHARED.get(at).or_else(|| own.get(at - SHARED.len()));
    write.expect("a throw below the number of kinds")(writer)
}
