//! What can happen to the Learn room.

use std::fmt;
use std::sync::Arc;

use foreign_text::shown;
use lesson::LessonSpec;

use super::address::place_of;
use super::class::ClassEvent;
use super::facts::LearnFacts;
use super::state::{LearnRoom, LessonPlace, MINUTE, OpenLesson, StepPlace};
use super::tour::{TourMove, TourStop};
use crate::alert_text::LearnAlert;
use crate::chosen_controls::controls_of;
use crate::context::Context;
use crate::discrimination::{DiscriminationGame, GameEvent, GameSetup, OwnRun, game_of};
use crate::models::Models;
use crate::outbox::FollowUp;
use crate::room::Room;
use crate::training::TrainRoom;

/// What the visitor does in the Learn room, and what arrives for it.
#[derive(Clone, Debug, PartialEq)]
pub enum LearnEvent {
    /// The address names a lesson and a step of it, or the list: the room is shown, too.
    Follow(String),
    /// A lesson was picked from the list.
    Open(String),
    /// The lesson that was asked for arrived, with what is known of its steps from earlier visits.
    Arrived {
        /// The lesson.
        spec: Arc<LessonSpec>,
        /// Which steps are done.
        done: Vec<bool>,
        /// The step where the visitor left off.
        left_off: usize,
        /// For how many minutes it was open before.
        minutes: u32,
    },
    /// There is no such lesson.
    Unknown,
    /// A lesson could not be fetched: its id.
    NotFetched(String),
    /// Another step, from 0.
    GoTo(usize),
    /// Go to the step's place again, as if it began.
    SetUp,
    /// Back to the list.
    Close,
    /// Show all controls, whatever the link chose.
    ShowAll,
    /// The tour begins, goes on or ends.
    Tour(TourMove),
    /// The page is to be as a projector needs it, or as ever.
    Project(bool),
    /// The open lesson's worksheet is to be seen, or no longer.
    Worksheet(bool),
    /// A student saves what they did, or a teacher gathers such files.
    Class(ClassEvent),
    /// Open the game, as it usually is.
    OpenGame,
    /// Something happened in the game.
    Game(GameEvent),
}

/// What the lazy-loaded chunk of the Learn room can do.
pub(crate) trait LearnCode: Send + Sync {
    /// Applies an event.
    fn update(
        &self,
        learn: &mut LearnRoom,
        facts: &LearnFacts,
        context: &mut Context,
        event: LearnEvent,
    );

    /// Looks at what happened: whether a step's set-up is there, whether its task is solved.
    fn watch(&self, learn: &mut LearnRoom, facts: &LearnFacts);

    /// Another room is on screen: an open lesson is left, or the visitor is back beside it.
    fn turn(&self, learn: &mut LearnRoom, facts: &LearnFacts, from: Room, to: Room);

    /// The digit of the encoded image that is nearest to a point, and how far that is.
    fn nearest(&self, models: &Models, point: &[f32]) -> Option<(u8, f32)>;
}

/// The way to the lazy-loaded chunk of the Learn room.
#[derive(Clone, Copy)]
pub struct LoadedLearning(&'static dyn LearnCode);

impl fmt::Debug for LoadedLearning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoadedLearning")
    }
}

impl PartialEq for LoadedLearning {
    fn eq(&self, _: &Self) -> bool {
        // There is but one.
        true
    }
}

impl LoadedLearning {
    /// All of the room's code. The chunk of the program that names this contains it.
    pub fn here() -> Self {
        Self(&LearningCode)
    }

    /// What the chunk can do.
    pub(crate) fn code(self) -> &'static dyn LearnCode {
        self.0
    }
}

struct LearningCode;

impl LearnCode for LearningCode {
    fn update(
        &self,
        learn: &mut LearnRoom,
        facts: &LearnFacts,
        context: &mut Context,
        event: LearnEvent,
    ) {
        match event {
            LearnEvent::Game(event) => learn.play(facts, context, event),
            event => learn.update(context, event),
        }
    }

