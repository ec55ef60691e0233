//! What scripts may call beside processes: values, errors, and the dialect's own functions.

use crate::writer::{Writer, lua};

fn nested(writer: &mut Writer, depth: u32) -> String {
    if depth == 0 || writer.one_in(2) {
        return writer.any(0);
    }
    let items = writer.below(4);
    if writer.one_in(2) {
        let items = writer.many(items, ", ", |writer| nested(writer, depth - 1));
        return lua!("{@}", items);
    }
    let items = writer.many(items, ", ", |writer| {
        let key = match writer.below(3) {
            0 => lua!("[@]", writer.below(5)),
            1 => lua!("[@]", writer.literal()),
            _ => writer.pick(&["a", "b", "name"]).into(),
        };
        lua!("@ = @", key, nested(writer, depth - 1))
    });
    lua!("{@}", items)
}

const DOCUMENTS: [&str; 14] = [
    "{\"a\": [1, 2.5, -0.0, 1e3, 1e400, 123456789012345678901234567890]}",
    "[true, false, null, \"\\u00e4\\ud83d\\ude00\\n\"]",
    "{\"b\": {}, \"a\": [], \"c\": {\"d\": [[[]]]}}",
    "[1,",
    "{\"a\" 1}",
    "nul",
    "\"\\ud800\"",
    "1 2",
    "[1e-7, 0.1, 1E5, 9007199254740993, 9223372036854775808]",
    "{\"a\":1,\"a\":2}",
    "",
    " \t\n 5 ",
    "[\"\\u0000\", \"\\/\"]",
    "-",
];

pub fn json(writer: &mut Writer) -> String {
    let encoded = writer.many(3, " ", |writer| {
        lua!(
            "local s, why = json.encode(@) out(s, why) if s then out(deep(json.decode(s))) end",
            nested(writer, 3)
        )
    });
    lua!(
        "@ out(deep((json.decode([==[@]==])))) out(select(2, json.decode([==[@]==]))) out(pcall(json.decode, @))",
        encoded,
        writer.pick(&DOCUMENTS),
        writer.pick(&DOCUMENTS),
        writer.any(1),
    )
}

pub fn errors(writer: &mut Writer) -> String {
    lua!(
        "local function raise(n) if n == 0 then @ end raise(n - 1) return 1 end \
         local ok, e = pcall(raise, @) out(ok, e, type(e)) \
         local f = errors.new{message = @, kind = @, retryable = @, details = @} \
         out(f, f:message(), f:kind(), f:retryable(), deep(f:details()), f .. \"!\", \"!\" .. f) \
         out(errors.is(f, errors.TIMEOUT), errors.is(@, \"\"), pcall(errors.new, @)) \
         local g = errors.wrap(f, \"around\") out(g, g:kind(), g == f) \
         local ok, h = xpcall(raise, function(h) return h end, @) \
         if type(h) == \"userdata\" then out(h:stack(), deep(errors.call_stack(h))) end out(pcall(f.message, @))",
        writer.pick(&[
            "error(errors.new(\"object\"))",
            "error(\"text\")",
            "error({code = n})",
            "local q = nil; q.x = 1",
            "time.sleep(\"1us\") error(\"late\", 2)",
            "assert(false, errors.new(\"asserted\"))",
        ]),
        writer.below(9),
        writer.text(1),
        writer.pick(&["errors.TIMEOUT", "errors.UNKNOWN", "errors.NOT_FOUND", "\"odd\"", "nil"]),
        writer.pick(&["true", "false", "nil", "1"]),
        nested(writer, 2),
        writer.any(0),
        writer.any(0),
        writer.below(5),
        writer.any(0),
    )
}

pub fn payloads(writer: &mut Writer) -> String {
    lua!(
        "local p = payload.new(@) out(p, p:get_format(), deep(p:data())) \
         local q, why = p:transcode(payload.format.@) out(q, why) if q then out(deep(q:data()), q:get_format()) end \
         logger:@(@, @) logger:with{@}:named(\"x\"):info(\"named\", @) out(pcall(logger.info, logger, @)) \
         out(io and io.print and io.print(\"line\", @)) print(@, @)",
        nested(writer, 2),
        writer.pick(&["JSON", "STRING", "BYTES", "YAML", "LUA", "ERROR"]),
        writer.pick(&["debug", "info", "warn", "error"]),
        writer.text(1),
        writer.pick(&["{a = 1, b = \"x\", c = 0.5}", "{deep = {1, {2}}}", "nil", "{1, 2}"]),
        writer.pick(&["", "user = \"u\"", "n = 1 / 3"]),
        writer.pick(&["{k = true}", "nil", "{}"]),
        writer.any(0),
        writer.any(0),
        writer.any(1),
        writer.any(0),
    )
}

/// What the dialect changes of Lua's own.
pub fn dialect(writer: &mut Writer) -> String {
    lua!(
        "local f = table.freeze{@, a = @} out(table.isfrozen(f), table.isfrozen({})) \
         out(pcall(function() f.@ = 1 end)) out(pcall(rawset, f, 1, 2)) out(pcall(table.insert, f, 1)) out(pcall(table.sort, f)) \
         out(10 / 2, 2^53, 1e15, -0.0, 1e100, 7 // 2.0) \
         out((@):upper(), (@):lower(), (\"straße ǅ Ж\"):upper(), (\"İΣ\"):lower()) \
         out('\\x41\\q\\z', _VERSION, load, utf8, require(\"json\") == json, pcall(require, \"@\")) \
         out(math.pow(@, 3), math.mod(7, 3), math.log10(@), math.cosh(@), math.sinh(@), math.tanh(@)) \
         out(pcall(function() string.new = 1 end), math.huge, string.gfind == string.gmatch)",
        writer.any(0),
        writer.any(0),
        writer.pick(&["a", "b", "c.d"]),
        writer.text(0),
        writer.text(0),
        writer.pick(&["json", "tim", "sql", "process", "nothing", "coroutine"]),
        writer.num(0),
        writer.num(0),
        writer.num(1),
        writer.num(0),
        writer.num(0),
    )
}

/// Types that are blanked before Lua sees them.
pub fn annotations(writer: &mut Writer) -> String {
    lua!(
        "type Point = {x: number, y: number?} \
         type Shape = \"circle\" | \"square\" | nil \
         local function area(p: Point, s: Shape?, ...: any): (number, string?) return p.x * (p.y or 1), s end \
         local n: number, name: string | nil = area({x = @, y = @}, @) out(n, name) \
         for i = 1, @ do local q: {[integer]: {string}} = {[i] = {\"v\"}} out(q[i][1] as string) end \
         local g: (number) -> number = function(v: number): number return v * 2 end out(g(@))",
        writer.num(1),
        writer.num(0),
        writer.pick(&["\"circle\"", "nil"]),
        writer.below(4),
        writer.num(1),
    )
}
