//! Expressions, as deep as they are asked to be. The variables that they name are those of every program: integers `a b c`,
//! floats `x y z`, texts `s u v`, the table `t` of the block, and `k`, a list of one value of each kind.

use crate::writer::{Writer, lua};

const TEXTS: [&str; 17] = [
    r#""""#,
    r#""a""#,
    r#""abc""#,
    r#""10""#,
    r#""0x10""#,
    r#"" 5 ""#,
    r#""1e3""#,
    r#""1e""#,
    r#""-0""#,
    r#""nan""#,
    r#""\0x\0""#,
    r#""hello world""#,
    r#""\255\254""#,
    r#""äöü€""#,
    r#"("ab"):rep(30)"#,
    r#"("x"):rep(41)"#,
    r#"("key"):rep(20)"#,
];

/// Numbers.
impl Writer {
    /// An integer.
    pub fn integer(&mut self) -> String {
        match self.below(15) {
            0 => self.below(1000).to_string(),
            1 => format!("0x{:x}{:x}", self.below(1 << 31), self.below(1 << 31)),
            _ => self
                .pick(&[
                    "0",
                    "1",
                    "-1",
                    "2",
                    "3",
                    "7",
                    "10",
                    "255",
                    "-256",
                    "65536",
                    "2147483647",
                    "-2147483648",
                    "4294967296",
                    "4294967297",
                    "(1<<53)",
                    "math.maxinteger",
                    "math.mininteger",
                ])
                .into(),
        }
    }

    /// A float.
    pub fn float(&mut self) -> String {
        match self.below(21) {
            0 => {
                let (above, below) = (self.below(1 << 31), 1 + self.below(10_000));
                (f64::from(above) / f64::from(below)).to_string()
            }
            1 => lua!(
                "@.@e@",
                self.below(1000),
                self.below(1_000_000_000),
                i64::from(self.below(600)) - 300
            ),
            _ => self
                .pick(&[
                    "0.1",
                    "-0.0",
                    "0.5",
                    "1.5",
                    "-2.5",
                    "1e15",
                    "1e16",
                    "1e100",
                    "1e308",
                    "5e-324",
                    "2.2250738585072014e-308",
                    "(1/0)",
                    "(-1/0)",
                    "(0/0)",
                    "-(0/0)",
                    "2^53",
                    "2^63",
                    "-2^63",
                    "math.pi",
                    "0x1.8p-3",
                ])
                .into(),
        }
    }

    /// An expression that is an integer, or raises.
    pub fn int(&mut self, depth: u32) -> String {
        let Some(below) = depth.checked_sub(1) else {
            return match self.below(5) {
                0 | 1 => self.integer(),
                _ => self.pick(&["a", "b", "c"]).into(),
            };
        };
        match self.below(10) {
            0 => self.integer(),
            1 => {
                let left = self.int(below);
                let operator = self.pick(&["+", "-", "*", "&", "|", "~", "<<", ">>", "//", "%"]);
                lua!("(@ @ @)", left, operator, self.int(below))
            }
            2 => lua!("#@", self.text(below)),
            3 => lua!("math.random(@, @)", 1 + self.below(5), 5 + self.below(50)),
            4 => lua!("(math.tointeger(@) or @)", self.num(below), self.integer()),
            5 => lua!("(@):byte(@)", self.text(below), self.int(0)),
            6 => lua!("- @", self.int(below)), // without the space, two of them would begin a comment
            7 => lua!("~@", self.int(below)),
            8 => lua!("math.ult(@, @)", self.int(0), self.int(0)),
            _ => lua!(r##"select("#", @, @)"##, self.any(0), self.any(0)),
        }
    }

    /// An expression that is a number, or raises.
    pub fn num(&mut self, depth: u32) -> String {
        let Some(below) = depth.checked_sub(1) else {
            return match self.below(6) {
                0 | 1 => self.float(),
                2 => self.integer(),
                _ => self.pick(&["x", "y", "z"]).into(),
            };
        };
        match self.below(8) {
            0 => self.float(),
            1 => self.int(below),
            2 => {
                let left = self.num(below);
                let operator = self.pick(&["+", "-", "*", "/", "^", "%", "//"]);
                lua!("(@ @ @)", left, operator, self.num(below))
            }
            3 => {
                let name = self.pick(&[
                    "sin", "cos", "tan", "asin", "acos", "atan", "exp", "log", "sqrt", "abs",
                    "floor", "ceil",
                ]);
                lua!("math.@(@)", name, self.num(below))
            }
            4 => {
                let name = self.pick(&["log", "fmod", "atan", "max", "min"]);
                lua!("math.@(@, @)", name, self.num(below), self.num(below))
            }
            5 => lua!("(tonumber(@) or @)", self.text(below), self.float()),
            6 => lua!("(math.modf(@))", self.num(below)),
            _ => "math.random()".into(),
        }
    }
}

/// Texts.
impl Writer {
    /// One that stands in the program as it is.
    pub fn literal(&mut self) -> String {
        self.pick(&TEXTS).into()
    }

