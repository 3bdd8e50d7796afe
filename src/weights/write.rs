//! Weights out.

use half::f16;

use super::Card;
use super::safetensors::{self, Dtype, Tensor};
use crate::num::{Layout, Span};
use crate::plain::json;

pub(super) const METADATA_KEY: &str = "vae_lab";
/// Of a run's checkpoint, which holds weights too and is no file of weights alone.
pub(crate) const CHECKPOINT_KEY: &str = "vae_lab_checkpoint";

/// The float of a written file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    F32,
    /// Half the bytes; each value rounded to nearest.
    F16,
}

/// A safetensors file of `params`, a buffer of `layout`, with its card. The same input gives the same bytes.
pub fn write(layout: &Layout, params: &[f32], card: &Card, precision: Precision) -> Vec<u8> {
    let mut tensors = Vec::with_capacity(layout.spans().len());
    for span in layout.spans() {
        tensors.push((span.name.clone(), tensor(span, params, precision)));
    }
    safetensors::write(tensors, Some((METADATA_KEY, &json::write(&card.to_plain()))))
}

/// A span of `params` as files have it.
pub(crate) fn tensor(span: &Span, params: &[f32], precision: Precision) -> Tensor<Vec<u8>> {
    let mut data = Vec::new();
    for value in span.values(params) {
        match precision {
            Precision::F32 => data.extend_from_slice(&value.to_le_bytes()),
            Precision::F16 => data.extend_from_slice(&f16::from_f32(value).to_le_bytes()),
        }
    }
    let dtype = match precision {
        Precision::F32 => Dtype::F32,
        Precision::F16 => Dtype::F16,
    };
    Tensor { dtype, shape: span.shape.clone(), data }
}
