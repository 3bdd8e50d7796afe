//! `--data`: the bundled digits, sets drawn by the program, a packed file, MNIST's folder, or whatever else
//! `vae_lab::import` reads.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use vae_lab::data::{Dataset, Split, digits8x8, read_images, unpack};
use vae_lab::drawn::{shapes, strokes};
use vae_lab::import::{
    Choices, Fault, Given, ImportError, MAX_BYTES, MAX_FILES, MAX_IMAGES, MIN_IMAGES, Opened, Preview,
};

use crate::failure::{Failure, Outcome, file, inside, read};

/// A decompressed IDX file may be this large, in bytes: MNIST's largest is 47 MB.
const MAX_DECOMPRESSED: u64 = 1 << 28;
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Images that a set drawn by the program has, unless so many are asked for; and its seed.
const DRAWN: usize = 5000;
const DRAWN_SEED: u32 = 7;

/// Images with their split; without one, the session draws it from the seed.
pub struct Source {
    pub data: Dataset,
    pub split: Option<Split>,
    /// Of what was read as other people's files, how.
    pub preview: Option<Preview>,
}

/// Opens what a name stands for, or a file or folder.
pub fn open(name: &str, choices: &Choices) -> Outcome<Source> {
    if name == "digits8x8" {
        return plain(digits8x8(), None, choices);
    }
    if let Some(set) = drawn(name)? {
        return plain(set, None, choices);
    }
    let path = Path::new(name);
    let called = |part: Option<&std::ffi::OsStr>| part.map_or(name.to_owned(), |n| n.to_string_lossy().into_owned());
    if path.is_dir() {
        if is_mnist(path) {
            let (data, start) = part(path, "train")?.followed_by(&part(path, "t10k")?)?;
            let start = start as u32;
            let split = Split { train: (0..start).collect(), held_out: (start..data.len() as u32).collect() };
            return plain(data.named(&called(path.file_name())), Some(split), choices);
        }
        return imported(&listing(path)?, choices, &called(path.file_name()));
    }
    if !path.is_file() {
        return Err(Failure::Usage(format!(
            "--data {name}: there is no such file or folder; by name there are digits8x8, strokes[:N], shapes[:N] and \
             shapes-radius[:N]"
        )));
    }
    let size = fs::metadata(path).map_err(|error| file("cannot read", path, error))?.len();
    refuse_more(size, 1, name)?;
    let bytes = read(path)?;
    if let Some(data) = packed(&bytes) {
        return plain(data.map_err(inside(path))?.named(&called(path.file_stem())), None, choices);
    }
    imported(&[(name.to_owned(), bytes)], choices, &called(path.file_stem()))
}

/// A set that the program draws, where the name is one's: `strokes`, or `strokes:500`.
fn drawn(name: &str) -> Outcome<Option<Dataset>> {
    let (set, count) = name.split_once(':').map_or((name, None), |(set, count)| (set, Some(count)));
    if !["strokes", "shapes", "shapes-radius"].contains(&set) || count.is_none() && Path::new(name).exists() {
        return Ok(None);
    }
    let wanted = count.map_or(Some(DRAWN), |count| count.parse().ok());
    let Some(count) = wanted.filter(|count| (MIN_IMAGES..=MAX_IMAGES).contains(count)) else {
        return Err(Failure::Usage(format!("--data {name}: {set} takes a number from {MIN_IMAGES} to {MAX_IMAGES}")));
    };
    let drawn = match set {
        "strokes" => strokes(count, DRAWN_SEED),
        _ => shapes(count, DRAWN_SEED, set == "shapes-radius"),
    };
    Ok(Some(drawn.data.named(set)))
}

/// A set of which nothing is open to choice.
fn plain(data: Dataset, split: Option<Split>, choices: &Choices) -> Outcome<Source> {
    if *choices != Choices::default() {
        return Err(Failure::Usage(format!(
            "{} is read in one way: leave out the options for other people's files (--side, --invert, …)",
            data.name()
        )));
    }
    Ok(Source { data, split, preview: None })
}

