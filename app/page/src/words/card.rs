//! What a model's card says: its layers, its data, and figures that were measured. A card's texts are
//! English, as its file has them; those of shipped models are known here.

use protocol::{CardDetails, CardFacts, LayerWidths, MeasuredFigure, OnnxFacts};

use super::model_card as words;
use super::models::direction_title;
use super::models_by_id;

/// What a figure is called.
pub fn figure_name(figure: &MeasuredFigure) -> String {
    if let Some(direction) = figure.name.strip_prefix("Effect of ") {
        let direction = direction_title(direction);
        return words::EffectOf { direction }.text();
    }
    if let Some(direction) = figure.name.strip_prefix("Kept beside ") {
        let direction = direction_title(direction);
        return words::KeptBeside { direction }.text();
    }
    let name = match figure.name.as_str() {
        "Negative ELBO" => words::negative_elbo(),
        "Reconstruction" => words::reconstruction(),
        "KL divergence" => words::kl_divergence(),
        "A classifier is 90 % sure of" => words::classifier_sure(),
        "Digits among those" => words::digits_among_those(),
        "Skin, hair colour and glasses read of" => words::face_colours_read(),
        "Recognised as faces" => words::recognised_faces(),
        "Mouth read of" => words::mouth_read(),
        "Factors read of reconstructions" => words::factors_read(),
        "Characters read of reconstructions" => words::characters_read(),
        "Mutual information gap" => words::mutual_information_gap(),
        "Reconstruction of codes" => words::code_reconstruction(),
        "Error of pictures" => words::picture_error(),
        "Error of pictures by the base" => words::base_picture_error(),
        unknown => unknown,
    };
    name.to_owned()
}

/// A figure with its unit.
pub fn figure_value(figure: &MeasuredFigure) -> String {
    let unit = match figure.unit.as_str() {
        "nats" => words::nats(),
        "% of samples" => words::share_of_samples(),
        "of 10" => words::of_ten(),
        "of 1" => words::of_one(),
        "of 255" => words::of_grey_levels(),
        "correlation" => words::correlation(),
        "% of factors" => words::share_of_factors(),
        "% of characters" => words::share_of_characters(),
        unknown => unknown,
    };
    let value = figure.value;
    words::Figure { value, unit }.text()
}

/// What a figure was measured on.
pub fn measured_on(figure: &MeasuredFigure) -> String {
    let counted = figure.on.split_once(' ').and_then(|(count, what)| {
        let count: f64 = count.replace(',', "").parse().ok()?;
        match what {
            "test images" => Some(words::TestImages { count }.text()),
            "draws from the prior" => Some(words::PriorDraws { count }.text()),
            "pictures" => Some(words::OwnPictures { count }.text()),
            _ => None,
        }
    });
    counted.unwrap_or_else(|| figure.on.clone())
}

/// What a model is that was made of a shipped one's codes, which is named by its file.
pub fn own_model(base: &str, count: f64) -> String {
    let base = models_by_id::find(base).unwrap_or(base);
    words::OwnModel { base, count }.text()
}

/// The layers of each network in a line.
pub fn layer_lines(card: &CardFacts, details: &CardDetails) -> Vec<String> {
    let dimensions = card.latent as f64;
    let image = format!("{}×{}×{}", card.channels, card.height, card.width);
    let encoder = details.encoder.as_ref().map(|LayerWidths { conv, dense }| {
        let mut layers = vec![image.clone()];
        layers.extend(conv.iter().map(|width| conv_layer(*width)));
        layers.extend(dense.iter().map(|width| dense_layer(*width)));
        layers.push(words::Posterior { dimensions }.text());
        let layers = &layers.join(" → ");
        words::Encoder { layers }.text()
    });
    let LayerWidths { conv, dense } = &details.decoder;
    let mut layers = vec![words::Latent { dimensions }.text()];
    layers.extend(dense.iter().map(|width| dense_layer(*width)));
    layers.extend(conv.iter().map(|width| up_layer(*width)));
    layers.push(image);
    let layers = &layers.join(" → ");
    let decoder = match encoder {
        Some(_) => words::Decoder { layers }.text(),
        None => words::Generator { layers }.text(),
    };
    encoder.into_iter().chain([decoder]).collect()
}

fn conv_layer(width: usize) -> String {
    let width = width as f64;
    words::Conv { width }.text()
}

fn dense_layer(width: usize) -> String {
    let width = width as f64;
    words::Dense { width }.text()
}

fn up_layer(width: usize) -> String {
    let width = width as f64;
    words::Up { width }.text()
}

