//! Lessons on their way, lessons that were left, and whose run and picture a step counts.

use std::sync::Arc;

use lesson::{ControlSet, LessonSpec, LessonStep, StepTask};
use protocol::StepPart;
use session::{
    BroughtFile, ControlGroup, ExploreEvent, ExploreTool, LearnEvent, LoadedLearning, LoadedRooms,
    Room, RunState, Session, SessionEvent, TrainEvent,
};

use crate::brought_image::drawing;
use crate::lesson_tasks::{bring_pictures, give_weights, play, solve, train};
use crate::lessons::{arrive, is_done, learn, open, shipped, sim_for};
use crate::sim::{Sim, TEN, TWO};

fn lesson(id: &str) -> Arc<LessonSpec> {
    let found = shipped().into_iter().find(|spec| spec.id == id);
    found.expect("a lesson")
}

/// A lesson with a step for each of these places and tasks.
fn made(steps: &[(&str, Option<StepTask>)]) -> Arc<LessonSpec> {
    let steps = steps.iter().map(|(setup, task)| LessonStep {
        section: "one".to_owned(),
        setup: (*setup).to_owned(),
        controls: ControlSet::default(),
        code: false,
        task: task.clone(),
    });
    Arc::new(LessonSpec {
        id: "made".to_owned(),
        version: 1,
        minutes: 1,
        steps: steps.collect(),
    })
}

fn address(session: &Session) -> Option<String> {
    session.address().map(|(address, _)| address)
}

#[test]
fn a_worksheet_is_of_the_open_lesson_and_goes_with_it() {
    let spec = lesson("latent-space");
    let mut sim = sim_for(&spec);
    learn(&mut sim, LearnEvent::Worksheet(true));
    assert_eq!(sim.session.learn.open, None);
    let is_shown = |sim: &Sim| {
        let open = sim.session.learn.open.as_ref();
        open.map(|open| open.worksheet)
    };
    open(&mut sim, &spec);
    assert_eq!(is_shown(&sim), Some(false));
    learn(&mut sim, LearnEvent::Worksheet(true));
    assert_eq!(is_shown(&sim), Some(true));
    sim.send(SessionEvent::ShowRoom(Room::Train));
    assert_eq!(is_shown(&sim), Some(false));
    learn(&mut sim, LearnEvent::Worksheet(true));
    learn(&mut sim, LearnEvent::Close);
    assert_eq!(is_shown(&sim), None);
}

#[test]
fn a_lesson_on_its_way_is_no_entry_of_the_history() {
    let spec = lesson("latent-space");
    let mut sim = sim_for(&spec);
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    assert_eq!(address(&sim.session).as_deref(), Some("learn"));
    learn(&mut sim, LearnEvent::Open(spec.id.clone()));
    assert_eq!(address(&sim.session), None, "the list's stays");
    arrive(&mut sim, &spec);
    let opened = address(&sim.session).expect("an address");
    assert_eq!(opened, "learn&lesson=latent-space&version=1&step=1");
    learn(&mut sim, LearnEvent::Follow(String::new()));
    assert_eq!(sim.session.learn.wanted, None);
    assert_eq!(address(&sim.session).as_deref(), Some("learn"));
}

#[test]
fn a_link_stays_in_the_address_until_the_rooms_code_has_read_it() {
    let mut session = Session::without_rooms();
    session.apply(SessionEvent::RoomsArrived(LoadedRooms::here()));
    let text = "lesson=latent-space&version=1&step=2";
    session.apply(SessionEvent::Learn(LearnEvent::Follow(text.to_owned())));
    assert_eq!(session.room, Room::Learn);
    assert_eq!(address(&session), None);
    session.apply(SessionEvent::LearningArrived(LoadedLearning::here()));
    let wanted = session.learn.wanted.as_ref().expect("a lesson");
    assert_eq!((wanted.version, wanted.step), (Some(1), Some(1)));
    assert_eq!(address(&session), None);
}

#[test]
fn who_left_before_the_lesson_came_is_not_brought_back() {
    let spec = lesson("latent-space");
    let mut sim = sim_for(&spec);
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    learn(&mut sim, LearnEvent::Open(spec.id.clone()));
    sim.send(SessionEvent::ShowRoom(Room::Explore));
    let text = format!("v=1&model={TWO}&z=1,0.5&show=sliders");
    sim.send(SessionEvent::Explore(ExploreEvent::Follow(text)));
    sim.settle();
    arrive(&mut sim, &spec);
    assert_eq!(sim.session.room, Room::Explore);
    assert_eq!(sim.session.learn.open, None);
    assert_eq!(sim.session.view.point, [1.0, 0.5]);
    assert!(!sim.session.has_control(ControlGroup::Model));
}

