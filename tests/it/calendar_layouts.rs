//! Layouts: dates written and read as Go does.

use rehearsal::base::calendar::{DateTime, Misfit, Zone, layout};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Go's reference time, in the year that a text can tell from a layout.
fn reference() -> DateTime {
    DateTime::from_civil((2009, 2, 4), (21, 0, 57), 12_345_600, Zone::fixed("PST", -8 * 3600))
}

#[test]
fn a_date_prints_as_in_go() {
    let check = |nanos, zone, text| {
        let date = DateTime::from_civil((2024, 1, 2), (15, 4, 5), nanos, zone);
        assert_eq!(date.to_string(), text);
    };
    check(0, Zone::utc(), "2024-01-02 15:04:05 +0000 UTC");
    check(900_000_000, Zone::utc(), "2024-01-02 15:04:05.9 +0000 UTC");
    check(1, Zone::utc(), "2024-01-02 15:04:05.000000001 +0000 UTC");
    check(0, Zone::fixed("CET", 3600), "2024-01-02 15:04:05 +0100 CET");
    check(0, Zone::fixed("", 19_800), "2024-01-02 15:04:05 +0530 +0530");
    check(0, Zone::fixed("", -60), "2024-01-02 15:04:05 -0001 -0001");
}

#[test]
fn a_date_is_written_by_each_named_layout() {
    let expected = [
        ("RFC3339", "2009-02-04T21:00:57-08:00"),
        ("RFC3339NANO", "2009-02-04T21:00:57.0123456-08:00"),
        ("RFC822", "04 Feb 09 21:00 PST"),
        ("RFC822Z", "04 Feb 09 21:00 -0800"),
        ("RFC850", "Wednesday, 04-Feb-09 21:00:57 PST"),
        ("RFC1123", "Wed, 04 Feb 2009 21:00:57 PST"),
        ("RFC1123Z", "Wed, 04 Feb 2009 21:00:57 -0800"),
        ("KITCHEN", "9:00PM"),
        ("STAMP", "Feb  4 21:00:57"),
        ("STAMP_MILLI", "Feb  4 21:00:57.012"),
        ("STAMP_MICRO", "Feb  4 21:00:57.012345"),
        ("STAMP_NANO", "Feb  4 21:00:57.012345600"),
        ("DATE_TIME", "2009-02-04 21:00:57"),
        ("DATE_ONLY", "2009-02-04"),
        ("TIME_ONLY", "21:00:57"),
        ("ANSIC", "Wed Feb  4 21:00:57 2009"),
        ("UNIXDATE", "Wed Feb  4 21:00:57 PST 2009"),
        ("RUBYDATE", "Wed Feb 04 21:00:57 -0800 2009"),
    ];
    let written = layout::NAMED.map(|(name, layout)| (name, reference().format(layout)));
    assert_eq!(written.each_ref().map(|(name, text)| (*name, text.as_str())), expected);
}

#[test]
fn a_date_is_written_by_each_element() {
    let check = |layout, text| assert_eq!(reference().format(layout), text, "{layout}");
    check("2006 06", "2009 09");
    check("January Jan 01 1", "February Feb 02 2");
    check("Monday Mon", "Wednesday Wed");
    check("2|_2|02", "4| 4|04");
    check("__2|002", " 35|035");
    check("15 3 03 PM pm", "21 9 09 PM pm");
    check("4 04 5 05", "0 00 57 57");
    check("MST", "PST");
    check("-07 -0700 -07:00 -070000 -07:00:00", "-08 -0800 -08:00 -080000 -08:00:00");
    check("Z07 Z0700 Z07:00 Z070000 Z07:00:00", "-08 -0800 -08:00 -080000 -08:00:00");
    check(".0 ,00 .000 .000000 .000000000", ".0 ,01 .012 .012345 .012345600");
    check("5.9|5,99|5.999|5.999999|5.999999999", "57|57,01|57.012|57.012345|57.0123456");
    check(".000000000000", ".012345600");
}

