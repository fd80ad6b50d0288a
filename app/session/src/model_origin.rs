//! Where models on offer come from.

/// Where a model on offer comes from, which says what it is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ModelOrigin {
    /// A file, which has a title.
    #[default]
    File,
    /// The run under way.
    InTraining,
    /// A run of pictures before the one under way.
    TrainedBefore,
    /// A run, as it was at a step.
    Kept {
        /// The run's preset.
        preset: String,
        /// Steps taken.
        step: u32,
    },
}
