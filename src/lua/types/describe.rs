//! Kinds, names and parts of types.

use std::fmt::{self, Write};

use super::catalogue::{Catalogue, Check, Constant, Id, Member, Node};
use crate::base::Str;
use crate::lua::annotations::{Literal, Primitive};

/// Longer texts of types are cut.
const LONGEST: usize = 120;
/// Generics can make types that nest without an end.
const DEEPEST: usize = 64;

impl Catalogue {
    /// What kind of type it is: `number`, `record`, `union`, …
    pub fn kind(&mut self, id: Id) -> &'static str {
        let id = self.structure(id);
        match self.node(id) {
            Node::Primitive(primitive) => primitive.name(),
            Node::Literal(_) => "literal",
            Node::Optional(_) => "optional",
            Node::Union(_) => "union",
            Node::Intersection(_) => "intersection",
            Node::Array(_) => "array",
            Node::Map { .. } => "map",
            Node::Record(_) => "record",
            Node::Function { .. } => "function",
            Node::KeyOf(_) => "string",
            _ => "unknown",
        }
    }

    /// Its name if it was declared, else how it is written.
    pub fn name(&self, id: Id) -> String {
        let mut text = Text { text: String::new(), is_cut: false, depth: 0 };
        if self.write(&mut text, id).is_err() {
            text.text.push('…');
        }
        text.text
    }

    /// The fields of a record.
    pub fn fields(&mut self, id: Id) -> Vec<(Str, Id)> {
        let id = self.structure(id);
        match self.node(id) {
            Node::Record(members) => members.iter().map(|m| (m.name.clone(), m.of)).collect(),
            Node::Intersection(members) => {
                let members = members.clone();
                members.iter().flat_map(|member| self.own_fields(*member)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What it is made of under this word: `elem`, `key`, `val`, `inner` or `ret`.
    pub fn part(&mut self, id: Id, word: &str) -> Option<Id> {
        let id = self.structure(id);
        match (self.node(id), word) {
            (Node::Array(of), "elem") | (Node::Optional(of), "inner") => Some(*of),
            (Node::Map { key, .. }, "key") => Some(*key),
            (Node::Map { value, .. }, "val") => Some(*value),
            (Node::Function { returns, .. }, "ret") => returns.first().copied(),
            _ => None,
        }
    }

    /// What it is made of under this word: `variants` or `params`.
    pub fn parts(&mut self, id: Id, word: &str) -> Vec<Id> {
        let id = self.structure(id);
        match (self.node(id), word) {
            (Node::Union(members), "variants") => members.to_vec(),
            (Node::Function { parameters, .. }, "params") => parameters.clone(),
            _ => Vec::new(),
        }
    }

    fn own_fields(&mut self, id: Id) -> Vec<(Str, Id)> {
        let id = self.structure(id);
        match self.node(id) {
            Node::Record(members) => members.iter().map(|m| (m.name.clone(), m.of)).collect(),
            _ => Vec::new(),
        }
    }

    /// The type behind names and validators.
    fn structure(&mut self, id: Id) -> Id {
        let mut at = id;
        for _ in 0..64 {
            let Some(found) = self.behind(at) else { return id };
            match self.node(found) {
                Node::Checked { of, .. } => at = *of,
                _ => return found,
            }
        }
        id
    }

    fn write(&self, to: &mut Text, id: Id) -> fmt::Result {
        to.depth += 1;
        if to.depth > DEEPEST {
            return Err(fmt::Error);
        }
        let written = self.write_node(to, self.node(id));
        to.depth -= 1;
        written
    }

    fn write_node(&self, to: &mut Text, node: &Node) -> fmt::Result {
        match node {
            Node::Primitive(primitive) => to.write_str(primitive.name()),
            Node::Literal(constant) => write!(to, "{}", literal(constant)),
            Node::Optional(of) => {
                self.write(to, *of)?;
                to.write_char('?')
            }
            Node::Union(members) => self.list(to, members, " | "),
            Node::Intersection(members) => self.list(to, members, " & "),
            Node::Array(of) => {
                to.write_char('{')?;
                self.write(to, *of)?;
                to.write_char('}')
            }
            Node::Map { key, value } => {
                to.write_str("{[")?;
                self.write(to, *key)?;
                to.write_str("]: ")?;
                self.write(to, *value)?;
                to.write_char('}')
            }
            Node::Record(members) => {
                to.write_char('{')?;
                for (index, Member { name, optional, of }) in members.iter().enumerate() {
                    let between = if index > 0 { ", " } else { "" };
                    write!(to, "{between}{name}{}: ", if *optional { "?" } else { "" })?;
                    self.write(to, *of)?;
                }
                to.write_char('}')
            }
            Node::Function { parameters, returns } => {
                to.write_char('(')?;
                self.list(to, parameters, ", ")?;
                to.write_str(") -> ")?;
                if let [one] = returns.as_slice() {
                    return self.write(to, *one);
                }
                to.write_char('(')?;
                self.list(to, returns, ", ")?;
                to.write_char(')')
            }
            Node::Parameter(_) => to.write_str(Primitive::Any.name()),
            Node::Declared { declaration, arguments } => {
                let declaration = self.declarations.get(*declaration);
                to.write_str(declaration.map_or("", |declaration| declaration.name.as_str()))?;
                self.arguments(to, arguments)
            }
            Node::Outside { path, arguments, .. } => {
                for (index, name) in path.iter().enumerate() {
                    write!(to, "{}{name}", if index > 0 { "." } else { "" })?;
                }
                self.arguments(to, arguments)
            }
            Node::Checked { of, .. } => self.write(to, *of),
            Node::KeyOf(of) => {
                to.write_str("keyof(")?;
                self.write(to, *of)?;
                to.write_char(')')
            }
            Node::Index { of, key } => {
                self.write(to, *of)?;
                to.write_char('[')?;
                self.write(to, *key)?;
                to.write_char(']')
            }
            Node::Unchecked(text) => to.write_str(text),
        }
    }

    fn list(&self, to: &mut Text, ids: &[Id], between: &str) -> fmt::Result {
        for (index, id) in ids.iter().enumerate() {
            to.write_str(if index > 0 { between } else { "" })?;
            self.write(to, *id)?;
        }
        Ok(())
    }

    fn arguments(&self, to: &mut Text, arguments: &[Id]) -> fmt::Result {
        if arguments.is_empty() {
            return Ok(());
        }
        to.write_char('<')?;
        self.list(to, arguments, ", ")?;
        to.write_char('>')
    }
}

/// A constant as it is written in a source.
pub fn literal(constant: &Constant) -> Literal {
    match constant {
        Constant::Boolean(value) => Literal::Boolean(*value),
        Constant::Integer(value) => Literal::Integer(*value),
        Constant::Float(bits) => Literal::Float(f64::from_bits(*bits)),
        Constant::Text(bytes) => Literal::String(bytes.clone()),
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Min(bound) => write!(f, "min {}", literal(bound)),
            Self::Max(bound) => write!(f, "max {}", literal(bound)),
            Self::MinLength(length) => write!(f, "min length {length}"),
            Self::MaxLength(length) => write!(f, "max length {length}"),
            Self::Pattern(pattern) => write!(f, "pattern {pattern:?}"),
        }
    }
}

/// A text that takes no more once it is long.
struct Text {
    text: String,
    is_cut: bool,
    depth: usize,
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = LONGEST.saturating_sub(self.text.len());
        if text.len() <= room && !self.is_cut {
            self.text.push_str(text);
            return Ok(());
        }
        self.is_cut = true;
        self.text.extend(text.chars().take(room / 4));
        Err(fmt::Error)
    }
}
