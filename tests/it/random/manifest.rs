//! Definition files with damage.

use arbtest::arbitrary::{Result, Unstructured};
use rehearsal::project::manifest::{Files, read};

use super::always;

const INDEX: &str = r#"version: "1.0"
namespace: app
meta: {group: examples}
entries:
  - name: terminal
    kind: terminal.host
    hide_logs: true
    lifecycle: &now
      auto_start: true
  - name: processes
    kind: process.host
    host: {workers: 4}
    mailbox_capacity: 100
    lifecycle: *now
  - name: words
    kind: library.lua
    source: |
      return { echo = "ECHO" }
  - name: relay
    kind: process.lua
    source: file://relay.lua
    method: main
    modules: [process, logger, channel, time]
    imports: {words: app:words}
  - name: relay-service
    kind: process.service
    process: relay
    host: app:processes
    input: [1, "two", {three: 3.5}]
    lifecycle:
      auto_start: true
      depends_on: [processes]
      stop_timeout: 10s
      restart: {initial_delay: 1s, max_delay: 90s, backoff_factor: 2.0, jitter: 0.1, max_attempts: 3}
  - name: tool
    kind: function.lua
    source: file://relay.lua
    pool: {type: lazy, max_size: 16}
"#;
const LOCK: &str = "directories:\n    modules: .wippy\n    src: ./src\n";
const PROGRAM: &str = "return { main = function(...) return words.echo end }\n";

/// Words that leave the file YAML, and mean something else.
const WORDS: [&str; 24] = [
    "true",
    "-1",
    "0",
    "1e999",
    "null",
    "~",
    "\"\"",
    "x",
    "app:relay",
    "app:nobody",
    "relay",
    "app:",
    "10s",
    "-5s",
    "process.lua",
    "process.lau",
    "process.service",
    "terminal.host",
    "file://relay.lua",
    "file:///../x.lua",
    "[]",
    "{}",
    "[a, {b: c}]",
    "éé",
];

/// What YAML itself is made of.
const PIECES: [&str; 28] = [
    ":",
    " ",
    "- ",
    "#",
    "\"",
    "'",
    "|",
    ">",
    "&now",
    "*now",
    "*none",
    "{",
    "}",
    "[",
    "]",
    ",",
    "!!str",
    "---",
    "...",
    "\t",
    "\r\n",
    "\u{0}",
    "\u{feff}",
    "%YAML 1.2",
    "<<: *now",
    "? a\n: b",
    "kind: process.lua",
    "name: x",
];

/// The text, damaged in a few places.
fn damaged(u: &mut Unstructured<'_>, text: &str) -> Result<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..u.int_in_range(0..=3)? {
        let at = u.choose_index(lines.len().max(1))?;
        if at >= lines.len() {
            continue;
        }
        match u.int_in_range(0..=19)? {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 if at + 1 < lines.len() => lines.swap(at, at + 1),
            3 => {
                let indent = " ".repeat(u.int_in_range(0..=8)?);
                lines[at] = indent + lines[at].trim_start();
            }
            4 => lines.insert(at, (*u.choose(&PIECES)?).to_owned()),
            5 => replace_word(u, &mut lines[at], &PIECES)?,
            6 => lines[at] += u.arbitrary()?,
            _ => replace_word(u, &mut lines[at], &WORDS)?,
        }
    }
    Ok(lines.join("\n"))
}

fn replace_word(u: &mut Unstructured<'_>, line: &mut String, by: &[&str]) -> Result<()> {
    let mut words: Vec<&str> = line.split(' ').collect();
    let at = u.choose_index(words.len())?;
    words[at] = u.choose(by)?;
    *line = words.join(" ");
    Ok(())
}

#[test]
fn a_damaged_project_is_read_or_its_faults_have_a_place() {
    always(|u| {
        let texts = [
            ("wippy.lock", if u.ratio(1, 4)? { damaged(u, LOCK)? } else { LOCK.into() }),
            ("src/_index.yaml", damaged(u, INDEX)?),
            (
                "src/more.yaml",
                damaged(u, "namespace: app.more\nname: one\nkind: registry.entry\nvalue: [1]\n")?,
            ),
            ("src/relay.lua", PROGRAM.into()),
        ];
        let files = Files::from_iter(texts.iter().map(|(path, text)| (*path, text.as_str())));
        let result = read(&files);
        if u.ratio(1, 8)? {
            assert_eq!(result, read(&files), "it is read differently the second time");
        }
        let (faults, entries) = match &result {
            Ok(manifest) => (&manifest.notes, &manifest.entries[..]),
            Err(faults) => {
                assert!(!faults.is_empty(), "an error without a fault");
                (faults, &[][..])
            }
        };
        for fault in faults {
            let text = texts.iter().find(|(path, _)| *path == &*fault.file);
            // In YAML, as in the editor, a carriage return alone ends a line.
            let lines =
                text.map_or(0, |(_, text)| text.replace("\r\n", "\n").split(['\n', '\r']).count());
            assert!(
                fault.line as usize <= lines.max(1),
                "{fault}: the file has {lines} lines\n{texts:?}"
            );
            assert!(!fault.message.is_empty(), "{fault:?}");
        }
        for (at, entry) in entries.iter().enumerate() {
            assert!(
                entries[..at].iter().all(|other| other.id != entry.id),
                "{} is there twice",
                entry.id
            );
        }
        Ok(())
    });
}
