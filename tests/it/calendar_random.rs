//! Random dates, layouts and texts, the same in every run.

use rehearsal::base::calendar::{DateTime, Timestamp, Zone, layout, strftime};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Xorshift, whose dice need no crate.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn within(&mut self, from: i64, to: i64) -> i64 {
        from + (self.next() % (to - from + 1) as u64) as i64
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.next() as usize % from.len()]
    }

    fn zone(&mut self) -> Zone {
        let offset = self.within(-24 * 60, 24 * 60) * 60;
        match self.within(0, 3) {
            0 => Zone::fixed("CET", offset),
            1 => Zone::fixed("", offset),
            _ => Zone::utc(),
        }
    }

    /// An instant of the years 0 to 9999.
    fn date(&mut self) -> DateTime {
        let day = 86_400;
        let seconds = self.within(-62_167_219_200 + day, 253_402_300_799 - day);
        DateTime::new(Timestamp::from_unix(seconds, self.within(0, 999_999_999)), self.zone())
    }

    /// Scraps of layouts and dates, and what may come between.
    fn text(&mut self) -> String {
        let scraps = [
            "2006",
            "06",
            "Jan",
            "January",
            "01",
            "1",
            "Mon",
            "Monday",
            "02",
            "_2",
            "2",
            "__2",
            "002",
            "15",
            "03",
            "3",
            "04",
            "4",
            "05",
            "5",
            "PM",
            "pm",
            "MST",
            "-07",
            "-0700",
            "Z07:00:00",
            "Z0700",
            ".000",
            ",999",
            ".9",
            "0",
            "9",
            " ",
            "  ",
            ".",
            ",",
            "-",
            "+",
            ":",
            "_",
            "%",
            "é",
            "☺",
            "Z",
            "UTC",
            "GMT",
            "+24",
            "Jané",
            "Mo",
            "99999999999999999999",
            "\0",
            "\n",
            "%c",
            "%é",
            "T",
        ];
        (0..self.within(0, 8)).map(|_| self.pick(&scraps)).collect()
    }
}

/// The days of each month, counted one by one.
fn next_day((year, month, day): (i64, i64, i64)) -> (i64, i64, i64) {
    let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let days = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if day < days[month as usize - 1] {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    }
}

#[test]
fn every_day_of_two_centuries_follows_the_one_before() {
    let mut date = (1899, 1, 1);
    let mut there = DateTime::from_civil(date, (12, 0, 0), 0, Zone::utc());
    for _ in 0..200 * 366 {
        let next = there.add(86_400_000_000_000);
        date = next_day(date);
        assert_eq!(next.date(), date);
        assert_eq!(next.weekday(), (there.weekday() + 1) % 7);
        assert_eq!(DateTime::from_civil(date, (12, 0, 0), 0, Zone::utc()), next);
        there = next;
    }
}

#[test]
fn a_date_becomes_an_instant_and_the_same_date_again() {
    let mut dice = Dice(1);
    for _ in 0..3_000 {
        let clock = (dice.within(0, 23), dice.within(0, 59), dice.within(0, 59));
        let date = (dice.within(-1_000_000, 1_000_000), dice.within(1, 12), dice.within(1, 28));
        let nanos = dice.within(0, 999_999_999);
        let there = DateTime::from_civil(date, clock, nanos, dice.zone());
        assert_eq!((there.date(), there.clock(), there.nanosecond()), (date, clock, nanos));
        let again = DateTime::from_civil(date, clock, nanos, there.zone().clone());
        assert_eq!(again, there);
    }
}

#[test]
fn an_instant_becomes_a_date_and_the_same_instant_again() {
    let mut dice = Dice(2);
    for _ in 0..3_000 {
        // Halved, since at the very ends the clocks of a zone cannot go on.
        let seconds = (dice.next() as i64 / 2) >> dice.within(0, 40);
        let timestamp = Timestamp::from_unix(seconds, dice.within(0, 999_999_999));
        let date = DateTime::new(timestamp, dice.zone());
        let (zone, nanos) = (date.zone().clone(), date.nanosecond());
        assert_eq!(DateTime::from_civil(date.date(), date.clock(), nanos, zone), date);
    }
}

#[test]
fn a_written_date_is_read_as_the_same_instant() {
    let mut dice = Dice(3);
    let full = [
        (layout::RFC3339NANO, 1),
        (layout::RFC3339, 1_000_000_000),
        (layout::RFC1123Z, 1_000_000_000),
        (layout::RUBYDATE, 1_000_000_000),
        ("2006-01-02 15:04:05.000000000 Z0700", 1),
        ("Monday _2 January 2006 03:04:05,000000 pm -07:00:00", 1_000),
        ("2006 002 15:04:05.000 Z070000", 1_000_000),
        ("2006__2 3:4:5PM -070000", 1_000_000_000),
    ];
    for _ in 0..1_000 {
        let date = dice.date();
        let default = dice.zone();
        for (layout, precision) in full {
            let text = date.format(layout);
            let read = DateTime::parse(layout, &text, &default).unwrap();
            assert!(read.equal(&date.truncate(precision)), "{text} as {layout} is {read}");
            assert_eq!(read.offset(), date.offset());
        }
    }
}

#[test]
fn a_printed_date_is_read_as_the_same() {
    let mut dice = Dice(6);
    for _ in 0..1_000 {
        let date = dice.date().in_zone(Zone::fixed("CET", 3600));
        let read =
            DateTime::parse("2006-01-02 15:04:05 -0700 MST", &date.to_string(), &Zone::utc());
        assert_eq!(read, Ok(date));
    }
}

#[test]
fn a_date_without_its_zone_is_read_in_the_same_zone() {
    let mut dice = Dice(4);
    for _ in 0..1_000 {
        let date = dice.date().truncate(1_000_000_000);
        for layout in [layout::DATE_TIME, layout::ANSIC] {
            assert_eq!(
                DateTime::parse(layout, &date.format(layout), date.zone()),
                Ok(date.clone())
            );
        }
    }
}

#[test]
fn no_layout_and_no_text_makes_it_panic() {
    let mut dice = Dice(5);
    for _ in 0..3_000 {
        let (layout, date) = (dice.text(), dice.date());
        let written = date.format(&layout);
        let default = dice.zone();
        let _ = DateTime::parse(&layout, &written, &default);
        let _ = DateTime::parse(&layout, &dice.text(), &default);
        let _ = strftime(&layout, &date);
    }
}
