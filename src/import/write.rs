//! Data sets out: as NumPy and as MNIST's family read them.

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::data::{Dataset, NO_LABEL, Split};

/// An array as NPY: C order, little-endian.
fn npy(kind: &str, shape: &[usize], body: &[u8]) -> Vec<u8> {
    let sizes: String = shape.iter().map(|size| format!("{size}, ")).collect();
    let mut header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({}), }}", sizes.trim_end());
    // Values begin at a multiple of 64 bytes.
    while !(10 + header.len() + 1).is_multiple_of(64) {
        header.push(' ');
    }
    header.push('\n');
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(body);
    file
}

/// Levels of some images, stretched to 0–255.
fn greys(data: &Dataset, images: &[u32]) -> Vec<u8> {
    let top = u16::from(data.max_level());
    let grey = |&level: &u8| ((u16::from(level) * 255 + top / 2) / top) as u8;
    images.iter().flat_map(|&i| data.levels(i as usize)).map(grey).collect()
}

/// Classes of some images; −1 where an image has none.
fn classes(data: &Dataset, images: &[u32]) -> Vec<i64> {
    let class = |&i: &u32| data.labels().ids()[i as usize];
    images.iter().map(class).map(|id| if id == NO_LABEL { -1 } else { i64::from(id) }).collect()
}

/// An NPZ archive: `x` (N, H, W) of bytes and `y` (N), or both of them for `train` and `test` where there is a split, and
/// the classes' names.
///
/// # Errors
/// When the archive cannot be written.
pub fn write_npz(data: &Dataset, split: Option<&Split>) -> ZipResult<Vec<u8>> {
    let all: Vec<u32> = (0..data.len() as u32).collect();
    let parts: Vec<(&str, &[u32])> = match split {
        None => vec![("", &all)],
        Some(split) => vec![("_train", &split.train), ("_test", &split.held_out)],
    };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, array: Vec<u8>| -> ZipResult<()> {
        archive.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))?;
        Ok(archive.write_all(&array)?)
    };
    let names = data.labels().names();
    for (part, images) in parts {
        let shape = [images.len(), data.height(), data.width()];
        add(&format!("x{part}.npy"), npy("|u1", &shape, &greys(data, images)))?;
        if !names.is_empty() {
            let body: Vec<u8> = classes(data, images).iter().flat_map(|class| class.to_le_bytes()).collect();
            add(&format!("y{part}.npy"), npy("<i8", &[images.len()], &body))?;
        }
    }
    if !names.is_empty() {
        let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(1);
        let padded = |name: &String| {
            let points: Vec<u32> = name.chars().map(u32::from).chain(std::iter::repeat(0)).take(longest).collect();
            points.into_iter().flat_map(u32::to_le_bytes).collect::<Vec<u8>>()
        };
        let body: Vec<u8> = names.iter().flat_map(padded).collect();
        add("names.npy", npy(&format!("<U{longest}"), &[names.len()], &body))?;
    }
    Ok(archive.finish()?.into_inner())
}

/// IDX files: the images, and, where there are classes, their numbers; 255 where an image has none.
pub fn write_idx(data: &Dataset) -> (Vec<u8>, Option<Vec<u8>>) {
    let all: Vec<u32> = (0..data.len() as u32).collect();
    let head = |shape: &[usize]| {
        let mut file = vec![0, 0, 8, shape.len() as u8];
        shape.iter().for_each(|&size| file.extend((size as u32).to_be_bytes()));
        file
    };
    let mut images = head(&[data.len(), data.height(), data.width()]);
    images.extend(greys(data, &all));
    let labels = (!data.labels().names().is_empty()).then(|| {
        let mut labels = head(&[data.len()]);
        labels.extend(classes(data, &all).iter().map(|&class| u8::try_from(class).unwrap_or(u8::MAX)));
        labels
    });
    (images, labels)
}
