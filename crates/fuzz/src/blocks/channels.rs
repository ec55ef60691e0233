//! Channels between the tasks of one script.

use crate::writer::{Writer, lua};

const PAUSES: [&str; 5] = [
    "",
    "time.sleep(\"1ms\")",
    "coroutine.yield()",
    "time.sleep(\"10us\")",
    "for j = 1, 500 do end",
];

/// Some tasks send, some receive.
pub fn between_tasks(writer: &mut Writer) -> String {
    lua!(
        "local ch, done = channel.new(@), channel.new(@) \
         for w = 1, @ do coroutine.spawn(function() for i = 1, @ do @ ch:send(w .. \":\" .. i) end done:send(w) end) end \
         for i = 1, @ do out(take(ch)) @ end out(take(done)) out(ch, done)",
        writer.below(4),
        writer.below(2),
        1 + writer.below(4),
        writer.below(6),
        writer.pick(&PAUSES),
        writer.below(12),
        writer.pick(&PAUSES),
    )
}

/// Sends and receives, with and without a default.
pub fn selecting(writer: &mut Writer) -> String {
    lua!(
        "local p, q, r = channel.new(1), channel.new(), channel.new(2) \
         coroutine.spawn(function() for i = 1, @ do @ q:send(i) end q:close() end) \
         coroutine.spawn(function() for v in function() return (r:receive()) end do out(\"r\", v) @ end end) \
         for i = 1, @ do local s = channel.select{p:case_@, q:case_receive(), r:case_send(@), @} \
         out(s.channel == p, s.channel == q, s.channel == r, s.value, s.ok, s.default) @ end",
        writer.below(5),
        writer.pick(&PAUSES),
        writer.pick(&PAUSES),
        1 + writer.below(8),
        writer.pick(&["send(i)", "receive()"]),
        writer.any(0),
        writer.pick(&["default = true", "time.after(\"2ms\"):case_receive()"]),
        writer.pick(&PAUSES),
    )
}

/// Closed, while somebody waits or not; twice; and sent to afterwards.
pub fn closing(writer: &mut Writer) -> String {
    lua!(
        "local ch = channel.new(@) \
         for i = 1, @ do coroutine.spawn(function() out(i, pcall(@)) end) end \
         @ ch:close() ch:close() @ out(take(ch)) out(pcall(ch.send, ch, 1)) out(ch:receive())",
        writer.below(3),
        1 + writer.below(4),
        writer.pick(&["ch.send, ch, i", "ch.receive, ch", "take, ch, \"1ms\""]),
        writer.pick(&PAUSES),
        writer.pick(&PAUSES),
    )
}

/// Values of all kinds through a channel stay the same objects.
pub fn sharing(writer: &mut Writer) -> String {
    lua!(
        "local ch, o = channel.new(9), {} for _, v in ipairs{@, @, o, k[2], ch} do ch:send(v) end \
         for i = 1, 5 do local v = take(ch) out(v, v == o, v == k[2], v == ch) end \
         out(pcall(channel.new, @)) out(pcall(channel.select, @))",
        writer.scalar(1),
        writer.scalar(1),
        writer.any(1),
        writer.pick(&[
            "{}",
            "{default = true}",
            "nil",
            "{1, 2}",
            "{ch:case_receive(), default = true}"
        ]),
    )
}
