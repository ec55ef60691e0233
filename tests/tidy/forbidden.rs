//! Words that may not occur, each with its reason.

use crate::File;
use crate::source::tokens;

/// The order of a hash map, the wall clock and foreign dice would each make two equal runs differ.
pub fn in_core(file: &File) -> Vec<String> {
    let forbidden: [&[&str]; 5] =
        [&["Instant", "::", "now"], &["SystemTime"], &["HashMap"], &["HashSet"], &["rand", "::"]];
    let tokens = tokens(&file.text);
    let mut found = Vec::new();
    for words in forbidden {
        for place in tokens.windows(words.len()) {
            if place.iter().map(|token| token.text).eq(words.iter().copied()) {
                let word = words.concat();
                found.push(format!("{}:{}: {word} makes runs differ", file.path, place[0].line));
            }
        }
    }
    found
}

/// `futures::select!` rolls dice of its own, other ones on 32 and on 64 bits: `select_biased!` is meant.
/// Comments and documents count, since readers copy from them.
pub fn unbiased_select(file: &File) -> Vec<String> {
    let why = "use select_biased!: the unbiased one makes runs differ";
    let mut lines: Vec<usize> = Vec::new();
    if file.path.ends_with(".rs") {
        let tokens = tokens(&file.text);
        let calls =
            tokens.windows(2).filter(|pair| pair[0].text == "select" && pair[1].text == "!");
        lines.extend(calls.map(|pair| pair[0].line));
    }
    for (at, line) in file.text.lines().enumerate() {
        let prose = !file.path.ends_with(".rs") || line.trim_start().starts_with("//");
        if prose && calls_select(line) {
            lines.push(at + 1);
        }
    }
    lines.into_iter().map(|line| format!("{}:{line}: {why}", file.path)).collect()
}

/// Whether the macro is called, with a bracket after it; a sentence may well name it.
fn calls_select(line: &str) -> bool {
    line.match_indices("select!").any(|(at, word)| {
        let before =
            line[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let after = line[at + word.len()..].trim_start();
        !before && after.starts_with(['{', '(', '['])
    })
}

/// What a run says is text to the page, never markup.
pub fn markup(file: &File) -> Vec<String> {
    let forbidden = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "unsafeHTML",
        "unsafeSVG",
        "document.write",
        "eval(",
        "new Function",
    ];
    find(file, &forbidden, "makes markup or code of a string")
}

/// Packages come through their ordinary clients, whose settings say from where.
pub fn registries(file: &File) -> Vec<String> {
    if file.path == "Cargo.lock" {
        return Vec::new(); // Cargo's own way to say "the default registry"
    }
    // In pieces, since this file is looked through as well.
    let forbidden = [
        concat!("crates", ".io"),
        concat!("npm", "js.org"),
        concat!("npm", "js.com"),
        concat!("debian", ".org"),
        concat!("unpkg", ".com"),
        concat!("jsdelivr", ".net"),
        concat!("pypi", ".org"),
        concat!("golang", ".org"),
    ];
    find(file, &forbidden, "names a package registry's host")
}

fn find(file: &File, words: &[&str], why: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        for word in words.iter().filter(|word| line.contains(**word)) {
            found.push(format!("{}:{}: {word} {why}", file.path, at + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_in_the_core_is_found() {
        let file = File::new(
            "src/base/time.rs",
            "use std::collections::HashMap;\nlet t = Instant::now();",
        );
        assert_eq!(in_core(&file).len(), 2);
        assert_eq!(in_core(&File::new("src/base/rng.rs", "rand::random()")).len(), 1);
        assert_eq!(
            in_core(&File::new("src/base/rng.rs", "// no HashMap\nlet operand = \"rand::\";"))
                .len(),
            0
        );
    }

    #[test]
    fn an_unbiased_select_is_found_in_code_and_in_documents() {
        let code = File::new("src/a.rs", "/// select! { x }\nfutures::select! { a = b => {} }");
        assert_eq!(unbiased_select(&code).len(), 2);
        assert_eq!(
            unbiased_select(&File::new("docs/a.md", "    select! { a = b => {} }")).len(),
            1
        );
    }

    #[test]
    fn the_biased_select_is_fine_and_so_is_a_sentence() {
        let code = File::new("src/a.rs", "//! Not `select!`.\nselect_biased! { a = b => {} }");
        assert!(unbiased_select(&code).is_empty());
        assert!(unbiased_select(&File::new("docs/a.md", "never `select!`")).is_empty());
    }

    #[test]
    fn markup_of_strings_is_found() {
        assert_eq!(markup(&File::new("www/a.ts", "a;\nb.innerHTML = c;")).len(), 1);
        assert!(markup(&File::new("www/a.ts", "b.textContent = c;")).is_empty());
    }

    #[test]
    fn a_registry_is_found_but_in_cargos_lock() {
        let text = concat!("\"resolved\": \"//registry.npm", "js.org/a\"");
        assert_eq!(registries(&File::new("package-lock.json", text)).len(), 1);
        assert!(registries(&File::new("Cargo.lock", text)).is_empty());
    }
}
