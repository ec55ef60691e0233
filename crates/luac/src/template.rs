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
use std::alloc::{Layout, alloc, alloc_zeroed, dealloc, handle_alloc_error, realloc};

use mlua::{FromLuaMulti, Lua};
use mlua_sys as ffi;
use mlua_sys::lua_State;

use crate::call::{self, Call, Host, Ids, Quick};

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
    /// It is called with what [`functions`](call::functions) gives, and with `suspend` and `freeze` of the
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
        lay_out(&one, &other).ok_or_else(|| {
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

/// A block of a draft.
#[derive(Clone, Copy)]
struct Block {
    begin: *mut u8,
    size: usize,
    is_string: bool,
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
struct Ledger {
    live: Vec<Block>,
    gone: Vec<Block>,
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
        let block = Block::new(new, is_string);
        ledger.live.push(block);
        made = block.begin;
    }
    if !block.is_null() {
        // SAFETY: both are as large.
        unsafe {
            ptr::copy_nonoverlapping(
                block.cast(),
                made,
                if made.is_null() { 0 } else { old.min(new) },
            )
        };
        ledger.give_back(block.cast());
    }
    made.cast()
}

/// A state that is made to be laid out.
struct Draft {
    main: *mut lua_State,
    host: *mut Host,
    ledger: *mut Ledger,
}

/// What [`fill`] is told, and tells.
struct Order<'a> {
    blueprint: &'a Blueprint<'a>,
    host: *mut Host,
}

impl Draft {
    fn new(blueprint: &Blueprint<'_>) -> mlua::Result<Self> {
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

    fn ledger(&self) -> &Ledger {
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

/// Where things are in a draft.
struct Map<'a> {
    ledger: &'a Ledger,
    /// The blocks by address, with their places in the ledger.
    sorted: Vec<(usize, usize)>,
}

impl<'a> Map<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        let blocks = ledger.live.iter().enumerate();
        let mut sorted: Vec<_> = blocks.map(|(at, block)| (block.begin.addr(), at)).collect();
        sorted.sort_unstable();
        Self { ledger, sorted }
    }

    /// The block that an address lies in, or just behind, and how far from its beginning.
    fn find(&self, address: usize) -> Option<(usize, usize)> {
        let next = self.sorted.partition_point(|(begin, _)| *begin <= address);
        let (begin, at) = self.sorted[..next].last()?;
        let distance = address - begin;
        (distance <= self.ledger.live[*at].size).then_some((*at, distance))
    }

    /// Whether something was there once.
    fn was(&self, address: usize) -> bool {
        self.ledger
            .gone
            .iter()
            .any(|block| (block.begin.addr()..=block.begin.addr() + block.size).contains(&address))
    }
}

/// Two drafts, laid out as one image. `None` if they differ in more than where they are.
fn lay_out(one: &Draft, other: &Draft) -> Option<Template> {
    let (here, there) = (Map::new(one.ledger()), Map::new(other.ledger()));
    let (blocks, others) = (&here.ledger.live, &there.ledger.live);
    let mut length = size_of::<Home>().next_multiple_of(ALIGN);
    let mut places = vec![0; blocks.len()];
    // Strings need no more than a word's alignment, and there are many: they come last.
    for (are_strings, align) in [(false, ALIGN), (true, WORD)] {
        for (block, place) in blocks.iter().zip(&mut places) {
            if block.is_string == are_strings {
                *place = length;
                length += block.size.next_multiple_of(align);
            }
        }
    }
    length = length.next_multiple_of(ALIGN);
    if blocks.len() != others.len() || u32::try_from(length).is_err() {
        return None;
    }
    let mut image = vec![0usize; length / WORD];
    let mut moved = Vec::new();
    // What Lua tells its allocator is another thing in each; copies have their own.
    let own = [one.ledger.addr(), other.ledger.addr()];
    for ((block, twin), place) in blocks.iter().zip(others).zip(&places) {
        if block.size != twin.size {
            return None;
        }
        for at in 0..block.size.div_ceil(WORD) {
            // SAFETY: the last word reaches into the room between two blocks, which is zeroed as all of it was.
            let (word, twin) = unsafe {
                (
                    block.begin.cast::<usize>().add(at).read(),
                    twin.begin.cast::<usize>().add(at).read(),
                )
            };
            let target = &mut image[place / WORD + at];
            if word == twin {
                *target = word;
                continue;
            }
            match here.find(word) {
                Some((block, distance))
                    if there.find(twin) == Some((block, distance))
                        && distance.is_multiple_of(size_of::<ffi::lua_Integer>() / 2) =>
                {
                    *target = places[block] + distance;
                    moved.push((place / WORD + at) as u32);
                }
                // What nobody looks at any more, as above the top of a stack.
                None if here.was(word) && there.was(twin) => {}
                None if [word, twin] == own => {}
                _ => return None,
            }
        }
    }
    let place =
        |address: usize| here.find(address).map(|(block, distance)| places[block] + distance);
    Some(Template {
        main: place(one.main.addr())?,
        host: place(one.host.addr()),
        image: image.into(),
        moved: moved.into(),
    })
}

const _: () = assert!(align_of::<Home>() <= ALIGN && ALIGN.is_multiple_of(WORD));

unsafe extern "C-unwind" {
    fn luac_reseed(state: *mut lua_State, seed: u64);
    fn luac_reserve(state: *mut lua_State);
}
