//! Making the Lua state of a process.

use std::rc::Rc;

use luac::call::Call;
use luac::template::{Blueprint, State, Template};
use mlua::chunk::ChunkMode;
use mlua::{Function, IntoLuaMulti, Lua, LuaOptions, MultiValue, StdLib, Table, Value};

use super::answer::{Answer, Raise, Reply, failed};
use super::inner::Inner;
use super::modules::{self, Module, quick};
use super::script::Script;
use super::stack;

/// Bytes that a process may use, unless its script says otherwise.
pub const MEMORY: u32 = 64 * 1024 * 1024;

/// Ticks that compiling may take. Nothing of the script runs meanwhile.
const UNLIMITED: i32 = i32::MAX;

const PRELUDE: &str = include_str!("prelude.lua");

/// What the prelude has made, for objects to find.
pub struct Made {
    fields: Function,
    module: Function,
    joined: Function,
    is_record: Function,
}

impl Made {
    /// The methods of a module, made once.
    pub fn methods(&self, module: &'static Module) -> mlua::Result<Table> {
        self.fields.call(modules::number(module.name))
    }

    /// A module as scripts see it.
    pub fn module(&self, number: usize) -> mlua::Result<Table> {
        self.module.call(number)
    }

    /// Whether a table has, or once had, other keys than those of a list.
    pub fn is_record(&self, table: &Table) -> mlua::Result<bool> {
        self.is_record.call(table)
    }

    /// `a .. b` for objects: their texts, joined.
    pub fn joined(&self) -> mlua::Result<Function> {
        Ok(self.joined.clone())
    }
}

/// What Lua makes of a chunk, to be loaded into each state that needs it.
#[derive(Clone, Debug)]
pub struct Code(Rc<[u8]>);

impl Code {
    /// Compiles a chunk under the name that errors give it.
    pub fn new(name: &str, text: &str) -> mlua::Result<Self> {
        Self::compile(name, text, false)
    }

    /// What begins every state, before its script. It has no lines, so it is seen in no stack.
    pub fn prelude() -> mlua::Result<Self> {
        Self::compile("prelude", PRELUDE, true)
    }

    fn compile(name: &str, text: &str, strip: bool) -> mlua::Result<Self> {
        luac::begin_slice(UNLIMITED, 0);
        luac::next_state(0, MEMORY);
        let lua = Lua::new_with(StdLib::NONE, LuaOptions::new())?;
        // Never reached: only so that mlua expects memory errors (the state's own) and catches them.
        lua.set_memory_limit(isize::MAX as usize)?;
        let chunk = lua.load(text).set_name(format!("={name}")).set_mode(ChunkMode::Text);
        Ok(Self(chunk.into_function()?.dump(strip).into()))
    }
}

/// What runs a script.
pub struct Runners {
    /// Runs a function with its arguments as a task: gives true and its results, or false and an error.
    pub task: Function,
    /// The body of the first task: takes the libraries, the chunk, the name of the method, and its arguments.
    pub main: Function,
    /// Names and chunks in turns.
    pub libraries: Table,
    pub chunk: Function,
}

/// A state as each process of a script begins with.
pub fn template(script: &Script) -> mlua::Result<Template> {
    let prelude = Code::prelude()?;
    let libraries: Vec<_> =
        script.libraries().iter().map(|it| (it.alias.as_str(), &*it.code.0)).collect();
    Template::new(&Blueprint {
        memory: script.memory(),
        ids: quick::IDS,
        prelude: &prelude.0,
        libraries: &libraries,
        script: &script.code().0,
    })
}

/// The state of a process, and what runs its script in it.
pub fn begin(inner: &Rc<Inner>) -> mlua::Result<(State, Runners)> {
    let template = inner.script.template()?;
    let quick = {
        let inner = Rc::clone(inner);
        move |id, call: &mut Call<'_>| quick::answer(&inner, id, call)
    };
    let state = template.state(inner.context.random(), quick);
    type Parts =
        (Function, Function, Function, Function, Function, Function, Function, Table, Function);
    let (answered_by, fields, module, main, task, joined, is_record, libraries, chunk): Parts =
        state.parts()?;
    answered_by.call::<()>(native_function(state.lua(), inner)?)?;
    state.lua().set_app_data(Made { fields, module, joined, is_record });
    Ok((state, Runners { task, main, libraries, chunk }))
}

fn native_function(lua: &Lua, inner: &Rc<Inner>) -> mlua::Result<Function> {
    let inner = Rc::clone(inner);
    lua.create_function(move |lua, (id, arguments): (usize, MultiValue)| {
        if id == quick::SEND
            && let Some(error) = inner.refused.take()
        {
            return reply(lua, failed(lua, error));
        }
        let calls = &inner.context.calls;
        let leaves_events = modules::leaves_events(id);
        if leaves_events {
            calls.at_line(stack::line(lua));
        }
        let answered = modules::native(id)(&inner, lua, &arguments);
        if leaves_events {
            calls.at_line(0);
        }
        reply(lua, answered)
    })
}

/// As the prelude reads it: nil and results, true for waiting, false and an error.
fn reply(lua: &Lua, reply: Reply) -> mlua::Result<MultiValue> {
    match reply {
        Ok(Answer::Done(mut values)) => {
            values.push_front(Value::Nil);
            Ok(values)
        }
        Ok(Answer::Wait) => true.into_lua_multi(lua),
        Err(Raise(message)) => (false, message).into_lua_multi(lua),
    }
}
