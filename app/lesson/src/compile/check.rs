//! Whether the page can follow a lesson.

use latent::ExploreLink;
use run_spec::{RunFinding, SpecField};

use super::run_check::{LIVE, run_fault, trained_in};
use super::{ENGLISH, KnownModel, KnownModels, LessonFault, LessonFolder};
use crate::controls::{ControlGroup, ControlPlace};
use crate::spec::LessonStep;
use crate::task::StepTask;

/// What is wrong with a lesson.
pub fn faults_of(folder: &LessonFolder, models: &KnownModels) -> Vec<LessonFault> {
    let mut found = Vec::new();
    let spec = &folder.spec;
    if spec.steps.is_empty() || spec.minutes == 0 || spec.version == 0 {
        found.push("expected steps, minutes and a version, each at least 1".to_owned());
    }
    let mut known = models.clone();
    for (at, step) in spec.steps.iter().enumerate() {
        let place = format!("step {}", at + 1);
        let faults = place_faults(step, &known).into_iter();
        found.extend(faults.map(|fault| format!("{place}: {fault}")));
        if let Some(trained) = trained_in(step) {
            known.0.retain(|model| model.id != LIVE);
            known.0.push(trained);
        }
    }
    let place = format!("{}/lesson.json", folder.name);
    let mut faults: Vec<_> = found
        .into_iter()
        .map(|fault| LessonFault::new(&place, fault))
        .collect();
    if !folder.texts.iter().any(|(tag, _)| tag == ENGLISH) {
        let fault = format!("expected {ENGLISH}.md, which is missing");
        faults.push(LessonFault::new(&folder.name, fault));
    }
    for (tag, _) in &folder.texts {
        faults.extend(folder.text(tag).err());
    }
    faults
}

fn place_faults(step: &LessonStep, models: &KnownModels) -> Vec<String> {
    let mut faults = Vec::new();
    let (room, rest) = step.place();
    let (place, model, start) = match room {
        "explore" => {
            let (link, wrong) = ExploreLink::from_text(rest);
            faults.extend(wrong.iter().map(|fault| format!("{fault:?}")));
            let model = link.model.as_deref().unwrap_or_default();
            let known = models.0.iter().find(|known| known.id == model);
            if known.is_none() {
                faults.push(format!(
                    "expected a shipped model, or {LIVE} after a step that trains on images, \
                     found “{model}”"
                ));
            }
            if let (Some(point), Some(known)) = (&link.point, known)
                && point.len() != known.latent
            {
                faults.push(format!(
                    "expected {} coordinates, found {}",
                    known.latent,
                    point.len()
                ));
            }
            (ControlPlace::Explore, known, link.point)
        }
        "train" => {
            if let Err(error) = run_spec::from_link(rest) {
                faults.push(error.to_string());
            }
            if let Some(part) = run_spec::unknown_in_link(rest) {
                faults.push(format!("“{part}” is no part of a run's link"));
            }
            (ControlPlace::Train, None, None)
        }
        other => {
            faults.push(format!(
                "expected room=explore or room=train, found {other}"
            ));
            return faults;
        }
    };
    let elsewhere = |group: &ControlGroup| group.place() != place;
    if let Some(group) = step.controls.groups().find(elsewhere) {
        let name = group.as_str();
        faults.push(format!("“{name}” are no controls of the room {room}"));
    }
    let slow_motion = ControlGroup::SlowMotion;
    if step.code && !step.controls.has(slow_motion) {
        let name = slow_motion.as_str();
        faults.push(format!(
            "“code” shows lines beside a step in slow motion: expected the controls “{name}” too"
        ));
    }
    let tasks = step.task.iter().flat_map(StepTask::parts);
    faults.extend(tasks.filter_map(|task| {
        room_fault(task, place)
            .or_else(|| value_fault(task, model, start.as_deref()))
            .or_else(|| run_fault(task, step))
    }));
    faults
}

