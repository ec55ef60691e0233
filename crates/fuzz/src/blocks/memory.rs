//! Memory: what is refused, and when.

use crate::writer::{Writer, lua};

/// One operation that wants much at once.
pub fn floods(writer: &mut Writer) -> String {
    match writer.below(10) {
        0 => "local s = \"x\" for i = 1, 40 do s = s .. s out(#s) end".into(),
        1 => lua!("out(#(\"ab\"):rep(@))", writer.below(2_000_000)),
        2 => "out(#(\"x\"):rep(1 << 33))".into(),
        3 => "out(pcall(string.rep, \"x\", math.maxinteger))".into(),
        4 => "out(#(\"x\"):rep(-1), #(\"\"):rep(1 << 62))".into(),
        5 => lua!(
            "local o = {} for i = 1, @ do o[i] = i .. \",\" end out(#table.concat(o))",
            writer.below(30_000)
        ),
        6 => {
            let by = "b".repeat(writer.below(60) as usize);
            lua!("out(#(\"a\"):rep(@):gsub(\"a\", \"@\"))", writer.below(30_000), by)
        }
        7 => lua!(
            "out(#string.format(\"%s%s\", (\"x\"):rep(@), (\"y\"):rep(@)))",
            writer.below(200_000),
            writer.below(200_000)
        ),
        8 => lua!(
            "out(#string.pack(\"sss\", (\"p\"):rep(@), \"\", (\"p\"):rep(@)))",
            writer.below(200_000),
            writer.below(90_000)
        ),
        _ => lua!(
            "out((\"a\"):rep(@):find((\"a\"):rep(@) .. \"b\", 1, true))",
            writer.below(5000),
            writer.below(2000)
        ),
    }
}

/// Many objects that stay.
pub fn growing(writer: &mut Writer) -> String {
    match writer.below(9) {
        0 => lua!("for i = 1, @ do t[i] = i end out(#t)", writer.below(200_000)),
        1 => lua!("for i = 1, @ do t[\"g\" .. i] = {i} end out(next(t))", writer.below(30_000)),
        2 => lua!(
            "for i = 1, @ do t[i] = function() return i end end out(#t)",
            writer.below(100_000)
        ),
        3 => lua!(
            "for i = 1, @ do t[i] = coroutine.wrap(function() coroutine.yield(i) end) t[i]() end \
             out(#t)",
            writer.below(3000)
        ),
        4 => lua!("for i = 1, @ do t = {t, i} end out(t[2])", writer.below(20_000)),
        5 => lua!(
            "local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end out(f(@))",
            writer.below(60_000)
        ),
        6 => lua!("out(#table.pack(table.unpack({}, 1, @)))", writer.below(300_000)),
        7 => "while true do t = {t, t, t} end".into(),
        _ => lua!("while true do t[#t + 1] = (\"m\"):rep(@) .. #t end", writer.below(3000)),
    }
}

/// What scripts would see of the collector.
pub fn collecting(writer: &mut Writer) -> String {
    lua!(
        "out(collectgarbage(\"count\")) @ out(collectgarbage(\"@\")) out(collectgarbage(\"count\"))",
        writer.churn(),
        writer.pick(&["count", "collect", "step", "stop", "generational", "isrunning"]),
    )
}
