//! The Learn room: lessons' steps and tasks, and controls that links choose.

use std::sync::Arc;

use lesson::compile::read_lessons;
use lesson::{LessonSpec, LessonStep, StepTask};
use protocol::CardDirection;
use session::{
    ControlGroup, EngineChoice, ExploreEvent, GpuAdapter, LearnEvent, Room, RunState, SessionEvent,
    TrainEvent,
};

use crate::lesson_tasks::{bring_pictures, give_weights, play, solve, train};
use crate::sim::{Sim, TWO};

/// Where a digit's encoded image lies, in these tests.
pub fn place_of(digit: u8) -> [f32; 2] {
    let turn = f32::from(digit) * std::f32::consts::TAU / 10.0;
    [2.0 * turn.cos(), 2.0 * turn.sin()]
}

/// A session on the CPU whose model has an encoded image of each digit, and the directions that a lesson
/// names.
pub fn sim_for(spec: &LessonSpec) -> Sim {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    let tasks = spec.steps.iter().filter_map(|step| step.task.as_ref());
    for task in tasks.flat_map(StepTask::parts) {
        if let StepTask::Direction { direction, .. } = task
            && sim.directions.iter().all(|it| it.id != *direction)
        {
            let mut z = vec![0.0; 16];
            z[sim.directions.len()] = 1.0;
            sim.directions.push(CardDirection {
                id: direction.clone(),
                z,
                low: -2.0,
                high: 2.0,
            });
        }
    }
    sim.encoded = (0..10).map(|digit| (place_of(digit), digit)).collect();
    sim.settle();
    sim
}

fn sim() -> Sim {
    sim_for(&shipped()[0])
}

pub fn shipped() -> Vec<Arc<LessonSpec>> {
    let root = local_files::crate_folder!().join("../../assets/lessons");
    let (folders, faults) = read_lessons(&root);
    assert_eq!(faults, []);
    folders.into_iter().map(|it| Arc::new(it.spec)).collect()
}

pub fn learn(sim: &mut Sim, event: LearnEvent) {
    sim.send(SessionEvent::Learn(event));
    sim.settle();
}

/// Opens a lesson as the page does: the list names it, then it arrives.
pub fn open(sim: &mut Sim, spec: &Arc<LessonSpec>) {
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    learn(sim, LearnEvent::Open(spec.id.clone()));
    arrive(sim, spec);
}

pub fn arrive(sim: &mut Sim, spec: &Arc<LessonSpec>) {
    let arrived = LearnEvent::Arrived {
        spec: Arc::clone(spec),
        done: Vec::new(),
        left_off: 0,
        minutes: 0,
    };
    learn(sim, arrived);
}

pub fn is_done(sim: &Sim, step: usize) -> bool {
    let open = sim.session.learn.open.as_ref().expect("a lesson");
    open.done[step]
}

/// Whether a step walks through what the visitor trained.
fn is_through_own_model(step: &LessonStep) -> bool {
    step.setup.contains("model=live")
}

#[test]
fn every_task_of_every_lesson_is_solved_by_doing_it_and_not_by_doing_nothing() {
    let lessons = shipped();
    assert!(!lessons.is_empty());
    for spec in lessons {
        let mut sim = sim_for(&spec);
        open(&mut sim, &spec);
        for (at, step) in spec.steps.iter().enumerate() {
            let what = format!("{}, step {}", spec.id, at + 1);
            if is_through_own_model(step) {
                give_weights(&mut sim);
            }
            learn(&mut sim, LearnEvent::GoTo(at));
            assert_eq!(sim.alerts(), Vec::<String>::new(), "{what}");
            assert_eq!(sim.session.stage().as_str(), step.place().0, "{what}");
            let Some(task) = &step.task else {
                assert!(is_done(&sim, at), "{what}: there is nothing to do");
                continue;
            };
            sim.pass(3);
            sim.settle();
            assert!(!is_done(&sim, at), "{what}: nothing was done");
            solve(&mut sim, task);
            assert!(is_done(&sim, at), "{what}: {task:?}");
        }
        assert!(sim.session.learn.open.expect("a lesson").is_done());
    }
}

#[test]
fn every_step_opens_by_itself_from_a_link() {
    for spec in shipped() {
        for (at, step) in spec.steps.iter().enumerate() {
            let mut sim = sim_for(&spec);
            let text = format!(
                "lesson={}&version={}&step={}",
                spec.id,
                spec.version,
                at + 1
            );
            if is_through_own_model(step) {
                train(&mut sim, TrainEvent::ChoosePreset("my-drawings".to_owned()));
                bring_pictures(&mut sim, 20);
                give_weights(&mut sim);
            }
            sim.send(SessionEvent::ShowRoom(Room::Learn));
            learn(&mut sim, LearnEvent::Follow(text.clone()));
            arrive(&mut sim, &spec);
            assert_eq!(sim.alerts(), Vec::<String>::new(), "{text}");
            let (address, _) = sim.session.address().expect("an address");
            assert_eq!(address, format!("learn&{text}"));
            assert_eq!(sim.session.room, Room::Learn);
            assert!(sim.session.shows(Room::Learn));
            assert_eq!(sim.session.stage().as_str(), step.place().0);
            let shown = sim.session.controls().expect("a choice");
            assert!(step.controls.groups().all(|group| shown.has(group)));
            assert!(shown.has(ControlGroup::Rooms), "there is a way out");
        }
    }
}

