//! Whether every value of one type is also one of another.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::catalogue::{Catalogue, Constant, Id, Member, Node};
use crate::lua::annotations::Primitive;

/// How deep two types are compared; generics can make types that nest without an end.
const DEEPEST: usize = 100;
/// How many pairs are compared.
const LONGEST: u32 = 100_000;

/// Two types compared.
pub struct Comparison<'a> {
    catalogue: &'a mut Catalogue,
    steps: u32,
    depth: usize,
    /// Pairs that hold, or are being looked at; a recursion that leads back to one adds nothing.
    assumed: BTreeSet<u64>,
    /// The same in the order in which they were noted.
    noted: Vec<u64>,
}

impl<'a> Comparison<'a> {
    pub fn new(catalogue: &'a mut Catalogue) -> Self {
        let (assumed, noted) = (BTreeSet::new(), Vec::new());
        Self { catalogue, steps: 0, depth: 0, assumed, noted }
    }

    /// How many pairs were compared.
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// Whether every value of `one` is one of `other`. What is too deep or too much to tell is not.
    pub fn holds(&mut self, one: Id, other: Id) -> bool {
        if one == other {
            return true;
        }
        self.steps += 1;
        if self.steps > LONGEST || self.depth == DEEPEST {
            return false;
        }
        let pair = ((one.index() as u64) << 32) | other.index() as u64;
        if !self.assumed.insert(pair) {
            return true;
        }
        let before = self.noted.len();
        self.noted.push(pair);
        self.depth += 1;
        let holds = self.structures(one, other);
        self.depth -= 1;
        if !holds {
            // What was found out under this assumption is not known any more.
            for pair in self.noted.drain(before..) {
                self.assumed.remove(&pair);
            }
        }
        holds
    }

    fn structures(&mut self, one: Id, other: Id) -> bool {
        let behind = (self.catalogue.behind(one), self.catalogue.behind(other));
        let (Some(a), Some(b)) = behind else { return false };
        match (self.catalogue.node(a).clone(), self.catalogue.node(b).clone()) {
            _ if a == b => true,
            (_, Node::Primitive(Primitive::Any | Primitive::Unknown)) => true,
            (Node::Primitive(Primitive::Never), _) => true,
            (Node::Union(members), _) => members.iter().all(|member| self.holds(*member, b)),
            (Node::Optional(of), _) => {
                let nil = self.catalogue.intern(Node::Primitive(Primitive::Nil));
                self.holds(nil, b) && self.holds(of, b)
            }
            (_, Node::Union(members)) => members.iter().any(|member| self.holds(a, *member)),
            (Node::Primitive(Primitive::Nil), Node::Optional(_)) => true,
            (_, Node::Optional(of)) => self.holds(a, of),
            (_, Node::Intersection(members)) => members.iter().all(|member| self.holds(a, *member)),
            (Node::Intersection(members), _) => members.iter().any(|member| self.holds(*member, b)),
            (Node::Checked { of, .. }, _) => self.holds(of, b),
            (Node::Literal(constant), Node::Primitive(wanted)) => is_of(&constant, wanted),
            (Node::Primitive(of), Node::Primitive(wanted)) => matches!(
                (of, wanted),
                (Primitive::Integer, Primitive::Number) | (Primitive::Error, Primitive::Userdata)
            ),
            (Node::Array(_) | Node::Map { .. } | Node::Record(_), Node::Primitive(wanted)) => {
                wanted == Primitive::Table
            }
            (Node::Function { .. }, Node::Primitive(wanted)) => wanted == Primitive::Function,
            (Node::Array(of), Node::Array(wanted)) => self.holds(of, wanted),
            (Node::Map { key, value }, Node::Map { key: keys, value: values }) => {
                self.holds(key, keys) && self.holds(value, values)
            }
            (Node::Record(members), Node::Record(wanted)) => self.records(&members, &wanted),
            (
                Node::Function { parameters, returns },
                Node::Function { parameters: given, returns: wanted },
            ) => {
                parameters.len() <= given.len()
                    && parameters.iter().zip(given).all(|(own, given)| self.holds(given, *own))
                    && returns.len() >= wanted.len()
                    && returns.iter().zip(wanted).all(|(own, wanted)| self.holds(*own, wanted))
            }
            _ => false,
        }
    }

    /// Fields beyond those that are wanted are fine.
    fn records(&mut self, members: &Rc<[Member]>, wanted: &Rc<[Member]>) -> bool {
        wanted.iter().all(|wanted| {
            self.steps = self.steps.saturating_add(u32::try_from(members.len()).unwrap_or(0) / 8);
            match members.iter().find(|member| member.name == wanted.name) {
                Some(own) => (wanted.optional || !own.optional) && self.holds(own.of, wanted.of),
                None => wanted.optional,
            }
        })
    }
}

fn is_of(constant: &Constant, wanted: Primitive) -> bool {
    match constant {
        Constant::Boolean(_) => wanted == Primitive::Boolean,
        Constant::Integer(_) => matches!(wanted, Primitive::Integer | Primitive::Number),
        Constant::Float(_) => wanted == Primitive::Number,
        Constant::Text(_) => wanted == Primitive::String,
    }
}
