//! States made by copying one that is finished.
//!
//! Making a state takes longer than what many a process does in its life: libraries are opened, a prelude runs, bytecode is
//! read. A [`Template`] does that once and lays out what came of it, and each state that is to be like it is a copy of those
//! bytes, in which the pointers are moved.
//!
//! Where the pointers are nobody has to know: the same state is made twice, at different places, and a word that differs is
//! one. What scripts see of addresses is the number under which an object was made, so nobody can tell a copy from a state
//! that was made by itself.

use core::ffi::{CStr, c_int, c_void};
use core::mem::{align_of, size_of};
use core::ptr;
use std::alloc::{Layout, alloc, dealloc, handle_alloc_error, realloc};

use mlua::{FromLuaMulti, Lua};
use mlua_sys as ffi;
use mlua_sys::lua_State;

use crate::call::{Call, Host, Ids, Quick};
use draft::Draft;

mod draft;
mod image;

/// The field of the registry that holds what [`State::parts`] gives.
const PARTS: &CStr = c"luac.parts";

/// Ticks that making a state may take. Nothing of a script runs meanwhile.
const UNLIMITED: i32 = i32::MAX;

const WORD: usize = size_of::<usize>();
/// As Lua's allocator is expected to align.
const ALIGN: usize = ffi::SYS_MIN_ALIGN;

/// What a template is made of. Code is what [`mlua::Function::dump`] gives.
#[derive(Clone, Copy, Debug)]
pub struct Blueprint<'a> {
    /// How much a state may hold, in logical bytes.
    pub memory: u32,
    /// Of two functions of the host.
    pub ids: Ids,
    /// It is called with what [`functions`](crate::call::functions) gives, and with `suspend` and `freeze` of the
    /// [additions](crate::Additions).
    pub prelude: &'a [u8],
    /// Names and code. They are not called.
    pub libraries: &'a [(&'a str, &'a [u8])],
    /// It is not called.
    pub script: &'a [u8],
}

/// A state, ready to be copied.
///
/// ```
/// use luac::call::{Ids, Quick};
/// use luac::template::{Blueprint, Template};
/// use mlua::{Function, Table, Value};
///
/// let code = |text: &str| -> mlua::Result<Vec<u8>> {
///     let lua = mlua::Lua::new_with(mlua::StdLib::NONE, mlua::LuaOptions::new())?;
///     luac::begin_slice(1_000, 0);
///     Ok(lua.load(text).into_function()?.dump(false))
/// };
/// let blueprint = Blueprint {
///     memory: 1 << 20,
///     ids: Ids { answer: 0, wait: 1 },
///     prelude: &code("answers = 0")?,
///     libraries: &[],
///     script: &code("answers = answers + 1 return answers")?,
/// };
/// let template = Template::new(&blueprint)?;
/// for _ in 0..2 {
///     let state = template.state(7, |_, _| Quick::Not);
///     type Parts = (Value, Value, Table, Function);
///     let (_, _, _, script): Parts = state.parts()?;
///     luac::begin_slice(1_000, 0);
///     assert_eq!(script.call::<i64>(())?, 1);
///     assert_eq!(script.call::<i64>(())?, 2);
/// }
/// # Ok::<(), mlua::Error>(())
/// ```
#[derive(Debug)]
pub struct Template {
    /// All blocks, one after the other. Where a pointer is to stand, it is the distance from the beginning.
    image: Box<[usize]>,
    /// Which words are pointers.
    moved: Box<[u32]>,
    /// Where the main coroutine lies, in bytes.
    main: usize,
    /// Where the host lies. `None`: the prelude has kept no way to call it.
    host: Option<usize>,
}

impl Template {
    /// Makes one.
    ///
    /// # Errors
    /// The state's memory is used up, or the prelude raises an error.
    pub fn new(blueprint: &Blueprint<'_>) -> mlua::Result<Self> {
        let (one, other) = (Draft::new(blueprint)?, Draft::new(blueprint)?);
        image::lay_out(&one, &other).ok_or_else(|| {
            mlua::Error::runtime("a state that was made twice came out in two different ways")
        })
    }

