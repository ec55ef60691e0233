//! Calls of functions of the host, answered on Lua's own stack.
//!
//! `mlua` makes a handle of each argument and a list of all results. That is comfortable, and takes longer than what most
//! calls are about. [`functions`] makes functions whose calls are read where they lie, as far as that is simple; all others
//! go the comfortable way.

use core::ffi::{c_int, c_void};
use core::marker::PhantomData;
use core::{ptr, slice, str};
use std::panic::{AssertUnwindSafe, catch_unwind};

use mlua::{Function, Lua};
use mlua_sys as ffi;
use mlua_sys::lua_State;

use crate::object;

/// The kind of the object that holds `quick` in each state.
const HOST: u16 = u16::MAX;

/// What `quick` has made of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quick {
    /// Its results are pushed.
    Done,
    /// The caller has to wait.
    Wait,
    /// Nothing that could be pushed: `slow` is to answer.
    Not,
    /// The state's memory is used up.
    NoMemory,
}

/// Answers the call of the function with an id.
type Answers = dyn Fn(usize, &mut Call<'_>) -> Quick;

/// The host, as each state holds it.
pub(crate) struct Host {
    quick: Box<Answers>,
    ids: Ids,
}

impl Host {
    /// One that answers nothing, before anything runs in the state. It owns no memory, and each is as the other, byte for byte.
    fn silent(ids: Ids) -> Self {
        Self { quick: Box::new(|_, _| Quick::Not), ids }
    }

    pub fn answer_with(&mut self, quick: Box<Answers>) {
        self.quick = quick;
    }
}

/// Ids of two functions that [`functions`] calls by itself.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    /// It gives what came of the wait of whoever was suspended.
    pub answer: usize,
    /// It has to wait where nobody can be suspended.
    pub wait: usize,
}

/// The upvalues of a function of the host.
const HOST_AT: c_int = ffi::lua_upvalueindex(1);
const KINDS_AT: c_int = ffi::lua_upvalueindex(2);
const ID_AT: c_int = ffi::lua_upvalueindex(3);

/// Where `slow` lies in the list of metatables. It begins at 1; and an upvalue more in each function would be bytes in
/// each process.
const SLOW: ffi::lua_Integer = 0;

