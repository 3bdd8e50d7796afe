//! `cargo xtask size` — bytes of the built wasm and page. A goal is what is aimed at; a ceiling, what has been reached:
//! past a ceiling is a failure, so that nothing grows unseen on the way to the goal.

use crate::tools::variant::{IMPORT, VIEWER};
use crate::tools::{args, paths};
use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use pico_args::Arguments;
use std::fs;
use std::io::Write;
use std::ops::Add;
use std::path::{Path, PathBuf};

const BROTLI_QUALITY: i32 = 11;
const BROTLI_WINDOW_LOG2: i32 = 22;

/// The core that a visitor's browser trains with by default, with its bindings.
const CORE_BROTLI: Bar = Bar { goal: 85_000, ceiling: 96_000 };
/// The build that the page opens with; its bindings are a part of the worker's script.
const VIEWER_BROTLI: Bar = Bar { goal: 45_000, ceiling: 52_000 };
/// What stands between a visitor and the first manifold: page, worker and viewer, without weights and fonts.
const OPENING_GZIP: Bar = Bar { goal: 160_000, ceiling: 190_000 };
/// With one core, and all else that is fetched behind the first manifold or when it is used.
const PAGE_GZIP: Bar = Bar { goal: 280_000, ceiling: 310_000 };
/// What a visitor's own files take: the build that reads them, its worker, and what the page shows of them. Fetched at the
/// first file, and no part of the page till then.
const IMPORT_GZIP: Bar = Bar { goal: 240_000, ceiling: 290_000 };
/// Where the build puts what opening does not need (vite.config.ts).
const LATER: &str = "later";

struct Bar {
    goal: usize,
    ceiling: usize,
}

