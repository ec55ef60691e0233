//! Statements, and in them the annotations of locals, functions and declarations.

use super::lexer::Kind;
use super::parser::{Parse, Parser, Stop};
use super::types::{Field, FunctionParameter, FunctionType, Interface, Method, Primitive, Type};
use super::{Parameter, TypeDeclaration};

impl Parser<'_> {
    /// Statements up to what ends a block; the caller checks that it is the right end.
    pub(super) fn block(&mut self) -> Parse {
        let (outer, declared) = (self.block, self.types.len());
        self.block = self.token.start;
        self.statements()?;
        self.end_block(declared);
        self.block = outer;
        Ok(())
    }

    fn statements(&mut self) -> Parse {
        loop {
            match self.token.text {
                "end" | "else" | "elseif" | "until" => return Ok(()),
                "return" => return self.return_statement(),
                _ if self.token.kind == Kind::End => return Ok(()),
                _ => self.nested(Self::statement)?,
            }
            if self.at_loose_parenthesis() {
                self.close_blank();
            }
        }
    }

    fn return_statement(&mut self) -> Parse {
        self.advance();
        let ends = matches!(self.token.text, "end" | "else" | "elseif" | "until" | ";");
        if !ends && self.token.kind != Kind::End {
            self.expressions()?;
        }
        self.take(";");
        Ok(())
    }

    fn statement(&mut self) -> Parse {
        match self.token.text {
            ";" | "break" => {
                self.advance();
                Ok(())
            }
            "::" => {
                self.advance();
                self.name()?;
                self.expect("::")
            }
            "goto" => {
                self.advance();
                self.name().map(drop)
            }
            "if" => self.if_statement(),
            "while" => {
                self.advance();
                self.expression()?;
                self.do_block()
            }
            "do" => self.do_block(),
            "for" => self.for_statement(),
            "repeat" => {
                self.advance();
                self.block()?;
                self.expect("until")?;
                self.expression()
            }
            "function" => {
                self.advance();
                self.variable()?;
                while self.take(".") {
                    self.name()?;
                }
                if self.take(":") {
                    self.name()?;
                }
                self.function_body()
            }
            "local" => self.local_statement(),
            // Two names in a row are no Lua, hence this takes nothing away from a variable called `type`.
            "type" if self.ahead.kind == Kind::Name => self.type_declaration(),
            "interface" if self.ahead.kind == Kind::Name => self.interface_declaration(),
            // With its `!` blank, what follows might make a declaration of it.
            "type" | "interface" if self.ahead.is("!") => Err(Stop::Syntax),
            _ => self.call_or_assignment(),
        }
    }

    fn do_block(&mut self) -> Parse {
        self.expect("do")?;
        self.block()?;
        self.expect("end")
    }

    fn if_statement(&mut self) -> Parse {
        while matches!(self.token.text, "if" | "elseif") {
            self.advance();
            self.expression()?;
            self.expect("then")?;
            self.block()?;
            // An `if` right behind is not a further branch.
            if !self.at("elseif") {
                break;
            }
        }
        if self.take("else") {
            self.block()?;
        }
        self.expect("end")
    }

    fn for_statement(&mut self) -> Parse {
        self.advance();
        loop {
            self.variable()?;
            if self.at(":") {
                return self.fault_at(self.token.start, "a loop variable takes no type");
            }
            if !self.take(",") {
                break;
            }
        }
        if !self.take("=") {
            self.expect("in")?;
        }
        self.expressions()?;
        self.do_block()
    }

    fn local_name(&mut self) -> Parse {
        let name = self.variable()?;
        self.note_variable(name);
        Ok(())
    }

    fn local_statement(&mut self) -> Parse {
        self.advance();
        if self.take("function") {
            self.local_name()?;
            return self.function_body();
        }
        loop {
            self.local_name()?;
            self.annotation()?;
            if self.at("<") {
                return self.attribute();
            }
            if !self.take(",") {
                break;
            }
        }
        if self.take("=") { self.expressions() } else { Ok(()) }
    }

    /// The `<close>` of PUC Lua, at whose `<` it stands.
    pub(super) fn attribute(&mut self) -> Parse {
        let name = if self.ahead.kind == Kind::Name { self.ahead.text } else { "close" };
        let message = format!("attributes such as <{name}> are not part of this dialect");
        self.fault_at(self.token.start, message)
    }

    fn call_or_assignment(&mut self) -> Parse {
        if self.ahead.is("=") && self.token.kind == Kind::Name {
            self.note_variable(self.token.text);
        }
        let is_call = self.suffixed()?;
        if self.at("=") || self.at(",") {
            self.refuse_annotated_target()?;
            while self.take(",") {
                self.suffixed()?;
                self.refuse_annotated_target()?;
            }
            self.expect("=")?;
            return self.expressions();
        }
        // Stop where Lua will: behind a declaration, now blank, it would read on and take `x` and `= 1` for one.
        if is_call { Ok(()) } else { Err(Stop::Syntax) }
    }
}

