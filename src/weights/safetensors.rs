//! The safetensors format: `N: u64 | N bytes of JSON | the tensors' bytes`, little-endian, read from anyone and written.
//! <https://github.com/huggingface/safetensors#format>

use super::kind_of_file::kind_of_file;
use crate::error::LabError;
use crate::plain::{self, FromPlain, Problem, Value, json};

/// Type of a tensor's elements, as the format names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dtype {
    F32,
    F16,
    Bf16,
    U8,
    /// One that is known by its size alone.
    Other(&'static str, usize),
}

const DTYPES: [(&str, Dtype); 13] = [
    ("F32", Dtype::F32),
    ("F16", Dtype::F16),
    ("BF16", Dtype::Bf16),
    ("U8", Dtype::U8),
    ("F64", Dtype::Other("F64", 8)),
    ("I64", Dtype::Other("I64", 8)),
    ("U64", Dtype::Other("U64", 8)),
    ("I32", Dtype::Other("I32", 4)),
    ("U32", Dtype::Other("U32", 4)),
    ("I16", Dtype::Other("I16", 2)),
    ("U16", Dtype::Other("U16", 2)),
    ("I8", Dtype::Other("I8", 1)),
    ("BOOL", Dtype::Other("BOOL", 1)),
];

impl Dtype {
    pub const F64: Dtype = Dtype::Other("F64", 8);
    pub const U32: Dtype = Dtype::Other("U32", 4);

    pub fn name(self) -> &'static str {
        DTYPES.iter().find(|(_, dtype)| *dtype == self).expect("every type is listed").0
    }

    /// Bytes of an element.
    fn size(self) -> usize {
        match self {
            Dtype::F32 => 4,
            Dtype::F16 | Dtype::Bf16 => 2,
            Dtype::U8 => 1,
            Dtype::Other(_, size) => size,
        }
    }
}

impl FromPlain for Dtype {
    fn from_plain(value: &Value) -> Result<Dtype, Problem> {
        plain::choice(value, &DTYPES)
    }
}

/// A tensor: its elements row-major in `data`.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor<D> {
    pub dtype: Dtype,
    pub shape: Vec<usize>,
    pub data: D,
}

/// A file's tensors by name, and the text of its metadata.
#[derive(Debug)]
pub struct File<'a> {
    /// Sorted by name, none twice.
    pub tensors: Vec<(String, Tensor<&'a [u8]>)>,
    metadata: Value,
}

const METADATA: &str = "__metadata__";
/// Longer headers are refused, by the format's own rule.
const MAX_HEADER: usize = 100_000_000;

