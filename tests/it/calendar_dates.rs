//! Dates: civil time and back, and reckoning with them.

use rehearsal::base::calendar::{DateTime, Timestamp, Zone};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const SECOND: i64 = 1_000_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

type Triple = (i64, i64, i64);

fn utc(date: Triple, clock: Triple, nanos: i64) -> DateTime {
    DateTime::from_civil(date, clock, nanos, Zone::utc())
}

fn at(seconds: i64) -> DateTime {
    DateTime::new(Timestamp::from_unix(seconds, 0), Zone::utc())
}

#[test]
fn a_date_is_an_instant() {
    let check = |date, clock, unix| {
        let there = utc(date, clock, 0);
        assert_eq!(there.unix(), unix, "{there}");
        assert_eq!((there.date(), there.clock()), (date, clock), "{unix}");
    };
    check((1970, 1, 1), (0, 0, 0), 0);
    check((1969, 12, 31), (23, 59, 59), -1);
    check((2000, 2, 29), (0, 0, 0), 951_782_400);
    check((2001, 9, 9), (1, 46, 40), 1_000_000_000);
    check((2004, 2, 29), (23, 59, 59), 1_078_099_199);
    check((2009, 2, 13), (23, 31, 30), 1_234_567_890);
    check((2038, 1, 19), (3, 14, 8), 1 << 31);
    check((1900, 3, 1), (0, 0, 0), -2_203_891_200);
    check((2100, 3, 1), (0, 0, 0), 4_107_542_400);
    check((1, 1, 1), (0, 0, 0), -62_135_596_800);
    check((0, 2, 29), (0, 0, 0), -62_162_121_600);
    check((-1, 12, 31), (0, 0, 0), -62_167_305_600);
    check((9999, 12, 31), (23, 59, 59), 253_402_300_799);
}

#[test]
fn what_is_too_large_or_too_small_carries_over() {
    let check = |date, clock, nanos, text| {
        assert_eq!(utc(date, clock, nanos).to_string(), text);
    };
    check((2009, 10, 32), (0, 0, 0), 0, "2009-11-01 00:00:00 +0000 UTC");
    check((2024, 3, 0), (0, 0, 0), 0, "2024-02-29 00:00:00 +0000 UTC");
    check((2023, 3, 0), (0, 0, 0), 0, "2023-02-28 00:00:00 +0000 UTC");
    check((2024, 0, 1), (0, 0, 0), 0, "2023-12-01 00:00:00 +0000 UTC");
    check((2024, -11, 1), (0, 0, 0), 0, "2023-01-01 00:00:00 +0000 UTC");
    check((2024, 25, 1), (0, 0, 0), 0, "2026-01-01 00:00:00 +0000 UTC");
    check((2024, 1, 1), (-1, 0, 0), 0, "2023-12-31 23:00:00 +0000 UTC");
    check((2024, 1, 1), (0, 0, 86_400), 0, "2024-01-02 00:00:00 +0000 UTC");
    check((2024, 1, 1), (0, 0, 0), -1, "2023-12-31 23:59:59.999999999 +0000 UTC");
    check((2024, 1, 1), (0, 0, 0), 3_500_000_000, "2024-01-01 00:00:03.5 +0000 UTC");
    check((-1, 1, 1), (0, 0, 0), 0, "-0001-01-01 00:00:00 +0000 UTC");
    check((12_345, 1, 1), (0, 0, 0), 0, "12345-01-01 00:00:00 +0000 UTC");
}

#[test]
fn a_zone_moves_the_clocks_and_not_the_instant() {
    let berlin = Zone::fixed("CET", 3600);
    let date = DateTime::from_civil((2024, 1, 1), (0, 30, 0), 0, berlin.clone());
    assert_eq!(date.unix(), 1_704_065_400);
    assert_eq!(date.to_string(), "2024-01-01 00:30:00 +0100 CET");
    assert_eq!(date.zone(), &berlin);

    let there = date.in_zone(Zone::utc());
    assert_eq!(there.to_string(), "2023-12-31 23:30:00 +0000 UTC");
    assert_eq!((there.weekday(), date.weekday()), (0, 1));
    assert_eq!((there.year_day(), date.year_day()), (365, 1));
    assert!(there.equal(&date) && !there.before(&date) && !there.after(&date));
    assert_ne!(there, date);
}