/// Makes `maker(slow)`, which gives `function(id)`, which gives the function of the host with an id.
///
/// Such a function offers each call to `quick`. Where that says to wait, the task is suspended, and when it goes on, the
/// function with the id `answer` is called for what came of it. All other calls go to `slow(id, …)`, a function of Lua.
///
/// # Errors
/// The state's memory is used up.
pub fn functions(
    lua: &Lua,
    ids: Ids,
    quick: impl Fn(usize, &mut Call<'_>) -> Quick + 'static,
) -> mlua::Result<Function> {
    let mut host = ptr::null_mut();
    // SAFETY: one value is pushed. The host is part of it, so it is there as long as that is held.
    unsafe {
        let maker = lua.exec_raw::<Function>((), |state| host = push_functions(state, ids))?;
        (*host).answer_with(Box::new(quick));
        Ok(maker)
    }
}

/// Pushes `maker`, whose functions nobody answers yet, and gives who is to.
///
/// # Safety
/// An error can be raised here. There is room for two values on the stack.
pub(crate) unsafe fn push_functions(state: *mut lua_State, mut ids: Ids) -> *mut Host {
    // SAFETY: Lua's own API. The ids outlive the call, which gives a host and the maker.
    unsafe {
        ffi::lua_pushcfunction(state, host_and_maker);
        ffi::lua_pushlightuserdata(state, (&raw mut ids).cast());
        ffi::lua_call(state, 1, 2);
        let host = object::value::<Host>(state, -2);
        ffi::lua_remove(state, -2);
        host
    }
}

/// Called with a pointer to the ids.
unsafe extern "C-unwind" fn host_and_maker(state: *mut lua_State) -> c_int {
    // SAFETY: Lua's own API. A silent host owns nothing, so an error leaves nothing behind.
    unsafe {
        let ids = *ffi::lua_touserdata(state, 1).cast::<Ids>();
        ffi::lua_settop(state, 0);
        ffi::lua_createtable(state, 0, 0);
        object::define_here(state, HOST);
        object::push_metatable(state, 1, HOST);
        object::push(state, &mut Some(Host::silent(ids)));
        ffi::lua_pushvalue(state, 2);
        ffi::lua_pushvalue(state, 1);
        ffi::lua_pushcclosure(state, maker, 2);
        2
    }
}

/// `maker(slow)`.
unsafe extern "C-unwind" fn maker(state: *mut lua_State) -> c_int {
    // SAFETY: Lua's own API; the first two upvalues are its own.
    unsafe {
        ffi::lua_settop(state, 1);
        ffi::lua_rawseti(state, KINDS_AT, SLOW);
        ffi::lua_pushvalue(state, HOST_AT);
        ffi::lua_pushvalue(state, KINDS_AT);
        ffi::lua_pushcclosure(state, function, 2);
        1
    }
}

/// `function(id)`.
unsafe extern "C-unwind" fn function(state: *mut lua_State) -> c_int {
    // SAFETY: Lua's own API; the first two upvalues are its own.
    unsafe {
        ffi::lua_settop(state, 1);
        ffi::lua_pushvalue(state, HOST_AT);
        ffi::lua_pushvalue(state, KINDS_AT);
        ffi::lua_pushvalue(state, 1);
        ffi::lua_pushcclosure(state, native, 3);
        1
    }
}

unsafe extern "C" {
    fn luac_protected(
        state: *mut lua_State,
        function: unsafe extern "C-unwind" fn(*mut lua_State, *mut c_void),
        data: *mut c_void,
    ) -> c_int;
    fn luac_line(state: *mut lua_State) -> c_int;
}

unsafe extern "C-unwind" {
    fn luac_nomemory(state: *mut lua_State);
    fn luac_wait(state: *mut lua_State, then: ffi::lua_KFunction) -> c_int;
}

/// A function of the host.
unsafe extern "C-unwind" fn native(state: *mut lua_State) -> c_int {
    // SAFETY: `offer` raises no error. Where one can be raised, nothing is left here that would have to be dropped.
    unsafe {
        let count = ffi::lua_gettop(state);
        let id = ffi::lua_tointegerx(state, ID_AT, ptr::null_mut());
        match offer(state, id, count) {
            Quick::Done => ffi::lua_gettop(state) - count,
            Quick::Wait => match luac_wait(state, answered) {
                0 => slow(state, ids(state).wait as ffi::lua_Integer, 0),
                suspended => suspended,
            },
            Quick::Not => slow(state, id, count),
            Quick::NoMemory => {
                luac_nomemory(state);
                0
            }
        }
    }
}

/// The rest of a call that was suspended.
unsafe extern "C-unwind" fn answered(
    state: *mut lua_State,
    _: c_int,
    _: ffi::lua_KContext,
) -> c_int {
    // SAFETY: as in `native`.
    unsafe {
        ffi::lua_settop(state, 0);
        let id = ids(state).answer as ffi::lua_Integer;
        match offer(state, id, 0) {
            Quick::Done => ffi::lua_gettop(state),
            Quick::NoMemory => {
                luac_nomemory(state);
                0
            }
            Quick::Wait | Quick::Not => slow(state, id, 0),
        }
    }
}

/// The results of `slow(id, …)` with the first `count` values of the stack.
///
/// # Safety
/// A function of the host runs. An error can be raised here.
unsafe fn slow(state: *mut lua_State, id: ffi::lua_Integer, count: c_int) -> c_int {
    // SAFETY: Lua's own API; a C function has room for twenty values.
    unsafe {
        ffi::lua_settop(state, count);
        ffi::lua_rawgeti(state, KINDS_AT, SLOW);
        ffi::lua_insert(state, 1);
        ffi::lua_pushinteger(state, id);
        ffi::lua_insert(state, 2);
        ffi::lua_callk(state, count + 1, ffi::LUA_MULTRET, 0, Some(finished));
        ffi::lua_gettop(state)
    }
}

unsafe extern "C-unwind" fn finished(
    state: *mut lua_State,
    _: c_int,
    _: ffi::lua_KContext,
) -> c_int {
    // SAFETY: Lua's own API.
    unsafe { ffi::lua_gettop(state) }
}

/// # Safety
/// A function of the host runs.
unsafe fn ids(state: *mut lua_State) -> Ids {
    // SAFETY: the first upvalue is the host.
    unsafe { (*object::value::<Host>(state, HOST_AT)).ids }
}

/// Offers a call with the first `count` values of the stack to `quick`.
///
/// # Safety
/// A function of the host runs.
unsafe fn offer(state: *mut lua_State, id: ffi::lua_Integer, count: c_int) -> Quick {
    // SAFETY: the first upvalue is the host, and Lua keeps it while this runs.
    let host = unsafe { &*object::value::<Host>(state, HOST_AT) };
    let mut call = Call { state, count, frame: PhantomData };
    let quick = || (host.quick)(usize::try_from(id).unwrap_or(usize::MAX), &mut call);
    // A panic must not run through C.
    catch_unwind(AssertUnwindSafe(quick)).unwrap_or_else(|_| std::process::abort())
}

/// An argument, as far as it can be read without a handle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Argument<'a> {
    /// `nil`.
    Nil,
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A float.
    Number(f64),
    /// A string that is UTF-8.
    Text(&'a str),
    /// Anything else, or none.
    Other,
}

/// A call, while it is being answered. Nothing here raises an error of Lua's.
pub struct Call<'a> {
    state: *mut lua_State,
    /// How many values of the stack are its arguments.
    count: c_int,
    frame: PhantomData<&'a lua_State>,
}

