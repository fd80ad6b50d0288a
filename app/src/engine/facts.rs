//! From a model card to what the page shows of it.

use model::vae::VaeConfig;
use model::weights::{Card, grouped};

use crate::protocol::CardFacts;

pub fn facts(card: &Card, config: &VaeConfig) -> CardFacts {
    let data = &card.data;
    let mut metrics: Vec<(String, String)> = card
        .metrics
        .iter()
        .map(|metric| {
            let value = format!("{} {}", metric.value, metric.unit);
            (metric.name.clone(), value)
        })
        .collect();
    if let Some(first) = card.metrics.first() {
        metrics.push(("Measured on".to_owned(), first.on.clone()));
    }
    CardFacts {
        title: card.title.clone(),
        summary: card.summary.clone(),
        latent: config.latent,
        height: config.image.height,
        width: config.image.width,
        channels: config.image.channels,
        parameters: config.parameter_count(),
        architecture: config.summary().to_vec(),
        data: format!(
            "{}, {} images ({}; {})",
            data.name,
            grouped(data.images),
            data.authors,
            data.licence
        ),
        licence: card.licence.clone(),
        metrics,
        digest: card.digest.clone(),
    }
}
