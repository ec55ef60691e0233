//! Which of a manifest's processes talk with somebody at a terminal.

use super::{Definition, DefinitionKind, Lua, Manifest, Role};
use crate::base::EntryId;

impl Manifest {
    /// The processes that are made for a terminal, in the order of the manifest: those with a command of their own
    /// (`meta.command`), and those that list the module `io`. No service starts them: somebody does.
    ///
    /// ```
    /// use rehearsal::project::manifest::{Files, read};
    ///
    /// let text = "
    /// namespace: app
    /// entries:
    ///   - { name: worker, kind: process.lua, source: return 1, modules: [process] }
    ///   - { name: cli, kind: process.lua, source: return 1, modules: [io] }
    /// ";
    /// let manifest = read(&Files::from_iter([("_index.yaml", text)])).unwrap();
    /// let ids: Vec<_> = manifest.dialogues().map(|id| id.to_string()).collect();
    /// assert_eq!(ids, ["app:cli"]);
    /// ```
    pub fn dialogues(&self) -> impl Iterator<Item = &EntryId> {
        self.entries.iter().filter(|entry| is_dialogue(entry)).map(|entry| &entry.id)
    }

    /// The hosts whose processes have terminals, in the order of the manifest.
    pub fn terminal_hosts(&self) -> impl Iterator<Item = &EntryId> {
        let is_host =
            |entry: &&Definition| matches!(entry.kind, DefinitionKind::TerminalHost { .. });
        self.entries.iter().filter(is_host).map(|entry| &entry.id)
    }
}

fn is_dialogue(entry: &Definition) -> bool {
    let has_command = !entry.meta.get("command").is_nil();
    match &entry.kind {
        DefinitionKind::Lua(Lua { role: Role::Process, modules, .. }) => {
            has_command || modules.iter().any(|name| &**name == "io")
        }
        kind => has_command && kind.is_process(),
    }
}
