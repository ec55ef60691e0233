//! Lua 5.4 in C, as Rehearsal needs it: linked from here, patched while it is built, and driven by time slices.
//!
//! The API of Lua itself is that of the crate `mlua`. This crate brings what is under it (the objects compiled by
//! `build.rs`, and the small libc that they stand on) and what the patches add: a program that is paused when its slice
//! is used up, and a limit of memory in logical bytes, which are counted by formulas that no machine changes. Where many
//! calls and objects pass between Lua and the host, it also has ways that are shorter than `mlua`'s: [`call`] and [`object`].
//!
//! All counters belong to the thread, so tests may run side by side.
//!
//! ```
//! use luac::Pause;
//!
//! luac::begin_slice(1_000, 0);
//! let lua = mlua::Lua::new_with(mlua::StdLib::COROUTINE, mlua::LuaOptions::new())?;
//! let endless: mlua::Function = lua.load("return function() while true do end end").eval()?;
//! let thread = lua.create_thread(endless)?;
//! luac::begin_slice(1_000, 0);
//! thread.resume::<()>(())?; // comes back
//! assert_eq!(luac::pause(), Some(Pause::SliceUsed));
//! # Ok::<(), mlua::Error>(())
//! ```

use mlua::{Function, Lua};
use mlua_sys::lua_State;

pub mod call;
mod libc;
pub mod look;
pub mod object;
pub mod template;

// SAFETY: these are functions of `c/slice.c` and `c/determinism.c` with just these types. They read and write
// variables of their own thread, take no pointers, and may be called at any time.
unsafe extern "C" {
    safe fn luac_begin(ticks: i32, max_over: i32);
    safe fn luac_pause() -> i32;
    safe fn luac_used() -> i64;
    safe fn luac_debt() -> i64;
    safe fn luac_pay(ticks: u32) -> i32;
    safe fn luac_next_state(seed: u64, limit: u32);
    safe fn luac_failures() -> u32;
    safe fn luac_failed_at() -> u32;
}

/// The smallest limit of memory that a state can start with, in logical bytes.
pub const LEAST_MEMORY: u32 = 64 * 1024;

/// Starts a slice of `ticks` for whatever Lua state this thread runs next. Code that cannot be paused (a comparator of
/// `table.sort`, a callback of `string.gsub`, a metamethod called from C) may use `max_over` further slices, and is
/// then ended by an error.
///
/// To be called before every resume, and also before a chunk is loaded or a state is dropped.
pub fn begin_slice(ticks: i32, max_over: i32) {
    luac_begin(ticks, max_over);
}

/// Why a program gave the turn back without having ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// Its slice is used up.
    SliceUsed,
    /// It has suspended itself with the function that [`Additions::suspend`] is.
    Suspended,
}

/// Why the last resume came back; `None` if the program has ended or yielded by itself. After a pause it is to be
/// resumed with no arguments.
pub fn pause() -> Option<Pause> {
    match luac_pause() {
        0 => None,
        1 => Some(Pause::SliceUsed),
        _ => Some(Pause::Suspended),
    }
}

/// Ticks used since [`begin_slice`], with the [`debt`].
pub fn ticks_used() -> u64 {
    luac_used().max(0) as u64
}

/// Ticks that one long operation, such as a huge string, used beyond the end of the slice. The program should wait for
/// as long.
pub fn debt() -> u64 {
    luac_debt().max(0) as u64
}

/// Takes ticks for work that a function of the host does. What goes beyond the slice is [`debt`].
///
/// ```
/// luac::begin_slice(100, 0);
/// luac::pay(30);
/// assert_eq!(luac::ticks_used(), 30);
/// ```
pub fn pay(ticks: u32) {
    luac_pay(ticks);
}

/// Sets the seed of `math.random`, and the limit of memory in logical bytes, of the states that this thread makes from
/// now on. The limit is taken as at least [`LEAST_MEMORY`] and at most 1 GiB, and holds from the first object on.
pub fn next_state(seed: u64, limit: u32) {
    luac_next_state(seed, limit.max(LEAST_MEMORY));
}

