//! Whether a step's controls and its run leave a way to what it asks for in Train.

use run_spec::{RunSpec, SpecField};

use super::KnownModel;
use crate::controls::ControlGroup;
use crate::spec::LessonStep;
use crate::task::StepTask;

/// How addresses name the model that is being trained.
pub(super) const LIVE: &str = "live";

/// The model that a step trains, if Explore can open it: one of images.
pub(super) fn trained_in(step: &LessonStep) -> Option<KnownModel> {
    let spec = trained_spec(step).filter(|spec| !spec.is_points())?;
    Some(KnownModel {
        id: LIVE.to_owned(),
        latent: spec.latent,
        directions: Vec::new(),
        has_images: spec.model.has_encoder(),
    })
}

/// What a step in Train trains, if its place is one.
fn trained_spec(step: &LessonStep) -> Option<RunSpec> {
    match step.place() {
        ("train", rest) => run_spec::from_link(rest).ok().map(|(_, spec)| spec),
        _ => None,
    }
}

/// What a task in Train asks for that the step's controls or its run leave no way to.
pub(super) fn run_fault(task: &StepTask, step: &LessonStep) -> Option<String> {
    let spec = trained_spec(step)?;
    let needs = match task {
        StepTask::Field { field, .. } => match field.as_str() {
            "frozen" | "judge" => ControlGroup::Players,
            "model" | "data" | "world" => ControlGroup::Preset,
            _ => ControlGroup::Form,
        },
        StepTask::Traced => ControlGroup::SlowMotion,
        StepTask::Pictures { .. } => ControlGroup::Pictures,
        _ => ControlGroup::Transport,
    };
    if !step.controls.has(needs) {
        let name = needs.as_str();
        return Some(format!("{task:?} needs the controls “{name}”"));
    }
    let StepTask::Field { field, is } = task else {
        return None;
    };
    let known = SpecField::named(field).filter(|known| known.used_by(&spec));
    let Some(known) = known else {
        return Some(format!("the step’s run has no use for “{field}”"));
    };
    let mut changed = spec.clone();
    if let Err(error) = known.set(&mut changed, is) {
        return Some(error.to_string());
    }
    let written = known.get(&changed);
    (written != *is)
        .then(|| format!("expected “{written}” for “{field}”, as links write it, found “{is}”"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::ControlSet;

    fn step(setup: &str) -> LessonStep {
        LessonStep {
            section: "one".to_owned(),
            setup: setup.to_owned(),
            controls: ControlSet::default(),
            code: false,
            task: None,
        }
    }

    #[test]
    fn explore_opens_what_a_step_trains_on_images_and_knows_its_size() {
        let known = trained_in(&step("room=train&preset=my-drawings")).expect("a model");
        assert_eq!((known.latent, known.has_images), (2, true));
        let gan = trained_in(&step("room=train&preset=classroom")).expect("a model");
        assert_eq!((gan.latent, gan.has_images), (16, false));
        for setup in ["room=train&preset=ring", "room=explore&v=1&model=a"] {
            assert_eq!(trained_in(&step(setup)), None, "{setup}");
        }
    }
}