/// What a task asks for that there is none of in the step's room.
fn room_fault(task: &StepTask, place: ControlPlace) -> Option<String> {
    use StepTask as Task;
    let needs = match task {
        Task::Near { .. }
        | Task::Digit { .. }
        | Task::Digits { .. }
        | Task::Beyond { .. }
        | Task::Walked { .. }
        | Task::Pins { .. }
        | Task::Path { .. }
        | Task::Direction { .. }
        | Task::Formula
        | Task::Encoded => ControlPlace::Explore,
        Task::All(_) => return Some("expected single tasks within a list of tasks".to_owned()),
        _ => ControlPlace::Train,
    };
    (needs != place).then(|| format!("{task:?} is no task of that room"))
}

/// What of a task nobody could ever do, with this model and from this point.
fn value_fault(
    task: &StepTask,
    model: Option<&KnownModel>,
    start: Option<&[f32]>,
) -> Option<String> {
    use StepTask as Task;
    let no_images = model.filter(|model| !model.has_images);
    match task {
        Task::Near { z, .. } if model.is_some_and(|model| model.latent != z.len()) => {
            Some(format!(
                "expected a place of {} coordinates, found {}",
                model.map_or(0, |model| model.latent),
                z.len()
            ))
        }
        Task::Path { along } if !["straight", "sphere"].contains(&along.as_str()) => {
            Some(format!("expected straight or sphere, found “{along}”"))
        }
        Task::Digit { digit } if *digit > 9 => {
            Some(format!("expected a digit from 0 to 9, found {digit}"))
        }
        Task::Digits { count } if !(1..=10).contains(count) => {
            Some(format!("expected 1 to 10 different digits, found {count}"))
        }
        Task::Digit { .. } | Task::Digits { .. } | Task::Encoded => {
            let id = &no_images?.id;
            Some(format!("expected a model that encodes images, found {id}"))
        }
        Task::Direction { direction, by } => direction_fault(model?, start, direction, *by),
        Task::Pictures { count } if *count < 2 => {
            Some(format!("expected 2 or more pictures, found {count}"))
        }
        Task::HighQuality { above: share } | Task::HighQualityLost { below: share }
            if !(0.0..=1.0).contains(share) =>
        {
            Some(format!("expected a share from 0 to 1, found {share}"))
        }
        Task::Field { field, .. } if SpecField::named(field).is_none() => {
            Some(format!("expected a field of a run, found “{field}”"))
        }
        Task::Finding { finding } if !RunFinding::KINDS.contains(&finding.as_str()) => {
            let names = RunFinding::KINDS.join(", ");
            Some(format!("expected one of {names}, found “{finding}”"))
        }
        _ => None,
    }
}

