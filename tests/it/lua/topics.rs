//! Messages on their way: inbox, topics that are listened to, order.

use super::check;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn what_was_sent_before_anybody_asked_is_there() {
    check(&[
        (
            "local me = process.pid()
             process.send(me, 'a', 1) process.send(me, 'b', 2) process.send(me, 'a', 3)
             local a = process.listen('a')
             return a:receive() .. a:receive() .. process.inbox():receive():payload():data()",
            "132",
        ),
        (
            "local me, inbox = process.pid(), process.inbox()
             for n = 1, 200 do process.send(me, 't', n) end
             local sum, last = 0, 0
             for _ = 1, 200 do local n = inbox:receive():payload():data() assert(n == last + 1) last = n sum = sum + n end
             return sum",
            "20100",
        ),
    ]);
}

#[test]
fn topics_are_exact() {
    check(&[(
        "local me, t = process.pid(), process.listen('news')
         process.send(me, 'news.local', 1) process.send(me, 'New', 2) process.send(me, 'news', 3)
         local inbox = process.inbox()
         return t:receive() .. inbox:receive():topic() .. inbox:receive():topic()",
        "3news.localNew",
    )]);
}

#[test]
fn a_message_says_what_it_is() {
    check(&[
        (
            "process.send(process.pid(), 'hello', {n = 1})
             local m = process.inbox():receive()
             return m:topic() .. ' ' .. tostring(m:from() == process.pid()) .. ' ' .. tostring(m) .. ' ' .. tostring(m.n) .. ' ' .. type(m:from())",
            "hello true process.Message{topic=hello} nil string",
        ),
        (
            "local ch = process.listen('t', {message = true})
             process.send(process.pid(), 't', 'a', 'b')
             return #ch:receive():payload()",
            "2",
        ),
    ]);
}

#[test]
fn what_is_listened_to_is_given_back_and_taken_again() {
    check(&[
        (
            "local me, ch = process.pid(), process.listen('t')
             process.unlisten(ch)
             local again = process.listen('t')
             process.send(me, 't', 1)
             local v, ok = ch:receive()
             return tostring(again == ch) .. again:receive() .. tostring(v) .. tostring(ok)",
            "false1nilfalse",
        ),
        // A channel that is closed twice does not close the one that has its place.
        (
            "local old = process.listen('old')
             process.unlisten(old)
             local new = process.listen('new')
             local ok = process.unlisten(old)
             old:close()
             process.send(process.pid(), 'new', 'through')
             return new:receive() .. tostring(ok)",
            "throughtrue",
        ),
        ("local ok, e = process.unlisten(channel.new()) return tostring(ok) .. e:kind()", "falseInvalid"),
        ("local ok, e = process.unlisten(time.after('1s')) return tostring(ok) .. e:kind()", "falseInvalid"),
        (
            "local old = process.inbox()
             local ok = process.unlisten(old)
             process.send(process.pid(), 't', 'kept')
             local _, open = old:receive()
             return tostring(ok) .. tostring(open) .. process.inbox():receive():payload():data() .. tostring(process.inbox() == old)",
            "truefalsekeptfalse",
        ),
        ("local old = process.events() return tostring(process.unlisten(old)) .. tostring(process.events() == old)", "truefalse"),
        ("local ch, e = process.listen('') return tostring(ch) .. e:kind()", "nilInvalid"),
        ("process.inbox():send(1)", "Internal: app:solo:2: this channel can only be received from"),
    ]);
}
