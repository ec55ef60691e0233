//! Inputs as a run file has them.

use super::at::At;
use super::value::{self, error_of};
use super::written;
use crate::base::{Error, Str, Time, Value};
use crate::stage::fault_script::{planned_text, read_planned};
use crate::stage::{Input, LoggedInput};

/// As it is written.
pub fn write(LoggedInput { turn, time, input }: &LoggedInput) -> Result<Value, Error> {
    let process = |process: &u32| ("process", i64::from(*process).into());
    let text = |name: &'static str, text: &Str| (name, text.clone().into());
    let (name, fields) = match input {
        Input::Send { to, topic, payload } => {
            let payload = ("payload", value::write(payload)?);
            ("send", Value::map([text("to", to), text("topic", topic), payload]))
        }
        Input::Line { process: who, text: line } => {
            ("line", Value::map([process(who), text("text", line)]))
        }
        Input::EndOfInput { process: who } => ("end_of_input", Value::map([process(who)])),
        Input::Interrupt { process: who } => ("interrupt", Value::map([process(who)])),
        Input::Kill { process: who } => ("kill", Value::map([process(who)])),
        Input::Cancel { process: who, reason } => {
            ("cancel", Value::map([process(who), text("reason", reason)]))
        }
        Input::Start { entry, host } => {
            ("start", Value::map([text("entry", entry), text("host", host)]))
        }
        Input::StartService { service } => {
            ("start_service", Value::map([text("service", service)]))
        }
        Input::StopService { service } => ("stop_service", Value::map([text("service", service)])),
        Input::Fault(fault) => {
            let line = fault.to_string();
            if line.parse().as_ref() != Ok(fault) {
                let said = format!(
                    "a payload that JSON does not have cannot be written to a file: {line}"
                );
                return Err(Error::invalid(said));
            }
            ("fault", line.into())
        }
        Input::Planned { at, fault } => ("planned", planned_text(*at, fault).into()),
        Input::Next { process, message: 0 } => {
            ("next", Value::map([("process", i64::from(*process).into())]))
        }
        Input::Next { process, message } => {
            let fields =
                [("process", i64::from(*process).into()), ("message", (*message as i64).into())];
            ("next", Value::map(fields))
        }
        Input::Store { process: who, id, answer } => {
            let id = ("id", i64::from(*id).into());
            match answer {
                Ok(answer) => {
                    let answer = ("value", value::write(answer)?);
                    ("store_answer", Value::map([process(who), id, answer]))
                }
                Err(error) => {
                    let error = ("error", value::write(&error.to_value())?);
                    ("store_error", Value::map([process(who), id, error]))
                }
            }
        }
    };
    Ok(Value::map([
        ("turn", written(*turn)),
        ("time", written(time.as_nanos())),
        ("input", Value::map([(name, fields)])),
    ]))
}

/// As it is read.
pub fn read(at: &At<'_>) -> Result<LoggedInput, Error> {
    let [turn, time, input] = at.fields(["turn", "time", "input"])?;
    Ok(LoggedInput {
        turn: turn.number()?,
        time: Time::from_nanos(time.number()?),
        input: read_input(&input)?,
    })
}

fn read_input(at: &At<'_>) -> Result<Input, Error> {
    let (name, of) = at.only()?;
    let process = || -> Result<u32, Error> { of.fields(["process"])?[0].number() };
    let service = || -> Result<Str, Error> { Ok(of.fields(["service"])?[0].text()?.into()) };
    Ok(match name {
        "send" => {
            let [to, topic, payload] = of.fields(["to", "topic", "payload"])?;
            let (to, topic) = (to.text()?.into(), topic.text()?.into());
            Input::Send { to, topic, payload: value_of(&payload)? }
        }
        "line" => {
            let [process, text] = of.fields(["process", "text"])?;
            Input::Line { process: process.number()?, text: text.text()?.into() }
        }
        "end_of_input" => Input::EndOfInput { process: process()? },
        "interrupt" => Input::Interrupt { process: process()? },
        "kill" => Input::Kill { process: process()? },
        "cancel" => {
            let [process, reason] = of.fields(["process", "reason"])?;
            Input::Cancel { process: process.number()?, reason: reason.text()?.into() }
        }
        "start" => {
            let [entry, host] = of.fields(["entry", "host"])?;
            Input::Start { entry: entry.text()?.into(), host: host.text()?.into() }
        }
        "start_service" => Input::StartService { service: service()? },
        "stop_service" => Input::StopService { service: service()? },
        "fault" => {
            let fault = of.text()?.parse();
            Input::Fault(fault.map_err(|wrong: Error| of.wrong(&wrong.message))?)
        }
        "planned" => {
            let planned = read_planned(&of.text()?);
            let (at, fault) = planned.map_err(|wrong| of.wrong(&wrong.message))?;
            Input::Planned { at, fault }
        }
        "next" => {
            let ([process], [message]) = of.fields_and(["process"], ["message"])?;
            let message = message.map_or(Ok(0), |at| at.number())?;
            Input::Next { process: process.number()?, message }
        }
        "store_answer" => {
            let [process, id, value] = of.fields(["process", "id", "value"])?;
            let answer = Ok(value_of(&value)?);
            Input::Store { process: process.number()?, id: id.number()?, answer }
        }
        "store_error" => {
            let [process, id, error] = of.fields(["process", "id", "error"])?;
            let told = error_of(&value_of(&error)?).map_err(|wrong| error.wrong(&wrong.message))?;
            Input::Store { process: process.number()?, id: id.number()?, answer: Err(told) }
        }
        _ => return Err(at.wrong(&format!("there is no input {name:?}"))),
    })
}

/// A payload, an argument, an answer.
pub fn value_of(at: &At<'_>) -> Result<Value, Error> {
    value::read(at.value).map_err(|wrong| at.wrong(&wrong.message))
}
