//! What holds for every source: three generators, from well-formed to anything.

use super::super::types::{
    Conditional, Field, FunctionParameter, FunctionType, Literal, Primitive, Type, Validator,
};
use super::super::{Fault, Parameter, blank};
use super::{read, unmark};

/// xorshift64*: the same numbers everywhere.
struct Rng(u64);

impl Rng {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).expect("31 bits") % limit
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }
}

fn is_ambiguous(fault: &Fault) -> bool {
    fault.message.starts_with("ambiguous")
}

/// What every answer owes its source.
fn holds(source: &str) {
    let Ok(blanked) = blank(source) else { return };
    assert_eq!(blanked.text.len(), source.len(), "{source}");
    for (before, after) in source.bytes().zip(blanked.text.bytes()) {
        let is_break = matches!(before, b'\n' | b'\r');
        let kept = before == after || !is_break && matches!(after, b' ' | b';');
        assert!(kept, "{source}\nbecame\n{}", blanked.text);
    }
    match blank(&blanked.text) {
        Ok(again) => {
            assert_eq!(again.text, blanked.text, "blanked again, it changed; it was\n{source}");
            assert_eq!(again.types, [], "\n{source}");
        }
        // What kept the parenthesis apart was blanked: `f()! ⏎ (x)`.
        Err(fault) if is_ambiguous(&fault) => {}
        Err(fault) => panic!("{source}\nbecame\n{}\n{fault}", blanked.text),
    }
}

/// Writes Lua, with `«…»` around annotations.
struct Writer {
    rng: Rng,
    text: String,
    /// How much may still be written; keeps it finite.
    fuel: usize,
}

impl Writer {
    fn new(seed: u64) -> Self {
        Self { rng: Rng(seed), text: String::new(), fuel: 60 }
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push_str(self.rng.pick(&[" ", " ", "\n", "\t", " --[[c]] ", " -- as T\n"]));
    }

    fn note(&mut self, before: &str, of: &str) {
        // The comment and the line break are there to be in the way.
        let gap = self.rng.pick(&["", " ", "\n", " --[=[ ] ]=] ", "\r\n"]);
        self.text.push_str(&format!("«{before}{gap}{of}»"));
        self.put("");
    }

    fn type_(&mut self) -> String {
        random_type(&mut self.rng, 3).to_string()
    }

    fn maybe_type(&mut self) {
        if self.rng.one_in(2) {
            let of = self.type_();
            self.note(":", &of);
        }
    }

    fn block(&mut self) {
        while self.fuel > 0 && !self.rng.one_in(4) {
            self.fuel -= 1;
            self.statement();
        }
    }

    fn name(&mut self) {
        let name = self.rng.pick(&["a", "b", "type", "id", "_x1", "integer", "fields"]);
        self.put(name);
    }

    fn statement(&mut self) {
        match self.rng.below(13) {
            0 => {
                self.put("local");
                self.name();
                self.maybe_type();
                self.put(",");
                self.name();
                self.maybe_type();
                if self.rng.one_in(2) {
                    self.put("=");
                    self.expression();
                }
                self.put(";");
            }
            1 => {
                self.put("local function");
                self.name();
                self.function_body();
            }
            2 => {
                let name = self.rng.pick(&["f", "a.b.c", "a.type:is", "type"]);
                self.put("function");
                self.put(name);
                self.function_body();
            }
            3 => {
                let of = self.type_();
                let name = self.rng.pick(&["type T = ", "type T<A, B: C> =", "type type="]);
                self.note(name, &of);
                self.put(";");
            }
            4 => {
                let of = self.type_();
                self.note(
                    "interface I : A, b.B ",
                    &format!("f: {of} function g(x: {of}): {of} end"),
                );
                self.put(";");
            }
            5 => {
                self.put("if");
                self.expression();
                self.put("then");
                self.block();
                self.put("else");
                self.block();
                self.put("end");
            }
            6 => {
                let head = self.rng.pick(&["for i =", "for k, v in"]);
                self.put(head);
                self.expression();
                self.put(",");
                self.expression();
                self.put("do");
                self.block();
                self.put("end");
            }
            7 => {
                self.put("repeat");
                self.block();
                self.put("until");
                self.expression();
                self.put(";");
            }
            8 => {
                let text = self.rng.pick(&["::l::", ";", "goto l", "break", "do end"]);
                self.put(text);
            }
            9 => {
                self.put("do");
                self.block();
                self.put("return");
                self.expression();
                self.put("end");
            }
            10 => {
                self.prefix();
                self.put("(");
                self.expression();
                self.put(");");
            }
            _ => {
                self.prefix();
                self.put(".x =");
                self.expression();
                self.put(";");
            }
        }
    }

