//! What is said of runs that are trained to be compared: on the same data, with the same budget.

use run_spec::RunSpec;
use serde::{Deserialize, Serialize};

use super::run_source::DataFiles;

/// How long a run is trained.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunBudget {
    /// So many steps.
    Steps(u32),
    /// So many seconds of computing: steps alone count, not what is measured between them.
    Seconds(u32),
}

impl RunBudget {
    /// Whether checkpoint `at` of `of`, counted from 1, is reached after so many steps and seconds.
    pub fn reaches(self, (at, of): (u32, u32), steps: u32, seconds: f64) -> bool {
        let of = of.max(1);
        let is_there = match self {
            Self::Steps(all) => {
                let share = (u64::from(all) * u64::from(at)).div_ceil(of.into());
                u64::from(steps) >= share
            }
            Self::Seconds(all) => seconds >= f64::from(all) * f64::from(at) / f64::from(of),
        };
        is_there && steps > 0
    }
}

/// A run that is trained to be compared, or measured as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComparedRun {
    /// What to train, or what was trained.
    pub spec: RunSpec,
    /// Where its images are.
    pub data: DataFiles,
    /// How long; `None` of a finished run, which is measured as its checkpoint, the payload, has it.
    pub budget: Option<RunBudget>,
    /// It is measured so often, after equal parts of the budget; once if it is finished.
    pub checkpoints: u32,
    /// How many pictures are drawn, and how many held-out images are reconstructed.
    pub count: usize,
    /// How many training images are handed out beside them.
    pub training: usize,
}

/// A run at a checkpoint. Payload: pictures, one after another, as many of each kind as it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunMeasurement {
    /// Which checkpoint, from 1.
    pub checkpoint: u32,
    /// Steps taken.
    pub step: u32,
    /// Seconds spent in them.
    pub seconds: f64,
    /// −ELBO of held-out images, nats, of a model with a KL term.
    pub negative_elbo: Option<f64>,
    /// Bits of a code that leave a stated error; at the last checkpoint of a model with an encoder, if it comes
    /// so near at all.
    pub bits_per_image: Option<f64>,
    /// Pixels across, down, and channels of each picture.
    pub image: [usize; 3],
    /// Draws from the prior.
    pub drawn: usize,
    /// Reconstructions of the held-out images, in their order; none without an encoder.
    pub reconstructed: usize,
    /// Held-out images; none but at the first checkpoint.
    pub held_out: usize,
    /// Training images; none but at the first checkpoint.
    pub training: usize,
}

impl RunMeasurement {
    /// How many bytes the payload has; `None` if that is beyond counting.
    pub fn payload_bytes(&self) -> Option<usize> {
        let [width, height, channels] = self.image;
        let size = width.checked_mul(height)?.checked_mul(channels)?;
        let count = [self.drawn, self.reconstructed, self.held_out, self.training]
            .into_iter()
            .try_fold(0_usize, usize::checked_add)?;
        size.checked_mul(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checkpoints_are_equal_parts_of_a_budget_and_no_run_ends_untrained() {
        let steps = RunBudget::Steps(10);
        assert!(!steps.reaches((1, 4), 2, 1e9));
        assert!(steps.reaches((1, 4), 3, 0.0));
        assert!(!steps.reaches((4, 4), 9, 1e9) && steps.reaches((4, 4), 10, 0.0));
        let seconds = RunBudget::Seconds(20);
        assert!(!seconds.reaches((1, 4), 1000, 4.9) && seconds.reaches((1, 4), 1, 5.0));
        assert!(!RunBudget::Steps(1).reaches((1, 4), 0, 0.0));
        assert!(!RunBudget::Seconds(0).reaches((4, 4), 0, 1.0));
    }

    #[test]
    fn a_payload_has_all_pictures() {
        let mut measured = RunMeasurement {
            checkpoint: 1,
            step: 3,
            seconds: 0.5,
            negative_elbo: None,
            bits_per_image: None,
            image: [4, 3, 1],
            drawn: 5,
            reconstructed: 0,
            held_out: 2,
            training: 1,
        };
        assert_eq!(measured.payload_bytes(), Some(96));
        measured.drawn = usize::MAX;
        assert_eq!(measured.payload_bytes(), None);
    }
}
