//! Random operations beside a map that does the same. A failure names the seed that shows it again.

use std::collections::BTreeMap;

use arbtest::arbitrary::{Result, Unstructured};
use rehearsal::Value;
use rehearsal_sqlite::{KvStore, SqliteKvStore, Write};

use crate::support::memory;

/// How long each property is tried; minutes when it is compiled with `REHEARSAL_SOAK` set.
const MILLIS: u64 = if option_env!("REHEARSAL_SOAK").is_some() { 120_000 } else { 2_000 };

/// Few, so that keys are met again, and with all that means something in a pattern.
const LETTERS: [char; 12] = ['a', 'b', 'c', 'B', ':', '*', '?', '[', ']', '^', '-', 'é'];

fn always(property: impl FnMut(&mut Unstructured<'_>) -> Result<()>) {
    arbtest::arbtest(property).budget_ms(MILLIS).run();
}

fn text(u: &mut Unstructured<'_>, longest: usize) -> Result<String> {
    (0..u.int_in_range(0..=longest)?).map(|_| u.choose(&LETTERS).copied()).collect()
}

fn value(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match u.int_in_range(0..=4)? {
        0 => Value::Nil,
        1 => Value::Int(u.arbitrary()?),
        2 => Value::from(u.arbitrary::<String>()?),
        3 => Value::list([Value::Bool(u.arbitrary()?), Value::from(text(u, 3)?)]),
        _ => {
            let float: f64 = u.arbitrary()?;
            Value::Float(if float.is_finite() { float } else { -0.0 })
        }
    })
}

#[test]
fn a_store_is_a_map() {
    always(|u| {
        let mut store = memory();
        refuse_keys_with_a_caret(&store);
        let mut map = BTreeMap::new();
        for _ in 0..u.int_in_range(1..=30)? {
            match u.int_in_range(0..=3)? {
                0 => {
                    let (key, value) = (text(u, 3)?, value(u)?);
                    let set = store.set(&key, &value);
                    assert_eq!(set.is_ok(), !key.contains('^'));
                    set.ok().map(|()| map.insert(key, value));
                }
                1 => {
                    let group = (0..u.int_in_range(0..=6)?).map(|_| Ok((text(u, 3)?, value(u)?)));
                    let group: Vec<_> = group.collect::<Result<_>>()?;
                    let writes: Vec<_> =
                        group.iter().map(|(key, value)| Write::new(key, value).unwrap()).collect();
                    let answers = store.set_many(&writes);
                    assert_eq!(answers.len(), group.len());
                    for ((key, value), answer) in group.into_iter().zip(answers) {
                        assert_eq!(answer.is_ok(), !key.contains('^'));
                        answer.ok().map(|()| map.insert(key, value));
                    }
                }
                2 => {
                    let key = text(u, 3)?;
                    assert_eq!(store.get(&key).ok().as_ref(), map.get(&key));
                }
                _ => {
                    let glob = text(u, 5)?;
                    let wanted: Vec<&String> =
                        map.keys().filter(|key| matches(&chars(&glob), &chars(key))).collect();
                    assert_eq!(store.list(&glob).unwrap().iter().collect::<Vec<_>>(), wanted);
                }
            }
        }
        let keys: Vec<String> = map.keys().cloned().collect();
        assert_eq!(store.list("*").unwrap(), keys);
        Ok(())
    });
}

/// The same with one key that grows out of its pattern, so that most of them match.
#[test]
fn a_pattern_finds_what_a_naive_matcher_finds() {
    let mut store = memory();
    always(move |u| {
        let key = text(u, 8)?;
        let mut glob = String::new();
        for letter in key.chars() {
            match u.int_in_range(0..=9)? {
                0 => glob.push('*'),
                1 => glob.push('?'),
                2 => glob.extend(['[', letter, ']']),
                3 => glob.extend(['[', *u.choose(&LETTERS)?, '-', *u.choose(&LETTERS)?, ']']),
                4 => glob.extend(['[', '^', *u.choose(&LETTERS)?, ']']),
                5 => glob.extend(['*', letter]),
                _ => glob.push(letter),
            }
        }
        store.connection().execute("DELETE FROM kv_store", []).unwrap();
        store.set(&key, &()).unwrap();
        let found = !store.list(&glob).unwrap().is_empty();
        assert_eq!(found, matches(&chars(&glob), &chars(&key)), "{glob} {key}");
        Ok(())
    });
}

fn refuse_keys_with_a_caret(store: &SqliteKvStore) {
    let trigger = "CREATE TRIGGER t BEFORE INSERT ON kv_store WHEN instr(new.key, '^')
                   BEGIN SELECT RAISE(ABORT, 'a caret'); END";
    store.connection().execute_batch(trigger).unwrap();
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// GLOB as its description has it.
fn matches(glob: &[char], key: &[char]) -> bool {
    match (glob, key) {
        ([], key) => key.is_empty(),
        (['*', glob @ ..], key) => (0..=key.len()).any(|skipped| matches(glob, &key[skipped..])),
        (_, []) => false,
        (['?', glob @ ..], [_, key @ ..]) => matches(glob, key),
        (['[', choice @ ..], [letter, key @ ..]) => {
            let (inverted, choice) = match choice {
                ['^', choice @ ..] => (true, choice),
                choice => (false, choice),
            };
            // A bracket that closes stands first if it is meant as a letter.
            let length = choice.iter().skip(1).position(|letter| *letter == ']').map(|at| at + 1);
            let Some(length) = length else { return false };
            let (choice, glob) = (&choice[..length], &choice[length + 1..]);
            is_chosen(choice, *letter) != inverted && matches(glob, key)
        }
        ([wanted, glob @ ..], [letter, key @ ..]) => wanted == letter && matches(glob, key),
    }
}

fn is_chosen(choice: &[char], letter: char) -> bool {
    match choice {
        // A bracket that stands first is no beginning of a range.
        [']', rest @ ..] => letter == ']' || is_chosen(rest, letter),
        [] => false,
        // One that runs backwards is its first letter.
        [from, '-', to, rest @ ..] => {
            letter == *from || (*from..=*to).contains(&letter) || is_chosen(rest, letter)
        }
        [one, rest @ ..] => *one == letter || is_chosen(rest, letter),
    }
}
