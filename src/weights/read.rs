//! Weights in: a file from anyone, believed nothing.

use half::{bf16, f16};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use super::Card;
use super::write::METADATA_KEY;
use crate::error::{LabError, Result};
use crate::model::{Autoencoder, ModelKind, ModelSpec};
use crate::nn::Activation;

/// What a weights file held.
#[derive(Debug)]
pub struct Loaded {
    pub model: Autoencoder,
    /// A flat buffer of the model's layout.
    pub params: Vec<f32>,
    pub card: Card,
}

/// Reads weights as f32, f16 or bf16. The model is described by the file's card; without one, by the tensors' names
/// and shapes (square images, ReLU).
///
/// # Errors
/// `BadWeights` when the file is not safetensors, lacks a tensor or has one too many, or a tensor has another shape,
/// another type, or a value that is not finite; `BadSpec` when the described model is out of bounds. Nothing is
/// allocated on the word of a header alone.
pub fn read(bytes: &[u8]) -> Result<Loaded> {
    let file = open(bytes)?;
    let card = match metadata(bytes)? {
        Some(card) => card,
        None => Card::untrained(infer(&file)?, 0),
    };
    let spec = card.model.clone().check()?;
    let tensors = file.len();
    let model = Autoencoder::new(spec);
    let layout = model.layout();
    // Before the buffer is made: every tensor is there, in shape, so the file is as large as the buffer to come.
    for span in layout.spans() {
        let tensor = file.tensor(&span.name).map_err(|_| bad(format!("the tensor {} is missing", span.name)))?;
        if tensor.shape() != span.shape() {
            let (has, should) = (tensor.shape(), span.shape());
            return Err(bad(format!("{} has shape {has:?}; the model needs {should:?}", span.name)));
        }
    }
    if tensors != layout.spans().len() {
        return Err(bad(format!("it holds {tensors} tensors; the model has {}", layout.spans().len())));
    }
    let mut params = layout.zeros();
    for span in layout.spans() {
        let tensor = file.tensor(&span.name).expect("found above");
        for (i, value) in floats(&span.name, &tensor)?.enumerate() {
            if !value.is_finite() {
                return Err(bad(format!("{} holds a value that is not finite", span.name)));
            }
            params[span.position(i)] = value;
        }
    }
    Ok(Loaded { model, params, card })
}

pub(super) fn bad(problem: String) -> LabError {
    LabError::BadWeights(problem)
}

pub(super) fn open(bytes: &[u8]) -> Result<SafeTensors<'_>> {
    SafeTensors::deserialize(bytes).map_err(|e| bad(format!("it is not safetensors ({e})")))
}

/// The card, when the file has one.
fn metadata(bytes: &[u8]) -> Result<Option<Card>> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(|e| bad(format!("it is not safetensors ({e})")))?;
    let Some(text) = header.metadata().as_ref().and_then(|m| m.get(METADATA_KEY)) else {
        return Ok(None);
    };
    serde_json::from_str(text).map(Some).map_err(|e| bad(format!("its card cannot be read ({e})")))
}

/// The values of a tensor of any float type up to 32 bits.
pub(super) fn floats<'a>(name: &str, tensor: &TensorView<'a>) -> Result<Box<dyn Iterator<Item = f32> + 'a>> {
    let data = tensor.data();
    let pairs = || data.chunks_exact(2).map(|b| [b[0], b[1]]);
    match tensor.dtype() {
        Dtype::F32 => Ok(Box::new(data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])))),
        Dtype::F16 => Ok(Box::new(pairs().map(|b| f16::from_le_bytes(b).to_f32()))),
        Dtype::BF16 => Ok(Box::new(pairs().map(|b| bf16::from_le_bytes(b).to_f32()))),
        other => Err(bad(format!("{name} is of type {other:?}; f32, f16 and bf16 can be read"))),
    }
}

/// The model that the names and shapes `encoder.0.weight`, `encoder.2.weight`, …, `decoder.0.weight` describe.
fn infer(file: &SafeTensors) -> Result<ModelSpec> {
    let shape = |name: &str| -> Option<(usize, usize)> {
        match *file.tensor(name).ok()?.shape() {
            [outputs, inputs] => Some((outputs, inputs)),
            _ => None,
        }
    };
    let (mut widths, mut pixels) = (Vec::new(), 0);
    while let Some((outputs, inputs)) = shape(&format!("encoder.{}.weight", 2 * widths.len())) {
        if widths.is_empty() {
            pixels = inputs;
        }
        widths.push(outputs);
    }
    let (Some(head), Some((_, latent))) = (widths.pop(), shape("decoder.0.weight")) else {
        return Err(bad("it has no tensors encoder.0.weight and decoder.0.weight".into()));
    };
    let kind = if head == latent { ModelKind::Ae } else { ModelKind::Vae };
    let side = pixels.isqrt();
    if side * side != pixels {
        return Err(bad(format!("{pixels} pixels are no square image, and no card says their shape")));
    }
    Ok(ModelSpec { kind, height: side, width: side, hidden: widths, latent, activation: Activation::Relu })
}
