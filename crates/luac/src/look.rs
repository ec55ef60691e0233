//! Looking at a coroutine that does not run: which functions are being called, and what their variables are. Nothing of it changes,
//! so a program cannot know that somebody has looked.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr;
use core::slice;
use std::fmt::Write;

use mlua::Thread;
use mlua::thread::ThreadStatus;
use mlua_sys::lua_State;

/// Functions that are listed of one coroutine. A recursion may have hundreds of thousands.
const FRAMES: usize = 20;
/// Levels that are searched for them: some have no lines, as functions of the host.
const LEVELS: c_int = 60;
/// Variables that are listed of each kind of each function.
const VARIABLES: c_int = 40;
/// Bytes of a value's text.
const TEXT: usize = 300;
/// Characters of a string in it.
const STRING: usize = 80;

/// A function that is being called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The name of its chunk, without the `=` that says that it is one.
    pub source: String,
    /// From 1: what it does there is not over.
    pub line: u32,
    /// What its caller calls it; empty if that is not known.
    pub function: String,
    /// Its variables that are in scope there, parameters among them.
    pub locals: Vec<Variable>,
    /// Variables around it that it uses, and that the functions use which it finds there; but functions themselves.
    pub captured: Vec<Variable>,
}

/// A variable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variable {
    /// As it is written in the source.
    pub name: String,
    /// As one would write it in Lua, at most so long and so deep; `function`, `Channel` and so on for what has no literal.
    pub value: String,
}

/// The functions that are being called in a coroutine, and in those that it has resumed; the innermost first. Empty if it runs, or is
/// over.
///
/// ```
/// luac::begin_slice(1_000_000, 0);
/// let lua = mlua::Lua::new_with(mlua::StdLib::COROUTINE, mlua::LuaOptions::new())?;
/// let source = "
///     local total = 3
///     return function(word)
///         local list = { word, n = total }
///         coroutine.yield()
///     end";
/// let thread = lua.create_thread(lua.load(source).set_name("=app:main").eval()?)?;
/// thread.resume::<()>("hello")?;
/// let [frame] = &*luac::look::frames(&thread) else { panic!("one function is being called") };
/// assert_eq!((&*frame.source, frame.line), ("app:main", 5));
/// assert_eq!(frame.locals[1].name, "list");
/// assert_eq!(frame.locals[1].value, r#"{ "hello", n = 3 }"#);
/// assert_eq!((&*frame.captured[0].name, &*frame.captured[0].value), ("total", "3"));
/// # Ok::<(), mlua::Error>(())
/// ```
#[must_use]
pub fn frames(thread: &Thread) -> Vec<Frame> {
    // Of a state that is gone it would panic; so the pointer below is good.
    if thread.status() != ThreadStatus::Resumable {
        return Vec::new();
    }
    let mut frames = Vec::new();
    let mut coroutine = thread.state();
    while !coroutine.is_null() && frames.len() < FRAMES {
        // SAFETY: the coroutine does not run, nor do those that it has resumed, which it keeps.
        unsafe {
            let outer = core::mem::take(&mut frames);
            frames = frames_of(coroutine);
            frames.extend(outer);
            coroutine = luac_resumed(coroutine);
        }
    }
    frames.truncate(FRAMES);
    frames
}

/// What is said of a function, as C has it.
#[repr(C)]
struct RawFrame {
    source: *const c_char,
    function: *const c_char,
    line: c_int,
}

type Seen = unsafe extern "C" fn(*mut c_void, c_int, *const c_char, usize, i64, f64) -> c_int;
type Variables = unsafe extern "C" fn(*mut lua_State, c_int, c_int, Seen, *mut c_void);

// SAFETY: functions of `c/look.c` with these types.
unsafe extern "C" {
    fn luac_frame(state: *mut lua_State, level: c_int, frame: *mut RawFrame) -> c_int;
    fn luac_locals(state: *mut lua_State, level: c_int, most: c_int, seen: Seen, to: *mut c_void);
    fn luac_captured(state: *mut lua_State, level: c_int, most: c_int, seen: Seen, to: *mut c_void);
    fn luac_resumed(state: *mut lua_State) -> *mut lua_State;
}

/// # Safety
/// The coroutine does not run.
unsafe fn frames_of(state: *mut lua_State) -> Vec<Frame> {
    let mut frames = Vec::new();
    for level in 0..LEVELS {
        let mut raw = RawFrame { source: ptr::null(), function: ptr::null(), line: 0 };
        // SAFETY: as above; the texts live as long as the function.
        unsafe {
            if frames.len() == FRAMES || luac_frame(state, level, &raw mut raw) == 0 {
                break;
            }
            if raw.line == 0 {
                continue;
            }
            let source = text(raw.source);
            frames.push(Frame {
                source: source.strip_prefix('=').unwrap_or(&source).to_owned(),
                line: u32::try_from(raw.line).unwrap_or(0),
                function: text(raw.function),
                locals: variables(state, level, luac_locals),
                captured: variables(state, level, luac_captured),
            });
        }
    }
    frames
}

