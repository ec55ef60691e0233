//! [`Script`]: the source of a process, checked; and what it may use.

use std::cell::OnceCell;
use std::rc::Rc;

use luac::template::Template;

use super::annotations::{self, Blanked, Fault};
use super::machine::Machine;
use super::modules;
use super::state::{self, Code, MEMORY};
use super::types::Catalogue;
use crate::base::calendar::Timestamp;
use crate::process::Actor;

/// When a run begins: 2026-01-01 00:00:00 UTC.
const CALENDAR: Timestamp = Timestamp::from_unix(1_767_225_600, 0);

/// Why a source is no script.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// A type annotation is malformed.
    #[error("{entry}:{}: {}", fault.line, fault.message)]
    Annotation {
        /// Whose source it is.
        entry: String,
        /// What is wrong, and where.
        fault: Fault,
    },
    /// It is no Lua.
    #[error("{entry}:{line}: {message}")]
    Syntax {
        /// Whose source it is.
        entry: String,
        /// From 1.
        line: u32,
        /// What Lua says of it, without the place.
        message: String,
    },
    /// It asks for a module that there is none of.
    #[error("{entry}: no module is named {name:?}{hint}")]
    Module {
        /// Who asks.
        entry: String,
        /// For what.
        name: String,
        /// The nearest one, as the end of a sentence.
        hint: String,
    },
}

impl ScriptError {
    /// The line and the column of the source, from 1; a column of 0 when only the line is known. `None`: it is not
    /// about a place in the source.
    ///
    /// ```
    /// use rehearsal::lua::Script;
    ///
    /// let error = Script::new("app:main", "local x = 1\nlocal y = = 2\n").unwrap_err();
    /// assert_eq!(error.place(), Some((2, 0)));
    /// assert_eq!(error.message(), "unexpected symbol near '='");
    /// ```
    pub fn place(&self) -> Option<(u32, u32)> {
        match self {
            Self::Annotation { fault, .. } => Some((fault.line, fault.column)),
            Self::Syntax { line, .. } => Some((*line, 0)),
            Self::Module { .. } => None,
        }
    }

    /// What is wrong, without whose source it is and without the place.
    pub fn message(&self) -> String {
        match self {
            Self::Annotation { fault, .. } => fault.message.clone(),
            Self::Syntax { message, .. } => message.clone(),
            Self::Module { name, hint, .. } => format!("no module is named {name:?}{hint}"),
        }
    }

    /// What Lua says of a source of this name: `app:relay:12: '=' expected near 'x'`.
    fn syntax(name: &str, error: mlua::Error) -> Self {
        let text = match error {
            mlua::Error::SyntaxError { message, .. } => message,
            other => other.to_string(),
        };
        let rest = text.strip_prefix(name).and_then(|rest| rest.strip_prefix(':'));
        let placed = rest.and_then(|rest| rest.split_once(": "));
        let placed = placed.and_then(|(line, message)| Some((line.parse().ok()?, message)));
        let (line, message) = placed.unwrap_or((1, &text));
        Self::Syntax { entry: name.to_owned(), line, message: message.to_owned() }
    }
}

/// The source of a process in Lua.
///
/// ```
/// use rehearsal::lua::Script;
/// use rehearsal::{Sim, Value};
///
/// let source = r#"
///     local function main(name)
///         return "hello " .. name
///     end
///     return { main = main }
/// "#;
/// let mut sim = Sim::new();
/// sim.define("app:greeter", Script::new("app:greeter", source)?.actor());
/// let greeter = sim.spawn("app:greeter", ["Ann".into()]);
/// sim.run();
/// assert_eq!(sim.exit(&greeter).unwrap().outcome(), Ok(Value::from("hello Ann")));
/// # Ok::<(), rehearsal::lua::ScriptError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Script {
    name: String,
    /// Made when the first process begins: most scripts are only checked.
    template: OnceCell<Rc<Template>>,
    code: Code,
    /// Without its annotations.
    blanked: Rc<Blanked>,
    method: String,
    modules: Vec<String>,
    libraries: Vec<Library>,
    types: Catalogue,
    memory: u32,
}

/// A source that runs before a script; what it returns is a global of the script's.
#[derive(Clone, Debug)]
pub(super) struct Library {
    pub alias: String,
    pub code: Code,
}

/// A source without its annotations, compiled; its types go into the catalogue.
fn compiled(name: &str, blanked: &Blanked, types: &mut Catalogue) -> Result<Code, ScriptError> {
    let first = types.read(&blanked.types);
    let text = types.chunk(blanked, first);
    Code::new(name, &text).map_err(|error| ScriptError::syntax(name, error))
}

