//! Logs, `print`, and the terminal.

use rehearsal::stage::Input;
use rehearsal::{Sim, Str};

use super::{alone, check, define, ended};
use crate::support::plain;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn logs(body: &str) -> Vec<String> {
    let (sim, _) = alone(body);
    sim.logs().iter().map(|(message, fields)| format!("{message} {}", plain(fields))).collect()
}

#[test]
fn a_log_line_has_its_place_and_its_fields() {
    assert_eq!(
        logs("logger:info('started', {n = 1, e = errors.new('broken')})"),
        [r#"started {"e":"broken","location":"app:solo:2","n":1}"#]
    );
    assert_eq!(
        logs("logger:with({a = 1}):named('x'):named('y'):warn('w', {b = 2})"),
        [r#"w {"a":1,"b":2,"location":"app:solo:2","logger":"x.y"}"#]
    );
    assert_eq!(logs("logger:error(5)"), [r#"5 {"location":"app:solo:2"}"#]);
    check(&[
        ("logger:named('')", "Internal: app:solo:2: a logger needs a name"),
        (
            "logger:info({})",
            "Internal: app:solo:2: bad argument #2 to 'info' (string expected, got table)",
        ),
    ]);
}

#[test]
fn print_is_a_log_line() {
    assert_eq!(logs("print('a', 1, true, nil)"), [r#"a 1 true nil {"location":"app:solo:2"}"#]);
}

#[test]
fn a_terminal_process_writes_and_reads() {
    let mut sim = Sim::new();
    define(
        &mut sim,
        "app:cli",
        "io.print('a', 1, errors.new('e')) io.write('> ')
         local line = io.readline()
         io.print('[' .. line .. ']')
         return table.concat(io.args(), ',')",
    );
    let cli = sim.spawn_on("app:cli", "app:terminal", ["x".into(), "y".into()]);
    sim.run();
    assert_eq!(sim.terminal(), "a\t1\te\n> ");
    let number = cli.number();
    sim.input(&rehearsal::stage::Input::Line { process: number, text: "привет".into() }).unwrap();
    sim.run();
    assert!(sim.terminal().ends_with("[привет]\n"), "{}", sim.terminal());
    assert_eq!(ended(&sim, &cli), "x,y");
}

/// Runs a body at a terminal; each line is typed when everybody waits. What is on the screen, and how it ended.
fn typed(body: &str, lines: &[Option<&str>]) -> (String, String) {
    let mut sim = Sim::new();
    define(&mut sim, "app:cli", body);
    let cli = sim.spawn_on("app:cli", "app:terminal", []);
    sim.run();
    for line in lines {
        let process = cli.number();
        let input = match line {
            Some(text) => Input::Line { process, text: Str::new(text) },
            None => Input::EndOfInput { process },
        };
        sim.input(&input).unwrap();
        sim.run();
    }
    (sim.terminal().to_owned(), ended(&sim, &cli))
}

#[test]
fn bytes_are_read_as_many_as_are_asked_for_and_nothing_is_lost() {
    let (_, said) = typed(
        "local all = {io.read(2), io.read(), io.read(), io.readline(), io.read(3), io.readline()}
         local none, err = io.read(1)
         all[#all + 1] = tostring(none) .. tostring(err) .. err:kind()
         return table.concat(all, '|')",
        &[Some("hello"), Some("ё"), Some("a line"), Some("ab"), Some("cdef"), None],
    );
    assert_eq!(said, "he|llo\n|ё\n|a line|ab\n|cdef|nilEOFUnavailable");
}

#[test]
fn the_rest_of_a_line_can_be_read_as_one() {
    let (_, said) = typed("return io.read(1) .. '|' .. io.readline() .. '|'", &[Some("key word")]);
    assert_eq!(said, "k|ey word|");
}

#[test]
fn a_terminal_answers_as_the_specification_says() {
    for (body, screen, said) in [
        (
            "return tostring(io.write('a', 1, {}, true, 2.5)) .. tostring(io.flush())",
            "a12.5",
            "truetrue",
        ),
        ("return tostring(io.print('a', nil, 'b', print))", "a\t\tb\t\n", "true"),
        ("return tostring(io.eprint('wrong', 1))", "wrong\t1\n", "true"),
        ("return select(2, io.raw(true)):kind()", "", "Unavailable"),
        ("return select(2, io.read(0)):kind()", "", "Invalid"),
        (
            "io.read('l')",
            "",
            "Internal: app:cli:2: bad argument #1 to 'read' (number expected, got string)",
        ),
        ("return tostring(io.open) .. tostring(io.lines)", "", "nilnil"),
    ] {
        assert_eq!(typed(body, &[]), (screen.into(), said.into()), "{body}");
    }
}

#[test]
fn without_a_terminal_the_io_functions_give_an_error() {
    check(&[
        ("return select(2, io.print('x')):kind()", "Unavailable"),
        ("return select(2, io.readline()):kind()", "Unavailable"),
        ("return select(2, io.read()):kind()", "Unavailable"),
        ("return select(2, io.eprint('x')):kind()", "Unavailable"),
        ("return select(2, io.flush()):kind()", "Unavailable"),
        ("return select(2, io.raw()):kind()", "Unavailable"),
        ("return select(2, io.write('x')):kind()", "Unavailable"),
        ("return #io.args()", "0"),
    ]);
}

/// What is an error to a shell is one to the trace, too.
#[test]
fn the_two_outputs_of_a_terminal_are_told_apart() {
    let hash = |call: &str| {
        let mut sim = Sim::new();
        define(&mut sim, "app:cli", &format!("io.{call}('x')"));
        sim.spawn_on("app:cli", "app:terminal", []);
        sim.run();
        (sim.terminal().to_owned(), sim.hash())
    };
    let (print, error) = (hash("print"), hash("eprint"));
    assert_eq!(print.0, error.0);
    assert_ne!(print.1, error.1);
}

#[test]
fn each_level_has_its_line_and_fields_are_what_they_are() {
    for level in ["debug", "info", "warn", "error"] {
        let (sim, _) = alone(&format!("logger:{level}('m', {{n = 1.5, s = 'x', b = false}})"));
        let lines: Vec<_> =
            sim.logs().iter().map(|(m, fields)| format!("{m} {}", plain(fields))).collect();
        assert_eq!(lines, [r#"m {"b":false,"location":"app:solo:2","n":1.5,"s":"x"}"#], "{level}");
    }
    for (call, expected) in [
        ("info(errors.new('e'))", r#"e {"location":"app:solo:2"}"#),
        ("info('m', {t = {1, {a = 2}}})", r#"m {"location":"app:solo:2","t":[1,{"a":2}]}"#),
        ("info('m', {1, 2, x = 3})", r#"m {"location":"app:solo:2","x":3}"#),
        (
            "info('m', {span = time.parse_duration('90s')})",
            r#"m {"location":"app:solo:2","span":"1m30s"}"#,
        ),
        ("info('m', {pid = 'mine'})", r#"m {"location":"app:solo:2","pid":"mine"}"#),
        ("with({a = 1}):with({a = 2}):info('m', {a = 3})", r#"m {"a":3,"location":"app:solo:2"}"#),
    ] {
        assert_eq!(logs(&format!("logger:{call}")), [expected], "{call}");
    }
    check(&[
        ("return select('#', logger:info('m'))", "0"),
        (
            "local one = logger:with({a = 1}) return tostring(one ~= logger) .. tostring(one)",
            "truelogger",
        ),
        (
            "logger:with(5)",
            "Internal: app:solo:2: bad argument #2 to 'with' (table expected, got number)",
        ),
        (
            "logger:warn(nil)",
            "Internal: app:solo:2: bad argument #2 to 'warn' (string expected, got nil)",
        ),
    ]);
}
