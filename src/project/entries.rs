//! [`Project`]: named definitions, checked as a whole.

use std::rc::Rc;

use super::order::start_order;
use crate::actors::supervisor::{Service, supervise};
use crate::base::{EntryId, ParseEntryIdError, Str, Value};
use crate::process::{Actor, Lifecycle};
use crate::runtime::{EntryDef, HostDef, Kernel};

/// What an entry defines.
#[derive(Clone, Debug)]
pub enum EntryKind {
    /// `terminal.host`: its processes have terminals.
    TerminalHost,
    /// `process.host`. Its processes' mailboxes may have a capacity in messages.
    ProcessHost {
        /// Messages that fit into the mailbox of each of its processes; `None`: any number.
        mailbox_capacity: Option<u32>,
    },
    /// `process.rust`: an actor compiled in. `process.lua`: a program.
    Process {
        /// What makes the process.
        actor: Actor,
        /// What it is written in.
        language: Language,
        /// Messages that fit into its mailbox; `None`: as its host says.
        mailbox_capacity: Option<u32>,
    },
    /// `process.service`: a process kept alive.
    Service {
        /// The entry that its process is made of.
        process: EntryId,
        /// The host that its process lives on.
        host: EntryId,
        /// Arguments of its process.
        input: Vec<Value>,
        /// When and how it starts, stops, and is started again.
        lifecycle: Lifecycle,
    },
}

/// What an actor is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// An `async fn` that is compiled in.
    #[default]
    Rust,
    /// A program that is read when the run begins.
    Lua,
}

impl EntryKind {
    /// The name of the kind, as a manifest writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::TerminalHost => "terminal.host",
            Self::ProcessHost { .. } => "process.host",
            Self::Process { language: Language::Rust, .. } => "process.rust",
            Self::Process { language: Language::Lua, .. } => "process.lua",
            Self::Service { .. } => "process.service",
        }
    }
}

/// A named definition.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name, `app:worker`.
    pub id: EntryId,
    /// What it defines.
    pub kind: EntryKind,
}

/// What is wrong with a project.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProjectError {
    /// A name is no entry id.
    #[error(transparent)]
    Id(#[from] ParseEntryIdError),
    /// Two entries have one name.
    #[error("entry {0} is defined twice")]
    Twice(EntryId),
    /// A field names an entry that does not exist, or that is of another kind.
    #[error("{field} of {entry} names {named}, which is no {wanted} of this project")]
    Reference {
        /// Who names it.
        entry: EntryId,
        /// In which field.
        field: &'static str,
        /// What is named.
        named: Str,
        /// What it should be.
        wanted: &'static str,
    },
    /// Services require each other in a circle.
    #[error("services require each other in a circle: {0}")]
    Circle(String),
}

/// The definitions that a run is made of.
///
/// ```
/// use rehearsal::{Context, project::Project};
///
/// async fn greeter(ctx: Context) {
///     ctx.log_info("hello", []);
/// }
///
/// let project = Project::new()
///     .process_host("app:processes")?
///     .process("app:greeter", rehearsal::Actor::new(greeter))?
///     .service("app:greeter.service", "app:greeter", "app:processes", Default::default())?;
/// project.check()?;
/// # Ok::<(), rehearsal::project::ProjectError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Project {
    entries: Vec<Entry>,
}

impl Project {
    /// A project without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// Its name is no entry id, or taken.
    pub fn with(mut self, id: &str, kind: EntryKind) -> Result<Self, ProjectError> {
        let id: EntryId = id.parse()?;
        if self.get(id.as_str()).is_some() {
            return Err(ProjectError::Twice(id));
        }
        self.entries.push(Entry { id, kind });
        Ok(self)
    }

    /// Adds a `terminal.host`.
    ///
    /// # Errors
    /// As [`Project::with`].
    pub fn terminal_host(self, id: &str) -> Result<Self, ProjectError> {
        self.with(id, EntryKind::TerminalHost)
    }

    /// Adds a `process.host`.
    ///
    /// # Errors
    /// As [`Project::with`].
    pub fn process_host(self, id: &str) -> Result<Self, ProjectError> {
        self.with(id, EntryKind::ProcessHost { mailbox_capacity: None })
    }

