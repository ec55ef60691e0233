//! Holding a value against a type.

use std::collections::BTreeSet;

use mlua::{Lua, Table, Value};

use super::catalogue::{Catalogue, Check, Constant, Id, Member, Node};
use super::checks::{self, Patterns};
use super::failure::{Failure, Step, Wrong};
use crate::base::{Error, Str};
use crate::lua::annotations::Primitive;
use crate::lua::objects::{ErrorObject, object, type_name};

/// How deep tables may lie in each other, and unions in unions: each level takes stack.
const DEEPEST: usize = 200;
/// How many values may be looked at.
const LONGEST: u32 = 1_000_000;
/// Tables by which a method is looked for, one the `__index` of the other.
const CHAIN: usize = 16;

/// One value held against a type.
pub struct Validation<'a> {
    lua: &'a Lua,
    catalogue: &'a mut Catalogue,
    patterns: &'a mut Patterns,
    steps: u32,
    depth: usize,
    /// Tables that were found to be of a type, or are being looked at: whatever leads back to one has nothing to add.
    known: BTreeSet<u64>,
    /// The same in the order in which they were noted.
    noted: Vec<u64>,
}

type Held = Result<(), Failure>;

impl<'a> Validation<'a> {
    pub fn new(lua: &'a Lua, catalogue: &'a mut Catalogue, patterns: &'a mut Patterns) -> Self {
        let (known, noted) = (BTreeSet::new(), Vec::new());
        Self { lua, catalogue, patterns, steps: 0, depth: 0, known, noted }
    }

    /// Whether the value is of the type.
    pub fn check(&mut self, id: Id, value: &Value) -> Result<(), Error> {
        self.hold(id, value).map_err(|failure| Error::invalid(failure.text(self.catalogue)))
    }

    /// How many values were looked at.
    pub fn steps(&self) -> u32 {
        self.steps
    }

    fn hold(&mut self, id: Id, value: &Value) -> Held {
        self.steps += 1;
        if self.steps > LONGEST || self.catalogue.is_full() {
            return Err(Wrong::TooLong.into());
        }
        if self.depth == DEEPEST {
            return Err(Wrong::TooDeep.into());
        }
        self.depth += 1;
        let held = self.structure(id, value);
        self.depth -= 1;
        held
    }

    /// Looks behind names and what is optional, which takes no stack.
    fn structure(&mut self, named: Id, value: &Value) -> Held {
        let mut at = named;
        for _ in 0..DEEPEST {
            let Some(id) = self.catalogue.behind(at) else { break };
            match self.catalogue.node(id) {
                Node::Optional(_) if value.is_nil() => return Ok(()),
                Node::Optional(of) => at = *of,
                _ => return self.node(named, id, value),
            }
        }
        Err(Wrong::Itself(named).into())
    }

    /// `named` is what the type is called.
    fn node(&mut self, named: Id, id: Id, value: &Value) -> Held {
        let expected = || Err(Wrong::Expected(named, found(self.lua, value)).into());
        match self.catalogue.node(id).clone() {
            Node::Primitive(primitive) if is(self.lua, primitive, value) => Ok(()),
            Node::Literal(constant) if equals(&constant, value) => Ok(()),
            Node::Function { .. } if value.is_function() => Ok(()),
            // What is plain is called by what it is, whatever its name.
            Node::Primitive(_) | Node::Literal(_) | Node::Function { .. } => {
                Err(Wrong::Expected(id, found(self.lua, value)).into())
            }
            Node::Union(members) => self.any(named, &members, value),
            Node::Intersection(members) => {
                members.iter().try_for_each(|member| self.hold(*member, value))
            }
            Node::Array(of) => {
                self.table(named, id, value, |me, table| me.elements(named, of, table))
            }
            Node::Map { key, value: of } => {
                self.table(named, id, value, |me, table| me.pairs(key, of, table))
            }
            Node::Record(members) => {
                self.table(named, id, value, |me, table| me.members(&members, table))
            }
            Node::Checked { of, checks } => {
                self.hold(of, value)?;
                checks.iter().try_for_each(|check| self.validator(check, value))
            }
            Node::KeyOf(of) => {
                let Value::String(text) = value else { return expected() };
                let fields = self.fields(of);
                let is_field = fields.iter().any(|(name, _)| *text == name.as_str());
                if is_field || fields.is_empty() { Ok(()) } else { expected() }
            }
            Node::Index { of, key } => match self.indexed(of, key) {
                Some(of) => self.hold(of, value),
                None => Ok(()),
            },
            // What nothing is known of.
            Node::Declared { .. } | Node::Outside { .. } | Node::Optional(_) => Ok(()),
            Node::Parameter(_) | Node::Unchecked(_) => Ok(()),
        }
    }

    fn validator(&mut self, check: &Check, value: &Value) -> Held {
        checks::hold(check, value, self.patterns, &mut self.steps, LONGEST)
    }

    fn any(&mut self, named: Id, members: &[Id], value: &Value) -> Held {
        for member in members {
            let noted = self.noted.len();
            match self.hold(*member, value) {
                Err(failure) if !failure.is_final() => self.forget(noted),
                other => return other,
            }
        }
        Err(Wrong::Expected(named, found(self.lua, value)).into())
    }

