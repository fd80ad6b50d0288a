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
        real_mean: mean_share(&report.real_scores, logits),
        fake_mean: mean_share(&report.fake_scores, logits),
        gradient_norms: report
            .gradient_norms
            .iter()
            .map(|(name, value)| (gradient(*name).to_owned(), *value))
            .filter(|(_, value)| value.is_finite())
            .collect(),
        // All of them or none: 0 in place of what is no number would count as an unused dimension.
        kl_per_dimension: Some(&report.kl_per_dimension)
            .filter(|kl| kl.iter().all(|nats| nats.is_finite()))
            .cloned()
            .unwrap_or_default(),
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

/// A score on the histogram's axis.
fn share(score: f32, logits: bool) -> f32 {
    if logits {
        1.0 / (1.0 + (-score).exp())
    } else {
        score
    }
}

/// The mean of scores on the histogram's axis, of the scores themselves and not of their bins; `None`
/// without scores, and where one is no number.
fn mean_share(scores: &[f32], logits: bool) -> Option<f64> {
    let shares = scores.iter().map(|score| f64::from(share(*score, logits)));
    let mean = shares.sum::<f64>() / scores.len() as f64;
    mean.is_finite().then_some(mean)
}

fn histogram(scores: &[f32], logits: bool) -> Vec<u32> {
    if scores.is_empty() {
        return Vec::new();
    }
    let mut bins = vec![0; BINS];
    for score in scores {
        let share = share(*score, logits);
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

    /// The specification has changed after so many steps.
    pub fn set(&mut self, spec: &RunSpec, steps: u32) {
        self.detectors.set(spec, steps);
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

#[cfg(test)]
mod tests {
    use super::{BINS, histogram, mean_share, progress};
    use model::train::StepReport;

    #[test]
    fn means_are_those_of_the_scores_and_not_of_their_bins() {
        assert_eq!(mean_share(&[1.0; 7], false), Some(1.0));
        assert_eq!(mean_share(&[0.0; 7], false), Some(0.0));
        assert_eq!(
            mean_share(&[0.25, 1.25], false),
            Some(0.75),
            "also beyond the axis"
        );
        // σ(0) = 1/2, σ(ln 3) = 3/4.
        let found = mean_share(&[0.0, 3.0_f32.ln()], true).expect("a mean");
        assert!((found - 0.625).abs() < 1e-7, "{found}");
        assert_eq!(mean_share(&[], false), None);
        assert_eq!(mean_share(&[0.5, f32::NAN], false), None);
    }

    #[test]
    fn scores_lie_in_equal_bins_and_the_largest_in_the_last() {
        let bins = histogram(&[0.0, 0.999, 1.0, 2.0, -1.0], false);
        assert_eq!((bins.len(), bins[0], bins[BINS - 1]), (BINS, 2, 3));
    }

    #[test]
    fn a_kl_that_is_no_number_makes_no_dimension_look_unused() {
        let of = |kl: &[f32]| {
            let report = StepReport {
                kl_per_dimension: kl.to_vec(),
                ..StepReport::default()
            };
            progress(&report, false).kl_per_dimension
        };
        assert_eq!(of(&[0.5, 0.0]), [0.5, 0.0]);
        assert!(of(&[0.5, f32::NAN]).is_empty());
    }
}