/// Where a decoder without a card comes from.
pub fn onnx_source(onnx: &OnnxFacts) -> String {
    let source = words::OnnxSource {
        producer: &onnx.producer,
        range: &onnx.range,
        known: if onnx.producer.is_empty() {
            "no"
        } else {
            "yes"
        },
    }
    .text();
    let encoder = match &onnx.encoder {
        None => words::onnx_without_encoder().to_owned(),
        Some(encoder) => words::OnnxEncoder {
            name: &encoder.file,
            spread: &encoder.spread,
            range: &encoder.range,
            error: encoder.error,
        }
        .text(),
    };
    format!("{source} {encoder}")
}

/// What a model was trained on.
pub fn training_data(details: &CardDetails) -> String {
    let data = &details.data;
    words::TrainingData {
        name: &data.name,
        images: data.images,
        authors: &data.authors,
        licence: &data.licence,
    }
    .text()
}

/// The licence of a model's weights.
pub fn licence(details: &CardDetails) -> &str {
    details
        .licence
        .as_deref()
        .unwrap_or_else(|| words::not_stated())
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::CardDataset;

    fn card(encoder: bool) -> (CardFacts, CardDetails) {
        let widths = |conv: &[usize], dense: &[usize]| LayerWidths {
            conv: conv.to_vec(),
            dense: dense.to_vec(),
        };
        let details = CardDetails {
            parameters: 1,
            encoder: encoder.then(|| widths(&[16, 32], &[64])),
            decoder: widths(&[32, 16], &[1024]),
            data: CardDataset {
                name: "MNIST".to_owned(),
                images: 60_000.0,
                authors: "Some".to_owned(),
                licence: "CC-BY-SA-3.0".to_owned(),
            },
            ..CardDetails::default()
        };
        let facts = CardFacts {
            title: String::new(),
            summary: String::new(),
            latent: 2,
            height: 28,
            width: 28,
            channels: 1,
            encoder,
            directions: Vec::new(),
            details: details.clone().into(),
        };
        (facts, details)
    }

    #[test]
    fn an_own_model_names_the_shipped_one_as_the_page_does() {
        let text = own_model("vae-faces", 1234.0);
        assert!(text.contains("“Faces, 16 dimensions”"), "{text}");
        assert!(text.contains("1,234 pictures"), "{text}");
        assert!(own_model("elsewhere", 1.0).contains("“elsewhere”"));
    }

    #[test]
    fn layers_stand_in_the_order_in_which_a_picture_passes_them() {
        let (facts, details) = card(true);
        assert_eq!(
            layer_lines(&facts, &details),
            [
                "Encoder: 1×28×28 → conv 16 → conv 32 → dense 64 → mean and variance of 2 latent",
                "Decoder: 2 latent → dense 1024 → up 32 → up 16 → 1×28×28",
            ]
        );
        let (facts, details) = card(false);
        assert_eq!(
            layer_lines(&facts, &details),
            ["Generator: 2 latent → dense 1024 → up 32 → up 16 → 1×28×28"]
        );
    }

    #[test]
    fn data_and_licence_are_said_in_a_line() {
        let (_, mut details) = card(true);
        assert_eq!(
            training_data(&details),
            "MNIST, 60,000 images (Some; CC-BY-SA-3.0)"
        );
        assert_eq!(
            licence(&details),
            "Not stated: whoever trained the model chooses one."
        );
        details.licence = Some("MIT".to_owned());
        assert_eq!(licence(&details), "MIT");
    }

    #[test]
    fn figures_of_shipped_models_are_known_and_in_english_as_their_cards_have_them() {
        let folder = local_files::crate_folder!().join("../../assets/models");
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
                let figure = MeasuredFigure {
                    name: part.split("\\\"").next().unwrap().to_owned(),
                    value: 12.5,
                    unit,
                    on: text("\\\"on\\\":\\\"").unwrap(),
                };
                // Directions are called as their sliders are.
                let english = match figure.name.rsplit_once(' ') {
                    Some((of, id)) if of == "Effect of" || of == "Kept beside" => {
                        format!("{of} {}", direction_title(id))
                    }
                    _ => figure.name.clone(),
                };
                assert_eq!(figure_name(&figure), english);
                assert_eq!(figure_value(&figure), format!("12.5 {}", figure.unit));
                assert_eq!(
                    measured_on(&figure).replace(',', ""),
                    figure.on.replace(',', "")
                );
                known += 1;
            }
        }
        assert_eq!(known, 65, "figures of shipped models");
    }
}
