//! One number of an array, as a file has it.

use half::{bf16, f16};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    Bool,
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    U64,
    I64,
    F16,
    Bf16,
    F32,
    F64,
}

impl Element {
    /// In bytes.
    pub fn size(self) -> usize {
        match self {
            Element::Bool | Element::U8 | Element::I8 => 1,
            Element::U16 | Element::I16 | Element::F16 | Element::Bf16 => 2,
            Element::U32 | Element::I32 | Element::F32 => 4,
            Element::U64 | Element::I64 | Element::F64 => 8,
        }
    }

    pub fn is_whole(self) -> bool {
        !matches!(self, Element::F16 | Element::Bf16 | Element::F32 | Element::F64)
    }

    /// The number in the first bytes; what lies past 2⁵³ is rounded.
    ///
    /// # Panics
    /// When there are fewer bytes than its size.
    pub fn read(self, big_endian: bool, bytes: &[u8]) -> f64 {
        let mut raw = [0; 8];
        let size = self.size();
        for (to, at) in raw.iter_mut().zip(0..size) {
            *to = bytes[if big_endian { size - 1 - at } else { at }];
        }
        let [a, b, c, d, ..] = raw;
        match self {
            Element::Bool => f64::from(u8::from(a != 0)),
            Element::U8 => f64::from(a),
            Element::I8 => f64::from(a.cast_signed()),
            Element::U16 => f64::from(u16::from_le_bytes([a, b])),
            Element::I16 => f64::from(i16::from_le_bytes([a, b])),
            Element::F16 => f16::from_le_bytes([a, b]).to_f64(),
            Element::Bf16 => bf16::from_le_bytes([a, b]).to_f64(),
            Element::U32 => f64::from(u32::from_le_bytes([a, b, c, d])),
            Element::I32 => f64::from(i32::from_le_bytes([a, b, c, d])),
            Element::F32 => f64::from(f32::from_le_bytes([a, b, c, d])),
            Element::U64 => u64::from_le_bytes(raw) as f64,
            Element::I64 => i64::from_le_bytes(raw) as f64,
            Element::F64 => f64::from_le_bytes(raw),
        }
    }
}
