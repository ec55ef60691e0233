//! A state that is made to be laid out: its allocator knows all that it holds.

use core::ffi::{CStr, c_int, c_void};
use core::ptr;
use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};

use mlua_sys as ffi;
use mlua_sys::lua_State;

use super::{ALIGN, Blueprint, PARTS, UNLIMITED};
use crate::call::{self, Host};

/// A block of a draft.
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub begin: *mut u8,
    pub size: usize,
    pub is_string: bool,
}

impl Block {
    /// Between two blocks is room, so that a pointer behind the last byte of one is no pointer to another.
    fn layout(self) -> Layout {
        Layout::from_size_align(self.size + ALIGN, ALIGN).expect("it was allocated before")
    }

    fn new(size: usize, is_string: bool) -> Self {
        let block = Self { begin: ptr::null_mut(), size, is_string };
        // SAFETY: the size is not 0. Nothing that was left there by others tells two drafts apart.
        let begin = unsafe { alloc_zeroed(block.layout()) };
        if begin.is_null() {
            handle_alloc_error(block.layout());
        }
        Self { begin, ..block }
    }
}

/// What a draft holds, in the order in which it came; and what it has given back, which stays, so that an address never stands for two
/// things.
#[derive(Default)]
pub(super) struct Ledger {
    pub live: Vec<Block>,
    pub gone: Vec<Block>,
}

impl Ledger {
    fn give_back(&mut self, begin: *mut u8) {
        // Mostly a young one.
        if let Some(at) = self.live.iter().rposition(|block| block.begin == begin) {
            self.gone.push(self.live.remove(at));
        }
    }
}

/// Lua's allocator, in drafts.
unsafe extern "C" fn note(
    ledger: *mut c_void,
    block: *mut c_void,
    old: usize,
    new: usize,
) -> *mut c_void {
    // SAFETY: the ledger lives as long as the draft, and nobody else looks into it while Lua runs.
    let ledger = unsafe { &mut *ledger.cast::<Ledger>() };
    let mut made = ptr::null_mut();
    if new != 0 {
        // Of a new object Lua says the type instead of a size.
        let is_string = block.is_null() && old == ffi::LUA_TSTRING as usize;
        let new_block = Block::new(new, is_string);
        ledger.live.push(new_block);
        made = new_block.begin;
    }
    if !block.is_null() {
        if new != 0 {
            // SAFETY: so many bytes are in both.
            unsafe { ptr::copy_nonoverlapping(block.cast(), made, old.min(new)) };
        }
        ledger.give_back(block.cast());
    }
    made.cast()
}

/// A state that is made to be laid out.
pub(super) struct Draft {
    pub main: *mut lua_State,
    pub host: *mut Host,
    ledger: *mut Ledger,
}

/// What [`fill`] is told, and tells.
struct Order<'a> {
    blueprint: &'a Blueprint<'a>,
    host: *mut Host,
}

impl Draft {
    pub fn new(blueprint: &Blueprint<'_>) -> mlua::Result<Self> {
        crate::begin_slice(UNLIMITED, 0);
        crate::next_state(0, blueprint.memory);
        let ledger = Box::into_raw(Box::<Ledger>::default());
        // SAFETY: Lua's own API. What `fill` does is protected, and its order outlives it.
        unsafe {
            let main = ffi::lua_newstate(note, ledger.cast());
            let mut draft = Self { main, host: ptr::null_mut(), ledger };
            if main.is_null() {
                return Err(mlua::Error::MemoryError("not enough memory".into()));
            }
            let mut order = Order { blueprint, host: ptr::null_mut() };
            ffi::lua_pushcfunction(main, fill);
            ffi::lua_pushlightuserdata(main, (&raw mut order).cast());
            let status = ffi::lua_pcall(main, 1, 0, 0);
            if status != ffi::LUA_OK {
                let text = ffi::lua_tolstring(main, -1, ptr::null_mut());
                let text =
                    if text.is_null() { c"an error without a text" } else { CStr::from_ptr(text) };
                let text = text.to_string_lossy().into_owned();
                return Err(match status {
                    ffi::LUA_ERRMEM => mlua::Error::MemoryError(text),
                    _ => mlua::Error::RuntimeError(text),
                });
            }
            ffi::lua_gc(main, ffi::LUA_GCCOLLECT, 0);
            draft.host = order.host;
            Ok(draft)
        }
    }

