//! What a model's card says: its layers, its data, and figures that were measured. A card's texts are
//! English, as its file has them; those of shipped models are known here.

use protocol::{CardData, CardFacts, CardMetric, LayerWidths};

use super::model_card as words;

/// What a measure is called.
pub fn metric_name(own: &str) -> &str {
    match own {
        "Negative ELBO" => words::negative_elbo(),
        "Reconstruction" => words::reconstruction(),
        "KL divergence" => words::kl_divergence(),
        "A classifier is 90 % sure of" => words::classifier_sure(),
        "Digits among those" => words::digits_among_those(),
        unknown => unknown,
    }
}

/// What was measured, with its unit.
pub fn metric_value(metric: &CardMetric) -> String {
    let unit = match metric.unit.as_str() {
        "nats" => words::nats(),
        "% of samples" => words::share_of_samples(),
        "of 10" => words::of_ten(),
        unknown => unknown,
    };
    words::MetricValue {
        value: metric.value,
        unit,
    }
    .text()
}

/// What measures were taken on.
pub fn measured_on(own: &str) -> String {
    match own.split_once(' ') {
        Some((count, "test images")) => words::TestImages { count }.text(),
        Some((count, "draws from the prior")) => words::PriorDraws { count }.text(),
        _ => own.to_owned(),
    }
}

/// The layers of each network in a line.
pub fn layer_lines(card: &CardFacts) -> Vec<String> {
    let dimensions = card.latent as f64;
    let image = format!("{}×{}×{}", card.channels, card.height, card.width);
    let code = words::Latent { dimensions }.text();
    let encoder = card.encoder_layers.as_ref().map(|encoder| {
        let mut layers = vec![image.clone()];
        layers.extend(convolutions(encoder, |width| words::Conv { width }.text()));
        layers.extend(dense(encoder));
        layers.push(words::Posterior { dimensions }.text());
        let layers = &layers.join(" → ");
        words::Encoder { layers }.text()
    });
    let mut layers = vec![code];
    layers.extend(dense(&card.decoder_layers));
    layers.extend(convolutions(&card.decoder_layers, |width| {
        words::Up { width }.text()
    }));
    layers.push(image);
    let layers = &layers.join(" → ");
    let decoder = match encoder {
        Some(_) => words::Decoder { layers }.text(),
        None => words::Generator { layers }.text(),
    };
    encoder.into_iter().chain([decoder]).collect()
}

fn convolutions(layers: &LayerWidths, word: fn(f64) -> String) -> impl Iterator<Item = String> {
    layers.channels.iter().map(move |width| word(*width as f64))
}

fn dense(layers: &LayerWidths) -> impl Iterator<Item = String> {
    let widths = layers.hidden.iter().map(|width| *width as f64);
    widths.map(|width| words::Dense { width }.text())
}

/// What a model was trained on.
pub fn data_line(data: &CardData) -> String {
    words::Data {
        name: &data.name,
        images: data.images as f64,
        authors: &data.authors,
        licence: &data.licence,
    }
    .text()
}

/// The licence of a model's weights.
pub fn licence(own: Option<&str>) -> &str {
    own.unwrap_or_else(|| words::not_stated())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(encoder: Option<LayerWidths>) -> CardFacts {
        CardFacts {
            title: String::new(),
            summary: String::new(),
            latent: 2,
            height: 28,
            width: 28,
            channels: 1,
            encoder_layers: encoder,
            decoder_layers: LayerWidths {
                channels: vec![16, 32],
                hidden: vec![1024],
            },
            parameters: 1,
            data: CardData {
                name: "MNIST".to_owned(),
                images: 60_000,
                authors: "Some".to_owned(),
                licence: "CC-BY-SA-3.0".to_owned(),
            },
            licence: None,
            metrics: Vec::new(),
            measured_on: None,
            digest: String::new(),
        }
    }

    #[test]
    fn layers_stand_in_the_order_in_which_a_picture_passes_them() {
        let encoder = LayerWidths {
            channels: vec![16, 32],
            hidden: vec![64],
        };
        assert_eq!(
            layer_lines(&facts(Some(encoder))),
            [
                "Encoder: 1×28×28 → conv 16 → conv 32 → dense 64 → mean and variance of 2 latent",
                "Decoder: 2 latent → dense 1024 → up 16 → up 32 → 1×28×28",
            ]
        );
        assert_eq!(
            layer_lines(&facts(None)),
            ["Generator: 2 latent → dense 1024 → up 16 → up 32 → 1×28×28"]
        );
    }

    #[test]
    fn data_and_licence_are_said_in_a_line() {
        let card = facts(None);
        assert_eq!(
            data_line(&card.data),
            "MNIST, 60,000 images (Some; CC-BY-SA-3.0)"
        );
        assert_eq!(
            licence(None),
            "Not stated: whoever trained the model chooses one."
        );
        assert_eq!(licence(Some("MIT")), "MIT");
    }

    #[test]
    fn measures_of_shipped_models_are_known_and_in_english_as_their_cards_have_them() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/models");
        let mut known = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|kind| kind != "safetensors") {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1 << 14)]).into_owned();
            for part in head.split("{\\\"name\\\":\\\"").skip(1) {
                let text = |key: &str| {
                    let (_, rest) = part.split_once(key)?;
                    rest.split_once("\\\"").map(|(text, _)| text.to_owned())
                };
                let Some(unit) = text("\\\"unit\\\":\\\"") else {
                    continue;
                };
                let name = part.split("\\\"").next().unwrap();
                let on = text("\\\"on\\\":\\\"").unwrap();
                let value = 12.5;
                let metric = CardMetric {
                    name: name.to_owned(),
                    value,
                    unit: unit.clone(),
                };
                assert_eq!(metric_name(name), name);
                assert_eq!(metric_value(&metric), format!("12.5 {unit}"));
                assert_eq!(measured_on(&on), on);
                known += 1;
            }
        }
        assert_eq!(known, 8, "measures of shipped models");
    }
}
