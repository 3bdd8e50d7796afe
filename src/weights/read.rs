//! Weights in: a file from anyone, believed nothing.

use half::{bf16, f16};

use super::Card;
use super::names::{NO_MODEL, Names};
use super::safetensors::{Dtype, File, Tensor};
use super::write::{CHECKPOINT_KEY, METADATA_KEY};
use crate::data::Pixels;
use crate::error::{LabError, Result};
use crate::model::{Autoencoder, Body, Family, Init, Likelihood, Model, ModelSpec, Sd};
use crate::nn::Activation;
use crate::plain::{FromPlain, json};

/// What a weights file held.
pub struct Loaded {
    pub model: Model<f32>,
    pub card: Card,
    /// Names of the tensors beside the model's, as a sentence can show them.
    pub left_out: Vec<String>,
}

/// What is looked for in a file that describes no model.
const EXPECTED: &str = "encoder.0.weight, encoder.0.bias, encoder.2.weight, … and the same of decoder; or fc1, fc21, fc22, \
                        fc3, fc4; heads may be apart, and one prefix may stand before all";

/// Reads weights as f64, f32, f16 or bf16, under the lab's names or others that say as much (`docs/weights.md`). The model
/// is described by the file's card; without one, by the tensors' names and shapes (square images, ReLU; Gaussian where it
/// has a `log_sd`, else Bernoulli). Tensors beside the model's are left out, and named.
///
/// # Errors
/// `BadWeights` when the file is not safetensors, lacks a tensor or has one too many in the encoder or the decoder, or a
/// tensor has another shape, another type, or a value that is not finite; `BadSpec` when the described model is out of
/// bounds. Nothing is allocated on the word of a header alone.
pub fn read(bytes: &[u8]) -> Result<Loaded> {
    let file = open(bytes)?;
    if file.metadata(CHECKPOINT_KEY).is_some() {
        return Err(bad("it is the checkpoint of a run; a run goes on from it".into()));
    }
    let card = card(&file)?;
    let mut expected = EXPECTED.to_owned();
    // Before the buffer is made: every tensor is there, in shape, so the file is as large as the buffer to come.
    let Fit { names, wiring, card, left_out } = fit(&file, card, &mut expected).map_err(|error| match error {
        LabError::BadWeights(problem) => unlike(&file, &problem, &expected),
        other => other,
    })?;
    let layout = wiring.layout();
    let mut params = layout.zeros();
    for span in layout.spans() {
        let mut values = Vec::new();
        for name in names.get(&span.name) {
            floats(&span.name, file.get(name).expect("fits"), &mut values)?;
        }
        if values.iter().any(|value| !value.is_finite()) {
            return Err(bad(format!("{} holds a value that is not finite", span.name)));
        }
        let mut values = values.iter();
        span.fill_with(&mut params, &mut || values.next().copied());
    }
    Ok(Loaded { model: Model::new(wiring, params), card, left_out })
}

/// A model whose tensors are all in the file.
struct Fit {
    names: Names,
    wiring: Autoencoder,
    card: Card,
    left_out: Vec<String>,
}

/// The model of the card, or of the names and shapes; in `expected`, its tensors as soon as they are known.
fn fit(file: &File, card: Option<Card>, expected: &mut String) -> Result<Fit> {
    let names = Names::of(file).map_err(bad)?;
    let card = match card {
        Some(card) => card,
        None => Card::untrained(infer(file, &names)?, Pixels::Grey, 0),
    };
    let wiring = Autoencoder::new(card.model.clone().check()?);
    let layout = wiring.layout();
    expected.clear();
    for span in layout.spans() {
        list(expected, &span.name, &span.shape);
    }
    for span in layout.spans() {
        let mut own = &span.name;
        let mut shape: Option<Vec<usize>> = None;
        for name in names.get(&span.name) {
            own = name;
            shape = names.shape(file, &span.name);
            if file.get(name).is_none() {
                break;
            }
        }
        let Some(shape) = shape else { return Err(bad(format!("the tensor {own} is missing"))) };
        if shape != span.shape {
            let (has, should) = (sizes(&shape), sizes(&span.shape));
            return Err(bad(format!("{own} has shape {has}; the model needs {should}")));
        }
    }
    let mut left_out = Vec::new();
    for (name, _) in &file.tensors {
        let part = names.part(name);
        if part.is_some_and(|part| layout.span(part).is_some()) {
            continue;
        }
        if part.is_some() || names.is_needed(name) {
            return Err(bad(format!("{name} is of no layer that the model has")));
        }
        left_out.push(shown(name, 100));
    }
    Ok(Fit { names, wiring, card, left_out })
}