/// Whether a direction is one of the model's card, and its slider has room for the way.
fn direction_fault(model: &KnownModel, start: Option<&[f32]>, id: &str, by: f32) -> Option<String> {
    let mut directions = model.directions.iter();
    let Some(direction) = directions.find(|direction| direction.id == id) else {
        let names = model.directions.iter().map(|it| it.id.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        return Some(format!(
            "expected a direction of {} ({names}), found “{id}”",
            model.id
        ));
    };
    if by == 0.0 || !by.is_finite() {
        return Some(format!("expected a way along “{id}”, found {by}"));
    }
    let at: f32 = start?.iter().zip(&direction.z).map(|(a, b)| a * b).sum();
    let (low, high) = (direction.low, direction.high);
    (!(low..=high).contains(&(at + by))).then(|| {
        format!("expected a way along “{id}” from {at:.2} to between {low} and {high}, found {by}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::ControlSet;
    use latent::CardDirection;

    fn models() -> KnownModels {
        let with_images = KnownModel {
            id: "a".to_owned(),
            latent: 2,
            directions: vec![CardDirection {
                id: "smile".to_owned(),
                z: vec![0.0, 1.0],
                low: -1.0,
                high: 2.0,
            }],
            has_images: true,
        };
        let without = KnownModel {
            id: "b".to_owned(),
            has_images: false,
            ..with_images.clone()
        };
        KnownModels(vec![with_images, without])
    }

    /// What is wrong with a step of this place and task, as JSON.
    fn faults(setup: &str, task: &str) -> Vec<String> {
        let controls = if setup.starts_with(TRAIN) {
            ControlSet::of(&[ControlGroup::Transport, ControlGroup::Form])
        } else {
            ControlSet::default()
        };
        let step = LessonStep {
            section: "one".to_owned(),
            setup: setup.to_owned(),
            controls,
            code: false,
            task: Some(serde_json::from_str(task).expect("a task")),
        };
        place_faults(&step, &models())
    }

    const A: &str = "room=explore&v=1&model=a&z=0,0.5";
    const B: &str = "room=explore&v=1&model=b&z=0,0.5";
    const TRAIN: &str = "room=train&preset=ring";

    #[test]
    fn a_task_that_can_be_done_is_taken() {
        for (setup, task) in [
            (A, r#"{"direction": {"direction": "smile", "by": 1.5}}"#),
            (A, r#"{"direction": {"direction": "smile", "by": -1.5}}"#),
            (A, r#"{"digits": {"count": 10}}"#),
            (A, r#""encoded""#),
            (B, r#"{"near": {"z": [1, 0], "within": 0.5}}"#),
            (TRAIN, r#"{"finding": {"finding": "mode-collapse"}}"#),
            (TRAIN, r#"{"highQuality": {"above": 0.8}}"#),
            (
                TRAIN,
                r#"{"field": {"field": "discriminatorLearningRate", "is": "0.002"}}"#,
            ),
        ] {
            assert_eq!(faults(setup, task), Vec::<String>::new(), "{setup} {task}");
        }
    }

    #[test]
    fn code_is_refused_without_the_step_that_it_stands_beside() {
        let step = |controls: &[ControlGroup]| LessonStep {
            section: "one".to_owned(),
            setup: TRAIN.to_owned(),
            controls: ControlSet::of(controls),
            code: true,
            task: None,
        };
        let found = place_faults(&step(&[ControlGroup::Transport]), &models());
        assert!(
            found.len() == 1 && found[0].contains("expected the controls “slow-motion”"),
            "{found:?}"
        );
        let beside = step(&[ControlGroup::Transport, ControlGroup::SlowMotion]);
        assert_eq!(place_faults(&beside, &models()), Vec::<String>::new());
    }

    #[test]
    fn a_task_that_nobody_could_do_is_refused() {
        for (setup, task, expected) in [
            (
                A,
                r#"{"direction": {"direction": "smirk", "by": 1}}"#,
                "(smile), found “smirk”",
            ),
            (
                A,
                r#"{"direction": {"direction": "smile", "by": 0}}"#,
                "found 0",
            ),
            (
                A,
                r#"{"direction": {"direction": "smile", "by": 1.6}}"#,
                "from 0.50 to between -1 and 2",
            ),
            (
                A,
                r#"{"direction": {"direction": "smile", "by": -1.6}}"#,
                "found -1.6",
            ),
            (B, r#"{"digit": {"digit": 4}}"#, "encodes images, found b"),
            (B, r#"{"digits": {"count": 4}}"#, "encodes images, found b"),
            (B, r#""encoded""#, "encodes images, found b"),
            (A, r#"{"digits": {"count": 11}}"#, "found 11"),
            (
                A,
                r#"{"near": {"z": [1], "within": 0.5}}"#,
                "2 coordinates, found 1",
            ),
            (
                TRAIN,
                r#"{"finding": {"finding": "boredom"}}"#,
                "found “boredom”",
            ),
            (TRAIN, r#"{"digit": {"digit": 4}}"#, "no task of that room"),
            (
                TRAIN,
                r#"{"highQualityLost": {"below": 40}}"#,
                "from 0 to 1, found 40",
            ),
            (TRAIN, r#""traced""#, "the controls “slow-motion”"),
            (
                TRAIN,
                r#"{"pictures": {"count": 20}}"#,
                "the controls “pictures”",
            ),
            (
                TRAIN,
                r#"{"field": {"field": "frozen", "is": "generator"}}"#,
                "the controls “players”",
            ),
            (
                TRAIN,
                r#"{"field": {"field": "beta", "is": "4"}}"#,
                "has no use for “beta”",
            ),
            (
                TRAIN,
                r#"{"field": {"field": "learningRate", "is": "2e-3"}}"#,
                "expected “0.002”",
            ),
            (
                TRAIN,
                r#"{"field": {"field": "learningRate", "is": "9"}}"#,
                "Learning rate",
            ),
        ] {
            let found = faults(setup, task);
            assert!(
                found.len() == 1 && found[0].contains(expected),
                "{setup} {task}: {found:?}"
            );
        }
    }
}
