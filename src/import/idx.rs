//! IDX, the format of MNIST and its family, of every type of value that it knows.
//!
//! Big-endian. Two zero bytes, a type, the number of axes, one u32 an axis, the values.

use super::element::Element;
use super::stack::{Array, Bytes};
use super::{Fault, Result};

const TYPES: [(u8, Element); 6] = [
    (0x08, Element::U8),
    (0x09, Element::I8),
    (0x0b, Element::I16),
    (0x0c, Element::I32),
    (0x0d, Element::F32),
    (0x0e, Element::F64),
];

fn element(kind: u8) -> Option<Element> {
    TYPES.iter().find(|&&(number, _)| number == kind).map(|&(_, element)| element)
}

/// Whether the file begins as an IDX file does.
pub fn begins(bytes: &[u8]) -> bool {
    matches!(*bytes, [0, 0, kind, 1..=4, ..] if element(kind).is_some())
}

/// # Errors
/// When the header is cut, or the values are not as many as it promises.
pub fn parse<'a>(name: &str, bytes: Bytes<'a>) -> Result<Array<'a>> {
    let axes = bytes.get(3).map_or(0, |&axes| usize::from(axes));
    let start = 4 + 4 * axes;
    let Some(shape) = bytes.get(4..start) else {
        return Err(Fault::Cut { promised: start as u64, there: bytes.len() as u64 }.of(name));
    };
    let shape = shape.as_chunks().0.iter().map(|&size| u32::from_be_bytes(size) as usize).collect();
    let Some(element) = element(bytes[2]) else { return Err(Fault::Unknown.of(name)) };
    Array { name: name.to_owned(), element, big_endian: true, fortran: false, shape, bytes, start }.check()
}
