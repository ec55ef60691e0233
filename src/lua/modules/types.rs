//! Types as values: what `is` makes where a type was declared, and its methods.

use mlua::{AnyUserData, Lua, MultiValue, Value};

use super::{Arguments, Module, no_value};
use crate::base::{Error, Str};
use crate::lua::answer::{Raise, Reply, done, failed};
use crate::lua::inner::Inner;
use crate::lua::objects::{Object, TypeObject, each, made, object};
use crate::lua::types::{Catalogue, Comparison, Id, Patterns, Validation};

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
        ("__le", |inner, lua, values| done(lua, is_below(inner, lua, values, false)?)),
        ("__lt", |inner, lua, values| done(lua, is_below(inner, lua, values, true)?)),
    ],
    value: no_value,
};

/// The types of a process.
pub struct Types {
    catalogue: Catalogue,
    patterns: Patterns,
    /// One object for each type, so that equal ones are equal as keys of tables, too.
    objects: Vec<Option<AnyUserData>>,
}

impl Types {
    pub fn new(catalogue: Catalogue) -> Self {
        Self { catalogue, patterns: Patterns::default(), objects: Vec::new() }
    }

    fn object(&mut self, lua: &Lua, id: Id) -> mlua::Result<AnyUserData> {
        let index = id.index();
        if let Some(Some(object)) = self.objects.get(index) {
            return Ok(object.clone());
        }
        let object = TypeObject(id).into_object(lua)?;
        if self.objects.len() <= index {
            self.objects.resize(index + 1, None);
        }
        if let Some(place) = self.objects.get_mut(index) {
            *place = Some(object.clone());
        }
        Ok(object)
    }
}

/// `is(number, …)`: the type of a declaration. What follows are the variables that it wants to look into.
pub fn declared(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "is");
    let number = usize::try_from(arguments.integer(0)?).unwrap_or(usize::MAX);
    let mut types = inner.types();
    let Some(id) = types.catalogue.declared(number) else {
        return Err(Raise("there is no such type".into()));
    };
    let roots = types.catalogue.roots(number).to_vec();
    for (outside, path) in types.catalogue.outside(number) {
        let root = path.first().and_then(|first| roots.iter().position(|root| root == first));
        let Some(root) = root else { continue };
        let lies = path.iter().skip(1).try_fold(arguments.get(root + 1), below);
        if let Some(found) = lies.as_ref().and_then(|value| object::<TypeObject>(lua, value)) {
            types.catalogue.bind(outside, found.0);
        }
    }
    done(lua, types.object(lua, id)?)
}

/// A field of a table. Nothing of the script runs for it.
fn below(value: Value, key: &Str) -> Option<Value> {
    value.as_table().and_then(|table| table.raw_get(key.as_str()).ok())
}

/// A type that needs no declaration.
pub fn primitive(inner: &Inner, lua: &Lua, name: &str) -> mlua::Result<Option<AnyUserData>> {
    let mut types = inner.types();
    types.catalogue.primitive(name).map(|id| types.object(lua, id)).transpose()
}

/// `string(value)`, the value if it is one, else an error: the table of the library is the first argument.
pub fn string(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let value = Arguments::new(lua, values, "string").get(1);
    let id = inner.types().catalogue.primitive("string");
    match id {
        Some(id) => checked(inner, lua, id, value),
        None => done(lua, value),
    }
}

fn me(lua: &Lua, values: &MultiValue) -> Result<Id, Raise> {
    Ok(Arguments::new(lua, values, "type").object::<TypeObject>(0, "type")?.0)
}

fn second(values: &MultiValue) -> Value {
    values.get(1).cloned().unwrap_or(Value::Nil)
}

fn check(inner: &Inner, lua: &Lua, id: Id, value: &Value) -> Result<(), Error> {
    let mut types = inner.types();
    let Types { catalogue, patterns, .. } = &mut *types;
    let mut validation = Validation::new(lua, catalogue, patterns);
    let checked = validation.check(id, value);
    luac::pay(validation.steps());
    checked
}

/// The value; or what is wrong with it is raised.
fn checked(inner: &Inner, lua: &Lua, id: Id, value: Value) -> Reply {
    match check(inner, lua, id, &value) {
        Ok(()) => done(lua, value),
        Err(error) => Err(Raise(error.to_string())),
    }
}

/// The value, or nil and what is wrong with it.
fn is(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let value = second(values);
    match check(inner, lua, me(lua, values)?, &value) {
        Ok(()) => done(lua, (value, Value::Nil)),
        Err(error) => failed(lua, error),
    }
}

fn call(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    checked(inner, lua, me(lua, values)?, second(values))
}

/// Whether every value of the first type is one of the second; strictly, if not the other way round, too.
fn is_below(inner: &Inner, lua: &Lua, values: &MultiValue, strictly: bool) -> Result<bool, Raise> {
    let one = me(lua, values)?;
    let other = Arguments::new(lua, values, "type").object::<TypeObject>(1, "type")?.0;
    let mut types = inner.types();
    let mut comparison = Comparison::new(&mut types.catalogue);
    let is_below = comparison.holds(one, other) && !(strictly && comparison.holds(other, one));
    luac::pay(comparison.steps());
    Ok(is_below)
}

/// A method, or the type of a field.
fn index(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let (id, Value::String(key)) = (me(lua, values)?, second(values)) else {
        return done(lua, Value::Nil);
    };
    let key = key.to_string_lossy();
    let is_method = METHODS.functions.iter().any(|(name, _)| *name == key);
    if is_method && !key.starts_with("__") {
        return done(lua, made(lua)?.methods(&METHODS)?.get::<Value>(key)?);
    }
    let fields = inner.types().catalogue.fields(id);
    let field = fields.into_iter().find(|(name, _)| *name == key.as_str());
    optional(inner, lua, field.map(|(_, of)| of))
}

fn kind(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let id = me(lua, values)?;
    let kind = inner.types().catalogue.kind(id);
    done(lua, kind)
}

fn name(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let name = inner.types().catalogue.name(me(lua, values)?);
    done(lua, name)
}

/// An iterator over names and types.
fn fields(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let id = me(lua, values)?;
    let list = lua.create_table()?;
    let mut types = inner.types();
    for (name, of) in types.catalogue.fields(id) {
        list.raw_push(name.as_str())?;
        list.raw_push(types.object(lua, of)?)?;
    }
    done(lua, each(lua, list, 2)?)
}

fn part(inner: &Inner, lua: &Lua, values: &MultiValue, word: &'static str) -> Reply {
    let id = me(lua, values)?;
    let part = inner.types().catalogue.part(id, word);
    optional(inner, lua, part)
}

/// An iterator over types.
fn parts(inner: &Inner, lua: &Lua, values: &MultiValue, word: &'static str) -> Reply {
    let id = me(lua, values)?;
    let list = lua.create_table()?;
    let mut types = inner.types();
    for of in types.catalogue.parts(id, word) {
        list.raw_push(types.object(lua, of)?)?;
    }
    done(lua, each(lua, list, 1)?)
}

/// The object of a type, or nil.
fn optional(inner: &Inner, lua: &Lua, id: Option<Id>) -> Reply {
    let object = id.map(|id| inner.types().object(lua, id)).transpose()?;
    done(lua, object.map_or(Value::Nil, Value::UserData))
}
