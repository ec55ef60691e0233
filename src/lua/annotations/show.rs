//! Types as text, in one canonical form.

use std::fmt::{self, Display, Formatter};

use super::Parameter;
use super::types::{
    Conditional, Field, FunctionType, Interface, Literal, Primitive, Type, Validator,
};

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(primitive) => primitive.fmt(f),
            Self::Literal(literal) => literal.fmt(f),
            Self::Optional(of) => write!(f, "{}?", Operand(of)),
            Self::Union(members) => list(f, members.iter().map(Operand), " | "),
            Self::Intersection(members) => list(f, members.iter().map(Operand), " & "),
            Self::Array(of) => write!(f, "{{{of}}}"),
            Self::Map { key, value } => write!(f, "{{[{key}]: {value}}}"),
            Self::Record(fields) => {
                f.write_str("{")?;
                list(f, fields, ", ")?;
                f.write_str("}")
            }
            Self::Readonly(of) => write!(f, "readonly {of}"),
            Self::Function(function) if writes_as_arrow(function) => {
                parameters(f, function)?;
                f.write_str(" -> ")?;
                returns(f, function)
            }
            Self::Function(function) => {
                f.write_str("fun")?;
                signature(f, function)
            }
            Self::Named { path, arguments } => {
                list(f, path, ".")?;
                angles(f, arguments)
            }
            Self::TypeOf(expression) => write!(f, "typeof({expression})"),
            Self::KeyOf(of) => write!(f, "keyof({of})"),
            Self::Index { of, key } => write!(f, "{}[{key}]", Operand(of)),
            Self::Conditional(choice) => {
                let Conditional { checked, bound, then, otherwise } = choice.as_ref();
                write!(f, "{} extends ", Operand(checked))?;
                // A `?` in it would begin the results; `fun()` before the `:` would take that for its own.
                match bound {
                    Self::Optional(_) | Self::Index { .. } | Self::Checked { .. } => {
                        write!(f, "({bound})")?;
                    }
                    other => Operand(other).fmt(f)?,
                }
                write!(f, " ? {} : {otherwise}", Operand(then))
            }
            Self::Asserts { name, is: None } => write!(f, "asserts {name}"),
            Self::Asserts { name, is: Some(is) } => write!(f, "asserts {name} is {is}"),
            Self::Interface(interface) => interface.fmt(f),
            Self::Checked { of, validators } => {
                match of.as_ref() {
                    Self::Checked { .. } => write!(f, "({of})")?,
                    other => Operand(other).fmt(f)?,
                }
                validators.iter().try_for_each(|validator| write!(f, " {validator}"))
            }
        }
    }
}

/// A type with parentheses around it where something before or behind would tear it apart.
struct Operand<'t>(&'t Type);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Type::Union(_)
            | Type::Intersection(_)
            | Type::Function(_)
            | Type::Conditional(_)
            | Type::Asserts { .. } => write!(f, "({})", self.0),
            other => other.fmt(f),
        }
    }
}

impl Display for Primitive {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            // The only infinity that can be written: a number too large.
            Self::Float(value) if value.is_infinite() => {
                f.write_str(if *value > 0.0 { "1e999" } else { "-1e999" })
            }
            Self::Float(value) => write!(f, "{value:?}"),
            Self::String(bytes) => {
                f.write_str("\"")?;
                for byte in bytes {
                    match byte {
                        b'"' | b'\\' => write!(f, "\\{}", char::from(*byte))?,
                        b' '..=b'~' => write!(f, "{}", char::from(*byte))?,
                        _ => write!(f, "\\{byte:03}")?,
                    }
                }
                f.write_str("\"")
            }
        }
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mark = if self.optional { "?" } else { "" };
        write!(f, "{}{mark}: {}", self.name, self.of)
    }
}

impl Display for Validator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.name)?;
        if self.arguments.is_empty() {
            return Ok(());
        }
        f.write_str("(")?;
        list(f, &self.arguments, ", ")?;
        f.write_str(")")
    }
}

impl Display for Interface {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("interface")?;
        if !self.bases.is_empty() {
            f.write_str(" : ")?;
            list(f, &self.bases, ", ")?;
        }
        self.fields.iter().try_for_each(|field| write!(f, "; {field}"))?;
        for method in &self.methods {
            write!(f, "; function {}", method.name)?;
            signature(f, &method.signature)?;
        }
        f.write_str(" end")
    }
}

impl Display for Parameter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.bound.as_ref().map_or(Ok(()), |bound| write!(f, ": {bound}"))
    }
}

/// `(…) -> R` has no place for type parameters and always says what it returns.
fn writes_as_arrow(function: &FunctionType) -> bool {
    function.generics.is_empty() && function.returns.is_some()
}

/// `<T>(a: T): R`
fn signature(f: &mut Formatter<'_>, function: &FunctionType) -> fmt::Result {
    angles(f, &function.generics)?;
    parameters(f, function)?;
    if function.returns.is_none() {
        return Ok(());
    }
    f.write_str(": ")?;
    returns(f, function)
}

fn parameters(f: &mut Formatter<'_>, function: &FunctionType) -> fmt::Result {
    f.write_str("(")?;
    for (index, parameter) in function.parameters.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { ", " })?;
        if let Some(name) = &parameter.name {
            write!(f, "{name}{}: ", if parameter.optional { "?" } else { "" })?;
        }
        parameter.of.fmt(f)?;
    }
    if let Some(variadic) = &function.variadic {
        f.write_str(if function.parameters.is_empty() { "" } else { ", " })?;
        write!(f, "...{variadic}")?;
    }
    f.write_str(")")
}

fn returns(f: &mut Formatter<'_>, function: &FunctionType) -> fmt::Result {
    match function.returns.as_deref() {
        Some([one]) => one.fmt(f),
        several => {
            f.write_str("(")?;
            list(f, several.unwrap_or_default(), ", ")?;
            f.write_str(")")
        }
    }
}

/// `<A, B>`, or nothing.
fn angles<T: Display>(f: &mut Formatter<'_>, items: &[T]) -> fmt::Result {
    if items.is_empty() {
        return Ok(());
    }
    f.write_str("<")?;
    list(f, items, ", ")?;
    f.write_str(">")
}

fn list<T: Display>(
    f: &mut Formatter<'_>,
    items: impl IntoIterator<Item = T>,
    between: &str,
) -> fmt::Result {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        item.fmt(f)?;
    }
    Ok(())
}
