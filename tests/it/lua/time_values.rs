//! Times, durations and locations as values, and the names of the module `time`.

use super::check;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn durations_are_read_in_go_s_syntax_as_numbers_and_as_themselves() {
    check(&[
        (
            "local texts = {}
             for _, text in ipairs({'0', '1h30m', '1.5s', '-1.5h', '+2m', '.5s', '100ns', '1us', '1µs', '250ms', '1h0m0.5s'}) do
                 texts[#texts + 1] = tostring(time.parse_duration(text))
             end
             return table.concat(texts, ' ')",
            "0s 1h30m0s 1.5s -1h30m0s 2m0s 500ms 100ns 1µs 1µs 250ms 1h0m0.5s",
        ),
        ("return tostring(time.parse_duration(1500000000)) .. tostring(time.parse_duration(time.parse_duration('3s')))", "1.5s3s"),
        (
            "local kinds = {}
             for _, bad in ipairs({'', '1', 'soon', '1d', 's', '1.s.', {}, print}) do
                 local d, e = time.parse_duration(bad)
                 kinds[#kinds + 1] = tostring(d) .. e:kind()
             end
             return table.concat(kinds, ' ')",
            "nilInvalid nilInvalid nilInvalid nilInvalid nilInvalid nilInvalid nilInvalid nilInvalid",
        ),
        (
            "local d = time.parse_duration('1h30m')
             return d:hours() .. ' ' .. d:minutes() .. ' ' .. d:seconds() .. ' ' .. d:milliseconds() .. ' ' .. d:microseconds() .. ' ' .. d:nanoseconds()",
            "1.5 90 5400 5400000 5400000000 5400000000000",
        ),
        (
            "local d = time.parse_duration('1999us') return d:milliseconds() .. ' ' .. d:seconds() .. math.type(d:hours()) .. math.type(d:milliseconds())",
            "1 0.001999floatinteger",
        ),
    ]);
}

#[test]
fn bad_durations_are_errors_where_one_waits_and_are_raised_by_methods() {
    check(&[
        (
            "local kinds = {}
             for _, wait in ipairs({time.after, time.timer, time.ticker}) do
                 for _, bad in ipairs({'soon', 0, '-1s', {}}) do
                     local v, e = wait(bad)
                     kinds[#kinds + 1] = tostring(v) .. e:kind()
                 end
             end
             return #kinds .. ' ' .. kinds[1] .. ' ' .. kinds[6] .. ' ' .. kinds[12]",
            "12 nilInvalid nilInvalid nilInvalid",
        ),
        (
            "return select(2, time.sleep(nil)):kind() .. select(2, time.sleep({})):kind()",
            "InvalidInvalid",
        ),
        (
            "time.now():add('soon')",
            "Internal: app:solo:2: bad argument #2 to 'add' (duration expected, got string)",
        ),
        (
            "time.now():sub('x')",
            "Internal: app:solo:2: bad argument #2 to 'time' (time expected, got string)",
        ),
        (
            "time.now():before(5)",
            "Internal: app:solo:2: bad argument #2 to 'time' (time expected, got number)",
        ),
        (
            "time.now():in_location('UTC')",
            "Internal: app:solo:2: bad argument #2 to 'in_location' (location expected, got string)",
        ),
        (
            "time.now():add_date(1, 2)",
            "Internal: app:solo:2: bad argument #4 to 'add_date' (number expected, got no value)",
        ),
        (
            "time.date(2024, 1, 1)",
            "Internal: app:solo:2: bad argument #4 to 'date' (number expected, got no value)",
        ),
        (
            "time.unix(5)",
            "Internal: app:solo:2: bad argument #2 to 'unix' (number expected, got no value)",
        ),
    ]);
}

#[test]
fn a_ticker_keeps_sixteen_ticks_for_a_late_reader() {
    check(&[(
        "local t = time.ticker('1s')
         time.sleep('30.5s')
         local count, first = 0, nil
         while true do
             local r = channel.select{t:response():case_receive(), default = true}
             if r.default then break end
             first = first or r.value:second()
             count = count + 1
         end
         return count .. ' ' .. first .. ' ' .. tostring(t:stop()) .. tostring(select(2, t:channel():receive()))",
        "16 1 truefalse",
    )]);
}

#[test]
fn a_timer_that_has_fired_is_not_set_again() {
    check(&[(
        "local t = time.timer('1s')
         local at, ok = t:response():receive()
         return tostring(t:channel() == t:response()) .. tostring(ok) .. at:second() .. tostring(t:reset('1s')) .. tostring(t:stop())",
        "truetrue1falsefalse",
    )]);
}

#[test]
fn a_time_tells_all_its_parts() {
    check(&[
        (
            "local t = time.date(2024, 2, 29, 13, 14, 15, 123456789, time.fixed_zone('X', 3600))
             return table.concat({t:year(), t:month(), t:day(), t:hour(), t:minute(), t:second(), t:nanosecond(), t:weekday(), t:year_day()}, ' ')",
            "2024 2 29 13 14 15 123456789 4 60",
        ),
        (
            "local t = time.date(2024, 2, 29, 13, 14, 15, 500, time.fixed_zone('X', 3600))
             return t:unix() .. ' ' .. t:unix_nano() .. ' ' .. t:format_rfc3339() .. ' ' .. tostring(t:utc())",
            "1709208855 1709208855000000500 2024-02-29T13:14:15+01:00 2024-02-29 12:14:15.0000005 +0000 UTC",
        ),
        ("return tostring(time.date(2024, 14, 0, 25, -1, 61, -1))", "2025-02-01 01:00:00.999999999 +0000 UTC"),
        ("return tostring(time.date(2024, 1, 2, 15, 4, 5, 900000000))", "2024-01-02 15:04:05.9 +0000 UTC"),
        ("return tostring(time.date(1, 1, 1, 0, 0, 0, 0):is_zero()) .. tostring(time.unix(0, 0):is_zero())", "truefalse"),
        (
            "local a, b = time.unix(1, 0), time.unix(1, 1)
             return tostring(a:before(b)) .. tostring(a:after(b)) .. tostring(a:equal(b)) .. tostring(a:equal(time.unix(0, 1000000000)))",
            "truefalsefalsetrue",
        ),
        (
            "local t = time.date(2024, 5, 6, 7, 38, 9, 600000000)
             return t:round(time.parse_duration('1h')):format(time.TIME_ONLY) .. ' ' .. t:truncate(time.parse_duration('1s')):format('05.000') .. ' ' .. t:round('1s'):second()",
            "08:00:00 09.000 10",
        ),
    ]);
}

#[test]
fn only_what_the_clock_told_shows_how_long_the_run_has_lasted() {
    check(&[
        (
            "time.sleep('1.5s') return (tostring(time.now()):gsub('%d%d%d%d%d%d$', ''))",
            "2026-01-01 00:00:01.5 +0000 UTC m=+1.500",
        ),
        ("return tostring(time.after('1s'):receive()):match(' m=(.*)%.')", "+1"),
        ("return tostring(time.now():add('-2s')):match('m=.')", "m=-"),
        (
            "return tostring(tostring(time.now():utc()):match('m=')) .. tostring(tostring(time.now():round(1)):match('m='))",
            "nilnil",
        ),
        (
            "return tostring(tostring(time.unix(5, 0)):match('m=')) .. tostring(time.now():format('15:04'))",
            "nil00:00",
        ),
    ]);
}

#[test]
fn locations_have_names() {
    check(&[
        ("return time.utc:string() .. time.localtz:string() .. tostring(time.utc)", "UTCUTCUTC"),
        (
            "return time.fixed_zone('IST', 19800):string() .. time.now():location():string()",
            "ISTUTC",
        ),
        (
            "return time.date(2024, 1, 1, 0, 0, 0, 0, time.fixed_zone('IST', 19800)):utc():format(time.DATE_TIME)",
            "2023-12-31 18:30:00",
        ),
        (
            "return time.unix(0, 0):in_location(time.fixed_zone('', -5400)):format('15:04 MST')",
            "22:30 -0130",
        ),
    ]);
}

#[test]
fn the_module_has_all_its_constants() {
    check(&[
        (
            "return time.NANOSECOND .. ' ' .. time.MICROSECOND .. ' ' .. time.MILLISECOND .. ' ' .. time.SECOND .. ' ' .. time.MINUTE .. ' ' .. time.HOUR",
            "1 1000 1000000 1000000000 60000000000 3600000000000",
        ),
        (
            "local n = 0
             for i, name in ipairs({'JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'}) do
                 assert(time[name] == i, name)
             end
             for i, name in ipairs({'SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'}) do
                 assert(time[name] == i - 1, name)
             end
             return 'all'",
            "all",
        ),
        (
            "local t = time.date(2024, 1, 2, 15, 4, 5, 67000000)
             local all = {}
             for _, name in ipairs({'RFC3339', 'RFC3339NANO', 'RFC822', 'RFC822Z', 'RFC850', 'RFC1123', 'RFC1123Z', 'KITCHEN', 'STAMP', 'STAMP_MILLI', 'STAMP_MICRO', 'STAMP_NANO', 'DATE_TIME', 'DATE_ONLY', 'TIME_ONLY'}) do
                 all[#all + 1] = t:format(time[name])
             end
             return table.concat(all, '|')",
            "2024-01-02T15:04:05Z|2024-01-02T15:04:05.067Z|02 Jan 24 15:04 UTC|02 Jan 24 15:04 +0000|Tuesday, 02-Jan-24 15:04:05 UTC|Tue, 02 Jan 2024 15:04:05 UTC|Tue, 02 Jan 2024 15:04:05 +0000|3:04PM|Jan  2 15:04:05|Jan  2 15:04:05.067|Jan  2 15:04:05.067000|Jan  2 15:04:05.067000000|2024-01-02 15:04:05|2024-01-02|15:04:05",
        ),
    ]);
}

#[test]
fn os_tells_the_time_in_c_s_words() {
    check(&[
        (
            "return os.date('%a %A %b %B %c|%d %H %I %j %m %M %p %S %U %w %W %x %X %y %Y %z %Z %%', 1704211445)",
            "Tue Tuesday Jan January Tue Jan  2 16:04:05 2024|02 16 04 002 01 04 PM 05 00 2 01 01/02/24 16:04:05 24 2024 +0000 UTC %",
        ),
        ("return os.date('!%H', 3600.0) .. os.date('%H', '7200')", "0102"),
        ("return os.date(nil, 0)", "Thu Jan  1 00:00:00 1970"),
        (
            "local t = os.date('!*t', 1704211445)
             return table.concat({t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday}, ' ') .. tostring(t.isdst)",
            "2024 1 2 16 4 5 3 2false",
        ),
        ("os.date('%q', 0)", "Internal: app:solo:2: invalid conversion specifier \"%q\""),
        ("os.date('%H', {})", "Internal: app:solo:2: bad argument #2 to 'date' (number expected, got table)"),
        ("return os.time{year = 2024, month = 1, day = 2, hour = 16, min = 4, sec = 5}", "1704211445"),
        ("return os.time{year = '2024', month = 14, day = 0}", "1738281600"),
        ("return os.time{hour = 1} - os.time{}", "3600"),
        ("return os.time(os.date('*t', 1704211445))", "1704211445"),
        ("return os.difftime(5, 3) .. math.type(os.difftime(5, 3))", "2float"),
        ("return math.type(os.time()) .. math.type(os.clock())", "integerfloat"),
        ("local before = os.clock() time.sleep('250ms') return os.clock() - before >= 0.25", "true"),
    ]);
}
