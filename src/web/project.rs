//! Projects that the reader brings: files come in, and a run comes out, or what is wrong with them.

use super::dto::{FileDto, ModelsDto, ProblemDto, ProjectDto, QuickDto, SettingsDto, TargetDto};
use super::exports::Stage;
use rehearsal_typed_kv::Models;

use crate::base::{EntryId, Error, Str};
use crate::project::manifest::{
    DefinitionKind, Fault, Files, Manifest, Override, ReadyMessage, read_with,
};
use crate::project::{Project, Target};
use crate::stage::{RunProject, Setup, scenario};

/// Reads a project, and opens it if nothing is wrong with it: its services start, and the first process that is made for
/// a terminal. Otherwise the run that there is goes on, or ends, if it is not to `keep`.
pub(super) fn open(
    stage: &mut Stage,
    brought: Brought,
    keep: bool,
    settings: SettingsDto,
) -> Result<ProjectDto, Error> {
    let source = brought.source();
    Ok(match prepare(&source, brought.models)? {
        Ok((setup, topics, opened)) => {
            ProjectDto { run: Some(stage.begin(setup, topics, settings)?), ..opened }
        }
        Err(problems) => {
            let run = (!keep).then(|| stage.clear());
            ProjectDto { run, problems, ..ProjectDto::default() }
        }
    })
}

/// What a run is made of, the topics of its messages, and what the page is told.
pub(super) type Prepared = (Setup, Vec<Str>, ProjectDto);

/// That of a run of files; or what is wrong with them.
pub(super) fn prepare(
    source: &RunProject,
    models: ModelsDto,
) -> Result<Result<Prepared, Vec<ProblemDto>>, Error> {
    let (manifest, project) = match load(source, models)? {
        Ok(loaded) => loaded,
        Err(problems) => return Ok(Err(problems)),
    };
    let terminal = manifest.terminal_hosts().next().cloned();
    let dialogue = manifest.dialogues().next().cloned();
    let begin = |(entry, host): (EntryId, &EntryId)| target(&entry, host);
    let setup = Setup {
        project,
        targets: dialogue.zip(terminal.as_ref()).map(begin).into_iter().collect(),
        visitor: None,
        source: source.clone(),
    };
    let messages = messages(&manifest);
    let topics = messages.iter().map(|message| Str::new(&message.topic)).collect();
    let opened = ProjectDto {
        run: None,
        problems: Vec::new(),
        notes: problems(&manifest.notes),
        terminal: terminal.is_some(),
        startable: startable(&manifest),
        messages,
    };
    Ok(Ok((setup, topics, opened)))
}

/// Reads a project, and says what is wrong with it.
///
/// # Errors
/// The schema of the models is none: a bug of the page's.
pub(super) fn check(brought: Brought) -> Result<ProjectDto, Error> {
    Ok(match load(&brought.source(), brought.models)? {
        Ok((manifest, _)) => {
            ProjectDto { notes: problems(&manifest.notes), ..ProjectDto::default() }
        }
        Err(problems) => ProjectDto { problems, ..ProjectDto::default() },
    })
}

/// What the reader brings.
pub(super) struct Brought {
    pub files: Vec<FileDto>,
    pub models: ModelsDto,
}

impl Brought {
    /// The page knows what the project is called.
    fn source(&self) -> RunProject {
        let files = self.files.iter().map(|file| (file.path.clone(), file.text.clone()));
        RunProject::Files { name: String::new(), files: files.collect(), overrides: Vec::new() }
    }
}

type Loaded = Result<(Manifest, Project), Vec<ProblemDto>>;

fn load(source: &RunProject, models: ModelsDto) -> Result<Loaded, Error> {
    let ModelsDto { schema, problems: mut wrong } = models;
    let models = schema.as_deref().map(Models::from_schema).transpose();
    let models = models.map_err(|error| Error::invalid(error.to_string()))?.unwrap_or_default();
    let RunProject::Files { files, overrides, .. } = source else {
        return Err(Error::internal("a scenario has no files"));
    };
    let files = Files::from_iter(files.iter().map(|(path, text)| (path, text.as_str())));
    let overrides = overrides.iter().map(|text| text.parse::<Override>());
    let overrides = overrides.collect::<Result<Vec<_>, _>>().map_err(Error::invalid)?;
    let loaded = read_with(&files, &overrides).and_then(|manifest| {
        let project = manifest.with_scripts(scenario::compiled_in_with(&models))?;
        Ok((manifest, project))
    });
    Ok(match loaded {
        Ok(loaded) if wrong.is_empty() => Ok(loaded),
        loaded => {
            wrong.extend(loaded.err().map(|faults| problems(&faults)).unwrap_or_default());
            Err(wrong)
        }
    })
}

fn target(entry: &EntryId, host: &EntryId) -> Target {
    let (entry, host) = (entry.as_str().clone(), host.as_str().clone());
    Target { entry, host, args: Vec::new() }
}

/// The processes that the reader may start, each with the host that suits it.
fn startable(manifest: &Manifest) -> Vec<TargetDto> {
    let is_host = |kind: &DefinitionKind| matches!(kind, DefinitionKind::ProcessHost { .. });
    let plain = manifest.entries.iter().find(|entry| is_host(&entry.kind)).map(|entry| &entry.id);
    let terminal = manifest.terminal_hosts().next();
    let processes = manifest.entries.iter().filter(|entry| entry.kind.is_process());
    let host = |id: &EntryId| {
        let talks = manifest.dialogues().any(|dialogue| dialogue == id);
        if talks { terminal.or(plain) } else { plain.or(terminal) }
    };
    let target =
        |id: &EntryId| Some(TargetDto { entry: id.to_string(), host: host(id)?.to_string() });
    processes.filter_map(|entry| target(&entry.id)).collect()
}

/// More buttons than this help nobody.
const MESSAGES: usize = 100;

fn messages(manifest: &Manifest) -> Vec<QuickDto> {
    let dto = |(entry, message): (&EntryId, &ReadyMessage)| QuickDto {
        label: message.label.as_ref().unwrap_or(&message.topic).to_string(),
        to: message.to.as_ref().map(ToString::to_string).unwrap_or_default(),
        entry: entry.to_string(),
        topic: message.topic.to_string(),
        payload: message.payload.to_json(),
    };
    manifest.messages().take(MESSAGES).map(dto).collect()
}

fn problems(faults: &[Fault]) -> Vec<ProblemDto> {
    let problem = |fault: &Fault| ProblemDto {
        file: fault.file.to_string(),
        line: fault.line,
        column: fault.column,
        message: fault.text(),
    };
    faults.iter().map(problem).collect()
}
