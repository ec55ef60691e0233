//! What is an annotation and what is not. In the sources below `«…»` marks what is to become spaces.

mod depth;
mod faults;
mod random;
mod types;

use super::{Type, TypeDeclaration, blank};

/// The source without marks, and what is expected of it.
fn unmark(marked: &str) -> (String, String) {
    let source = marked.replace(['«', '»'], "");
    let mut expected = String::new();
    let mut inside = false;
    for character in marked.chars() {
        match character {
            '«' => inside = true,
            '»' => inside = false,
            '\n' | '\r' => expected.push(character),
            _ if inside => expected.extend(std::iter::repeat_n(' ', character.len_utf8())),
            _ => expected.push(character),
        }
    }
    (source, expected)
}

#[track_caller]
fn check(marked: &[&str]) {
    for case in marked {
        let (source, expected) = unmark(case);
        let blanked = blank(&source).unwrap_or_else(|fault| panic!("{source}\n{fault}"));
        assert_eq!(blanked.text, expected, "\n{source}");
    }
}

#[track_caller]
fn unchanged(sources: &[&str]) {
    for source in sources {
        let blanked = blank(source).unwrap_or_else(|fault| panic!("{source}\n{fault}"));
        assert_eq!(&blanked.text, source);
        assert_eq!(blanked.types, []);
    }
}

#[track_caller]
fn declared(source: &str) -> Vec<TypeDeclaration> {
    blank(source).unwrap_or_else(|fault| panic!("{source}\n{fault}")).types
}

/// The type that this text is read as.
#[track_caller]
fn read(text: &str) -> Type {
    declared(&format!("type T = {text}")).remove(0).body
}

#[test]
fn locals_lose_their_types() {
    check(&[
        "local x«: T» = 1",
        "local x«: T», y«: U» = 1, 2",
        "local x«: T», y, z«: U?»\nlocal w = 3",
        "local x  «:  T»  = 1",
        "local x --[[ stays ]] «: --[[ goes ]] T» -- stays\n= 1",
        "do local x«: {T}» end",
        "local x«: Box<T>»= 1",
        "local x«: Box<Box<T>>»= 1",
        "local x«: Box<Box<Box<T>>>» = y >> 3",
    ]);
}

#[test]
fn functions_of_every_form_lose_their_types() {
    check(&[
        "local function f(a«: T», b«: U?», ...«: V»)«: R» return a end",
        "function f()«: (R1, R2)» end",
        "function f()«: ()» end",
        "function f()«: (R)» end",
        "function f()«: (R)?» end",
        "function f()«: (A | B)[]» end",
        "function f()«: A, B» return 1, 2 end",
        "function f()«: (A) -> B» end",
        "function f()«: (A, B) -> (C, D)» end",
        "function f()«: () -> ()» (g or h)() end",
        "function a.b.c(x«: T») end",
        "function a.b:c(x«: T»)«: U» end",
        "call(function(x«: T»)«: U» return x end, 1)",
        "call{f = function(x«: T») end}",
        "return function(...«: any») return ... end",
        "function f(a, b«: T», ...) end",
        "local f = function«<T>»(x«: T»)«: T» return x end",
        "local function f«<T, U: Bound<V>>»(x«: T»)«: U» end",
        "function m:f«<T>»(x«: T») end",
        "function f()«: asserts x is T» g() end",
        "function f()«: T» ::top:: goto top end",
    ]);
}

#[test]
fn casts_disappear() {
    check(&[
        "local x = y« :: T»",
        "local x = y« as T»",
        "local x = y« as T?» + 1",
        "f(x« as T», y« :: U»)",
        "return (x« as T»).field, {k = v« :: T», w« as {U}»; z}",
        "local x = a« as T» or b« :: U» and not c« as V»",
        "if x« as number» < 5 then end",
        "if x« as number» >= 5 then end",
        "if x« :: integer» << 5 == 3 then end",
        "if x« as Box<T>»== y then end",
        "if x« as Box<Box<T>>»>= y then end",
        "x = -y« as T» .. \"s\"« as string»",
        "x = y« :: {A}»« :: B»",
        "x = y« as A»« as B»",
        "for i = a« as T», b« :: U» do end",
        "for k, v in pairs(t« as T») do end",
        "repeat local x«: T» = 1 until x« as boolean»",
        "t[i« as T»] = {[k« as U»] = v}",
        "local f = (function()«: T» end)« as F»",
    ]);
}

#[test]
fn a_bang_says_not_nil() {
    check(&[
        "local x = y«!»",
        "local n = user«!».name«!».first«!»",
        "f«!»(x«!», y«!»)«!»:g()«!»()",
        "a.b«!».c = d«!»",
        "a«!»[1] = -b«!» ^ c«!»",
        "f()«!»",
        "x = y«!»« as T»«!»",
        "if x«!» == y«!» then end",
        "x = {a«!», b = c«!»}«!»",
    ]);
    // Not Lua, and not ours: the rest stays.
    check(&["local x«: T»\nif a != b then local y: U end", "x = b«!»; x = a !== b"]);
    unchanged(&["if a ~= b then end", "x = a!= b"]);
}

#[test]
fn type_arguments_of_calls_disappear() {
    check(&[
        "local x = f«::<T, U>»(y)",
        "x = a.b«::<Box<Box<T>>>»(y)",
        "obj:method«::<T>»(x):other«::<U>» {}",
        "f«::<T>»()",
    ]);
}

