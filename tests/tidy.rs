//! Tests of the repository itself: what a compiler or a linter does not hold, and what every
//! reader may rely on. Each rule lies in a file below `tests/tidy/` with tests of its own, in which
//! a planted violation is caught.
#![cfg(not(target_family = "wasm"))]

#[path = "tidy/catalogues.rs"]
mod catalogues;
#[path = "tidy/copies.rs"]
mod copies;
#[path = "tidy/forbidden.rs"]
mod forbidden;
#[path = "tidy/imports.rs"]
mod imports;
#[path = "tidy/kinds.rs"]
mod kinds;
#[path = "tidy/modules.rs"]
mod modules;
#[path = "tidy/protocol.rs"]
mod protocol;
#[path = "tidy/source.rs"]
mod source;

use rehearsal::trace::Kind;
use source::{File, files};

#[test]
fn a_floor_imports_only_from_the_floors_under_it() {
    let rust = files("src", &["rs"]);
    assert_tidy(rust.iter().filter(|file| file.path != "src/lib.rs").flat_map(imports::check));
}

#[test]
fn every_test_module_is_declared() {
    assert_tidy(modules::check(&files("tests/it", &["rs"])));
}

#[test]
fn what_two_examples_share_is_the_same_in_both() {
    assert_tidy(copies::check(&files("examples", &["lua", "rs"])));
}

#[test]
fn the_core_asks_no_clock_rolls_no_dice_and_iterates_in_order() {
    let rust = files("src", &["rs"]);
    assert_tidy(
        rust.iter().filter(|file| !file.path.starts_with("src/web/")).flat_map(forbidden::in_core),
    );
}

#[test]
fn nobody_uses_the_unbiased_select() {
    let texts =
        ["src", "tests", "docs", "bench", "crates"].map(|folder| files(folder, &["rs", "md"]));
    assert_tidy(texts.iter().flatten().flat_map(forbidden::unbiased_select));
}

#[test]
fn the_page_makes_no_markup_of_strings() {
    let mut page = files("www", &["ts", "mjs", "html"]);
    page.extend(files("index.html", &["html"]));
    assert_tidy(page.iter().flat_map(forbidden::markup));
}

#[test]
fn no_file_names_a_package_registry() {
    assert_tidy(files("", &[]).iter().flat_map(forbidden::registries));
}

#[test]
fn the_catalogues_hold_the_same_texts_in_every_language() {
    assert_tidy(catalogues::check(&files("www/i18n", &["ts"])));
}

#[test]
fn the_page_and_the_engine_know_the_same_commands() {
    let page = files("www/protocol.ts", &["ts"]);
    let engine = files("src/web/dto.rs", &["rs"]);
    for (page, engine) in page.iter().zip(&engine) {
        assert_tidy(protocol::check(page, engine));
    }
}

#[test]
fn the_page_and_the_engine_number_the_same_kinds_of_events() {
    let one = |path: &str, extension| files(path, &[extension]).remove(0);
    let engine = one("src/trace/event.rs", "rs");
    let rows = one("www/lib/trace/rows.ts", "ts");
    let ours = Kind::ALL.iter().filter(|kind| kind.is_row()).map(|kind| kind.name());
    assert_tidy(kinds::check(
        &engine,
        &one("www/protocol.ts", "ts"),
        &rows,
        &ours.collect::<Vec<_>>(),
    ));
}

/// Fails with all that is wrong, one line each.
fn assert_tidy(found: impl IntoIterator<Item = String>) {
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}
