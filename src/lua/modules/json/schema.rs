//! JSON Schema: whether a value is as a schema wants it.
//!
//! The keywords that follow are all there are. A schema with another one is refused, for what is not checked would seem
//! to be fine. [`SILENT`] names those that only describe.

use std::cmp::Ordering;

use super::path::{Path, find};
use super::values::{fields, is_a, is_same, items, kind, length, letters, property, size};
use crate::base::{Error, Value};

/// Keywords that say nothing about a value. `then` and `else` are read where `if` is.
const SILENT: [&str; 15] = [
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "definitions",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "format",
    "then",
    "else",
];

/// References may follow each other so far.
const DEPTH: usize = 256;

/// What a keyword asks of a value: the schema, what the schema has under the keyword, the value, and where that is.
type Check = for<'a> fn(Schema<'a>, &'a Value, &Value, Path<'_>) -> Result<(), Error>;

const CHECKS: [(&str, Check); 28] = [
    ("$ref", |schema, to, value, at| schema.follow(to)?.check(value, at)),
    ("type", |schema, types, value, at| {
        let is_one = |name: &Value| name.as_str().is_some_and(|name| schema.is_a(value, name));
        let fits = types.as_list().map_or_else(|| is_one(types), |list| list.iter().any(is_one));
        at.expect(fits, || format!("expected {types}, got {}", kind(value)))
    }),
    ("enum", |_, all, value, at| {
        let is_one = items(all).iter().any(|one| is_same(one, value));
        at.expect(is_one, || format!("expected one of {all}"))
    }),
    ("const", |_, one, value, at| at.expect(is_same(one, value), || format!("expected {one}"))),
    ("minimum", |_, least, value, at| at.compare(value, least, Ordering::is_ge, "at least")),
    ("maximum", |_, most, value, at| at.compare(value, most, Ordering::is_le, "at most")),
    ("exclusiveMinimum", |_, least, value, at| {
        at.compare(value, least, Ordering::is_gt, "more than")
    }),
    ("exclusiveMaximum", |_, most, value, at| {
        at.compare(value, most, Ordering::is_lt, "less than")
    }),
    ("multipleOf", |_, of, value, at| at.multiple(value, of)),
    ("minLength", |_, least, value, at| at.at_least(letters(value), least, "characters")),
    ("maxLength", |_, most, value, at| at.at_most(letters(value), most, "characters")),
    ("items", |schema, wanted, value, at| {
        let first = schema.keyword("prefixItems").map_or(0, |first| items(first).len());
        let mut rest = items(value).iter().enumerate().skip(first);
        rest.try_for_each(|(n, item)| schema.part(wanted).check(item, at.item(n)))
    }),
    ("prefixItems", |schema, wanted, value, at| {
        let mut pairs = items(wanted).iter().zip(items(value)).enumerate();
        pairs.try_for_each(|(n, (wanted, item))| schema.part(wanted).check(item, at.item(n)))
    }),
    ("contains", |schema, wanted, value, at| {
        let fits = |item: &Value| schema.part(wanted).check(item, at).is_ok();
        let is_there = value.as_list().is_none_or(|list| list.iter().any(fits));
        at.expect(is_there, || "no item is as wanted".into())
    }),
    ("minItems", |_, least, value, at| at.at_least(length(value), least, "items")),
    ("maxItems", |_, most, value, at| at.at_most(length(value), most, "items")),
    ("uniqueItems", |_, on, value, at| {
        let list = if on.as_bool() == Some(true) { items(value) } else { &[] };
        let is_again = |n: usize| list[..n].iter().any(|other| is_same(other, &list[n]));
        at.expect(!(0..list.len()).any(is_again), || "an item is there twice".into())
    }),
    ("properties", |schema, wanted, value, at| {
        fields(value).try_for_each(|(name, field)| match property(wanted, name) {
            Some(wanted) => schema.part(wanted).check(field, at.field(name)),
            None => Ok(()),
        })
    }),
    ("additionalProperties", |schema, wanted, value, at| {
        let known = |name| schema.keyword("properties").and_then(|all| property(all, name));
        let mut others = fields(value).filter(|(name, _)| known(name).is_none());
        others.try_for_each(|(name, field)| schema.part(wanted).check(field, at.field(name)))
    }),
    ("propertyNames", |schema, wanted, value, at| {
        fields(value).try_for_each(|(name, _)| {
            schema.part(wanted).check(&Value::from(name.to_owned()), at.field(name))
        })
    }),
    ("required", |schema, names, value, at| {
        let is_missing =
            |name: &&Value| name.as_str().is_some_and(|name| property(value, name).is_none());
        let missing = items(names).iter().find(is_missing);
        let missing = missing.filter(|_| schema.is_a(value, "object"));
        missing
            .map_or(Ok(()), |name| at.expect(false, || format!("the property {name} is missing")))
    }),
    ("minProperties", |schema, least, value, at| {
        at.at_least(size(value, schema.is_of_script), least, "properties")
    }),
    ("maxProperties", |schema, most, value, at| {
        at.at_most(size(value, schema.is_of_script), most, "properties")
    }),
    ("allOf", |schema, all, value, at| {
        items(all).iter().try_for_each(|one| schema.part(one).check(value, at))
    }),
    ("anyOf", |schema, all, value, at| {
        at.expect(schema.fitting(all, value, at) > 0, || "it fits none of anyOf".into())
    }),
    ("oneOf", |schema, all, value, at| {
        let fitting = schema.fitting(all, value, at);
        at.expect(fitting == 1, || format!("it fits {fitting} of oneOf, not exactly one"))
    }),
    ("not", |schema, unwanted, value, at| {
        let fits = schema.part(unwanted).check(value, at).is_ok();
        at.expect(!fits, || "it is what it must not be".into())
    }),
    ("if", |schema, condition, value, at| {
        let fits = schema.part(condition).check(value, at).is_ok();
        let then = schema.keyword(if fits { "then" } else { "else" });
        then.map_or(Ok(()), |then| schema.part(then).check(value, at))
    }),
];

