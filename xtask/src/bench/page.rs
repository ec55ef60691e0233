//! The page as it is published.

use anyhow::{Context, Result};
use serde_json::Value;

use super::figures::{Goal, Row, Section, Spread, Work};
use crate::sizes;

/// What `dist.mjs` has measured, and what the first load weighs, in bytes.
pub fn section(figures: &Value, download: usize) -> Result<Section> {
    use Goal::{AtLeast, AtMost};
    let number = |place: &str| {
        let figure = figures.pointer(place).and_then(Value::as_f64);
        figure.map(Spread::one).with_context(|| format!("the page has no figure at {place}"))
    };
    let times = |scenario: &str| {
        let times = figures.pointer(&format!("/rewinds/{scenario}")).and_then(Value::as_array);
        let times = times.with_context(|| format!("nobody went back in {scenario}"))?;
        anyhow::Ok(times.iter().filter_map(Value::as_f64).collect::<Vec<f64>>())
    };
    let rewind = |scenario: &str| {
        let name = format!("going back in {scenario}, each 100,000 events");
        anyhow::Ok(Row::new(name, " ms", Spread::of(&times(scenario)?)?))
    };
    let again = |scenario: &str| {
        let speeds: Vec<f64> = times(scenario)?.iter().map(|millis| 1e8 / millis).collect();
        let name = format!("events of {scenario} made again");
        anyhow::Ok(Row::new(name, " a second", Spread::of(&speeds)?))
    };
    let recorded = Work(&figures["recorded"]).beside(
        "events, only what matches recorded; without",
        " a second",
        ["all", "some"],
    )?;
    let ready = figures["ready"].as_array().context("the page has no time of its own")?;
    let ready: Vec<f64> = ready.iter().filter_map(Value::as_f64).collect();
    let busy = Spread::one(number("/busy/traced/load")?.median * 100.0);
    let rows = vec![
        Row::new(
            "main thread a frame, p95, the engine as fast as it can",
            " ms",
            number("/busy/frames/wall")?,
        )
        .goal(AtMost(4.0))
        .why(WHY_FRAME),
        Row::new("the same, time of its own processor only", " ms", number("/busy/frames/cpu")?),
        Row::new("the engine is busy meanwhile", " %", busy).goal(AtLeast(90.0)),
        Row::new("messages meanwhile", " a second", number("/busy/messages")?),
        Row::new("frames, the engine as fast as it can", " a second", number("/busy/fps")?)
            .goal(AtLeast(60.0))
            .why(WHY_FPS),
        Row::new(
            "slowest answer to a key (INP), the engine as fast as it can",
            " ms",
            number("/busy/inp")?,
        )
        .goal(AtMost(100.0))
        .why(WHY_FPS),
        Row::new(
            "messages at 1,000 ×, the most that a pace allows",
            " a second",
            number("/paced/messages")?,
        ),
        Row::new("frames at 1,000 ×", " a second", number("/paced/fps")?)
            .goal(AtLeast(60.0))
            .why(WHY_FPS),
        Row::new("slowest answer to a key (INP) at 1,000 ×", " ms", number("/paced/inp")?)
            .goal(AtMost(100.0))
            .why(WHY_FPS),
        rewind("ping-pong")?.goal(AtMost(300.0)),
        rewind("supervisor")?.goal(AtMost(300.0)),
        rewind("talk")?,
        again("ping-pong")?.goal(AtLeast(1e6)),
        again("supervisor")?.goal(AtLeast(1e6)),
        Row::new(
            "frames, 100,000 events at their smallest, scrolled",
            " a second",
            number("/scrolled/fps")?,
        )
        .goal(AtLeast(60.0))
        .why(WHY_FPS),
        recorded,
        Row::new("first load, brotli", " KB", Spread::one(download as f64 / 1024.0))
            .goal(AtMost(sizes::BUDGET as f64 / 1024.0)),
        Row::new("first load, until it is ready", " ms", Spread::of(&ready)?)
            .goal(AtMost(500.0))
            .why(WHY_READY),
    ];
    Ok(Section { title: "The page", text: PAGE, rows })
}

const PAGE: &str = "\
`dist/` in a window of 1440 × 900, with the ping-pong scenario. The work of a frame is all that the main thread does
from one frame to the next, from Chromium's own trace. Without a GPU the rasteriser shares the processor cores. Ready
means that the first scenario runs, with nothing in the cache, from a server on the same machine. Who goes back waits until
the run was made again from its beginning to the moment that is shown (talk is a scenario in Lua). While only what matches is
recorded the engine waits until the page has looked at every event; without, the page gets what it has time for. These are times by the
clock, not ratios: on a machine that is short of processor time (wide brackets everywhere above) they say more about it
than about the page.";

const WHY_FRAME: &str = "\
A frame: by the clock it holds the pauses that other programs on these cores caused. The time of the main thread's own
processor is in the row below.";
const WHY_FPS: &str = "\
Frames and keys: without a GPU the rasteriser competes with the engine and the page for the processor cores.";
const WHY_READY: &str = "\
Ready: loading and compiling the engine shares the processor cores with drawing the first frame.";