#[test]
fn only_elements_are_replaced() {
    let check = |layout, text| assert_eq!(reference().format(layout), text, "{layout}");
    check("", "");
    check("héllo – ☺", "héllo – ☺");
    check("Month Janet", "Month Janet");
    check("MonJan", "WedFeb");
    check("_2006", "_2009");
    check("__2006", " 35009");
    check("15.04", "21.00");
    check("05.0001", "57.0002");
    check("00 07 08 7 8 9", "00 07 08 7 8 9");
    check(". , Z - _ P p", ". , Z - _ P p");
    check("20060102150405", "20090204210057");
}

#[test]
fn utc_is_a_z_where_the_layout_has_one() {
    let date = reference().in_zone(Zone::utc());
    assert_eq!(date.format("Z07 Z0700 Z07:00 Z070000 Z07:00:00"), "Z Z Z Z Z");
    assert_eq!(
        date.format("-07 -0700 -07:00 -070000 -07:00:00 MST"),
        "+00 +0000 +00:00 +000000 +00:00:00 UTC"
    );
}

#[test]
fn seconds_of_an_offset_are_written_where_the_layout_has_them() {
    let date = reference().in_zone(Zone::fixed("LMT", -(3600 + 2 * 60 + 3)));
    assert_eq!(
        date.format("-07 -0700 -07:00 -070000 Z07:00:00"),
        "-01 -0102 -01:02 -010203 -01:02:03"
    );
    let date = reference().in_zone(Zone::fixed("", -3));
    assert_eq!(date.format("-07:00 -07:00:00"), "-00:00 -00:00:03");
}

#[test]
fn the_twelve_hour_clock_has_no_zero() {
    let check = |hour, text| {
        let date = DateTime::from_civil((2024, 1, 1), (hour, 0, 0), 0, Zone::utc());
        assert_eq!(date.format("03:04PM 3pm"), text);
        let read =
            DateTime::parse("2006-01-02 03:04PM", &date.format("2006-01-02 03:04PM"), &Zone::utc());
        assert_eq!(read, Ok(date));
    };
    check(0, "12:00AM 12am");
    check(1, "01:00AM 1am");
    check(11, "11:00AM 11am");
    check(12, "12:00PM 12pm");
    check(13, "01:00PM 1pm");
    check(23, "11:00PM 11pm");
}

#[test]
fn a_text_is_read_by_its_layout() {
    let check = |layout, text, expect: &str| {
        let date = DateTime::parse(layout, text, &Zone::utc());
        assert_eq!(date.map(|date| date.to_string()).as_deref(), Ok(expect), "{text}");
    };
    let long = "Jan 2, 2006 at 3:04pm (MST)";
    check(long, "Feb 3, 2013 at 7:54pm (PST)", "2013-02-03 19:54:00 +0000 PST");
    check("2006-Jan-02", "2013-Feb-03", "2013-02-03 00:00:00 +0000 UTC");
    check(layout::DATE_TIME, "2006-01-02 15:04:05", "2006-01-02 15:04:05 +0000 UTC");
    check(layout::RFC3339, "2006-01-02T15:04:05Z", "2006-01-02 15:04:05 +0000 UTC");
    check(layout::RFC3339, "2006-01-02T15:04:05+07:00", "2006-01-02 15:04:05 +0700 +0700");
    check(layout::RFC3339, "2006-01-02T15:04:05-00:00", "2006-01-02 15:04:05 +0000 UTC");
    check(layout::RFC3339, "2006-01-02T15:04:05.1234Z", "2006-01-02 15:04:05.1234 +0000 UTC");
    check(layout::RFC3339NANO, "2006-01-02T15:04:05Z", "2006-01-02 15:04:05 +0000 UTC");
    check(layout::RFC1123, "Thu, 04 Feb 2010 21:00:57 GMT", "2010-02-04 21:00:57 +0000 GMT");
    check(layout::RFC1123Z, "Thu, 04 Feb 2010 21:00:57 +0130", "2010-02-04 21:00:57 +0130 +0130");
    check(layout::RFC850, "Thursday, 04-Feb-10 21:00:57 UTC", "2010-02-04 21:00:57 +0000 UTC");
    check(layout::KITCHEN, "9:00PM", "0000-01-01 21:00:00 +0000 UTC");
    check(layout::STAMP, "Feb  4 21:00:57", "0000-02-04 21:00:57 +0000 UTC");
    check(layout::STAMP, "Feb 14 21:00:57", "0000-02-14 21:00:57 +0000 UTC");
    check(layout::STAMP, "Feb 29 21:00:57", "0000-02-29 21:00:57 +0000 UTC");
    check(layout::ANSIC, "THU FEB  4 21:00:57 2010", "2010-02-04 21:00:57 +0000 UTC");
    check("Monday 2 January 2006", "thursday 4 february 2010", "2010-02-04 00:00:00 +0000 UTC");
    check("06", "69", "1969-01-01 00:00:00 +0000 UTC");
    check("06", "68", "2068-01-01 00:00:00 +0000 UTC");
    check("2006-002", "2024-060", "2024-02-29 00:00:00 +0000 UTC");
    check("2006-002", "2023-060", "2023-03-01 00:00:00 +0000 UTC");
    check("2006-002", "2024-366", "2024-12-31 00:00:00 +0000 UTC");
    check("2006 __2", "2024   9", "2024-01-09 00:00:00 +0000 UTC");
    check("2006-002 01 02", "2024-060 02 29", "2024-02-29 00:00:00 +0000 UTC");
    check("2006-1-2 3:4:5", "2010-12-31 11:59:58", "2010-12-31 11:59:58 +0000 UTC");
    check("2006-1-2", "2010-2-4", "2010-02-04 00:00:00 +0000 UTC");
    check("15:04", "9:05", "0000-01-01 09:05:00 +0000 UTC");
    check("", "", "0000-01-01 00:00:00 +0000 UTC");
    check("2006 Z07:00:00", "2010 -01:02:03", "2010-01-01 00:00:00 -0102 -0102");
}

