//! From a model card to what the page shows of it.

use model::vae::VaeConfig;
use model::weights::Card;

use crate::protocol::CardFacts;

pub fn facts(card: &Card, config: &VaeConfig) -> CardFacts {
    let data = &card.data;
    let metric = |metric: &model::weights::Metric| {
        let value = format!("{} {} on {}", metric.value, metric.unit, metric.on);
        (metric.name.clone(), value)
    };
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
            data.name, data.images, data.authors, data.licence
        ),
        licence: card.licence.clone(),
        metrics: card.metrics.iter().map(metric).collect(),
        digest: card.digest.clone(),
    }
}
