//! Names of what a run logs and of the numbers of a step's stages. The trainer names them in English,
//! which is also how a run's files name them.

use std::borrow::Cow;

use super::{train_losses, train_measures, train_step};

/// What a curve of losses is called.
pub fn curve_name(name: &str) -> &str {
    match name {
        "Total loss" => train_losses::total_loss(),
        "Reconstruction" => train_losses::reconstruction(),
        "KL" => train_losses::kl(),
        "Feature matching" => train_losses::feature_matching(),
        "D loss" => train_losses::discriminator_loss(),
        "G loss" => train_losses::generator_loss(),
        unknown => unknown,
    }
}

/// What the network is called whose gradient has this name.
pub fn network_of_gradient(name: &str) -> &str {
    match name {
        "Encoder gradient" => train_measures::encoder(),
        "Decoder gradient" => train_measures::decoder(),
        "D gradient" => train_measures::discriminator(),
        "G gradient" => train_measures::generator(),
        unknown => unknown.strip_suffix(" gradient").unwrap_or(unknown),
    }
}

/// What a number of a stage is called. Most are formulas, which are the same in every language.
pub fn stage_number(name: &str) -> Cow<'_, str> {
    if let Some(norm) = name.strip_suffix(" before") {
        return train_step::NormBefore { norm }.text().into();
    }
    if let Some(norm) = name.strip_suffix(" after") {
        return train_step::NormAfter { norm }.text().into();
    }
    match name.strip_prefix("largest ") {
        Some(norm) => train_step::LargestNorm { norm }.text().into(),
        None => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_names_of_curves_are_those_of_the_log() {
        for name in [
            "Total loss",
            "Reconstruction",
            "KL",
            "Feature matching",
            "D loss",
            "G loss",
        ] {
            assert_eq!(curve_name(name), name);
        }
        for network in ["Encoder", "Decoder", "D", "G"] {
            assert_eq!(network_of_gradient(&format!("{network} gradient")), network);
        }
    }

    #[test]
    fn english_names_of_a_stages_numbers_are_those_of_the_trace() {
        for name in ["‖G‖ before", "‖G‖ after", "largest ‖∂L‖", "‖ΔG‖", "η"] {
            assert_eq!(stage_number(name), name);
        }
    }
}
