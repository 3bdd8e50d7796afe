//! `--data`: the bundled digits, or a folder of IDX files, gzip or not.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use vae_lab::data::{Dataset, Split, digits8x8, read_images};

use crate::failure::{Failure, Outcome, file, inside, read};

/// A decompressed IDX file may be this large, in bytes: MNIST's largest is 47 MB.
const MAX_DECOMPRESSED: u64 = 1 << 28;

/// Images with their split; without one, the session draws it from the seed.
pub struct Source {
    pub data: Dataset,
    pub split: Option<Split>,
}

/// Opens `digits8x8`, or a folder with the four files of the MNIST family, of which the test files are held out.
pub fn open(name: &str) -> Outcome<Source> {
    if name == "digits8x8" {
        return Ok(Source { data: digits8x8(), split: None });
    }
    let folder = Path::new(name);
    let part = |prefix: &str| -> Outcome<Dataset> {
        let images = idx(folder, &format!("{prefix}-images-idx3-ubyte"))?;
        let labels = idx(folder, &format!("{prefix}-labels-idx1-ubyte"))?;
        read_images(&images, &labels).map_err(inside(&folder.join(prefix)))
    };
    let (data, start) = part("train")?.followed_by(&part("t10k")?)?;
    let start = start as u32;
    let split = Split { train: (0..start).collect(), held_out: (start..data.len() as u32).collect() };
    let name = folder.file_name().map_or(name.to_owned(), |n| n.to_string_lossy().into_owned());
    Ok(Source { data: data.named(&name), split: Some(split) })
}

fn idx(folder: &Path, name: &str) -> Outcome<Vec<u8>> {
    let plain = folder.join(name);
    if plain.is_file() {
        return read(&plain);
    }
    let packed = folder.join(format!("{name}.gz"));
    if !packed.is_file() {
        let place = folder.display();
        return Err(Failure::Usage(format!(
            "{place} holds no {name}, with or without .gz; --data takes digits8x8 or a folder of MNIST's four files"
        )));
    }
    let mut bytes = Vec::new();
    GzDecoder::new(&*read(&packed)?)
        .take(MAX_DECOMPRESSED)
        .read_to_end(&mut bytes)
        .map_err(|source| file("cannot decompress", &packed, source))?;
    Ok(bytes)
}
