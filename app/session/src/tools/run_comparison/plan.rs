//! What is compared: a plan of runs.

use run_spec::{COMPARISON_FAMILIES, ComparisonBudget, ComparisonFamily, DatasetId, DatasetKind};

use protocol::RunBudget;

/// Which families are trained, on what, for how long, and how often.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonPlan {
    /// The data set.
    pub data: DatasetId,
    /// Families, in the table's order.
    pub families: Vec<ComparisonFamily>,
    /// How long each run is trained.
    pub budget: RunBudget,
    /// How many runs each family has, of seeds 1, 2, …
    pub seeds: u32,
}

impl Default for ComparisonPlan {
    fn default() -> Self {
        Self {
            data: DatasetId::Digits,
            families: COMPARISON_FAMILIES.to_vec(),
            budget: RunBudget::Seconds(20),
            seeds: 1,
        }
    }
}

impl ComparisonPlan {
    /// The most seeds of a family.
    pub const MOST_SEEDS: u32 = 5;
    /// The most steps of a run.
    pub const MOST_STEPS: u32 = 20_000;
    /// The most seconds of a run.
    pub const MOST_SECONDS: u32 = 600;

    /// The data sets that can be compared on: those whose pictures the trainer finds by itself.
    pub fn data_sets() -> impl Iterator<Item = DatasetId> {
        let all = DatasetId::ALL.iter().copied();
        all.filter(|data| !matches!(data.info().kind, DatasetKind::Toy2d | DatasetKind::User))
    }

    /// The same within what can be done: an amount beyond its ends is at its end.
    pub(super) fn within_limits(mut self) -> Self {
        self.seeds = self.seeds.clamp(1, Self::MOST_SEEDS);
        self.budget = match self.budget {
            RunBudget::Steps(steps) => RunBudget::Steps(steps.clamp(1, Self::MOST_STEPS)),
            RunBudget::Seconds(seconds) => RunBudget::Seconds(seconds.clamp(1, Self::MOST_SECONDS)),
        };
        let order = |family: &ComparisonFamily| {
            COMPARISON_FAMILIES.iter().position(|known| known == family)
        };
        self.families.sort_by_key(order);
        self.families.dedup();
        self
    }

    /// Pixels a side of its pictures.
    pub(super) fn image_size(&self) -> Option<usize> {
        let family = COMPARISON_FAMILIES.first()?;
        let spec = family.spec(self.data, 1, self.recipe_budget())?;
        Some(spec.image_size)
    }

    /// How many runs are trained.
    pub(super) fn runs(&self) -> usize {
        self.families.len() * self.seeds as usize
    }

    /// How many seconds its training takes, as far as that can be foreseen; `None` of steps, which take as
    /// long as they take.
    pub(super) fn training_seconds(&self) -> Option<u32> {
        match self.budget {
            RunBudget::Steps(_) if self.families.is_empty() => Some(0),
            RunBudget::Steps(_) => None,
            RunBudget::Seconds(seconds) => Some(self.runs() as u32 * seconds),
        }
    }

    /// The budget, as recipes ask for it.
    pub(super) fn recipe_budget(&self) -> ComparisonBudget {
        match self.budget {
            RunBudget::Steps(steps) => ComparisonBudget::Steps(steps),
            RunBudget::Seconds(seconds) => ComparisonBudget::Seconds(seconds),
        }
    }
}
