//! Arguments of a call, read with errors that say what was expected.

use luac::object::Ref;
use mlua::{Lua, MultiValue, Table, Value};

use crate::base::{Duration, Value as Plain};
use crate::lua::answer::Raise;
use crate::lua::convert::to_value;
use crate::lua::objects::{Object, Span, object, text, type_name};

/// The arguments of one call.
#[derive(Clone, Copy)]
pub struct Arguments<'a> {
    lua: &'a Lua,
    values: &'a MultiValue,
    function: &'static str,
}

impl<'a> Arguments<'a> {
    pub fn new(lua: &'a Lua, values: &'a MultiValue, function: &'static str) -> Self {
        Self { lua, values, function }
    }

    /// The argument at an index, from 0.
    pub fn get(self, index: usize) -> Value {
        self.values.get(index).cloned().unwrap_or(Value::Nil)
    }

    /// What Lua's own functions say of an argument of the wrong type.
    pub fn expected(self, index: usize, wanted: &str) -> Raise {
        let found = self.values.get(index).map_or("no value", type_name);
        let (place, function) = (index + 1, self.function);
        Raise(format!("bad argument #{place} to '{function}' ({wanted} expected, got {found})"))
    }

    /// A string, a number or an error, as text.
    pub fn text(self, index: usize) -> Result<String, Raise> {
        self.optional_text(index).ok_or_else(|| self.expected(index, "string"))
    }

    pub fn optional_text(self, index: usize) -> Option<String> {
        text(self.lua, &self.get(index))
    }

    pub fn integer(self, index: usize) -> Result<i64, Raise> {
        self.optional_integer(index).ok_or_else(|| self.expected(index, "number"))
    }

    pub fn optional_integer(self, index: usize) -> Option<i64> {
        match self.get(index) {
            Value::Integer(number) => Some(number),
            Value::Number(number) => Some(number as i64), // saturates
            _ => None,
        }
    }

    pub fn table(self, index: usize) -> Result<Table, Raise> {
        match self.get(index) {
            Value::Table(table) => Ok(table),
            _ => Err(self.expected(index, "table")),
        }
    }

    pub fn object<T: Object>(self, index: usize, wanted: &str) -> Result<Ref<T>, Raise> {
        self.optional_object(index).ok_or_else(|| self.expected(index, wanted))
    }

    pub fn optional_object<T: Object>(self, index: usize) -> Option<Ref<T>> {
        object(self.lua, self.values.get(index)?)
    }

    /// Copies of the arguments from an index on.
    pub fn rest(self, from: usize) -> Result<Vec<Plain>, crate::base::Error> {
        self.values.iter().skip(from).map(|value| to_value(self.lua, value)).collect()
    }

    /// A span of time: nanoseconds, a text such as "1.5s", or a Duration; `None` if it is none of them.
    pub fn span(self, index: usize) -> Option<Span> {
        let value = self.get(index);
        if let Some(span) = object::<Span>(self.lua, &value) {
            return Some(*span);
        }
        match value {
            Value::Integer(nanos) => Some(Span(nanos)),
            Value::Number(nanos) if nanos.is_finite() => Some(Span(nanos as i64)),
            Value::String(text) => parse_span(&text.to_string_lossy()),
            _ => None,
        }
    }
}

/// Go's syntax, with a sign.
pub fn parse_span(text: &str) -> Option<Span> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let span: Duration = digits.parse().ok()?;
    let nanos = i64::try_from(span.as_nanos()).ok()?;
    Some(Span(if negative { -nanos } else { nanos }))
}
