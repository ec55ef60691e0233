//! [`Failure`]: why a value is not of a type, and its text.

use super::catalogue::{Catalogue, Check, Id};
use crate::base::Str;

/// Why a value is not of a type.
#[derive(Debug)]
pub struct Failure {
    /// From the outermost to the innermost.
    path: Vec<Step>,
    wrong: Wrong,
}

/// One step into a value.
#[derive(Debug)]
pub enum Step {
    Field(Str),
    Key(String),
}

/// What is wrong.
#[derive(Debug)]
pub enum Wrong {
    /// Another type was found than this one.
    Expected(Id, &'static str),
    /// A validator found this.
    Check(Check, String),
    /// A pattern is none.
    Malformed(Str),
    /// A name means nothing but itself.
    Itself(Id),
    TooDeep,
    TooLong,
}

impl Failure {
    /// Whether trying another variant cannot help.
    pub fn is_final(&self) -> bool {
        matches!(self.wrong, Wrong::TooDeep | Wrong::TooLong)
    }

    /// The same, seen from one step further out.
    pub fn at(mut self, step: Step) -> Self {
        self.path.insert(0, step);
        self
    }
}

impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Self {
        Self { path: Vec::new(), wrong }
    }
}

/// The text.
impl Failure {
    /// `field 'owner.tags[2]': expected string, got number`
    pub fn text(&self, catalogue: &Catalogue) -> String {
        let wrong = match &self.wrong {
            Wrong::Expected(id, found) => {
                format!("expected {}, got {found}", catalogue.name(*id))
            }
            Wrong::Check(check @ (Check::MinLength(_) | Check::MaxLength(_)), found) => {
                format!("expected {check}, got length {found}")
            }
            Wrong::Check(check, found) => format!("expected {check}, got {found}"),
            Wrong::Malformed(pattern) => {
                format!("the pattern {pattern:?} is malformed or too large")
            }
            Wrong::Itself(id) => format!("the type {} is only itself", catalogue.name(*id)),
            Wrong::TooDeep => "tables lie too deep in each other to be checked".to_owned(),
            Wrong::TooLong => "there is too much in it to be checked".to_owned(),
        };
        if self.path.is_empty() {
            return wrong;
        }
        let mut path = String::new();
        for step in self.path.iter().take(20) {
            match step {
                Step::Field(name) if path.is_empty() => path.push_str(name),
                Step::Field(name) => path.extend([".", name]),
                Step::Key(key) => path.extend(["[", key, "]"]),
            }
        }
        format!("field '{path}': {wrong}")
    }
}