#[derive(Default, Clone, Copy)]
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Add for Sizes {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

pub fn command(args: Arguments) -> Result<()> {
    args::nothing(args)?;
    report()
}

/// Prints the table; an error when a ceiling is passed. Expects the built site.
pub fn report() -> Result<()> {
    let site = paths::site();
    let files =
        files_below(&site).with_context(|| format!("no built site in {}: run `cargo xtask build`", site.display()))?;
    println!("{:<52} {:>9} {:>9} {:>9}", "", "raw", "gzip", "brotli");
    // A visitor loads one variant of the core and its bindings: the largest of either counts.
    let [mut core, mut bindings, mut viewer, mut opening, mut later, mut import] = [Sizes::default(); 6];
    for file in files.iter().filter(|file| is_code(file)) {
        let sizes = weigh(file)?;
        print_row(&file.strip_prefix(&site)?.display().to_string(), &sizes);
        match part(file) {
            Part::Core => core = larger(core, sizes),
            Part::Bindings => bindings = larger(bindings, sizes),
            Part::Viewer => viewer = viewer + sizes,
            Part::Opening => opening = opening + sizes,
            Part::Later => later = later + sizes,
            Part::Import => import = import + sizes,
        }
    }
    ensure!(core.raw > 0 && bindings.raw > 0, "the site in {} has no core", site.display());
    ensure!(viewer.raw > 0, "the site in {} has no viewer", site.display());
    ensure!(import.raw > 0, "the site in {} reads no files", site.display());
    ensure!(later.raw > 0, "the site in {} has nothing under {LATER}: is it split?", site.display());
    let core = core + bindings;
    let opening = opening + viewer;
    let page = opening + core + later;
    print_row("the largest core with the largest bindings", &core);
    print_row("the viewer", &viewer);
    print_row("opening: page, worker and viewer", &opening);
    print_row("with one core and what else comes later", &page);
    print_row("for files of one's own", &import);

    within("the largest core, brotli", core.brotli, &CORE_BROTLI)?;
    within("the viewer, brotli", viewer.brotli, &VIEWER_BROTLI)?;
    within("opening, gzip", opening.gzip, &OPENING_GZIP)?;
    within("the whole page, gzip", page.gzip, &PAGE_GZIP)?;
    within("for files of one's own, gzip", import.gzip, &IMPORT_GZIP)
}

fn larger(one: Sizes, other: Sizes) -> Sizes {
    if other.brotli > one.brotli { other } else { one }
}

fn print_row(name: &str, sizes: &Sizes) {
    println!("{name:<52} {:>9} {:>9} {:>9}", sizes.raw, sizes.gzip, sizes.brotli);
}

fn within(what: &str, bytes: usize, bar: &Bar) -> Result<()> {
    let Bar { goal, ceiling } = *bar;
    if bytes > ceiling {
        bail!("{what}, is {bytes} bytes: over its ceiling of {ceiling}");
    }
    let verdict = if bytes > goal { "not yet at its goal of" } else { "within its goal of" };
    println!("{what}: {bytes} bytes, {verdict} {goal}");
    Ok(())
}

/// A file by itself and compressed as a host may send it.
fn weigh(file: &Path) -> Result<Sizes> {
    let bytes = fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    Ok(Sizes { raw: bytes.len(), gzip: gzip(&bytes)?.len(), brotli: brotli(&bytes)?.len() })
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, lgwin: BROTLI_WINDOW_LOG2, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

/// What a file of the built site is a part of.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// Page and worker, as far as the first manifold needs them.
    Opening,
    Viewer,
    /// A whole core; a visitor loads one.
    Core,
    Bindings,
    /// Loaded when the core comes, or when it is used.
    Later,
    /// For files of one's own: worker, build and panel.
    Import,
}

/// Told by its folder and its hashed name.
fn part(file: &Path) -> Part {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let module = file.extension().is_some_and(|extension| extension == "wasm");
    match () {
        () if name.starts_with(IMPORT.name) => Part::Import,
        () if module && name.starts_with(VIEWER.name) => Part::Viewer,
        () if module => Part::Core,
        () if name.starts_with("vae_lab") => Part::Bindings,
        () if file.parent().is_some_and(|folder| folder.ends_with(LATER)) => Part::Later,
        () => Part::Opening,
    }
}

/// Code, style and markup; not weights, fonts, pictures or source maps.
fn is_code(file: &Path) -> bool {
    file.extension().is_some_and(|extension| ["html", "js", "css", "wasm", "svg"].iter().any(|kind| extension == *kind))
}

fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_counted_comes_back_whole() {
        let text = "the same line again and again\n".repeat(200).into_bytes();
        let (gzip, brotli) = (gzip(&text).unwrap(), brotli(&text).unwrap());
        assert!(gzip.len() < text.len() / 10 && brotli.len() < gzip.len());
        let mut back = Vec::new();
        brotli::Decompressor::new(&brotli[..], 4096).read_to_end(&mut back).unwrap();
        assert_eq!(back, text);
        back.clear();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut back).unwrap();
        assert_eq!(back, text);
    }

    #[test]
    fn a_passed_ceiling_fails_and_names_both_numbers() {
        let bar = Bar { goal: 5, ceiling: 10 };
        assert!(within("x", 10, &bar).is_ok());
        let error = within("x", 11, &bar).unwrap_err().to_string();
        assert!(error.contains("11") && error.contains("10"), "{error}");
    }

    #[test]
    fn each_file_is_counted_as_what_it_is_loaded_for() {
        for (path, expected) in [
            ("index.html", Part::Opening),
            ("assets/main-abc.js", Part::Opening),
            ("later.js", Part::Opening),
            ("assets/viewer_bg-abc.wasm", Part::Viewer),
            ("assets/vae_lab_bg-wrI3MR7s.wasm", Part::Core),
            ("assets/import_bg-abc.wasm", Part::Import),
            ("assets/import-worker-abc.js", Part::Import),
            ("assets/later/import-panel-abc.js", Part::Import),
            ("assets/later/vae_lab-abc.js", Part::Bindings),
            ("assets/later/BoundChart-abc.js", Part::Later),
        ] {
            assert_eq!(part(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn weights_and_pictures_do_not_count_as_code() {
        assert!(is_code(Path::new("assets/index.js")));
        assert!(!is_code(Path::new("weights/mnist-vae.safetensors")));
        assert!(!is_code(Path::new("assets/manifold.png")));
        assert!(!is_code(Path::new("assets/index.js.map")));
    }
}
