//! `--data`: the bundled digits, a packed file, or a folder of IDX files; gzip or not.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use vae_lab::data::{Dataset, Split, digits8x8, read_images, unpack};

use crate::failure::{Failure, Outcome, file, inside, read};

/// A decompressed IDX file may be this large, in bytes: MNIST's largest is 47 MB.
const MAX_DECOMPRESSED: u64 = 1 << 28;
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Images with their split; without one, the session draws it from the seed.
pub struct Source {
    pub data: Dataset,
    pub split: Option<Split>,
}

/// Opens `digits8x8`, a file in the lab's own packing, or a folder with the four files of the MNIST family, of which the
/// test files are held out.
pub fn open(name: &str) -> Outcome<Source> {
    if name == "digits8x8" {
        return Ok(Source { data: digits8x8(), split: None });
    }
    let path = Path::new(name);
    let called = |part: Option<&std::ffi::OsStr>| part.map_or(name.to_owned(), |n| n.to_string_lossy().into_owned());
    if path.is_file() {
        let data = unpack(&decompressed(path)?).map_err(inside(path))?;
        return Ok(Source { data: data.named(&called(path.file_stem())), split: None });
    }
    let (data, start) = part(path, "train")?.followed_by(&part(path, "t10k")?)?;
    let start = start as u32;
    let split = Split { train: (0..start).collect(), held_out: (start..data.len() as u32).collect() };
    Ok(Source { data: data.named(&called(path.file_name())), split: Some(split) })
}

/// The images and labels of `train` or `t10k`.
pub fn part(folder: &Path, prefix: &str) -> Outcome<Dataset> {
    let images = idx(folder, &format!("{prefix}-images-idx3-ubyte"))?;
    let labels = idx(folder, &format!("{prefix}-labels-idx1-ubyte"))?;
    read_images(&images, &labels).map_err(inside(&folder.join(prefix)))
}

fn idx(folder: &Path, name: &str) -> Outcome<Vec<u8>> {
    let files = [folder.join(name), folder.join(format!("{name}.gz"))];
    let Some(found) = files.iter().find(|path| path.is_file()) else {
        let place = folder.display();
        return Err(Failure::Usage(format!(
            "{place} holds no {name}, with or without .gz; --data takes digits8x8, a packed file, or a folder of MNIST's \
             four files"
        )));
    };
    decompressed(found)
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
