//! CIFAR's binary files: of CIFAR-10 a byte of label, of CIFAR-100 two (the coarse class and the fine), and 3×32×32 bytes
//! of red, green and blue, an image behind the other. There is no header: what fits is one.

use super::element::Element;
use super::stack::{Array, Bytes, Stack};
use super::targets::Targets;
use super::{Fault, Result};

const SIDE: usize = 32;
const PIXELS: usize = 3 * SIDE * SIDE;

/// Bytes of label before each image; none where the file is no such one.
pub fn fits(bytes: &[u8]) -> Option<usize> {
    let all = |labels: usize, most: &[u8]| {
        let mut records = bytes.chunks(labels + PIXELS);
        let good = |record: &[u8]| record.iter().zip(most).all(|(label, most)| label < most);
        !bytes.is_empty() && bytes.len().is_multiple_of(labels + PIXELS) && records.all(good)
    };
    if all(1, &[10]) {
        Some(1)
    } else if all(2, &[20, 100]) {
        Some(2)
    } else {
        None
    }
}

/// The images, and the classes: of CIFAR-100 the fine ones.
///
/// # Errors
/// When it is no such file.
pub fn parse<'a>(name: &str, bytes: Bytes<'a>) -> Result<(Stack<'a>, Targets)> {
    let labels = fits(&bytes).ok_or_else(|| Fault::Unknown.of(name))?;
    let record = labels + PIXELS;
    let classes: Vec<f64> = bytes.chunks(record).map(|record| f64::from(record[labels - 1])).collect();
    let shape = vec![bytes.len() / record, 3, SIDE, SIDE];
    let name = name.to_owned();
    let array = Array { name, element: Element::U8, big_endian: false, fortran: false, shape, bytes, start: 0 };
    let targets = Targets::of_numbers(&array.name, &classes)?;
    Ok((array.images_behind(labels)?, targets))
}
