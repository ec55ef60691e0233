//! Encoders.

use crate::model::{Content, Field, Shape, Type, Variant};

use super::{Elm, names};

/// A function from a value to JSON.
enum Function {
    /// A name, or one with some of its arguments.
    Applied(String),
    Lambda(String),
}

impl Function {
    /// As an argument.
    fn argument(&self) -> String {
        match self {
            Self::Applied(text) if !text.contains(' ') => text.clone(),
            Self::Applied(text) | Self::Lambda(text) => format!("({text})"),
        }
    }

    fn of(&self, value: &str) -> String {
        match self {
            Self::Applied(text) => format!("{text} {value}"),
            Self::Lambda(text) => format!("({text}) {value}"),
        }
    }
}

impl Elm<'_> {
    pub(super) fn encoder(&self, at: usize) -> String {
        let (ty, functions) = (&self.names.types[at], &self.names.functions[at]);
        let (name, of_fields) = (&functions.encode, &functions.fields);
        match &self.models[at].shape {
            Shape::Struct(fields) => {
                let parameter =
                    if self.wrapped[at] { format!("({ty} value)") } else { "value".into() };
                format!(
                    "\n\n{name} : {ty} -> Encode.Value\n{name} value =\n    Encode.object ({of_fields} value)\n\
                     \n\n{of_fields} : {ty} -> List ( String, Encode.Value )\n{of_fields} {parameter} =\n    {}\n",
                    self.members(fields, "value", "\n    ")
                )
            }
            Shape::Enum(variants) => {
                let cases: Vec<String> = variants
                    .iter()
                    .zip(&self.names.variants[at])
                    .map(|(variant, name)| self.case(variant, name))
                    .collect();
                format!(
                    "\n\n{name} : {ty} -> Encode.Value\n{name} value =\n    case value of\n{}\n",
                    cases.join("\n\n")
                )
            }
        }
    }

    fn case(&self, variant: &Variant, name: &str) -> String {
        let tagged =
            |json: &str| format!("Encode.object [ ( {}, {json} ) ]", string(&variant.json));
        let (pattern, json) = match &variant.content {
            Content::Unit => (String::new(), format!("Encode.string {}", string(&variant.json))),
            Content::Newtype(ty) => (" part1".into(), tagged(&self.json(ty, 1).of("part1"))),
            Content::Tuple(parts) => {
                let pattern = (1..=parts.len()).map(|at| format!(" part{at}")).collect();
                let parts = parts.iter().enumerate();
                let parts: Vec<String> = parts
                    .map(|(at, part)| self.json(part, 1).of(&format!("part{}", at + 1)))
                    .collect();
                (pattern, tagged(&format!("Encode.list identity [ {} ]", parts.join(", "))))
            }
            Content::Struct(fields) if fields.is_empty() => {
                (" _".into(), tagged("Encode.object []"))
            }
            Content::Struct(fields) => {
                let members = self.members(fields, "record", " ");
                (" record".into(), tagged(&format!("Encode.object {members}")))
            }
        };
        format!("        {name}{pattern} ->\n            {json}")
    }

    /// The members of an object, each in its line or all in one.
    fn members(&self, fields: &[Field], record: &str, between: &str) -> String {
        if fields.is_empty() {
            return "[]".into();
        }
        let members = fields.iter().zip(names::fields(fields)).map(|(field, name)| {
            format!(
                "( {}, {} )",
                string(&field.json),
                self.json(&field.ty, 1).of(&format!("{record}.{name}"))
            )
        });
        let comma = if between == " " { ", ".into() } else { format!("{between}, ") };
        format!("[ {}{between}]", members.collect::<Vec<_>>().join(&comma))
    }

    /// Variables of lambdas have a number, since Elm refuses one that hides another.
    fn json(&self, ty: &Type, depth: usize) -> Function {
        let inner = |ty: &Type| self.json(ty, depth + 1);
        Function::Applied(match ty {
            Type::Bool => "Encode.bool".into(),
            Type::Int(_) => "Encode.int".into(),
            Type::Float(_) => "Encode.float".into(),
            Type::Char => "encodeChar".into(),
            Type::Text => "Encode.string".into(),
            Type::Option(ty) => format!("orNull {}", inner(ty).argument()),
            Type::List(ty) => format!("Encode.list {}", inner(ty).argument()),
            Type::Map(ty) => format!("Encode.dict identity {}", inner(ty).argument()),
            Type::Tuple(parts) => {
                let variable = |at: usize| match parts.len() {
                    ..=3 => format!("{}{depth}", ["a", "b", "c"][at]),
                    _ => format!("tuple{depth}.part{}", at + 1),
                };
                let pattern = match parts.len() {
                    1 => variable(0),
                    2 => format!("( {}, {} )", variable(0), variable(1)),
                    3 => format!("( {}, {}, {} )", variable(0), variable(1), variable(2)),
                    _ => format!("tuple{depth}"),
                };
                let parts =
                    parts.iter().enumerate().map(|(at, part)| inner(part).of(&variable(at)));
                let parts = parts.collect::<Vec<_>>().join(", ");
                return Function::Lambda(format!(
                    "\\{pattern} -> Encode.list identity [ {parts} ]"
                ));
            }
            Type::Model(at) => self.names.functions[*at].encode.clone(),
        })
    }
}

/// A text in Elm's quotes.
pub(super) fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted += "\\\"",
            '\\' => quoted += "\\\\",
            '\n' => quoted += "\\n",
            '\t' => quoted += "\\t",
            letter if is_unseen(letter) => quoted += &format!("\\u{{{:04X}}}", u32::from(letter)),
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

/// What elm-format writes as a number, since nobody sees it: the same that Rust does. The letter before it is for those that
/// combine with one, and can be seen then. Of control characters Rust knows some by shorter names than Elm does.
fn is_unseen(letter: char) -> bool {
    letter.is_control() || format!("a{letter}").escape_debug().skip(1).count() > 2
}
