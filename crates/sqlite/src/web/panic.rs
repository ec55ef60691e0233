//! A panic of ours: the module is of no more use, and JavaScript sees no more of it than a trap.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

// A hook must be `Send + Sync`, and a JS function is neither; so it is kept where the hook's thread finds it.
thread_local! {
    static TELL: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Has `tell` called with the message of a panic, before the module ends.
#[wasm_bindgen(js_name = onPanic)]
pub fn on_panic(tell: Function) {
    TELL.with(|kept| *kept.borrow_mut() = Some(tell));
    std::panic::set_hook(Box::new(|info| {
        let message = JsValue::from(info.to_string());
        TELL.with(|kept| {
            // Whatever goes wrong now, the module is about to be gone.
            if let Ok(kept) = kept.try_borrow()
                && let Some(tell) = &*kept
            {
                tell.call1(&JsValue::NULL, &message).ok();
            }
        });
    }));
}
