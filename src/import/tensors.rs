//! Safetensors: one tensor of images, and perhaps one of labels.

use safetensors::{Dtype, SafeTensors};

use super::element::Element;
use super::stack::{Array, Bytes};
use super::{Fault, Result};

fn element(dtype: Dtype) -> Option<Element> {
    Some(match dtype {
        Dtype::BOOL => Element::Bool,
        Dtype::U8 => Element::U8,
        Dtype::I8 => Element::I8,
        Dtype::U16 => Element::U16,
        Dtype::I16 => Element::I16,
        Dtype::U32 => Element::U32,
        Dtype::I32 => Element::I32,
        Dtype::U64 => Element::U64,
        Dtype::I64 => Element::I64,
        Dtype::F16 => Element::F16,
        Dtype::BF16 => Element::Bf16,
        Dtype::F32 => Element::F32,
        Dtype::F64 => Element::F64,
        _ => return None,
    })
}

/// Every tensor that holds numbers, in the order of their names.
///
/// # Errors
/// When the file is damaged, or holds a tensor of another type alone.
pub fn parse<'a>(name: &str, bytes: &Bytes<'a>) -> Result<Vec<Array<'a>>> {
    let damaged = |error: safetensors::SafeTensorError| Fault::Damaged(error.to_string()).of(name);
    let tensors = SafeTensors::deserialize(bytes).map_err(damaged)?;
    let mut names = tensors.names();
    names.sort_unstable();
    let mut arrays = Vec::new();
    for tensor_name in names {
        let tensor = tensors.tensor(tensor_name).map_err(damaged)?;
        let Some(element) = element(tensor.dtype()) else {
            return Err(Fault::Element(format!("{:?}", tensor.dtype())).of(&format!("{name}/{tensor_name}")));
        };
        let start = tensor.data().as_ptr() as usize - bytes.as_ptr() as usize;
        let (name, shape) = (format!("{name}/{tensor_name}"), tensor.shape().to_vec());
        arrays.push(Array { name, element, big_endian: false, fortran: false, shape, bytes: bytes.clone(), start });
    }
    Ok(arrays)
}