/// A schema, or a part of one.
#[derive(Clone, Copy)]
pub struct Schema<'a> {
    root: &'a Value,
    value: &'a Value,
    depth: usize,
    /// Whether values come from a script, where an empty table may be a list or an object.
    is_of_script: bool,
}

impl<'a> Schema<'a> {
    /// A schema, if all of its keywords are known.
    ///
    /// # Errors
    /// `INVALID`: a keyword that is not known, or something else in the place of a schema.
    pub fn new(root: &'a Value, is_of_script: bool) -> Result<Self, Error> {
        know(root, Path::Root)?;
        Ok(Self { root, value: root, depth: 0, is_of_script })
    }

    /// Whether a value is as the schema wants it.
    ///
    /// # Errors
    /// `INVALID`: it is not, and where.
    pub fn validate(self, value: &Value) -> Result<(), Error> {
        self.check(value, Path::Root)
    }

    fn check(self, value: &Value, at: Path<'_>) -> Result<(), Error> {
        if self.depth > DEPTH {
            return Err(Error::invalid("the schema refers to itself without an end"));
        }
        at.expect(self.value.as_bool() != Some(false), || "nothing is allowed here".into())?;
        CHECKS.iter().try_for_each(|(name, check)| match self.keyword(name) {
            Some(wanted) => check(self, wanted, value, at),
            None => Ok(()),
        })
    }

    fn keyword(self, name: &str) -> Option<&'a Value> {
        property(self.value, name)
    }

    fn part(self, value: &'a Value) -> Self {
        Self { value, depth: self.depth + 1, ..self }
    }

    fn follow(self, to: &Value) -> Result<Self, Error> {
        let found = to.as_str().and_then(|to| find(self.root, to));
        let missing = || Error::invalid(format!("the schema has nothing at {to}"));
        found.map(|found| self.part(found)).ok_or_else(missing)
    }

    /// How many of a list of schemas a value fits.
    fn fitting(self, all: &'a Value, value: &Value, at: Path<'_>) -> usize {
        items(all).iter().filter(|one| self.part(one).check(value, at).is_ok()).count()
    }

    fn is_a(self, value: &Value, name: &str) -> bool {
        is_a(value, name, self.is_of_script)
    }
}

/// Keywords whose value is a schema, a list of schemas, or schemas by name.
const ONE: [&str; 8] =
    ["items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"];
const LISTS: [&str; 4] = ["prefixItems", "allOf", "anyOf", "oneOf"];
const NAMED: [&str; 3] = ["properties", "$defs", "definitions"];

/// Whether all keywords of a schema are known.
fn know(schema: &Value, at: Path<'_>) -> Result<(), Error> {
    let is_schema = schema.as_bool().is_some() || is_a(schema, "object", true);
    at.expect(is_schema, || format!("the schema has a {} where a schema must be", kind(schema)))?;
    fields(schema).try_for_each(|(name, value)| {
        let is_known = CHECKS.iter().any(|(known, _)| *known == name) || SILENT.contains(&name);
        at.expect(is_known, || format!("the schema has a keyword that is not known: {name:?}"))?;
        let at = at.field(name);
        match name {
            _ if ONE.contains(&name) => know(value, at),
            _ if LISTS.contains(&name) => {
                items(value).iter().enumerate().try_for_each(|(n, one)| know(one, at.item(n)))
            }
            _ if NAMED.contains(&name) => {
                fields(value).try_for_each(|(name, one)| know(one, at.field(name)))
            }
            _ => Ok(()),
        }
    })
}