    fn watch(&self, learn: &mut LearnRoom, facts: &LearnFacts) {
        learn.watch(facts);
    }

    fn turn(&self, learn: &mut LearnRoom, facts: &LearnFacts, from: Room, to: Room) {
        learn.turn(facts, from, to);
    }

    fn nearest(&self, models: &Models, point: &[f32]) -> Option<(u8, f32)> {
        super::check::nearest(models, point)
    }
}

impl LearnRoom {
    fn update(&mut self, context: &mut Context, event: LearnEvent) {
        match event {
            LearnEvent::Follow(text) => self.follow(context, &text),
            LearnEvent::Open(lesson) => self.want(
                context,
                LessonPlace {
                    lesson,
                    version: None,
                    step: None,
                },
            ),
            LearnEvent::Arrived {
                spec,
                done,
                left_off,
                minutes,
            } => self.arrived(context, spec, (done, left_off, minutes)),
            LearnEvent::Unknown => {
                if let Some(wanted) = self.wanted.take() {
                    let lesson = shown(&wanted.lesson);
                    context.alert(LearnAlert::LessonUnknown(lesson), None);
                }
            }
            LearnEvent::NotFetched(lesson) => {
                let wanted = self.wanted.take_if(|wanted| wanted.lesson == lesson);
                if wanted.is_some() {
                    context.alert(LearnAlert::LessonNotFetched, None);
                }
            }
            LearnEvent::GoTo(step) => self.go_to(context, step),
            LearnEvent::SetUp => {
                if let Some(open) = &mut self.open {
                    open.set_up.clear();
                    let step = open.step;
                    self.go_to(context, step);
                }
            }
            LearnEvent::Close => self.leave(context),
            LearnEvent::ShowAll => self.shown = None,
            LearnEvent::Tour(to) => self.move_tour(context, to),
            LearnEvent::Project(on) => self.projector = on,
            LearnEvent::Class(event) => self.class.update(context, event),
            LearnEvent::Worksheet(is_shown) => {
                if let Some(open) = &mut self.open {
                    open.worksheet = is_shown;
                }
            }
            LearnEvent::OpenGame => self.open_game(context, GameSetup::default()),
            // See `play`.
            LearnEvent::Game(_) => {}
        }
    }

    /// Goes on with the tour, which is on only in Explore: all that it points at is on screen there.
    fn move_tour(&mut self, context: &mut Context, to: TourMove) {
        self.tour = match (to, self.tour) {
            (TourMove::Begin, _) => {
                context.follow_up(FollowUp::ShowRoom(Room::Explore));
                Some(TourStop::Picture)
            }
            (TourMove::Next, Some(stop)) => stop.step(1),
            (TourMove::Back, Some(stop)) => Some(stop.step(-1).unwrap_or(stop)),
            (TourMove::End, _) | (_, None) => None,
        };
    }

    fn follow(&mut self, context: &mut Context, text: &str) {
        self.shown = controls_of(context, text);
        if let Some(setup) = game_of(context, text) {
            self.open_game(context, setup);
            return;
        }
        match place_of(context, text) {
            // Back and forward lead from step to step.
            Some(LessonPlace {
                lesson,
                version,
                step: Some(step),
            }) if self.has(&lesson, version, step) => self.go_to(context, step),
            Some(place) => self.want(context, place),
            None => self.leave(context),
        }
    }

    /// Back to the list.
    fn leave(&mut self, context: &mut Context) {
        self.open = None;
        self.wanted = None;
        if self.game.take().is_some() {
            context.follow_up(FollowUp::Judge(None));
        }
    }

    /// Opens the game, unless this very one is open.
    fn open_game(&mut self, context: &mut Context, setup: GameSetup) {
        if self.game.as_ref().is_none_or(|game| game.setup != setup) {
            self.leave(context);
            self.game = Some(Box::new(DiscriminationGame::new(setup)));
        }
    }

