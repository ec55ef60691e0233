//! Runs as files: what is played is written, and what was written is made again beside it, until it takes its place.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::dto::{ModelsDto, PaceDto, ProblemDto, ProjectDto, to_js};
use super::exports::Stage;
use super::project::{Prepared, prepare};
use crate::base::{Error, Str, Value};
use crate::runtime::Order;
use crate::stage::{Pace, Player, Replay, Replayed, RunFile, RunProject, Setup, scenario};

/// Milliseconds between two words on how far it is.
const EVERY: f64 = 50.0;

/// A run that is being made again.
pub(super) struct Opening {
    replay: Replay,
    file: RunFile,
    setup: Setup,
    topics: Vec<Str>,
    pace: Pace,
    told_at: f64,
}

/// How far it is: turns.
#[derive(Serialize)]
struct ReplayingDto {
    r#type: &'static str,
    turn: f64,
    of: f64,
}

/// It is there, as the run of this number.
#[derive(Serialize)]
struct ReplayedDto {
    r#type: &'static str,
    run: u32,
    same: bool,
    /// Where it is not: both agree up to the first event, and part by the second.
    agrees: f64,
    parts: f64,
}

/// What a text says that it is of, for who has to get ready for that: JSON with `scenario`, or `name` and `files`; `seed`,
/// `shuffled`, `breakpoints`, `view`.
///
/// # Errors
/// `INVALID`: it is no run.
pub(super) fn head(text: &str) -> Result<String, Error> {
    let RunFile { project, settings, breakpoints, view, .. } = RunFile::from_json(text)?;
    let (scenario, name, files) = match project {
        RunProject::Scenario(id) => (id.into(), Value::Nil, Value::Nil),
        RunProject::Files { name, files, .. } => {
            let files = files.into_iter().map(|(path, text)| (path.into(), text.into()));
            (Value::Nil, name.into(), Value::Map(files.collect()))
        }
    };
    let head = Value::map([
        ("scenario", scenario),
        ("name", name),
        ("files", files),
        ("seed", (settings.seed as f64).into()), // as the page has it
        ("breakpoints", Value::list(breakpoints.iter().map(|one| one.to_string().into()))),
        ("view", view),
        ("shuffled", (settings.order == Order::Shuffled).into()),
    ]);
    Ok(head.to_json())
}

impl Stage {
    /// Begins to make a run again. The run that there is stands still meanwhile. If something is wrong with its project, nothing is
    /// begun.
    pub fn open_run(
        &mut self,
        text: &str,
        models: ModelsDto,
        pace: PaceDto,
    ) -> Result<ProjectDto, Error> {
        let (file, pace) = (RunFile::from_json(text)?, pace.pace()?);
        let (setup, topics, opened) = match setup(&file, models)? {
            Ok(prepared) => prepared,
            Err(problems) => return Ok(ProjectDto { problems, ..ProjectDto::default() }),
        };
        let setup = Setup { targets: file.targets.clone(), ..setup };
        let replay = file.replay(&setup.project);
        let replay = replay.map_err(|error| Error::invalid(error.to_string()))?;
        self.opening = Some(Opening { replay, file, setup, topics, pace, told_at: 0.0 });
        Ok(opened)
    }

    /// Gives up what was begun. The run that there is goes on.
    pub fn give_up_run(&mut self) {
        self.opening = None;
    }

    /// Makes a part of the run that is being made again. Whether there is one.
    pub fn replay_some(&mut self, turns: u64) -> bool {
        if let Some(opening) = &mut self.opening
            && opening.replay.go(turns)
        {
            self.opened = self.opening.take();
        }
        self.opening.is_some() || self.opened.is_some()
    }

    /// What is to be said of it; and if all of it is there, it takes the place of the run that there was.
    pub fn told_of_replay(&mut self, now: f64) -> Result<Option<JsValue>, JsValue> {
        if let Some(Opening { replay, file, setup, topics, pace, .. }) = self.opened.take() {
            let replayed = file.compare(replay.session());
            let session = replay.into_session();
            let mut player = Player::of_replay(setup, file.settings, session, pace);
            player.set_breakpoints(file.breakpoints);
            player.go_on_with_faults(file.faults);
            let run = self.take(player, topics);
            let (agrees, parts) = match replayed {
                Replayed::Same => (0, 0),
                Replayed::Other { agrees, parts, .. } => (agrees, parts),
            };
            let same = replayed == Replayed::Same;
            let (agrees, parts) = (agrees as f64, parts as f64);
            return to_js(&ReplayedDto { r#type: "replayed", run, same, agrees, parts }).map(Some);
        }
        let Some(opening) = &mut self.opening else { return Ok(None) };
        if now - opening.told_at < EVERY {
            return Ok(None);
        }
        opening.told_at = now;
        let turn = opening.replay.session().kernel().turn() as f64;
        let of = opening.file.end.moment.turn as f64;
        to_js(&ReplayingDto { r#type: "replaying", turn, of }).map(Some)
    }
}

/// What a run is made of, and the topics of its messages; or what is wrong with its project.
pub(super) fn setup(
    file: &RunFile,
    models: ModelsDto,
) -> Result<Result<Prepared, Vec<ProblemDto>>, Error> {
    let RunProject::Scenario(id) = &file.project else {
        return prepare(&file.project, models);
    };
    let found = scenario::find(id).ok_or_else(|| {
        Error::not_found(format!("this Rehearsal has no scenario {id:?}, which the run is of"))
    })?;
    let topics = found.quick.iter().map(|quick| quick.topic.into()).collect();
    Ok(Ok((Setup::from(found), topics, ProjectDto::default())))
}