/// Arguments. They stay on the stack, so they live as long as the call.
impl<'a> Call<'a> {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        usize::try_from(self.count).unwrap_or(0)
    }

    /// The index on the stack of an argument, if there is one.
    fn index(&self, place: usize) -> Option<c_int> {
        (place < self.count()).then_some(place as c_int + 1)
    }

    /// The argument at a place, from 0.
    #[must_use]
    pub fn argument(&self, place: usize) -> Argument<'a> {
        let Some(index) = self.index(place) else { return Argument::Other };
        let state = self.state;
        // SAFETY: Lua's own API, on a value of the stack that nobody takes away; a string is converted to nothing.
        unsafe {
            match ffi::lua_type(state, index) {
                ffi::LUA_TNIL => Argument::Nil,
                ffi::LUA_TBOOLEAN => Argument::Boolean(ffi::lua_toboolean(state, index) != 0),
                ffi::LUA_TNUMBER if ffi::lua_isinteger(state, index) != 0 => {
                    Argument::Integer(ffi::lua_tointegerx(state, index, ptr::null_mut()))
                }
                ffi::LUA_TNUMBER => {
                    Argument::Number(ffi::lua_tonumberx(state, index, ptr::null_mut()))
                }
                ffi::LUA_TSTRING => {
                    let mut length = 0;
                    let bytes = ffi::lua_tolstring(state, index, &raw mut length);
                    let bytes = slice::from_raw_parts(bytes.cast::<u8>(), length);
                    str::from_utf8(bytes).map_or(Argument::Other, Argument::Text)
                }
                _ => Argument::Other,
            }
        }
    }

    /// The argument at a place, if it is a string.
    #[must_use]
    pub fn text(&self, place: usize) -> Option<&'a str> {
        match self.argument(place) {
            Argument::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The argument at a place, if it is an object of this type.
    #[must_use]
    pub fn object<T: 'static>(&self, place: usize) -> Option<&'a T> {
        let index = self.index(place)?;
        // SAFETY: the object lies on the stack, so it is not collected; nobody has a reference that may change it.
        unsafe { object::find::<T>(self.state, index).map(|value| &*value.as_ptr()) }
    }

    /// The line of the script that called; 0 if no function with lines is near.
    #[must_use]
    pub fn line(&self) -> u32 {
        // SAFETY: looks at the state, and changes nothing.
        unsafe { luac_line(self.state) }.try_into().unwrap_or(0)
    }
}