// SAFETY: reads two numbers of a state, and changes nothing.
unsafe extern "C" {
    fn luac_memory(state: *mut lua_State) -> u32;
}

/// Logical bytes that a state of which no coroutine runs has in use, what could be collected included.
///
/// ```
/// let lua = mlua::Lua::new_with(mlua::StdLib::STRING, mlua::LuaOptions::new())?;
/// let before = luac::memory(&lua);
/// luac::begin_slice(1_000_000, 0);
/// lua.load("text = ('x'):rep(100000)").exec()?;
/// assert!(luac::memory(&lua) > before + 100_000);
/// # Ok::<(), mlua::Error>(())
/// ```
pub fn memory(lua: &Lua) -> u32 {
    let mut memory = u32::MAX;
    // SAFETY: the closure pushes the main coroutine and takes it away again.
    let read = unsafe {
        lua.exec_raw::<()>((), |state| {
            mlua_sys::lua_rawgeti(
                state,
                mlua_sys::LUA_REGISTRYINDEX,
                mlua_sys::LUA_RIDX_MAINTHREAD,
            );
            memory = luac_memory(mlua_sys::lua_tothread(state, -1));
            mlua_sys::lua_settop(state, 0);
        })
    };
    // An error would be one of a state without any room left.
    read.map_or(u32::MAX, |()| memory)
}

/// How many allocations the limit refused in this thread, and which one of its state the last of them was.
pub fn refused() -> (u32, u32) {
    (luac_failures(), luac_failed_at())
}

// SAFETY: functions of `c/slice.c` and `c/dialect.c` that are C functions in the sense of Lua.
unsafe extern "C-unwind" {
    fn luac_suspend(state: *mut lua_State) -> i32;
    fn luac_freeze(state: *mut lua_State) -> i32;
    fn luac_isrecord(state: *mut lua_State) -> i32;
    fn luac_joined(state: *mut lua_State) -> i32;
    /// No such function, but one that may raise an error.
    fn luac_dialect(state: *mut lua_State);
}

/// Makes the libraries of a state (coroutines, mathematics, strings and tables must be there) those of the dialect, as far
/// as they need nothing of the host.
///
/// # Errors
/// The state's memory is used up.
pub fn apply_dialect(lua: &Lua) -> mlua::Result<()> {
    // SAFETY: it is called in protected mode, leaves nothing on the stack, and has nothing that would have to be dropped.
    unsafe { lua.exec_raw::<()>((), |state| luac_dialect(state)) }
}

/// Functions that Lua itself has not.
pub struct Additions {
    /// `suspend()`: gives the turn back to the host, through all coroutines on the way, and returns nothing when the
    /// task is resumed. Inside C code that cannot be paused it returns `true` at once.
    pub suspend: Function,
    /// `freeze(t)`: the same table, which nobody can change any more.
    pub freeze: Function,
    /// `joined(a, b)`: their texts, joined.
    pub joined: Function,
    /// `isrecord(t)`: whether it has, or once had, other keys than those of a list.
    pub is_record: Function,
}

impl Additions {
    /// Makes them in a state.
    ///
    /// # Errors
    /// The state's memory is used up.
    pub fn new(lua: &Lua) -> mlua::Result<Self> {
        let make = |function: unsafe extern "C-unwind" fn(*mut lua_State) -> i32| {
            // SAFETY: each is a C function in the sense of Lua: it reads its arguments through checked calls, leaves
            // as many results as it says, raises Lua's errors only, and has nothing that would have to be dropped.
            unsafe { lua.create_c_function(function) }
        };
        Ok(Self {
            suspend: make(luac_suspend)?,
            freeze: make(luac_freeze)?,
            joined: make(luac_joined)?,
            is_record: make(luac_isrecord)?,
        })
    }
}
