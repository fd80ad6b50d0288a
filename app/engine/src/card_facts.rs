//! From a model card to what the page shows of it.

use model::data::NOT_STATED;
use model::weights::{ModelArchitecture, ModelCard};

use protocol::{CardDataset, CardDetails, CardFacts, LayerWidths, MeasuredFigure};
use run_spec::NetworkSpec;

/// The facts of a card, as the page shows them.
pub fn of(card: &ModelCard) -> CardFacts {
    let architecture = &card.architecture;
    let image = architecture.image();
    CardFacts {
        title: card.title.clone(),
        summary: card.summary.clone(),
        latent: architecture.latent(),
        height: image.height,
        width: image.width,
        channels: image.channels,
        encoder: architecture.has_encoder(),
        details: details(card).into(),
    }
}

fn details(card: &ModelCard) -> CardDetails {
    let (encoder, decoder) = match &card.architecture {
        ModelArchitecture::Vae(config) => (Some(&config.encoder), &config.decoder),
        ModelArchitecture::Gan(config) => (None, &config.decoder),
        ModelArchitecture::Coder(config) => (Some(&config.encoder), &config.generator.decoder),
    };
    let metrics = card.metrics.iter().map(|metric| MeasuredFigure {
        name: metric.name.clone(),
        value: metric.value,
        unit: metric.unit.clone(),
        on: metric.on.clone(),
    });
    CardDetails {
        parameters: card.architecture.parameter_count(),
        encoder: encoder.map(widths),
        decoder: widths(decoder),
        data: CardDataset {
            name: card.data.name.clone(),
            images: card.data.images as f64,
            authors: card.data.authors.clone(),
            licence: card.data.licence.clone(),
        },
        licence: (card.licence != NOT_STATED).then(|| card.licence.clone()),
        metrics: metrics.collect(),
        digest: card.digest.clone(),
    }
}

fn widths(network: &NetworkSpec) -> LayerWidths {
    let (channels, hidden) = network.layers();
    LayerWidths {
        conv: channels.to_vec(),
        dense: hidden.to_vec(),
    }
}