#[test]
fn who_left_before_the_rooms_code_came_is_not_brought_back() {
    let mut session = Session::without_rooms();
    session.apply(SessionEvent::RoomsArrived(LoadedRooms::here()));
    let text = "lesson=latent-space&version=1&step=2";
    session.apply(SessionEvent::Learn(LearnEvent::Follow(text.to_owned())));
    session.apply(SessionEvent::ShowRoom(Room::Explore));
    session.apply(SessionEvent::LearningArrived(LoadedLearning::here()));
    assert_eq!(session.room, Room::Explore);
    assert_eq!(session.learn.wanted, None);
}

#[test]
fn a_failure_of_the_lesson_before_leaves_the_one_that_is_wanted() {
    let spec = lesson("latent-space");
    let mut sim = sim_for(&spec);
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    learn(&mut sim, LearnEvent::Open("ways".to_owned()));
    learn(&mut sim, LearnEvent::Open(spec.id.clone()));
    learn(&mut sim, LearnEvent::NotFetched("ways".to_owned()));
    assert_eq!(sim.alerts(), Vec::<String>::new());
    arrive(&mut sim, &spec);
    assert!(sim.session.learn.open.is_some());
    learn(&mut sim, LearnEvent::Open("ways".to_owned()));
    learn(&mut sim, LearnEvent::NotFetched("ways".to_owned()));
    assert_eq!(sim.alerts().len(), 1);
    assert_eq!(sim.session.learn.wanted, None);
}

/// The run of the session: its preset, and how many steps it took.
fn run(sim: &Sim) -> (String, u32) {
    let run = sim.session.training.run.as_ref().expect("a run");
    (run.preset.clone(), run.progress.step)
}

#[test]
fn a_run_that_was_being_made_does_not_land_in_the_step() {
    let spec = lesson("gan-game");
    let mut sim = sim_for(&spec);
    train(&mut sim, TrainEvent::ChoosePreset("ring".to_owned()));
    sim.send(SessionEvent::Train(TrainEvent::Play));
    assert_eq!(sim.session.training.state, RunState::Starting);
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    sim.send(SessionEvent::Learn(LearnEvent::Open(spec.id.clone())));
    arrive(&mut sim, &spec);
    sim.settle_all();
    assert_eq!(run(&sim).0, "eight-gaussians");
    assert_eq!(sim.session.training.state, RunState::Paused);
}

#[test]
fn the_visitors_run_of_the_same_settings_is_kept_and_not_the_lessons() {
    let spec = lesson("gan-game");
    let mut sim = sim_for(&spec);
    let link = spec.steps[0].place().1.to_owned();
    train(&mut sim, TrainEvent::FollowLink(link));
    play(&mut sim, 50);
    open(&mut sim, &spec);
    sim.settle_all();
    assert_eq!(sim.session.training.state, RunState::Paused);
    assert_eq!(run(&sim), ("eight-gaussians".to_owned(), 0));
    let kept = sim.kept();
    assert!(kept.iter().any(|run| run.step == 50), "{kept:?}");
}

#[test]
fn steps_that_the_visitor_took_one_by_one_are_kept() {
    let spec = lesson("gan-game");
    let mut sim = sim_for(&spec);
    train(&mut sim, TrainEvent::ChoosePreset("ring".to_owned()));
    for _ in 0..3 {
        train(&mut sim, TrainEvent::Step(StepPart::Whole));
    }
    open(&mut sim, &spec);
    sim.settle_all();
    let kept = sim.kept();
    let is_kept = |step| {
        kept.iter()
            .any(|run| run.preset == "ring" && run.step == step)
    };
    assert!(is_kept(3), "{kept:?}");
}

#[test]
fn to_another_step_and_back_at_once_is_the_first_steps_run() {
    let spec = lesson("gan-game");
    let mut sim = sim_for(&spec);
    open(&mut sim, &spec);
    play(&mut sim, 3);
    for step in [1, 0] {
        sim.send(SessionEvent::Learn(LearnEvent::GoTo(step)));
    }
    sim.settle_all();
    let training = &sim.session.training;
    let run = training.run.as_ref().expect("a run");
    assert_eq!(run.spec, training.draft);
    assert_eq!((run.progress.step, training.state), (0, RunState::Paused));
}

#[test]
fn a_step_that_is_set_up_again_begins_its_run_again() {
    let spec = lesson("gan-game");
    let mut sim = sim_for(&spec);
    open(&mut sim, &spec);
    play(&mut sim, 7);
    assert!(is_done(&sim, 0));
    learn(&mut sim, LearnEvent::SetUp);
    sim.settle_all();
    assert_eq!(run(&sim), ("eight-gaussians".to_owned(), 0));
    assert_eq!(sim.session.training.state, RunState::Paused);
    assert!(is_done(&sim, 0), "what was done stays done");
}

