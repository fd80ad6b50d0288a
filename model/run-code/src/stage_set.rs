//! Stages of a training step, as lines of a program belong to them.

use run_spec::{StepTurn, TraceStageKind};

/// How many kinds of stages there are: each turn has a bit for each of them.
const KINDS: u32 = TraceStageKind::Update as u32 + 1;

/// Some stages of a training step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageSet(u64);

impl StageSet {
    /// The discriminator's turn.
    pub(crate) const DISCRIMINATOR: &'static [StepTurn] = &[StepTurn::Discriminator];
    /// The turn of encoder and decoder.
    pub(crate) const AUTOENCODER: &'static [StepTurn] = &[StepTurn::Autoencoder];
    /// The turns in which a generator learns.
    pub(crate) const GENERATOR: &'static [StepTurn] = &[StepTurn::Generator, StepTurn::Autoencoder];

    /// Stages of these kinds, whoever's turn it is.
    pub fn of(kinds: &[TraceStageKind]) -> Self {
        Self::during(
            &[
                StepTurn::Discriminator,
                StepTurn::Generator,
                StepTurn::Autoencoder,
            ],
            kinds,
        )
    }

    /// Stages of these kinds in these turns.
    pub fn during(turns: &[StepTurn], kinds: &[TraceStageKind]) -> Self {
        let all = turns.iter().flat_map(|turn| {
            let bits = kinds.iter().map(|kind| bit(*kind, *turn));
            bits.collect::<Vec<_>>()
        });
        Self(all.fold(0, |set, bit| set | bit))
    }

    /// Whether a stage is one of them.
    pub fn has(self, kind: TraceStageKind, turn: StepTurn) -> bool {
        self.0 & bit(kind, turn) != 0
    }
}

fn bit(kind: TraceStageKind, turn: StepTurn) -> u64 {
    1 << (turn as u32 * KINDS + kind as u32)
}
