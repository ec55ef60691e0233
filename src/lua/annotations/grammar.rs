//! The grammar of types. Here a wrong token is a [`super::Fault`].

use super::lexer::Kind;
use super::literal;
use super::parser::{Parse, Parser};
use super::types::{
    Conditional, Field, FunctionParameter, FunctionType, Literal, Primitive, Type, Validator,
};

impl Parser<'_> {
    /// A whole type.
    pub(super) fn type_(&mut self) -> Parse<Type> {
        self.deeper(|parser| parser.alternatives(None))
    }

    /// What a function gives: one type, or several or none in parentheses.
    pub(super) fn returns(&mut self) -> Parse<Vec<Type>> {
        self.deeper(|parser| {
            if !parser.at("(") {
                return Ok(vec![parser.alternatives(None)?]);
            }
            let list = parser.parameter_list()?;
            if parser.at("->") || list.len() == 1 {
                let first = parser.after_list(list)?;
                return Ok(vec![parser.alternatives(Some(first))?]);
            }
            let unnamed = list.into_iter().map(|item| match item {
                Item::Parameter(FunctionParameter { name: None, of, .. }) => Ok(of),
                _ => parser.expected("`->` after the parameters"),
            });
            unnamed.collect()
        })
    }

    /// `A | B & C`, `A extends B ? C : D`; the first one may have been read already.
    fn alternatives(&mut self, first: Option<Type>) -> Parse<Type> {
        if first.is_none() && (self.at("|") || self.at("&")) {
            // One in front of the first, for the looks of a list over several lines.
            self.advance();
        }
        let mut left = self.operand_type(first, false)?;
        if self.at("extends") {
            return self.conditional(left);
        }
        while self.at("|") || self.at("&") {
            let is_union = self.advance().is("|");
            let right = self.operand_type(None, false)?;
            left = match (left, is_union) {
                (Type::Union(mut members), true) => {
                    members.push(right);
                    Type::Union(members)
                }
                (Type::Intersection(mut members), false) => {
                    members.push(right);
                    Type::Intersection(members)
                }
                (left, _) => {
                    self.grow()?;
                    let members = vec![left, right];
                    if is_union { Type::Union(members) } else { Type::Intersection(members) }
                }
            };
        }
        Ok(left)
    }

    fn conditional(&mut self, checked: Type) -> Parse<Type> {
        self.advance();
        let bound = self.operand_type(None, true)?;
        self.need("?", "`?` after the condition")?;
        let then = self.type_()?;
        self.need(":", "`:` between the two results of the condition")?;
        let otherwise = self.type_()?;
        self.grow()?;
        Ok(Type::Conditional(Box::new(Conditional { checked, bound, then, otherwise })))
    }

    /// A type with what may follow it: `T?`, `T[]`, `T[K]`, `T @min(1)`. In a condition a `?` goes on with the results.
    fn operand_type(&mut self, first: Option<Type>, in_condition: bool) -> Parse<Type> {
        match first {
            Some(first) => self.suffixes(first, in_condition),
            None => self.beside(|parser| {
                let first = parser.primary_type()?;
                parser.suffixes(first, in_condition)
            }),
        }
    }

    fn suffixes(&mut self, first: Type, in_condition: bool) -> Parse<Type> {
        let mut of = first;
        loop {
            match self.token.text {
                "?" if !in_condition || self.ahead.is("?") => {
                    self.advance();
                    of = Type::Optional(Box::new(of));
                }
                "[" if self.ahead.is("]") => {
                    self.advance();
                    self.advance();
                    of = Type::Array(Box::new(of));
                }
                "[" => {
                    self.advance();
                    let key = Box::new(self.type_()?);
                    self.need("]", "`]` after the key")?;
                    of = Type::Index { of: Box::new(of), key };
                }
                "@" => {
                    let validators = self.validators()?;
                    of = Type::Checked { of: Box::new(of), validators };
                }
                _ => return Ok(of),
            }
            self.grow()?;
        }
    }

    fn validators(&mut self) -> Parse<Vec<Validator>> {
        let mut validators = Vec::new();
        while self.take("@") {
            let name = self.need_name("the name of a validator")?;
            let mut arguments = Vec::new();
            // On a line of its own it is the next statement.
            if !self.on_new_line() && self.take("(") {
                while !self.at(")") {
                    arguments.push(self.literal("a number or a string")?);
                    if !self.take(",") {
                        break;
                    }
                }
                self.need(")", "`)` after the arguments of the validator")?;
            }
            validators.push(Validator { name, arguments });
        }
        Ok(validators)
    }

    fn literal(&mut self, what: &str) -> Parse<Literal> {
        let negative = self.at("-") && self.ahead.kind == Kind::Number;
        if negative {
            self.advance();
        }
        let value = match (self.token.kind, self.token.text) {
            (Kind::Number, text) => literal::number(text, negative),
            (Kind::Text, text) => literal::string(text).map(Literal::String),
            (_, "true") => Some(Literal::Boolean(true)),
            (_, "false") => Some(Literal::Boolean(false)),
            _ => return self.expected(what),
        };
        let Some(value) = value else {
            return match self.token.kind {
                Kind::Number => self.expected("a number"),
                _ => self.expected("a string with proper escapes"),
            };
        };
        self.advance();
        Ok(value)
    }

    fn primary_type(&mut self) -> Parse<Type> {
        match (self.token.kind, self.token.text) {
            (_, "{") => self.braces(),
            (_, "(") => {
                let list = self.parameter_list()?;
                self.after_list(list)
            }
            (_, "nil" | "function") => self.named_type(),
            (Kind::Name, "fun") => self.fun_type(),
            (Kind::Name, "interface") => {
                self.advance();
                if !self.at("{") {
                    return self.expected("`{` after `interface`");
                }
                self.braces()
            }
            (Kind::Name, "readonly") => {
                self.advance();
                if !self.at("{") {
                    return self.expected("`{` after `readonly`");
                }
                let of = Box::new(self.braces()?);
                self.grow()?;
                Ok(Type::Readonly(of))
            }
            (Kind::Name, "typeof") => self.typeof_type(),
            (Kind::Name, "keyof") => {
                self.advance();
                self.need("(", "`(` after `keyof`")?;
                let of = Box::new(self.type_()?);
                self.need(")", "`)`")?;
                Ok(Type::KeyOf(of))
            }
            (Kind::Name, "asserts") => {
                self.advance();
                let name = self.need_name("the name of a parameter after `asserts`")?;
                let is = if self.take("is") { Some(Box::new(self.type_()?)) } else { None };
                Ok(Type::Asserts { name, is })
            }
            (Kind::Name, "as" | "is" | "extends") => self.expected("a type"),
            (Kind::Name, _) => self.named_type(),
            _ => self.literal("a type").map(Type::Literal),
        }
    }

    /// `Name`, `module.Name`, `Name<T>` or a primitive.
    pub(super) fn named_type(&mut self) -> Parse<Type> {
        let primitive = Primitive::named(self.token.text);
        if let (Some(primitive), false) = (primitive, self.ahead.is(".")) {
            // `x as number < 9` is a comparison. Only of `table` people write what it holds.
            if primitive != Primitive::Table || !self.ahead.is("<") {
                self.advance();
                return Ok(Type::Primitive(primitive));
            }
        }
        let mut path = vec![self.need_name("the name of a type")?];
        while self.take(".") {
            path.push(self.need_name("the name of a type after `.`")?);
        }
        let arguments = if self.at("<") { self.type_arguments()? } else { Vec::new() };
        Ok(Type::Named { path, arguments })
    }

    /// `<A, B>`
    pub(super) fn type_arguments(&mut self) -> Parse<Vec<Type>> {
        // `local file: File <close>` looks like a generic type.
        if matches!(self.ahead.text, "close" | "const")
            && self.beyond().next().is_some_and(|token| token.is(">"))
        {
            self.attribute()?;
        }
        self.need("<", "`<`")?;
        let mut arguments = vec![self.type_()?];
        while self.take(",") {
            arguments.push(self.type_()?);
        }
        if !self.take_angle() {
            return self.expected("`,` or `>` in the type arguments");
        }
        Ok(arguments)
    }

    fn typeof_type(&mut self) -> Parse<Type> {
        self.advance();
        self.need("(", "`(` after `typeof`")?;
        let start = self.token.start;
        // A function in there may declare types; they are as blank as the rest of it.
        let declared = self.types.len();
        let parsed = self.expression();
        self.inside_type(parsed, "an expression in `typeof`")?;
        self.types.truncate(declared);
        let expression = self.text(start, self.end_of_last).to_owned();
        self.need(")", "`)` after the expression")?;
        Ok(Type::TypeOf(expression))
    }
}

