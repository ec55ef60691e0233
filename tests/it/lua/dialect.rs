//! Where the dialect differs from PUC Lua 5.4, row by row.

use rehearsal::lua::Script;

use super::{check, returns};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What is said of a source that is not accepted.
fn refused(source: &str) -> String {
    Script::new("app:cli", source).unwrap_err().to_string()
}

/// Which of these names are there.
fn present(names: &str) -> String {
    returns(&format!(
        "local found = {{}}
         for name in ('{names}'):gmatch('%S+') do
             local value = _G
             for part in name:gmatch('[^.]+') do value = value and value[part] end
             if value ~= nil then found[#found + 1] = name end
         end
         return table.concat(found, ' ')"
    ))
}

#[test]
fn exactly_the_functions_of_the_dialect_are_there() {
    for all in [
        "assert error getmetatable setmetatable ipairs pairs next pcall xpcall rawequal rawget rawset select tonumber tostring type unpack require print _G _VERSION",
        "string.byte string.char string.find string.match string.gmatch string.gfind string.gsub string.len string.lower string.upper string.rep string.reverse string.sub string.format string.pack string.unpack string.packsize string.dump",
        "table.insert table.remove table.concat table.sort table.unpack table.getn table.maxn table.create table.freeze table.isfrozen",
        "math.abs math.acos math.asin math.atan math.atan2 math.ceil math.cos math.cosh math.deg math.exp math.floor math.fmod math.frexp math.huge math.ldexp math.log math.log10 math.max math.min math.mod math.modf math.pi math.pow math.rad math.random math.randomseed math.sin math.sinh math.sqrt math.tan math.tanh math.tointeger math.type math.ult math.maxinteger math.mininteger",
        "coroutine.create coroutine.resume coroutine.yield coroutine.status coroutine.wrap coroutine.running coroutine.spawn",
        "package.loadlib package.seeall package.path package.cpath",
        "os.time os.date os.clock os.difftime os.platform",
    ] {
        assert_eq!(present(all), all);
    }
    let none = "load loadstring loadfile dofile collectgarbage rawlen getfenv setfenv newproxy module warn debug utf8 bit32 \
                table.pack table.move coroutine.isyieldable coroutine.close \
                os.getenv os.exit os.remove os.rename os.tmpname os.setlocale os.execute";
    assert_eq!(present(none), "");
}

#[test]
fn package_holds_nothing_to_load() {
    check(&[
        ("return package.path .. package.cpath .. tostring(package.loadlib('x', 'y'))", "nil"),
        ("local m = {} package.seeall(m) return tostring(m.print == print)", "true"),
        ("return package == package", "true"),
        ("return tostring(pcall(function() package.path = 'x' end))", "false"),
    ]);
}

#[test]
fn strings_know_few_escapes() {
    check(&[
        (
            r#"return "\a\b\f\n\r\t\v\\\"\'" == string.char(7, 8, 12, 10, 13, 9, 11, 92, 34, 39)"#,
            "true",
        ),
        (r#"return "\65\066\0677""#, "ABC7"),
        (r#"return "\x41\u{48}\z \q""#, "x41u{48}z q"),
        ("return 'a\\\nb' == 'a' .. string.char(10) .. 'b'", "true"),
        ("return [==[a]]b]==] --[[ long ]] .. 'c'", "a]]bc"),
    ]);
}

#[test]
fn numbers_are_integers_unless_they_have_a_point_or_an_exponent() {
    check(&[
        (
            "return math.type(10) .. math.type(1e1) .. math.type(10.0) .. math.type(0x10)",
            "integerfloatfloatinteger",
        ),
        ("return math.type(10 / 5) .. ' ' .. 10 / 5 .. ' ' .. 10 / 4", "float 2 2.5"),
        ("return 7 // 2 .. ' ' .. -7 // 2 .. ' ' .. -7 % 3 .. ' ' .. 7.5 // 2", "3 -4 2 3"),
        ("return (6 & 3 | 8 ~ 1) .. ''", "11"),
        ("return (1 << 4) .. ' ' .. (256 >> 4) .. ' ' .. ~0", "16 16 -1"),
        ("return math.maxinteger + 1 == math.mininteger", "true"),
        ("return '10' + 5 .. ' ' .. '3' * '4'", "15 12"),
        ("return tostring(1e100) .. ' ' .. 2^53", "1e+100 9.007199254741e+15"),
        ("return 1 == 1.0 and ({[1] = 'x'})[1.0]", "x"),
        ("return type(1) .. type(1.5)", "numbernumber"),
        ("return tostring(pcall(function() return 1 // 0 end)) .. tostring(1 / 0)", "falseinf"),
    ]);
    assert_eq!(refused("x = 0x1p4"), "app:cli:1: malformed number near '0x1p4'");
    assert_eq!(refused("x = 0x.8"), "app:cli:1: malformed number near '0x.8'");
}

#[test]
fn mathematics_has_the_functions_of_five_one() {
    check(&[
        (
            "return math.pow(2, 10) .. ' ' .. math.log10(1000) .. ' ' .. math.mod(-7, 4) .. ' ' .. math.fmod(-7.5, 2)",
            "1024 3 -3 -1.5",
        ),
        (
            "local m, e = math.frexp(48) return m .. ' ' .. e .. ' ' .. math.ldexp(0.75, 6)",
            "0.75 6 48",
        ),
        ("return math.atan2(1, -1) == math.pi * 3 / 4", "true"),
        ("return math.atan(1, -1) == math.pi / 4", "true"),
        (
            "return string.format('%.10f %.10f %.10f', math.sinh(1), math.cosh(1), math.tanh(1))",
            "1.1752011936 1.5430806348 0.7615941560",
        ),
        (
            "return string.format('%g %g %g', math.sinh(1e-9), math.tanh(1e-9), math.tanh(1000))",
            "1e-09 1e-09 1",
        ),
        ("return math.log(8, 2) == math.log(8)", "true"),
        (
            "return math.floor(3.7) .. math.ceil(3.2) .. ' ' .. math.floor(-3.5) .. ' ' .. math.abs(-3)",
            "34 -4 3",
        ),
        ("return math.max(1, 2.5) .. ' ' .. math.min(3, 2) .. ' ' .. math.modf(3.25)", "2.5 2 3"),
        (
            "return tostring(math.ult(1, -1)) .. math.tointeger(2^31) .. tostring(math.tointeger(1.5))",
            "true2147483648nil",
        ),
        ("return math.deg(math.pi) .. ' ' .. math.sqrt(16) .. ' ' .. math.exp(0)", "180 4 1"),
        ("return math.huge < 1 / 0 and math.huge > 1e308", "true"),
        (
            "for _ = 1, 100 do local n = math.random(3) assert(n >= 1 and n <= 3) end return math.random(5, 5)",
            "5",
        ),
    ]);
}

#[test]
fn format_is_forgiving() {
    check(&[
        (
            "return string.format('%d %i %5.1f %-4s| %04d %+d %x %X %o %c %e', 1, 2.0, 1.25, 'ab', 7, 3, 255, 255, 8, 65, 1.5)",
            "1 2   1.2 ab  | 0007 +3 ff FF 10 A 1.500000e+00",
        ),
        (
            "return string.format('%s %s %s %s', nil, true, 1.0, {}):gsub('table: .*', 'table')",
            "nil true 1 table",
        ),
        ("return string.format('%s', errors.new('gone'))", "gone"),
        ("return string.format('%q', 'a\"b')", "\"a\\\"b\""),
        ("return string.format('100%%')", "100%"),
        ("return string.format('%s and %d', 'one')", "one and %!d(MISSING)"),
        ("return string.format('%5.2f')", "%!f(MISSING)"),
        ("return string.format('%.3s|%10s|', 'abcdef', 'x')", "abc|         x|"),
        (
            "return select(2, pcall(string.format, '%d', 1.5))",
            "bad argument #2 to 'string.format' (number has no integer representation)",
        ),
    ]);
}

#[test]
fn strings_are_bytes() {
    check(&[
        ("return #'привет' .. ' ' .. ('привет'):sub(1, 2) .. ' ' .. ('äb'):find('b')", "12 п 3"),
        ("return ('ab'):rep(3, ',') .. ('x'):rep(0) .. ('x'):rep(-1)", "ababab"),
        ("return ('a-b'):gsub('%-', '+')", "a+b"),
        (
            "local t = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do t[#t + 1] = k .. v end return table.concat(t, ';')",
            "a1;b2",
        ),
        ("return ('hello'):byte(1) .. ('hello'):reverse() .. ('%d'):format(5)", "104olleh5"),
        ("return string.unpack('<i4', string.pack('<i4', 7)) .. string.packsize('i4')", "74"),
        ("return select(2, pcall(string.dump, print))", "unable to dump given function"),
        ("return ('x').nothing == nil", "true"),
    ]);
}

#[test]
fn iteration_looks_at_the_table_itself() {
    check(&[
        (
            "local t = setmetatable({1, 2}, {__index = function(_, i) return i < 5 and i or nil end})
             local n = 0 for _ in ipairs(t) do n = n + 1 end return n",
            "2",
        ),
        ("local n = 0 for _ in ipairs({1, nil, 3}) do n = n + 1 end return n", "1"),
        (
            "local t = setmetatable({a = 1}, {__pairs = function() error('asked') end})
             local n = 0 for _ in pairs(t) do n = n + 1 end return n",
            "1",
        ),
        ("ipairs(nil)", "Internal: app:solo:2: bad argument #1 to 'ipairs' (table expected, got nil)"),
        ("pairs(5)", "Internal: app:solo:2: bad argument #1 to 'pairs' (table expected, got number)"),
        ("return next({}) == nil and select('#', next({5}))", "2"),
    ]);
}

#[test]
fn tables_have_the_functions_of_both() {
    check(&[
        (
            "local t = {3, 1, 2} table.sort(t) table.insert(t, 4) table.insert(t, 1, 0) return table.concat(t, ',')",
            "0,1,2,3,4",
        ),
        ("local t = {1, 2, 3} return table.remove(t) + table.remove(t, 1) .. ' ' .. #t", "4 1"),
        (
            "local t = {3, 1, 2} table.sort(t, function(a, b) return a > b end) return table.concat(t)",
            "321",
        ),
        (
            "return #table.create(10, 10) .. table.getn({1, 2}) .. table.maxn({[3] = 1, [9] = 2})",
            "029",
        ),
        ("return select('#', table.unpack({1, nil, 3}, 1, 3)) .. unpack({7})", "37"),
        (
            "local t = table.freeze({1}) return tostring(table.isfrozen(t)) .. tostring(pcall(rawset, t, 1, 2))",
            "truefalse",
        ),
    ]);
}

#[test]
fn assert_raises_text_with_its_place() {
    check(&[
        ("assert(false, 'no luck')", "Internal: app:solo:2: no luck"),
        ("assert(nil)", "Internal: app:solo:2: assertion failed!"),
        (
            "local ok, e = pcall(assert, false, errors.new{message = 'gone', kind = 'NotFound'}) return type(e) .. e",
            "stringgone",
        ),
        (
            "local ok, e = pcall(function() assert(false, errors.new('gone')) end) return type(e) .. e",
            "stringapp:solo:2: gone",
        ),
        ("return select('#', assert(1, 2, 3))", "3"),
    ]);
}

#[test]
fn calls_can_be_protected() {
    check(&[
        (
            "local ok, e = pcall(function() local x = nil return x.y end) return type(e) .. ' ' .. e",
            "string app:solo:2: attempt to index a nil value (local 'x')",
        ),
        (
            "local ok, e = pcall(function() nothing() end) return e",
            "app:solo:2: attempt to call a nil value (global 'nothing')",
        ),
        ("local ok, e = pcall(error, {code = 7}) return e.code", "7"),
        ("local ok, e = pcall(error, 'plain', 0) return e", "plain"),
        (
            "return select(2, xpcall(function() error('x', 0) end, function(e) return e .. '!' end))",
            "x!",
        ),
        ("return select(2, pcall(error, errors.new('gone'))):message()", "gone"),
    ]);
}

#[test]
fn errors_are_joined_as_text() {
    check(&[
        ("local e = errors.new('gone') return 'a' .. e .. 'b' .. 1 .. e .. e", "agoneb1gonegone"),
        ("local e = errors.new('gone') return e .. 1.0 .. ' ' .. 5", "gone1 5"),
        ("return pcall(function() return 'a' .. {} end) == false", "true"),
    ]);
}

#[test]
fn goto_and_labels_are_there() {
    check(&[
        (
            "local n = 0 for i = 1, 5 do if i % 2 == 0 then goto next end n = n + i ::next:: end return n",
            "9",
        ),
        ("do local i = 1 ::top:: if i < 4 then i = i + 1 goto top end return i end", "4"),
    ]);
}

#[test]
fn words_of_types_are_no_variables() {
    for word in
        ["fun", "interface", "as", "asserts", "readonly", "is", "typeof", "keyof", "extends"]
    {
        for source in [
            format!("local {word} = 1"),
            format!("local function {word}() end"),
            format!("function {word}() end"),
            format!("return function({word}) end"),
            format!("for {word} = 1, 2 do end"),
            format!("for k, {word} in pairs({{}}) do end"),
            format!("return {word}"),
            format!("f({word} + 1)"),
            format!("{word} = 1"),
        ] {
            let said = refused(&source);
            assert!(said.starts_with("app:cli:1: `"), "{source}: {said}");
            assert!(said.contains("is a reserved word of this dialect"), "{source}: {said}");
        }
    }
    assert!(refused("local goto = 1").starts_with("app:cli:1: "));
    check(&[
        (
            "local t = {interface = 1, readonly = 2, as = 3, asserts = 4, is = 5, keyof = 6, extends = 7} return t.is + t.as",
            "8",
        ),
        (
            "local t = {} function t.is() return 'm' end function t:as() return 'n' end return t.is() .. t:as()",
            "mn",
        ),
        ("local type = type return type(5)", "number"),
    ]);
}

#[test]
fn a_call_that_begins_a_line_is_ambiguous() {
    let ambiguous = "app:cli:2: ambiguous syntax (function call x new statement)";
    assert_eq!(refused("local x = f()\n(g or h)()"), ambiguous);
    assert_eq!(refused("f(1)\n(2)"), ambiguous);
    check(&[
        ("local f = function() return function() return 5 end end return f()()", "5"),
        ("local n = 0 local f = function() n = n + 1 end f();\n(f)() return n", "2"),
        ("local f = function(a) return a end return f\n(7)", "7"),
    ]);
}

#[test]
fn attributes_are_not_there() {
    assert!(
        refused("local x <const> = 1")
            .contains("attributes such as <const> are not part of this dialect")
    );
    assert!(
        refused("local x <close> = nil")
            .contains("attributes such as <close> are not part of this dialect")
    );
}