#[test]
fn after_another_model_elsewhere_the_step_is_set_up_again() {
    let spec = lesson("latent-space");
    let mut sim = sim_for(&spec);
    open(&mut sim, &spec);
    let begun = sim.session.view.point.clone();
    sim.send(SessionEvent::SetPoint(vec![1.5, 1.5]));
    sim.send(SessionEvent::ShowRoom(Room::Explore));
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    sim.settle();
    assert_eq!(sim.session.view.point, [1.5, 1.5], "nothing changed there");
    let done = sim
        .session
        .learn
        .open
        .as_ref()
        .expect("a lesson")
        .done
        .clone();

    sim.send(SessionEvent::ShowRoom(Room::Explore));
    sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
    sim.settle();
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    sim.settle();
    assert_eq!(sim.session.models.chosen, TWO);
    assert_eq!(sim.session.view.point, begun);
    let open = sim.session.learn.open.as_ref().expect("a lesson");
    assert_eq!((open.step, &open.done), (0, &done));
}

#[test]
fn after_another_run_elsewhere_the_step_is_set_up_again() {
    let spec = lesson("gan-game");
    let mut sim = sim_for(&spec);
    open(&mut sim, &spec);
    play(&mut sim, 5);
    sim.send(SessionEvent::ShowRoom(Room::Train));
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    sim.settle_all();
    assert_eq!(run(&sim).1, 5, "the lesson's own run goes on");

    sim.send(SessionEvent::ShowRoom(Room::Train));
    train(&mut sim, TrainEvent::ChoosePreset("ring".to_owned()));
    train(&mut sim, TrainEvent::Reset);
    assert_eq!(run(&sim).0, "ring");
    // By the browser's history.
    let text = "lesson=gan-game&version=1&step=1".to_owned();
    learn(&mut sim, LearnEvent::Follow(text));
    sim.settle_all();
    assert_eq!(sim.session.room, Room::Learn);
    assert_eq!(run(&sim), ("eight-gaussians".to_owned(), 0));
    assert!(is_done(&sim, 0));
}

#[test]
fn back_to_the_list_sets_nothing_up() {
    let spec = lesson("gan-game");
    let mut sim = sim_for(&spec);
    open(&mut sim, &spec);
    sim.send(SessionEvent::ShowRoom(Room::Train));
    train(&mut sim, TrainEvent::ChoosePreset("ring".to_owned()));
    train(&mut sim, TrainEvent::Reset);
    learn(&mut sim, LearnEvent::Follow(String::new()));
    assert_eq!(sim.session.learn.open, None);
    assert_eq!(run(&sim).0, "ring");
}

fn evaluate(sim: &mut Sim, text: &str) {
    let event = ExploreEvent::Evaluate(text.to_owned());
    sim.send(SessionEvent::Explore(event));
    sim.settle();
}

#[test]
fn a_formula_from_before_the_step_is_none_of_its() {
    let place = format!("room=explore&v=1&model={TWO}&z=1,0");
    let spec = made(&[(&place, Some(StepTask::Formula))]);
    let mut sim = sim_for(&spec);
    evaluate(&mut sim, "2 here");
    open(&mut sim, &spec);
    sim.send(SessionEvent::SetPoint(vec![0.0, 1.0]));
    sim.settle();
    assert!(!is_done(&sim, 0), "the point was only moved");
    evaluate(&mut sim, "2 here");
    assert!(is_done(&sim, 0));
}

/// Brings a drawing.
fn bring(sim: &mut Sim) {
    sim.send(SessionEvent::Explore(drawing()));
    sim.settle();
}

#[test]
fn a_picture_from_before_the_step_is_none_of_its() {
    let place = format!("room=explore&v=1&model={TWO}&z=1,0");
    let spec = made(&[(&place, Some(StepTask::Encoded))]);
    let mut sim = sim_for(&spec);
    bring(&mut sim);
    let input = sim.session.tools.input.as_ref().expect("a picture");
    assert!(input.posterior.is_some());
    open(&mut sim, &spec);
    assert!(!is_done(&sim, 0), "it was encoded before");
    bring(&mut sim);
    assert!(is_done(&sim, 0));
}

