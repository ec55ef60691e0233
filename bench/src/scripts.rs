//! Processes in Lua, and what they stand on: bare states of the same interpreter.

use mlua::{Lua, LuaOptions, StdLib};
use rehearsal::lua::Script;
use rehearsal::stage::Input;
use rehearsal::{Exit, Pid, Sim, Value};

use crate::ours::run;
use crate::work::{Work, at_once, check};

/// Ticks that nothing here uses up.
const ENOUGH: i32 = i32::MAX;
const MEMORY: u32 = 64 << 20;

/// The entry of a process that waits for its first message.
pub const IDLE: &str = "bench:idle";

const IDLE_SCRIPT: &str = "
    local function main()
        local inbox = process.inbox()
        while true do
            inbox:receive()
        end
    end
    return { main = main }
";

const SERVER: &str = "
    local function main()
        local inbox = process.inbox()
        while true do
            local message = inbox:receive()
            process.send(message:from(), 'answer', message:payload():data())
        end
    end
    return { main = main }
";

/// Asks the server as often as it is told, and ends with the sum of the answers.
const CLIENT: &str = "
    local function main(server, count)
        local inbox, sum = process.inbox(), 0
        for n = 1, count do
            process.send(server, 'ask', n)
            sum = sum + inbox:receive():payload():data()
        end
        return sum
    end
    return { main = main }
";

/// A simulation with this script as an actor.
fn with(name: &str, source: &str) -> Sim {
    let mut sim = Sim::new();
    define(&mut sim, name, source);
    sim
}

fn define(sim: &mut Sim, name: &str, source: &str) {
    let script = Script::new(name, source).expect("it is Lua");
    sim.define(name, script.actor());
}

/// A simulation in which scripts can idle.
pub fn sim_of_idle() -> Sim {
    with(IDLE, IDLE_SCRIPT)
}

/// Processes that wait for a message, and are ended.
pub fn spawn() -> Work {
    let mut sim = sim_of_idle();
    at_once(move |size| {
        let begin = |_| {
            let pid = sim.spawn(IDLE, []);
            run(&mut sim);
            pid
        };
        let pids: Vec<Pid> = (0..size).map(begin).collect();
        check("processes alive", sim.kernel().alive(), size)?;
        for pid in pids {
            let kill = Input::Kill { process: pid.number() };
            sim.input(&kill).map_err(|error| error.to_string())?;
        }
        run(&mut sim);
        check("processes left", sim.kernel().alive(), 0)?;
        Ok(size)
    })
}

/// States with their standard library, and nothing of ours.
pub fn bare_states() -> Work {
    at_once(|size| {
        let states: Result<Vec<Lua>, _> = (0..size).map(|_| bare_state()).collect();
        let states = states.map_err(|error| error.to_string())?;
        luac::begin_slice(ENOUGH, 0);
        check("states", states.len(), size as usize)?;
        Ok(size)
    })
}

fn bare_state() -> mlua::Result<Lua> {
    luac::begin_slice(ENOUGH, 0);
    luac::next_state(1, MEMORY);
    let libraries = StdLib::COROUTINE | StdLib::MATH | StdLib::STRING | StdLib::TABLE;
    Lua::new_with(libraries, LuaOptions::new())
}

/// Requests and answers between two processes.
pub fn ask() -> Work {
    let mut sim = with("bench:server", SERVER);
    define(&mut sim, "bench:client", CLIENT);
    let server = sim.spawn("bench:server", []);
    let mut round = move |size: u32| {
        let client = sim.spawn("bench:client", [server.to_string().into(), size.into()]);
        run(&mut sim);
        let size = i64::from(size);
        match sim.exit(&client) {
            Some(Exit::Returned(sum)) if sum == Value::Int(size * (size + 1) / 2) => {}
            other => return Err(format!("the client: {other:?}")),
        }
        Ok(size as u32)
    };
    round(2_000).unwrap_or_else(|wrong| panic!("while it warmed up: {wrong}"));
    at_once(round)
}