impl<'a> File<'a> {
    /// Every tensor lies within the file, is as long as its shape says, and together they leave no byte out.
    ///
    /// # Errors
    /// What the file is instead, where that can be told; else what `bad` makes of what is wrong with it.
    pub fn read(bytes: &'a [u8], bad: impl Fn(Problem) -> LabError) -> Result<File<'a>, LabError> {
        File::parse(bytes).map_err(|problem| match kind_of_file(bytes) {
            Some((kind, is)) => LabError::OtherFile { kind, is },
            None => bad(problem),
        })
    }

    fn parse(bytes: &'a [u8]) -> Result<File<'a>, Problem> {
        let Some((len, rest)) = bytes.split_first_chunk() else {
            return Err("is shorter than the header of a safetensors file".into());
        };
        let len = u64::from_le_bytes(*len);
        if len > MAX_HEADER as u64 || len > rest.len() as u64 {
            return Err(format!("is cut short or no safetensors file: its header would be of {len} bytes").into());
        }
        let (header, data) = rest.split_at(len as usize);
        let header = std::str::from_utf8(header).map_err(|_| "has a header that is not UTF-8")?;
        let header = json::parse(header).map_err(|problem| format!("has a header that {problem}"))?;
        let Value::Object(entries) = header else { return Err("has a header that is not an object".into()) };

        let mut metadata = Value::Null;
        let mut tensors: Vec<(String, Tensor<&[u8]>)> = Vec::new();
        let mut spans = Vec::new();
        for (name, entry) in entries {
            if name == METADATA {
                metadata = entry;
                continue;
            }
            let (begin, tensor) =
                entry_of(&entry, data).map_err(|problem| format!("has a tensor `{name}` that {problem}"))?;
            spans.push((begin, tensor.data.len()));
            tensors.push((name, tensor));
        }
        tensors.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        if let Some([(name, _), _]) = tensors.array_windows().find(|[(a, _), (b, _)]| a == b) {
            return Err(format!("has two tensors `{name}`").into());
        }
        spans.sort_unstable();
        let end = spans.iter().try_fold(0, |end, &(begin, len)| (begin == end).then_some(end + len));
        if end != Some(data.len()) {
            return Err("has tensors that overlap or leave bytes out".into());
        }
        Ok(File { tensors, metadata })
    }

    /// The tensor called `name`.
    pub fn get(&self, name: &str) -> Option<&Tensor<&'a [u8]>> {
        let at = self.tensors.binary_search_by(|(other, _)| other.as_str().cmp(name)).ok()?;
        Some(&self.tensors[at].1)
    }

    /// The metadata's text under `key`.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        match self.metadata.get(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Where a tensor begins, and the tensor.
fn entry_of<'a>(entry: &Value, data: &'a [u8]) -> Result<(usize, Tensor<&'a [u8]>), Problem> {
    let dtype: Dtype = plain::field(entry, "dtype")?;
    let shape: Vec<usize> = plain::field(entry, "shape")?;
    let offsets: Vec<usize> = plain::field(entry, "data_offsets")?;
    let &[begin, end] = offsets.as_slice() else { return Err("has not two offsets".into()) };
    let data = data.get(begin..end).ok_or("lies outside the file")?;
    let len = shape.iter().try_fold(dtype.size(), |len, &n| len.checked_mul(n));
    if len != Some(data.len()) {
        return Err(format!("has {} bytes, not those of its shape", data.len()).into());
    }
    Ok((begin, Tensor { dtype, shape, data }))
}

/// A file of these tensors: wide types first, then by name, so that the same input gives the same bytes.
pub fn write(tensors: Vec<(String, Tensor<Vec<u8>>)>, metadata: Option<(&str, &str)>) -> Vec<u8> {
    let mut sorted: Vec<(String, Tensor<Vec<u8>>)> = Vec::with_capacity(tensors.len());
    for (name, tensor) in tensors {
        let size = tensor.dtype.size();
        let at = sorted.partition_point(|(other, before)| {
            let other_size = before.dtype.size();
            other_size > size || other_size == size && *other < name
        });
        sorted.insert(at, (name, tensor));
    }
    let mut entries = Vec::with_capacity(sorted.len() + 1);
    if let Some((key, text)) = metadata {
        entries.push((METADATA.to_owned(), Value::object([(key, text.into())])));
    }
    let mut data = Vec::new();
    for (name, tensor) in sorted {
        let begin = data.len();
        data.extend_from_slice(&tensor.data);
        let fields = [
            ("dtype", tensor.dtype.name().into()),
            ("shape", tensor.shape.as_slice().into()),
            ("data_offsets", [begin, data.len()][..].into()),
        ];
        entries.push((name, Value::object(fields)));
    }
    let mut header = json::write(&Value::Object(entries));
    // Spaces, so that the tensors begin at a multiple of eight bytes.
    while !header.len().is_multiple_of(8) {
        header.push(' ');
    }
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    bytes.extend_from_slice(&data);
    bytes
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use safetensors::{Dtype as TheirDtype, SafeTensors, tensor::TensorView};
    use std::collections::HashMap;

    fn tensors() -> Vec<(String, Tensor<Vec<u8>>)> {
        let tensor = |dtype: Dtype, shape: &[usize]| {
            let len = shape.iter().product::<usize>() * dtype.size();
            Tensor { dtype, shape: shape.to_vec(), data: (0..len).map(|i| i as u8).collect() }
        };
        let list = [
            ("labels", tensor(Dtype::U8, &[3])),
            ("b.weight", tensor(Dtype::F32, &[2, 3])),
            ("codes", tensor(Dtype::F16, &[3, 2])),
            ("a \"quoted\" naïve name", tensor(Dtype::F32, &[])),
            ("empty", tensor(Dtype::F32, &[0, 5])),
        ];
        list.map(|(name, tensor)| (name.to_owned(), tensor)).into()
    }

    #[test]
    fn the_bytes_are_those_of_the_formats_own_writer() {
        for metadata in [None, Some(("card", "{\"a\":\"ü\\n\"}"))] {
            let tensors = tensors();
            let views = tensors.iter().map(|(name, tensor)| {
                let dtype = match tensor.dtype {
                    Dtype::F32 => TheirDtype::F32,
                    Dtype::F16 => TheirDtype::F16,
                    _ => TheirDtype::U8,
                };
                (name, TensorView::new(dtype, tensor.shape.clone(), &tensor.data).unwrap())
            });
            let card = metadata.map(|(key, text)| HashMap::from([(key.to_owned(), text.to_owned())]));
            let theirs = safetensors::serialize(views, card).unwrap();
            assert_eq!(write(tensors, metadata), theirs);
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = write(tensors(), Some(("card", "text")));
        let file = File::parse(&bytes).unwrap();
        assert_eq!(file.metadata("card"), Some("text"));
        assert_eq!(file.metadata("cord"), None);
        assert_eq!(file.tensors.len(), 5);
        for (name, tensor) in tensors() {
            let read = file.get(&name).unwrap();
            assert_eq!((read.dtype, &read.shape, read.data), (tensor.dtype, &tensor.shape, &tensor.data[..]));
        }
    }

    #[test]
    fn every_type_goes_by_its_own_name() {
        for (name, dtype) in DTYPES {
            assert_eq!(dtype.name(), name);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// What this reader takes, the format's own takes too, and finds the same in it.
        #[test]
        fn a_bent_file_is_read_as_the_formats_own_reader_reads_it(at in any::<[u8; 2]>(), value in any::<[u8; 2]>()) {
            let mut bytes = write(tensors(), None);
            for (at, value) in at.into_iter().zip(value) {
                bytes[8 + usize::from(at)] = value;
            }
            if let Ok(file) = File::parse(&bytes) {
                let theirs = SafeTensors::deserialize(&bytes).unwrap();
                prop_assert_eq!(theirs.len(), file.tensors.len());
                for (name, tensor) in &file.tensors {
                    let other = theirs.tensor(name).unwrap();
                    prop_assert_eq!((other.shape(), other.data()), (&tensor.shape[..], tensor.data));
                }
            }
        }
    }
}
