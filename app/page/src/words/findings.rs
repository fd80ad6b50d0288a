//! What detectors find wrong with a run, in words.

use run_spec::{LossName, RunFinding};

use super::{train_findings as words, with_decimal_sign};

/// What was measured, as a sentence.
pub fn finding_sentence(finding: &RunFinding) -> String {
    match finding {
        RunFinding::Diverged { loss, value } if value.is_finite() => words::Diverged {
            loss: loss_key(*loss),
            value: (*value).into(),
        }
        .text(),
        RunFinding::Diverged { loss, .. } => words::NoNumber {
            loss: loss_key(*loss),
        }
        .text(),
        RunFinding::ModeCollapse { share } => words::ModeCollapse {
            percent: (100.0 * share).into(),
        }
        .text(),
        RunFinding::PartsMissed { reached, of, parts } => words::PartsMissed {
            reached: *reached as f64,
            count: *of as f64,
            parts,
        }
        .text(),
        RunFinding::DiscriminatorWins { real, fake } => words::DiscriminatorWins {
            real: (*real).into(),
            generated: (*fake).into(),
        }
        .text(),
        RunFinding::VanishingGradient { norm, share } => words::VanishingGradient {
            norm: &with_decimal_sign(format!("{norm:.1e}")),
            percent: (100.0 * share).into(),
        }
        .text(),
        RunFinding::PosteriorCollapse {
            unused,
            dimensions,
            kl,
        } => words::PosteriorCollapse {
            unused: *unused as f64,
            dimensions: *dimensions as f64,
            kl: (*kl).into(),
        }
        .text(),
    }
}

/// What to try.
pub fn finding_advice(finding: &RunFinding) -> &'static str {
    match finding {
        RunFinding::Diverged { .. } => words::against_divergence(),
        RunFinding::ModeCollapse { .. } | RunFinding::PartsMissed { .. } => {
            words::against_mode_collapse()
        }
        RunFinding::DiscriminatorWins { .. } => words::against_discriminator(),
        RunFinding::VanishingGradient { .. } => words::against_vanishing_gradient(),
        RunFinding::PosteriorCollapse { .. } => words::against_posterior_collapse(),
    }
}

/// A loss, as messages choose by it.
fn loss_key(loss: LossName) -> &'static str {
    match loss {
        LossName::Total => "total",
        LossName::Reconstruction => "reconstruction",
        LossName::Kl => "kl",
        LossName::Feature => "feature",
        LossName::Discriminator => "discriminator",
        LossName::Generator => "generator",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_findings_are_those_of_run_spec() {
        let mut findings = vec![
            RunFinding::ModeCollapse { share: 0.124 },
            RunFinding::DiscriminatorWins {
                real: 0.987,
                fake: 0.01,
            },
            RunFinding::VanishingGradient {
                norm: 1.23e-5,
                share: 0.0012,
            },
            RunFinding::PosteriorCollapse {
                unused: 98,
                dimensions: 100,
                kl: 0.126,
            },
        ];
        for loss in [
            LossName::Total,
            LossName::Reconstruction,
            LossName::Kl,
            LossName::Feature,
            LossName::Discriminator,
            LossName::Generator,
        ] {
            for value in [12345.6, f32::NAN] {
                findings.push(RunFinding::Diverged { loss, value });
            }
        }
        for parts in ["modes", "arcs", "squares"] {
            findings.push(RunFinding::PartsMissed {
                reached: 2,
                of: 25,
                parts: parts.to_owned(),
            });
        }
        for finding in findings {
            assert_eq!(finding_sentence(&finding), finding.sentence());
            assert_eq!(finding_advice(&finding), finding.advice());
        }
    }
}
