//! Names of what is measured of a run on two-dimensional data.

use super::train_quality;

/// A measure's name. One that stands for a formula, such as `MMD²`, is the same in every language.
pub fn measure_name(name: &str) -> &str {
    match name {
        "Grid KL" => train_quality::grid_kl(),
        "Grid JS" => train_quality::grid_js(),
        symbol => symbol,
    }
}
