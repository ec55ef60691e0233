//! The modules `time` and `os`.

use rehearsal::trace::Kind;
use rehearsal::{Sim, Time};

use super::{alone, check, define};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn sleeping_takes_virtual_time() {
    let (sim, _) = alone("time.sleep('1h30m')");
    assert!(sim.now() >= Time::from_nanos(5_400_000_000_000));
    check(&[
        ("local r, e = time.sleep('soon') return tostring(r) .. ' ' .. e:kind()", "nil Invalid"),
        ("return select('#', time.sleep(0))", "0"),
        ("return select('#', time.sleep(-1))", "0"),
        ("return select('#', time.sleep(time.MILLISECOND))", "0"),
    ]);
}

#[test]
fn after_gives_the_time_once_and_closes() {
    check(&[
        (
            "local ch = time.after('10ms')
             local t, ok = ch:receive()
             local u, more = ch:receive()
             return tostring(t:unix()) .. tostring(ok) .. tostring(u) .. tostring(more)",
            "1767225600truenilfalse",
        ),
        ("local ch, e = time.after(0) return tostring(ch) .. e:kind()", "nilInvalid"),
        (
            "local t = time.after('2s')
             local r = channel.select{process.inbox():case_receive(), t:case_receive()}
             return tostring(r.channel == t)",
            "true",
        ),
    ]);
}

#[test]
fn timers_are_stopped_and_reset_and_tickers_tick() {
    check(&[
        ("local t = time.timer('1s') return tostring(t:stop()) .. tostring(t:stop())", "truefalse"),
        (
            "local t = time.timer('1s') t:stop() local v, ok = t:channel():receive() return tostring(ok)",
            "false",
        ),
        (
            "local t = time.timer('1s') local r = t:reset('2s') t:response():receive() return tostring(r) .. time.now():unix()",
            "true1767225602",
        ),
        (
            "local t = time.timer('1s') t:reset('soon')",
            "Internal: app:solo:2: \"soon\" is no duration: one looks like \"100ms\", \"1.5s\" or \"1h30m\"",
        ),
        (
            "local t, n = time.ticker('1s'), 0
             for i = 1, 3 do t:channel():receive() n = n + 1 end
             return n .. ' ' .. time.now():unix() .. tostring(t:stop())",
            "3 1767225603true",
        ),
    ]);
}

#[test]
fn the_calendar_of_a_run_begins_with_2026() {
    check(&[
        ("return tostring(time.now():utc())", "2026-01-01 00:00:00 +0000 UTC"),
        ("return time.now():format(time.RFC3339)", "2026-01-01T00:00:00Z"),
        ("return os.time()", "1767225600"),
        ("return os.date('%Y-%m-%d')", "2026-01-01"),
        ("return os.date('!*t').year .. os.platform", "2026wippy"),
        ("time.sleep('1.5s') return os.clock() >= 1.5", "true"),
        ("return os.time{year = 2026, month = 1, day = 2, hour = 1} - os.time()", "90000"),
        ("return tostring(os.getenv) .. tostring(os.exit)", "nilnil"),
    ]);
}

