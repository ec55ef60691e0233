//! The one file that asks for the time.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Performance;

use crate::base::Duration;

/// The monotonic clock of the worker, or of the page.
pub(super) struct Clock {
    performance: Performance,
}

impl Clock {
    pub fn new() -> Result<Self, JsValue> {
        let performance = Reflect::get(&js_sys::global(), &JsValue::from_str("performance"))?;
        Ok(Self { performance: performance.dyn_into()? })
    }

    /// Milliseconds since the worker began.
    pub fn now(&self) -> f64 {
        self.performance.now()
    }
}

/// A span of wall time.
pub(super) fn from_millis(millis: f64) -> Duration {
    Duration::from_nanos((millis * 1e6) as u64)
}