#[test]
fn a_zone_prints_its_name() {
    assert_eq!(Zone::utc().to_string(), "UTC");
    assert_eq!(Zone::fixed("Europe/Nowhere", 7).to_string(), "Europe/Nowhere");
    assert_eq!(Zone::fixed("", 7).to_string(), "");
}

#[test]
fn an_offset_is_cut_below_a_hundred_hours() {
    assert_eq!(Zone::fixed("far", i64::MAX).offset_at(Timestamp::ZERO), 359_999);
    assert_eq!(Zone::fixed("far", i64::MIN).offset_at(Timestamp::ZERO), -359_999);
}

#[test]
fn days_have_a_place_in_week_and_year() {
    let check = |date, weekday, year_day| {
        let there = utc(date, (12, 0, 0), 0);
        assert_eq!((there.weekday(), there.year_day()), (weekday, year_day), "{there}");
    };
    check((1970, 1, 1), 4, 1);
    check((1969, 12, 31), 3, 365);
    check((2000, 2, 29), 2, 60);
    check((2000, 12, 31), 0, 366);
    check((2023, 12, 31), 0, 365);
    check((1900, 3, 1), 4, 60);
    check((1, 1, 1), 1, 1);
    check((0, 12, 31), 0, 366);
}

#[test]
fn the_parts_of_a_date_have_names() {
    let date = utc((2024, 5, 6), (7, 8, 9), 10);
    assert_eq!((date.year(), date.month(), date.day()), date.date());
    assert_eq!((date.hour(), date.minute(), date.second()), date.clock());
    assert_eq!((date.date(), date.clock(), date.nanosecond()), ((2024, 5, 6), (7, 8, 9), 10));
}

#[test]
fn the_zero_time_is_the_beginning_of_year_1() {
    assert!(utc((1, 1, 1), (0, 0, 0), 0).is_zero());
    assert!(DateTime::new(Timestamp::ZERO, Zone::fixed("EST", -18_000)).is_zero());
    assert!(!utc((1, 1, 1), (0, 0, 0), 1).is_zero());
    assert!(!at(0).is_zero());
}

#[test]
fn adding_a_date_carries_over() {
    let check = |from, (years, months, days), to| {
        assert_eq!(utc(from, (1, 2, 3), 4).add_date(years, months, days), utc(to, (1, 2, 3), 4));
    };
    check((2011, 1, 1), (-1, 2, 3), (2010, 3, 4));
    check((2023, 1, 31), (0, 1, 0), (2023, 3, 3));
    check((2024, 1, 31), (0, 1, 0), (2024, 3, 2));
    check((2024, 2, 29), (1, 0, 0), (2025, 3, 1));
    check((2024, 2, 29), (4, 0, 0), (2028, 2, 29));
    check((2024, 3, 31), (0, -1, 0), (2024, 3, 2));
    check((2024, 1, 1), (0, 0, -1), (2023, 12, 31));
    check((2024, 1, 1), (0, -25, 0), (2021, 12, 1));
}

#[test]
fn nanoseconds_can_be_added_and_counted() {
    let start = utc((2024, 2, 28), (23, 59, 59), 999_999_999);
    let next = start.add(1);
    assert_eq!(next, utc((2024, 2, 29), (0, 0, 0), 0));
    assert_eq!((next.sub(&start), start.sub(&next)), (1, -1));
    assert_eq!(next.add(-1), start);
    assert!(start.before(&next) && next.after(&start));
    assert_eq!(start.add(-25 * HOUR).clock(), (22, 59, 59));
}

#[test]
fn a_difference_ends_at_the_longest_span() {
    let check = |later: DateTime, earlier: DateTime, nanos| {
        assert_eq!(later.sub(&earlier), nanos);
    };
    check(utc((2300, 1, 1), (0, 0, 0), 0), utc((2000, 1, 1), (0, 0, 0), 0), i64::MAX);
    check(utc((2000, 1, 1), (0, 0, 0), 0), utc((2300, 1, 1), (0, 0, 0), 0), i64::MIN);
    check(at(i64::MAX), at(i64::MIN), i64::MAX);
    check(at(0).add(i64::MAX), at(0), i64::MAX);
    check(at(0).add(i64::MAX - 1), at(0), i64::MAX - 1);
    check(at(0).add(i64::MIN), at(0), i64::MIN);
    check(at(0).add(i64::MIN + 1), at(0), i64::MIN + 1);
    assert_eq!(at(i64::MAX).unix_nanos(), i64::MAX);
    assert_eq!(at(-1).add(5).unix_nanos(), 5 - SECOND);
}

