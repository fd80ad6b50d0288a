//! From a model card to what the page shows of it. Anyone may have written a card: what cannot be seen of
//! it, the page does not get.

use foreign_text::seen;
use model::data::NOT_STATED;
use model::weights::{ModelArchitecture, ModelCard};

use protocol::{CardDataset, CardDetails, CardDirection, CardFacts, LayerWidths, MeasuredFigure};
use run_spec::NetworkSpec;

/// The facts of a card, as the page shows them.
pub fn of(card: &ModelCard) -> CardFacts {
    let architecture = &card.architecture;
    let image = architecture.image();
    CardFacts {
        title: seen(&card.title),
        summary: seen(&card.summary),
        latent: architecture.latent(),
        height: image.height,
        width: image.width,
        channels: image.channels,
        encoder: architecture.has_encoder(),
        directions: card.directions.iter().map(direction).collect(),
        details: details(card).into(),
    }
}

fn direction(direction: &CardDirection) -> CardDirection {
    CardDirection {
        id: seen(&direction.id),
        ..direction.clone()
    }
}

fn details(card: &ModelCard) -> CardDetails {
    let (encoder, decoder) = match &card.architecture {
        ModelArchitecture::Vae(config) => (Some(widths(&config.encoder)), widths(&config.decoder)),
        ModelArchitecture::Gan(config) => (None, widths(&config.decoder)),
        ModelArchitecture::Coder(config) => (
            Some(widths(&config.encoder)),
            widths(&config.generator.decoder),
        ),
        ModelArchitecture::Personal(config) => {
            // One after the other: the code between them is a layer of its own.
            let (mut encoder, mut decoder) =
                (widths(&config.base.encoder), widths(&config.decoder));
            encoder.dense.push(config.base.latent);
            encoder.dense.extend(widths(&config.encoder).dense);
            let base = widths(&config.base.decoder);
            decoder.dense.push(config.base.latent);
            decoder.dense.extend(base.dense);
            decoder.conv = base.conv;
            (Some(encoder), decoder)
        }
    };
    let self_modulation = match &card.architecture {
        ModelArchitecture::Gan(config) => config.self_modulation,
        ModelArchitecture::Coder(config) => config.generator.self_modulation,
        ModelArchitecture::Vae(_) | ModelArchitecture::Personal(_) => false,
    };
    let metrics = card.metrics.iter().map(|metric| MeasuredFigure {
        name: seen(&metric.name),
        value: metric.value,
        unit: seen(&metric.unit),
        on: seen(&metric.on),
    });
    CardDetails {
        parameters: card.architecture.parameter_count(),
        encoder,
        decoder,
        self_modulation,
        data: CardDataset {
            name: seen(&card.data.name),
            images: card.data.images as f64,
            authors: seen(&card.data.authors),
            licence: seen(&card.data.licence),
        },
        licence: (card.licence != NOT_STATED).then(|| seen(&card.licence)),
        metrics: metrics.collect(),
        digest: seen(&card.digest),
        base: card.base.as_deref().map(seen),
        onnx: None,
    }
}

fn widths(network: &NetworkSpec) -> LayerWidths {
    let (channels, hidden) = network.layers();
    LayerWidths {
        conv: channels.to_vec(),
        dense: hidden.to_vec(),
    }
}
