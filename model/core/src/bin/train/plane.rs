//! How near a run on points comes to its density, while it goes on.

use std::path::Path;
use std::time::Duration;

use futures::executor::block_on;
use local_files::write_whole;
use model::data::ToyPoints;
use model::metrics::{SampleEvaluator, Toy2dQuality};
use model::train::Trainer;
use model::train::detect::FailureDetectors;

use crate::TrainError;

/// Steps between two measurements.
pub const STEPS: u32 = 250;

/// Measures generated points again and again.
pub struct ToySampleMeter {
    ruler: SampleEvaluator,
    newest: Option<Toy2dQuality>,
    /// The first step at which all parts were reached.
    first: Option<u32>,
    /// How few parts were reached after that, and when.
    fewest: Option<(usize, u32)>,
}

impl ToySampleMeter {
    /// A gauge, if the run is on points.
    pub fn new(trainer: &Trainer) -> Option<Self> {
        let ruler = SampleEvaluator::of(trainer.source().points()?, ToyPoints::HELD_OUT);
        Some(Self {
            ruler,
            newest: None,
            first: None,
            fewest: None,
        })
    }

    /// Measures as many points as are held out.
    pub fn measure(
        &mut self,
        trainer: &Trainer,
        detectors: &mut FailureDetectors,
    ) -> Result<(), TrainError> {
        let points = block_on(trainer.generated(ToyPoints::HELD_OUT))?;
        let quality = self.ruler.measure(&points);
        let step = trainer.steps();
        if let Some(coverage) = &quality.coverage {
            detectors.observe_coverage(step, coverage);
            if coverage.reached == coverage.of && self.first.is_none() {
                self.first = Some(step);
            }
            let fewest = self.fewest.map_or(usize::MAX, |(fewest, _)| fewest);
            if self.first.is_some() && coverage.reached < fewest {
                self.fewest = Some((coverage.reached, step));
            }
        }
        self.newest = Some(quality);
        Ok(())
    }

    /// Prints the newest measurement.
    pub fn tell(&self) {
        let Some(quality) = &self.newest else { return };
        let measures = quality.measures.iter().map(|measure| {
            format!(
                "{} {:.4} ± {:.4} (floor {:.4})",
                measure.name, measure.value, measure.error, measure.floor
            )
        });
        println!("          {}", measures.collect::<Vec<_>>().join(", "));
        if let Some(coverage) = &quality.coverage {
            println!(
                "          {} of {} {} reached, {:.1} ± {:.1} % of high quality (floor {:.1} %), {:?}",
                coverage.reached,
                coverage.of,
                coverage.parts,
                100.0 * coverage.high_quality,
                100.0 * coverage.error,
                100.0 * coverage.floor,
                coverage.counts
            );
        }
    }

    /// Prints since when all parts are reached,
    /// of a command that began at a step and took so many.
    pub fn conclude(&self, training: Duration, [begun, steps]: [u32; 2]) {
        let after = match begun {
            0 => String::new(),
            step => format!(" after step {step}"),
        };
        let (Some(first), Some((fewest, at))) = (self.first, self.fewest) else {
            println!("never were all parts reached{after}");
            return;
        };
        let share = f64::from(first - begun) / f64::from(steps.max(1));
        let secs = training.as_secs_f64() * share;
        println!(
            "all parts reached first{after} at step {first} (about {secs:.1} s), no fewer than {fewest} \
             since (step {at})"
        );
    }
}

/// Writes generated points as lines of coordinates.
pub fn write(path: &Path, trainer: &Trainer) -> Result<(), TrainError> {
    let points = block_on(trainer.generated(ToyPoints::HELD_OUT))?;
    let lines = points
        .chunks_exact(2)
        .map(|point| format!("{},{}\n", point[0], point[1]));
    let lines: String = lines.collect();
    Ok(write_whole(path, lines.as_bytes())?)
}
