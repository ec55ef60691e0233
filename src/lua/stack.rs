//! Where a script is: the frames of its own code, without those of the prelude and of C.

use std::collections::BTreeSet;

use mlua::debug::Debug;
use mlua::{Lua, Thread};

use crate::process;

/// Frames that a stack trace shows. A recursion may have hundreds of thousands.
const SHOWN: usize = 20;
/// Frames that are looked at for them: between two of a script lie few of the prelude.
const SEEN: usize = 3 * SHOWN;

/// A frame: entry and line, `app:relay:12`, and the name of the function if it has one.
struct Frame {
    place: String,
    name: Option<String>,
}

/// The frame at a level; `None` beyond the last one, and `Some(None)` if it is not the script's.
fn frame(lua: &Lua, level: usize) -> Option<Option<Frame>> {
    lua.inspect_stack(level, |frame| {
        let source = frame.source();
        let place = format!("{}:{}", source.short_src?, frame.current_line()?); // C and the prelude have no lines
        Some(Frame { place, name: frame.names().name.map(|name| name.into_owned()) })
    })
}

/// Entry and line of the script's code that runs.
pub fn place(lua: &Lua) -> Option<String> {
    (0..SEEN).map_while(|level| frame(lua, level)).flatten().next().map(|frame| frame.place)
}

/// The line of the script's code that runs; 0 if none is near.
pub fn line(lua: &Lua) -> u32 {
    // Level 0 is the host's function; the two around it are the prelude's and luac's.
    let line_of = |frame: &Debug| frame.current_line(); // C and the prelude have none
    let line = (2..9).find_map(|level| lua.inspect_stack(level, line_of).flatten());
    line.and_then(|line| u32::try_from(line).ok()).unwrap_or(0)
}

/// The stack as text: a line a frame, the innermost first.
pub fn trace(lua: &Lua) -> String {
    let frames = (0..SEEN).map_while(|level| frame(lua, level)).flatten();
    let lines = frames.take(SHOWN).map(|Frame { place, name }| match name {
        Some(name) => format!("{place}: in {name}"),
        None => place,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What a task that does not run is calling, for an onlooker, with at most `left` variables, of which those are taken away that are
/// used. What several functions have captured is told of the innermost.
pub fn frames(thread: &Thread, left: &mut usize) -> Vec<process::Frame> {
    let mut told = BTreeSet::new();
    let mut frame = |it: luac::look::Frame| {
        let mut variables = |list: Vec<luac::look::Variable>| -> Vec<process::Variable> {
            let shown = list.len().min(*left);
            *left -= shown;
            let variable =
                |it: luac::look::Variable| process::Variable { name: it.name, value: it.value };
            list.into_iter().take(shown).map(variable).collect()
        };
        let captured = it.captured.into_iter();
        let captured = captured.filter(|it| told.insert((it.name.clone(), it.value.clone())));
        process::Frame {
            entry: it.source,
            line: it.line,
            function: it.function,
            locals: variables(it.locals),
            captured: variables(captured.collect()),
        }
    };
    luac::look::frames(thread).into_iter().map(&mut frame).collect()
}
