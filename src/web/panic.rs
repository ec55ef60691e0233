//! A panic of ours: the module is of no more use, and the page is told why.

use std::panic;

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};

use super::dto::{Died, to_js};

/// The page's `post` function, which the hook below must be able to reach.
struct Post(Function);

// A hook must be `Send + Sync`, and a JS function is neither; so it is kept where the hook's thread finds it. There
// is only one.
thread_local! {
    static POST: std::cell::RefCell<Option<Post>> = const { std::cell::RefCell::new(None) };
}

/// Has `post` told of panics.
pub(super) fn report_to(post: &JsValue) {
    if let Some(function) = post.dyn_ref::<Function>() {
        POST.with(|kept| *kept.borrow_mut() = Some(Post(function.clone())));
    }
    panic::set_hook(Box::new(|info| {
        let died = Died { r#type: "died", message: info.to_string() };
        POST.with(|kept| {
            // Whatever goes wrong now, the module is about to be gone.
            if let (Ok(kept), Ok(message)) = (kept.try_borrow(), to_js(&died))
                && let Some(Post(post)) = &*kept
            {
                post.call2(&JsValue::NULL, &message, &Array::new()).ok();
            }
        });
    }));
}
