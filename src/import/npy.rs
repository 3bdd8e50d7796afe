//! NPY, NumPy's own format, and the header that stands at the head of each array of an NPZ archive.
//!
//! `\x93NUMPY`, a version of two bytes, the header's length (u16; u32 from version 2 on), and the header: a Python
//! dictionary of `descr`, `fortran_order` and `shape`.

use super::element::Element;
use super::stack::{Array, Bytes};
use super::{Fault, Result};

pub const MAGIC: &[u8] = b"\x93NUMPY";

/// What an array holds.
pub enum Npy<'a> {
    Numbers(Array<'a>),
    /// One a row; only arrays of one axis are read.
    Texts(String, Vec<String>),
}

/// # Errors
/// When it is no array of numbers or texts, or is cut short.
pub fn parse<'a>(name: &str, bytes: Bytes<'a>) -> Result<Npy<'a>> {
    let there = bytes.len() as u64;
    let cut = |promised: usize| Fault::Cut { promised: promised as u64, there }.of(name);
    let (length, begin) = match *bytes {
        [_, _, _, _, _, _, 1, _, a, b, ..] => (usize::from(u16::from_le_bytes([a, b])), 10),
        [_, _, _, _, _, _, 2 | 3, _, a, b, c, d, ..] => (u32::from_le_bytes([a, b, c, d]) as usize, 12),
        [_, _, _, _, _, _, version, ..] if bytes.len() >= 12 => {
            return Err(Fault::Damaged(format!("its version is {version}, not 1 to 3")).of(name));
        }
        _ => return Err(cut(12)),
    };
    let start = begin + length;
    let header = bytes.get(begin..start).ok_or_else(|| cut(start))?;
    let header = std::str::from_utf8(header).map_err(|_| Fault::Damaged("its header is no text".into()).of(name))?;
    let damaged = |what: &str| Fault::Damaged(format!("its header has no {what}")).of(name);
    let shape = shape(field(header, "shape").ok_or_else(|| damaged("shape"))?).ok_or_else(|| damaged("shape"))?;
    let fortran = match field(header, "fortran_order") {
        Some(value) if value.starts_with("True") => true,
        Some(value) if value.starts_with("False") => false,
        _ => return Err(damaged("order")),
    };
    let described = field(header, "descr").ok_or_else(|| damaged("type"))?;
    let kind = quoted(described).ok_or_else(|| Fault::Element("a record".into()).of(name))?;
    let (order, kind) = kind.split_at(kind.find(|c: char| !"<>|=".contains(c)).unwrap_or(kind.len()));
    let big_endian = order == ">";
    if let Some(texts) = texts(name, kind, big_endian, &shape, &bytes[start..]) {
        return texts.map(|texts| Npy::Texts(name.to_owned(), texts));
    }
    let element = match kind {
        "b1" | "?" => Element::Bool,
        "u1" => Element::U8,
        "i1" => Element::I8,
        "u2" => Element::U16,
        "i2" => Element::I16,
        "u4" => Element::U32,
        "i4" => Element::I32,
        "u8" => Element::U64,
        "i8" => Element::I64,
        "f2" => Element::F16,
        "f4" => Element::F32,
        "f8" => Element::F64,
        "O" => return Err(Fault::Element("object (a pickle)".into()).of(name)),
        other => return Err(Fault::Element(other.chars().take(20).collect()).of(name)),
    };
    let name = name.to_owned();
    Array { name, element, big_endian, fortran, shape, bytes, start }.check().map(Npy::Numbers)
}

/// What stands behind a key of the dictionary.
fn field<'h>(header: &'h str, key: &str) -> Option<&'h str> {
    let at = header.find(&format!("'{key}'"))?;
    Some(header[at + key.len() + 2..].trim_start().strip_prefix(':')?.trim_start())
}

fn quoted(value: &str) -> Option<&str> {
    let quote = value.chars().next().filter(|c| "'\"".contains(*c))?;
    value[1..].split(quote).next()
}

fn shape(value: &str) -> Option<Vec<usize>> {
    let inside = value.strip_prefix('(')?.split(')').next()?;
    let sizes = inside.split(',').map(str::trim).filter(|size| !size.is_empty());
    let sizes: Option<Vec<usize>> = sizes.map(|size| size.trim_end_matches('L').parse().ok()).collect();
    sizes.filter(|sizes| sizes.len() <= 8)
}

/// Texts of so many characters each (`U`) or bytes (`S`); none where the type is another.
fn texts(name: &str, kind: &str, big_endian: bool, shape: &[usize], body: &[u8]) -> Option<Result<Vec<String>>> {
    let (unit, length) = match kind.split_at_checked(1)? {
        ("U", length) => (4, length.parse::<usize>().ok()?),
        ("S", length) => (1, length.parse::<usize>().ok()?),
        _ => return None,
    };
    let [count] = *shape else { return Some(Err(Fault::Element("text".into()).of(name))) };
    let promised = (length as u64).saturating_mul(unit).saturating_mul(count as u64);
    if promised != body.len() as u64 || promised == 0 {
        return Some(Err(Fault::Cut { promised, there: body.len() as u64 }.of(name)));
    }
    let one = |bytes: &[u8]| -> String {
        let points = bytes.chunks(unit as usize).map(|point| match *point {
            [a, b, c, d] if big_endian => u32::from_be_bytes([a, b, c, d]),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => u32::from(point[0]),
        });
        points.take_while(|&point| point != 0).map(|point| char::from_u32(point).unwrap_or('\u{fffd}')).collect()
    };
    Some(Ok(body.chunks(length * unit as usize).map(one).collect()))
}