    pub fn ledger(&self) -> &Ledger {
        // SAFETY: it is there until the draft ends, and Lua does not run.
        unsafe { &*self.ledger }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        crate::begin_slice(UNLIMITED, 0);
        // SAFETY: the state ends before its memory does, and nobody has a pointer into it.
        unsafe {
            if !self.main.is_null() {
                ffi::lua_close(self.main);
            }
            let Ledger { live, gone } = *Box::from_raw(self.ledger);
            for block in live.into_iter().chain(gone) {
                dealloc(block.begin, block.layout());
            }
        }
    }
}

/// Makes what the blueprint says. Called with a pointer to the order.
unsafe extern "C-unwind" fn fill(state: *mut lua_State) -> c_int {
    // SAFETY: Lua's own API. Errors are raised here, and nothing is owned that they would leave behind.
    unsafe {
        let order = &mut *ffi::lua_touserdata(state, 1).cast::<Order<'_>>();
        let Blueprint { ids, prelude, libraries, script, .. } = *order.blueprint;
        ffi::lua_settop(state, 0);
        ffi::luaL_checkstack(state, 40, ptr::null());
        type Open = unsafe extern "C-unwind" fn(*mut lua_State) -> c_int;
        let opened: [(&CStr, Open); 5] = [
            (c"_G", ffi::luaopen_base),
            (c"coroutine", ffi::luaopen_coroutine),
            (c"math", ffi::luaopen_math),
            (c"string", ffi::luaopen_string),
            (c"table", ffi::luaopen_table),
        ];
        for (name, open) in opened {
            ffi::luaL_requiref(state, name.as_ptr(), open, 1);
            ffi::lua_pop(state, 1);
        }
        crate::luac_dialect(state);
        ffi::lua_settop(state, 0);

        load(state, prelude);
        order.host = call::push_functions(state, ids);
        ffi::lua_pushcfunction(state, crate::luac_suspend);
        ffi::lua_pushcfunction(state, crate::luac_freeze);
        ffi::lua_call(state, 3, ffi::LUA_MULTRET);
        ffi::lua_pushcfunction(state, crate::luac_joined);
        ffi::lua_pushcfunction(state, crate::luac_isrecord);
        ffi::lua_createtable(state, 2 * libraries.len() as c_int, 0);
        for (at, (name, code)) in libraries.iter().enumerate() {
            let at = 2 * at as ffi::lua_Integer;
            ffi::lua_pushlstring(state, name.as_ptr().cast(), name.len());
            ffi::lua_rawseti(state, -2, at + 1);
            load(state, code);
            ffi::lua_rawseti(state, -2, at + 2);
        }
        load(state, script);
        let count = ffi::lua_gettop(state);
        ffi::lua_createtable(state, count, 0);
        for at in 1..=count {
            ffi::lua_pushvalue(state, at);
            ffi::lua_rawseti(state, -2, at.into());
        }
        luac_reserve(state);
        ffi::lua_setfield(state, ffi::LUA_REGISTRYINDEX, PARTS.as_ptr());
        0
    }
}

/// Pushes the function that this code is.
///
/// # Safety
/// An error can be raised here.
unsafe fn load(state: *mut lua_State, code: &[u8]) {
    // SAFETY: Lua's own API. The code comes from Lua itself.
    unsafe {
        let (bytes, name) = (code.as_ptr().cast(), c"=template".as_ptr());
        if ffi::luaL_loadbufferx(state, bytes, code.len(), name, c"b".as_ptr()) != ffi::LUA_OK {
            ffi::lua_error(state);
        }
    }
}

unsafe extern "C-unwind" {
    fn luac_reserve(state: *mut lua_State);
}
