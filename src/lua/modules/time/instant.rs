//! The methods of a Time.

use mlua::{Lua, MultiValue};

use super::super::{Arguments, Module, no_value};
use super::{span_argument, zone};
use crate::base::calendar::{DateTime, Zone, layout};
use crate::lua::answer::{Raise, Reply, done};
use crate::lua::inner::Inner;
use crate::lua::objects::{Instant, Location, Span};

pub const METHODS: Module = Module {
    name: "time.Time",
    functions: &[
        ("add", add),
        ("sub", sub),
        ("add_date", add_date),
        ("before", |_, lua, values| done(lua, me(lua, values)?.before(&other(lua, values)?))),
        ("after", |_, lua, values| done(lua, me(lua, values)?.after(&other(lua, values)?))),
        ("equal", |_, lua, values| done(lua, me(lua, values)?.equal(&other(lua, values)?))),
        ("format", format),
        ("format_rfc3339", |_, lua, values| done(lua, me(lua, values)?.format(layout::RFC3339))),
        ("unix", |_, lua, values| done(lua, me(lua, values)?.unix())),
        ("unix_nano", |_, lua, values| done(lua, me(lua, values)?.unix_nanos())),
        ("date", |_, lua, values| done(lua, me(lua, values)?.date())),
        ("clock", |_, lua, values| done(lua, me(lua, values)?.clock())),
        ("year", |_, lua, values| done(lua, me(lua, values)?.year())),
        ("month", |_, lua, values| done(lua, me(lua, values)?.month())),
        ("day", |_, lua, values| done(lua, me(lua, values)?.day())),
        ("hour", |_, lua, values| done(lua, me(lua, values)?.hour())),
        ("minute", |_, lua, values| done(lua, me(lua, values)?.minute())),
        ("second", |_, lua, values| done(lua, me(lua, values)?.second())),
        ("nanosecond", |_, lua, values| done(lua, me(lua, values)?.nanosecond())),
        ("weekday", |_, lua, values| done(lua, me(lua, values)?.weekday())),
        ("year_day", |_, lua, values| done(lua, me(lua, values)?.year_day())),
        ("is_zero", |_, lua, values| done(lua, me(lua, values)?.is_zero())),
        ("utc", |_, lua, values| done(lua, Instant::from(me(lua, values)?.in_zone(Zone::utc())))),
        // The local zone of a run is UTC.
        ("in_local", |_, lua, values| {
            done(lua, Instant::from(me(lua, values)?.in_zone(Zone::utc())))
        }),
        ("in_location", in_location),
        ("location", |_, lua, values| done(lua, Location(me(lua, values)?.zone().clone()))),
        ("round", round),
        ("truncate", truncate),
        ("tostring", text),
    ],
    value: no_value,
};

fn me(lua: &Lua, values: &MultiValue) -> Result<DateTime, Raise> {
    Ok(Arguments::new(lua, values, "time").object::<Instant>(0, "time")?.0.clone())
}

fn other(lua: &Lua, values: &MultiValue) -> Result<DateTime, Raise> {
    Ok(Arguments::new(lua, values, "time").object::<Instant>(1, "time")?.0.clone())
}

/// In Go's form. What a clock has told shows how long the run had lasted then.
fn text(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    const SECOND: u64 = 1_000_000_000;
    let me = Arguments::new(lua, values, "time").object::<Instant>(0, "time")?;
    let Some(passed) = me.1 else { return done(lua, me.0.to_string()) };
    let (sign, nanos) = (if passed < 0 { '-' } else { '+' }, passed.unsigned_abs());
    done(lua, format!("{} m={sign}{}.{:09}", me.0, nanos / SECOND, nanos % SECOND))
}

fn add(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let span = span_argument(Arguments::new(lua, values, "add"), 1)?;
    let me = Arguments::new(lua, values, "time").object::<Instant>(0, "time")?;
    let monotonic = me.1.map(|passed| passed.saturating_add(span.0));
    done(lua, Instant(me.0.add(span.0), monotonic))
}

fn sub(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    done(lua, Span(me(lua, values)?.sub(&other(lua, values)?)))
}

fn add_date(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "add_date");
    let (years, months, days) =
        (arguments.integer(1)?, arguments.integer(2)?, arguments.integer(3)?);
    done(lua, Instant::from(me(lua, values)?.add_date(years, months, days)))
}

fn format(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let layout = Arguments::new(lua, values, "format").text(1)?;
    done(lua, me(lua, values)?.format(&layout))
}

fn in_location(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "in_location");
    arguments.object::<Location>(1, "location")?;
    done(lua, Instant::from(me(lua, values)?.in_zone(zone(arguments, 1))))
}

fn round(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let step = span_argument(Arguments::new(lua, values, "round"), 1)?;
    done(lua, Instant::from(me(lua, values)?.round(step.0)))
}

fn truncate(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let step = span_argument(Arguments::new(lua, values, "truncate"), 1)?;
    done(lua, Instant::from(me(lua, values)?.truncate(step.0)))
}
