//! Decoders, and the defaults of what may be missing.

use crate::model::{Content, Field, Model, Shape, Type, Variant};

use super::encode::string;
use super::{Elm, names};

/// Which structs have a default that is asked for, by a field that may be missing or by another default.
pub(super) fn defaults(models: &[Model]) -> Vec<bool> {
    let mut asked = vec![false; models.len()];
    let mut next = Vec::new();
    let missing = |fields: &[Field], next: &mut Vec<usize>| {
        for field in fields.iter().filter(|field| field.default) {
            in_default(&field.ty, next);
        }
    };
    for model in models {
        match &model.shape {
            Shape::Struct(fields) => missing(fields, &mut next),
            Shape::Enum(variants) => {
                for variant in variants {
                    if let Content::Struct(fields) = &variant.content {
                        missing(fields, &mut next);
                    }
                }
            }
        }
    }
    while let Some(at) = next.pop() {
        if let (Shape::Struct(fields), false) = (&models[at].shape, asked[at]) {
            asked[at] = true;
            fields.iter().for_each(|field| in_default(&field.ty, &mut next));
        }
    }
    asked
}

/// The models whose defaults stand in that of a type.
fn in_default(ty: &Type, found: &mut Vec<usize>) {
    match ty {
        Type::Tuple(parts) => parts.iter().for_each(|part| in_default(part, found)),
        Type::Model(at) => found.push(*at),
        _ => {}
    }
}

