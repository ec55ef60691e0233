//! What a Lua entry may list under `modules`: for whoever reads projects, and for whoever runs scripts.

/// The modules that a Lua program can ask for by name. Any other name is a fault.
///
/// ```
/// use rehearsal::base::modules::{MODULES, PROVIDED};
///
/// assert!(MODULES.contains(&"sql") && !PROVIDED.contains(&"sql"));
/// assert!(PROVIDED.iter().all(|name| MODULES.contains(name)));
/// ```
#[rustfmt::skip]
pub const MODULES: &[&str] = &[
    "process", "channel", "coroutine", "time", "errors", "logger", "print", "io", "json", "payload", "os",
    "string", "table", "math",
    "registry", "events", "funcs", "ctx", "store", "env", "uuid", "base64", "hash", "crypto", "expr", "text",
    "yaml", "templates", "sql", "http", "http_client", "websocket", "fs", "queue", "security", "system", "stream",
    "html", "excel", "compress", "cloudstorage", "contract", "exec", "eval", "treesitter", "metrics",
    "kvstore",
];

/// The modules that are here now. An entry that lists another one loads with a note.
#[rustfmt::skip]
pub const PROVIDED: &[&str] = &[
    "process", "channel", "time", "errors", "logger", "io", "json", "payload", "os",
    // The language's own, always there.
    "coroutine", "print", "string", "table", "math",
    "kvstore",
];

/// Those of them that Wippy does not have. An entry that lists one loads with a note.
pub const OWN: &[&str] = &["kvstore"];
