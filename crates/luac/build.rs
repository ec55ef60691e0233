//! Takes Lua's sources from the crate `lua-src`, patches a copy of them, and compiles that. Nothing of Lua is kept in
//! this repository.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::MetadataCommand;

#[path = "patches/determinism.rs"]
mod determinism;
#[path = "patches/dialect.rs"]
mod dialect;
#[path = "patches/slices.rs"]
mod slices;
#[path = "patches/waits.rs"]
mod waits;

/// A place in one of Lua's sources, and what stands there afterwards. It must be found exactly `times` times, or the
/// build stops: a patch that silently no longer fits would be worse than none.
pub struct Edit {
    file: &'static str,
    old: &'static str,
    new: &'static str,
    times: usize,
}

const fn edit(file: &'static str, old: &'static str, new: &'static str) -> Edit {
    Edit { file, old, new, times: 1 }
}

impl Edit {
    const fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }
}

/// Not compiled: files, the operating system, loading libraries, and the list that opens all of them.
const LEFT_OUT: [&str; 4] = ["liolib.c", "loslib.c", "loadlib.c", "linit.c"];

/// The same small libc on every machine, so that printf, strtod, ctype and the locale cannot differ.
const HEADERS: [&str; 10] = [
    "assert.h", "ctype.h", "errno.h", "locale.h", "math.h", "signal.h", "stdio.h", "stdlib.h",
    "string.h", "time.h",
];

fn main() {
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    let without = without();
    let patched = without != "all";
    let (headers, sources) = (out.join("include"), out.join("lua"));
    write_headers(&headers, wasm);

    let mut build = cc::Build::new();
    build.warnings(false).include(&headers).include(&sources).include("c");
    // No fused multiply-add: it rounds once where two operations round twice.
    build.flag("-fno-strict-aliasing").flag("-ffp-contract=off");
    // What Lua takes from the clock and from addresses.
    build.define("luai_makeseed(L)", "0x5eed1e5u").define("l_randomizePivot()", "0");
    // The functions of Lua 5.1's mathematics.
    build.define("LUA_COMPAT_MATHLIB", None);
    if patched {
        // A string cache of one entry, for it is indexed by address.
        build.define("STRCACHE_N", "1").define("STRCACHE_M", "1");
        build.file("c/determinism.c").file("c/dialect.c");
    } else {
        build.define("time(t)", "0"); // there is no clock, only a patch that does not ask for it
    }
    build.opt_level_str(&optimisation());
    if wasm {
        build.compiler(tool("LUA_CLANG", "clang-19")).archiver(tool("LUA_AR", "llvm-ar-19"));
        build.flag("-nostdlibinc");
        build.flag("-mllvm").flag("-wasm-enable-sjlj").flag("-mexception-handling");
        build.file("c/sjlj.c");
    }
    for file in write_sources(&sources, &without) {
        build.file(file);
    }
    for ours in ["host", "look", "no_libraries", "shim", "slice"] {
        build.file(format!("c/{ours}.c"));
    }
    build.compile("lua54patched");

    for path in ["build.rs", "c", "patches"] {
        println!("cargo:rerun-if-changed={path}");
    }
}

/// Even in a debug build: an interpreter that is not optimised is ten times slower, and nobody debugs it.
fn optimisation() -> String {
    match env::var("OPT_LEVEL") {
        Ok(level) if level != "0" && level != "1" => level,
        _ => "2".into(),
    }
}

fn tool(variable: &str, default: &str) -> String {
    println!("cargo:rerun-if-env-changed={variable}");
    env::var(variable).unwrap_or_else(|_| default.into())
}

fn write_headers(folder: &Path, wasm: bool) {
    fs::create_dir_all(folder).expect("OUT_DIR is writable");
    let setjmp = wasm.then_some("setjmp.h"); // natively, setjmp is the machine's own
    for header in HEADERS.into_iter().chain(setjmp) {
        fs::write(folder.join(header), "#include \"shim.h\"\n").expect("OUT_DIR is writable");
    }
}

/// Where cargo keeps the sources that the crate `lua-src` ships.
fn lua_sources() -> PathBuf {
    let host = env::var("HOST").expect("cargo sets it");
    let metadata = MetadataCommand::new()
        // Otherwise it wants the crates of all platforms, which nobody has fetched.
        .other_options(["--filter-platform".into(), host])
        .exec()
        .expect("cargo knows where its crates lie");
    let package = metadata.packages.iter().find(|package| package.name.as_str() == "lua-src");
    let manifest = &package.expect("lua-src is a build dependency").manifest_path;
    manifest.parent().expect("a manifest lies in a folder").join("lua-5.4.9").into()
}

/// What is left out: one patch, such as `slices:12`, to see that its loss is noticed; or `all`, for the benchmark, which
/// compares. Then Lua is compiled as it comes, and a slice has no end.
fn without() -> String {
    println!("cargo:rerun-if-env-changed=LUAC_WITHOUT");
    env::var("LUAC_WITHOUT").unwrap_or_default()
}

fn edits(without: &str) -> Vec<&'static Edit> {
    let lists = [
        ("slices", slices::EDITS),
        ("waits", waits::EDITS),
        ("determinism", determinism::EDITS),
        ("dialect", dialect::EDITS),
    ];
    let mut kept = Vec::new();
    for (name, edits) in lists {
        for (number, edit) in edits.iter().enumerate() {
            if without != "all" && without != format!("{name}:{number}") {
                kept.push(edit);
            }
        }
    }
    kept
}

/// Writes the patched sources to `folder`; gives those that are to be compiled.
fn write_sources(folder: &Path, without: &str) -> Vec<PathBuf> {
    fs::create_dir_all(folder).expect("OUT_DIR is writable");
    let edits = edits(without);
    let mut compiled = Vec::new();
    for entry in fs::read_dir(lua_sources()).expect("lua-src holds Lua 5.4.9") {
        let path = entry.expect("the folder is readable").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if LEFT_OUT.contains(&name.as_str()) || path.is_dir() {
            continue;
        }
        let bytes = fs::read(&path).expect("the file is readable");
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        for edit in edits.iter().filter(|edit| edit.file == name) {
            let found = text.matches(edit.old).count();
            assert_eq!(found, edit.times, "a patch does not fit {name}: {}", edit.old);
            text = text.replace(edit.old, edit.new);
        }
        let target = folder.join(&name);
        if name.ends_with(".c") {
            if without != "all" {
                text = format!("#include \"slice.h\"\n#include \"determinism.h\"\n{text}");
            }
            compiled.push(target.clone());
        }
        fs::write(target, text).expect("OUT_DIR is writable");
    }
    compiled.sort();
    compiled
}
