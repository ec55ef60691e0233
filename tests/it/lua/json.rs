//! The module `json`.

use super::check;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn json_is_written_and_read() {
    check(&[
        ("return json.encode({1, 2, 'x'})", "[1,2,\"x\"]"),
        ("return json.encode({b = 1, a = {c = true}})", "{\"a\":{\"c\":true},\"b\":1}"),
        (
            "return json.encode({}) .. json.encode(nil) .. json.encode(5.0) .. json.encode(0/0)",
            "[]null5null",
        ),
        ("return select(2, json.encode({1, x = 2})):kind()", "Internal"),
        ("return select(2, json.encode({[1] = 1, [3] = 3})):kind()", "Internal"),
        ("local t = {} t[1] = t return select(2, json.encode(t)):kind()", "Internal"),
        (
            "local v = json.decode('{\"a\": [1, 2.5, null]}') return v.a[1] .. v.a[2] .. tostring(v.a[3])",
            "12.5nil",
        ),
        ("return math.type(json.decode('1')) .. math.type(json.decode('1.0'))", "integerfloat"),
        (
            "return select(2, json.decode('{')):kind() .. select(2, json.decode('')):kind() .. select(2, json.decode(5)):kind()",
            "InternalInvalidInvalid",
        ),
    ]);
}

#[test]
fn json_has_its_own_idea_of_tables() {
    check(&[
        (
            "return json.encode({f = print, ch = channel.new(), t = time.now()})",
            "{\"ch\":null,\"f\":null,\"t\":null}",
        ),
        ("return json.encode({print, 2})", "[null,2]"),
        (
            "return json.encode({1e300 * 1e10, -1 / 0, 0.5, 2^53})",
            "[null,null,0.5,9007199254740992]",
        ),
        ("return select(2, json.encode({[1.5] = 1})):kind()", "Internal"),
        (
            "local t = {} for _ = 1, 129 do t = {t} end return select(2, json.encode(t)):kind()",
            "Internal",
        ),
        ("local t = {} for _ = 1, 127 do t = {t} end return #json.encode(t)", "256"),
        ("local s = {1} return json.encode({s, s})", "[[1],[1]]"),
        (
            "local t = {} for _ = 1, 100 do t = {t, t} end return select(2, json.encode(t)):kind()",
            "Internal",
        ),
        (
            "return json.encode({text = 'a\"\\n', e = errors.new('broken')})",
            "{\"e\":\"broken\",\"text\":\"a\\\"\\n\"}",
        ),
        ("local v, e = json.decode('null') return tostring(v) .. tostring(e)", "nilnil"),
        ("local v = json.decode('{\"a\": {}, \"b\": []}') return type(v.a) .. #v.b", "table0"),
        ("return json.encode(json.decode('{\"a\": {}, \"b\": []}'))", "{\"a\":{},\"b\":[]}"),
        ("local t = {x = 1} t.x = nil return json.encode(t)", "{}"),
        ("local t = {1, 2} t[1], t[2] = nil, nil return json.encode(t)", "[]"),
        (
            "local t = {} for n = 1, 9 do t[n] = n end for n = 1, 9 do t[n] = nil end return json.encode(t)",
            "[]",
        ),
        ("return json.decode('9007199254740993')", "9007199254740993"),
        ("return json.decode('\"\\\\u0416\"')", "Ж"),
    ]);
}

/// The body that validates a value against a schema, both written in Lua, and says what it found.
fn verdict(call: &str) -> String {
    format!(
        "local ok, e = json.{call}
         if ok == true and e == nil then return 'fits' end
         return tostring(ok) .. ' ' .. e:kind() .. ' ' .. e:message()"
    )
}

