//! The lab's own image file: small enough to ship, simple enough to read in ten lines of anything.
//!
//! Little-endian. Header of 12 bytes: magic `VLIM`, height (u8), width (u8), bits a pixel (u8, 1..=8, and 128 more where
//! every image is held out), greatest level (u8), number of images (u32). Then the levels, row-major, most significant
//! bit first, without gaps; then, at the next whole byte, one label (u8) an image, 255 where it has none. Classes are
//! named by their numbers. What compresses it is the caller's to open.

use super::{Dataset, Labels};
use crate::error::{LabError, Result};

const MAGIC: &[u8; 4] = b"VLIM";
const HEADER: usize = 12;
const PACKED_NO_LABEL: u8 = 255;
/// Beside the bits a pixel: no image is trained on.
const HELD_OUT: usize = 128;

fn bits_for(max_level: u8) -> usize {
    (8 - max_level.leading_zeros()) as usize
}

/// Writes a data set. Images of up to 255 × 255.
///
/// # Panics
/// When a side or the count does not fit its field.
pub fn pack(data: &Dataset) -> Vec<u8> {
    let side = |n: usize| u8::try_from(n).expect("a side fits a byte");
    let bits = bits_for(data.max_level());
    let use_and_bits = if data.is_held_out() { HELD_OUT | bits } else { bits };
    let mut out = MAGIC.to_vec();
    out.extend([side(data.height()), side(data.width()), use_and_bits as u8, data.max_level()]);
    out.extend(u32::try_from(data.len()).expect("a count fits four bytes").to_le_bytes());
    let (mut pending, mut held) = (0u32, 0);
    for level in (0..data.len()).flat_map(|i| data.levels(i)) {
        pending = pending << bits | u32::from(*level);
        held += bits;
        while held >= 8 {
            held -= 8;
            out.push((pending >> held) as u8);
        }
    }
    if held > 0 {
        out.push((pending << (8 - held)) as u8);
    }
    // At most a hundred classes, so that every place among them fits a byte.
    out.extend(data.labels().ids().iter().map(|&id| u8::try_from(id).unwrap_or(PACKED_NO_LABEL)));
    out
}

/// Reads what [`pack`] writes.
///
/// # Errors
/// `BadData` when the file is not one, is cut short, goes on too long, or holds an impossible level.
pub fn unpack(bytes: &[u8]) -> Result<Dataset> {
    let bad = |problem: &str| LabError::BadData(problem.into());
    let header = bytes.get(..HEADER).ok_or_else(|| bad("it is shorter than a header"))?;
    if &header[..4] != MAGIC {
        return Err(bad("it does not begin with VLIM"));
    }
    let [height, width, use_and_bits] = [4, 5, 6].map(|i| usize::from(header[i]));
    let bits = use_and_bits & !HELD_OUT;
    let max_level = header[7];
    let count = u32::from_le_bytes([header[8], header[9], header[10], header[11]]) as usize;
    if !(1..=8).contains(&bits) || bits_for(max_level) > bits {
        return Err(bad("its bits a pixel and its greatest level disagree"));
    }
    let body = &bytes[HEADER..];
    // u64: on wasm a usize has 32 bits.
    let pixels = (height * width) as u64 * count as u64;
    let level_bytes = (pixels * bits as u64).div_ceil(8);
    if level_bytes + count as u64 != body.len() as u64 {
        return Err(bad("its length does not fit its header"));
    }
    let (packed, labels) = body.split_at(level_bytes as usize);
    // Whole bytes are the levels as they are: MNIST is read a hundred times as fast.
    let mut levels = if bits == 8 { packed.to_vec() } else { Vec::with_capacity(pixels as usize) };
    let (mut pending, mut held, mut rest) = (0u32, 0, packed.iter());
    for _ in levels.len() as u64..pixels {
        while held < bits {
            pending = pending << 8 | u32::from(*rest.next().expect("counted above"));
            held += 8;
        }
        held -= bits;
        levels.push((pending >> held & ((1 << bits) - 1)) as u8);
    }
    let labels = Labels::numbered_bytes(labels, Some(PACKED_NO_LABEL))?;
    let data = Dataset::from_row_major("", [count, height, width], levels, max_level, labels)?;
    Ok(if bits == use_and_bits { data } else { data.held_out() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::NO_LABEL;
    use ndarray::Array3;

    #[test]
    fn what_is_packed_unpacks_the_same() {
        for max_level in [1, 2, 16, 100, 255] {
            let levels: Vec<u8> = (0..3 * 5 * 7).map(|i| (i * 37 % (usize::from(max_level) + 1)) as u8).collect();
            let levels = Array3::from_shape_vec((3, 5, 7), levels).unwrap();
            let labels = Labels::numbered(vec![0, 9, NO_LABEL]).unwrap();
            let data = Dataset::from_levels("", levels, max_level, labels).unwrap();
            assert_eq!(unpack(&pack(&data)).unwrap(), data);
            let held_out = data.clone().held_out();
            assert_eq!(unpack(&pack(&held_out)).unwrap(), held_out);
            assert_ne!(held_out, data);
        }
    }

    #[test]
    fn no_cut_or_bent_file_is_taken() {
        let levels = Array3::from_shape_vec((1, 2, 2), vec![0, 16, 3, 4]).unwrap();
        let data = Dataset::from_levels("", levels, 16, Labels::numbered(vec![1]).unwrap()).unwrap();
        let good = pack(&data);
        for len in 0..good.len() {
            assert_eq!(unpack(&good[..len]).unwrap_err().code(), "bad_data");
        }
        for at in 0..HEADER {
            for value in [0, 1, 31, 128, 136, 255] {
                let mut bent = good.clone();
                bent[at] = value;
                // A greatest level of 31 is as good as 16 in five bits.
                if bent != good && (at, value) != (7, 31) {
                    assert!(unpack(&bent).is_err(), "byte {at} = {value}");
                }
            }
        }
    }
}
