//! Named tensors in a safetensors file.

use std::collections::{BTreeMap, HashMap};

use foreign_text::ForeignText;
use half::f16;
use safetensors::tensor::{Dtype, TensorView};
use safetensors::{SafeTensorError, SafeTensors};
use sha2::{Digest, Sha256};

use super::header;
use crate::error::SafetensorsFault;
use crate::{ModelError, ModelResult};

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightPrecision {
    /// 16 bits, half the size.
    F16,
    /// 32 bits, exactly what was trained.
    F32,
}

/// A tensor on the host.
#[derive(Clone, Debug, PartialEq)]
pub struct HostTensor {
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its numbers, row by row.
    pub values: Vec<f32>,
}

/// Named tensors as they lie in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorFile {
    tensors: BTreeMap<String, StoredTensor>,
}

#[derive(Clone, Debug, PartialEq)]
struct StoredTensor {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl TensorFile {
    /// Tensors to be written with `precision`.
    pub fn new(precision: WeightPrecision, tensors: Vec<(String, HostTensor)>) -> Self {
        let stored = |tensor: HostTensor| StoredTensor {
            dtype: match precision {
                WeightPrecision::F16 => Dtype::F16,
                WeightPrecision::F32 => Dtype::F32,
            },
            shape: tensor.shape,
            bytes: match precision {
                WeightPrecision::F16 => tensor
                    .values
                    .iter()
                    .flat_map(|&value| f16::from_f32(value).to_le_bytes())
                    .collect(),
                WeightPrecision::F32 => tensor
                    .values
                    .iter()
                    .flat_map(|value| value.to_le_bytes())
                    .collect(),
            },
        };
        Self {
            tensors: tensors
                .into_iter()
                .map(|(name, tensor)| (name, stored(tensor)))
                .collect(),
        }
    }

    /// Adds a tensor of bytes.
    pub fn with_bytes(mut self, name: &str, bytes: Vec<u8>) -> Self {
        let stored = StoredTensor {
            dtype: Dtype::U8,
            shape: vec![bytes.len()],
            bytes,
        };
        self.tensors.insert(name.to_owned(), stored);
        self
    }

    /// Reads a file's tensors and metadata. `file` names it in messages.
    ///
    /// # Errors
    /// [`ModelError::Safetensors`] when the bytes are no well-formed safetensors file.
    pub fn parse(file: &str, bytes: &[u8]) -> ModelResult<(Self, HashMap<String, String>)> {
        let refused = |found| ModelError::Safetensors {
            file: ForeignText::whole(file),
            found,
        };
        let failed = |error: SafeTensorError| refused(describe(&error, bytes.len()));
        if let Some(fault) = header::fault(bytes) {
            return Err(refused(fault));
        }
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(failed)?;
        let metadata = header.metadata().clone().unwrap_or_default();
        let parsed = SafeTensors::deserialize(bytes).map_err(failed)?;
        let tensors = parsed
            .iter()
            .map(|(name, view)| {
                let stored = StoredTensor {
                    dtype: view.dtype(),
                    shape: view.shape().to_vec(),
                    bytes: view.data().to_vec(),
                };
                (name.to_owned(), stored)
            })
            .collect();
        Ok((Self { tensors }, metadata))
    }

    /// The file's bytes, with one entry of metadata if there is to be one.
    ///
    /// # Errors
    /// [`ModelError::Safetensors`] when the tensors cannot be written as such a file.
    pub fn to_bytes(&self, metadata: Option<(&str, String)>) -> ModelResult<Vec<u8>> {
        let failed = |error: SafeTensorError| ModelError::Safetensors {
            file: "weights".into(),
            found: describe(&error, 0),
        };
        let views = self
            .tensors
            .iter()
            .map(|(name, stored)| {
                TensorView::new(stored.dtype, stored.shape.clone(), &stored.bytes)
                    .map(|view| (name.as_str(), view))
            })
            .collect::<ModelResult<Vec<_>, _>>()
            .map_err(failed)?;
        let metadata = metadata.map(|(key, value)| HashMap::from([(key.to_owned(), value)]));
        safetensors::serialize(views, metadata).map_err(failed)
    }

    /// SHA-256, in hexadecimal, over each tensor in the order of their names: name, type, shape
    /// (as text, ended by a line feed each), then its bytes.
    pub fn digest(&self) -> String {
        self.digest_of(|_| true)
    }

    /// The same over those tensors whose names are `wanted`.
    pub(crate) fn digest_of(&self, wanted: impl Fn(&str) -> bool) -> String {
        hexadecimal(self.hashed(wanted))
    }

