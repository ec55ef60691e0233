//! [`Lend`]: the cell in which the core lies while a process runs.
//!
//! Safe Rust cannot lend `&mut Core` to a `'static` future. So the boxed core is moved in before a poll, and out
//! after it. Nobody else holds it meanwhile: a call that finds the cell empty comes from outside of every turn.

use std::cell::Cell;

use super::Core;

#[derive(Default)]
pub(super) struct Lend {
    core: Cell<Option<Box<Core>>>,
}

impl Lend {
    pub fn put(&self, core: Box<Core>) {
        let before = self.core.replace(Some(core));
        debug_assert!(before.is_none(), "there is one core");
        // It is none: forgetting it spares the look whether there is something to drop, twice in each call.
        std::mem::forget(before);
    }

    pub fn take(&self) -> Option<Box<Core>> {
        self.core.take()
    }

    /// Does something with the core, if it is here.
    pub fn try_with<R>(&self, act: impl FnOnce(&mut Core) -> R) -> Option<R> {
        // A value that is dropped inside a call may end a future, whose drop calls again: that call finds the
        // cell empty, and has nothing left to do.
        let mut core = self.core.take()?;
        let result = act(&mut core);
        self.put(core);
        Some(result)
    }

    /// Does something with the core.
    ///
    /// # Panics
    /// When a process's context is used while that process does not run: a context must not leave its process.
    #[track_caller]
    pub fn with<R>(&self, act: impl FnOnce(&mut Core) -> R) -> R {
        self.try_with(act).expect("a context was used outside of its process's turn")
    }
}
