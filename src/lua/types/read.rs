//! From types as they were written to types in the catalogue.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::catalogue::{Catalogue, Check, Constant, Declaration, Id, Member, Node};
use crate::base::Str;
use crate::lua::annotations::{
    Field, FunctionType, Interface, Literal, Parameter, Primitive, Type, TypeDeclaration, Validator,
};

impl Catalogue {
    /// Takes in what a source declares. Gives the number of its first declaration; the others follow it.
    pub fn read(&mut self, types: &[TypeDeclaration]) -> usize {
        let first = self.declarations.len();
        let source = self.sources;
        self.sources += 1;
        for declaration in types {
            let parameters = &declaration.parameters;
            let mut reader = Reader {
                catalogue: self,
                types,
                first,
                source,
                declaration,
                parameters,
                bound: &[],
            };
            let body = reader.type_(&declaration.body);
            let name = Str::new(&declaration.name);
            let (roots, outside) = (Vec::new(), Vec::new());
            self.declarations.push(Declaration { name, body, roots, outside });
        }
        for at in first..self.declarations.len() {
            let outside = self.outside_below(at);
            let mut roots: IndexSet<Str, FxBuildHasher> = IndexSet::default();
            for id in &outside {
                if let Node::Outside { path, .. } = self.node(*id) {
                    roots.extend(path.first().cloned());
                }
            }
            if let Some(declaration) = self.declarations.get_mut(at) {
                declaration.roots = roots.into_iter().collect();
                declaration.outside = outside;
            }
        }
        first
    }

    /// The types that a declaration looks for in variables, itself or by what it names.
    fn outside_below(&self, declaration: usize) -> Vec<Id> {
        let mut outside = Vec::new();
        let mut seen = vec![false; self.len()];
        let mut open: Vec<Id> =
            self.declarations.get(declaration).map(|of| of.body).into_iter().collect();
        while let Some(id) = open.pop() {
            match seen.get_mut(id.index()) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            match self.node(id) {
                Node::Optional(of) | Node::Array(of) | Node::KeyOf(of) => open.push(*of),
                Node::Checked { of, .. } => open.push(*of),
                Node::Union(members) | Node::Intersection(members) => open.extend(members.iter()),
                Node::Map { key: a, value: b } | Node::Index { of: a, key: b } => {
                    open.extend([a, b])
                }
                Node::Record(members) => open.extend(members.iter().map(|member| member.of)),
                Node::Function { parameters, returns } => {
                    open.extend(parameters);
                    open.extend(returns);
                }
                Node::Declared { declaration, arguments } => {
                    open.extend(self.declarations.get(*declaration).map(|of| of.body));
                    open.extend(arguments);
                }
                Node::Outside { arguments, .. } => {
                    outside.push(id);
                    open.extend(arguments);
                }
                Node::Primitive(_) | Node::Literal(_) | Node::Parameter(_) | Node::Unchecked(_) => {
                }
            }
        }
        outside
    }
}

/// Reads the body of one declaration.
struct Reader<'a> {
    catalogue: &'a mut Catalogue,
    types: &'a [TypeDeclaration],
    first: usize,
    source: usize,
    declaration: &'a TypeDeclaration,
    parameters: &'a [Parameter],
    /// The parameters of the function type that is being read.
    bound: &'a [Parameter],
}

impl<'a> Reader<'a> {
    fn type_(&mut self, of: &'a Type) -> Id {
        let node = match of {
            Type::Primitive(primitive) => Node::Primitive(*primitive),
            Type::Literal(literal) => Node::Literal(constant(literal).into()),
            Type::Optional(of) => Node::Optional(self.type_(of)),
            Type::Union(members) => Node::Union(self.all(members).into()),
            Type::Intersection(members) => Node::Intersection(self.all(members).into()),
            Type::Array(of) => Node::Array(self.type_(of)),
            Type::Map { key, value } => {
                let key = self.type_(key);
                Node::Map { key, value: self.type_(value) }
            }
            Type::Record(fields) => Node::Record(self.members(fields).into()),
            Type::Readonly(of) => return self.type_(of),
            Type::Function(function) => self.function(function),
            Type::Named { path, arguments } => self.named(path, arguments),
            Type::KeyOf(of) => Node::KeyOf(self.type_(of)),
            Type::Index { of, key } => {
                let of = self.type_(of);
                Node::Index { of, key: self.type_(key) }
            }
            Type::Interface(interface) => self.interface(interface),
            Type::Checked { of, validators } => {
                let of = self.type_(of);
                Node::Checked { of, checks: validators.iter().filter_map(check).collect() }
            }
            Type::TypeOf(_) | Type::Conditional(_) | Type::Asserts { .. } => {
                Node::Unchecked(of.to_string().into())
            }
        };
        self.catalogue.intern(node)
    }

