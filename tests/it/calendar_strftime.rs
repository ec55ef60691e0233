//! `strftime`: dates written as C does.

use rehearsal::base::calendar::{DateTime, Timestamp, Zone, strftime};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn check(seconds: i64, format: &str, expect: &str) {
    let date = DateTime::new(Timestamp::from_unix(seconds, 0), Zone::utc());
    assert_eq!(strftime(format, &date).as_deref(), Ok(expect), "{format}");
}

#[test]
fn a_date_is_written_by_each_specifier() {
    let morning = 1_709_276_645; // 2024-03-01 07:04:05, a Friday
    check(morning, "%Y-%m-%d %H:%M:%S", "2024-03-01 07:04:05");
    check(morning, "%y %j %w", "24 061 5");
    check(morning, "%a %A %b %B", "Fri Friday Mar March");
    check(morning, "%I %p", "07 AM");
    check(morning, "%U %W", "08 09");
    check(morning, "%c", "Fri Mar  1 07:04:05 2024");
    check(morning, "%x %X", "03/01/24 07:04:05");
    check(morning, "%z %Z", "+0000 UTC");
    check(morning, "100%% %%d", "100% %d");
    check(morning, "", "");
    check(morning, "☺ %dé", "☺ 01é");
}

#[test]
fn the_week_of_the_year_begins_on_sunday_or_monday() {
    let week = |date, expect| {
        let date = DateTime::from_civil(date, (0, 0, 0), 0, Zone::utc());
        assert_eq!(strftime("%U %W", &date).as_deref(), Ok(expect), "{date}");
    };
    week((2023, 1, 1), "01 00"); // a Sunday
    week((2023, 1, 2), "01 01");
    week((2024, 1, 1), "00 01"); // a Monday
    week((2024, 1, 7), "01 01");
    week((2024, 1, 8), "01 02");
    week((2021, 1, 1), "00 00"); // a Friday
    week((2023, 12, 31), "53 52");
    week((2024, 12, 31), "52 53");
}

#[test]
fn noon_and_midnight_are_twelve() {
    check(0, "%I %p", "12 AM");
    check(43_200, "%I %p", "12 PM");
    check(46_800, "%I %p", "01 PM");
}

#[test]
fn the_zone_is_the_one_of_the_date() {
    let date = DateTime::from_civil((2024, 3, 1), (0, 0, 0), 0, Zone::fixed("IST", 19_800));
    assert_eq!(strftime("%H %z %Z", &date).as_deref(), Ok("00 +0530 IST"));
}

#[test]
fn an_unknown_specifier_is_named() {
    let error = |format| {
        let date = DateTime::new(Timestamp::ZERO, Zone::utc());
        strftime(format, &date).unwrap_err().to_string()
    };
    assert_eq!(error("%Y %Q"), r#"invalid conversion specifier "%Q""#);
    assert_eq!(error("%Ex"), r#"invalid conversion specifier "%E""#);
    assert_eq!(error("%é"), r#"invalid conversion specifier "%é""#);
    assert_eq!(error("50%"), r#"invalid conversion specifier "%""#);
}
