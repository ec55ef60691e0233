//! What a visitor downloads: at once, and only when something asks for it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::page;
use crate::shell::Shell;

/// What the first load should weigh at most, compressed by brotli.
pub const BUDGET: usize = 200 * 1024;

#[derive(Clone, Copy, Default)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints a table of dist/, and how much of its budget the first load takes.
pub fn report(shell: &Shell) -> Result<()> {
    let (first, later) = files(shell)?;
    println!("\n{:<44}{:>11}{:>11}{:>11}", "", "raw", "gzip", "brotli");
    let total = section("First load", &first);
    if !later.is_empty() {
        section("Loaded later", &later);
    }
    println!(
        "\nThe first load takes {} % of its budget of {BUDGET} bytes.",
        total.brotli * 100 / BUDGET
    );
    Ok(())
}

/// What the first load weighs, compressed by brotli.
pub fn first_load(shell: &Shell) -> Result<usize> {
    Ok(files(shell)?.0.iter().map(|(_, size)| size.brotli).sum())
}

type Files = Vec<(String, Size)>;

/// The files of dist/ that are loaded at once, and those that are loaded later.
fn files(shell: &Shell) -> Result<(Files, Files)> {
    let later = loaded_later(&page::bundles(shell))?;
    let mut files = BTreeMap::new();
    measure(&page::dist(shell), "", &mut files)?;
    Ok(files.into_iter().partition(|(name, _)| !later.contains(name)))
}

/// The files that nothing imports but by `import()`, as build.mjs found them.
fn loaded_later(bundles: &Path) -> Result<Vec<String>> {
    let bundles: Value = serde_json::from_slice(&fs::read(bundles)?)?;
    let later = bundles["later"].as_array().context("bundles.json names nothing as `later`")?;
    Ok(later.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

fn section(title: &str, files: &[(String, Size)]) -> Size {
    let mut total = Size::default();
    println!("{title}");
    for (name, size) in files {
        row(&format!("  {name}"), *size);
        total.raw += size.raw;
        total.gzip += size.gzip;
        total.brotli += size.brotli;
    }
    row("  together", total);
    total
}

fn row(name: &str, size: Size) {
    println!("{name:<44}{:>11}{:>11}{:>11}", size.raw, size.gzip, size.brotli);
}

fn measure(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Size>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            measure(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, weigh(&fs::read(entry.path())?)?);
        }
    }
    Ok(())
}

/// As a static host would send it: gzip 9, brotli 11.
fn weigh(content: &[u8]) -> Result<Size> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(content)?;
    let mut brotli = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut brotli, &best)?;
    Ok(Size { raw: content.len(), gzip: gzip.finish()?.len(), brotli: brotli.len() })
}
