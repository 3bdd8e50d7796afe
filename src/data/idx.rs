//! IDX: the format of MNIST and its family.
//!
//! Big-endian. Two zero bytes, a type (0x08: unsigned bytes), the number of axes, one u32 an axis, the bytes.
//! Described at the MNIST page of LeCun, Cortes and Burges. Compressed files are the caller's to open.

use super::Dataset;
use super::dataset::MAX_PIXELS;
use crate::error::{LabError, Result};

fn parse<'a>(bytes: &'a [u8], axes: usize, what: &str) -> Result<(Vec<usize>, &'a [u8])> {
    let bad = |problem: String| Err(LabError::BadData(format!("{what}: {problem}")));
    let (Some(magic), Some(shape)) = (bytes.get(..4), bytes.get(4..4 + 4 * axes)) else {
        return bad("it is shorter than an IDX header".into());
    };
    if magic[0] != 0 || magic[1] != 0 {
        return bad("it does not begin as an IDX file does".into());
    }
    if magic[2] != 0x08 {
        return bad(format!("its values are of type 0x{:02x}, not unsigned bytes (0x08)", magic[2]));
    }
    if usize::from(magic[3]) != axes {
        return bad(format!("it has {} axes, not {axes}", magic[3]));
    }
    let shape: Vec<usize> =
        shape.chunks_exact(4).map(|n| u32::from_be_bytes([n[0], n[1], n[2], n[3]]) as usize).collect();
    let body = &bytes[4 + 4 * axes..];
    let count = shape.iter().try_fold(1usize, |product, &n| product.checked_mul(n));
    match count {
        Some(count) if count == body.len() && count <= MAX_PIXELS => Ok((shape, body)),
        _ => bad(format!("its header promises {shape:?} values, and {} bytes follow", body.len())),
    }
}

/// Images (N, H, W) with their labels (N).
///
/// # Errors
/// `BadData` when either file is not IDX of unsigned bytes, is cut short or too long, or the counts differ.
pub fn read_images(images: &[u8], labels: &[u8]) -> Result<Dataset> {
    let (shape, levels) = parse(images, 3, "the images")?;
    let labels = read_labels(labels)?;
    if labels.len() != shape[0] {
        return Err(LabError::BadData(format!("{} images and {} labels", shape[0], labels.len())));
    }
    Dataset::new(shape[1], shape[2], 255, levels.to_vec(), labels)
}

/// Labels (N).
///
/// # Errors
/// `BadData` when the file is not IDX of unsigned bytes on one axis, or is cut short or too long.
pub fn read_labels(bytes: &[u8]) -> Result<Vec<u8>> {
    Ok(parse(bytes, 1, "the labels")?.1.to_vec())
}
