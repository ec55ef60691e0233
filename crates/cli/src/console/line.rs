//! [`Line`]: a log line, and how it is written.

use rehearsal::process::Level;
use rehearsal::runtime::{Effect, Kernel};
use rehearsal::{Str, Time, Value};

use super::colour;

/// A log line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// How much it matters.
    pub level: Level,
    /// Virtual time.
    pub at: Time,
    /// The name of who writes; empty: nobody in particular.
    pub logger: Str,
    /// One sentence.
    pub message: Str,
    /// What belongs to it, in this order.
    pub fields: Vec<(Str, Value)>,
}

impl Line {
    /// What a process has written; `None` for supervisors, whose lines are made of what they report.
    pub fn of_process(kernel: &Kernel, effect: Effect) -> Option<Self> {
        let Effect::Log { process, level, message, fields: all, at, .. } = effect else {
            return None;
        };
        let process = kernel.process(process);
        if process.as_ref().is_some_and(|process| process.supervisor) {
            return None;
        }
        let logger = all.get("logger").as_text().cloned().unwrap_or_default();
        // A process may well name another PID: a key stands there once, and its own word counts.
        let pid = || process.map_or(Value::Nil, |process| Value::from(&process.pid));
        let pid = Some(all.get("pid").clone()).filter(|pid| !pid.is_nil()).unwrap_or_else(pid);
        let known = [("pid", pid), ("location", all.get("location").clone())];
        let known = known.into_iter().filter(|(_, value)| !value.is_nil());
        let mut fields: Vec<_> = known.map(|(key, value)| (Str::from(key), value)).collect();
        let rest = all.as_map().into_iter().flat_map(|map| map.iter());
        let rest = rest.filter_map(|(key, value)| Some((key.as_text()?.clone(), value.clone())));
        fields.extend(rest.filter(|(key, _)| !matches!(&**key, "pid" | "location" | "logger")));
        Some(Self { level, at, logger, message, fields })
    }

    /// With the date: `2026-01-01 00:00:00`, level, logger, message and fields, between tabs.
    pub fn plain(&self, date: jiff::civil::DateTime) -> String {
        let date = date.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let logger = Some(self.logger.to_string()).filter(|logger| !logger.is_empty());
        self.joined([Some(date), Some(level(self.level).into()), logger])
    }

    /// In colour: `  1.25s`, level, logger, message and fields, between tabs.
    pub fn coloured(&self) -> String {
        let seconds = self.at.as_nanos() as f64 / 1e9;
        let level = colour::level(self.level, &format!("{:5}", level(self.level)));
        let logger = || colour::logger(&self.logger, &format!("{:12}", &*self.logger));
        let logger = (!self.logger.is_empty()).then(logger);
        self.joined([Some(format!("{seconds:6.2}s")), Some(level), logger])
    }

    /// As one JSON object: `level`, `ts`, `logger`, `msg`, and the fields. One of the same name as these gets a line after
    /// it, for an object in which a name stands twice is read differently by everybody.
    pub fn json(&self, now: &jiff::ZonedDateTime) -> String {
        let date = now.strftime("%Y-%m-%dT%H:%M:%S%.3f%z").to_string();
        let head = [
            ("level", Str::from(self.level.name())),
            ("ts", date.into()),
            ("logger", self.logger.clone()),
            ("msg", self.message.clone()),
        ];
        let is_own = |key: &str| head.iter().any(|(own, _)| *own == key);
        let free = |key: &Str| {
            let key = key.to_string();
            if is_own(&key) { format!("{key}_") } else { key }
        };
        let own = head.iter().filter(|(key, text)| *key != "logger" || !text.is_empty());
        let own = own.map(|(key, text)| ((*key).to_owned(), Value::Str(text.clone())));
        let fields = self.fields.iter().map(|(key, value)| (free(key), value.clone()));
        let pair = |(key, value): (String, Value)| {
            format!("{}:{}", Value::Str(key.into()).to_json(), value.to_json())
        };
        let pairs: Vec<String> = own.chain(fields).map(pair).collect();
        format!("{{{}}}\n", pairs.join(","))
    }

    fn joined<const N: usize>(&self, head: [Option<String>; N]) -> String {
        let mut parts: Vec<String> = head.into_iter().flatten().collect();
        parts.push(self.message.to_string());
        if !self.fields.is_empty() {
            let pair = |(key, value): &(Str, Value)| {
                format!("{}: {}", Value::Str(key.clone()), spaced(&value.to_json()))
            };
            let pairs: Vec<String> = self.fields.iter().map(pair).collect();
            parts.push(format!("{{{}}}", pairs.join(", ")));
        }
        parts.join("\t") + "\n"
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Debug => "DEBUG",
        Level::Info => "INFO",
        Level::Warn => "WARN",
        Level::Error => "ERROR",
    }
}

/// JSON in one line, with a space after each colon and comma that is not inside a text.
fn spaced(json: &str) -> String {
    let mut spaced = String::with_capacity(json.len() + 16);
    let (mut in_text, mut escaped) = (false, false);
    for letter in json.chars() {
        spaced.push(letter);
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => in_text = !in_text,
            ':' | ',' if !in_text => spaced.push(' '),
            _ => {}
        }
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started() -> Line {
        Line {
            level: Level::Info,
            at: Time::from_nanos(1_254_000_000),
            logger: Str::EMPTY,
            message: "relay started".into(),
            fields: vec![
                ("pid".into(), "{app:processes|0x00002}".into()),
                (
                    "counts".into(),
                    Value::map([("a", 1.into()), ("b", Value::list([2.into(), "x:,\"y".into()]))]),
                ),
            ],
        }
    }

    #[test]
    fn a_line_in_colour_has_seconds_level_message_and_fields_between_tabs() {
        assert_eq!(
            started().coloured(),
            "  1.25s\t\u{1b}[32mINFO \u{1b}[0m\trelay started\t\
             {\"pid\": \"{app:processes|0x00002}\", \"counts\": {\"a\": 1, \"b\": [2, \"x:,\\\"y\"]}}\n"
        );
    }

    #[test]
    fn a_logger_with_a_name_has_a_place_of_its_own() {
        let line = Line { logger: "run".into(), fields: Vec::new(), ..started() };
        let coloured = line.coloured();
        let parts: Vec<&str> = coloured.trim_end().split('\t').collect();
        assert_eq!(parts.len(), 4);
        assert!(parts[2].contains("run         "), "{coloured:?}");
    }

    #[test]
    fn a_line_for_programs_is_one_object_in_which_no_name_stands_twice() {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(3));
        let date: jiff::Timestamp = "2026-03-09T04:08:09.012Z".parse().unwrap();
        let now = date.to_zoned_datetime(zone);
        let fields = vec![("msg".into(), "mine \n".into()), ("n".into(), 1.into())];
        let line = Line { logger: "core".into(), fields, ..started() };
        assert_eq!(
            line.json(&now),
            "{\"level\":\"info\",\"ts\":\"2026-03-09T07:08:09.012+0300\",\"logger\":\"core\",\
             \"msg\":\"relay started\",\"msg_\":\"mine \\n\",\"n\":1}\n"
        );
    }

    #[test]
    fn a_plain_line_has_the_date_and_no_colour() {
        let date = jiff::civil::date(2026, 3, 9).at(7, 8, 9, 0);
        let line =
            Line { level: Level::Warn, logger: "core".into(), fields: Vec::new(), ..started() };
        assert_eq!(line.plain(date), "2026-03-09 07:08:09\tWARN\tcore\trelay started\n");
    }
}
