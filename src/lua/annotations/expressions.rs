//! Expressions, and in them casts, `!` and the type arguments of calls.

use super::lexer::Kind;
use super::parser::{Parse, Parser};

impl Parser<'_> {
    /// One or more, with commas.
    pub(super) fn expressions(&mut self) -> Parse {
        self.expression()?;
        while self.take(",") {
            self.expression()?;
        }
        Ok(())
    }

    /// Operands with operators between. Precedence does not matter: nothing is computed here.
    pub(super) fn expression(&mut self) -> Parse {
        self.nested(|parser| {
            loop {
                while matches!(parser.token.text, "not" | "-" | "#" | "~") {
                    parser.advance();
                }
                parser.operand()?;
                parser.casts()?;
                if !parser.at_operator() {
                    return Ok(());
                }
                parser.advance();
            }
        })
    }

    fn at_operator(&self) -> bool {
        matches!(
            self.token.text,
            "+" | "-" | "*" | "/" | "%" | "^" | "//" | ".." | "&" | "|" | "~" | "<<" | ">>"
        ) || matches!(self.token.text, "==" | "~=" | "<" | ">" | "<=" | ">=" | "and" | "or")
    }

    fn operand(&mut self) -> Parse {
        match (self.token.kind, self.token.text) {
            (Kind::Number, text) if is_hexadecimal_float(text) => {
                self.fault_at(self.token.start, format!("malformed number near '{text}'"))
            }
            (Kind::Number | Kind::Text, _) | (_, "nil" | "true" | "false" | "...") => {
                self.advance();
                Ok(())
            }
            (_, "{") => self.table(),
            (_, "function") => {
                self.advance();
                self.function_body()
            }
            _ => self.suffixed().map(drop),
        }
    }

    /// What may stand on the left of `=` or be called. True: it ends with a call.
    pub(super) fn suffixed(&mut self) -> Parse<bool> {
        if self.take("(") {
            self.expression()?;
            self.expect(")")?;
        } else {
            let name = self.variable()?;
            self.use_name(name);
        }
        let mut is_call = false;
        loop {
            match (self.token.kind, self.token.text) {
                (_, ".") => {
                    self.advance();
                    self.name()?;
                    is_call = false;
                }
                (_, "[") => {
                    self.advance();
                    self.expression()?;
                    self.expect("]")?;
                    is_call = false;
                }
                (_, ":") => {
                    self.advance();
                    self.name()?;
                    self.call_types()?;
                    self.arguments()?;
                    is_call = true;
                }
                (_, "::") if self.ahead.is("<") => {
                    self.call_types()?;
                    self.arguments()?;
                    is_call = true;
                }
                (Kind::Symbol, "(") if self.is_ambiguous() => {
                    let message = "ambiguous syntax (function call x new statement)";
                    return self.fault_at(self.token.start, message);
                }
                (Kind::Text, _) | (_, "(" | "{") => {
                    self.arguments()?;
                    is_call = true;
                }
                (_, "!") => self.not_nil(),
                _ => return Ok(is_call),
            }
        }
    }

    fn arguments(&mut self) -> Parse {
        match (self.token.kind, self.token.text) {
            (Kind::Text, _) => {
                self.advance();
                Ok(())
            }
            (_, "{") => self.table(),
            _ => {
                self.expect("(")?;
                if !self.at(")") {
                    self.expressions()?;
                }
                self.expect(")")
            }
        }
    }

    fn table(&mut self) -> Parse {
        self.expect("{")?;
        while !self.at("}") {
            if self.take("[") {
                self.expression()?;
                self.expect("]")?;
                self.expect("=")?;
            } else if self.token.kind == Kind::Name && self.ahead.is("=") {
                self.advance();
                self.advance();
            }
            self.expression()?;
            if self.at("=") {
                self.refuse_annotated_target()?;
            }
            if !self.take(",") && !self.take(";") {
                break;
            }
        }
        self.expect("}")
    }
}

/// Lua has them, the dialect has not.
fn is_hexadecimal_float(text: &str) -> bool {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    digits.is_some_and(|digits| digits.contains(['.', 'p', 'P']))
}

/// The annotations.
impl Parser<'_> {
    /// `e!`
    fn not_nil(&mut self) {
        let start = self.advance().start;
        self.blank_from(start);
    }

    /// `f::<T>(…)`: the type arguments of a call, if there are any.
    fn call_types(&mut self) -> Parse {
        let start = self.token.start;
        if self.at("::") && self.ahead.is("<") {
            self.advance();
            self.type_arguments()?;
            self.blank_from(start);
            if self.token.kind != Kind::Text && !self.at("(") && !self.at("{") {
                return self.expected("the arguments of the call");
            }
        }
        Ok(())
    }

    /// `e :: T`, `e as T`, `e!`, any number of them.
    fn casts(&mut self) -> Parse {
        let mut cast = false;
        loop {
            if self.at("!") {
                self.not_nil();
            } else if self.at_cast() {
                let start = self.advance().start;
                self.type_()?;
                self.blank_from(start);
                cast = true;
            } else {
                break;
            }
        }
        if !cast {
            return Ok(());
        }
        self.loosen();
        match self.token.text {
            // It may begin a statement: `block` will know.
            "(" if self.on_new_line() => Ok(()),
            "(" | "{" | "[" | "." | ":" => self.after_cast(),
            _ if self.token.kind == Kind::Text => self.after_cast(),
            _ => Ok(()),
        }
    }

    /// Without the cast, Lua would apply this to the expression and never complain.
    pub(super) fn after_cast(&mut self) -> Parse {
        self.expected("the end of the expression (to go on after a cast, put it in parentheses)")
    }

    /// What looks like a statement that begins with a variable called `as` is left to whoever reads statements.
    fn at_cast(&self) -> bool {
        match self.token.text {
            "::" => !self.at_label(),
            "as" => !matches!(self.ahead.text, "=" | "," | "." | "[" | ":"),
            _ => false,
        }
    }

    /// Whether `::` begins a label. On one line `:: name ::` always is one; over several lines
    /// `:: T⏎:: label ::` is a cast with a label below it.
    pub(super) fn at_label(&self) -> bool {
        if !self.at("::") || self.ahead.kind != Kind::Name {
            return false;
        }
        let mut beyond = self.beyond();
        let Some(end) = beyond.next().filter(|token| token.is("::")) else { return false };
        let one_line = !self.text(self.token.start, end.end()).contains(['\n', '\r']);
        let label_below = beyond.next().is_some_and(|token| token.kind == Kind::Name)
            && beyond.next().is_some_and(|token| token.is("::"));
        one_line || !label_below
    }
}