    /// A state that is like the template, but for the seed of `math.random` and for who answers its calls. Handles of it,
    /// [`Lua`] among them, are to be dropped before it is.
    pub fn state(
        &self,
        seed: u64,
        quick: impl Fn(usize, &mut Call<'_>) -> Quick + 'static,
    ) -> State {
        crate::begin_slice(UNLIMITED, 0);
        let layout = self.layout();
        // SAFETY: the copy is as large as the image, words are where they were in it, and what they point at lies in the copy.
        // `main` and `host` are the places of a state and of a host, both as they were when nothing ran in them.
        unsafe {
            let copy = alloc(layout);
            if copy.is_null() {
                handle_alloc_error(layout);
            }
            ptr::copy_nonoverlapping(self.image.as_ptr().cast(), copy, layout.size());
            for &at in &self.moved {
                let word = copy.cast::<usize>().add(at as usize);
                word.write(copy.add(word.read()).expose_provenance());
            }
            let end = copy.add(layout.size());
            copy.cast::<Home>().write(Home { begin: copy, end });
            let main = copy.add(self.main).cast::<lua_State>();
            ffi::lua_setallocf(main, allocate, copy.cast());
            if let Some(host) = self.host {
                (*copy.add(host).cast::<Host>()).answer_with(Box::new(quick));
            }
            luac_reseed(main, seed);
            let lua = Lua::get_or_init_from_ptr(main).clone();
            State { lua: Some(lua), main, copy, layout }
        }
    }

    fn layout(&self) -> Layout {
        Layout::from_size_align(size_of_val(&*self.image), ALIGN).expect("it was allocated before")
    }
}

/// A copy of a [`Template`].
#[derive(Debug)]
pub struct State {
    /// `None` only while it ends.
    lua: Option<Lua>,
    main: *mut lua_State,
    copy: *mut u8,
    layout: Layout,
}

impl State {
    /// As `mlua` sees it.
    #[must_use]
    pub fn lua(&self) -> &Lua {
        self.lua.as_ref().expect("it is there until the state ends")
    }

    /// What the prelude has returned; `joined` and `is_record` of the [additions](crate::Additions); the libraries, a list of
    /// names and functions in turns; and the script, a function. Given once.
    ///
    /// # Errors
    /// The state's memory is used up, or something else was asked for.
    pub fn parts<R: FromLuaMulti>(&self) -> mlua::Result<R> {
        // SAFETY: Lua's own API. As many values are pushed as there is room for.
        unsafe {
            self.lua().exec_raw((), |state| {
                ffi::lua_getfield(state, ffi::LUA_REGISTRYINDEX, PARTS.as_ptr());
                let count = ffi::lua_rawlen(state, 1) as c_int;
                ffi::luaL_checkstack(state, count, ptr::null());
                for at in 1..=count {
                    ffi::lua_rawgeti(state, 1, at.into());
                }
                ffi::lua_remove(state, 1);
                ffi::lua_pushnil(state);
                ffi::lua_setfield(state, ffi::LUA_REGISTRYINDEX, PARTS.as_ptr());
            })
        }
    }

    /// Logical bytes in use, what could be collected included.
    #[must_use]
    pub fn memory(&self) -> u32 {
        // SAFETY: the main coroutine lives as long as this.
        unsafe { crate::luac_memory(self.main) }
    }
}

impl Drop for State {
    fn drop(&mut self) {
        crate::begin_slice(UNLIMITED, 0);
        let handle = self.lua.take().map(|lua| lua.weak());
        // SAFETY: nothing runs in it. After it is closed nobody reaches its memory: handles look first whether `mlua`'s own
        // part of it is still there, and that goes with the state, unless somebody has kept it.
        unsafe { ffi::lua_close(self.main) };
        if handle.is_some_and(|handle| handle.try_upgrade().is_some()) {
            eprintln!("a handle of a Lua state was kept for longer than the state");
            std::process::abort();
        }
        // SAFETY: it was allocated with this layout.
        unsafe { dealloc(self.copy, self.layout) };
    }
}

/// Lies at the beginning of each copy: what belongs to it is not given back one by one.
#[repr(C)]
struct Home {
    begin: *mut u8,
    end: *mut u8,
}

/// Lua's allocator, in copies.
unsafe extern "C" fn allocate(
    home: *mut c_void,
    block: *mut c_void,
    old: usize,
    new: usize,
) -> *mut c_void {
    // SAFETY: `home` was written with the copy, and Lua says the size of a block with which it was allocated.
    unsafe {
        let Home { begin, end } = *home.cast();
        let block = block.cast::<u8>();
        let of_copy = (begin..end).contains(&block);
        if new == 0 {
            if !block.is_null() && !of_copy {
                dealloc(block, Layout::from_size_align_unchecked(old, ALIGN));
            }
            return ptr::null_mut();
        }
        if of_copy && new <= old {
            return block.cast();
        }
        let Ok(layout) = Layout::from_size_align(new, ALIGN) else { return ptr::null_mut() };
        let made = match block.is_null() || of_copy {
            true => alloc(layout),
            false => realloc(block, Layout::from_size_align_unchecked(old, ALIGN), new),
        };
        if made.is_null() {
            handle_alloc_error(layout);
        }
        if of_copy {
            ptr::copy_nonoverlapping(block, made, old);
        }
        made.cast()
    }
}

const _: () = assert!(align_of::<Home>() <= ALIGN && ALIGN.is_multiple_of(WORD));

unsafe extern "C-unwind" {
    fn luac_reseed(state: *mut lua_State, seed: u64);
}
