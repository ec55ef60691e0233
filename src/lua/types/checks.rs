//! The validators: `@min(1)`, `@max_len(5)`, `@pattern("^a+$")`.

use std::rc::Rc;

use indexmap::IndexSet;
use mlua::Value;
use regex_lite::{Regex, RegexBuilder};
use rustc_hash::FxBuildHasher;

use super::catalogue::{Check, Constant};
use super::failure::{Failure, Wrong};
use crate::base::Str;
use crate::lua::objects::type_name;

/// How large a pattern may become, in bytes: what matching costs is that times the length of the text.
const LARGEST_PATTERN: usize = 32 * 1024;

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

/// Holds a value against a validator. What it is not meant for passes. `steps` counts what matching costs; with more
/// than `most` it is given up.
pub fn hold(
    check: &Check,
    value: &Value,
    patterns: &mut Patterns,
    steps: &mut u32,
    most: u32,
) -> Result<(), Failure> {
    let failed = |found: String| Err(Wrong::Check(check.clone(), found).into());
    match (check, value) {
        (Check::Min(bound), Value::Integer(_) | Value::Number(_)) if below(value, bound) => {
            failed(number(value))
        }
        (Check::Max(bound), Value::Integer(_) | Value::Number(_)) if above(value, bound) => {
            failed(number(value))
        }
        (Check::MinLength(least), Value::String(_) | Value::Table(_)) if length(value) < *least => {
            failed(length(value).to_string())
        }
        (Check::MaxLength(most), Value::String(_) | Value::Table(_)) if length(value) > *most => {
            failed(length(value).to_string())
        }
        (Check::Pattern(pattern), Value::String(text)) => {
            let Some(regex) = patterns.compiled(pattern) else {
                return Err(Wrong::Malformed(pattern.clone()).into());
            };
            let text = text.to_string_lossy();
            // What it costs to match follows from both lengths.
            let work = (text.len() / 16 + 1).saturating_mul(pattern.len() / 16 + 1);
            *steps = steps.saturating_add(u32::try_from(work).unwrap_or(u32::MAX));
            if *steps > most {
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