/// Tables.
impl Parser<'_> {
    fn braces(&mut self) -> Parse<Type> {
        self.need("{", "`{`")?;
        if self.take("}") {
            return Ok(Type::Record(Vec::new()));
        }
        if self.take("[") {
            let key = Box::new(self.type_()?);
            self.need("]", "`]` after the type of the keys")?;
            self.need(":", "`:` and the type of the values")?;
            let value = Box::new(self.type_()?);
            self.take(",");
            self.need("}", "`}` after the type of the values")?;
            return Ok(Type::Map { key, value });
        }
        if !self.at_field() {
            let element = Box::new(self.type_()?);
            self.take(",");
            self.need("}", "`}` after the type of the elements")?;
            return Ok(Type::Array(element));
        }
        let mut fields = vec![self.field()?];
        while self.take(",") || self.take(";") {
            if self.at("}") {
                break;
            }
            if !self.at_field() {
                return self.expected("the name of a field and `:`");
            }
            fields.push(self.field()?);
        }
        self.need("}", "`,` or `}` after a field")?;
        Ok(Type::Record(fields))
    }

    /// `name:` or `name?:`. Every name will do, `type` and `as` too.
    pub(super) fn at_field(&self) -> bool {
        self.token.kind == Kind::Name
            && (self.ahead.is(":")
                || self.ahead.is("?") && self.beyond().next().is_some_and(|token| token.is(":")))
    }

    pub(super) fn field(&mut self) -> Parse<Field> {
        let name = self.need_name("the name of a field")?;
        let optional = self.take("?");
        self.need(":", "`:` after the name of a field")?;
        let of = self.type_()?;
        Ok(Field { name, optional, of })
    }
}

