//! The states that these tests begin with.

use luac::Additions;
use mlua::{Lua, LuaOptions, StdLib};

/// A state that may take so many bytes, with the libraries that scripts have.
pub fn state(seed: u64, limit: u32) -> Lua {
    luac::begin_slice(i32::MAX, 0);
    luac::next_state(seed, limit);
    let libraries =
        StdLib::COROUTINE | StdLib::MATH | StdLib::STRING | StdLib::TABLE | StdLib::UTF8;
    let lua = Lua::new_with(libraries, LuaOptions::new()).expect("a fresh state");
    lua.set_memory_limit(isize::MAX as usize).expect("mlua expects memory errors then");
    lua
}

/// One whose programs may call `suspend` and `freeze`, too.
pub fn patched_state(limit: u32) -> Lua {
    let lua = state(1, limit);
    let additions = Additions::new(&lua).expect("memory for three functions");
    lua.globals().set("suspend", additions.suspend).expect("a global");
    lua.globals().set("freeze", additions.freeze).expect("a global");
    lua
}