#[test]
fn a_fraction_may_follow_the_second() {
    let check = |layout, text, nanos| {
        let date = DateTime::parse(layout, text, &Zone::utc());
        assert_eq!(date.map(|date| date.nanosecond()), Ok(nanos), "{text} as {layout}");
    };
    check("05", "57", 0);
    check("05", "57.5", 500_000_000);
    check("05", "57,012345678", 12_345_678);
    check("05", "57.0123456789999", 12_345_678);
    check("05 2006", "57.25 2010", 250_000_000);
    check("05.000", "57.012", 12_000_000);
    check("05,000", "57.012", 12_000_000);
    check("05.000000000000", "57.012345678", 12_345_678);
    check("05.000000000000", "57.012345678999", 12_345_678);
    check("05.999", "57", 0);
    check("05.999", "57.0123456", 12_345_600);
    check(".00", ".75", 750_000_000);
}

#[test]
fn blanks_are_any_number_of_blanks() {
    let check = |layout, text| {
        let date = DateTime::parse(layout, text, &Zone::utc());
        assert_eq!(date.map(|date| date.date()), Ok((2010, 2, 4)), "{text}");
    };
    check("Jan 2 2006", "Feb    4     2010");
    check("Jan     2 2006", "Feb 4 2010");
    check("Jan 2 2006 ", "Feb 4 2010");
    check("Jan _2 2006", "Feb 4 2010");
    check("Jan _2 2006", "Feb     4 2010");
}

#[test]
fn a_text_without_a_zone_is_in_the_one_given() {
    let cet = Zone::fixed("CET", 3600);
    let check = |layout, text, unix, zone: Zone| {
        let date = DateTime::parse(layout, text, &cet).unwrap();
        assert_eq!((date.unix(), date.zone()), (unix, &zone), "{text}");
    };
    check("2006", "1970", -3600, cet.clone());
    check("2006 MST", "1970 CET", -3600, cet.clone());
    check("2006 -0700", "1970 +0100", -3600, cet.clone());
    check("2006 -0700 MST", "1970 +0100 CET", -3600, cet.clone());
    check("2006 -0700 MST", "1970 +0100 BST", -3600, Zone::fixed("BST", 3600));
    check("2006 -0700", "1970 +0200", -7200, Zone::fixed("", 7200));
    check("2006 MST", "1970 EST", 0, Zone::fixed("EST", 0));
    check("2006 MST", "1970 UTC", 0, Zone::utc());
    check("2006 Z0700", "1970 Z", 0, Zone::utc());
    check("2006 MST", "1970 GMT-8", 0, Zone::fixed("GMT-8", -8 * 3600));
}