/// # Safety
/// As `frames_of`.
unsafe fn variables(state: *mut lua_State, level: c_int, of: Variables) -> Vec<Variable> {
    let mut list = List::default();
    // SAFETY: `seen` gets the list for what it takes it for.
    unsafe { of(state, level, VARIABLES, seen, (&raw mut list).cast()) };
    list.end();
    list.variables
}

/// Variables, as they are told.
#[derive(Default)]
struct List {
    variables: Vec<Variable>,
    /// The value of the last of them, as far as it was told.
    value: Text,
}

impl List {
    fn begin(&mut self, name: String) {
        self.end();
        self.variables.push(Variable { name, value: String::new() });
    }

    fn end(&mut self) {
        let value = core::mem::take(&mut self.value);
        if let Some(last) = self.variables.last_mut() {
            last.value = value.end();
        }
    }
}

/// # Safety
/// It is null or a text of C.
unsafe fn text(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: as above.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// What C tells of a value: the order is that of `c/look.c`.
unsafe extern "C" fn seen(
    to: *mut c_void,
    what: c_int,
    text: *const c_char,
    length: usize,
    integer: i64,
    number: f64,
) -> c_int {
    // SAFETY: `to` is what `variables` has given, and the bytes are a text of Lua's.
    let (list, bytes) = unsafe {
        let bytes =
            if text.is_null() { &[] } else { slice::from_raw_parts(text.cast::<u8>(), length) };
        (&mut *to.cast::<List>(), bytes)
    };
    let to = &mut list.value;
    match what {
        0 => to.item("nil"),
        1 => to.item("false"),
        2 => to.item("true"),
        3 => to.item(&integer.to_string()),
        4 => to.item(&number_text(number)),
        5 if to.is_key => to.name(bytes),
        5 => to.item(&quoted(bytes)),
        6 => to.open(),
        7 => to.is_key = true,
        8 => to.close(integer != 0),
        10 => {
            list.begin(String::from_utf8_lossy(bytes).into_owned());
            return 1;
        }
        _ => to.item(&String::from_utf8_lossy(bytes)),
    }
    c_int::from(to.text.len() < TEXT)
}

/// Whole numbers have no fraction, as the dialect prints them.
fn number_text(number: f64) -> String {
    if number.is_nan() {
        "nan".into()
    } else if number != 0.0 && !(1e-5..1e15).contains(&number.abs()) && number.is_finite() {
        format!("{number:e}")
    } else {
        number.to_string()
    }
}

fn quoted(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * STRING)]);
    let mut quoted = String::from('"');
    for (n, letter) in text.chars().enumerate() {
        match letter {
            _ if n == STRING => {
                quoted.push('…');
                break;
            }
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => {
                write!(quoted, "\\u{{{:x}}}", u32::from(letter)).unwrap_or_default()
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// The text of a value, as it grows.
#[derive(Default)]
struct Text {
    text: String,
    /// Of the tables that are open, how many entries are written.
    open: Vec<usize>,
    is_key: bool,
    /// A key is written, and its value comes next.
    has_key: bool,
}

impl Text {
    fn next(&mut self) {
        if core::mem::take(&mut self.has_key) {
            return;
        }
        if let Some(entries) = self.open.last_mut() {
            self.text.push_str(if *entries == 0 { " " } else { ", " });
            *entries += 1;
        }
    }

    fn item(&mut self, item: &str) {
        self.next();
        if core::mem::take(&mut self.is_key) {
            write!(self.text, "[{item}] = ").unwrap_or_default();
            self.has_key = true;
        } else {
            self.text.push_str(item);
        }
    }

    /// A key that is a string: bare, if it is a name.
    fn name(&mut self, bytes: &[u8]) {
        let is_name = !bytes.is_empty()
            && bytes.len() <= STRING
            && !bytes[0].is_ascii_digit()
            && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        if !is_name {
            return self.item(&quoted(bytes));
        }
        self.next();
        self.is_key = false;
        self.has_key = true;
        write!(self.text, "{} = ", String::from_utf8_lossy(bytes)).unwrap_or_default();
    }

    fn open(&mut self) {
        self.next();
        self.text.push('{');
        self.open.push(0);
    }

    fn close(&mut self, more: bool) {
        if more {
            self.next();
            self.text.push('…');
        }
        let entries = self.open.pop().unwrap_or(0);
        self.text.push_str(if entries == 0 { "}" } else { " }" });
    }

    /// What was cut off ends as such.
    fn end(mut self) -> String {
        if !self.open.is_empty() || self.text.len() > TEXT + STRING {
            let mut at = self.text.len().min(TEXT);
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            self.text.truncate(at);
            self.text.push('…');
        }
        self.text
    }
}
