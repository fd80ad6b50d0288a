//! From a model card to what the page shows of it.

use model::data::NOT_STATED;
use model::weights::{ModelCard, grouped};

use protocol::CardFacts;

/// The facts of a card, as the page shows them.
pub fn of(card: &ModelCard) -> CardFacts {
    let architecture = &card.architecture;
    let image = architecture.image();
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
        latent: architecture.latent(),
        height: image.height,
        width: image.width,
        channels: image.channels,
        encoder: architecture.has_encoder(),
        parameters: architecture.parameter_count(),
        architecture: architecture.summary(),
        data: format!(
            "{}, {} images ({}; {})",
            data.name,
            grouped(data.images),
            data.authors,
            data.licence
        ),
        licence: match card.licence.as_str() {
            NOT_STATED => "Not stated: whoever trained the model chooses one.".to_owned(),
            stated => stated.to_owned(),
        },
        metrics,
        digest: card.digest.clone(),
    }
}
