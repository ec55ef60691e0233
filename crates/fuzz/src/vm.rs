//! Programs for the bare interpreter: one state with all of its libraries, run in small slices.

use std::cell::RefCell;
use std::rc::Rc;

use luac::Pause;
use mlua::chunk::ChunkMode;
use mlua::thread::ThreadStatus;
use mlua::{Function, Lua, LuaOptions, LuaString, MultiValue, StdLib, Thread};

use crate::writer::{Writer, lua};
use crate::{End, Ran, Which, blocks, hash};

/// Ticks of a slice: few, so that programs are paused often.
const SLICE: i32 = 1_000;
/// Slices of code that cannot be paused.
const ALLOWANCE: i32 = 50;
/// Slices after which a program is cut off.
const MOST: u64 = 400;

/// What every program begins with: printing, and the variables that expressions name.
const PRELUDE: &str = include_str!("vm.lua");

/// A program, and how much memory it may use.
pub struct Program {
    pub source: String,
    pub limit: u32,
}

/// The program of a seed.
pub fn program(seed: u64) -> Program {
    let mut writer = Writer::new(seed, Which::Vm);
    let mut source = PRELUDE.to_owned();
    source += &variables(&mut writer);
    source += "local _, herr = pcall(host_fail, \"host\")\n\
               local k = {1, {}, {}, function() end, function() end, coroutine.create(print), \
               coroutine.create(print), herr, print, string.rep, \"key\", 1.5}\n";
    for number in (1..=1 + writer.below(5)).rev() {
        let body = blocks::block(&mut writer, Which::Vm);
        source += &if writer.one_in(20) {
            lua!("do @ end\n", body)
        } else {
            let kept = if writer.one_in(6) { "t" } else { "{}" };
            lua!("t = @ out(@, pcall(function() @ end))\n", kept, number, body)
        };
        if writer.one_in(8) {
            source += "coroutine.yield(\"pause\")\n";
        }
    }
    source += "out(collectgarbage(\"count\"))\nreturn \"end\"\nend";
    let limits = [65_536, 65_536, 100_000, 262_144, 1 << 20];
    Program { source, limit: limits[writer.below(5) as usize] }
}

/// The line that gives the variables of all expressions their values.
pub fn variables(writer: &mut Writer) -> String {
    lua!(
        "a, b, c, x, y, z, s, u, v, t = @, @, @, @, @, @, @, @, @, {}\n",
        writer.integer(),
        writer.integer(),
        writer.below(100),
        writer.float(),
        writer.float(),
        writer.float(),
        writer.literal(),
        writer.literal(),
        writer.literal(),
    )
}

struct State {
    thread: Thread,
    lua: Lua,
    printed: Rc<RefCell<Vec<u8>>>,
}

/// A state with the functions of the host that programs call, and the program loaded.
fn load(program: &Program) -> mlua::Result<State> {
    luac::begin_slice(i32::MAX, 0);
    luac::next_state(1, program.limit);
    let libraries =
        StdLib::STRING | StdLib::TABLE | StdLib::MATH | StdLib::UTF8 | StdLib::COROUTINE;
    let lua = Lua::new_with(libraries, LuaOptions::new())?;
    // Never reached: only so that mlua expects memory errors (the state's own) and catches them.
    lua.set_memory_limit(isize::MAX as usize)?;
    let printed = Rc::new(RefCell::new(Vec::new()));
    let to = Rc::clone(&printed);
    let globals = lua.globals();
    globals.set("host_add", lua.create_function(|_, (a, b): (f64, f64)| Ok(a + b))?)?;
    globals.set(
        "host_fail",
        lua.create_function(|_, text: String| -> mlua::Result<()> {
            let _dropped_on_the_way = text.clone();
            Err(mlua::Error::runtime(text))
        })?,
    )?;
    globals.set(
        "emit",
        lua.create_function(move |_, text: LuaString| {
            to.borrow_mut().extend_from_slice(&text.as_bytes());
            Ok(())
        })?,
    )?;
    let body: Function =
        lua.load(&program.source).set_name("=main").set_mode(ChunkMode::Text).eval()?;
    Ok(State { thread: lua.create_thread(body)?, lua, printed })
}

/// Runs it to its end, or until it is cut off.
pub fn run(program: &Program) -> Ran {
    let before = luac::refused().0;
    let written = format!("program {:016x} limit {}\n", hash(&program.source), program.limit);
    match load(program) {
        Ok(state) => go(&state, written, before),
        Err(error) => {
            let (refused, report) = (luac::refused().0 - before, format!("{written}{error}\n"));
            Ran { end: End::Failed, slices: 0, ticks: luac::ticks_used(), refused, report }
        }
    }
}

fn go(State { thread, lua, printed }: &State, mut report: String, before: u32) -> Ran {
    let (mut slices, mut ticks, mut debt) = (0, 0, 0);
    let mut end = End::Cut;
    let mut last = "paused".to_owned();
    while end == End::Cut && slices < MOST {
        slices += 1;
        // What one long operation used beyond its slice is waited for.
        if debt >= SLICE as u64 {
            debt -= SLICE as u64;
            continue;
        }
        luac::begin_slice(SLICE, ALLOWANCE);
        let resumed = thread.resume::<MultiValue>(());
        ticks += luac::ticks_used();
        debt += luac::debt();
        let is_over = thread.status() != ThreadStatus::Resumable;
        match resumed {
            Err(error) => {
                end = End::Failed;
                last = error.to_string();
            }
            Ok(values) if is_over => {
                end = End::Done;
                last = values.iter().map(|value| value.to_string().unwrap_or_default()).collect();
            }
            Ok(_) if luac::pause() == Some(Pause::SliceUsed) => "paused".clone_into(&mut last),
            Ok(values) => last = format!("yielded {} values", values.len()),
        }
    }
    let bytes = luac::memory(lua);
    let (refused, place) = luac::refused();
    let (refused, place) = (refused - before, if refused > before { place } else { 0 });
    report += &format!(
        "{end:?}: {last}\nslices {slices} ticks {ticks} refused {refused} last {place} bytes {bytes}\n"
    );
    // Byte by byte, for texts of programs need not be UTF-8.
    report.extend(printed.borrow().iter().copied().map(char::from));
    // The state is dropped next, and finalizers of the host's objects run.
    luac::begin_slice(i32::MAX, 0);
    Ran { end, slices, ticks, refused, report }
}
