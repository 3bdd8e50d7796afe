//! IDX: the format of MNIST and its family.
//!
//! Big-endian. Two zero bytes, a type (0x08: unsigned bytes), the number of axes, one u32 an axis, the bytes.
//! Described at the MNIST page of LeCun, Cortes and Burges. Compressed files are the caller's to open.

use ndarray::Array3;

use super::dataset::MAX_PIXELS;
use super::{Dataset, Labels};
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

/// Images (N, H, W) with their labels (N), numbered classes.
///
/// # Errors
/// `BadData` when either file is not IDX of unsigned bytes, is cut short or too long, or the counts differ.
pub fn read_images(images: &[u8], labels: &[u8]) -> Result<Dataset> {
    let images = parse_images(images)?;
    let labels = read_labels(labels)?;
    if labels.len() != images.dim().0 {
        return Err(LabError::BadData(format!("{} images and {} labels", images.dim().0, labels.len())));
    }
    Dataset::from_levels("", images, 255, Labels::numbered(labels.into_iter().map(u16::from).collect())?)
}

/// Images (N, H, W) without labels.
///
/// # Errors
/// As [`read_images`].
pub fn read_unlabelled(images: &[u8]) -> Result<Dataset> {
    let images = parse_images(images)?;
    let labels = Labels::none(images.dim().0);
    Dataset::from_levels("", images, 255, labels)
}

fn parse_images(bytes: &[u8]) -> Result<Array3<u8>> {
    let (shape, levels) = parse(bytes, 3, "the images")?;
    Ok(Array3::from_shape_vec((shape[0], shape[1], shape[2]), levels.to_vec()).expect("counted by the parser"))
}

/// Labels (N).
///
/// # Errors
/// `BadData` when the file is not IDX of unsigned bytes on one axis, or is cut short or too long.
pub fn read_labels(bytes: &[u8]) -> Result<Vec<u8>> {
    Ok(parse(bytes, 1, "the labels")?.1.to_vec())
}
