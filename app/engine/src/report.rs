//! From a step's report to what the page shows of it.

use model::metrics::plane::Toy2dQuality;
use model::train::detect::FailureDetectors;
use model::train::{LossName, NetworkName, StepReport, Trainer};
use run_spec::RunSpec;

use protocol::{RunFinding, TrainProgress};

/// Bins of a histogram of scores.
const BINS: usize = 24;
/// Real images that samples are compared with.
const REAL_IMAGES: usize = 64;

/// Whether the discriminator's scores are numbers without bounds, so that σ has to bring them to
/// [0, 1] for the histogram.
pub fn scores_are_logits(spec: &RunSpec) -> bool {
    !spec.gan_loss.row().score.has_target()
}

/// What a report says, without the clock's part.
pub fn progress(report: &StepReport, logits: bool) -> TrainProgress {
    TrainProgress {
        step: report.step,
        losses: report
            .losses
            .iter()
            .map(|(name, value)| (loss(*name).to_owned(), *value))
            // JSON has no word for the others; the detectors have.
            .filter(|(_, value)| value.is_finite())
            .collect(),
        real_scores: histogram(&report.real_scores, logits),
        fake_scores: histogram(&report.fake_scores, logits),
        gradient_norms: report
            .gradient_norms
            .iter()
            .map(|(name, value)| (gradient(*name).to_owned(), *value))
            .filter(|(_, value)| value.is_finite())
            .collect(),
        kl_per_dimension: report
            .kl_per_dimension
            .iter()
            .map(|kl| if kl.is_finite() { *kl } else { 0.0 })
            .collect(),
        ..TrainProgress::default()
    }
}

fn loss(name: LossName) -> &'static str {
    match name {
        LossName::Total => "Total loss",
        LossName::Reconstruction => "Reconstruction",
        LossName::Kl => "KL",
        LossName::Feature => "Feature matching",
        LossName::Discriminator => "D loss",
        LossName::Generator => "G loss",
    }
}

fn gradient(name: NetworkName) -> &'static str {
    match name {
        NetworkName::Encoder => "Encoder gradient",
        NetworkName::Decoder => "Decoder gradient",
        NetworkName::Generator => "G gradient",
        NetworkName::Discriminator => "D gradient",
    }
}

fn histogram(scores: &[f32], logits: bool) -> Vec<u32> {
    if scores.is_empty() {
        return Vec::new();
    }
    let mut bins = vec![0; BINS];
    for score in scores {
        let share = if logits {
            1.0 / (1.0 + (-score).exp())
        } else {
            *score
        };
        // `as` saturates, and takes NaN to 0.
        let bin = (share.clamp(0.0, 1.0) * BINS as f32) as usize;
        bins[bin.min(BINS - 1)] += 1;
    }
    bins
}

/// The detectors, and what they see.
pub struct RunMonitor {
    detectors: FailureDetectors,
    pixels: usize,
}

impl RunMonitor {
    pub fn new(trainer: &Trainer) -> Self {
        let real = trainer.source().held_out(REAL_IMAGES);
        let data: Vec<u8> = (0..real.len())
            .flat_map(|index| real.bytes(index).to_vec())
            .collect();
        let pixels = trainer.image().len();
        Self {
            detectors: FailureDetectors::new(trainer.spec(), &data, pixels),
            pixels,
        }
    }

    /// The specification has changed.
    pub fn set(&mut self, spec: &RunSpec) {
        self.detectors.set(spec);
    }

    /// Looks at a report.
    pub fn observe_report(&mut self, report: &StepReport) {
        self.detectors.observe(report);
    }

    /// Looks at sample pictures.
    pub fn observe_samples(&mut self, step: u32, pictures: &[u8]) {
        self.detectors.observe_samples(step, pictures, self.pixels);
    }

    /// Looks at which parts of their density generated points reach.
    pub fn observe_coverage(&mut self, step: u32, quality: &Toy2dQuality) {
        if let Some(coverage) = &quality.coverage {
            self.detectors.observe_coverage(step, coverage);
        }
    }

    /// What is wrong, and whether the run is of no use any more.
    pub fn findings(&self) -> (Vec<RunFinding>, bool) {
        let findings = self.detectors.findings();
        let diverged = findings
            .iter()
            .any(|finding| matches!(finding, RunFinding::Diverged { .. }));
        (findings, diverged)
    }
}