    /// An expression that is a text, or raises.
    pub fn text(&mut self, depth: u32) -> String {
        let Some(below) = depth.checked_sub(1) else {
            return match self.below(20) {
                0..3 => self.pick(&["s", "u", "v"]).into(),
                _ => self.literal(),
            };
        };
        match self.below(25) {
            0 => lua!("(@ .. @)", self.text(below), self.scalar(below)),
            1 => {
                let separator = |writer: &mut Self| writer.pick(&["", ", \",\""]);
                lua!("(@):rep(@@)", self.text(below), self.below(20), separator(self))
            }
            2 => lua!("(@):sub(@, @)", self.text(below), self.int(0), self.int(0)),
            3 => lua!("(@):@()", self.text(below), self.pick(&["upper", "lower", "reverse"])),
            4 => self.formatted(),
            5 => lua!("tostring(@)", self.any(below)),
            6 => {
                let (text, pattern) = (self.text(below), self.pattern());
                let by = self.pick(&[
                    "\"%0%0\"",
                    "\"<%1>\"",
                    "{a = 1, x = \"y\"}",
                    "string.upper",
                    "\"\"",
                ]);
                lua!("(@):gsub(@, @)", text, pattern, by)
            }
            7 => {
                let order = self.pick(&["<", ">", "!", "=", ""]);
                let kind = self.pick(&["d", "f", "n"]);
                lua!("hex(string.pack(\"@@\", @))", order, kind, self.num(below))
            }
            _ => self.literal(),
        }
    }

    /// `string.format` of something.
    pub fn formatted(&mut self) -> String {
        match self.below(6) {
            0 => {
                let flag = self.pick(&["", "-", "+", " ", "#", "0"]);
                let width = self.pick(&["", "5", "20"]);
                let digits = self.pick(&["", ".0", ".3", ".14", ".17", ".20"]);
                let kind = self.pick(&["g", "f", "e", "a", "G", "E", "A"]);
                lua!("(\"%@@@@\"):format(@)", flag, width, digits, kind, self.num(1))
            }
            1 => {
                let width = self.pick(&["", "5", "-8", "08", "+", ".5"]);
                let kind = self.pick(&["d", "x", "X", "o", "i"]);
                lua!("(\"%@@\"):format(@)", width, kind, self.int(1))
            }
            2 => {
                let value = if self.one_in(2) { self.num(1) } else { self.text(0) };
                lua!("(\"%q\"):format(@)", value)
            }
            3 => {
                let width = self.pick(&["", "10", "-10", ".2"]);
                lua!("(\"%@s|%s\"):format(@, @)", width, self.any(1), self.any(0))
            }
            4 => lua!("(\"%p %c\"):format(@, @)", self.any(0), self.below(256)),
            _ => lua!("(\"%s %d\"):format(@)", self.any(1)),
        }
    }

    /// A pattern; many are malformed.
    pub fn pattern(&mut self) -> String {
        let items = 1 + self.below(4);
        let items = self.many(items, "", |writer| {
            let item = writer.pick(&[
                "a", "b", "x", ".", "%a", "%d", "%s", "%w", "[a-c]", "[^a]", "(a)", "()", "(.-)",
                "%b()", "%f[%w]", "^", "$", "%1", "[", "(", "%",
            ]);
            item.to_owned() + writer.pick(&["", "", "*", "+", "-", "?"])
        });
        format!("\"{items}\"")
    }
}

/// Values of all kinds.
impl Writer {
    /// A number or a text.
    pub fn scalar(&mut self, depth: u32) -> String {
        match self.below(3) {
            0 => self.int(depth),
            1 => self.num(depth),
            _ => self.text(depth),
        }
    }

    /// Anything.
    pub fn any(&mut self, depth: u32) -> String {
        match self.below(16) {
            0 => self.int(depth),
            1 => self.num(depth),
            2 => self.text(depth),
            3 => lua!("k[@]", 1 + self.below(9)),
            4 => lua!("t[@]", self.int(0)),
            _ => self
                .pick(&[
                    "nil",
                    "true",
                    "false",
                    "{}",
                    "t",
                    "k[2]",
                    "k[3]",
                    "print",
                    "string.len",
                    "function() end",
                    "coroutine.create(print)",
                ])
                .into(),
        }
    }

    /// Something to index a table with.
    pub fn key(&mut self) -> String {
        match self.below(13) {
            0 => self.int(1),
            1 => self.num(1),
            2 => self.text(1),
            3 | 4 => lua!("k[@]", 1 + self.below(12)),
            _ => self
                .pick(&[
                    "true",
                    "false",
                    "nil",
                    "0/0",
                    "{}",
                    "function() return a end",
                    "print",
                    "coroutine.create(print)",
                ])
                .into(),
        }
    }

    /// A loop that allocates, so that the collector runs and addresses are used again.
    pub fn churn(&mut self) -> String {
        let made = self.pick(&[
            "{}",
            "{i}",
            "\"c\" .. i",
            "function() return i end",
            "(\"d\"):rep(i % 99)",
        ]);
        lua!("for i = 1, @ do local q = @ end", self.below(3000), made)
    }
}