    fn function_body(&mut self) {
        if self.rng.one_in(3) {
            let of = self.type_();
            self.note("<T, U:", &format!("{of}>"));
        }
        self.put("(");
        self.name();
        self.maybe_type();
        self.put(", ...");
        self.maybe_type();
        self.put(")");
        if self.rng.one_in(3) {
            let of = self.type_();
            let returns = match self.rng.below(4) {
                0 => of,
                1 => format!("({of}, {of})"),
                2 => format!("({of})"),
                _ => "()".to_owned(),
            };
            self.note(":", &returns);
            // A validator without arguments would take a `(` for them.
            self.put(";");
        }
        self.block();
        self.put("end");
    }

    /// What can be called.
    fn prefix(&mut self) {
        let name = self.rng.pick(&["a", "id", "integer", "(type)"]);
        self.put(name);
        for _ in 0..self.rng.below(3) {
            match self.rng.below(6) {
                0 => self.put("«!»"),
                1 => self.put("[1]"),
                2 => self.put(".type"),
                3 => self.put(":is()"),
                4 => self.put("{}"),
                _ => self.put("'s'"),
            }
        }
    }

    fn expression(&mut self) {
        self.fuel = self.fuel.saturating_sub(1);
        let choice = if self.fuel == 0 { 0 } else { self.rng.below(10) };
        match choice {
            0 => {
                let text =
                    self.rng.pick(&["1", "0x1f4", "'s\\\nt'", "[==[ ]] ]==]", "nil", "...", "{}"]);
                self.put(text);
            }
            1 => {
                self.put("{ type =");
                self.expression();
                self.put(", [");
                self.expression();
                self.put("] =");
                self.expression();
                self.put("}");
            }
            2 => {
                self.put("function");
                self.function_body();
            }
            3 => {
                let operator = self.rng.pick(&["not", "-", "#", "~"]);
                self.put(operator);
                self.expression();
            }
            4 | 5 => {
                self.expression();
                let operator = self.rng.pick(&["<", ">", "<<", "..", "==", "and", "|", "~="]);
                self.put(operator);
                self.expression();
            }
            6 | 7 => {
                self.put("(");
                self.expression();
                let of = self.type_();
                let cast = self.rng.pick(&["::", "as "]);
                self.note(cast, &of);
                self.put(")");
            }
            8 => {
                self.prefix();
                let of = self.type_();
                self.note("::<", &format!("{of}>"));
                self.put("()");
            }
            _ => self.prefix(),
        }
    }
}

fn random_type(rng: &mut Rng, depth: usize) -> Type {
    if depth == 0 || rng.one_in(4) {
        return match rng.below(6) {
            0 => Type::Literal(random_literal(rng)),
            1 => Type::Named { path: vec!["m".to_owned(), "T".to_owned()], arguments: Vec::new() },
            2 => Type::TypeOf("f(x :: T).y".to_owned()),
            3 => Type::Named { path: vec!["Box".to_owned()], arguments: Vec::new() },
            _ => {
                let name = rng.pick(&["nil", "number", "string", "any", "table", "function"]);
                Type::Primitive(Primitive::named(name).expect("one of those above"))
            }
        };
    }
    let inner = |rng: &mut Rng| random_type(rng, depth - 1);
    match rng.below(13) {
        0 => Type::Optional(Box::new(inner(rng))),
        // In canonical form a union does not begin with one: `A | B | C` is flat.
        1 => match (inner(rng), inner(rng)) {
            (Type::Union(mut members), right) => {
                members.push(right);
                Type::Union(members)
            }
            (left, right) => Type::Union(vec![left, right]),
        },
        2 => match (inner(rng), inner(rng)) {
            (Type::Intersection(mut members), right) => {
                members.push(right);
                Type::Intersection(members)
            }
            (left, right) => Type::Intersection(vec![left, right]),
        },
        3 => Type::Array(Box::new(inner(rng))),
        4 => Type::Map { key: Box::new(inner(rng)), value: Box::new(inner(rng)) },
        5 | 6 => Type::Record(
            (0..rng.below(4))
                .map(|_| Field {
                    name: rng.pick(&["a", "type", "as", "string"]).to_owned(),
                    optional: rng.one_in(2),
                    of: inner(rng),
                })
                .collect(),
        ),
        7 => Type::Readonly(Box::new(Type::Array(Box::new(inner(rng))))),
        8 => {
            let generics = rng.one_in(3);
            Type::Function(Box::new(FunctionType {
                generics: (0..usize::from(generics))
                    .map(|_| Parameter { name: "T".to_owned(), bound: Some(inner(rng)) })
                    .collect(),
                parameters: (0..rng.below(3))
                    .map(|_| {
                        let name = rng.one_in(2).then(|| "type".to_owned());
                        let optional = name.is_some() && rng.one_in(2);
                        FunctionParameter { name, optional, of: inner(rng) }
                    })
                    .collect(),
                variadic: rng.one_in(3).then(|| inner(rng)),
                returns: (!rng.one_in(4)).then(|| (0..rng.below(3)).map(|_| inner(rng)).collect()),
            }))
        }
        9 => Type::Named { path: vec!["Box".to_owned()], arguments: vec![inner(rng), inner(rng)] },
        10 => Type::Index { of: Box::new(inner(rng)), key: Box::new(inner(rng)) },
        11 => Type::Conditional(Box::new(Conditional {
            checked: inner(rng),
            bound: inner(rng),
            then: inner(rng),
            otherwise: inner(rng),
        })),
        _ => Type::Checked {
            of: Box::new(inner(rng)),
            validators: vec![Validator {
                name: "min".to_owned(),
                arguments: (0..rng.below(3)).map(|_| random_literal(rng)).collect(),
            }],
        },
    }
}