#[test]
fn back_leads_to_the_step_before_without_fetching_the_lesson_again() {
    let lessons = shipped();
    let spec = &lessons[0];
    let mut sim = sim();
    open(&mut sim, spec);
    let (address, first) = sim.session.address().expect("an address");
    learn(&mut sim, LearnEvent::GoTo(1));
    let (_, second) = sim.session.address().expect("an address");
    assert_ne!(first, second, "an entry of the history for each step");
    let text = address.strip_prefix("learn&").expect("the room");
    learn(&mut sim, LearnEvent::Follow(text.to_owned()));
    assert_eq!(sim.session.learn.wanted, None);
    assert_eq!(sim.session.learn.open.expect("a lesson").step, 0);
}

#[test]
fn what_a_lesson_sets_up_leaves_the_visitors_run_kept() {
    let mut sim = sim();
    train(&mut sim, TrainEvent::ChoosePreset("ring".to_owned()));
    play(&mut sim, 50);
    let lessons = shipped();
    let game = lessons.iter().find(|it| it.id == "gan-game");
    open(&mut sim, game.expect("a lesson"));
    sim.settle_all();
    let run = sim.session.training.run.as_ref().expect("a run");
    assert_eq!(run.preset, "eight-gaussians");
    assert_ne!(sim.session.training.state, RunState::Playing);
    let kept = sim.kept();
    assert!(kept.iter().any(|run| run.preset == "ring"), "{kept:?}");
}

#[test]
fn a_link_to_what_there_is_not_is_one_sentence() {
    let lessons = shipped();
    let spec = &lessons[0];
    let cases = [
        ("version=99&step=2", "another version"),
        ("step=99", "does not have"),
        ("step=two", "step “two”"),
        ("step=0", "step “0”"),
    ];
    for (rest, expected) in cases {
        let mut sim = sim();
        sim.send(SessionEvent::ShowRoom(Room::Learn));
        let text = format!("lesson={}&{rest}", spec.id);
        learn(&mut sim, LearnEvent::Follow(text));
        arrive(&mut sim, spec);
        let alerts = sim.alerts();
        assert_eq!(alerts.len(), 1, "{rest}: {alerts:?}");
        assert!(alerts[0].contains(expected), "{rest}: {alerts:?}");
        let open = sim.session.learn.open.as_ref().expect("a lesson");
        assert_eq!(open.step, 0, "{rest}");
    }
    let mut sim = sim();
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    learn(&mut sim, LearnEvent::Follow("lesson=alchemy".to_owned()));
    learn(&mut sim, LearnEvent::Unknown);
    assert!(sim.alerts()[0].contains("“alchemy”"), "{:?}", sim.alerts());
    assert_eq!(sim.session.learn.open, None);
}

#[test]
fn a_link_chooses_controls_and_the_address_keeps_them() {
    let mut sim = sim();
    sim.send(SessionEvent::ShowRoom(Room::Explore));
    let text = format!("v=1&model={TWO}&z=1,0&show=sliders%2Cmap");
    sim.send(SessionEvent::Explore(ExploreEvent::Follow(text)));
    sim.settle();
    assert_eq!(sim.alerts(), Vec::<String>::new());
    assert!(sim.session.has_control(ControlGroup::Sliders));
    assert!(!sim.session.has_control(ControlGroup::Model));
    assert!(!sim.session.has_control(ControlGroup::Rooms));
    let (address, _) = sim.session.address().expect("an address");
    assert!(address.ends_with("&show=sliders,map"), "{address}");

    sim.send(SessionEvent::ShowRoom(Room::Train));
    train(
        &mut sim,
        TrainEvent::FollowLink("preset=ring&show=transport,wings".to_owned()),
    );
    assert_eq!(sim.alerts().len(), 1, "{:?}", sim.alerts());
    assert!(sim.alerts()[0].contains("“wings”"), "{:?}", sim.alerts());
    assert!(sim.session.has_control(ControlGroup::Transport));
    assert!(!sim.session.has_control(ControlGroup::Sliders));

    sim.send(SessionEvent::Learn(LearnEvent::ShowAll));
    assert_eq!(sim.session.controls(), None);
    let (address, _) = sim.session.address().expect("an address");
    assert!(!address.contains("show="), "{address}");
}

#[test]
fn an_old_link_shows_everything() {
    let mut sim = sim();
    sim.send(SessionEvent::ShowRoom(Room::Explore));
    sim.send(SessionEvent::Explore(ExploreEvent::Follow(
        "v=1&z=0.5,-1".to_owned(),
    )));
    sim.settle();
    assert_eq!(sim.session.controls(), None);
    assert!(ControlGroup::all().all(|it| sim.session.has_control(it)));
}

#[test]
fn another_room_is_another_room_and_the_lesson_waits() {
    let mut sim = sim();
    let lessons = shipped();
    open(&mut sim, &lessons[0]);
    assert!(sim.session.shows(Room::Explore) && sim.session.shows(Room::Learn));
    sim.send(SessionEvent::ShowRoom(Room::Train));
    assert!(sim.session.shows(Room::Train) && !sim.session.shows(Room::Learn));
    assert_eq!(
        sim.session.controls(),
        None,
        "only the lesson hides controls"
    );
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    assert_eq!(sim.session.stage(), Room::Explore);
    learn(&mut sim, LearnEvent::Close);
    assert_eq!(sim.session.stage(), Room::Learn);
    assert!(!sim.session.shows(Room::Explore));
}
