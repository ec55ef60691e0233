//! Numbers: arithmetic, the last bits of functions, comparisons of integers with floats, loops over them.

use crate::writer::{Writer, lua};

pub fn arithmetic(writer: &mut Writer) -> String {
    writer.many(6, " ", |writer| lua!("out(@)", writer.scalar(3)))
}

/// All bits of what functions give.
pub fn functions(writer: &mut Writer) -> String {
    writer.many(12, " ", |writer| lua!("out(hex(string.pack(\">n\", @)))", writer.num(2)))
}

pub fn comparisons(writer: &mut Writer) -> String {
    writer.many(6, " ", |writer| {
        lua!(
            "out(@ @ @, @ @ @, @ @ @)",
            writer.num(1),
            writer.pick(&["<", "<=", ">", ">=", "==", "~="]),
            writer.num(1),
            writer.text(1),
            writer.pick(&["<", "<=", "==", ".."]),
            writer.text(1),
            writer.int(1),
            writer.pick(&["<", "<=", "=="]),
            writer.float(),
        )
    })
}

pub fn random(writer: &mut Writer) -> String {
    let seed = match writer.below(4) {
        0 => String::new(),
        1 => "math.randomseed(42)".into(),
        2 => "out(math.randomseed())".into(),
        _ => lua!("math.randomseed(@, 7)", writer.int(0)),
    };
    lua!(
        "@ out(math.random(), math.random(10), math.random(-5, 5), math.random(0), \
         pcall(math.random, math.mininteger, @))",
        seed,
        writer.int(0)
    )
}

pub fn loops(writer: &mut Writer) -> String {
    lua!(
        "local n = 0 \
         for i = @, @, @ do n = n + 1 if n > @ then break end end out(n) \
         for q = @, @, @ do n = n + 1 if n > 3000 then break end end out(n) \
         local i = 0 ::top:: i = i + 1 if i < @ then goto top end out(i) \
         while n < @ do n = n + 1 end out(n)",
        writer.integer(),
        writer.integer(),
        writer.pick(&["1", "-1", "3", "1 << 40", "1 << 62"]),
        writer.below(2000),
        writer.float(),
        writer.float(),
        writer.pick(&["0.1", "1e10", "-0.5"]),
        writer.below(3000),
        writer.below(20_000),
    )
}
