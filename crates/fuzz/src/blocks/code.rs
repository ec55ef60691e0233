//! Compiling: `load` of texts, right and wrong, and of a reader.

use crate::writer::{Writer, lua};

pub fn loading(writer: &mut Writer) -> String {
    let wrong = writer.pick(&[
        "return 1 +",
        "x = = 1",
        "local a <const> = 1; a = 2",
        "goto nowhere",
        "return \"\\q\"",
        "for",
        "return ...",
        "break",
        "return 0x",
        "::a:: ::a::",
        "local t <close> = 1",
        "do\n\n return (1",
        "return 1e400, 0x1p-1080, 9223372036854775808",
    ]);
    let name =
        writer.pick(&["nil", "\"=c\"", "\"@file\"", "(\"long\"):rep(40)", "\"line1\\nline2\""]);
    lua!(
        "out(load([==[@]==], @)) \
         local f = load([[local a, b = ... ; return function() a = (a or 0) + @ return a, b, _ENV end]], \
         \"=l\", \"@\"@) out(f and f(1, 2)()) \
         local parts = {\"return \", \"1\", \"+\", \"2\", nil} local i = 0 \
         out(load(function() i = i + 1 return parts[i] end)) \
         local src = {} for i = 1, @ do src[i] = \"local v\" .. i % 150 .. \" = {\" .. i .. \", 'k\" .. i .. \"'} \" end \
         out(load(table.concat(src)))",
        wrong,
        name,
        writer.below(99),
        writer.pick(&["t", "b", "bt"]),
        writer.pick(&["", ", {}", ", t"]),
        writer.below(300),
    )
}