fn imported(files: &[(String, Vec<u8>)], choices: &Choices, name: &str) -> Outcome<Source> {
    let given = files.iter().map(|(path, bytes)| Given::bytes(path, bytes)).collect();
    let read = Opened::open(given)?.read(choices)?;
    Ok(Source { data: read.data.named(name), split: read.split, preview: Some(read.preview) })
}

/// A packed file, gzip or not; none where it is another.
fn packed(bytes: &[u8]) -> Option<Result<Dataset, vae_lab::LabError>> {
    const MAGIC: &[u8] = b"VLIM";
    if bytes.starts_with(&GZIP) {
        let mut start = Vec::new();
        GzDecoder::new(bytes).take(4).read_to_end(&mut start).ok().filter(|_| start == MAGIC)?;
        let mut whole = Vec::new();
        let read = GzDecoder::new(bytes).take(MAX_DECOMPRESSED).read_to_end(&mut whole);
        return Some(match read {
            Ok(_) => unpack(&whole),
            Err(error) => Err(vae_lab::LabError::BadData(error.to_string())),
        });
    }
    bytes.starts_with(MAGIC).then(|| unpack(bytes))
}

/// Every file below a folder, by its path from it, in the order of the paths. A link to a folder is not followed.
fn listing(folder: &Path) -> Outcome<Vec<(String, Vec<u8>)>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_owned()];
    let mut bytes = 0;
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).map_err(|error| file("cannot read", &next, error))? {
            let entry = entry.map_err(|error| file("cannot read", &next, error))?;
            let kind = entry.file_type().map_err(|error| file("cannot read", &entry.path(), error))?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if entry.path().is_file() {
                bytes += fs::metadata(entry.path()).map_or(0, |found| found.len());
                paths.push(entry.path());
                refuse_more(bytes, paths.len(), &folder.display().to_string())?;
            }
        }
    }
    paths.sort();
    let named = |path: PathBuf| {
        let inner = path.strip_prefix(folder.parent().unwrap_or(Path::new(""))).unwrap_or(&path);
        let parts: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
        Ok((parts.join("/"), read(&path)?))
    };
    paths.into_iter().map(named).collect()
}

/// Before anything is read.
fn refuse_more(bytes: u64, files: usize, name: &str) -> Outcome<()> {
    let refused = |fault: Fault| Err(ImportError { file: name.to_owned(), fault }.into());
    if bytes > MAX_BYTES as u64 {
        return refused(Fault::TooLarge { limit: MAX_BYTES });
    }
    if files > MAX_FILES { refused(Fault::TooManyFiles) } else { Ok(()) }
}

const IMAGES: &str = "images-idx3-ubyte";

/// Whether MNIST's files are there, under their own names.
fn is_mnist(folder: &Path) -> bool {
    ["train", "t10k"].iter().all(|prefix| find(folder, &format!("{prefix}-{IMAGES}")).is_some())
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    [folder.join(name), folder.join(format!("{name}.gz"))].into_iter().find(|path| path.is_file())
}

/// The images and labels of `train` or `t10k`.
pub fn part(folder: &Path, prefix: &str) -> Outcome<Dataset> {
    let images = idx(folder, &format!("{prefix}-{IMAGES}"))?;
    let labels = idx(folder, &format!("{prefix}-labels-idx1-ubyte"))?;
    read_images(&images, &labels).map_err(inside(&folder.join(prefix)))
}

fn idx(folder: &Path, name: &str) -> Outcome<Vec<u8>> {
    let Some(found) = find(folder, name) else {
        return Err(Failure::Usage(format!("{} holds no {name}, with or without .gz", folder.display())));
    };
    decompressed(&found)
}

/// A file's bytes, or, where they are gzip, what is in it.
fn decompressed(path: &Path) -> Outcome<Vec<u8>> {
    let packed = read(path)?;
    if !packed.starts_with(&GZIP) {
        return Ok(packed);
    }
    let mut bytes = Vec::new();
    GzDecoder::new(&*packed)
        .take(MAX_DECOMPRESSED)
        .read_to_end(&mut bytes)
        .map_err(|source| file("cannot decompress", path, source))?;
    Ok(bytes)
}
