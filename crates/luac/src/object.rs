//! Values of the host in the hands of a script: full userdata that Lua's collector owns.
//!
//! There are kinds of them. A kind is a number of the host's, and each state is told once what its scripts see of it: a
//! metatable. An object is one allocation of Lua's, and whoever looks into it says of which type it should be.

use core::any::TypeId;
use core::ffi::{CStr, c_int, c_void};
use core::mem::{align_of, size_of};
use core::ops::Deref;
use core::ptr::{self, NonNull};

use mlua::{AnyUserData, Lua, Table};
use mlua_sys as ffi;
use mlua_sys::lua_State;

use crate::luac_freeze;

/// What userdata of ours holds.
#[repr(C)]
struct Block<T> {
    /// Drops the value. The collector calls this when it frees the userdata, so it stands where C expects it.
    release: unsafe extern "C" fn(*mut c_void),
    type_id: TypeId,
    value: T,
}

/// The field of the registry that holds the metatables by kind.
const KINDS: &CStr = c"luac.kinds";

unsafe extern "C" {
    fn luac_object(state: *mut lua_State, argument: c_int) -> *mut c_void;
    fn luac_own(state: *mut lua_State);
}

/// Tells a state of a kind: its objects have this metatable from now on. Nobody can change
/// it any more.
///
/// # Errors
/// The state's memory is used up.
pub fn define(lua: &Lua, kind: u16, metatable: &Table) -> mlua::Result<()> {
    // SAFETY: the closure has the room that each C function has, and owns nothing that an error would leave behind.
    unsafe {
        lua.exec_raw::<()>(metatable, |state| {
            define_here(state, kind);
            ffi::lua_settop(state, 0);
        })
    }
}

/// Makes the only value of the running function's stack the metatable of a kind, and replaces it by the list of metatables.
///
/// # Safety
/// It is a table. An error can be raised here. There is room for three values more.
pub(crate) unsafe fn define_here(state: *mut lua_State, kind: u16) {
    // SAFETY: Lua's own API.
    unsafe {
        ffi::lua_pushboolean(state, 0);
        ffi::lua_setfield(state, 1, c"__metatable".as_ptr());
        luac_freeze(state);
        push_kinds(state);
        ffi::lua_pushvalue(state, 1);
        ffi::lua_rawseti(state, 2, place(kind));
        ffi::lua_remove(state, 1);
    }
}

/// Pushes the list of metatables.
///
/// # Safety
/// An error can be raised here. There is room for two values on the stack.
pub(crate) unsafe fn push_kinds(state: *mut lua_State) {
    // SAFETY: Lua's own API.
    unsafe {
        if ffi::lua_getfield(state, ffi::LUA_REGISTRYINDEX, KINDS.as_ptr()) != ffi::LUA_TTABLE {
            ffi::lua_pop(state, 1);
            ffi::lua_createtable(state, 0, 0);
            ffi::lua_pushvalue(state, -1);
            ffi::lua_setfield(state, ffi::LUA_REGISTRYINDEX, KINDS.as_ptr());
        }
    }
}

/// Gives an object to a state; or back, if the state was not told of its kind.
///
/// # Errors
/// The state's memory is used up.
pub fn create<T: 'static>(lua: &Lua, kind: u16, value: T) -> mlua::Result<Result<AnyUserData, T>> {
    let mut value = Some(value);
    // SAFETY: as in `define`. The value lies outside of the closure, so an error leaves it where it is.
    let made = unsafe {
        lua.exec_raw::<Option<AnyUserData>>((), |state| {
            push_kinds(state);
            if push_metatable(state, 1, kind) {
                push(state, &mut value);
            } else {
                ffi::lua_pushnil(state);
            }
            ffi::lua_remove(state, 1);
        })
    };
    Ok(made?.ok_or_else(|| value.expect("only an object that was made has taken it")))
}

/// An object of this type, if the userdata is one.
pub fn get<T: 'static>(lua: &Lua, data: &AnyUserData) -> Option<Ref<T>> {
    let mut value = None;
    // SAFETY: as in `define`.
    let looked = unsafe {
        lua.exec_raw::<()>(data, |state| {
            value = find::<T>(state, 1);
            ffi::lua_settop(state, 0);
        })
    };
    looked.ok()?;
    Some(Ref { value: value?, _data: data.clone(), _lua: lua.clone() })
}

/// An object that is looked at. It is not collected meanwhile.
pub struct Ref<T> {
    value: NonNull<T>,
    _data: AnyUserData,
    _lua: Lua,
}

impl<T> Deref for Ref<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the block is of this type, its userdata is held, and so is the state, which would release it when it
        // ends. Nobody has a reference that may change it.
        unsafe { self.value.as_ref() }
    }
}

fn place(kind: u16) -> ffi::lua_Integer {
    ffi::lua_Integer::from(kind) + 1
}

/// Pushes the metatable of a kind, and nothing if the state was not told of it. Raises no error.
///
/// # Safety
/// The list of metatables lies at the index, and there is room for one value on the stack.
pub(crate) unsafe fn push_metatable(state: *mut lua_State, kinds: c_int, kind: u16) -> bool {
    // SAFETY: Lua's own API.
    unsafe {
        let known = ffi::lua_rawgeti(state, kinds, place(kind)) == ffi::LUA_TTABLE;
        if !known {
            ffi::lua_pop(state, 1);
        }
        known
    }
}

/// Replaces the metatable on the top of the stack by an object that takes the value. An error is raised before that.
///
/// # Safety
/// The metatable comes from [`push_metatable`], there is a value, and there is room for one more on the stack.
pub(crate) unsafe fn push<T: 'static>(state: *mut lua_State, value: &mut Option<T>) {
    const { assert!(align_of::<Block<T>>() <= 8, "Lua aligns userdata to 8 bytes") };
    // SAFETY: the userdata is as large as the block that is written to it, and nobody sees it before.
    unsafe {
        let block = ffi::lua_newuserdatauv(state, size_of::<Block<T>>(), 0).cast::<Block<T>>();
        if let Some(value) = value.take() {
            block.write(Block { release: release::<T>, type_id: TypeId::of::<T>(), value });
            ffi::lua_rotate(state, -2, 1);
            ffi::lua_setmetatable(state, -2);
            luac_own(state);
        }
    }
}

/// The value of the object that is an argument of the running C function, counted from 1. Raises no error.
///
/// # Safety
/// There is such an argument.
pub(crate) unsafe fn find<T: 'static>(
    state: *mut lua_State,
    argument: c_int,
) -> Option<NonNull<T>> {
    // SAFETY: what `luac_object` gives is a block; its type is looked at before its value.
    unsafe {
        let block = NonNull::new(luac_object(state, argument).cast::<Block<T>>())?.as_ptr();
        let is_it = (&raw const (*block).type_id).read() == TypeId::of::<T>();
        is_it.then(|| NonNull::new_unchecked(&raw mut (*block).value))
    }
}

/// The value of the object at an index of the stack, of which it is known that it is one of this type.
///
/// # Safety
/// It is known.
pub(crate) unsafe fn value<T: 'static>(state: *mut lua_State, index: c_int) -> *mut T {
    // SAFETY: the caller's word.
    unsafe { &raw mut (*ffi::lua_touserdata(state, index).cast::<Block<T>>()).value }
}

/// Drops the value of a block that is being freed.
unsafe extern "C" fn release<T: 'static>(block: *mut c_void) {
    // SAFETY: only Lua's collector calls this, once, with the block that says so. Nobody refers to the value any more.
    unsafe { ptr::drop_in_place(&raw mut (*block.cast::<Block<T>>()).value) }
}
