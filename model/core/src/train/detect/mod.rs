//! What goes wrong in a run, in numbers: detectors over the stream of reports and of
//! sample grids.
//!
//! Each threshold was set between what runs that show the failure and runs that do not were seen to
//! measure; `tests/tests/detectors.rs` holds one of each.

mod diversity;

pub use diversity::mean_distance;

use std::collections::VecDeque;

pub use run_spec::RunFinding;
use run_spec::losses::ScoreMeaning;
use run_spec::{FrozenPlayer, LossName, ModelType, RunSpec};

use super::step_report::{NetworkName, StepReport};
use crate::metrics::ModeCoverage;

/// A condition must hold for so many reports, one after the other.
const PERSISTENCE: u32 = 10;
/// Nothing but divergence is said of a run's first steps: everything begins collapsed.
const SETTLING_STEPS: u32 = 200;
/// Samples less far apart than this share of the data's distance have collapsed.
const COLLAPSED_DISTANCE: f32 = 0.25;
/// Samples are judged from this step on: a generator begins with one picture for every z, and has
/// to be given time to learn others.
const FIRST_JUDGED_STEP: u32 = 500;
/// Generated points, which collapse when they miss a density's parts, are judged from this step on.
const FIRST_JUDGED_COVERAGE: u32 = 2000;
/// And only if it was so in every measurement of so many steps: on their way to all parts, points
/// leave some and come back.
const COVERAGE_STEPS: u32 = 1000;
/// A discriminator wins when both kinds of scores are so near to their targets.
const WINNING_MARGIN: f32 = 0.05;
/// A generator's gradient below this share of the largest that it had has vanished.
const VANISHED_SHARE: f32 = 0.01;
/// Codes are judged from this step on, and after β's warm-up: many runs begin with codes that say
/// nothing.
const FIRST_JUDGED_CODES: u32 = 400;
/// Codes that say so much more than ten reports ago are being learnt: a factor, and nats.
const RISING_KL: (f32, f32) = (1.1, 0.05);
/// At most one in so many dimensions is in use when the posterior has collapsed.
const USED_SHARE: usize = 20;
/// A loss so many times the first one has diverged.
const DIVERGED_FACTOR: f32 = 20.0;

/// Watches a run.
#[derive(Clone, Debug)]
pub struct FailureDetectors {
    spec: RunSpec,
    /// Mean distance between two real images.
    data_distance: f32,
    /// The first total loss under the settings that hold, and of which part of the run it is.
    first_total: Option<(LossPhase, f32)>,
    largest_gradient: f32,
    /// Reports of steps up to this one were measured under other settings.
    settings_since: u32,
    diverged: Option<RunFinding>,
    collapse: Option<RunFinding>,
    /// Since which step generated points reach few parts only.
    missing_since: Option<u32>,
    winning: PersistentFinding,
    vanished: PersistentFinding,
    posterior: PersistentFinding,
    /// KL of all dimensions, of the newest reports.
    older_kl: VecDeque<f32>,
}

/// What a total loss is the sum of. Losses of two phases do not compare.
#[derive(Clone, Copy, Debug, PartialEq)]
struct LossPhase {
    /// Height of the pictures: reconstruction terms are sums over pixels, and a network may grow.
    side: usize,
    /// Whether a VAE-GAN has begun its game, which adds terms.
    game: bool,
}

/// A condition, and for how many reports it has held.
#[derive(Clone, Debug, Default)]
struct PersistentFinding {
    reports: u32,
    finding: Option<RunFinding>,
}

impl PersistentFinding {
    fn update(&mut self, finding: Option<RunFinding>) {
        self.reports = if finding.is_some() {
            self.reports + 1
        } else {
            0
        };
        self.finding = finding;
    }

    fn finding(&self) -> Option<RunFinding> {
        let long = self.reports >= PERSISTENCE;
        self.finding.clone().filter(|_| long)
    }
}

impl FailureDetectors {
    /// Detectors for a run of `spec`, which may change with [`Self::set`].
    ///
    /// # Shapes
    /// `data`: real images, some dozens, `[n, pixels]` bytes; `pixels`: of each
    pub fn new(spec: &RunSpec, data: &[u8], pixels: usize) -> Self {
        Self {
            spec: spec.clone(),
            data_distance: mean_distance(data, pixels),
            first_total: None,
            largest_gradient: 0.0,
            settings_since: 0,
            diverged: None,
            collapse: None,
            missing_since: None,
            winning: PersistentFinding::default(),
            vanished: PersistentFinding::default(),
            posterior: PersistentFinding::default(),
            older_kl: VecDeque::new(),
        }
    }

    /// The run's specification has changed after `steps` steps. What losses, scores and gradients
    /// were under another loss, another weight of a term, or another judge says nothing of those to
    /// come.
    pub fn set(&mut self, spec: &RunSpec, steps: u32) {
        let scale = |spec: &RunSpec| {
            let weights = [
                spec.reconstruction_weight,
                spec.beta,
                spec.adversarial_weight,
                spec.feature_weight,
            ];
            (spec.gan_loss, spec.uses_optimal_discriminator(), weights)
        };
        if scale(&self.spec) != scale(spec) {
            self.winning = PersistentFinding::default();
            self.vanished = PersistentFinding::default();
            self.largest_gradient = 0.0;
            self.first_total = None;
            self.settings_since = steps;
        }
        self.spec = spec.clone();
    }