#[test]
fn contextual_words_are_ordinary_names() {
    unchanged(&[
        "goto is ::is::",
        "type(x)",
        "type = 1",
        "type.x = 1",
        "type, y = 1, 2",
        "type 'x'",
        "type {}",
        "type:f()",
        "type[1] = 2",
        "local type = type",
        "t.type = t.type",
        "return {type = 1, as = 2, is = 3, interface = 4, readonly = 5, keyof = 6, extends = 7}",
        "x = type\nfoo = 1",
        "x = type(y) == 'table' and type or nil",
        "f(type)",
        "t.as = t.is t.interface.readonly = t.asserts t.fun = 1",
        "x:as():is():type():interface():readonly()",
        "function t.as() end function t:is() end function t.type() end",
        "goto type ::type::",
        "for type in pairs(x) do type(type) end",
    ]);
    check(&["local x«: {type: T, as: U, is?: V}»", "local type«: T» = 1", "local t«: type.type»"]);
}

#[test]
fn a_method_call_is_no_annotation() {
    unchanged(&[
        "a:b()",
        "a:b{} a:b'' a.b:c():d()",
        "local x = a:b(c:d())",
        "return (a):b()",
        "local x = ('s'):len()",
        "x = {a:b(), [a:b()] = c:d()}",
    ]);
    check(&["local x«: T» = a:b()", "local function f(a«: T»)«: U» return a:b() end"]);
}

#[test]
fn a_label_is_no_cast() {
    unchanged(&[
        "::top:: goto top",
        "x = y ::top:: goto top",
        "x = y\n::top::\nx = 1",
        "f() ::top::",
        "x = y ::\ntop\n:: f()",
        "do return x ::top:: end",
        ":: top :: ; ::a::::b::",
    ]);
    check(&["x = y« :: T»\n::top::", "x = y« ::\nT»\n:: top ::", "local x«: T» ::top::"]);
}

#[test]
fn comparisons_are_no_generics() {
    unchanged(&[
        "x = a < b and c > d",
        "f(a < b, c > (d))",
        "x = a<b, c>d",
        "x = a << b >> c",
        "x = (a < b) == (c > d)",
        "local x = a <b",
    ]);
}

#[test]
fn lua_comes_out_as_it_went_in() {
    unchanged(&[
        "",
        "\n",
        "#!/usr/bin/lua as T\nx = 1",
        "\u{feff}# as T\nx = 1",
        "x = [[ : T ]] .. [==[ ]] ]=] as T ]==] --[==[ local x: T\n]] ]==] y = 1 -- as T",
        "x = 'a\\'b as T' .. \"a\\\"b\\\\\" .. 'c\\\nd' .. 'e\\\r\nf' .. 'g\\z' .. '\\065\\x41\\u{48}'",
        "x = 0xA + 0xFf + 1e+5 + 1E-5 + .5 + 3.",
        "x = 3 ..2",
        "x = 3..2",
        "local a, b = 1 local function f() return end;",
        "while a do break end repeat until b for i = 1, 2, 3 do end for k, v in f() do end",
        "if a then elseif b then elseif c then else end",
        "if a then if b then end end",
        "if a then end if b then end",
        "do end ; ; do do end end",
        "function a.b:c(...) return ..., {...}, select('#', ...) end",
        "a.b['c'].d, e[1] = f'x'{y}:z(), #g, -h, not i, ~j",
        "x = a + b - c * d / e // f % g ^ h .. i & j | k ~ l",
        "x = {1, 2; 3, a = 1, ['b'] = 2, [3] = {}, f(), }",
        "x = function() end y = (function(...) end)(...)",
        "return",
        "return;",
        "return 1, 2;",
        "goto done do ::inner:: end ::done::",
        "local s = 'ü' -- ü\n",
    ]);
}

#[test]
fn what_is_no_lua_stays_from_there_on() {
    check(&[
        "local x«: T» = 1\nif x the\nlocal y: U",
        "local x«: T» = 'unfinished\nlocal y: U",
        "local x«: T» = [==[ unfinished ]=]\nlocal y: U",
        "local x«: T» --[[ unfinished\nlocal y: U",
        "local x«: T» = 1 $ local y: U",
        "local x«: T» = 1 + local y: U",
        "local x«: T» x local y: U",
        "local x«: T» x: U = 1",
        "return x« as T» local y: U",
        "local x«: T» = \"a\":len() local y: U",
        "function f(a«: T»,) end local y: U",
        "local x«: T» end local y: U",
        "local x«: T» [=x[ local y: U",
        "local x«: T» = f(\0) local y: U",
        "for x in y local y: U",
    ]);
}

#[test]
fn a_statement_with_a_parenthesis_in_front_stays_one() {
    let text = |source| blank(source).map(|blanked| blanked.text);
    assert_eq!(
        text("x = f\ntype T = A\n(g or h)()"),
        Ok("x = f\n         ;\n(g or h)()".to_owned())
    );
    assert_eq!(text("x = f as T\n(g or h)()"), Ok("x = f    ;\n(g or h)()".to_owned()));
    check(&[
        "local x«: T»\n(g or h)()",
        "function f()«: T» (g or h)() end",
        "local x«: T @integer»\n(g or h)()",
    ]);
}
