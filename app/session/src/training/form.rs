//! Presets and hyper-parameters.

use run_spec::{
    DatasetId, DatasetKind, FieldError, ModelType, NetworkSpec, Requirement, RunSpec, SpecField,
};

use super::state::{FieldRefusal, TrainRoom};
use crate::context::Context;

/// Widths of the layers that take the place of convolutions.
const DENSE: [usize; 2] = [64, 64];

impl TrainRoom {
    /// A preset was picked. The run under way goes on until `Reset run`.
    pub(super) fn choose_preset(&mut self, name: &str) {
        if let Some(preset) = run_spec::preset(name) {
            self.preset = preset.name.to_owned();
            self.draft = preset.spec();
            self.refusals.clear();
        }
    }

    /// A field of the form was set.
    pub(super) fn set_field(&mut self, context: &mut Context, id: &str, text: &str) {
        let Some(field) = SpecField::named(id) else {
            return;
        };
        let mut draft = self.draft.clone();
        let checked = field
            .set(&mut draft, text)
            .and_then(|()| refusal_of(&draft, field));
        match checked {
            Ok(()) => {
                self.accept(id);
                if field.id == "data" {
                    self.train_on(draft.data);
                } else {
                    self.draft = draft;
                }
                if field.live {
                    self.change_live(context, field);
                }
            }
            Err(error) => {
                let refusal = FieldRefusal {
                    field: field.id,
                    text: text.to_owned(),
                    reason: error,
                };
                self.refuse(refusal);
            }
        }
    }
}

impl TrainRoom {
    /// Puts other data in the form.
    pub(super) fn train_on(&mut self, data: DatasetId) {
        let were_points = self.draft.is_points();
        (self.preset, self.draft) = self.draft_on(data);
        if self.draft.is_points() != were_points {
            self.refusals.clear();
        }
    }

    /// Preset and form as they would be with other data. From images to points and back, little of a
    /// recipe fits: a preset of the same kind of model takes its place.
    pub(super) fn draft_on(&self, data: DatasetId) -> (String, RunSpec) {
        let (preset, mut draft) = (self.preset.clone(), self.draft.clone());
        let were_points = draft.is_points();
        draft.image_size = size_for(draft.image_size, draft.data, data);
        draft.data = data;
        let points = draft.is_points();
        if points == were_points {
            return (preset, draft);
        }
        let (model, seed) = (draft.model, draft.seed);
        let mut presets = run_spec::PRESETS
            .iter()
            .map(|preset| (preset, preset.spec()));
        match presets.find(|(_, spec)| spec.is_points() == points && spec.model == model) {
            Some((preset, spec)) => (preset.name.to_owned(), RunSpec { data, seed, ..spec }),
            None => {
                make_dense(&mut draft);
                (preset, draft)
            }
        }
    }
}

/// The fewest pixels a side that a picture is made of by itself.
const SMALLEST_OWN_SIZE: usize = 16;

/// The size of a run's images after a change of data. Who trained at the size that drawn or shipped
/// images are made for does so with the next ones, too.
fn size_for(size: usize, before: DatasetId, after: DatasetId) -> usize {
    let [before, after] = [before, after].map(DatasetId::info);
    let is_ours = |kind| {
        use DatasetKind::{Hanzi, Procedural, Shipped};
        matches!(kind, Procedural(_) | Hanzi(_) | Shipped { .. })
    };
    let is_own = size == before.shape.height && (is_ours(before.kind) || is_ours(after.kind));
    if is_own && after.shape.height >= SMALLEST_OWN_SIZE {
        after.shape.height
    } else {
        size
    }
}

/// Gives a specification networks that anything can be trained on.
fn make_dense(spec: &mut RunSpec) {
    for network in [
        &mut spec.encoder,
        &mut spec.decoder,
        &mut spec.discriminator,
    ] {
        if network.is_conv() {
            *network = NetworkSpec::dense(&DENSE);
        }
    }
    spec.growing_steps = 0;
    spec.fade_steps = 0;
    if spec.model == ModelType::LatentFedGan {
        spec.latent = spec.latent.max(2);
    }
}

/// What stands in the way of a specification at this field.
fn refusal_of(spec: &RunSpec, field: &SpecField) -> Result<(), FieldError> {
    let errors = spec.check().err().unwrap_or_default();
    if field.id == "ganLoss" && spec.comparison_losses().contains(&spec.gan_loss) {
        return Err(FieldError {
            field: field.id,
            label: field.label,
            expected: Requirement::LossOfNoComparison,
            found: field.get(spec).into(),
        });
    }
    match errors.into_iter().find(|error| error.field == field.id) {
        // A switch to another model may leave other fields to be mended; they are named at `Play`.
        Some(error) if !matches!(field.id, "model" | "data") => Err(error),
        _ => Ok(()),
    }
}
