//! Presets and hyper-parameters.

use spec::{Field, FieldError};

use super::record::Mark;
use super::state::Refusal;
use crate::session::Session;

impl Session {
    /// A preset was picked. The run under way goes on until `Reset run`.
    pub(super) fn choose_preset(&mut self, name: &str) {
        if let Some(preset) = spec::preset(name) {
            self.training.preset = preset.name.to_owned();
            self.training.draft = preset.spec();
            self.training.refusals.clear();
        }
    }

    /// A field of the form was set.
    pub(super) fn set_field(&mut self, id: &str, text: &str) {
        let Some(field) = Field::named(id) else {
            return;
        };
        let mut draft = self.training.draft.clone();
        let checked = field
            .set(&mut draft, text)
            .and_then(|()| refusal_of(&draft, field));
        match checked {
            Ok(()) => {
                self.training.accept(id);
                self.training.draft = draft;
                if field.live {
                    self.change_live(field);
                }
            }
            Err(error) => {
                let refusal = Refusal {
                    field: field.id,
                    text: text.to_owned(),
                    reason: error.to_string(),
                };
                self.training.refuse(refusal);
            }
        }
    }

    /// Takes a live field over into the run under way, and marks it on the curves.
    fn change_live(&mut self, field: &'static Field) {
        let draft = self.training.draft.clone();
        let Some(run) = &mut self.training.run else {
            return;
        };
        let (before, after) = (field.get(&run.spec), field.get(&draft));
        if before == after || !field.used_by(&run.spec) {
            return;
        }
        let mut spec = run.spec.clone();
        if field.set(&mut spec, &after).is_err() || spec.check().is_err() {
            return;
        }
        run.spec = spec.clone();
        let step = run.progress.step;
        run.record.marks.push(Mark {
            step,
            text: format!("{} {before} → {after}", field.label),
        });
        self.send_change(spec);
    }
}

/// What stands in the way of a specification at this field.
fn refusal_of(spec: &spec::RunSpec, field: &Field) -> Result<(), FieldError> {
    let errors = spec.check().err().unwrap_or_default();
    match errors.into_iter().find(|error| error.field == field.id) {
        // A switch to another model may leave other fields to be mended; they are named at `Play`.
        Some(error) if !matches!(field.id, "model" | "data") => Err(error),
        _ => Ok(()),
    }
}
