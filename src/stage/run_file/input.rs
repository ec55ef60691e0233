//! Inputs as a run file has them.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::value::{self, error_of};
use crate::base::{Error, Time};
use crate::stage::{Input, LoggedInput};

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LoggedInputFile {
    turn: u64,
    time: u64,
    input: InputFile,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum InputFile {
    Send { to: String, topic: String, payload: Json },
    Line { process: u32, text: String },
    EndOfInput { process: u32 },
    Interrupt { process: u32 },
    Kill { process: u32 },
    Cancel { process: u32, reason: String },
    Start { entry: String, host: String },
    StartService { service: String },
    StopService { service: String },
    StoreAnswer { process: u32, id: u32, value: Json },
    StoreError { process: u32, id: u32, error: Json },
}

impl LoggedInputFile {
    /// As it is written.
    pub fn of(LoggedInput { turn, time, input }: &LoggedInput) -> Result<Self, Error> {
        let input = match input {
            Input::Send { to, topic, payload } => InputFile::Send {
                to: to.to_string(),
                topic: topic.to_string(),
                payload: value::write(payload)?,
            },
            Input::Line { process, text } => {
                InputFile::Line { process: *process, text: text.to_string() }
            }
            Input::EndOfInput { process } => InputFile::EndOfInput { process: *process },
            Input::Interrupt { process } => InputFile::Interrupt { process: *process },
            Input::Kill { process } => InputFile::Kill { process: *process },
            Input::Cancel { process, reason } => {
                InputFile::Cancel { process: *process, reason: reason.to_string() }
            }
            Input::Start { entry, host } => {
                InputFile::Start { entry: entry.to_string(), host: host.to_string() }
            }
            Input::StartService { service } => {
                InputFile::StartService { service: service.to_string() }
            }
            Input::StopService { service } => {
                InputFile::StopService { service: service.to_string() }
            }
            Input::Store { process, id, answer: Ok(answer) } => {
                InputFile::StoreAnswer { process: *process, id: *id, value: value::write(answer)? }
            }
            Input::Store { process, id, answer: Err(error) } => InputFile::StoreError {
                process: *process,
                id: *id,
                error: value::write(&error.to_value())?,
            },
        };
        Ok(Self { turn: *turn, time: time.as_nanos(), input })
    }

    /// As it is read.
    pub fn into_logged(self) -> Result<LoggedInput, Error> {
        let input = match self.input {
            InputFile::Send { to, topic, payload } => {
                Input::Send { to: to.into(), topic: topic.into(), payload: value::read(&payload)? }
            }
            InputFile::Line { process, text } => Input::Line { process, text: text.into() },
            InputFile::EndOfInput { process } => Input::EndOfInput { process },
            InputFile::Interrupt { process } => Input::Interrupt { process },
            InputFile::Kill { process } => Input::Kill { process },
            InputFile::Cancel { process, reason } => {
                Input::Cancel { process, reason: reason.into() }
            }
            InputFile::Start { entry, host } => {
                Input::Start { entry: entry.into(), host: host.into() }
            }
            InputFile::StartService { service } => Input::StartService { service: service.into() },
            InputFile::StopService { service } => Input::StopService { service: service.into() },
            InputFile::StoreAnswer { process, id, value } => {
                Input::Store { process, id, answer: Ok(value::read(&value)?) }
            }
            InputFile::StoreError { process, id, error } => {
                Input::Store { process, id, answer: Err(error_of(&value::read(&error)?)?) }
            }
        };
        Ok(LoggedInput { turn: self.turn, time: Time::from_nanos(self.time), input })
    }
}