#[test]
fn dates_are_truncated_to_multiples() {
    let date = utc((2012, 12, 7), (12, 15, 30), 918_273_645);
    let check = |step, text| assert_eq!(date.truncate(step).format("15:04:05.999999999"), text);
    check(1, "12:15:30.918273645");
    check(1_000, "12:15:30.918273");
    check(1_000_000, "12:15:30.918");
    check(SECOND, "12:15:30");
    check(2 * SECOND, "12:15:30");
    check(MINUTE, "12:15:00");
    check(10 * MINUTE, "12:10:00");
    check(24 * HOUR, "00:00:00");
    check(0, "12:15:30.918273645");
    check(-HOUR, "12:15:30.918273645");
    check(i64::MIN, "12:15:30.918273645");
}

#[test]
fn dates_are_rounded_to_multiples() {
    let date = utc((2012, 12, 7), (12, 15, 30), 918_273_645);
    let check = |step, text| assert_eq!(date.round(step).format("15:04:05.999999999"), text);
    check(1, "12:15:30.918273645");
    check(1_000, "12:15:30.918274");
    check(1_000_000, "12:15:30.918");
    check(SECOND, "12:15:31");
    check(2 * SECOND, "12:15:30");
    check(MINUTE, "12:16:00");
    check(10 * MINUTE, "12:20:00");
    check(HOUR, "12:00:00");
    check(0, "12:15:30.918273645");
    check(i64::MIN, "12:15:30.918273645");
    assert_eq!(at(30).round(MINUTE), at(60), "half way is up");
    assert_eq!(at(-30).round(MINUTE), at(0), "half way is up before 1970 too");
}

#[test]
fn weeks_are_counted_from_the_monday_that_began_year_1() {
    let date = utc((2024, 1, 4), (12, 0, 0), 0);
    assert_eq!(date.truncate(7 * 24 * HOUR).date(), (2024, 1, 1));
    assert_eq!(utc((0, 12, 31), (1, 0, 0), 0).truncate(7 * 24 * HOUR).date(), (0, 12, 25));
}

#[test]
fn what_lies_beyond_is_the_first_or_the_last_instant() {
    let extremes = [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX];
    for zone in [Zone::utc(), Zone::fixed("", i64::MAX), Zone::fixed("", i64::MIN)] {
        for a in extremes {
            for b in extremes {
                let date = DateTime::new(Timestamp::from_unix(a, b), zone.clone());
                let moved = [
                    date.add(a),
                    date.add_date(a, b, a),
                    date.add_date(b, a, b),
                    date.truncate(a),
                    date.round(b),
                    DateTime::from_civil((a, b, a), (b, a, b), a, zone.clone()),
                    DateTime::from_civil((b, b, b), (b, b, b), b, zone.clone()),
                ];
                for date in moved {
                    assert!((1..=12).contains(&date.month()) && (1..=31).contains(&date.day()));
                    assert!(
                        (1..=366).contains(&date.year_day()) && (0..=6).contains(&date.weekday())
                    );
                    assert!(!date.to_string().is_empty());
                }
            }
        }
    }
    assert_eq!(Timestamp::from_unix(i64::MAX, SECOND), Timestamp::MAX);
    assert_eq!(Timestamp::from_unix(i64::MIN, -1), Timestamp::MIN);
    assert_eq!(Timestamp::MAX.saturating_add(1), Timestamp::MAX);
    assert_eq!(Timestamp::MIN.saturating_add(-1), Timestamp::MIN);
    assert_eq!(utc((i64::MAX, 1, 1), (0, 0, 0), 0).timestamp().unix(), i64::MAX);
    assert_eq!(utc((i64::MIN, 1, 1), (0, 0, 0), 0).timestamp().unix(), i64::MIN);
}

#[test]
fn a_unix_time_in_the_wrong_unit_is_still_a_date() {
    assert_eq!(at(1_704_207_845_000).to_string(), "55974-03-13 20:03:20 +0000 UTC");
}
