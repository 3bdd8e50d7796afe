//! The lab's own image file: small enough to ship, simple enough to read in ten lines of anything.
//!
//! Little-endian. Header of 12 bytes: magic `VLIM`, height (u8), width (u8), bits a pixel (u8, 1..=8, and 128 more where
//! every image is held out), greatest level (u8), number of images (u32). Then the levels, row-major, most significant
//! bit first, without gaps; then, at the next whole byte, one label (u8) an image, 255 where it has none. Classes are
//! named by their numbers, unless 64 more than the bits a pixel says that a tail follows: where the held-out images begin
//! (u32; as many as there are images: a split is to be drawn), and for each class its name's length (u8) and UTF-8. What
//! compresses it is the caller's to open.

use super::{Dataset, Labels};
use crate::error::{LabError, Result};

const MAGIC: &[u8; 4] = b"VLIM";
const HEADER: usize = 12;
const PACKED_NO_LABEL: u8 = 255;
/// Beside the bits a pixel: no image is trained on.
const HELD_OUT: usize = 128;
/// Beside the bits a pixel: names of classes, and where the held-out images begin, stand behind the labels.
const TAIL: usize = 64;

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
    let tail = tail(data);
    let use_bit = if data.is_held_out() { HELD_OUT } else { 0 };
    let tail_bit = if tail.is_empty() { 0 } else { TAIL };
    let mut out = MAGIC.to_vec();
    out.extend([side(data.height()), side(data.width()), (use_bit | tail_bit | bits) as u8, data.max_level()]);
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
    out.extend(tail);
    out
}

/// What no number says; empty where numbers say it all.
fn tail(data: &Dataset) -> Vec<u8> {
    let labels = data.labels();
    let numbered = Labels::numbered(labels.ids().to_vec()).is_ok_and(|numbered| numbered == *labels);
    let start = data.held_out_start().filter(|&start| start > 0);
    if numbered && start.is_none() {
        return Vec::new();
    }
    let start = start.unwrap_or(data.len());
    let mut tail = u32::try_from(start).expect("a count fits four bytes").to_le_bytes().to_vec();
    for name in labels.names() {
        let end = name.floor_char_boundary(usize::from(u8::MAX));
        tail.push(end as u8);
        tail.extend(&name.as_bytes()[..end]);
    }
    tail
}

/// Where the held-out images begin, and the classes' names.
fn read_tail(tail: &[u8]) -> Option<(usize, Vec<String>)> {
    let (start, mut rest) = tail.split_first_chunk()?;
    let mut names = Vec::new();
    while let Some((&length, behind)) = rest.split_first() {
        let (name, behind) = behind.split_at_checked(usize::from(length))?;
        names.push(std::str::from_utf8(name).ok()?.to_owned());
        rest = behind;
    }
    Some((u32::from_le_bytes(*start) as usize, names))
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
    let bits = use_and_bits & !(HELD_OUT | TAIL);
    let max_level = header[7];
    let count = u32::from_le_bytes([header[8], header[9], header[10], header[11]]) as usize;
    if !(1..=8).contains(&bits) || bits_for(max_level) > bits {
        return Err(bad("its bits a pixel and its greatest level disagree"));
    }
    let body = &bytes[HEADER..];
    // u64: on wasm a usize has 32 bits.
    let pixels = (height * width) as u64 * count as u64;
    let level_bytes = (pixels * bits as u64).div_ceil(8);
    let has_tail = use_and_bits & TAIL != 0;
    let length = level_bytes + count as u64;
    if length > body.len() as u64 || (length < body.len() as u64) != has_tail {
        return Err(bad("its length does not fit its header"));
    }
    let (packed, rest) = body.split_at(level_bytes as usize);
    let (labels, tail) = rest.split_at(count);
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
    let mut labels = Labels::numbered_bytes(labels, Some(PACKED_NO_LABEL))?;
    let mut start = if use_and_bits & HELD_OUT == 0 { count } else { 0 };
    if has_tail {
        let (from, names) = read_tail(tail).ok_or_else(|| bad("its names are cut short or no text"))?;
        if from > count {
            return Err(bad("its held-out images begin behind its last"));
        }
        start = start.min(from);
        labels = Labels::new(labels.ids().to_vec(), names)?;
    }
    let data = Dataset::from_row_major("", [count, height, width], levels, max_level, labels)?;
    Ok(if start < count { data.held_out_from(start) } else { data })
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
    fn names_of_classes_and_a_split_that_the_set_has_come_back() {
        let levels = Array3::from_shape_vec((3, 1, 2), vec![0, 1, 2, 3, 4, 5]).unwrap();
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        for (ids, names) in [
            (vec![0, 1, NO_LABEL], names(&["Ångström", ""])),
            (vec![0, 1, 0], names(&["0", "1", "2"])),
            (vec![NO_LABEL; 3], names(&[])),
        ] {
            let labels = Labels::new(ids, names).unwrap();
            let data = Dataset::from_levels("", levels.clone(), 5, labels).unwrap();
            assert_eq!(unpack(&pack(&data)).unwrap(), data);
            for start in 0..3 {
                let split = data.clone().held_out_from(start);
                let file = pack(&split);
                let back = unpack(&file).unwrap();
                assert_eq!((back.held_out_start(), &back), (Some(start), &split));
                assert!(unpack(&file[..file.len() - 1]).is_err());
                assert!(unpack(&[&file[..], &[7]].concat()).is_err());
            }
        }
    }

    #[test]
    fn a_name_is_cut_where_a_character_ends() {
        let levels = Array3::zeros((1, 1, 1));
        let labels = Labels::new(vec![0], vec!["é".repeat(200)]).unwrap();
        let data = Dataset::from_levels("", levels, 1, labels).unwrap();
        assert_eq!(unpack(&pack(&data)).unwrap().labels().names(), ["é".repeat(127)]);
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
            for value in [0, 1, 31, 64, 69, 128, 136, 255] {
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
