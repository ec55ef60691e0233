//! The interpreter alone, at work that needs nothing but it: what do luac's patches cost?
//!
//! `cargo xtask bench` makes two modules of this, one with the patches and one without (`LUAC_WITHOUT=all`). All else is
//! the same: sources, compiler, flags, libc, allocator, and how a state is made and resumed.
#![cfg(target_family = "wasm")]

mod works;

use mlua::{Function, Lua, LuaOptions, StdLib, Thread};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use works::Work;

/// Ticks of a slice, and what code may use beyond that cannot be paused, as scripts have them.
const SLICE: i32 = 10_000;
const ALLOWANCE: i32 = 500;

/// A program that is ready to be measured.
#[wasm_bindgen]
pub struct Program {
    lua: Lua,
    function: Function,
    expected: fn(i64) -> i64,
    last: Option<(u32, Option<i64>)>,
}

#[wasm_bindgen]
impl Program {
    /// Loads the one that is named so.
    ///
    /// # Errors
    /// There is no such program.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str) -> Result<Self, JsError> {
        let Work { source, expected, .. } = *works::named(name)
            .ok_or_else(|| JsError::new(&format!("no program is named {name:?}")))?;
        let lua = state()?;
        let function = lua.load(source).eval()?;
        Ok(Self { lua, function, expected, last: None })
    }

    /// Runs it for `size` operations, slice after slice; gives how many they were.
    ///
    /// # Errors
    /// It fails.
    pub fn go(&mut self, size: u32) -> Result<u32, JsError> {
        luac::begin_slice(SLICE, ALLOWANCE);
        let thread = self.lua.create_thread(self.function.clone())?;
        let mut result: Option<i64> = thread.resume(size)?;
        while luac::pause().is_some() {
            luac::begin_slice(SLICE, ALLOWANCE);
            result = thread.resume(())?;
        }
        self.last = Some((size, result));
        Ok(size)
    }

    /// Compares what the last run came to with what it must be.
    ///
    /// # Errors
    /// It is something else.
    pub fn check(&self) -> Result<(), JsError> {
        let Some((size, found)) = self.last else { return Ok(()) };
        let expected = (self.expected)(size.into());
        if found == Some(expected) {
            return Ok(());
        }
        Err(JsError::new(&format!("{found:?} instead of {expected} of {size} operations")))
    }
}

/// A coroutine that does nothing but yield, resumed by the host.
#[wasm_bindgen]
pub struct Resumes {
    /// Kept, for the coroutine is part of it.
    _lua: Lua,
    thread: Thread,
}

#[wasm_bindgen]
impl Resumes {
    /// Makes it.
    ///
    /// # Errors
    /// Memory is used up.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsError> {
        let lua = state()?;
        let endless: Function =
            lua.load("return function() while true do coroutine.yield() end end").eval()?;
        let thread = lua.create_thread(endless)?;
        Ok(Self { _lua: lua, thread })
    }

    /// Two resumes and two yields for each operation; gives how many those were.
    ///
    /// # Errors
    /// It has ended.
    pub fn go(&mut self, size: u32) -> Result<u32, JsError> {
        for _ in 0..2 * size {
            luac::begin_slice(i32::MAX, 0);
            self.thread.resume::<()>(())?;
        }
        Ok(size)
    }
}

fn state() -> mlua::Result<Lua> {
    luac::begin_slice(i32::MAX, 0);
    let libraries = StdLib::COROUTINE | StdLib::MATH | StdLib::STRING | StdLib::TABLE;
    let lua = Lua::new_with(libraries, LuaOptions::new())?;
    lua.set_memory_limit(isize::MAX as usize)?; // as the states of scripts
    Ok(lua)
}