#[test]
fn times_and_durations_are_reckoned_with() {
    check(&[
        (
            "local t = time.date(2024, 1, 31, 12, 0, 0, 0)
             return tostring(t:add_date(0, 1, 0)) .. '|' .. t:add('36h'):format('Mon Jan 2 15:04')",
            "2024-03-02 12:00:00 +0000 UTC|Fri Feb 2 00:00",
        ),
        (
            "local a, b = time.unix(10, 0), time.unix(4, 500000000)
             local d = a:sub(b)
             return tostring(d) .. ' ' .. d:seconds() .. ' ' .. d:milliseconds() .. ' ' .. tostring(b:before(a)) .. ' ' .. tostring(b:sub(a))",
            "5.5s 5.5 5500 true -5.5s",
        ),
        ("local t = time.parse(time.DATE_ONLY, '2024-02-29') return t:weekday() .. ' ' .. t:year_day() .. ' ' .. t:month()", "4 60 2"),
        ("local t, e = time.parse(time.DATE_ONLY, '2024-02-30') return e:kind() .. ': ' .. e:message()", "Invalid: parsing time \"2024-02-30\" as \"2006-01-02\": day out of range"),
        ("local y, m, d = time.unix(0, 0):date() local h, n, s = time.unix(3661, 0):clock() return y .. m .. d .. h .. n .. s", "197011111"),
        ("return tostring(time.parse_duration('1h30m'))", "1h30m0s"),
        ("return select(2, time.parse_duration('soon')):kind()", "Invalid"),
        ("return time.parse_duration('90m'):hours() .. ' ' .. time.parse_duration(1500):microseconds()", "1.5 1"),
        ("return time.unix(0, 0):in_location(time.fixed_zone('X', 3600)):format('15:04 MST')", "01:00 X"),
        ("return time.load_location('UTC'):string() .. select(2, time.load_location('Mars/Base')):kind()", "UTCNotFound"),
        ("return tostring(time.date(2024, 5, 6, 7, 8, 9, 0):truncate('1h')) .. time.JULY .. time.SATURDAY", "2024-05-06 07:00:00 +0000 UTC76"),
        ("time.now():add('soon')", "Internal: app:solo:2: bad argument #2 to 'add' (duration expected, got string)"),
    ]);
}

#[test]
fn clocks_of_all_regions_are_known() {
    check(&[
        (
            "local berlin = time.load_location('Europe/Berlin')
             local t = time.unix(1719828000, 0):in_location(berlin)
             return tostring(t) .. '|' .. t:format('15:04 MST -07:00') .. '|' .. t:location():string() .. '|' .. tostring(berlin)",
            "2024-07-01 12:00:00 +0200 CEST|12:00 CEST +02:00|Europe/Berlin|Europe/Berlin",
        ),
        (
            "local ny = time.load_location('America/New_York')
             local t = time.date(2024, 3, 10, 2, 30, 0, 0, ny)
             return tostring(t) .. ' ' .. t:add('1h'):hour() .. ' ' .. t:utc():hour() .. ' ' .. t:in_local():hour()",
            "2024-03-10 01:30:00 -0500 EST 3 6 6",
        ),
        (
            "local berlin = time.load_location('Europe/Berlin')
             local t = time.parse('2006-01-02 15:04 MST', '2024-07-01 12:00 CEST', berlin)
             return t:unix() .. ' ' .. time.parse(time.DATE_ONLY, '2024-01-01', berlin):format_rfc3339()",
            "1719828000 2024-01-01T00:00:00+01:00",
        ),
        (
            "local berlin = time.load_location('Europe/Berlin')
             local t = time.date(2024, 3, 30, 12, 0, 0, 0, berlin)
             return t:add_date(0, 0, 1):hour() .. ' ' .. t:add('24h'):hour() .. ' ' .. tostring(t:add_date(0, 0, 1):sub(t))",
            "12 13 23h0m0s",
        ),
        (
            "local l, e = time.load_location('Europe/Berln') return tostring(l) .. e:kind() .. ': ' .. e:message()",
            "nilNotFound: unknown time zone Europe/Berln; did you mean \"Europe/Berlin\"?",
        ),
        ("return select(2, time.load_location('europe/berlin')):kind()", "NotFound"),
        ("return select(2, time.load_location('')):kind()", "Invalid"),
        ("return time.load_location('Local'):string()", "UTC"),
    ]);
}

#[test]
fn timers_end_with_their_process() {
    let fired = |body: &str| {
        let mut sim = Sim::new();
        define(&mut sim, "app:solo", body);
        sim.spawn("app:solo", []);
        sim.run_for("1h");
        sim.records(Kind::TimerFired).len()
    };
    assert_eq!(fired("time.ticker('1s') time.after('1s')"), 0);
    assert_eq!(fired("coroutine.spawn(function() time.sleep('1s') end)"), 0);
    assert_eq!(fired("local t = time.timer('1s') t:stop() time.sleep('2s')"), 1);
}
