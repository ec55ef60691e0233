//! [`Machine`]: a script as a process. It resumes tasks one after the other, and asks the runtime for what they wait for.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{self, Poll};

use luac::Pause;
use luac::template::State;
use mlua::thread::ThreadStatus;
use mlua::{IntoLuaMulti, MultiValue, Value};

use super::convert::from_value;
use super::ending::{memory, outcome};
use super::inner::Inner;
use super::script::Script;
use super::stack;
use super::state::{self, Runners};
use super::tasks::MAIN;
use crate::process::{Context, Frame, Handling, Outcome, Process};

/// Ticks of one turn.
const SLICE: i32 = 10_000;
/// How many slices code may take that cannot be paused: about a tenth of a second.
const ALLOWANCE: i32 = 500;

/// Tasks that an onlooker is shown.
const TASKS_SHOWN: usize = 20;
/// Variables of all its tasks that an onlooker is shown: a page draws them several times a second.
const VARIABLES_SHOWN: usize = 400;

/// A script that runs.
pub struct Machine {
    inner: Rc<Inner>,
    state: Option<State>,
    /// The task whose slice was used up: it goes on before anybody else.
    paused: Cell<Option<u32>>,
}

impl Machine {
    /// A process of a script. Its state is made in its first turn.
    pub fn new(context: Context, script: Rc<Script>) -> Self {
        Self { inner: Rc::new(Inner::new(context, script)), state: None, paused: Cell::new(None) }
    }

    fn start(&self) -> mlua::Result<State> {
        let inner = &self.inner;
        let (script, context) = (&inner.script, &inner.context);
        let (state, runners) = state::begin(inner)?;
        let lua = state.lua();
        let Runners { task, main, libraries, chunk } = runners;
        let mut arguments = (main, libraries, chunk, script.method()).into_lua_multi(lua)?;
        for argument in context.args().iter() {
            arguments.push_back(from_value(lua, argument)?);
        }
        let thread = lua.create_thread(task.clone())?;
        inner.tasks.borrow_mut().add(thread, arguments, Handling::default());
        *inner.runner.borrow_mut() = Some(task);
        Ok(state)
    }

    /// Takes goes until nobody has anything to do, the slice is used up, or the process ends.
    fn go(&self, state: &State) -> Poll<Outcome> {
        let (inner, lua) = (&self.inner, state.lua());
        let mut left = SLICE;
        loop {
            let next = self.paused.take().or_else(|| inner.tasks.borrow_mut().next());
            let Some(id) = next else {
                match inner.pull(lua) {
                    Ok(true) => continue,
                    Ok(false) => return Poll::Pending,
                    Err(error) => return Poll::Ready(Err(memory(error))),
                }
            };
            let Some((thread, arguments)) = inner.take_up(id) else { continue };
            luac::begin_slice(left, ALLOWANCE);
            let resumed = thread.resume::<MultiValue>(arguments);
            let (used, pause) = (luac::ticks_used(), luac::pause());
            inner.put_down(id);
            inner.forget_dropped();
            left = left.saturating_sub(i32::try_from(used).unwrap_or(i32::MAX));
            let has_room = self.account(state);
            let is_over = left <= 0 || pause == Some(Pause::SliceUsed);
            inner.context.calls.use_ticks(inner.context.number, used, is_over);
            match resumed {
                Err(error) => return Poll::Ready(Err(memory(error))),
                Ok(_) if !has_room => return Poll::Ready(Err(inner.out_of_budget(lua))),
                Ok(_) if pause == Some(Pause::SliceUsed) => self.paused.set(Some(id)),
                Ok(_) if pause == Some(Pause::Suspended) => {}
                // A bare `coroutine.yield()`: the others go first.
                Ok(_) if thread.status() == ThreadStatus::Resumable => {
                    inner.tasks.borrow_mut().ready(id, None);
                }
                Ok(mut results) => {
                    inner.tasks.borrow_mut().remove(id);
                    let is_ok = matches!(results.pop_front(), Some(Value::Boolean(true)));
                    if !is_ok {
                        let error = results.pop_front().unwrap_or(Value::Nil);
                        return Poll::Ready(Err(inner.failure(lua, &error)));
                    }
                    if id == MAIN {
                        return Poll::Ready(outcome(lua, &results));
                    }
                }
            }
            if is_over {
                return Poll::Pending;
            }
        }
    }
}

/// Memory.
impl Machine {
    /// Tells the run what the script holds. False if there is no room for it, not even without its garbage.
    fn account(&self, state: &State) -> bool {
        let Context { calls, number, .. } = &self.inner.context;
        calls.use_memory(*number, state.memory().into()) || {
            luac::begin_slice(i32::MAX, 0);
            state.lua().gc_collect().is_ok() && calls.use_memory(*number, state.memory().into())
        }
    }
}

impl Process for Machine {
    fn stacks(&self) -> Vec<Vec<Frame>> {
        if self.state.is_none() {
            return Vec::new();
        }
        let tasks = self.inner.tasks.borrow();
        let mut left = VARIABLES_SHOWN;
        let stacks = tasks.threads().take(TASKS_SHOWN).map(|task| stack::frames(task, &mut left));
        stacks.filter(|stack| !stack.is_empty()).collect()
    }

    fn run(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Outcome> {
        self.inner.waker.borrow_mut().clone_from(cx.waker());
        if self.state.is_none() {
            match self.start() {
                Ok(state) => self.state = Some(state),
                Err(error) => return Poll::Ready(Err(memory(error))),
            }
        }
        match &self.state {
            Some(state) => self.go(state),
            None => Poll::Pending,
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.state = None; // objects of ours are finalised: nothing of the script runs
        self.inner.give_back();
    }
}
