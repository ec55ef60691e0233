//! Virtual time and the calendar.

use crate::writer::{Writer, lua};

/// A duration, or what is none.
fn span(writer: &mut Writer) -> String {
    match writer.below(5) {
        0 => lua!("@", writer.below(5_000_000)),
        1 => lua!("\"@.@ms\"", writer.below(9), writer.below(1000)),
        2 => lua!("time.parse_duration(\"@us\")", writer.below(4000)),
        3 => {
            writer.pick(&["0", "-5", "\"1h30m\"", "\"x\"", "\"\"", "nil", "\"-1ms\"", "1.5"]).into()
        }
        _ => writer.pick(&["\"1ms\"", "\"250us\"", "\"3ms\"", "time.MILLISECOND * 2"]).into(),
    }
}

pub fn waiting(writer: &mut Writer) -> String {
    let waits = 1 + writer.below(4);
    let waits = writer.many(waits, " ", |writer| match writer.below(4) {
        0 => lua!("out(time.sleep(short(@)))", span(writer)),
        1 => lua!("local p = time.after(short(@)) out(p and take(p, \"5ms\"))", span(writer)),
        2 => lua!(
            "local m = time.timer(short(@)) if m then @ out(m:reset(\"2ms\")) out(m:stop()) out(take(m:channel(), \"3ms\")) end",
            span(writer),
            writer.pick(&["", "time.sleep(\"1ms\")", "time.sleep(\"4ms\")"])
        ),
        _ => lua!("coroutine.spawn(function() time.sleep(short(@)) out(\"woke\", time.now()) end)", span(writer)),
    });
    lua!("local began = time.now() @ out(time.now():sub(began), os.clock())", waits)
}

pub fn tickers(writer: &mut Writer) -> String {
    lua!(
        "local m = time.ticker(\"@us\") @ for i = 1, @ do local v = take(m:channel()) out(v) @ end \
         out(m:stop()) out(take(m:response(), \"1ms\"))",
        200 + writer.below(2000),
        writer.pick(&["", "time.sleep(\"9ms\")", "for i = 1, 20000 do end"]),
        writer.below(6),
        writer.pick(&["", "time.sleep(\"1ms\")", "coroutine.yield()"]),
    )
}

pub fn calendar(writer: &mut Writer) -> String {
    lua!(
        "local d = time.date(@, @, @, @, @, @, @, @) out(d, d:unix(), d:unix_nano(), d:weekday(), d:year_day(), d:is_zero()) \
         out(d:format(@), d:format_rfc3339(), d:add_date(@, @, @)) \
         local e = time.unix(@, @) out(e, e:sub(d), e:before(d), d:round(time.parse_duration(@)), d:truncate(time.parse_duration(@))) \
         local f, why = time.parse(@, d:format(@)) out(f, why) out(pcall(os.date, @, @)) \
         out(pcall(os.time, {year = @, month = @, day = @, hour = @})) \
         local p, bad = time.parse_duration(@) out(p, bad, p and p:hours(), p and p:seconds(), p and p:milliseconds())",
        1900 + writer.below(300),
        writer.below(30),
        writer.below(70),
        writer.below(40),
        writer.below(99),
        writer.below(99),
        writer.below(2_000_000_000),
        writer.pick(&[
            "nil",
            "time.utc",
            "time.fixed_zone(\"east\", 19800)",
            "time.fixed_zone(\"\", -12345)"
        ]),
        writer.pick(&LAYOUTS),
        writer.below(5),
        writer.below(30),
        writer.below(99),
        i64::from(writer.below(1 << 31)) - (1 << 30),
        writer.below(1 << 31),
        writer.pick(&["\"1h\"", "\"7m\"", "\"1ns\"", "\"100h\""]),
        writer.pick(&["\"1h\"", "\"7m\"", "\"1ns\"", "\"100h\""]),
        writer.pick(&LAYOUTS),
        writer.pick(&LAYOUTS),
        writer.pick(&[
            "\"%c\"",
            "\"!%Y-%m-%d %H:%M:%S\"",
            "\"*t\"",
            "\"%j %U %w %a %A %b %B %p %%\"",
            "\"%Q\""
        ]),
        writer.int(0),
        writer.any(0),
        writer.below(20),
        writer.below(50),
        writer.below(30),
        span(writer),
    )
}

const LAYOUTS: [&str; 10] = [
    "time.RFC3339",
    "time.RFC3339NANO",
    "time.RFC1123",
    "time.RFC850",
    "time.KITCHEN",
    "time.STAMP_MICRO",
    "time.DATE_TIME",
    "\"Monday, 02-Jan-06 15:04:05.000 MST\"",
    "\"2006 002 _2 3PM .999 Z07:00\"",
    "\"\"",
];
