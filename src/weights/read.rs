//! Weights in: a file from anyone, believed nothing.

use half::{bf16, f16};

use super::Card;
use super::safetensors::{Dtype, File, Tensor};
use super::write::METADATA_KEY;
use crate::data::Pixels;
use crate::error::{LabError, Result};
use crate::model::{Autoencoder, Body, Family, Likelihood, Model, ModelSpec, Sd};
use crate::nn::Activation;
use crate::plain::{FromPlain, json};

/// What a weights file held.
pub struct Loaded {
    pub model: Model<f32>,
    pub card: Card,
}

/// Reads weights as f32, f16 or bf16. The model is described by the file's card; without one, by the tensors' names
/// and shapes (square images, ReLU; Gaussian where it has a `log_sd`, else Bernoulli).
///
/// # Errors
/// `BadWeights` when the file is not safetensors, lacks a tensor or has one too many, or a tensor has another shape,
/// another type, or a value that is not finite; `BadSpec` when the described model is out of bounds. Nothing is
/// allocated on the word of a header alone.
pub fn read(bytes: &[u8]) -> Result<Loaded> {
    let file = open(bytes)?;
    let card = match card(&file)? {
        Some(card) => card,
        None => Card::untrained(infer(&file)?, Pixels::Grey, 0),
    };
    let spec = card.model.clone().check()?;
    let wiring = Autoencoder::new(spec);
    let layout = wiring.layout();
    // Before the buffer is made: every tensor is there, in shape, so the file is as large as the buffer to come.
    for span in layout.spans() {
        let missing = || bad(format!("the tensor {} is missing", span.name));
        let tensor = file.get(&span.name).ok_or_else(missing)?;
        let (has, should) = (&tensor.shape, &span.shape);
        if has != should {
            let shape = |sizes: &[usize]| json::write(&sizes.into());
            let (has, should) = (shape(has), shape(should));
            return Err(bad(format!("{} has shape {has}; the model needs {should}", span.name)));
        }
    }
    let (held, needed) = (file.tensors.len(), layout.spans().len());
    if held != needed {
        return Err(bad(format!("it holds {held} tensors; the model has {needed}")));
    }
    let mut params = layout.zeros();
    for span in layout.spans() {
        let values = floats(&span.name, file.get(&span.name).expect("found above"))?;
        if values.iter().any(|value| !value.is_finite()) {
            return Err(bad(format!("{} holds a value that is not finite", span.name)));
        }
        let mut values = values.iter();
        span.fill_with(&mut params, &mut || values.next().copied());
    }
    Ok(Loaded { model: Model::new(wiring, params), card })
}

pub(super) fn bad(problem: String) -> LabError {
    LabError::BadWeights(problem)
}

pub(super) fn open(bytes: &[u8]) -> Result<File<'_>> {
    File::read(bytes).map_err(|problem| bad(format!("as safetensors, it {problem}")))
}

/// The card, when the file has one.
fn card(file: &File) -> Result<Option<Card>> {
    let Some(text) = file.metadata(METADATA_KEY) else { return Ok(None) };
    let card = json::parse(text).and_then(|value| Card::from_plain(&value));
    card.map(Some).map_err(|problem| bad(format!("its card {problem}")))
}

/// The values of a tensor of any float type up to 32 bits.
pub(super) fn floats(name: &str, tensor: &Tensor<&[u8]>) -> Result<Vec<f32>> {
    let data = tensor.data;
    let mut values = Vec::new();
    match tensor.dtype {
        Dtype::F32 => data.as_chunks().0.iter().for_each(|&bytes| values.push(f32::from_le_bytes(bytes))),
        Dtype::F16 => data.as_chunks().0.iter().for_each(|&bytes| values.push(f16::from_le_bytes(bytes).to_f32())),
        Dtype::Bf16 => data.as_chunks().0.iter().for_each(|&bytes| values.push(bf16::from_le_bytes(bytes).to_f32())),
        other => return Err(bad(format!("{name} is of type {}; f32, f16 and bf16 can be read", other.name()))),
    }
    Ok(values)
}

/// The model that the names and shapes `encoder.0.weight`, `encoder.2.weight`, …, `decoder.0.weight` describe.
fn infer(file: &File) -> Result<ModelSpec> {
    let shape = |name: &str| -> Option<(usize, usize)> {
        match *file.get(name)?.shape {
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
    let family = if head == latent { Family::Ae } else { Family::Vae };
    let side = pixels.isqrt();
    if side * side != pixels {
        return Err(bad(format!("{pixels} pixels are no square image, and no card says their shape")));
    }
    let body = match widths.is_empty() {
        true => Body::Linear,
        false => Body::Dense { hidden: widths, activation: Activation::Relu },
    };
    let likelihood = match file.get("log_sd") {
        Some(_) => Likelihood::Gaussian { sd: Sd::Learned },
        None => Likelihood::Bernoulli,
    };
    Ok(ModelSpec { family, height: side, width: side, body, latent, likelihood })
}
