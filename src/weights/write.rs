//! Weights out.

use std::collections::HashMap;

use half::f16;
use safetensors::tensor::{Dtype, TensorView};

use super::Card;
use crate::num::{Layout, Span};

pub(super) const METADATA_KEY: &str = "vae_lab";

/// The float of a written file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    F32,
    /// Half the bytes; each value rounded to nearest.
    F16,
}

/// A safetensors file of `params`, a buffer of `layout`, with its card. The same input gives the same bytes.
///
/// # Panics
/// When a shape does not fit its data, which the layout rules out.
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
    let data: Vec<(&Span, Vec<u8>)> = layout.spans().iter().map(|span| (span, bytes(span))).collect();
    let views = data.iter().map(|(span, bytes)| {
        (span.name.as_str(), TensorView::new(dtype, span.shape(), bytes).expect("a span fits its shape"))
    });
    let card = serde_json::to_string(card).expect("a card is plain data");
    let metadata = HashMap::from([(METADATA_KEY.to_owned(), card)]);
    safetensors::serialize(views, Some(metadata)).expect("a layout's names are unique")
}