#[test]
fn a_value_is_held_against_a_schema() {
    for (schema, value, expected) in [
        ("{type = 'string'}", "'x'", ""),
        ("{type = 'string'}", "5", "expected \"string\", got number"),
        ("{type = {'string', 'null'}}", "nil", ""),
        ("{type = 'integer'}", "5.0", ""),
        ("{type = 'integer'}", "5.5", "expected \"integer\", got number"),
        ("{enum = {'a', 1}}", "1.0", ""),
        ("{enum = {'a', 1}}", "2", "expected one of [\"a\",1]"),
        ("{const = {x = {1, 2}}}", "{x = {1, 2}}", ""),
        ("{const = {x = {1, 2}}}", "{x = {2, 1}}", "expected {\"x\":[1,2]}"),
        ("{minimum = 1, maximum = 3}", "3", ""),
        ("{minimum = 1}", "0.5", "expected at least 1, got 0.5"),
        ("{maximum = 3}", "9007199254740993", "expected at most 3, got 9007199254740993"),
        ("{exclusiveMinimum = 1}", "1", "expected more than 1, got 1"),
        ("{exclusiveMaximum = 1}", "1", "expected less than 1, got 1"),
        ("{minimum = 1}", "'no number'", ""),
        ("{multipleOf = 0.5}", "1.5", ""),
        ("{multipleOf = 3}", "7", "expected a multiple of 3, got 7"),
        ("{minLength = 2, maxLength = 3}", "'ёж'", ""),
        ("{minLength = 2}", "'ё'", "expected at least 2 characters, got 1"),
        ("{maxLength = 1}", "'ёж'", "expected at most 1 characters, got 2"),
        ("{items = {type = 'number'}}", "{1, 'x'}", "/1: expected \"number\", got string"),
        ("{prefixItems = {{type = 'number'}}, items = {type = 'string'}}", "{1, 'x'}", ""),
        (
            "{prefixItems = {{type = 'number'}}, items = false}",
            "{1, 'x'}",
            "/1: nothing is allowed here",
        ),
        ("{contains = {const = 2}}", "{1, 2}", ""),
        ("{contains = {const = 2}}", "{1}", "no item is as wanted"),
        ("{minItems = 1}", "{}", "expected at least 1 items, got 0"),
        ("{maxItems = 1}", "{1, 2}", "expected at most 1 items, got 2"),
        ("{uniqueItems = true}", "{1, 2, 1.0}", "an item is there twice"),
        (
            "{properties = {a = {properties = {b = {type = 'boolean'}}}}}",
            "{a = {b = 1}}",
            "/a/b: expected \"boolean\", got number",
        ),
        (
            "{properties = {a = true}, additionalProperties = false}",
            "{a = 1, b = 2}",
            "/b: nothing is allowed here",
        ),
        (
            "{propertyNames = {maxLength = 1}}",
            "{ab = 1}",
            "/ab: expected at most 1 characters, got 2",
        ),
        ("{required = {'a', 'b'}}", "{a = 1}", "the property \"b\" is missing"),
        ("{required = {'a'}}", "'no object'", ""),
        ("{minProperties = 1}", "{}", "expected at least 1 properties, got 0"),
        ("{maxProperties = 1}", "{a = 1, b = 2}", "expected at most 1 properties, got 2"),
        ("{allOf = {{minimum = 1}, {maximum = 2}}}", "3", "expected at most 2, got 3"),
        ("{anyOf = {{type = 'string'}, {minimum = 5}}}", "4", "it fits none of anyOf"),
        ("{oneOf = {{minimum = 1}, {minimum = 2}}}", "3", "it fits 2 of oneOf, not exactly one"),
        ("{['not'] = {type = 'string'}}", "'x'", "it is what it must not be"),
        (
            "{['if'] = {type = 'string'}, ['then'] = {minLength = 2}, ['else'] = {minimum = 2}}",
            "'x'",
            "expected at least 2 characters, got 1",
        ),
        (
            "{['if'] = {type = 'string'}, ['then'] = {minLength = 2}, ['else'] = {minimum = 2}}",
            "1",
            "expected at least 2, got 1",
        ),
        (
            "{['$defs'] = {n = {type = 'number'}}, items = {['$ref'] = '#/$defs/n'}}",
            "{1, 'x'}",
            "/1: expected \"number\", got string",
        ),
        (
            "{properties = {next = {['$ref'] = '#'}}, additionalProperties = false}",
            "{next = {next = {x = 1}}}",
            "/next/next/x: nothing is allowed here",
        ),
        ("{['$ref'] = '#'}", "1", "the schema refers to itself without an end"),
        ("{['$ref'] = '#/nothing'}", "1", "the schema has nothing at \"#/nothing\""),
        // An empty table is a list and an object.
        ("{type = 'array'}", "{}", ""),
        ("{type = 'object'}", "{}", ""),
        ("{}", "{}", ""),
        ("{title = 'T', description = 'D', format = 'email', default = 1}", "1", ""),
        // What is not known is not taken for fine.
        ("{pattern = '^a'}", "'b'", "the schema has a keyword that is not known: \"pattern\""),
        (
            "{properties = {a = {requird = {'x'}}}}",
            "{}",
            "/properties/a: the schema has a keyword that is not known: \"requird\"",
        ),
        ("{items = 5}", "{}", "/items: the schema has a number where a schema must be"),
        ("'{\"type\": \"null\"}'", "nil", ""),
        ("'{'", "nil", "the schema is not JSON: EOF while parsing an object at line 1 column 1"),
        ("5", "nil", "a schema is a table, or a text of JSON"),
        ("{}", "{1, x = 2}", "a table with gaps, or with both kinds of keys, is no JSON"),
    ] {
        let expected = match expected {
            "" => "fits".to_owned(),
            wrong => format!("false Invalid {wrong}"),
        };
        check(&[(&verdict(&format!("validate({schema}, {value})")), &expected)]);
    }
}

#[test]
fn a_text_of_json_is_held_against_a_schema() {
    for (call, expected) in [
        ("validate_string({type = 'object'}, '{}')", "fits"),
        (
            "validate_string({type = 'object'}, '[]')",
            "false Invalid expected \"object\", got array",
        ),
        (
            "validate_string('{\"items\": {\"minimum\": 2}}', '[2, 1]')",
            "false Invalid /1: expected at least 2, got 1",
        ),
        (
            "validate_string({}, '{')",
            "false Invalid not JSON: EOF while parsing an object at line 1 column 1",
        ),
    ] {
        check(&[(&verdict(call), expected)]);
    }
}
