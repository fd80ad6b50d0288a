//! Names of what a run logs and of the numbers of a step's stages. The trainer names them in English,
//! which is also how a run's files name them.

use std::borrow::Cow;

use protocol::{EngineKind, GanPlayer};
use session::{ChangeKind, LAB_THREADS};

use super::{lab, recipe, train_losses, train_measures, train_run, train_step};

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

/// What changed while a run went on.
pub fn setting_change(change: &ChangeKind) -> String {
    match change {
        ChangeKind::Field { field, from, to } => train_losses::FieldChanged {
            label: recipe::label_of(field),
            from,
            to,
        }
        .text(),
        ChangeKind::Renewed(GanPlayer::Discriminator) => {
            train_losses::discriminator_anew().to_owned()
        }
        ChangeKind::Renewed(GanPlayer::Generator) => train_losses::generator_anew().to_owned(),
        ChangeKind::DataPushed => train_losses::data_pushed().to_owned(),
        ChangeKind::Restored { from } => train_losses::Restored {
            from: (*from).into(),
        }
        .text(),
    }
}

/// What the trainer computes with: an engine, and how many threads.
pub fn trains_on(device: Option<(EngineKind, usize)>) -> String {
    match device {
        Some((EngineKind::WebGpu, _)) => "WebGPU".to_owned(),
        Some((EngineKind::Cpu, LAB_THREADS)) => lab::trains().to_owned(),
        Some((EngineKind::Cpu, threads)) if threads > 1 => train_run::Threads {
            count: threads as f64,
        }
        .text(),
        Some((EngineKind::Cpu, _)) => "CPU".to_owned(),
        None => String::new(),
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
