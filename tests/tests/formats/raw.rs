//! A safetensors file taken apart by hand, so that tests can put a wrong one together.

use model::vae::{Vae, VaeConfig};
use model::weights::{
    self, CARD_KEY, CARD_VERSION, CardDirection, CardMetric, DataFacts, ModelArchitecture,
    ModelCard, WeightPrecision,
};
use model::{ModelError, device};
use serde_json::{Map, Value, json};
use tests::run;

/// A safetensors file: 8 bytes of length, a header of JSON, and the tensors' bytes.
#[derive(Clone)]
pub struct Raw {
    pub header: Map<String, Value>,
    pub body: Vec<u8>,
}

impl Raw {
    pub fn parse(bytes: &[u8]) -> Self {
        let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        Self {
            header: serde_json::from_slice(&bytes[8..8 + length]).unwrap(),
            body: bytes[8 + length..].to_vec(),
        }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        file(&serde_json::to_string(&self.header).unwrap(), &self.body)
    }

    /// Adds a tensor behind all others.
    pub fn push(&mut self, name: &str, dtype: &str, shape: &[usize], bytes: &[u8]) {
        let begin = self.body.len();
        self.body.extend(bytes);
        let entry = json!({
            "dtype": dtype, "shape": shape, "data_offsets": [begin, self.body.len()],
        });
        self.header.insert(name.to_owned(), entry);
    }

    /// Takes a tensor out, and closes the gap.
    pub fn remove(&mut self, name: &str) {
        let [begin, end] = self.range(name);
        self.body.drain(begin..end);
        self.header.remove(name);
        for (_, entry) in self
            .header
            .iter_mut()
            .filter(|(name, _)| *name != "__metadata__")
        {
            for offset in entry["data_offsets"].as_array_mut().unwrap() {
                let at = offset.as_u64().unwrap() as usize;
                if at >= end {
                    *offset = json!(at - (end - begin));
                }
            }
        }
    }

    /// Puts another tensor in the place of one.
    pub fn replace(&mut self, name: &str, dtype: &str, shape: &[usize], bytes: &[u8]) {
        self.remove(name);
        self.push(name, dtype, shape, bytes);
    }

    /// Where a tensor's bytes lie.
    pub fn range(&self, name: &str) -> [usize; 2] {
        let offsets = &self.header[name]["data_offsets"];
        [0, 1].map(|i| offsets[i].as_u64().unwrap() as usize)
    }

    pub fn shape(&self, name: &str) -> Vec<usize> {
        serde_json::from_value(self.header[name]["shape"].clone()).unwrap()
    }

    pub fn card(&self) -> Value {
        let text = self.header["__metadata__"][CARD_KEY].as_str().unwrap();
        serde_json::from_str(text).unwrap()
    }

    pub fn set_card(&mut self, card: &str) {
        self.header["__metadata__"] = json!({ CARD_KEY: card });
    }

    /// Sets one field of the card.
    pub fn set_card_field(&mut self, field: &str, value: Value) {
        let mut card = self.card();
        card[field] = value;
        self.set_card(&card.to_string());
    }

    /// What loading the file as weights fails with.
    #[track_caller]
    pub fn refused(&self) -> ModelError {
        refused(&self.to_bytes())
    }
}

/// A file with any header.
pub fn file(header: &str, body: &[u8]) -> Vec<u8> {
    let length = (header.len() as u64).to_le_bytes();
    [&length[..], header.as_bytes(), body].concat()
}

/// What loading the bytes as weights fails with.
#[track_caller]
pub fn refused(bytes: &[u8]) -> ModelError {
    weights::load("net.safetensors", bytes, &device::cpu()).unwrap_err()
}

pub fn card(config: &VaeConfig) -> ModelCard {
    ModelCard {
        version: CARD_VERSION,
        title: "A small network".to_owned(),
        summary: "It is untrained — and says so.".to_owned(),
        architecture: ModelArchitecture::Vae(config.clone()),
        data: DataFacts {
            name: "stripes".to_owned(),
            authors: "nobody".to_owned(),
            licence: "CC0-1.0".to_owned(),
            images: 12,
        },
        licence: "MIT OR Apache-2.0".to_owned(),
        metrics: vec![CardMetric {
            name: "negative ELBO".to_owned(),
            value: 12.25,
            unit: "nats per image".to_owned(),
            on: "12 images".to_owned(),
        }],
        directions: vec![CardDirection {
            id: "any".to_owned(),
            z: std::iter::once(1.0)
                .chain(std::iter::repeat_n(0.0, config.latent - 1))
                .collect(),
            low: -2.0,
            high: 2.5,
        }],
        base: None,
        command: "none".to_owned(),
        digest: String::new(),
    }
}

/// A network and its file.
pub fn saved(config: &VaeConfig, precision: WeightPrecision) -> (Vae, Vec<u8>) {
    let vae = Vae::new(config, 4, &device::cpu()).unwrap();
    let bytes = run(weights::save(&vae, &card(config), precision)).unwrap();
    (vae, bytes)
}

/// The file of a small network, taken apart.
pub fn raw() -> Raw {
    Raw::parse(&saved(&tests::dense_config(), WeightPrecision::F32).1)
}