/// What may stand between parentheses.
enum Item {
    Parameter(FunctionParameter),
    Variadic(Type),
}

/// Functions.
impl Parser<'_> {
    /// `fun<T>(a: T): R`
    fn fun_type(&mut self) -> Parse<Type> {
        self.advance();
        let generics = self.type_parameters()?;
        if !self.at("(") {
            return self.expected("`(` after `fun`");
        }
        let list = self.parameter_list()?;
        let returns = if self.take(":") { Some(self.returns()?) } else { None };
        Ok(function(generics, list, returns))
    }

    /// `(a: T, U, ...V)`: the parameters of a function type, or a type in parentheses.
    fn parameter_list(&mut self) -> Parse<Vec<Item>> {
        self.need("(", "`(`")?;
        let mut list = Vec::new();
        while !self.at(")") {
            if self.take("...") {
                self.take(":");
                let any = self.at(")");
                list.push(Item::Variadic(if any {
                    Type::Primitive(Primitive::Any)
                } else {
                    self.type_()?
                }));
                break;
            }
            let mut parameter =
                FunctionParameter { name: None, optional: false, of: Type::Record(Vec::new()) };
            if self.at_field() {
                parameter.name = Some(self.need_name("the name of a parameter")?);
                parameter.optional = self.take("?");
                self.need(":", "`:` after the name of a parameter")?;
            }
            parameter.of = self.type_()?;
            list.push(Item::Parameter(parameter));
            if !self.take(",") {
                break;
            }
        }
        self.need(")", "`,` or `)`")?;
        Ok(list)
    }

    /// Either `->` follows, or the list was a single type in parentheses.
    fn after_list(&mut self, mut list: Vec<Item>) -> Parse<Type> {
        if self.take("->") {
            let returns = Some(self.returns()?);
            return Ok(function(Vec::new(), list, returns));
        }
        match (list.pop(), list.is_empty()) {
            (Some(Item::Parameter(FunctionParameter { name: None, of, .. })), true) => Ok(of),
            _ => self.expected("`->` after the parameters"),
        }
    }
}

fn function(generics: Vec<super::Parameter>, list: Vec<Item>, returns: Option<Vec<Type>>) -> Type {
    let mut parameters = Vec::new();
    let mut variadic = None;
    for item in list {
        match item {
            Item::Parameter(parameter) => parameters.push(parameter),
            Item::Variadic(of) => variadic = Some(of),
        }
    }
    Type::Function(Box::new(FunctionType { generics, parameters, variadic, returns }))
}
