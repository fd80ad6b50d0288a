//! The model whose weights a run began with.

use serde::{Deserialize, Serialize};

use crate::weights::DataFacts;

/// The model that a run began with: what it knows comes from that model's data, too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct WeightsOrigin {
    /// What the model calls itself.
    pub title: String,
    /// What it was trained on.
    pub data: DataFacts,
}

impl WeightsOrigin {
    /// What is said of a run's data, for data of these facts.
    pub fn beside(&self, own: DataFacts) -> DataFacts {
        let both = |own: String, before: &str| match own == before {
            true => own,
            false => format!("{own}; before: {before}"),
        };
        DataFacts {
            name: both(own.name, &self.data.name),
            authors: both(own.authors, &self.data.authors),
            licence: both(own.licence, &self.data.licence),
            images: own.images,
        }
    }
}