    /// Something happened in the game.
    fn play(&mut self, facts: &LearnFacts, context: &mut Context, event: GameEvent) {
        if let Some(game) = &mut self.game {
            game.update(context, own_run(facts.training), event);
        }
    }

    /// Whether a step is one of the lesson that is open.
    fn has(&self, lesson: &str, version: Option<u32>, step: usize) -> bool {
        self.open.as_ref().is_some_and(|open| {
            let is_current = version.is_none_or(|version| version == open.spec.version);
            open.spec.id == lesson && is_current && step < open.spec.steps.len()
        })
    }

    fn want(&mut self, context: &mut Context, place: LessonPlace) {
        self.leave(context);
        self.wanted = Some(place);
    }

    fn arrived(
        &mut self,
        context: &mut Context,
        spec: Arc<LessonSpec>,
        (mut done, left_off, minutes): (Vec<bool>, usize, u32),
    ) {
        let Some(wanted) = self.wanted.take_if(|wanted| wanted.lesson == spec.id) else {
            return;
        };
        let steps = spec.steps.len();
        let mut step = wanted.step.unwrap_or(left_off);
        let is_current = wanted.version.is_none_or(|version| version == spec.version);
        if !is_current {
            context.alert(LearnAlert::OtherVersion(spec.version), None);
            step = 0;
        } else if step >= steps {
            if wanted.step.is_some() {
                context.alert(LearnAlert::StepMissing(steps), None);
            }
            step = 0;
        }
        done.resize(steps, false);
        self.open = Some(OpenLesson {
            spec,
            step,
            done,
            open_millis: f64::from(minutes) * MINUTE,
            ticked: None,
            stage: Room::Learn,
            worksheet: false,
            set_up: String::new(),
            begun: None,
            left: None,
        });
        self.go_to(context, step);
    }

    /// The visitor goes to another room, and the open lesson waits, or they are back. A step that would
    /// go on with another model or run is then to be set up again.
    fn turn(&mut self, facts: &LearnFacts, from: Room, to: Room) {
        if to != Room::Explore {
            // The visitor found their way.
            self.tour = None;
        }
        let Some(open) = &mut self.open else { return };
        let place = StepPlace::now(open.stage, facts);
        open.worksheet = false;
        if from == Room::Learn {
            open.left = Some(place);
        } else if to == Room::Learn && open.left.take() != Some(place) {
            open.set_up.clear();
        }
    }

    /// Begins a step: goes to its place, unless the step before was there.
    fn go_to(&mut self, context: &mut Context, step: usize) {
        let Some(open) = &mut self.open else { return };
        let Some(told) = open.spec.steps.get(step) else {
            return;
        };
        open.step = step;
        open.begun = None;
        if told.task.is_none() {
            open.done[step] = true;
        }
        let (room, place) = told.place();
        let Some(room) = Room::from_name(room) else {
            return;
        };
        open.stage = room;
        if open.set_up != told.setup {
            open.set_up.clone_from(&told.setup);
            context.follow_up(FollowUp::SetUp(room, place.to_owned()));
        }
    }
}

/// The run on screen, if it has snapshots whose pictures its discriminator can judge.
fn own_run(training: &TrainRoom) -> Option<OwnRun<'_>> {
    let run = training.run.as_ref()?;
    let snapshots = training.snapshot_steps();
    let can_be_played = GameSetup::is_judged(&run.spec) && !snapshots.is_empty();
    can_be_played.then_some(OwnRun {
        spec: &run.spec,
        preset: &run.preset,
        snapshots,
    })
}

impl StepPlace {
    fn now(stage: Room, facts: &LearnFacts) -> Self {
        let training = facts.training;
        match stage {
            Room::Train => Self::Run {
                number: training.run_number(),
                form: training.differs().then(|| Box::new(training.draft.clone())),
            },
            _ => Self::Model(facts.models.chosen.clone()),
        }
    }
}
