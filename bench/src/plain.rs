//! What is done without actors: the measure of the machine, and the work behind a request.

use std::hint::black_box;

use rehearsal::Value;

use crate::ours::{Store, request, texts, worth};
use crate::plan::{Model, Plan};
use crate::work::{Work, at_once, check};

/// A loop of multiplications that depend on each other: a measure of the machine, so that figures of different ones
/// can be compared.
pub fn loop_of_steps() -> Work {
    at_once(|size| {
        let mut number = black_box(0x9e37_79b9_7f4a_7c15_u64);
        for _ in 0..size {
            number = (number ^ (number >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) | 1;
        }
        if black_box(number) == 0 { Err("an odd number is 0".into()) } else { Ok(size) }
    })
}

type Call = dyn FnMut(&str, Value) -> Value;

/// The store of [`crate::ours::kv`] behind a function that nobody can look through: the same requests and answers,
/// and no actor.
pub fn bare_map() -> Work {
    let mut store = Store::filled();
    let mut call: Box<Call> = Box::new(move |topic, payload| store.answer(topic, &payload));
    let (mut plan, mut model) = (Plan::new(0, 1), Model::new(0, 1));
    let keys = texts();
    at_once(move |size| {
        let mut sum = 0;
        for _ in 0..size {
            let (topic, payload) = request(&plan.next(), &keys);
            let answer = black_box(&mut call)(topic, payload);
            sum += worth(&answer);
        }
        check("the sum of the answers", sum, model.expect(size))?;
        Ok(size)
    })
}
