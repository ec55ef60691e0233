//! A manifest's Lua processes as scripts.

use super::{Definition, DefinitionKind, Fault, Manifest};
use crate::base::Error;
use crate::lua::Script;
use crate::process::Actor;
use crate::project::Project;

impl Manifest {
    /// The project that a run is made of, its Lua processes as scripts. `compiled` gives the actor of a `process.rust`
    /// by its name.
    ///
    /// ```
    /// use rehearsal::project::manifest::{Files, read};
    ///
    /// let files = Files::from_iter([
    ///     ("_index.yaml", "namespace: app\nname: hi\nkind: process.lua\nsource: file://hi.lua\n"),
    ///     ("hi.lua", "return { main = function() return 'hi' end }"),
    /// ]);
    /// let project = read(&files).unwrap().with_scripts(|_| None).unwrap();
    /// assert_eq!(project.get("app:hi").unwrap().kind.name(), "process.lua");
    /// ```
    ///
    /// # Errors
    /// A source that is no Lua, imports, which are not there yet, and actors that are not compiled in; each at its entry.
    pub fn with_scripts(
        &self,
        mut compiled: impl FnMut(&str) -> Option<Actor>,
    ) -> Result<Project, Vec<Fault>> {
        self.project(|definition| match &definition.kind {
            DefinitionKind::Rust { actor, .. } => compiled(actor)
                .ok_or_else(|| Error::not_found(format!("no actor {actor:?} is compiled in"))),
            _ => script(definition),
        })
    }
}

fn script(definition: &Definition) -> Result<Actor, Error> {
    let DefinitionKind::Lua(lua) = &definition.kind else {
        return Err(Error::internal("it is no process"));
    };
    if let Some((alias, _)) = lua.imports.first() {
        return Err(Error::new(
            crate::base::ErrorKind::Unavailable,
            format!("imports {alias:?}, and libraries cannot be imported yet"),
        ));
    }
    let invalid = |error: crate::lua::ScriptError| Error::invalid(error.to_string());
    let script = Script::new(definition.id.as_str(), &lua.source.text).map_err(invalid)?;
    let script = script.with_modules(lua.modules.iter().map(|name| &**name)).map_err(invalid)?;
    Ok(match &lua.method {
        Some(method) => script.with_method(method),
        None => script,
    }
    .actor())
}