/// Functions.
impl Parser<'_> {
    /// From the generics or the `(` to the `end`.
    pub(super) fn function_body(&mut self) -> Parse {
        self.signature()?;
        self.block()?;
        self.expect("end")
    }

    /// `<T>(a: T, ...: V): R`
    fn signature(&mut self) -> Parse<FunctionType> {
        let start = self.token.start;
        let mut generics = Vec::new();
        if self.at("<") {
            generics = self.type_parameters()?;
            self.blank_from(start);
            if !self.at("(") {
                return self.expected("`(` after the type parameters");
            }
        }
        let mut signature =
            FunctionType { generics, parameters: Vec::new(), variadic: None, returns: None };
        self.expect("(")?;
        while !self.at(")") {
            if self.take("...") {
                signature.variadic = Some(self.annotation()?.unwrap_or(ANY));
                break;
            }
            let name = Some(self.variable()?.to_owned());
            let of = self.annotation()?.unwrap_or(ANY);
            signature.parameters.push(FunctionParameter { name, optional: false, of });
            if !self.take(",") {
                break;
            }
            if self.at(")") {
                return Err(Stop::Syntax);
            }
        }
        self.expect(")")?;
        signature.returns = self.return_annotation()?;
        Ok(signature)
    }

    /// `: T` behind a name, if there is one.
    fn annotation(&mut self) -> Parse<Option<Type>> {
        let start = self.token.start;
        if self.at("?") {
            return self.expected("`:` (what may be missing is written `name: T?`)");
        }
        if !self.take(":") {
            return Ok(None);
        }
        let of = self.type_()?;
        self.end_of_annotation(start)?;
        Ok(Some(of))
    }

    fn return_annotation(&mut self) -> Parse<Option<Vec<Type>>> {
        let start = self.token.start;
        if !self.take(":") {
            return Ok(None);
        }
        let mut returns = self.returns()?;
        // Wippy takes a list without parentheses too; in front of a body a `,` can be nothing else.
        while self.take(",") {
            returns.push(self.type_()?);
        }
        self.end_of_annotation(start)?;
        Ok(Some(returns))
    }

    fn end_of_annotation(&mut self, start: usize) -> Parse {
        if self.at(":") {
            return self.expected("the end of the type");
        }
        self.blank_from(start);
        Ok(())
    }
}

/// Declarations.
impl Parser<'_> {
    /// `type Name<A, B: C> = T`
    fn type_declaration(&mut self) -> Parse {
        let start = self.advance().start;
        let name = self.need_name("the name of the type")?;
        let parameters = self.type_parameters()?;
        self.need("=", &format!("`=` after `type {name}`"))?;
        let body = self.type_()?;
        self.declare(start, name, parameters, body)
    }

    /// `interface Name : Base, Other … end`
    fn interface_declaration(&mut self) -> Parse {
        let start = self.advance().start;
        let name = self.need_name("the name of the interface")?;
        let parameters = self.type_parameters()?;
        let mut bases = Vec::new();
        if self.take(":") {
            bases.push(self.named_type()?);
            while self.take(",") {
                bases.push(self.named_type()?);
            }
        }
        let mut interface = Interface { bases, fields: Vec::new(), methods: Vec::new() };
        while !self.take("end") {
            self.member(&mut interface)?;
        }
        let body = Type::Interface(Box::new(interface));
        self.declare(start, name, parameters, body)
    }

    fn member(&mut self, interface: &mut Interface) -> Parse {
        if self.take("function") {
            let name = self.need_name("the name of a method")?;
            let signature = self.signature();
            let signature = self.inside_type(signature, "the parameters of a method")?;
            interface.methods.push(Method { name, signature });
        } else if self.at_field() {
            let field: Field = self.field()?;
            interface.fields.push(field);
        } else if !self.take(",") && !self.take(";") {
            return self.expected("a method, a field or `end`");
        }
        Ok(())
    }

    /// Notes a declaration that has just been read.
    fn declare(
        &mut self,
        at: usize,
        name: String,
        parameters: Vec<Parameter>,
        body: Type,
    ) -> Parse {
        self.blank_from(at);
        self.loosen();
        let (line, _) = self.position(at);
        let is_value = !self.has_variable(&name);
        let block = self.block..usize::MAX;
        self.types.push(TypeDeclaration { name, line, at, block, is_value, parameters, body });
        // Blank as it is, it must not lend what follows to the statement before it.
        match self.token.kind {
            Kind::Symbol if self.at("(") || self.at(";") || self.at_label() => {}
            Kind::Name if !self.at("as") => {}
            Kind::Reserved if !self.at("and") && !self.at("or") => {}
            Kind::End => {}
            _ => return self.expected("a statement after the declaration"),
        }
        Ok(())
    }

    /// `<A, B: C>`, or nothing.
    pub(super) fn type_parameters(&mut self) -> Parse<Vec<Parameter>> {
        let mut parameters = Vec::new();
        if !self.take("<") {
            return Ok(parameters);
        }
        loop {
            let name = self.need_name("the name of a type parameter")?;
            let bound = if self.take(":") { Some(self.type_()?) } else { None };
            parameters.push(Parameter { name, bound });
            if !self.take(",") {
                break;
            }
        }
        if !self.take_angle() {
            return self.expected("`,` or `>` in the type parameters");
        }
        Ok(parameters)
    }
}

const ANY: Type = Type::Primitive(Primitive::Any);
