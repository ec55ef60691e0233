//! Tables: the order of their keys, keys that were removed, borders, sorting, metatables.

use crate::writer::{Writer, lua};

/// Keys of all kinds, removed while the table is walked through, and set again.
pub fn keys(writer: &mut Writer) -> String {
    let first = 4 + writer.below(40);
    let first = writer.many(first, "\n", set);
    let every = 2 + writer.below(3);
    let again = writer.below(30);
    let again =
        writer.many(again, " ", |writer| lua!("set(@, @)", writer.key(), writer.below(100)));
    lua!(
        "@ show(t) local n = 0 for q in pairs(t) do n = n + 1 if n % @ == 0 then t[q] = nil end end \
         show(t) @ show(t) out(#t)",
        first,
        every,
        again
    )
}

fn set(writer: &mut Writer) -> String {
    lua!("set(@, @)", writer.key(), writer.any(1))
}

/// Objects as keys: what is hashed is never an address.
pub fn objects(writer: &mut Writer) -> String {
    let of_the_host =
        if writer.is_script() { "errors.new(\"u\")" } else { "select(2, pcall(host_fail, \"u\"))" };
    let object = writer.pick(&[
        "{}",
        "function() return i end",
        "coroutine.create(print)",
        "(\"z\"):rep(i)",
        "coroutine.wrap(print)",
        "i * 0.5",
        "(\"q\"):gmatch(\".\")",
        of_the_host,
    ]);
    lua!(
        "for i = 1, @ do local o = @ t[o] = i \
         if i % @ == 0 then t[o] = nil elseif i % 7 == 0 then k[#k + 1] = o end end \
         show(t) for q, p in pairs(t) do if p % 3 > 0 then t[q] = nil end end @ show(t) \
         for i = 1, #k do out(pcall(next, t, k[i])) end",
        10 + writer.below(300),
        object,
        2 + writer.below(5),
        writer.churn()
    )
}

/// `next` from a key that is gone, whose object may be gone, too.
pub fn removed_keys(writer: &mut Writer) -> String {
    lua!(
        "for i = 1, 60 do t[\"n\" .. i] = i t[{}] = i end \
         for i = 1, 60, @ do t[\"n\" .. i] = nil end @ \
         for i = 1, 60 do out(i, pcall(next, t, \"n\" .. i)) end \
         for i = 1, 400 do local ok, e = pcall(next, t, {}) if ok then out(i, e) end end",
        1 + writer.below(4),
        writer.churn()
    )
}

/// The length of tables with holes.
pub fn borders(writer: &mut Writer) -> String {
    let sets = writer.below(20);
    let sets = writer.many(sets, " ", |writer| {
        let at = 1 + writer.below(40);
        lua!("t[@] = @", at, if writer.one_in(3) { "nil" } else { "1" })
    });
    let items = writer.below(12);
    let items = writer.many(items, ",", |writer| writer.pick(&["1", "nil", "2"]).into());
    lua!(
        "@ out(#t) t = {@} out(#t) t[#t + 1] = 1 t[#t] = nil t[#t] = nil out(#t, next(t))",
        sets,
        items
    )
}

pub fn functions(writer: &mut Writer) -> String {
    let fill = writer.below(30);
    let calls = writer.many(4, " ", |writer| match writer.below(7) {
        0 => lua!("out(pcall(table.insert, t, @, 9))", writer.int(0)),
        1 => lua!("out(pcall(table.remove, t@))", writer.pick(&["", ", 1", ", 3", ", 99"])),
        2 => lua!(
            "out(pcall(table.unpack, t, @, @))",
            i64::from(writer.below(9)) - 3,
            writer.below(40)
        ),
        3 => lua!("out(pcall(table.unpack, t, @, @))", writer.integer(), writer.integer()),
        4 if writer.is_script() => {
            lua!("out(table.maxn(t), table.getn(t), #table.create(@))", writer.below(9))
        }
        4 => lua!(
            "out(pcall(table.move, t, @, @, @))",
            writer.below(9),
            writer.below(30),
            writer.below(30)
        ),
        5 => lua!("out(pcall(table.concat, t, \",\", @, @))", writer.below(5), writer.below(30)),
        _ if writer.is_script() => lua!("out(unpack({@, nil, 3}, 1, 3))", writer.any(0)),
        _ => lua!("out(table.pack(@, nil).n, #table.pack(1, 2))", writer.any(0)),
    });
    lua!("for i = 1, @ do t[i] = i * 2 end @ out(#t, t[1], t[#t]) show(t)", fill, calls)
}

pub fn sorting(writer: &mut Writer) -> String {
    let item = writer.pick(&[
        "math.random(1000)",
        "i % 7",
        "-i",
        "tostring(i)",
        "math.random()",
        "(i * 7919) % 101",
    ]);
    let by = writer.pick(&[
        "function(p, q) return p < q end",
        "function(p, q) return p > q end",
        "function(p, q) return p <= q end",
        "function() return true end",
        "function() return math.random(2) == 1 end",
        "function(p, q) return tostring(p) < tostring(q) end",
        "function(p, q) if math.random(40) == 1 then error(\"stop\") end return p < q end",
        "nil",
    ]);
    lua!(
        "for i = 1, @ do t[i] = @ end out(pcall(table.sort, t, @)) \
         out(#t, table.concat(t, \" \", 1, math.min(#t, 60)))",
        writer.below(250),
        item,
        by
    )
}

/// Every metamethod; finalizers and weak modes must mean nothing.
pub fn metatables(writer: &mut Writer) -> String {
    let closed = if writer.is_script() { "" } else { "do local q <close> = o end" };
    lua!(
        "local m m = {__index = @, __newindex = @, \
         __call = function(_, ...) return select(\"#\", ...), ... end, \
         __concat = function(p, q) return \"cat\" end, __eq = function() return @ end, \
         __lt = function() return true end, __le = function() return @ end, \
         __len = function() return @ end, __unm = function() return \"neg\" end, \
         __add = function(p, q) return q end, __name = @, __tostring = @, \
         __gc = function() emit(\"GC!\") end, __mode = \"@\", __close = function() out(\"close\") end, \
         __pairs = @} \
         local o, p = setmetatable({}, m), setmetatable({}, m) o[@] = 1 o[{}] = {} o[1] = {} \
         out(o.x, o == p, o < p, o <= p, -o, o + 1, o .. p, #o, o(1, nil)) @ out(next(o)) \
         for q, v in pairs(o) do out(q, v) end @ out(pcall(tostring, o)) \
         o = nil p = nil @",
        writer.pick(&["function(_, q) return q end", "t", "string"]),
        writer.pick(&["function(o, q, p) rawset(o, q, p) end", "nil", "t"]),
        writer.pick(&["true", "false"]),
        writer.pick(&["false", "1"]),
        writer.int(0),
        writer.pick(&["\"Name\"", "1", "nil"]),
        writer.pick(&["function() return \"str\" end", "nil", "function() return 1 end"]),
        writer.pick(&["k", "v", "kv"]),
        writer.pick(&["nil", "function(o) return next, {1}, nil end"]),
        writer.key(),
        writer.churn(),
        closed,
        writer.churn(),
    )
}
