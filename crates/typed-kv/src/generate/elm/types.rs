//! Types.

use crate::model::{Content, Field, Shape, Type};

use super::{Elm, comments, names};

impl Elm<'_> {
    pub(super) fn type_declaration(&self, at: usize) -> String {
        let (model, name) = (&self.models[at], &self.names.types[at]);
        let docs = comments::of_type(&model.docs);
        let declaration = match &model.shape {
            Shape::Struct(fields) if self.wrapped[at] => {
                format!("type {name}\n    = {name}{}", self.constructor_record(fields))
            }
            Shape::Struct(fields) if fields.is_empty() => format!("type alias {name} =\n    {{}}"),
            Shape::Struct(fields) => format!("type alias {name} =\n    {}", self.record(fields, 4)),
            Shape::Enum(variants) => {
                let mut text = format!("type {name}");
                for (place, (variant, name)) in
                    variants.iter().zip(&self.names.variants[at]).enumerate()
                {
                    let sign = if place == 0 { '=' } else { '|' };
                    let docs = comments::of_part(&variant.docs, 6);
                    let content = match &variant.content {
                        Content::Unit => String::new(),
                        Content::Newtype(ty) => format!(" {}", self.argument(ty)),
                        Content::Tuple(parts) => {
                            parts.iter().map(|part| format!(" {}", self.argument(part))).collect()
                        }
                        Content::Struct(fields) => self.constructor_record(fields),
                    };
                    text += &format!("\n    {sign} {docs}{name}{content}");
                }
                text
            }
        };
        format!("\n\n{docs}{declaration}\n")
    }

    fn constructor_record(&self, fields: &[Field]) -> String {
        match fields {
            [] => " {}".into(),
            _ => format!("\n        {}", self.record(fields, 8)),
        }
    }

    /// A record whose lines begin with so many spaces.
    fn record(&self, fields: &[Field], indent: usize) -> String {
        let space = " ".repeat(indent);
        let mut text = String::new();
        for (field, name) in fields.iter().zip(names::fields(fields)) {
            let sign = if text.is_empty() { "{ ".into() } else { format!("\n{space}, ") };
            let docs = comments::of_part(&field.docs, indent + 2);
            text += &format!("{sign}{docs}{name} : {}", self.ty(&field.ty));
        }
        format!("{text}\n{space}}}")
    }

    /// A type.
    pub(super) fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "Bool".into(),
            Type::Int(_) => "Int".into(),
            Type::Float(_) => "Float".into(),
            Type::Char => "Char".into(),
            Type::Text => "String".into(),
            Type::Option(inner) => format!("Maybe {}", self.argument(inner)),
            Type::List(inner) => format!("List {}", self.argument(inner)),
            Type::Map(inner) => format!("Dict String {}", self.argument(inner)),
            Type::Tuple(parts) => match &parts[..] {
                [only] => self.ty(only),
                [_, _] | [_, _, _] => {
                    let parts: Vec<String> = parts.iter().map(|part| self.ty(part)).collect();
                    format!("( {} )", parts.join(", "))
                }
                _ => {
                    let parts = parts.iter().enumerate();
                    let parts: Vec<String> = parts
                        .map(|(at, part)| format!("part{} : {}", at + 1, self.ty(part)))
                        .collect();
                    format!("{{ {} }}", parts.join(", "))
                }
            },
            Type::Model(at) => self.names.types[*at].clone(),
        }
    }

    /// A type behind the name of another.
    fn argument(&self, ty: &Type) -> String {
        let text = self.ty(ty);
        match ty {
            Type::Tuple(parts) if parts.len() == 1 => self.argument(&parts[0]),
            Type::Option(_) | Type::List(_) | Type::Map(_) => format!("({text})"),
            _ => text,
        }
    }
}
