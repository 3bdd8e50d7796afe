//! A file of latent codes with their classes: what a page shows of a data set that it does not ship.

use half::f16;
use safetensors::tensor::{Dtype, TensorView};

use super::read::{bad, floats, open};
use crate::error::Result;

/// Codes (N, Z) and labels (N).
#[derive(Clone, Debug, PartialEq)]
pub struct Codes {
    pub latent: usize,
    pub z: Vec<f32>,
    pub labels: Vec<u8>,
}

/// A safetensors file with `codes` (N, Z) as f16 and `labels` (N) as u8.
///
/// # Panics
/// When the lengths disagree.
pub fn write_codes(codes: &Codes) -> Vec<u8> {
    let count = codes.labels.len();
    let z: Vec<u8> = codes.z.iter().flat_map(|&v| f16::from_f32(v).to_le_bytes()).collect();
    let view = |dtype, shape, data| TensorView::new(dtype, shape, data).expect("lengths agree");
    let tensors = [
        ("codes", view(Dtype::F16, vec![count, codes.latent], &z)),
        ("labels", view(Dtype::U8, vec![count], &codes.labels)),
    ];
    safetensors::serialize(tensors, None).expect("two names")
}

/// Reads what [`write_codes`] writes.
///
/// # Errors
/// `BadWeights` when the file is not safetensors, or lacks the two tensors in shapes that fit.
pub fn read_codes(bytes: &[u8]) -> Result<Codes> {
    let file = open(bytes)?;
    let tensor = |name: &str| file.tensor(name).map_err(|_| bad(format!("the tensor {name} is missing")));
    let (codes, labels) = (tensor("codes")?, tensor("labels")?);
    match (codes.shape(), labels.shape(), labels.dtype()) {
        (&[count, latent], &[labelled], Dtype::U8) if count == labelled => {
            Ok(Codes { latent, z: floats("codes", &codes)?.collect(), labels: labels.data().to_vec() })
        }
        _ => Err(bad("codes and labels are not of shapes (N, Z) and (N)".into())),
    }
}
