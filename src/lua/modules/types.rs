//! Types as values: what `is` makes where a type was declared, and its methods.

use std::collections::BTreeMap;

use mlua::{AnyUserData, Lua, MultiValue, Value};

use super::{Arguments, Module, no_value};
use crate::base::{Error, Str};
use crate::lua::answer::{Raise, Reply, done, failed};
use crate::lua::inner::Inner;
use crate::lua::objects::{TypeObject, each, methods, object};
use crate::lua::types::{Catalogue, Id, Patterns, Validation};

pub const METHODS: Module = Module {
    name: "type",
    functions: &[
        ("is", is),
        ("kind", kind),
        ("name", name),
        ("fields", fields),
        ("elem", |inner, lua, values| part(inner, lua, values, "elem")),
        ("key", |inner, lua, values| part(inner, lua, values, "key")),
        ("val", |inner, lua, values| part(inner, lua, values, "val")),
        ("inner", |inner, lua, values| part(inner, lua, values, "inner")),
        ("ret", |inner, lua, values| part(inner, lua, values, "ret")),
        ("variants", |inner, lua, values| parts(inner, lua, values, "variants")),
        ("params", |inner, lua, values| parts(inner, lua, values, "params")),
        ("tostring", name),
        ("__index", index),
        ("__call", call),
    ],
    value: no_value,
};

/// The types of a process.
pub struct Types {
    catalogue: Catalogue,
    patterns: Patterns,
    /// One object for each type, so that equal ones are equal as keys of tables, too.
    objects: BTreeMap<Id, AnyUserData>,
}

impl Types {
    pub fn new(catalogue: Catalogue) -> Self {
        Self { catalogue, patterns: Patterns::new(), objects: BTreeMap::new() }
    }

    fn object(&mut self, lua: &Lua, id: Id) -> mlua::Result<AnyUserData> {
        if let Some(object) = self.objects.get(&id) {
            return Ok(object.clone());
        }
        let object = lua.create_userdata(TypeObject(id))?;
        self.objects.insert(id, object.clone());
        Ok(object)
    }
}

/// `is(number, …)`: the type of a declaration. What follows are the variables that it wants to look into.
pub fn declared(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "is");
    let number = usize::try_from(arguments.integer(0)?).unwrap_or(usize::MAX);
    inner.with_types(|types| {
        let Some(id) = types.catalogue.declared(number) else {
            return Err(Raise("there is no such type".into()));
        };
        let roots = types.catalogue.roots(number).to_vec();
        for (outside, path) in types.catalogue.outside(number) {
            let root = path.first().and_then(|first| roots.iter().position(|root| root == first));
            let Some(root) = root else { continue };
            let lies = path.iter().skip(1).try_fold(arguments.get(root + 1), below);
            if let Some(found) = lies.as_ref().and_then(object::<TypeObject>) {
                types.catalogue.bind(outside, found.0);
            }
        }
        done(lua, types.object(lua, id)?)
    })
}

/// A field of a table. Nothing of the script runs for it.
fn below(value: Value, key: &Str) -> Option<Value> {
    value.as_table().and_then(|table| table.raw_get(key.as_str()).ok())
}

/// A type that needs no declaration, or nil.
pub fn primitive(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let name = Arguments::new(lua, values, "primitive").text(0)?;
    inner.with_types(|types| match types.catalogue.primitive(&name) {
        Some(id) => done(lua, types.object(lua, id)?),
        None => done(lua, Value::Nil),
    })
}

/// `string(value)`: the value if it is one, else an error.
pub fn string(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let value = Arguments::new(lua, values, "string").get(0);
    let id = inner.with_types(|types| types.catalogue.primitive("string"));
    match id.map_or(Ok(()), |id| check(inner, id, &value)) {
        Ok(()) => done(lua, value),
        Err(error) => Err(Raise(error.to_string())),
    }
}

fn me(arguments: Arguments<'_>) -> Result<Id, Raise> {
    Ok(arguments.object::<TypeObject>(0, "type")?.0)
}

fn check(inner: &Inner, id: Id, value: &Value) -> Result<(), Error> {
    inner.with_types(|types| {
        let mut validation = Validation::new(&mut types.catalogue, &mut types.patterns);
        let checked = validation.check(id, value);
        luac::pay(validation.steps());
        checked
    })
}

/// The value, or nil and what is wrong with it.
fn is(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "is");
    let value = arguments.get(1);
    match check(inner, me(arguments)?, &value) {
        Ok(()) => done(lua, (value, Value::Nil)),
        Err(error) => failed(lua, error),
    }
}

/// The value; or what is wrong with it is raised.
fn call(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "type");
    let value = arguments.get(1);
    match check(inner, me(arguments)?, &value) {
        Ok(()) => done(lua, value),
        Err(error) => Err(Raise(error.to_string())),
    }
}

/// A method, or the type of a field.
fn index(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "index");
    let (id, Value::String(key)) = (me(arguments)?, arguments.get(1)) else {
        return done(lua, Value::Nil);
    };
    let key = key.to_string_lossy();
    let is_method = METHODS.functions.iter().any(|(name, _)| *name == key);
    if is_method && !key.starts_with("__") {
        return done(lua, methods(lua, &METHODS)?.get::<Value>(key)?);
    }
    inner.with_types(|types| {
        let field = types.catalogue.fields(id).into_iter().find(|(name, _)| *name == key.as_str());
        match field {
            Some((_, of)) => done(lua, types.object(lua, of)?),
            None => done(lua, Value::Nil),
        }
    })
}

fn kind(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let id = me(Arguments::new(lua, values, "kind"))?;
    done(lua, inner.with_types(|types| types.catalogue.kind(id)))
}

fn name(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let id = me(Arguments::new(lua, values, "name"))?;
    done(lua, inner.with_types(|types| types.catalogue.name(id)))
}

/// An iterator over names and types.
fn fields(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let id = me(Arguments::new(lua, values, "fields"))?;
    let list = lua.create_table()?;
    inner.with_types(|types| -> mlua::Result<()> {
        for (name, of) in types.catalogue.fields(id) {
            list.raw_push(name.as_str())?;
            list.raw_push(types.object(lua, of)?)?;
        }
        Ok(())
    })?;
    done(lua, each(lua, list, 2)?)
}

fn part(inner: &Inner, lua: &Lua, values: &MultiValue, word: &'static str) -> Reply {
    let id = me(Arguments::new(lua, values, word))?;
    inner.with_types(|types| match types.catalogue.part(id, word) {
        Some(of) => done(lua, types.object(lua, of)?),
        None => done(lua, Value::Nil),
    })
}

/// An iterator over types.
fn parts(inner: &Inner, lua: &Lua, values: &MultiValue, word: &'static str) -> Reply {
    let id = me(Arguments::new(lua, values, word))?;
    let list = lua.create_table()?;
    inner.with_types(|types| -> mlua::Result<()> {
        let parts = types.catalogue.parts(id, word);
        parts.into_iter().try_for_each(|of| list.raw_push(types.object(lua, of)?))
    })?;
    done(lua, each(lua, list, 1)?)
}
