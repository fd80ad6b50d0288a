//! From a model card to what the page shows of it.

use model::data::NOT_STATED;
use model::weights::{ModelArchitecture, ModelCard};

use protocol::{CardData, CardFacts, CardMetric, LayerWidths};
use run_spec::NetworkSpec;

/// The facts of a card, as the page shows them.
pub fn of(card: &ModelCard) -> CardFacts {
    let architecture = &card.architecture;
    let image = architecture.image();
    let (encoder, decoder) = match architecture {
        ModelArchitecture::Vae(config) => (Some(&config.encoder), &config.decoder),
        ModelArchitecture::Gan(config) => (None, &config.decoder),
        ModelArchitecture::Coder(config) => (Some(&config.encoder), &config.generator.decoder),
    };
    CardFacts {
        title: card.title.clone(),
        summary: card.summary.clone(),
        latent: architecture.latent(),
        height: image.height,
        width: image.width,
        channels: image.channels,
        encoder_layers: encoder.map(widths),
        decoder_layers: widths(decoder),
        parameters: architecture.parameter_count(),
        data: CardData {
            name: card.data.name.clone(),
            images: card.data.images,
            authors: card.data.authors.clone(),
            licence: card.data.licence.clone(),
        },
        licence: (card.licence != NOT_STATED).then(|| card.licence.clone()),
        metrics: card
            .metrics
            .iter()
            .map(|metric| CardMetric {
                name: metric.name.clone(),
                value: metric.value,
                unit: metric.unit.clone(),
            })
            .collect(),
        measured_on: card.metrics.first().map(|metric| metric.on.clone()),
        digest: card.digest.clone(),
    }
}

fn widths(network: &NetworkSpec) -> LayerWidths {
    let (channels, hidden) = network.layers();
    LayerWidths {
        channels: channels.to_vec(),
        hidden: hidden.to_vec(),
    }
}