#[test]
fn a_zone_is_known_by_its_capitals() {
    let read =
        |text| DateTime::parse("MST", text, &Zone::utc()).map(|date| date.zone().to_string());
    for name in [
        "EST", "CEST", "AMST", "PETT", "WITA", "ChST", "MeST", "GMT", "GMT+3", "GMT-23", "+03",
        "-11",
    ] {
        assert_eq!(read(name).as_deref(), Ok(name));
    }
    for name in ["", "E", "ES", "est", "ABCD", "ABCDE", "ABCDEF", "GMT+24", "+24", "+", "Ünt"] {
        assert!(read(name).is_err(), "{name}");
    }
}

#[test]
fn what_does_not_fit_is_named() {
    let check = |layout, text, error| {
        let found = DateTime::parse(layout, text, &Zone::utc()).unwrap_err();
        assert_eq!(found.to_string(), error);
    };
    check(
        layout::RFC3339,
        "tomorrow",
        r#"parsing time "tomorrow" as "2006-01-02T15:04:05Z07:00": cannot parse "tomorrow" as "2006""#,
    );
    check(
        layout::DATE_TIME,
        "2024-01-02T15:04:05",
        r#"parsing time "2024-01-02T15:04:05" as "2006-01-02 15:04:05": cannot parse "T15:04:05" as " ""#,
    );
    check(
        layout::DATE_ONLY,
        "2024-01",
        r#"parsing time "2024-01" as "2006-01-02": cannot parse "" as "-""#,
    );
    check(
        layout::DATE_ONLY,
        "2024-01-02Z",
        r#"parsing time "2024-01-02Z" as "2006-01-02": extra text: "Z""#,
    );
    let misfit = |layout, text, misfit: &str| {
        let found = DateTime::parse(layout, text, &Zone::utc()).unwrap_err();
        assert_eq!(found.misfit.to_string(), misfit, "{text}");
    };
    misfit(layout::DATE_ONLY, "2024-00-01", "month out of range");
    misfit(layout::DATE_ONLY, "2024-13-01", "month out of range");
    misfit(layout::DATE_ONLY, "2024-02-30", "day out of range");
    misfit(layout::DATE_ONLY, "2023-02-29", "day out of range");
    misfit(layout::DATE_ONLY, "2024-01-00", "day out of range");
    misfit(layout::TIME_ONLY, "24:00:00", "hour out of range");
    misfit(layout::TIME_ONLY, "23:60:00", "minute out of range");
    misfit(layout::TIME_ONLY, "23:59:60", "second out of range");
    misfit(layout::KITCHEN, "13:00PM", "hour out of range");
    misfit(layout::KITCHEN, "1:00pm", r#"cannot parse "pm" as "PM""#);
    misfit("-0700", "+2500", "time zone offset hour out of range");
    misfit("-0700", "+0061", "time zone offset minute out of range");
    misfit("-07:00:00", "+00:00:61", "time zone offset second out of range");
    misfit("-0700", "Z", r#"cannot parse "Z" as "-0700""#);
    misfit("2006-002", "2023-366", "day-of-year out of range");
    misfit("2006-002", "2024-000", "day-of-year out of range");
    misfit("2006-002 01", "2024-060 03", "day-of-year does not match month");
    misfit("2006-002 02", "2024-060 28", "day-of-year does not match day");
    misfit("05.000", "57", r#"cannot parse "" as ".000""#);
    misfit("05.000", "57.01", r#"cannot parse ".01" as ".000""#);
    misfit("05.000", "57.0123", r#"extra text: "3""#);
    misfit("Jan", "Foo", r#"cannot parse "Foo" as "Jan""#);
    misfit("Jan", "Fé", r#"cannot parse "Fé" as "Jan""#);
    misfit("06", "+6", r#"cannot parse "+6" as "06""#);
    misfit("Monday", "Wed", r#"cannot parse "Wed" as "Monday""#);
}

#[test]
fn an_error_shows_the_beginning_of_a_long_text() {
    let text = "é".repeat(100_000);
    let error = DateTime::parse(&text, "2024", &Zone::utc()).unwrap_err();
    assert_eq!(error.layout.chars().count(), 80);
    let error = DateTime::parse("2006", &text, &Zone::utc()).unwrap_err();
    assert_eq!(error.misfit, Misfit::Element { element: "2006".into(), rest: "é".repeat(80) });
}