    /// What was found out under an assumption that did not hold.
    fn forget(&mut self, noted: usize) {
        for entry in self.noted.drain(noted..) {
            self.known.remove(&entry);
        }
    }

    fn fields(&mut self, of: Id) -> Vec<(Str, Id)> {
        let fields = self.catalogue.fields(of);
        self.steps = self.steps.saturating_add(u32::try_from(fields.len()).unwrap_or(u32::MAX));
        fields
    }

    fn indexed(&mut self, of: Id, key: Id) -> Option<Id> {
        let key = self.catalogue.behind(key)?;
        let name = match self.catalogue.node(key) {
            Node::Literal(constant) => match constant.as_ref() {
                Constant::Text(name) => Some(name.clone()),
                _ => None,
            },
            _ => None,
        };
        match name {
            Some(name) => {
                let fields = self.fields(of);
                fields.into_iter().find(|(field, _)| field.as_bytes() == name).map(|(_, of)| of)
            }
            None => self.catalogue.part(of, "elem").or_else(|| self.catalogue.part(of, "val")),
        }
    }
}

/// Tables.
impl Validation<'_> {
    fn table(
        &mut self,
        named: Id,
        id: Id,
        value: &Value,
        hold: impl FnOnce(&mut Self, &Table) -> Held,
    ) -> Held {
        let Value::Table(table) = value else {
            return Err(Wrong::Expected(named, found(self.lua, value)).into());
        };
        // A number of the state's own, not an address.
        let entry = ((table.to_pointer() as u64) << 32) | id.index() as u64;
        if !self.known.insert(entry) {
            return Ok(());
        }
        self.noted.push(entry);
        hold(self, table)
    }

    fn elements(&mut self, named: Id, of: Id, table: &Table) -> Held {
        let length = table.raw_len();
        if length == 0 && !table.is_empty() {
            return Err(Wrong::Expected(named, "table without elements").into());
        }
        for index in 1..=length {
            let element = table.raw_get(index).unwrap_or(Value::Nil);
            self.hold(of, &element).map_err(|failure| failure.at(Step::Key(index.to_string())))?;
        }
        Ok(())
    }

    fn pairs(&mut self, key: Id, of: Id, table: &Table) -> Held {
        for pair in table.pairs::<Value, Value>() {
            let Ok((name, value)) = pair else { break };
            let step = || match &name {
                Value::String(text) => Step::Field(text.to_string_lossy().into()),
                Value::Integer(number) => Step::Key(number.to_string()),
                other => Step::Key(type_name(other).to_owned()),
            };
            self.hold(key, &name).map_err(|failure| failure.at(step()))?;
            self.hold(of, &value).map_err(|failure| failure.at(step()))?;
        }
        Ok(())
    }

    fn members(&mut self, members: &[Member], table: &Table) -> Held {
        for member in members {
            let value = field(table, &member.name);
            if !(member.optional && value.is_nil()) {
                let step = || Step::Field(member.name.clone());
                self.hold(member.of, &value).map_err(|failure| failure.at(step()))?;
            }
        }
        Ok(())
    }
}

/// The field of a table, or of those that it inherits from. Nothing of the script runs for it.
fn field(table: &Table, name: &str) -> Value {
    let mut table = table.clone();
    for _ in 0..CHAIN {
        match table.raw_get::<Value>(name) {
            Ok(Value::Nil) => {}
            Ok(value) => return value,
            Err(_) => break,
        }
        let Some(meta) = table.metatable() else { break };
        let Ok(Value::Table(parent)) = meta.raw_get("__index") else { break };
        table = parent;
    }
    Value::Nil
}

fn is(lua: &Lua, primitive: Primitive, value: &Value) -> bool {
    match primitive {
        Primitive::Any | Primitive::Unknown => true,
        Primitive::Never => false,
        Primitive::Nil => value.is_nil(),
        Primitive::Boolean => value.is_boolean(),
        Primitive::Number => matches!(value, Value::Integer(_) | Value::Number(_)),
        // As everywhere in the dialect, 10 / 2 is one, too.
        Primitive::Integer => match value {
            Value::Number(number) => number.fract() == 0.0,
            other => other.is_integer(),
        },
        Primitive::String => value.is_string(),
        Primitive::Error => object::<ErrorObject>(lua, value).is_some(),
        Primitive::Table => value.is_table(),
        Primitive::Function => value.is_function(),
        Primitive::Thread => value.is_thread(),
        Primitive::Userdata => value.is_userdata(),
    }
}

fn equals(constant: &Constant, value: &Value) -> bool {
    match (constant, value) {
        (Constant::Boolean(wanted), Value::Boolean(found)) => wanted == found,
        (Constant::Integer(wanted), Value::Integer(found)) => wanted == found,
        (Constant::Integer(wanted), Value::Number(found)) => *wanted as f64 == *found,
        (Constant::Float(bits), Value::Number(found)) => f64::from_bits(*bits) == *found,
        (Constant::Float(bits), Value::Integer(found)) => f64::from_bits(*bits) == *found as f64,
        (Constant::Text(wanted), Value::String(found)) => *found.as_bytes() == **wanted,
        _ => false,
    }
}

fn found(lua: &Lua, value: &Value) -> &'static str {
    match object::<ErrorObject>(lua, value) {
        Some(_) => "error",
        None => type_name(value),
    }
}
