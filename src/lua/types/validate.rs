//! Holding a value against a type.

use std::collections::BTreeSet;
use std::rc::Rc;

use indexmap::IndexSet;
use mlua::{Table, Value};
use regex_lite::{Regex, RegexBuilder};
use rustc_hash::FxBuildHasher;

use super::catalogue::{Catalogue, Check, Constant, Id, Member, Node};
use crate::base::{Error, Str};
use crate::lua::annotations::Primitive;
use crate::lua::objects::{ErrorObject, object, type_name};

/// How deep tables may lie in each other, and unions in unions: each level takes stack.
const DEEPEST: usize = 200;
/// How many values may be looked at.
const LONGEST: u32 = 1_000_000;
/// How large a pattern may become, in bytes: what matching costs is that times the length of the text.
const LARGEST_PATTERN: usize = 32 * 1024;
/// Tables by which a method is looked for, one the `__index` of the other.
const CHAIN: usize = 16;

/// Compiled patterns.
#[derive(Default)]
pub struct Patterns {
    texts: IndexSet<Str, FxBuildHasher>,
    /// In the same order; `None` for one that is malformed.
    compiled: Vec<Option<Rc<Regex>>>,
}

impl Patterns {
    fn compiled(&mut self, pattern: &Str) -> Option<Rc<Regex>> {
        let (index, is_new) = self.texts.insert_full(pattern.clone());
        if is_new {
            let regex =
                RegexBuilder::new(pattern).size_limit(LARGEST_PATTERN).nest_limit(50).build();
            self.compiled.push(regex.ok().map(Rc::new));
        }
        self.compiled.get(index).cloned().flatten()
    }
}

/// Why a value is not of a type.
#[derive(Debug)]
pub struct Failure {
    /// From the outermost to the innermost.
    path: Vec<Step>,
    wrong: Wrong,
}

#[derive(Debug)]
enum Step {
    Field(Str),
    Key(String),
}

#[derive(Debug)]
enum Wrong {
    Expected(Id, &'static str),
    Check(Check, String),
    Malformed(Str),
    Itself(Id),
    TooDeep,
    TooLong,
}

/// One value held against a type.
pub struct Validation<'a> {
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
    pub fn new(catalogue: &'a mut Catalogue, patterns: &'a mut Patterns) -> Self {
        let (known, noted) = (BTreeSet::new(), Vec::new());
        Self { catalogue, patterns, steps: 0, depth: 0, known, noted }
    }

