//! The pump: slices of work with room for the page's messages between them.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{MessageChannel, MessagePort};

use super::clock::{Clock, from_millis};
use super::exports::Shared;
use crate::base::Duration;
use crate::runtime::Budget;

/// A slice is over after so many milliseconds.
const SLICE: f64 = 4.0;
/// Between two looks at the clock. A turn of a script may begin with making its state, which takes a millisecond.
const TURNS: u64 = if cfg!(feature = "projects") { 64 } else { 512 };
/// The same, for scripts: about two milliseconds.
const TICKS: u64 = 100_000;
/// The page's clock goes on while nothing happens: so it is told at least so often.
const HEARTBEAT: f64 = 100.0;

/// Wakes the pump when something is asked of it.
#[derive(Default)]
pub(super) struct Kick {
    kicked: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Kick {
    pub fn kick(&self) {
        self.kicked.set(true);
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }

    fn wait(&self) -> impl Future<Output = ()> + '_ {
        poll_fn(|cx| {
            if self.kicked.take() {
                return Poll::Ready(());
            }
            *self.waker.borrow_mut() = Some(cx.waker().clone());
            Poll::Pending
        })
    }
}

/// Gives the event loop a turn: a message to oneself, which no browser delays, as it does timers of zero.
struct Breath {
    port: MessagePort,
    arrived: Rc<Kick>,
    _listener: Closure<dyn FnMut(JsValue)>,
}

impl Breath {
    fn new() -> Result<Self, JsValue> {
        let channel = MessageChannel::new()?;
        let arrived = Rc::new(Kick::default());
        let kick = Rc::clone(&arrived);
        let listener = Closure::new(move |_: JsValue| kick.kick());
        channel.port1().set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Ok(Self { port: channel.port2(), arrived, _listener: listener })
    }

    async fn take(&self) {
        if self.port.post_message(&JsValue::NULL).is_ok() {
            self.arrived.wait().await;
        }
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = reportError)]
    fn report_error(error: &JsValue);
}

/// Runs for as long as the worker does.
pub(super) async fn pump(shared: Rc<Shared>) {
    if let Err(error) = run(&shared).await {
        report_error(&error);
    }
}

async fn run(shared: &Shared) -> Result<(), JsValue> {
    let clock = Clock::new()?;
    let breath = Breath::new()?;
    let mut last = clock.now();
    loop {
        let begin = clock.now();
        let mut wall = begin - last;
        last = begin;
        let wait = loop {
            let most = Budget { ticks: TICKS, ..Budget::turns(TURNS) };
            let wait = shared.slice(from_millis(wall), most);
            let now = clock.now();
            wall = now - last;
            last = now;
            if wait != Some(Duration::ZERO) || now - begin >= SLICE {
                break wait;
            }
        };
        shared.worked(clock.now() - begin);
        shared.send_update(clock.now())?;
        match wait {
            Some(Duration::ZERO) => breath.take().await,
            Some(wait) => {
                let millis = (wait.as_nanos() as f64 / 1e6).ceil().clamp(1.0, HEARTBEAT);
                let timer = pin!(TimeoutFuture::new(millis as u32));
                let kick = pin!(shared.kick.wait());
                match select(kick, timer).await {
                    Either::Left(_) | Either::Right(_) => {}
                }
            }
            None if shared.has_heartbeat() => {
                let timer = pin!(TimeoutFuture::new(HEARTBEAT as u32));
                let kick = pin!(shared.kick.wait());
                select(kick, timer).await;
            }
            None => shared.kick.wait().await,
        }
    }
}
