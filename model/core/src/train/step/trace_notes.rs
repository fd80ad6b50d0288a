//! What a traced step records of itself. Without a recorder, nothing here has an effect.

use burn::module::Module;
use burn::tensor::Tensor;
use run_spec::{GanLoss, StepTurn, TraceStageKind};

use super::{DiscriminatorView, TrainingStep};
use crate::gan::{discriminator_terms, generator_terms, shown_scores};
use crate::nn::ForwardPass;
use crate::train::step_trace::{StageRecorder, plain};
use crate::train::trainable_network::{TrainableNetwork, UpdateConfig, change_norms};

impl TrainingStep<'_> {
    /// Writes down a stage.
    pub(super) fn note(
        &mut self,
        kind: TraceStageKind,
        turn: StepTurn,
        write: impl FnOnce(&mut StageRecorder),
    ) {
        if let Some(trace) = &mut self.trace {
            trace.note(kind, turn, write);
        }
    }

    /// A training pass, which keeps activations if the step is traced.
    pub(super) fn pass(&self) -> ForwardPass {
        if self.trace.is_some() {
            ForwardPass::watched()
        } else {
            ForwardPass::training()
        }
    }

    /// Something that is needed for a later note only.
    pub(super) fn kept<T: Clone>(&self, value: &T) -> Option<T> {
        self.trace.is_some().then(|| value.clone())
    }

    /// The next images; changed, if they are what is learnt.
    pub(super) fn data(&mut self, turn: StepTurn) -> Tensor<2> {
        let mut images = (self.images)();
        let is_learnt = !self.spec.model.has_discriminator();
        if let Some(change) = is_learnt.then(|| self.change()).flatten() {
            images = change.apply(images);
        }
        self.note(TraceStageKind::Data, turn, |stage| stage.rows("x", &images));
        images
    }

    /// What a generator made.
    pub(super) fn note_generated(
        &mut self,
        turn: StepTurn,
        pass: &ForwardPass,
        pictures: &Tensor<2>,
    ) {
        self.note(TraceStageKind::Generate, turn, |stage| {
            stage.hidden(pass.hidden(), 0, pictures.dims()[0]);
            stage.rows("G(z)", pictures);
        });
    }

    /// How generated pictures were judged.
    ///
    /// # Shapes
    /// `scores`: `[batch]`
    pub(super) fn note_judged(&mut self, turn: StepTurn, pass: &ForwardPass, scores: &Tensor<1>) {
        let kind = self.spec.gan_loss;
        self.note(TraceStageKind::JudgeGenerated, turn, |stage| {
            stage.hidden(pass.hidden(), 0, scores.dims()[0]);
            let shown = shown_scores(kind, plain(scores.clone()));
            stage.tensor("D(G(z))", &shown);
        });
    }

    /// The real scores that generated ones are paired with, if they are.
    pub(super) fn note_partners(&mut self, turn: StepTurn, judge: &DiscriminatorView) {
        if let Some(scores) = judge.partners() {
            let shown = shown_scores(self.spec.gan_loss, plain(scores.clone()));
            self.note(TraceStageKind::JudgeReal, turn, |stage| {
                stage.tensor("D(x)", &shown);
            });
        }
    }

    /// The discriminator's loss and what it is the sum of. `penalties` are R1 and R2 with the weight of
    /// each, where they are taken.
    pub(super) fn note_discriminator_loss(
        &mut self,
        scores: [&Tensor<1>; 2],
        penalties: Option<(f64, [Tensor<1>; 2])>,
        loss: &Tensor<1>,
    ) {
        let (kind, smoothing) = (self.spec.gan_loss, self.spec.label_smoothing);
        self.note(TraceStageKind::Loss, StepTurn::Discriminator, |stage| {
            let scores = scores.map(|scores| plain(scores.clone()));
            for (name, values) in discriminator_terms(kind, scores, smoothing) {
                stage.measured(&name, values);
            }
            if kind.row().score.has_target() && smoothing > 0.0 {
                stage.known("s", smoothing);
            }
            if let Some((weight, [r1, r2])) = penalties {
                stage.known("γ/2", weight);
                stage.measured("R1", r1);
                stage.measured("R2", r2);
            }
            stage.measured("loss", loss.clone());
        });
    }
}

/// The generator's adversarial term, as a part of a stage.
pub(super) fn adversarial_term(
    stage: &mut StageRecorder,
    kind: GanLoss,
    scores: &Tensor<1>,
    partners: Option<&Tensor<1>>,
) {
    let partners = partners.map(|scores| plain(scores.clone()));
    for (name, values) in generator_terms(kind, &plain(scores.clone()), partners.as_ref()) {
        stage.measured(&name, values);
    }
}

/// A network's newest gradients, as a part of a stage. Where two networks learn at once, their
/// letters tell their parameters apart.
pub(super) fn gradients<M: Module>(
    stage: &mut StageRecorder,
    letter: char,
    alone: bool,
    trainable: &TrainableNetwork<M>,
) {
    if let Some(norm) = trainable.gradient_norm() {
        stage.measured(&format!("‖∂L/∂{letter}‖"), norm);
    }
    for gradient in trainable.named_gradients() {
        let name = match (alone, gradient.name) {
            (true, name) => format!("∂L/∂{name}"),
            (false, name) => format!("∂L/∂{letter}.{name}"),
        };
        stage.flat(name, gradient.shape, gradient.values);
    }
}

/// What became of a network's weights, as a part of a stage. `before` is the network as it was.
pub(super) fn weight_change<M: Module>(
    stage: &mut StageRecorder,
    letter: char,
    before: Option<&M>,
    trainable: &TrainableNetwork<M>,
) {
    let norms = before.and_then(|before| change_norms(before, &trainable.network));
    if let Some([before, after, change]) = norms {
        stage.measured(&format!("‖{letter}‖ before"), before);
        stage.measured(&format!("‖{letter}‖ after"), after);
        stage.measured(&format!("‖Δ{letter}‖"), change);
    }
}

/// How fast networks learn, as a part of a stage: the learning rate, and the largest norm of a
/// gradient if there is one.
pub(super) fn update_config(stage: &mut StageRecorder, update: UpdateConfig) {
    stage.known(
        "η",
        if update.frozen {
            0.0
        } else {
            update.learning_rate
        },
    );
    if update.max_grad_norm > 0.0 {
        stage.known("largest ‖∂L‖", update.max_grad_norm);
    }
}
