//! [`Catalogue`]: all types of a script and its libraries, each structure once.

use std::rc::Rc;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::base::Str;
use crate::lua::annotations::Primitive;

/// A type in its catalogue. Equal numbers are equal types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

impl Id {
    /// The number of the type, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The structure of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    Primitive(Primitive),
    Literal(Rc<Constant>),
    Optional(Id),
    Union(Rc<[Id]>),
    Intersection(Rc<[Id]>),
    Array(Id),
    Map {
        key: Id,
        value: Id,
    },
    Record(Rc<[Member]>),
    Function {
        parameters: Vec<Id>,
        returns: Vec<Id>,
    },
    /// A parameter of the declaration that it stands in.
    Parameter(usize),
    /// What a declaration names, with its parameters filled in.
    Declared {
        declaration: usize,
        arguments: Vec<Id>,
    },
    /// A type that a variable of the script holds, or a table in one: `module.Name`.
    Outside {
        source: usize,
        path: Vec<Str>,
        arguments: Vec<Id>,
    },
    Checked {
        of: Id,
        checks: Rc<[Check]>,
    },
    KeyOf(Id),
    Index {
        of: Id,
        key: Id,
    },
    /// Nothing is known of it but how it was written.
    Unchecked(Str),
}

/// A value in a type. Of a float the bits, so that it can be compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    Boolean(bool),
    Integer(i64),
    Float(u64),
    Text(Vec<u8>),
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    pub name: Str,
    pub optional: bool,
    pub of: Id,
}

/// A validator that is known, with an argument that fits it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    Min(Constant),
    Max(Constant),
    MinLength(i64),
    MaxLength(i64),
    Pattern(Str),
}

/// What `type` or `interface` declares.
#[derive(Clone, Debug)]
pub struct Declaration {
    pub name: Str,
    pub body: Id,
    /// The variables that its type values may lie in, in the order in which the script hands them over.
    pub roots: Vec<Str>,
    /// The types that lie there.
    pub outside: Vec<Id>,
}

/// How many types a process may have: those of its sources, and those that generics make of them.
const MOST: usize = 200_000;

/// All types of a script and its libraries.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    nodes: IndexSet<Node, FxBuildHasher>,
    pub(super) declarations: Vec<Declaration>,
    /// How many sources were read.
    pub(super) sources: usize,
    /// The bodies of declared types with their parameters filled in.
    bodies: Pairs,
    /// What the variables of the script turned out to hold.
    outside: Pairs,
}

/// For some types another one.
#[derive(Clone, Debug, Default)]
struct Pairs(Vec<Option<Id>>);

impl Pairs {
    fn get(&self, of: Id) -> Option<Id> {
        self.0.get(of.index()).copied().flatten()
    }

    fn set(&mut self, of: Id, to: Option<Id>) {
        if self.0.len() <= of.index() {
            self.0.resize(of.index() + 1, None);
        }
        if let Some(place) = self.0.get_mut(of.index()) {
            *place = to;
        }
    }
}