fn random_literal(rng: &mut Rng) -> Literal {
    match rng.below(5) {
        0 => Literal::Boolean(true),
        1 => Literal::Integer(-3),
        2 => Literal::Float(0.1),
        _ => Literal::String(b"a\"\\ \n\xff0".to_vec()),
    }
}

#[test]
fn a_type_reads_back_as_it_was_shown() {
    for seed in 1..1_000 {
        let of = random_type(&mut Rng(seed * 0x9e37_79b9), 4);
        assert_eq!(read(&of.to_string()), of, "{of}");
    }
}

#[test]
fn exactly_the_annotations_of_a_program_are_blanked() {
    let mut read = 0;
    for seed in 1..300 {
        let mut writer = Writer::new(seed * 0x9e37_79b9);
        while writer.fuel > 0 {
            writer.block();
        }
        let (source, expected) = unmark(&writer.text);
        let blanked = match blank(&source) {
            // The writer puts line breaks anywhere.
            Err(fault) if is_ambiguous(&fault) => continue,
            blanked => blanked.unwrap_or_else(|fault| panic!("{source}\n{fault}")),
        };
        read += 1;
        for ((line, expected), source) in
            blanked.text.lines().zip(expected.lines()).zip(source.lines())
        {
            assert_eq!(line, expected, "\n{source}");
        }
        holds(&source);
    }
    assert!(read > 150, "{read}");
}

/// Pieces that make trouble beside each other.
const PIECES: &[&str] = &[
    " ",
    "\n",
    "x",
    "y",
    "type",
    "as",
    "T",
    "interface",
    "end",
    "local",
    "function",
    "f",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    ">>",
    ">=",
    "=",
    "==",
    ":",
    "::",
    ",",
    ";",
    ".",
    "..",
    "...",
    "?",
    "!",
    "!=",
    "@",
    "->",
    "|",
    "&",
    "-",
    "--",
    "--[[",
    "]]",
    "[[",
    "'",
    "'s'",
    "1",
    "if",
    "then",
    "do",
    "return",
    "fun",
    "typeof",
    "readonly",
    "extends",
    "is",
    "asserts",
    "keyof",
    "nil",
    "number",
    "for",
    "in",
    "and",
    "const",
    "x = y",
    "type T = A",
    "local x: T",
    " as T",
    "\r\n",
    "::l::",
    "goto l",
    "\\",
    "é",
    "\0",
    "#",
    "f()",
    "interface I end",
    "function f(a: T): U",
    "x = f",
];

#[test]
fn whatever_comes_in_the_answer_keeps_its_promises() {
    for seed in 1..20_000_u64 {
        let mut rng = Rng(seed * 0x9e37_79b9);
        let mut source = String::new();
        for _ in 0..=rng.below(14) {
            source.push_str(rng.pick(PIECES));
            source.push_str(if rng.one_in(3) { "" } else { " " });
        }
        holds(&source);
    }
}

#[test]
fn damage_never_makes_it_panic() {
    for seed in 1..2_000_u64 {
        let mut writer = Writer::new(seed * 0x9e37_79b9);
        writer.fuel = 20;
        writer.block();
        let (source, _) = unmark(&writer.text);
        let mut characters: Vec<char> = source.chars().collect();
        let mut rng = Rng(seed * 0x85eb_ca6b);
        for _ in 0..=rng.below(4) {
            let at = rng.below(characters.len() + 1);
            let to = (at + rng.below(8)).min(characters.len());
            let with: Vec<char> = rng.pick(PIECES).chars().collect();
            characters.splice(at..to, with);
        }
        holds(&characters.into_iter().collect::<String>());
    }
}