#[test]
fn a_file_is_taken_only_where_what_opens_files_is_shown() {
    for (room, shown, is_taken) in [
        (Room::Explore, None, true),
        (
            Room::Explore,
            Some(&[ControlGroup::Map, ControlGroup::Files][..]),
            false,
        ),
        (
            Room::Explore,
            Some(&[ControlGroup::Tool(ExploreTool::Encode)]),
            true,
        ),
        (
            Room::Train,
            Some(&[ControlGroup::Tool(ExploreTool::Encode)]),
            false,
        ),
        (Room::Train, Some(&[ControlGroup::Files]), true),
    ] {
        let mut sim = Sim::on_cpu();
        sim.send(SessionEvent::ShowRoom(room));
        sim.session.learn.shown = shown.map(ControlSet::of);
        let file = BroughtFile {
            name: "a.pdf".to_owned(),
            bytes: b"%PDF-1.7"[..].into(),
            size: 8.0,
        };
        let files = vec![file];
        sim.send(SessionEvent::OpenFiles { files, more: 0 });
        let what = format!("{room:?} {shown:?}");
        assert_eq!(sim.alerts().len(), usize::from(is_taken), "{what}");
    }
}

const DRAWINGS: &str = "room=train&preset=my-drawings";

/// A task for so many pictures.
fn pictures(count: usize) -> Option<StepTask> {
    Some(StepTask::Pictures { count })
}

#[test]
fn pictures_count_once_enough_were_chosen_in_the_step() {
    let spec = made(&[(DRAWINGS, pictures(20))]);
    let mut sim = sim_for(&spec);
    open(&mut sim, &spec);
    bring_pictures(&mut sim, 19);
    assert!(!is_done(&sim, 0), "one is missing");
    assert_eq!(sim.session.training.pictures.brought(), 19);
    bring_pictures(&mut sim, 20);
    assert!(is_done(&sim, 0));
    assert_eq!(sim.session.room, Room::Learn, "the lesson stays on screen");

    let mut sim = sim_for(&spec);
    train(&mut sim, TrainEvent::ChoosePreset("my-drawings".to_owned()));
    bring_pictures(&mut sim, 20);
    open(&mut sim, &spec);
    assert!(!is_done(&sim, 0), "they were chosen before");
}

#[test]
fn a_step_waits_for_pictures_in_silence_and_the_run_before_is_kept() {
    let spec = made(&[(DRAWINGS, pictures(2))]);
    let mut sim = sim_for(&spec);
    train(&mut sim, TrainEvent::ChoosePreset("ring".to_owned()));
    play(&mut sim, 40);
    open(&mut sim, &spec);
    sim.settle_all();
    assert_eq!(sim.alerts(), Vec::<String>::new());
    assert_eq!(sim.session.training.state, RunState::Paused);
    let kept = sim.kept();
    assert!(kept.iter().any(|run| run.preset == "ring"), "{kept:?}");
    bring_pictures(&mut sim, 2);
    assert!(is_done(&sim, 0));
    assert_eq!(run(&sim), ("my-drawings".to_owned(), 0));
}

#[test]
fn a_step_through_a_model_of_ones_own_begins_once_there_is_one() {
    let own = "room=explore&v=1&model=live";
    let walked = Some(StepTask::Walked { distance: 1.0 });
    let spec = made(&[(DRAWINGS, None), (own, walked)]);
    let mut sim = sim_for(&spec);
    open(&mut sim, &spec);
    learn(&mut sim, LearnEvent::GoTo(1));
    assert_eq!(sim.alerts().len(), 1, "{:?}", sim.alerts());
    sim.send(SessionEvent::SetPoint(vec![2.0, 2.0]));
    sim.settle();
    assert!(!is_done(&sim, 1), "that was another model");

    learn(&mut sim, LearnEvent::GoTo(0));
    bring_pictures(&mut sim, 2);
    play(&mut sim, 5);
    give_weights(&mut sim);
    learn(&mut sim, LearnEvent::GoTo(1));
    assert_eq!(sim.alerts(), Vec::<String>::new());
    sim.send(SessionEvent::SetPoint(vec![2.0, 2.0]));
    sim.settle();
    assert!(is_done(&sim, 1));
}

#[test]
fn a_finding_from_before_the_step_is_none_of_its() {
    let found = StepTask::Finding {
        finding: "parts-missed".to_owned(),
    };
    let place = "room=train&preset=points-collapse";
    let spec = made(&[(place, Some(found.clone())), (place, Some(found.clone()))]);
    let mut sim = sim_for(&spec);
    open(&mut sim, &spec);
    solve(&mut sim, &found);
    assert!(is_done(&sim, 0));
    learn(&mut sim, LearnEvent::GoTo(1));
    sim.pass(2);
    assert!(!is_done(&sim, 1), "the run has taken no step since");
    solve(&mut sim, &found);
    assert!(is_done(&sim, 1));
}