    /// Whether the value is of the type.
    pub fn check(&mut self, id: Id, value: &Value) -> Result<(), Error> {
        self.hold(id, value).map_err(|failure| Error::invalid(self.text(&failure)))
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
        let expected = || Err(Wrong::Expected(named, found(value)).into());
        match self.catalogue.node(id).clone() {
            Node::Primitive(primitive) if is(primitive, value) => Ok(()),
            Node::Literal(constant) if equals(&constant, value) => Ok(()),
            Node::Function { .. } if value.is_function() => Ok(()),
            // What is plain is called by what it is, whatever its name.
            Node::Primitive(_) | Node::Literal(_) | Node::Function { .. } => {
                Err(Wrong::Expected(id, found(value)).into())
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

    fn any(&mut self, named: Id, members: &[Id], value: &Value) -> Held {
        for member in members {
            let noted = self.noted.len();
            match self.hold(*member, value) {
                Err(failure) if !failure.is_final() => self.forget(noted),
                other => return other,
            }
        }
        Err(Wrong::Expected(named, found(value)).into())
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
            return Err(Wrong::Expected(named, found(value)).into());
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

/// Validators.
impl Validation<'_> {
    fn validator(&mut self, check: &Check, value: &Value) -> Held {
        let failed = |found: String| Err(Wrong::Check(check.clone(), found).into());
        match (check, value) {
            (Check::Min(bound), Value::Integer(_) | Value::Number(_)) if below(value, bound) => {
                failed(number(value))
            }
            (Check::Max(bound), Value::Integer(_) | Value::Number(_)) if above(value, bound) => {
                failed(number(value))
            }
            (Check::MinLength(least), Value::String(_) | Value::Table(_))
                if length(value) < *least =>
            {
                failed(length(value).to_string())
            }
            (Check::MaxLength(most), Value::String(_) | Value::Table(_))
                if length(value) > *most =>
            {
                failed(length(value).to_string())
            }
            (Check::Pattern(pattern), Value::String(text)) => {
                let Some(regex) = self.patterns.compiled(pattern) else {
                    return Err(Wrong::Malformed(pattern.clone()).into());
                };
                let text = text.to_string_lossy();
                // What it costs to match follows from both lengths.
                let work = (text.len() / 16 + 1).saturating_mul(pattern.len() / 16 + 1);
                self.steps = self.steps.saturating_add(u32::try_from(work).unwrap_or(u32::MAX));
                if self.steps > LONGEST {
                    return Err(Wrong::TooLong.into());
                }
                if regex.is_match(&text) {
                    return Ok(());
                }
                failed(format!("{:?}", text.chars().take(40).collect::<String>()))
            }
            _ => Ok(()),
        }
    }
}

fn is(primitive: Primitive, value: &Value) -> bool {
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
        Primitive::Error => object::<ErrorObject>(value).is_some(),
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

fn below(value: &Value, bound: &Constant) -> bool {
    match (value, bound) {
        (Value::Integer(number), Constant::Integer(bound)) => number < bound,
        // Not a number is within no bounds.
        _ => float(value) < float_of(bound) || float(value).is_nan(),
    }
}

fn above(value: &Value, bound: &Constant) -> bool {
    match (value, bound) {
        (Value::Integer(number), Constant::Integer(bound)) => number > bound,
        _ => float(value) > float_of(bound) || float(value).is_nan(),
    }
}

fn float(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => *number as f64,
        Value::Number(number) => *number,
        _ => f64::NAN,
    }
}

fn float_of(bound: &Constant) -> f64 {
    match bound {
        Constant::Integer(bound) => *bound as f64,
        Constant::Float(bits) => f64::from_bits(*bits),
        Constant::Boolean(_) | Constant::Text(_) => f64::NAN,
    }
}

/// The number as types write it.
fn number(value: &Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        other => type_name(other).to_owned(),
    }
}

/// Of a string its bytes, of a table its elements.
fn length(value: &Value) -> i64 {
    let length = match value {
        Value::String(text) => text.as_bytes().len(),
        Value::Table(table) => table.raw_len(),
        _ => 0,
    };
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn found(value: &Value) -> &'static str {
    match object::<ErrorObject>(value) {
        Some(_) => "error",
        None => type_name(value),
    }
}

/// Failures.
impl Failure {
    /// Whether trying another variant cannot help.
    fn is_final(&self) -> bool {
        matches!(self.wrong, Wrong::TooDeep | Wrong::TooLong)
    }

    fn at(mut self, step: Step) -> Self {
        self.path.insert(0, step);
        self
    }
}

impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Self {
        Self { path: Vec::new(), wrong }
    }
}

impl Validation<'_> {
    /// `field 'owner.tags[2]': expected string, got number`
    fn text(&self, failure: &Failure) -> String {
        let wrong = match &failure.wrong {
            Wrong::Expected(id, found) => {
                format!("expected {}, got {found}", self.catalogue.name(*id))
            }
            Wrong::Check(check @ (Check::MinLength(_) | Check::MaxLength(_)), found) => {
                format!("expected {check}, got length {found}")
            }
            Wrong::Check(check, found) => format!("expected {check}, got {found}"),
            Wrong::Malformed(pattern) => {
                format!("the pattern {pattern:?} is malformed or too large")
            }
            Wrong::Itself(id) => format!("the type {} is only itself", self.catalogue.name(*id)),
            Wrong::TooDeep => "tables lie too deep in each other to be checked".to_owned(),
            Wrong::TooLong => "there is too much in it to be checked".to_owned(),
        };
        if failure.path.is_empty() {
            return wrong;
        }
        let mut path = String::new();
        for step in failure.path.iter().take(20) {
            match step {
                Step::Field(name) if path.is_empty() => path.push_str(name),
                Step::Field(name) => path.extend([".", name]),
                Step::Key(key) => path.extend(["[", key, "]"]),
            }
        }
        format!("field '{path}': {wrong}")
    }
}
