//! Texts: building, patterns, bytes, and what objects look like as texts.

use crate::writer::{Writer, lua};

pub fn building(writer: &mut Writer) -> String {
    let cut = "if #o > 3000 then o = o:sub(-5) end";
    lua!(
        "local o = @ for i = 1, @ do o = o .. @ @ end out(#o, o:sub(1, 60), o:byte(-3, -1))",
        writer.text(2),
        writer.below(60),
        writer.text(1),
        if writer.one_in(2) { cut } else { "" },
    )
}

pub fn patterns(writer: &mut Writer) -> String {
    let calls = writer.many(5, " ", |writer| {
        lua!(
            "out(pcall(string.@, @, @@))",
            writer.pick(&["find", "match", "gsub"]),
            writer.text(2),
            writer.pattern(),
            writer.pick(&["", ", \"%0\"", ", 2", ", -3", ", 4294967297"]),
        )
    });
    lua!("@ for p, q in (@):gmatch(@) do out(p, q) end", calls, writer.text(1), writer.pattern())
}

pub fn packing(writer: &mut Writer) -> String {
    let options = 1 + writer.below(4);
    let format = writer.many(options, "", |writer| {
        writer
            .pick(&[
                "b", "B", "h", "H", "i", "I", "l", "L", "j", "J", "T", "f", "d", "n", "s", "s1",
                "s2", "s4", "z", "x", "i3", "i16", "!", "!4", "<", ">", "Xd", "c5", " ",
            ])
            .into()
    });
    let values = writer.many(4, ",", |writer| writer.scalar(0));
    lua!(
        "out(pcall(string.packsize, \"@\")) local ok, p = pcall(string.pack, \"@\", @) \
         out(ok, ok and hex(p) or p) out(pcall(string.unpack, \"@\", @@))",
        format,
        format,
        values,
        format,
        writer.pick(&[
            "ok and p or \"\"",
            "(\"\\1\\0\\0\\0\\1\\0\\0\\0\"):rep(9)",
            "(\"\\255\"):rep(70)",
            "\"\\0\\0\\0\\0\\1\\0\\0\\0abc\"",
        ]),
        writer.pick(&["", ", 2", ", -4", ", 4294967297"]),
    )
}

pub fn utf8(writer: &mut Writer) -> String {
    lua!(
        "out(pcall(utf8.char, @, @, 0x7fffffff)) out(pcall(utf8.len, @, @)) \
         out(pcall(utf8.codepoint, @, 1, @)) out(pcall(utf8.offset, @, @)) \
         for p, q in utf8.codes(\"aé€\") do out(p, q) end",
        writer.below(0x7fff_ffff),
        writer.below(0x3000),
        writer.text(1),
        writer.int(0),
        writer.text(0),
        writer.below(5),
        writer.text(0),
        i64::from(writer.below(9)) - 4,
    )
}

/// Long texts as keys, and compared.
pub fn long(writer: &mut Writer) -> String {
    lua!(
        "local p, q = (\"@\"):rep(@), (\"a\"):rep(@) out(p == q, p < q, p <= q .. \"a\") \
         t[p] = 1 t[q] = 2 t[p .. q] = 3 out(t[q], t[(\"a\"):rep(#q)], next(t) ~= nil) \
         for i = 1, 30 do t[(\"L\"):rep(40 + i)] = i end show(t)",
        writer.pick(&["a", "b"]),
        writer.below(20_000),
        writer.below(20_000),
    )
}

/// Objects, odd numbers and the libraries themselves.
pub fn showing(writer: &mut Writer) -> String {
    let libraries: &[&str] = if writer.is_script() {
        &["string", "table", "math", "coroutine"]
    } else {
        &["string", "table", "math", "utf8", "coroutine"]
    };
    lua!(
        "out(print, t, k[3], coroutine.running(), string.format(\"%p %p %p\", t, print, \"s\"), \
         (\"%p\"):format((\"l\"):rep(50)), (\"%p\"):format(1)) \
         out(tostring(0/0), -(0/0), string.format(\"%5.1f %g %a\", 0/0, -(0/0), 1/0)) \
         local n = {} for q in pairs(_G) do n[#n + 1] = q end out(table.concat(n, \" \")) \
         n = {} for q in pairs(@) do n[#n + 1] = q end out(table.concat(n, \" \"))",
        writer.pick(libraries),
    )
}