/// Results.
impl Call<'_> {
    /// Room for another one: of the twenty places that a C function has, some are needed on the way.
    fn has_room(&self) -> bool {
        // SAFETY: reads a number.
        unsafe { ffi::lua_gettop(self.state) < self.count + 12 }
    }

    /// Adds `nil`.
    pub fn nil(&mut self) -> Quick {
        self.push(|state| {
            // SAFETY: there is room.
            unsafe { ffi::lua_pushnil(state) }
        })
    }

    /// Adds a boolean.
    pub fn boolean(&mut self, value: bool) -> Quick {
        self.push(|state| {
            // SAFETY: there is room.
            unsafe { ffi::lua_pushboolean(state, value.into()) }
        })
    }

    /// Adds an integer.
    pub fn integer(&mut self, value: i64) -> Quick {
        self.push(|state| {
            // SAFETY: there is room.
            unsafe { ffi::lua_pushinteger(state, value) }
        })
    }

    /// Adds a float.
    pub fn number(&mut self, value: f64) -> Quick {
        self.push(|state| {
            // SAFETY: there is room.
            unsafe { ffi::lua_pushnumber(state, value) }
        })
    }

    /// Adds a string.
    pub fn string(&mut self, mut text: &str) -> Quick {
        unsafe extern "C-unwind" fn push(state: *mut lua_State, text: *mut c_void) {
            // SAFETY: `text` is the reference below.
            unsafe {
                let text: &str = *text.cast::<&str>();
                ffi::lua_pushlstring(state, text.as_ptr().cast(), text.len());
            }
        }
        let data = (&raw mut text).cast();
        // SAFETY: `push` is called with what it takes the pointer for, and an error leaves nothing behind.
        self.push_protected(|state| unsafe { luac_protected(state, push, data) })
    }

    /// Whether the state was told of a kind of objects.
    #[must_use]
    pub fn knows(&self, kind: u16) -> bool {
        // SAFETY: there is room, and what was pushed is taken away again.
        unsafe {
            let known = self.has_room() && object::push_metatable(self.state, KINDS_AT, kind);
            if known {
                ffi::lua_pop(self.state, 1);
            }
            known
        }
    }

    /// Adds an object. If that cannot be done, it is dropped: see [`knows`](Self::knows).
    pub fn create<T: 'static>(&mut self, kind: u16, value: T) -> Quick {
        unsafe extern "C-unwind" fn push<T: 'static>(state: *mut lua_State, value: *mut c_void) {
            // SAFETY: `value` is the one below, and the metatable lies on the top of the stack.
            unsafe { object::push::<T>(state, &mut *value.cast()) }
        }
        let mut value = Some(value);
        let data = (&raw mut value).cast();
        self.push_protected(|state| {
            // SAFETY: there is room. The value lies here, so an error leaves it where it is; then the metatable is taken
            // away again.
            unsafe {
                if !object::push_metatable(state, KINDS_AT, kind) {
                    return 0;
                }
                let made = luac_protected(state, push::<T>, data);
                if made == 0 {
                    ffi::lua_pop(state, 1);
                }
                made
            }
        })
    }

    fn push(&mut self, push: impl FnOnce(*mut lua_State)) -> Quick {
        self.push_protected(|state| {
            push(state);
            1
        })
    }

    fn push_protected(&mut self, push: impl FnOnce(*mut lua_State) -> c_int) -> Quick {
        if self.has_room() && push(self.state) != 0 { Quick::Done } else { Quick::NoMemory }
    }
}