    /// Adds an actor.
    ///
    /// # Errors
    /// As [`Project::with`].
    pub fn process(self, id: &str, actor: Actor) -> Result<Self, ProjectError> {
        let language = Language::Rust;
        self.with(id, EntryKind::Process { actor, language, mailbox_capacity: None })
    }

    /// Adds a service: `process` on `host`, kept alive.
    ///
    /// # Errors
    /// As [`Project::with`]; or one of the ids is none.
    pub fn service(
        self,
        id: &str,
        process: &str,
        host: &str,
        lifecycle: Lifecycle,
    ) -> Result<Self, ProjectError> {
        let (process, host) = (process.parse()?, host.parse()?);
        self.with(id, EntryKind::Service { process, host, input: Vec::new(), lifecycle })
    }

    /// The entries, in the order in which they were added.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// An entry by its id.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| *entry.id.as_str() == *id)
    }

    /// Looks at what the entries say of each other.
    ///
    /// # Errors
    /// A reference to what is not there, or services that require each other in a circle.
    pub fn check(&self) -> Result<(), ProjectError> {
        for entry in &self.entries {
            let EntryKind::Service { process, host, lifecycle, .. } = &entry.kind else { continue };
            let check = |field, named: &Str, wanted, fits: fn(&EntryKind) -> bool| {
                if self.get(named).is_some_and(|other| fits(&other.kind)) {
                    return Ok(());
                }
                Err(ProjectError::Reference {
                    entry: entry.id.clone(),
                    field,
                    named: named.clone(),
                    wanted,
                })
            };
            check("process", process.as_str(), "process", |kind| {
                matches!(kind, EntryKind::Process { .. })
            })?;
            check("host", host.as_str(), "process.host", |kind| {
                matches!(kind, EntryKind::ProcessHost { .. })
            })?;
            for required in &lifecycle.requires {
                check("requires", required, "entry", |_| true)?;
            }
        }
        start_order(&self.services()).map(|_| ())
    }

    /// The services, in the order in which they were added.
    pub(super) fn services(&self) -> Vec<Rc<Service>> {
        let is_service = |id: &Str| {
            let is = |entry: &Entry| matches!(entry.kind, EntryKind::Service { .. });
            self.entries.iter().any(|entry| is(entry) && entry.id.as_str() == id)
        };
        let service = |entry: &Entry| match &entry.kind {
            EntryKind::Service { process, host, input, lifecycle } => {
                let mut lifecycle = lifecycle.clone();
                // Hosts and plain processes are there from the beginning: only services are waited for.
                lifecycle.requires.retain(is_service);
                Some(Rc::new(Service {
                    id: entry.id.as_str().clone(),
                    process: process.as_str().clone(),
                    host: host.as_str().clone(),
                    input: input.clone(),
                    lifecycle,
                }))
            }
            _ => None,
        };
        self.entries.iter().filter_map(service).collect()
    }

    /// Tells a kernel of hosts and of everything that processes can be made of.
    pub(super) fn install(&self, kernel: &mut Kernel) {
        for entry in &self.entries {
            let id = entry.id.as_str().clone();
            match &entry.kind {
                EntryKind::TerminalHost => {
                    kernel.add_host(HostDef { id, terminal: true, mailbox_capacity: None });
                }
                EntryKind::ProcessHost { mailbox_capacity } => {
                    let mailbox_capacity = *mailbox_capacity;
                    kernel.add_host(HostDef { id, terminal: false, mailbox_capacity });
                }
                EntryKind::Process { actor, mailbox_capacity, .. } => kernel.add_entry(EntryDef {
                    id: entry.id.clone(),
                    actor: actor.clone(),
                    mailbox_capacity: *mailbox_capacity,
                    supervisor: false,
                }),
                EntryKind::Service { .. } => {}
            }
        }
        for service in self.services() {
            let Ok(id) = service.id.parse() else { continue };
            let actor = Actor::new(move |context| supervise(context, Rc::clone(&service)));
            let actor = actor.with_file("supervisor.rs");
            kernel.add_entry(EntryDef { id, actor, mailbox_capacity: None, supervisor: true });
        }
    }
}