impl Catalogue {
    /// The type of this structure.
    pub(super) fn intern(&mut self, node: Node) -> Id {
        let node = match self.is_full() && !self.nodes.contains(&node) {
            true => Node::Primitive(Primitive::Any),
            false => node,
        };
        let (index, _) = self.nodes.insert_full(node);
        Id(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(super) fn node(&self, id: Id) -> &Node {
        const ANY: &Node = &Node::Primitive(Primitive::Any);
        self.nodes.get_index(id.index()).unwrap_or(ANY)
    }

    /// How many types there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn is_full(&self) -> bool {
        self.nodes.len() > MOST
    }

    /// A type that needs no declaration.
    pub fn primitive(&mut self, name: &str) -> Option<Id> {
        Primitive::named(name).map(|primitive| self.intern(Node::Primitive(primitive)))
    }

    /// What a declaration names; its parameters are open.
    pub fn declared(&mut self, declaration: usize) -> Option<Id> {
        self.declarations.get(declaration)?;
        Some(self.intern(Node::Declared { declaration, arguments: Vec::new() }))
    }

    /// The names of the variables that a declaration wants to look into.
    pub fn roots(&self, declaration: usize) -> &[Str] {
        self.declarations.get(declaration).map_or(&[], |declaration| &declaration.roots)
    }

    /// The types of a declaration that lie in variables, with where: the variable, and the keys from there.
    pub fn outside(&self, declaration: usize) -> Vec<(Id, Vec<Str>)> {
        let outside = self.declarations.get(declaration).map_or(&[][..], |of| &of.outside);
        let path = |id: &Id| match self.node(*id) {
            Node::Outside { path, .. } => Some((*id, path.clone())),
            _ => None,
        };
        outside.iter().filter_map(path).collect()
    }

    /// Notes that a variable of the script holds a type.
    pub fn bind(&mut self, outside: Id, to: Id) {
        self.outside.set(outside, Some(to));
        self.bodies.set(outside, None);
    }

    /// The type behind names: what is declared, or lies in a variable. `None`: names that lead nowhere.
    pub(super) fn behind(&mut self, id: Id) -> Option<Id> {
        let mut at = id;
        // As long a chain as sources can have; a type that is only itself is none.
        for _ in 0..=self.declarations.len() + 64 {
            if let Some(body) = self.bodies.get(at) {
                at = body;
                continue;
            }
            let body = match self.node(at).clone() {
                Node::Declared { declaration, arguments } => {
                    let open = self.declarations.get(declaration)?.body;
                    self.filled(open, &arguments)
                }
                Node::Outside { arguments, .. } => {
                    let Some(found) = self.outside.get(at) else { return Some(at) };
                    match self.node(found) {
                        Node::Declared { declaration, arguments: open } if open.is_empty() => {
                            let declaration = *declaration;
                            self.intern(Node::Declared { declaration, arguments })
                        }
                        _ => found,
                    }
                }
                _ => return Some(at),
            };
            self.bodies.set(at, Some(body));
            at = body;
        }
        None
    }

    /// A type with its parameters filled in; `any` for those that nothing was given for.
    fn filled(&mut self, id: Id, arguments: &[Id]) -> Id {
        let all = |me: &mut Self, ids: &[Id]| -> Vec<Id> {
            ids.iter().map(|id| me.filled(*id, arguments)).collect()
        };
        let node = match self.node(id).clone() {
            Node::Parameter(index) => match arguments.get(index) {
                Some(argument) => return *argument,
                None => Node::Primitive(Primitive::Any),
            },
            Node::Optional(of) => Node::Optional(self.filled(of, arguments)),
            Node::Union(members) => Node::Union(all(self, &members).into()),
            Node::Intersection(members) => Node::Intersection(all(self, &members).into()),
            Node::Array(of) => Node::Array(self.filled(of, arguments)),
            Node::Map { key, value } => {
                let key = self.filled(key, arguments);
                Node::Map { key, value: self.filled(value, arguments) }
            }
            Node::Record(members) => {
                let member = |member: &Member| Member {
                    of: self.filled(member.of, arguments),
                    ..member.clone()
                };
                Node::Record(members.iter().map(member).collect())
            }
            Node::Function { parameters, returns } => {
                let parameters = all(self, &parameters);
                Node::Function { parameters, returns: all(self, &returns) }
            }
            Node::Declared { declaration, arguments: given } => {
                Node::Declared { declaration, arguments: all(self, &given) }
            }
            Node::Outside { source, path, arguments: given } => {
                let bound = self.outside.get(id);
                let filled = Node::Outside { source, path, arguments: all(self, &given) };
                let filled = self.intern(filled);
                if bound.is_some() {
                    self.outside.set(filled, bound);
                }
                return filled;
            }
            Node::Checked { of, checks } => {
                Node::Checked { of: self.filled(of, arguments), checks }
            }
            Node::KeyOf(of) => Node::KeyOf(self.filled(of, arguments)),
            Node::Index { of, key } => {
                let of = self.filled(of, arguments);
                Node::Index { of, key: self.filled(key, arguments) }
            }
            Node::Primitive(_) | Node::Literal(_) | Node::Unchecked(_) => return id,
        };
        self.intern(node)
    }
}