impl Elm<'_> {
    pub(super) fn decoder(&self, at: usize) -> String {
        let (ty, functions) = (&self.names.types[at], &self.names.functions[at]);
        let name = &functions.decode;
        let head = format!("\n\n{name} : Decode.Decoder {ty}\n{name} =\n");
        match &self.models[at].shape {
            Shape::Struct(fields) => {
                let make = match (&fields[..], self.wrapped[at]) {
                    ([], _) => "{}".into(),
                    (_, false) => ty.clone(),
                    (fields, true) => format!("({})", make_record(ty, fields)),
                };
                let fields = self.fields(at, fields, "\n        ");
                format!("{head}    Decode.succeed {make}{fields}\n{}", self.default_declaration(at))
            }
            Shape::Enum(variants) => {
                let variants = variants.iter().zip(&self.names.variants[at]);
                let variants: Vec<String> =
                    variants.map(|(it, name)| self.variant(at, it, name)).collect();
                format!(
                    "{head}    Decode.oneOf\n        [ {}\n        ]\n",
                    variants.join("\n        , ")
                )
            }
        }
    }

    fn variant(&self, at: usize, variant: &Variant, name: &str) -> String {
        let json = string(&variant.json);
        match &variant.content {
            Content::Unit => format!("constant {json} {name}"),
            Content::Newtype(ty) => {
                format!("Decode.field {json} (Decode.map {name} {})", argument(self.reader(at, ty)))
            }
            Content::Tuple(parts) => {
                format!("Decode.field {json} ({})", self.indexes(at, parts, name))
            }
            Content::Struct(fields) if fields.is_empty() => {
                format!("Decode.field {json} (Decode.succeed ({name} {{}}))")
            }
            Content::Struct(fields) => {
                let make = make_record(name, fields);
                let fields = self.fields(at, fields, "\n                ");
                format!(
                    "Decode.field {json}\n            (Decode.succeed ({make}){fields}\n            )"
                )
            }
        }
    }

    fn fields(&self, at: usize, fields: &[Field], before: &str) -> String {
        let field = |field: &Field| {
            let (json, decoder) = (string(&field.json), argument(self.reader(at, &field.ty)));
            let decoder = match (field.default, &field.ty) {
                (true, ty) => format!("optional {json} {decoder} {}", argument(self.default(ty))),
                (_, Type::Option(_)) => format!("optional {json} {decoder} Nothing"),
                _ => format!("Decode.field {json} {decoder}"),
            };
            format!("{before}|> andMap ({decoder})")
        };
        fields.iter().map(field).collect()
    }

    /// The decoder of a type in a model.
    fn reader(&self, from: usize, ty: &Type) -> String {
        let inner = |ty: &Type| argument(self.reader(from, ty));
        match ty {
            Type::Bool => "Decode.bool".into(),
            Type::Int(int) if int.is_wide() => "exactInt".into(),
            Type::Int(_) => "Decode.int".into(),
            Type::Float(_) => "Decode.float".into(),
            Type::Char => "decodeChar".into(),
            Type::Text => "Decode.string".into(),
            Type::Option(ty) => format!("Decode.nullable {}", inner(ty)),
            Type::List(ty) => format!("Decode.list {}", inner(ty)),
            Type::Map(ty) => format!("Decode.dict {}", inner(ty)),
            Type::Tuple(parts) => match parts.len() {
                1 => format!("Decode.index 0 {}", inner(&parts[0])),
                2 => self.indexes(from, parts, "Tuple.pair"),
                3 => self.indexes(from, parts, "(\\a b c -> ( a, b, c ))"),
                count => {
                    let all: Vec<String> = (1..=count).map(|at| format!("part{at}")).collect();
                    let members: Vec<String> =
                        all.iter().map(|it| format!("{it} = {it}")).collect();
                    let make = format!("(\\{} -> {{ {} }})", all.join(" "), members.join(", "));
                    self.indexes(from, parts, &make)
                }
            },
            Type::Model(at) => {
                let name = &self.names.functions[*at].decode;
                // Of two values that need each other Elm makes neither, but of a function.
                if self.group[*at] == self.group[from] {
                    format!("Decode.lazy (\\_ -> {name})")
                } else {
                    name.clone()
                }
            }
        }
    }

    /// What is made of the values of a list.
    fn indexes(&self, from: usize, parts: &[Type], make: &str) -> String {
        let index =
            |at: usize| format!("(Decode.index {at} {})", argument(self.reader(from, &parts[at])));
        if let 2..=8 = parts.len() {
            let indexes: Vec<String> = (0..parts.len()).map(index).collect();
            return format!("Decode.map{} {make} {}", parts.len(), indexes.join(" "));
        }
        (0..parts.len()).fold(format!("Decode.succeed {make}"), |before, at| {
            format!("andMap {} ({before})", index(at))
        })
    }

    /// What Rust makes of nothing.
    fn default(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "False".into(),
            Type::Int(_) | Type::Float(_) => "0".into(),
            Type::Char => "'\\u{0000}'".into(),
            Type::Text => "\"\"".into(),
            Type::Option(_) => "Nothing".into(),
            Type::List(_) => "[]".into(),
            Type::Map(_) => "Dict.empty".into(),
            Type::Tuple(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.default(part)).collect();
                match &parts[..] {
                    [only] => only.clone(),
                    [_, _] | [_, _, _] => format!("( {} )", parts.join(", ")),
                    _ => {
                        let parts = parts.iter().enumerate();
                        let parts: Vec<String> =
                            parts.map(|(at, part)| format!("part{} = {part}", at + 1)).collect();
                        format!("{{ {} }}", parts.join(", "))
                    }
                }
            }
            Type::Model(at) => match &self.models[*at].shape {
                Shape::Struct(_) => self.names.functions[*at].default.clone(),
                Shape::Enum(variants) => {
                    let default = variants.iter().position(|variant| variant.default).unwrap_or(0);
                    self.names.variants[*at][default].clone()
                }
            },
        }
    }

    fn default_declaration(&self, at: usize) -> String {
        let (Shape::Struct(fields), true) = (&self.models[at].shape, self.defaults[at]) else {
            return String::new();
        };
        let (ty, name) = (&self.names.types[at], &self.names.functions[at].default);
        let members = fields.iter().zip(names::fields(fields));
        let members: Vec<String> =
            members.map(|(field, name)| format!("{name} = {}", self.default(&field.ty))).collect();
        let record = match members.is_empty() {
            true => "{}".into(),
            false => format!("{{ {} }}", members.join(", ")),
        };
        let wrap = if self.wrapped[at] { format!("{ty} ") } else { String::new() };
        format!("\n\n{name} : {ty}\n{name} =\n    {wrap}{record}\n")
    }
}

/// `\part1 part2 -> Name { a = part1, b = part2 }`
fn make_record(constructor: &str, fields: &[Field]) -> String {
    let parts: Vec<String> = (1..=fields.len()).map(|at| format!("part{at}")).collect();
    let members = names::fields(fields).into_iter().zip(&parts);
    let members: Vec<String> = members.map(|(name, part)| format!("{name} = {part}")).collect();
    format!("\\{} -> {constructor} {{ {} }}", parts.join(" "), members.join(", "))
}

/// An expression as an argument.
fn argument(text: String) -> String {
    let closed = text.starts_with(['(', '{', '"', '\'', '[']);
    if closed || !text.contains(' ') { text } else { format!("({text})") }
}
