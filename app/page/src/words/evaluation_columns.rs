//! Columns of the table that compares runs: what they are called, and what they cannot say.

use evaluation::EvaluationColumn;

use super::compare_columns as words;

/// What a column is called.
pub fn column_name(column: EvaluationColumn) -> &'static str {
    match column {
        EvaluationColumn::ReconstructionError => words::reconstruction_error(),
        EvaluationColumn::NegativeElbo => words::negative_elbo(),
        EvaluationColumn::FrechetDistance => words::frechet_distance(),
        EvaluationColumn::Precision => words::precision(),
        EvaluationColumn::Recall => words::recall(),
        EvaluationColumn::Density => words::density(),
        EvaluationColumn::Coverage => words::coverage(),
        EvaluationColumn::Sharpness => words::sharpness(),
        EvaluationColumn::MemorisationRatio => words::memorisation_ratio(),
        EvaluationColumn::MemorisedShare => words::memorised_share(),
        EvaluationColumn::SureShare => words::sure_share(),
        EvaluationColumn::ClassesSeen => words::classes_seen(),
        EvaluationColumn::ClassEntropy => words::class_entropy(),
        EvaluationColumn::BitsPerImage => words::bits_per_image(),
        EvaluationColumn::Steps => words::steps(),
        EvaluationColumn::Seconds => words::seconds(),
        EvaluationColumn::GridKl => words::grid_kl(),
        EvaluationColumn::GridJs => words::grid_js(),
        EvaluationColumn::Mmd2 => words::mmd2(),
        EvaluationColumn::ModesReached => words::modes_reached(),
        EvaluationColumn::HighQualityShare => words::high_quality_share(),
    }
}

/// What it says, and what it cannot say.
pub fn column_limits(column: EvaluationColumn) -> &'static str {
    match column {
        EvaluationColumn::ReconstructionError => words::reconstruction_error_limits(),
        EvaluationColumn::NegativeElbo => words::negative_elbo_limits(),
        EvaluationColumn::FrechetDistance => words::frechet_distance_limits(),
        EvaluationColumn::Precision => words::precision_limits(),
        EvaluationColumn::Recall => words::recall_limits(),
        EvaluationColumn::Density => words::density_limits(),
        EvaluationColumn::Coverage => words::coverage_limits(),
        EvaluationColumn::Sharpness => words::sharpness_limits(),
        EvaluationColumn::MemorisationRatio => words::memorisation_ratio_limits(),
        EvaluationColumn::MemorisedShare => words::memorised_share_limits(),
        EvaluationColumn::SureShare => words::sure_share_limits(),
        EvaluationColumn::ClassesSeen => words::classes_seen_limits(),
        EvaluationColumn::ClassEntropy => words::class_entropy_limits(),
        EvaluationColumn::BitsPerImage => words::bits_per_image_limits(),
        EvaluationColumn::Steps => words::steps_limits(),
        EvaluationColumn::Seconds => words::seconds_limits(),
        EvaluationColumn::GridKl => words::grid_kl_limits(),
        EvaluationColumn::GridJs => words::grid_js_limits(),
        EvaluationColumn::Mmd2 => words::mmd2_limits(),
        EvaluationColumn::ModesReached => words::modes_reached_limits(),
        EvaluationColumn::HighQualityShare => words::high_quality_share_limits(),
    }
}
