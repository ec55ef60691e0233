//! [`Work`]: what is measured, as often as it is asked for.

use futures::future::{FutureExt, LocalBoxFuture, ready};

/// How many operations were done, or what is wrong with their result.
pub type Done = Result<u32, String>;

/// Does about so many operations.
pub type Work = Box<dyn FnMut(u32) -> LocalBoxFuture<'static, Done>>;

/// A workload that is done when its function returns.
pub fn at_once(mut work: impl FnMut(u32) -> Done + 'static) -> Work {
    Box::new(move |size| ready(work(size)).boxed_local())
}

/// Compares a result with what it must be.
pub fn check<T: PartialEq + std::fmt::Display>(
    what: &str,
    found: T,
    expected: T,
) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found} instead of {expected}")) }
}
