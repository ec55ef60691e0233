//! Processes: spawned, watched, sent to, ended. The entries that they are made of stand in `dialect.rs`.

use crate::writer::{Writer, lua};

/// What `app:worker` can be asked to do.
const TASKS: [&str; 9] =
    ["echo", "fail", "refuse", "values", "spin", "sleep", "wait", "tasks", "grow"];

fn task(writer: &mut Writer) -> &'static str {
    writer.pick(&TASKS)
}

/// Something that can be sent.
fn value(writer: &mut Writer) -> String {
    match writer.below(6) {
        0 => lua!("{@, @}", writer.scalar(0), writer.scalar(0)),
        1 => lua!("{a = @, [2] = @, deep = {{@}}}", writer.scalar(0), writer.any(0), writer.any(0)),
        2 => "errors.new{message = \"sent\", kind = errors.TIMEOUT, retryable = true}".into(),
        3 => writer.any(1),
        _ => writer.scalar(1),
    }
}

/// Spawned in each way, and their exits.
pub fn workers(writer: &mut Writer) -> String {
    let spawns = 1 + writer.below(6);
    let spawns = writer.many(spawns, " ", |writer| {
        lua!(
            "out(process.@(\"app:@\", \"app:processes\", \"@\", @, @))",
            writer.pick(&["spawn_monitored", "spawn_monitored", "spawn"]),
            writer.pick(&["worker", "worker", "worker", "worker", "nobody"]),
            task(writer),
            value(writer),
            value(writer),
        )
    });
    let events = writer.below(6);
    lua!(
        "@ for i = 1, @ do local e = take(process.events()) if e == \"late\" then break end \
         out(e.kind, e.from, e.result and deep(e.result.value), e.result and e.result.error) end",
        spawns,
        events
    )
}

/// Messages to a worker that answers, and its answers.
pub fn requests(writer: &mut Writer) -> String {
    let sends = 1 + writer.below(5);
    let sends = writer.many(sends, " ", |writer| {
        let topic = writer.pick(&["ask", "ask", "tell", "@odd", ""]);
        let more = if writer.one_in(4) { lua!(", @", value(writer)) } else { String::new() };
        lua!("out(process.send(w, \"@\", @@)) @", topic, value(writer), more, pause(writer))
    });
    lua!(
        "local w = process.spawn(\"app:worker\", \"app:processes\", \"echo\") @ \
         for i = 1, @ do local m = take(process.inbox()) if m == \"late\" then break end \
         out(m:topic(), m:from() == w, m, message(m)) end",
        sends,
        writer.below(6)
    )
}

fn pause(writer: &mut Writer) -> &'static str {
    writer.pick(&["", "", "time.sleep(\"1ms\")", "coroutine.yield()"])
}

pub fn executing(writer: &mut Writer) -> String {
    writer.many(2, " ", |writer| {
        lua!(
            "out(reach(pcall(process.exec, \"app:@\", \"app:@\", \"@\", @)))",
            writer.pick(&["worker", "worker", "worker", "nobody", ""]),
            writer.pick(&["processes", "processes", "processes", "nowhere"]),
            writer.pick(&["fail", "refuse", "values", "spin", "sleep", "tasks", "grow"]),
            value(writer),
        )
    })
}

/// The registry of names.
pub fn names(writer: &mut Writer) -> String {
    let calls = 2 + writer.below(6);
    let calls = writer.many(calls, " ", |writer| {
        let name = writer.pick(&["one", "two", "", "app:three", "Ж"]);
        match writer.below(6) {
            0 => lua!("out(process.registry.register(\"@\"))", name),
            1 => lua!("out(process.registry.register(\"@\", w))", name),
            2 => lua!("out(process.registry.lookup(\"@\"))", name),
            3 => lua!("out(process.registry.unregister(\"@\"))", name),
            4 => lua!("out(process.send(\"@\", \"hello\", @))", name, writer.scalar(0)),
            _ => lua!("out(pcall(process.registry.register, \"@\", @))", name, writer.any(0)),
        }
    });
    lua!("local w = process.spawn(\"app:worker\", \"app:processes\", \"wait\") @", calls)
}

pub fn links(writer: &mut Writer) -> String {
    lua!(
        "out(process.set_options{trap_links = @}) out(deep(process.get_options())) \
         local w = process.@(\"app:worker\", \"app:processes\", \"@\") out(process.link(w)) @ \
         out(process.@(w)) for i = 1, 2 do local e = take(process.events(), \"3ms\") \
         if e == \"late\" then break end out(e.kind, e.from == w, e.result and e.result.error) end \
         process.set_options{trap_links = true} process.unlink(w)",
        writer.pick(&["true", "true", "true", "true", "false"]),
        writer.pick(&["spawn_linked", "spawn_linked_monitored", "spawn"]),
        task(writer),
        pause(writer),
        writer.pick(&["unlink", "terminate", "cancel", "monitor", "unmonitor"]),
    )
}

/// Cancelled, terminated, looked at afterwards.
pub fn ending(writer: &mut Writer) -> String {
    lua!(
        "local w = process.spawn_monitored(\"app:worker\", \"app:processes\", \"@\") @ \
         out(process.cancel(w, @)) @ out(process.@(w)) \
         local e = take(process.events()) if e ~= \"late\" then out(e.kind, e.result and e.result.error, e.result and deep(e.result.value)) end \
         out(process.send(w, \"after\", 1)) out(process.monitor(w)) out(pcall(process.terminate, @))",
        task(writer),
        pause(writer),
        writer.any(0),
        pause(writer),
        writer.pick(&["terminate", "monitor", "unmonitor", "link"]),
        writer.any(0),
    )
}

/// Topics of their own, sent to by the process itself.
pub fn topics(writer: &mut Writer) -> String {
    let sends = 1 + writer.below(6);
    let sends = writer.many(sends, " ", |writer| {
        lua!(
            "process.send(process.pid(), \"@\", @) @",
            writer.pick(&["a", "b", "c"]),
            value(writer),
            pause(writer)
        )
    });
    lua!(
        "local p, q = process.listen(\"a\"), process.listen(\"b\", {message = true}) @ \
         for i = 1, @ do local v = take(p, \"1ms\") out(deep(v)) v = take(q, \"1ms\") \
         if type(v) == \"userdata\" then out(v:topic(), message(v)) end end \
         out(process.unlisten(p), pcall(process.unlisten, q)) out(pcall(process.listen, @)) \
         local m = take(process.inbox(), \"1ms\") if m ~= \"late\" then out(m:topic(), message(m)) end",
        sends,
        writer.below(5),
        writer.any(0),
    )
}

/// Spawners, which prepare the name and the first messages of a process.
pub fn spawners(writer: &mut Writer) -> String {
    lua!(
        "local s = process.with_options{} out(s, pcall(process.with_context, @)) \
         s = s:with_name(\"named@\"):with_message(\"first\", @):with_message(\"second\", @) \
         local w, why = s:spawn_monitored(\"app:worker\", \"app:processes\", \"@\") out(w, why) \
         out(pcall(s.spawn, s, \"app:worker\", \"app:processes\", \"@\")) \
         out(pcall(s.with_name, s, @)) local e = take(process.events()) \
         if e ~= \"late\" then out(e.kind, e.result and e.result.error) end",
        writer.pick(&["{a = 1}", "{1}", "nil"]),
        writer.below(2),
        value(writer),
        value(writer),
        task(writer),
        task(writer),
        writer.any(0),
    )
}
