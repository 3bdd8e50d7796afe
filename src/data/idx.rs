//! IDX: the format of MNIST and its family.
//!
//! Big-endian. Two zero bytes, a type (0x08: unsigned bytes), the number of axes, one u32 an axis, the bytes.
//! Described at the MNIST page of LeCun, Cortes and Burges. Compressed files are the caller's to open.

use super::dataset::MAX_PIXELS;
use super::{Dataset, Labels};
use crate::error::{LabError, Result};
use crate::plain::{hex, json};

/// The sizes along the axes, and the values.
fn parse<'a, const AXES: usize>(bytes: &'a [u8], what: &str) -> Result<([usize; AXES], &'a [u8])> {
    let mut shape = [0; AXES];
    let body = parse_into(&mut shape, bytes, what)?;
    Ok((shape, body))
}

fn parse_into<'a>(sizes: &mut [usize], bytes: &'a [u8], what: &str) -> Result<&'a [u8]> {
    let axes = sizes.len();
    let bad = |problem: String| Err(LabError::BadData(format!("{what}: {problem}")));
    let (Some(magic), Some(shape)) = (bytes.get(..4), bytes.get(4..4 + 4 * axes)) else {
        return bad("it is shorter than an IDX header".into());
    };
    if magic[0] != 0 || magic[1] != 0 {
        return bad("it does not begin as an IDX file does".into());
    }
    if magic[2] != 0x08 {
        return bad(format!("its values are of type 0x{}, not unsigned bytes (0x08)", hex(&magic[2..3])));
    }
    if usize::from(magic[3]) != axes {
        return bad(format!("it has {} axes, not {axes}", magic[3]));
    }
    let mut count = Some(1usize);
    for (size, &bytes) in sizes.iter_mut().zip(shape.as_chunks().0) {
        *size = u32::from_be_bytes(bytes) as usize;
        count = count.and_then(|count| count.checked_mul(*size));
    }
    let body = &bytes[4 + 4 * axes..];
    if count != Some(body.len()) || body.len() > MAX_PIXELS {
        let shape = json::write(&(&*sizes).into());
        return bad(format!("its header promises {shape} values, and {} bytes follow", body.len()));
    }
    Ok(body)
}

/// Images (N, H, W) with their labels (N), numbered classes.
///
/// # Errors
/// `BadData` when either file is not IDX of unsigned bytes, is cut short or too long, or the counts differ.
pub fn read_images(images: &[u8], labels: &[u8]) -> Result<Dataset> {
    read_idx(images, Some(labels))
}

/// Images (N, H, W) without labels.
///
/// # Errors
/// As [`read_images`].
pub fn read_unlabelled(images: &[u8]) -> Result<Dataset> {
    read_idx(images, None)
}

/// Images (N, H, W), with their labels (N) where there are any.
///
/// # Errors
/// As [`read_images`].
pub(crate) fn read_idx(images: &[u8], labels: Option<&[u8]>) -> Result<Dataset> {
    let (size, levels) = parse(images, "the images")?;
    let labels = match labels {
        None => Labels::none(size[0]),
        Some(labels) => {
            let ([count], ids) = parse(labels, "the labels")?;
            if count != size[0] {
                return Err(LabError::BadData(format!("{} images and {count} labels", size[0])));
            }
            Labels::numbered_bytes(ids, None)?
        }
    };
    Dataset::from_row_major("", size, levels.to_vec(), 255, labels)
}

/// Labels (N).
///
/// # Errors
/// `BadData` when the file is not IDX of unsigned bytes on one axis, or is cut short or too long.
pub fn read_labels(bytes: &[u8]) -> Result<Vec<u8>> {
    let ([_], labels) = parse(bytes, "the labels")?;
    Ok(labels.to_vec())
}