/// The refusal of a file that is not the model's: what it holds beside what was expected.
fn unlike(file: &File, problem: &str, expected: &str) -> LabError {
    const MOST: usize = 24;
    let mut holds = String::new();
    for (i, (name, tensor)) in file.tensors.iter().enumerate() {
        if i == MOST {
            holds.push_str(", …");
            break;
        }
        list(&mut holds, &shown(name, 100), &tensor.shape);
    }
    bad(format!("{}. It holds {} tensors: {holds}. Expected: {expected}", shown(problem, 300), file.tensors.len()))
}

fn list(text: &mut String, name: &str, shape: &[usize]) {
    if !text.is_empty() {
        text.push_str(", ");
    }
    text.push_str(name);
    text.push(' ');
    text.push_str(&sizes(shape));
}

fn sizes(shape: &[usize]) -> String {
    json::write(&shape.into())
}

/// What a file says, in a sentence: of a length to read, and nothing that a terminal obeys.
fn shown(text: &str, most: usize) -> String {
    let mut shown = text.as_bytes().get(..most).unwrap_or(text.as_bytes()).to_vec();
    for byte in &mut shown {
        if !(b' '..=b'~').contains(byte) {
            *byte = b'?';
        }
    }
    String::from_utf8(shown).unwrap_or_default()
}

pub(super) fn bad(problem: String) -> LabError {
    LabError::BadWeights(problem)
}

pub(super) fn open(bytes: &[u8]) -> Result<File<'_>> {
    File::read(bytes, |problem| bad(format!("it {problem}")))
}

/// The card, when the file has one.
fn card(file: &File) -> Result<Option<Card>> {
    let Some(text) = file.metadata(METADATA_KEY) else { return Ok(None) };
    let card = json::parse(text).and_then(|value| Card::from_plain(&value));
    card.map(Some).map_err(|problem| bad(format!("its card {problem}")))
}

/// Adds the values of a tensor of any float type; of f64, rounded to nearest.
pub(super) fn floats(name: &str, tensor: &Tensor<&[u8]>, values: &mut Vec<f32>) -> Result<()> {
    let data = tensor.data;
    match tensor.dtype {
        Dtype::F64 => data.as_chunks().0.iter().for_each(|&bytes| values.push(f64::from_le_bytes(bytes) as f32)),
        Dtype::F32 => data.as_chunks().0.iter().for_each(|&bytes| values.push(f32::from_le_bytes(bytes))),
        Dtype::F16 => data.as_chunks().0.iter().for_each(|&bytes| values.push(f16::from_le_bytes(bytes).to_f32())),
        Dtype::Bf16 => data.as_chunks().0.iter().for_each(|&bytes| values.push(bf16::from_le_bytes(bytes).to_f32())),
        other => return Err(bad(format!("{name} is of type {}; f64, f32, f16 and bf16 can be read", other.name()))),
    }
    Ok(())
}

/// The model that the names and shapes describe: `encoder.0.weight`, `encoder.2.weight`, …, `decoder.0.weight`.
fn infer(file: &File, names: &Names) -> Result<ModelSpec> {
    if names.shape(file, "encoder.0.weight").is_some_and(|shape| shape.len() == 4) {
        let why =
            "no tensor says how far apart a convolution's windows lie, nor how large its images are: only a card does";
        return Err(bad(format!("it has convolutions and no card; {why}")));
    }
    let shape = |name: &str| match *names.shape(file, name)? {
        [outputs, inputs] => Some((outputs, inputs)),
        _ => None,
    };
    let (mut widths, mut pixels) = (Vec::new(), 0);
    while let Some((outputs, inputs)) = shape(&format!("encoder.{}.weight", 2 * widths.len())) {
        if widths.is_empty() {
            pixels = inputs;
        }
        widths.push(outputs);
    }
    let (Some(head), Some((_, latent))) = (widths.pop(), shape("decoder.0.weight")) else {
        return Err(bad(NO_MODEL.into()));
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
    let likelihood = match names.shape(file, "log_sd") {
        Some(_) => Likelihood::Gaussian { sd: Sd::Learned },
        None => Likelihood::Bernoulli,
    };
    Ok(ModelSpec { family, height: side, width: side, body, latent, likelihood, init: Init::Pytorch })
}
