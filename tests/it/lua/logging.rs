//! Logs, `print`, and the terminal.

use rehearsal::Sim;

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

#[test]
fn without_a_terminal_the_io_functions_give_an_error() {
    check(&[
        ("return select(2, io.print('x')):kind()", "Unavailable"),
        ("return select(2, io.readline()):kind()", "Unavailable"),
        ("return #io.args()", "0"),
    ]);
}
