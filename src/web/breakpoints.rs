//! What the page wants a run to stop at, and where it is to go.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::dto::to_js;
use crate::base::{Error, Time};
use crate::stage::{Breakpoint, Player, Stop, Until};

/// Where a run is to go.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum UntilDto {
    Turn(u32),
    Receive(u32),
    Time(f64),
}

impl From<UntilDto> for Until {
    fn from(until: UntilDto) -> Self {
        match until {
            UntilDto::Turn(process) => Self::Turn(process),
            UntilDto::Receive(process) => Self::Receive(process),
            UntilDto::Time(time) => Self::Time(Time::from_nanos(time as u64)),
        }
    }
}

/// A breakpoint as it is written, or what is wrong with it.
#[derive(Serialize)]
pub(super) struct LineDto {
    line: String,
    error: Option<String>,
}

/// A run has stopped by itself. `breakpoint`: the place of it among all; -1: it is where it was to go.
#[derive(Serialize)]
struct StoppedDto {
    r#type: &'static str,
    run: u32,
    event: f64,
    breakpoint: f64,
}

/// Sets the breakpoints, if nothing is wrong with any of them.
pub(super) fn set(player: &mut Player, lines: &[String]) -> Vec<LineDto> {
    let read: Vec<Result<Breakpoint, Error>> = lines.iter().map(|line| line.parse()).collect();
    let answer = |(line, read): (&String, &Result<Breakpoint, Error>)| match read {
        Ok(breakpoint) => LineDto { line: breakpoint.to_string(), error: None },
        Err(error) => LineDto { line: line.clone(), error: Some(error.message.to_string()) },
    };
    let answers = lines.iter().zip(&read).map(answer).collect();
    if let Ok(breakpoints) = read.into_iter().collect() {
        player.set_breakpoints(breakpoints);
    }
    answers
}

pub(super) fn stopped_to_js(run: u32, stop: Stop) -> Result<JsValue, JsValue> {
    let breakpoint = stop.breakpoint.map_or(-1.0, |at| at as f64);
    to_js(&StoppedDto { r#type: "stopped", run, event: stop.event as f64, breakpoint })
}
