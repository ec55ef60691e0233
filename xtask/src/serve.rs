//! Serves dist/ on this machine as a static host would, with a strict Content-Security-Policy.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use rouille::{Request, Response, Server};

/// The same that www/finish.mjs writes into index.html, for hosts that set no headers.
const POLICY: &str = include_str!("../../www/csp.txt");
const TRIES: u16 = 20;

/// Serves a folder until the program is ended.
pub fn serve(folder: &Path, port: u16, open: bool) -> Result<()> {
    let server = listen(folder, port)?;
    let address = format!("http://127.0.0.1:{}/", server.server_addr().port());
    println!("\n    Rehearsal plays at {address} (Ctrl-C ends)");
    if open {
        open_browser(&address);
    }
    server.run();
    bail!("the server stopped")
}

type Handler = Box<dyn Fn(&Request) -> Response + Send + Sync>;

/// Takes the first free port, and says which were taken.
fn listen(folder: &Path, first: u16) -> Result<Server<Handler>> {
    for port in first..=first.saturating_add(TRIES) {
        let folder = PathBuf::from(folder);
        let handler: Handler = Box::new(move |request| answer(request, &folder));
        match Server::new(("127.0.0.1", port), handler) {
            Ok(server) => return Ok(server),
            Err(error) if taken(&*error) => println!("    Port {port} is taken."),
            Err(error) => return Err(anyhow!("cannot serve on port {port}: {error}")),
        }
    }
    None.with_context(|| {
        format!("ports {first} and the {TRIES} after it are taken: name another with --port")
    })
}

fn taken(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::AddrInUse)
}

fn answer(request: &Request, folder: &Path) -> Response {
    if request.method() != "GET" && request.method() != "HEAD" {
        return Response::text("only GET and HEAD are served").with_status_code(405);
    }
    let url = request.url();
    let mut response = if url == "/" {
        match File::open(folder.join("index.html")) {
            Ok(file) => Response::from_file("text/html; charset=utf-8", file),
            Err(_) => Response::empty_404(),
        }
    } else {
        rouille::match_assets(request, folder)
    };
    response.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("cache-control"));
    // A hash in a name never means another content; index.html names the current ones.
    let cache = if hashed(&url) { "public, max-age=31536000, immutable" } else { "no-cache" };
    response
        .with_unique_header("Cache-Control", cache)
        .with_unique_header("Content-Security-Policy", POLICY.trim())
        .with_unique_header("X-Content-Type-Options", "nosniff")
        .with_unique_header("Referrer-Policy", "no-referrer")
}

/// Whether the file's name holds a hash as esbuild (`worker-4KYXBYCS.js`) or Trunk
/// (`main-0f1e2d3c4b5a6978.js`) write it.
fn hashed(url: &str) -> bool {
    let name = url.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_']).skip(1).any(|part| match part.len() {
        8 => part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
        16 => part.bytes().all(|b| b.is_ascii_hexdigit()),
        _ => false,
    })
}

/// Asks the desktop to open the page; where there is none, the address above has to do.
fn open_browser(address: &str) {
    let (program, args): (_, &[_]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start"]),
        _ => ("xdg-open", &[]),
    };
    if let Err(error) = std::process::Command::new(program).args(args).arg(address).spawn() {
        println!("    No browser was opened: {program}: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_told_from_others() {
        for name in
            ["/worker-4KYXBYCS.js", "/main-0f1e2d3c4b5a6978.js", "/a-0f1e2d3c4b5a6978_bg.wasm"]
        {
            assert!(hashed(name), "{name}");
        }
        for name in ["/", "/index.html", "/icon-monochrome.svg", "/0f1e2d3c4b5a6978"] {
            assert!(!hashed(name), "{name}");
        }
    }

    #[test]
    fn a_taken_port_leads_to_the_next() {
        let held = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = held.local_addr().unwrap().port();
        let server = listen(Path::new("."), port).unwrap();
        assert_ne!(server.server_addr().port(), port);
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let status = |url: &str| {
            answer(&Request::fake_http("GET", url, Vec::new(), Vec::new()), &folder).status_code
        };
        assert_eq!(status("/serve.rs"), 200);
        assert_eq!(status("/../Cargo.toml"), 404);
        assert_eq!(status("/%2e%2e/Cargo.toml"), 404);
        assert_eq!(status("//etc/passwd"), 404);
    }
}
