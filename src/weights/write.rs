//! Weights out.

use half::f16;

use super::Card;
use super::safetensors::{self, Dtype, Tensor};
use crate::num::{Layout, Span};
use crate::plain::json;

pub(super) const METADATA_KEY: &str = "vae_lab";

/// The float of a written file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    F32,
    /// Half the bytes; each value rounded to nearest.
    F16,
}

/// A safetensors file of `params`, a buffer of `layout`, with its card. The same input gives the same bytes.
pub fn write(layout: &Layout, params: &[f32], card: &Card, precision: Precision) -> Vec<u8> {
    let bytes = |span: &Span| -> Vec<u8> {
        match precision {
            Precision::F32 => span.values(params).flat_map(f32::to_le_bytes).collect(),
            Precision::F16 => span.values(params).flat_map(|v| f16::from_f32(v).to_le_bytes()).collect(),
        }
    };
    let dtype = match precision {
        Precision::F32 => Dtype::F32,
        Precision::F16 => Dtype::F16,
    };
    let tensor = |span: &Span| Tensor { dtype, shape: span.shape.clone(), data: bytes(span) };
    let tensors = layout.spans().iter().map(|span| (span.name.as_str(), tensor(span))).collect();
    safetensors::write(tensors, Some((METADATA_KEY, &json::write(&card.to_plain()))))
}
