//! What a script is calling and what its variables are, for whoever looks at it.

use futures::StreamExt;
use rehearsal::lua::Script;
use rehearsal::process::{Frame, Variable};
use rehearsal::{Pid, Sim, Value};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const COUNTER: &str = "
local total = 0

local function add(message)
    local amount = message:payload():data()
    total = total + amount
    time.sleep('1s')
    return amount
end

local function main(name)
    coroutine.spawn(function()
        local beats = 3
        time.sleep('1h')
    end)
    local inbox = process.inbox()
    while true do
        local message, ok = inbox:receive()
        local amount = add(message)
    end
end

return { main = main }
";

fn counter() -> (Sim, Pid) {
    let script = Script::new("app:counter", COUNTER).unwrap();
    let mut sim = Sim::new();
    sim.define("app:counter", script.with_modules(["time", "process"]).unwrap().actor());
    let pid = sim.spawn("app:counter", ["Ann".into()]);
    (sim, pid)
}

fn shown(list: &[Variable]) -> Vec<String> {
    list.iter().map(|it| format!("{} = {}", it.name, it.value)).collect()
}

fn place(frame: &Frame) -> (&str, &str, u32) {
    (&frame.entry, &frame.function, frame.line)
}

#[test]
fn a_script_that_waits_shows_where_and_with_which_variables() {
    let (mut sim, pid) = counter();
    assert_eq!(sim.stacks(&pid), [] as [Vec<Frame>; 0], "before its first turn");
    sim.run_for("1ms");
    let [main, beats] = &*sim.stacks(&pid) else { panic!("two tasks") };
    assert_eq!(place(&main[0]), ("app:counter", "", 18));
    assert_eq!(shown(&main[0].captured), ["total = 0"], "its function `add` uses it");
    assert_eq!(shown(&main[0].locals), ["name = \"Ann\"", "inbox = channel.Channel"]);
    assert_eq!(shown(&beats[0].locals), ["beats = 3"]);

    sim.send(&pid, "add", Value::Int(5));
    sim.run_for("1ms");
    let [main, _] = &*sim.stacks(&pid) else { panic!("two tasks") };
    assert_eq!(
        main.iter().map(place).collect::<Vec<_>>(),
        [("app:counter", "add", 7), ("app:counter", "", 19)]
    );
    assert_eq!(shown(&main[0].locals), ["message = process.Message", "amount = 5"]);
    assert_eq!(shown(&main[0].captured), ["total = 5"]);
    assert!(main[1].captured.is_empty(), "it stands with the innermost function");
}

#[test]
fn a_script_whose_slice_is_used_up_shows_where_it_was() {
    let script =
        "local function main() local n = 0 while true do n = n + 1 end end\nreturn { main = main }";
    let mut sim = Sim::new();
    sim.define("app:endless", Script::new("app:endless", script).unwrap().actor());
    let pid = sim.spawn("app:endless", []);
    sim.step(3);
    let stacks = sim.stacks(&pid);
    assert_eq!(place(&stacks[0][0]), ("app:endless", "", 1));
    assert!(shown(&stacks[0][0].locals)[0].starts_with("n = "), "{stacks:?}");
}

#[test]
fn a_script_with_very_many_variables_shows_the_first_of_them() {
    let names: Vec<_> = (1..=30).map(|n| format!("local v{n} = {n}")).collect();
    let source = format!(
        "local function deep(n)
            {}
            if n > 0 then deep(n - 1) else process.inbox():receive() end
            return v1
        end
        local function main()
            for n = 1, 50 do coroutine.spawn(function() deep(30) end) end
            deep(30)
        end
        return {{ main = main }}",
        names.join(" ")
    );
    let script = Script::new("app:many", &source).unwrap().with_modules(["process"]).unwrap();
    let mut sim = Sim::new();
    sim.define("app:many", script.actor());
    let pid = sim.spawn("app:many", []);
    sim.run();
    let stacks = sim.stacks(&pid);
    assert_eq!((stacks.len(), stacks[0].len()), (20, 20));
    let variables: usize =
        stacks.iter().flatten().map(|it| it.locals.len() + it.captured.len()).sum();
    assert_eq!(variables, 400);
}

#[test]
fn looking_leaves_the_run_as_it_is() {
    let run = |looks: bool| {
        let (mut sim, pid) = counter();
        for n in 0..50 {
            sim.send(&pid, "add", Value::Int(n));
            sim.run_for("700ms");
            if looks {
                assert!(!sim.stacks(&pid).is_empty());
            }
        }
        (sim.hash(), sim.kernel().memory())
    };
    assert_eq!(run(true), run(false));
}

#[test]
fn what_is_compiled_or_has_ended_shows_nothing() {
    let mut sim = Sim::new();
    sim.actor("app:rust", async |ctx: rehearsal::Context| {
        ctx.inbox().next().await;
    });
    let pid = sim.spawn("app:rust", []);
    sim.step(1);
    assert!(sim.stacks(&pid).is_empty());
    let (mut sim, pid) = super::alone("return 1");
    sim.run();
    assert!(sim.stacks(&pid).is_empty());
}
