//! Types, as their values are in JSON.

use crate::model::{Content, Field, Model, Shape, Type, Variant};

use super::comment;
use super::names::{Names, property, string};

pub(super) struct Types<'a> {
    pub models: &'a [Model],
    pub names: &'a Names,
}

impl Types<'_> {
    pub fn declaration(&self, at: usize) -> String {
        let (model, name) = (&self.models[at], &self.names.list[at].ty);
        let docs = comment(&model.docs, 0);
        match &model.shape {
            Shape::Struct(fields) if fields.is_empty() => {
                format!("\n{docs}export type {name} = {};\n", self.object(fields))
            }
            Shape::Struct(fields) => {
                let fields = fields.iter().map(|field| {
                    let docs = self.docs(field);
                    format!("{docs}  {};\n", self.field(field))
                });
                format!("\n{docs}export interface {name} {{\n{}}}\n", fields.collect::<String>())
            }
            Shape::Enum(variants) => {
                let variants = variants.iter().map(|variant| {
                    format!("\n{}  | {}", comment(&variant.docs, 2), self.variant(variant))
                });
                format!("\n{docs}export type {name} ={};\n", variants.collect::<String>())
            }
        }
    }

    fn docs(&self, field: &Field) -> String {
        let mut lines = field.docs.clone();
        if has_wide(&field.ty) {
            lines.push("Beyond 2^53 - 1 a number is not exact here.".into());
        }
        comment(&lines, 2)
    }

    fn variant(&self, variant: &Variant) -> String {
        let content = match &variant.content {
            Content::Unit => return string(&variant.json),
            Content::Newtype(ty) => self.ty(ty),
            Content::Tuple(parts) => self.tuple(parts),
            Content::Struct(fields) => self.object(fields),
        };
        format!("{{ {}: {content} }}", property(&variant.json))
    }

    fn object(&self, fields: &[Field]) -> String {
        let fields: Vec<String> = fields.iter().map(|field| self.field(field)).collect();
        match &fields[..] {
            // `{}` would be anything.
            [] => "{ [key: string]: never }".into(),
            fields => format!("{{ {} }}", fields.join("; ")),
        }
    }

    fn field(&self, field: &Field) -> String {
        let optional = if field.is_optional() { "?" } else { "" };
        format!("{}{optional}: {}", property(&field.json), self.ty(&field.ty))
    }

    fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "boolean".into(),
            Type::Int(_) | Type::Float(_) => "number".into(),
            Type::Char | Type::Text => "string".into(),
            Type::Option(inner) => match self.ty(inner) {
                nullable if nullable.ends_with(" | null") => nullable,
                inner => format!("{inner} | null"),
            },
            Type::List(inner) => match self.ty(inner) {
                union if union.contains(" | ") => format!("({union})[]"),
                inner => format!("{inner}[]"),
            },
            Type::Map(inner) => format!("{{ [key: string]: {} }}", self.ty(inner)),
            Type::Tuple(parts) => self.tuple(parts),
            Type::Model(at) => self.names.list[*at].ty.clone(),
        }
    }

    fn tuple(&self, parts: &[Type]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.ty(part)).collect();
        format!("[{}]", parts.join(", "))
    }
}

/// Whether a type has whole numbers that JavaScript cannot hold, outside of other models.
fn has_wide(ty: &Type) -> bool {
    match ty {
        Type::Int(int) => int.is_wide(),
        Type::Option(inner) | Type::List(inner) | Type::Map(inner) => has_wide(inner),
        Type::Tuple(parts) => parts.iter().any(has_wide),
        _ => false,
    }
}