impl Script {
    /// Checks a source. `name` is the id of its entry: errors and stack traces begin with it.
    ///
    /// # Errors
    /// A malformed type annotation, or text that is no Lua.
    pub fn new(name: &str, source: &str) -> Result<Self, ScriptError> {
        let blanked = annotations::blank(source)
            .map_err(|fault| ScriptError::Annotation { entry: name.to_owned(), fault })?;
        let mut types = Catalogue::default();
        Ok(Self {
            name: name.to_owned(),
            template: OnceCell::new(),
            code: compiled(name, &blanked, &mut types)?,
            blanked: blanked.into(),
            types,
            method: "main".to_owned(),
            modules: Vec::new(),
            libraries: Vec::new(),
            memory: MEMORY,
        })
    }

    /// The same script that begins with another function than `main`.
    #[must_use]
    pub fn with_method(mut self, method: &str) -> Self {
        self.method = method.to_owned();
        self
    }

    /// The same script with modules that it may `require`, beside those that every script has.
    ///
    /// # Errors
    /// A name that no module has.
    pub fn with_modules<'a>(
        mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, ScriptError> {
        for name in names {
            if !modules::is_known(name) {
                let near = modules::nearest(name);
                let hint = near.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
                let (entry, name) = (self.name.clone(), name.to_owned());
                return Err(ScriptError::Module { entry, name, hint });
            }
            self.modules.push(name.to_owned());
        }
        Ok(self)
    }

    /// The same script with a library. Libraries run in the order in which they are given, before the script, in the same
    /// state; what one returns is a global under its alias, for the script and for libraries after it.
    ///
    /// ```
    /// use rehearsal::lua::Script;
    /// use rehearsal::{Sim, Value};
    ///
    /// let words = "return { greet = function(name) return 'hello ' .. name end }";
    /// let script = Script::new("app:greeter", "return function(name) return words.greet(name) end")?
    ///     .with_library("words", &Script::new("app:words", words)?)?;
    /// let mut sim = Sim::new();
    /// sim.define("app:greeter", script.actor());
    /// let greeter = sim.spawn("app:greeter", ["Ann".into()]);
    /// sim.run();
    /// assert_eq!(sim.exit(&greeter).unwrap().outcome(), Ok(Value::from("hello Ann")));
    /// # Ok::<(), rehearsal::lua::ScriptError>(())
    /// ```
    ///
    /// # Errors
    /// Its types and those of the script are too much for a process.
    pub fn with_library(mut self, alias: &str, library: &Script) -> Result<Self, ScriptError> {
        // The types of all sources of a process are numbered together.
        let code = match library.blanked.types.is_empty() {
            true => library.code.clone(),
            false => compiled(&library.name, &library.blanked, &mut self.types)?,
        };
        self.libraries.push(Library { alias: alias.to_owned(), code });
        Ok(self)
    }

    /// The same script with another limit of memory, in logical bytes; at least 64 KiB, at most 1 GiB.
    #[must_use]
    pub fn with_memory(mut self, bytes: u32) -> Self {
        self.memory = bytes;
        self
    }

    /// What makes processes of it.
    pub fn actor(self) -> Actor {
        let script = Rc::new(self);
        Actor::of_processes(move |context| Machine::new(context, Rc::clone(&script)))
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A state as its processes begin with.
    pub(super) fn template(&self) -> mlua::Result<&Template> {
        if self.template.get().is_none() {
            let template = Rc::new(state::template(self)?);
            self.template.get_or_init(|| template);
        }
        Ok(self.template.get().expect("it was made just now"))
    }

    pub(super) fn code(&self) -> &Code {
        &self.code
    }

    pub(super) fn libraries(&self) -> &[Library] {
        &self.libraries
    }

    pub(super) fn types(&self) -> &Catalogue {
        &self.types
    }

    pub(super) fn method(&self) -> &str {
        &self.method
    }

    pub(super) fn memory(&self) -> u32 {
        self.memory
    }

    /// When the run begins.
    pub(super) fn calendar(&self) -> Timestamp {
        CALENDAR
    }

    /// The number of the module that the script may see under a name; or what to do to see it.
    pub(super) fn visible(&self, name: &str) -> Result<usize, String> {
        let not_found = format!("module '{name}' not found");
        let Some(module) = modules::named(name) else {
            if modules::is_known(name) {
                return Err(format!("{not_found}: Rehearsal does not have it yet"));
            }
            let near = modules::nearest(name);
            let hint = near.map(|near| format!("; did you mean '{near}'?")).unwrap_or_default();
            return Err(format!("{not_found}{hint}"));
        };
        if modules::is_always_there(name) || self.modules.iter().any(|listed| listed == name) {
            return Ok(module);
        }
        let entry = &self.name;
        Err(format!("{not_found}: add `- {name}` to the `modules:` of {entry}"))
    }
}
