//! What holds for every type: random ones, which may name themselves and each other.

use super::returns;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// xorshift64*: the same numbers everywhere.
struct Rng(u64);

impl Rng {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }

    fn pick(&mut self, from: &[&str]) -> String {
        from[self.below(from.len() as u64) as usize].to_owned()
    }

    fn a_type(&mut self, depth: u32) -> String {
        if depth == 0 {
            return self.pick(&[
                "number",
                "integer",
                "string",
                "boolean",
                "nil",
                "any",
                "table",
                "never",
                "'a'",
                "1",
                "true",
                "A",
                "B",
                "Box<number>",
                "Box<A>",
                "Nowhere",
                "string @min_len(1)",
                "number @min(1)",
            ]);
        }
        let (one, other) = (self.a_type(depth - 1), self.a_type(depth - 1));
        match self.below(12) {
            0 => format!("({one})?"),
            1 => format!("({one}) | ({other})"),
            2 => format!("({one}) & ({other})"),
            3 => format!("{{{one}}}"),
            4 => format!("{{[{one}]: {other}}}"),
            5 | 6 => format!("{{a: {one}, b?: {other}}}"),
            7 => format!("Box<{one}>"),
            8 => format!("({one}, {other}) -> ({other})"),
            9 => format!("({one})['a']"),
            10 => format!("keyof({one})"),
            _ => format!("({one}) @min(0) @max_len(2)"),
        }
    }
}

#[test]
fn types_made_of_a_type_hold_what_it_holds() {
    for seed in 1..40_u64 {
        let mut rng = Rng(seed * 0x9e37_79b9);
        let declarations = format!(
            "type Box<T> = {{a: T, inner: Box<T>?}}
             type A = {}
             type B = {}",
            rng.a_type(3),
            rng.a_type(2)
        );
        let said = returns(&format!(
            "{declarations}
             type Either = B | A
             type Maybe = A?
             type List = {{A}}
             type Both = A & any
             type Record = {{x: A}}
             type Map = {{[string]: A}}
             local loop = {{a = 1}} loop.inner = loop loop.b = loop
             local values = {{1, 1.5, -1, 'a', '', 'long', true, false, print, channel.new(), {{}}, {{1}}, {{'a', 'b'}},
                 {{a = 1}}, {{a = 'a', b = 'b'}}, {{a = {{a = 1}}, b = {{}}}}, {{a = {{1}}, inner = {{a = 2}}}}, loop, errors.new('x')}}
             local function holds(of, value) return select(2, of:is(value)) == nil end
             for i = 0, #values do
                 local v = values[i]
                 local ok = holds(A, v)
                 assert(not ok or holds(Either, v), 'either ' .. i)
                 assert(holds(Maybe, v) == (ok or v == nil), 'maybe ' .. i)
                 assert(holds(Both, v) == ok, 'both ' .. i)
                 assert(holds(Record, {{x = v}}) == ok, 'record ' .. i)
                 if v ~= nil then
                     assert(holds(List, {{v}}) == ok, 'list ' .. i)
                     assert(holds(Map, {{k = v}}) == ok, 'map ' .. i)
                 end
                 assert(pcall(A, v) == ok, 'call ' .. i)
             end
             for _, of in ipairs({{A, B, Either, Maybe, List, Both, Record, Map}}) do
                 assert(type(of:kind()) == 'string' and #of:name() > 0 and of == of)
                 for _, part in ipairs({{'elem', 'key', 'val', 'inner', 'ret'}}) do
                     local found = of[part](of)
                     assert(found == nil or found:kind())
                 end
                 for name, field in of:fields() do assert(name and field:kind()) end
                 for variant in of:variants() do assert(tostring(variant)) end
                 for param in of:params() do assert(tostring(param)) end
             end
             return 'all'"
        ));
        assert_eq!(said, "all", "{declarations}");
    }
}
