//! [`Path`]: where in a value something is, and what is wrong there.

use std::cmp::Ordering;
use std::fmt;

use super::values::{number, order};
use crate::base::{Error, Value};

/// The way from the root of a value, `/items/0/name`.
#[derive(Clone, Copy)]
pub enum Path<'a> {
    Root,
    Field(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub fn field<'a>(&'a self, name: &'a str) -> Path<'a> {
        Path::Field(self, name)
    }

    pub fn item(&self, index: usize) -> Path<'_> {
        Path::Item(self, index)
    }

    /// An error with what is wrong here, unless it is right.
    pub fn expect(&self, is_right: bool, wrong: impl FnOnce() -> String) -> Result<(), Error> {
        if is_right {
            return Ok(());
        }
        let wrong = wrong();
        Err(Error::invalid(match self {
            Self::Root => wrong,
            _ => format!("{self}: {wrong}"),
        }))
    }

    /// Whether a number stands in an order to a limit. What is no number is fine.
    pub fn compare(
        &self,
        value: &Value,
        limit: &Value,
        fits: fn(Ordering) -> bool,
        words: &str,
    ) -> Result<(), Error> {
        let is_right = number(value).is_none() || order(value, limit).is_some_and(fits);
        self.expect(is_right, || format!("expected {words} {limit}, got {value}"))
    }

    pub fn multiple(&self, value: &Value, of: &Value) -> Result<(), Error> {
        let is_right = match (value, of) {
            (Value::Int(value), Value::Int(of)) => value.checked_rem(*of) == Some(0),
            _ => match (number(value), number(of)) {
                (Some(value), Some(of)) => (value / of).fract() == 0.0,
                (value, _) => value.is_none(),
            },
        };
        self.expect(is_right, || format!("expected a multiple of {of}, got {value}"))
    }

    /// Whether there are enough. What cannot be counted is fine.
    pub fn at_least(&self, count: Option<usize>, least: &Value, of: &str) -> Result<(), Error> {
        let Some(count) = count else { return Ok(()) };
        let is_right = order(&count.into(), least).is_some_and(Ordering::is_ge);
        self.expect(is_right, || format!("expected at least {least} {of}, got {count}"))
    }

    pub fn at_most(&self, count: Option<usize>, most: &Value, of: &str) -> Result<(), Error> {
        let Some(count) = count else { return Ok(()) };
        let is_right = order(&count.into(), most).is_some_and(Ordering::is_le);
        self.expect(is_right, || format!("expected at most {most} {of}, got {count}"))
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(path, name) => write!(f, "{path}/{name}"),
            Self::Item(path, index) => write!(f, "{path}/{index}"),
        }
    }
}

/// What a reference of a schema means: `#`, or `#/$defs/name`.
pub fn find<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    let mut steps = reference.strip_prefix('#')?.split('/');
    if steps.next() != Some("") {
        return None;
    }
    steps.try_fold(root, |value, step| {
        let name = step.replace("~1", "/").replace("~0", "~");
        let item = || name.parse::<usize>().ok().and_then(|n| value.as_list()?.get(n));
        value.as_map().and_then(|map| map.get(&name)).or_else(item)
    })
}
