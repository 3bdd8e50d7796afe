//! A file of latent codes with their classes: what a page shows of a data set that it does not ship.

use half::f16;
use ndarray::Array2;

use super::read::{bad, floats, open};
use super::safetensors::{self, Dtype, Tensor};
use crate::data::Labels;
use crate::error::Result;

const FILED_NO_LABEL: u8 = 255;

/// Codes of some images with their classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Codes {
    /// (N, Z)
    pub z: Array2<f32>,
    pub labels: Labels,
}

/// A safetensors file with `codes` (N, Z) as f16 and `labels` (N) as u8, 255 where an image has none. Classes are named
/// by their numbers.
///
/// # Panics
/// When the lengths disagree.
pub fn write_codes(codes: &Codes) -> Vec<u8> {
    let (count, latent) = codes.z.dim();
    assert_eq!(codes.labels.ids().len(), count, "codes and labels");
    let z: Vec<u8> = codes.z.iter().flat_map(|&v| f16::from_f32(v).to_le_bytes()).collect();
    let labels = codes.labels.ids().iter().map(|&id| u8::try_from(id).unwrap_or(FILED_NO_LABEL)).collect();
    let tensors = vec![
        ("codes".to_owned(), Tensor { dtype: Dtype::F16, shape: vec![count, latent], data: z }),
        ("labels".to_owned(), Tensor { dtype: Dtype::U8, shape: vec![count], data: labels }),
    ];
    safetensors::write(tensors, None)
}

/// Reads what [`write_codes`] writes.
///
/// # Errors
/// `BadWeights` when the file is not safetensors, or lacks the two tensors in shapes that fit; `BadData` when it has more
/// classes than can be shown.
pub fn read_codes(bytes: &[u8]) -> Result<Codes> {
    let (z, latent, labels) = read_codes_rows(bytes)?;
    let z = Array2::from_shape_vec((labels.ids().len(), latent), z).expect("as long as its shape");
    Ok(Codes { z, labels })
}

/// The same: codes in a row (N·Z), Z, classes.
pub(crate) fn read_codes_rows(bytes: &[u8]) -> Result<(Vec<f32>, usize, Labels)> {
    let file = open(bytes)?;
    let tensor = |name: &str| file.get(name).ok_or_else(|| bad(format!("the tensor {name} is missing")));
    let (codes, labels) = (tensor("codes")?, tensor("labels")?);
    match (codes.shape.as_slice(), labels.shape.as_slice(), labels.dtype) {
        (&[count, latent], &[labelled], Dtype::U8) if count == labelled => {
            let labels = Labels::numbered_bytes(labels.data, Some(FILED_NO_LABEL))?;
            let mut z = Vec::new();
            floats("codes", codes, &mut z)?;
            Ok((z, latent, labels))
        }
        _ => Err(bad("codes and labels are not of shapes (N, Z) and (N)".into())),
    }
}