    /// Takes note of a report.
    pub fn observe(&mut self, report: &StepReport) {
        if self.diverged.is_none() {
            self.diverged = self.divergence(report);
        }
        let settled = report.step >= SETTLING_STEPS;
        let winning = self.winner(report).filter(|_| settled);
        self.winning.update(winning);
        let vanished = self.vanishing(report).filter(|_| settled);
        self.vanished.update(vanished);
        let warm = report.step >= FIRST_JUDGED_CODES + self.spec.kl_warm_up_steps;
        let kl: f32 = report.kl_per_dimension.iter().sum();
        let rising = self
            .older_kl
            .front()
            .is_some_and(|&old| kl > RISING_KL.0 * old + RISING_KL.1);
        self.older_kl.push_back(kl);
        if self.older_kl.len() > PERSISTENCE as usize {
            self.older_kl.pop_front();
        }
        let posterior = self.unused(report).filter(|_| warm && !rising);
        self.posterior.update(posterior);
    }

    /// Takes note of the sample grid at a step: pictures of the same latent points each time.
    ///
    /// # Shapes
    /// `[n, pixels]` bytes, as [`Trainer::pictures`](super::Trainer::pictures) gives them
    pub fn observe_samples(&mut self, step: u32, samples: &[u8], pixels: usize) {
        let share = mean_distance(samples, pixels) / self.data_distance.max(f32::MIN_POSITIVE);
        let collapsed = self.spec.model.has_discriminator()
            && step >= FIRST_JUDGED_STEP
            && share < COLLAPSED_DISTANCE;
        self.collapse = collapsed.then_some(RunFinding::ModeCollapse { share });
    }

    /// Takes note of which parts of a density generated points reach at a step. Of runs on points this
    /// is asked in place of [`Self::observe_samples`].
    pub fn observe_coverage(&mut self, step: u32, coverage: &ModeCoverage) {
        // A generator that does not learn is not expected to reach anything.
        let learns =
            self.spec.model.has_discriminator() && self.spec.frozen != FrozenPlayer::Generator;
        let missed = learns && coverage.misses_parts();
        if !missed {
            self.missing_since = None;
            self.collapse = None;
            return;
        }
        // A run that went back begins anew.
        let since = self.missing_since.filter(|since| *since <= step);
        let since = *self.missing_since.insert(since.unwrap_or(step));
        let judged = step >= FIRST_JUDGED_COVERAGE && step - since >= COVERAGE_STEPS;
        self.collapse = judged.then(|| RunFinding::PartsMissed {
            reached: coverage.reached,
            of: coverage.of,
            parts: coverage.parts.to_owned(),
        });
    }

    /// What is wrong at the moment, the worst first.
    pub fn findings(&self) -> Vec<RunFinding> {
        let all = [
            self.diverged.clone(),
            self.collapse.clone(),
            self.winning.finding(),
            self.vanished.finding(),
            self.posterior.finding(),
        ];
        all.into_iter().flatten().collect()
    }

    fn divergence(&mut self, report: &StepReport) -> Option<RunFinding> {
        let diverged = |loss, value| Some(RunFinding::Diverged { loss, value });
        let mut losses = report.losses.iter();
        if let Some(&(loss, value)) = losses.find(|(_, value)| !value.is_finite()) {
            return diverged(loss, value);
        }
        let total = report.loss(LossName::Total)?;
        if self.is_outdated(report) {
            return None;
        }
        let phase = self.phase(report);
        let known = self.first_total.filter(|(of, _)| *of == phase);
        let (_, first) = *self.first_total.insert(known.unwrap_or((phase, total)));
        // A warm-up of β raises the loss as it should; its factor is far below this one.
        if total > DIVERGED_FACTOR * first.max(1.0) * (1.0 + report.beta) {
            return diverged(LossName::Total, total);
        }
        None
    }

    /// Whether a report is of a step that was taken under other settings.
    fn is_outdated(&self, report: &StepReport) -> bool {
        report.step <= self.settings_since
    }

    fn phase(&self, report: &StepReport) -> LossPhase {
        let game = self.spec.model == ModelType::VaeGan && report.step > self.spec.vae_steps;
        LossPhase {
            side: report.side,
            game,
        }
    }

    fn winner(&self, report: &StepReport) -> Option<RunFinding> {
        let real = mean(&report.real_scores)?;
        let fake = mean(&report.fake_scores)?;
        let target = 1.0 - self.spec.label_smoothing as f32;
        let wins = match self.spec.gan_loss.row().score {
            ScoreMeaning::Logit | ScoreMeaning::Probability => {
                real > target - WINNING_MARGIN && fake < WINNING_MARGIN
            }
            ScoreMeaning::Margin => report.loss(LossName::Discriminator)? < WINNING_MARGIN,
            // A critic's scores have no target.
            ScoreMeaning::Critic => false,
        };
        wins.then_some(RunFinding::DiscriminatorWins { real, fake })
    }

    fn vanishing(&mut self, report: &StepReport) -> Option<RunFinding> {
        if !self.spec.model.has_discriminator() || self.is_outdated(report) {
            return None;
        }
        let norm = report.gradient_norm(NetworkName::Generator)?;
        self.largest_gradient = self.largest_gradient.max(norm);
        let share = norm / self.largest_gradient.max(f32::MIN_POSITIVE);
        (share < VANISHED_SHARE).then_some(RunFinding::VanishingGradient { norm, share })
    }

    fn unused(&self, report: &StepReport) -> Option<RunFinding> {
        let kl = &report.kl_per_dimension;
        let used = kl.iter().filter(|&&kl| latent::is_active(kl)).count();
        let collapsed = !kl.is_empty() && used * USED_SHARE <= kl.len();
        collapsed.then(|| RunFinding::PosteriorCollapse {
            unused: kl.len() - used,
            dimensions: kl.len(),
            kl: kl.iter().sum(),
        })
    }
}

fn mean(values: &[f32]) -> Option<f32> {
    (!values.is_empty()).then(|| values.iter().sum::<f32>() / values.len() as f32)
}
