//! [`Definition`]: an entry as its file says it, checked.

use super::messages::ReadyMessage;
use crate::base::{EntryId, Str, Value};
use crate::process::Lifecycle;

/// A named definition of a project, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Its name, `app:worker`.
    pub id: EntryId,
    /// What it defines.
    pub kind: DefinitionKind,
    /// What is said about it, and not to it: a map with text keys, that of its file merged under its own.
    pub meta: Value,
    /// The messages that its processes have ready for whoever plays: `meta.messages`, read.
    pub messages: Vec<ReadyMessage>,
    /// The path of the file that it stands in.
    pub file: Str,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// The column in which it begins, from 1.
    pub column: u32,
}

/// What an entry defines.
#[derive(Clone, Debug, PartialEq)]
pub enum DefinitionKind {
    /// `terminal.host`: its processes have terminals.
    TerminalHost {
        /// Whether logs stay off the terminal.
        hide_logs: bool,
        /// When it starts. Here a host is there from the beginning.
        lifecycle: Lifecycle,
    },
    /// `process.host`. How many workers it asks for changes nothing here.
    ProcessHost {
        /// Messages that fit into the mailbox of each of its processes; `None`: any number.
        mailbox_capacity: Option<u32>,
        /// When it starts. Here a host is there from the beginning.
        lifecycle: Lifecycle,
    },
    /// `process.lua`, `function.lua` or `library.lua`: a Lua program.
    Lua(Lua),
    /// `process.rust`: an actor compiled in.
    Rust {
        /// The name of the actor, for whoever has them.
        actor: Str,
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
    /// Any other kind: it is there, and does nothing.
    Inert {
        /// The kind, as it is written.
        kind: Str,
        /// Everything but name, kind and meta: a map with text keys.
        data: Value,
    },
}

impl DefinitionKind {
    /// The name of the kind, as a manifest writes it.
    pub fn name(&self) -> &str {
        match self {
            Self::TerminalHost { .. } => "terminal.host",
            Self::ProcessHost { .. } => "process.host",
            Self::Lua(lua) => lua.role.name(),
            Self::Rust { .. } => "process.rust",
            Self::Service { .. } => "process.service",
            Self::Inert { kind, .. } => kind,
        }
    }

    /// Whether processes can be made of it.
    pub fn is_process(&self) -> bool {
        matches!(self, Self::Rust { .. } | Self::Lua(Lua { role: Role::Process, .. }))
    }
}

/// A Lua program, and what it may use.
#[derive(Clone, Debug, PartialEq)]
pub struct Lua {
    /// What the program is for.
    pub role: Role,
    /// The program itself.
    pub source: Source,
    /// The function to call out of the table that the program returns. A library has none.
    pub method: Option<Str>,
    /// The modules that it uses, each of them one of [`MODULES`](super::MODULES).
    pub modules: Vec<Str>,
    /// The entries that it uses, each under the name that it gives them.
    pub imports: Vec<(Str, EntryId)>,
    /// How many copies of a function work at once; of a process and a library, the default.
    pub pool: Pool,
    /// Messages that fit into a process's mailbox; `None`: as its host says.
    pub mailbox_capacity: Option<u32>,
}

/// What a Lua program is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `process.lua`: processes are made of it.
    Process,
    /// `function.lua`: it is called, and answers.
    Function,
    /// `library.lua`: others import what it returns.
    Library,
}

impl Role {
    /// The name of the kind, as a manifest writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Process => "process.lua",
            Self::Function => "function.lua",
            Self::Library => "library.lua",
        }
    }
}

/// A program's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path of its file in the project; `None`: it stands in the definition itself.
    pub path: Option<Str>,
    /// The text. Entries that share a file share it.
    pub text: Str,
}

/// How the copies of a function are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// When copies are made.
    pub kind: PoolKind,
    /// Copies of a static pool.
    pub workers: Option<u32>,
    /// Copies to begin with.
    pub size: Option<u32>,
    /// Calls that may wait.
    pub buffer: Option<u32>,
    /// No pool that grows has more copies.
    pub max_size: u32,
    /// Whether copies are made before the first call.
    pub warm_start: bool,
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            kind: PoolKind::Lazy,
            workers: None,
            size: None,
            buffer: None,
            max_size: 16,
            warm_start: false,
        }
    }
}

/// When the copies of a function are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolKind {
    /// A copy for each call.
    Inline,
    /// When they are needed, up to a number.
    Lazy,
    /// A fixed number, at the start.
    Static,
    /// As many as the load asks for, up to a number.
    Adaptive,
}

impl PoolKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Inline, Self::Lazy, Self::Static, Self::Adaptive];

    /// The name, as a manifest writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::Lazy => "lazy",
            Self::Static => "static",
            Self::Adaptive => "adaptive",
        }
    }
}