    fn all(&mut self, types: &'a [Type]) -> Vec<Id> {
        types.iter().map(|of| self.type_(of)).collect()
    }

    fn members(&mut self, fields: &'a [Field]) -> Vec<Member> {
        let member = |field: &'a Field| {
            let of = self.type_(&field.of);
            Member { name: Str::new(&field.name), optional: field.optional, of }
        };
        fields.iter().map(member).collect()
    }

    fn function(&mut self, function: &'a FunctionType) -> Node {
        let outer = std::mem::replace(&mut self.bound, &function.generics);
        let mut parameters: Vec<Id> =
            function.parameters.iter().map(|parameter| self.type_(&parameter.of)).collect();
        parameters.extend(function.variadic.as_ref().map(|of| self.type_(of)));
        let returns = self.all(function.returns.as_deref().unwrap_or_default());
        self.bound = outer;
        Node::Function { parameters, returns }
    }

    fn interface(&mut self, interface: &'a Interface) -> Node {
        let mut members = self.members(&interface.fields);
        for method in &interface.methods {
            let of = self.function(&method.signature);
            let of = self.catalogue.intern(of);
            members.push(Member { name: Str::new(&method.name), optional: false, of });
        }
        let own = Node::Record(members.into());
        if interface.bases.is_empty() {
            return own;
        }
        let mut all = self.all(&interface.bases);
        all.push(self.catalogue.intern(own));
        Node::Intersection(all.into())
    }

    fn named(&mut self, path: &'a [String], arguments: &'a [Type]) -> Node {
        let arguments = self.all(arguments);
        if let [name] = path {
            if self.bound.iter().any(|parameter| parameter.name == *name) {
                return Node::Primitive(Primitive::Any);
            }
            if let Some(index) = self.parameters.iter().position(|own| own.name == *name) {
                return Node::Parameter(index);
            }
            if let Some(index) = self.visible(name) {
                return Node::Declared { declaration: self.first + index, arguments };
            }
        }
        let path = path.iter().map(|name| Str::new(name)).collect();
        Node::Outside { source: self.source, path, arguments }
    }

    /// The declaration that a name means here: in the innermost block, the last one up to this, or the next one below.
    fn visible(&self, name: &str) -> Option<usize> {
        let here = self.declaration.at;
        let named = self.types.iter().enumerate().filter(|(_, of)| of.name == name);
        let in_sight = named.filter(|(_, of)| of.block.contains(&here));
        let nearest = in_sight.max_by_key(|(_, of)| {
            let is_above = of.at <= here;
            let distance = here.abs_diff(of.at);
            (of.block.start, is_above, std::cmp::Reverse(distance))
        });
        nearest.map(|(index, _)| index)
    }
}

fn constant(literal: &Literal) -> Constant {
    match literal {
        Literal::Boolean(value) => Constant::Boolean(*value),
        Literal::Integer(value) => Constant::Integer(*value),
        Literal::Float(value) => Constant::Float(value.to_bits()),
        Literal::String(bytes) => Constant::Text(bytes.clone()),
    }
}

/// `None`: a validator that is not known, or whose argument does not fit it.
fn check(validator: &Validator) -> Option<Check> {
    let [argument] = validator.arguments.as_slice() else { return None };
    Some(match (validator.name.as_str(), argument) {
        ("min", Literal::Integer(_) | Literal::Float(_)) => Check::Min(constant(argument)),
        ("max", Literal::Integer(_) | Literal::Float(_)) => Check::Max(constant(argument)),
        ("min_len", Literal::Integer(length)) => Check::MinLength(*length),
        ("max_len", Literal::Integer(length)) => Check::MaxLength(*length),
        ("pattern", Literal::String(bytes)) => {
            Check::Pattern(String::from_utf8_lossy(bytes).into_owned().into())
        }
        _ => return None,
    })
}