    /// The same over all tensors, then over `text`, which is what a file's metadata say.
    pub(crate) fn digest_with(&self, text: &str) -> String {
        let mut hash = self.hashed(|_| true);
        hash.update(text);
        hexadecimal(hash)
    }

    fn hashed(&self, wanted: impl Fn(&str) -> bool) -> Sha256 {
        let mut hash = Sha256::new();
        for (name, stored) in self.tensors.iter().filter(|(name, _)| wanted(name)) {
            hash.update(format!("{name}\n{:?}\n{:?}\n", stored.dtype, stored.shape));
            hash.update(&stored.bytes);
        }
        hash
    }

    /// Takes a tensor of `shape` out.
    ///
    /// # Errors
    /// [`ModelError::TensorMissing`], [`ModelError::TensorShape`], [`ModelError::TensorType`] or
    /// [`ModelError::TensorNotFinite`].
    pub fn take(&mut self, file: &str, name: &str, shape: &[usize]) -> ModelResult<Vec<f32>> {
        let stored = self.take_stored(file, name, shape)?;
        let values: Vec<f32> = match stored.dtype {
            Dtype::F16 => stored
                .bytes
                .as_chunks::<2>()
                .0
                .iter()
                .map(|&pair| f16::from_le_bytes(pair).to_f32())
                .collect(),
            Dtype::F32 => stored
                .bytes
                .as_chunks::<4>()
                .0
                .iter()
                .map(|&quad| f32::from_le_bytes(quad))
                .collect(),
            other => {
                return Err(ModelError::TensorType {
                    file: ForeignText::whole(file),
                    name: name.to_owned(),
                    expected: "F16 or F32",
                    found: format!("{other:?}"),
                });
            }
        };
        if let Some(&found) = values.iter().find(|value| !value.is_finite()) {
            return Err(ModelError::TensorNotFinite {
                file: ForeignText::whole(file),
                name: name.to_owned(),
                found,
            });
        }
        Ok(values)
    }

    /// Takes a tensor of bytes out.
    ///
    /// # Errors
    /// [`ModelError::TensorMissing`], [`ModelError::TensorShape`] or [`ModelError::TensorType`].
    pub fn take_bytes(&mut self, file: &str, name: &str, shape: &[usize]) -> ModelResult<Vec<u8>> {
        let stored = self.take_stored(file, name, shape)?;
        if stored.dtype != Dtype::U8 {
            return Err(ModelError::TensorType {
                file: ForeignText::whole(file),
                name: name.to_owned(),
                expected: "U8",
                found: format!("{:?}", stored.dtype),
            });
        }
        Ok(stored.bytes)
    }

    /// The shape of a tensor, if it is there.
    pub fn shape(&self, name: &str) -> Option<&[usize]> {
        self.tensors.get(name).map(|stored| stored.shape.as_slice())
    }

    /// The names of the tensors that were not taken out.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tensors.keys().map(String::as_str)
    }

    fn take_stored(
        &mut self,
        file: &str,
        name: &str,
        shape: &[usize],
    ) -> ModelResult<StoredTensor> {
        let stored = self
            .tensors
            .remove(name)
            .ok_or_else(|| ModelError::TensorMissing {
                file: ForeignText::whole(file),
                name: name.to_owned(),
                expected: shape.to_vec(),
            })?;
        if stored.shape != shape {
            return Err(ModelError::TensorShape {
                file: ForeignText::whole(file),
                name: name.to_owned(),
                expected: shape.to_vec(),
                found: stored.shape,
            });
        }
        Ok(stored)
    }
}

fn hexadecimal(hash: Sha256) -> String {
    let bytes = hash.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is wrong with a file, as the middle of a sentence.
fn describe(error: &SafeTensorError, length: usize) -> SafetensorsFault {
    match error {
        SafeTensorError::HeaderTooSmall => SafetensorsFault::HeaderTooSmall { length },
        SafeTensorError::HeaderTooLarge => SafetensorsFault::HeaderTooLarge,
        SafeTensorError::InvalidHeaderLength => SafetensorsFault::HeaderLength { length },
        SafeTensorError::InvalidHeader(_)
        | SafeTensorError::JsonError(_)
        | SafeTensorError::InvalidHeaderDeserialization(_) => SafetensorsFault::HeaderNotJson,
        SafeTensorError::InvalidOffset(name) => SafetensorsFault::TensorPlace(name.as_str().into()),
        SafeTensorError::MetadataIncompleteBuffer => SafetensorsFault::Length { length },
        SafeTensorError::TensorInvalidInfo
        | SafeTensorError::InvalidTensorView(..)
        | SafeTensorError::ValidationOverflow
        | SafeTensorError::MisalignedSlice => SafetensorsFault::TensorSize,
        other => SafetensorsFault::Unreadable(other.to_string().into()),
    }
}
