//! The Learn room within the session: which room is on screen beside a lesson, and which controls.

use std::mem;

use lesson::{ControlGroup, ControlSet};

use super::{Session, context, facts};
use crate::event::SessionEvent;
use crate::learning::{LearnEvent, LearnFacts, LearnRoom, LoadedLearning};
use crate::room::{Room, RoomAddress};
use crate::tools::{ExploreEvent, ExploreTool};
use crate::training::TrainerEvent;

impl Session {
    /// The room whose views are at work: beside an open lesson, the one that the lesson is about.
    pub fn stage(&self) -> Room {
        match self.room {
            Room::Learn => self.learn.stage().unwrap_or(Room::Learn),
            room => room,
        }
    }

    /// Whether a room is on screen, alone or beside another.
    pub fn shows(&self, room: Room) -> bool {
        self.room == room || self.stage() == room
    }

    /// The controls that are shown; `None` for all.
    pub fn controls(&self) -> Option<ControlSet> {
        let chosen = self.learn.shown;
        let open = self.learn.open.as_ref();
        match open.and_then(|open| open.now()) {
            Some(step) if self.room == Room::Learn => {
                let head = ControlSet::of(&[ControlGroup::Rooms, ControlGroup::Engine]);
                Some(step.controls.and(chosen.unwrap_or(head)))
            }
            _ => chosen,
        }
    }

    /// Whether a group of controls is shown.
    pub fn has_control(&self, group: ControlGroup) -> bool {
        self.controls().is_none_or(|set| set.has(group))
    }

    /// Whether files are taken that are dropped or pasted: where no control is shown that opens files,
    /// they are not.
    pub fn takes_files(&self) -> bool {
        use ControlGroup::{Actions, Files, Model, Pictures, Tool};
        let groups: &[ControlGroup] = match self.stage() {
            Room::Train => &[Pictures, Files],
            _ => &[Model, Tool(ExploreTool::Encode), Actions],
        };
        groups.iter().any(|group| self.has_control(*group))
    }

    /// The digit of the encoded image that is nearest to the point, and how far that is; `None` where
    /// images show no digits.
    pub fn nearest_digit(&self) -> Option<(u8, f32)> {
        let learning = self.learning.filter(|_| self.shows_digits())?;
        learning.code().nearest(&self.models, &self.view.point)
    }

    /// What an address would say of a room as it is, without a lesson; `None` before there is anything
    /// to say.
    pub fn address_of(&self, room: Room) -> Option<String> {
        let facts = facts(room, &self.models, &self.view, &self.training);
        let learn = LearnRoom::default();
        let rooms = self.rooms?.code();
        let address = rooms.address(&self.training, &self.tools, &learn, &facts)?;
        Some(address.0)
    }

    /// The Learn room's code arrived: what was asked of it meanwhile is done.
    pub(super) fn learning_arrived(&mut self, learning: LoadedLearning) {
        if self.learning.replace(learning).is_none() {
            for event in mem::take(&mut self.waiting) {
                self.route(event);
                self.settle();
            }
        }
    }

    /// Whether an address of the Learn room was not read yet.
    pub(super) fn awaits_lesson(&self) -> bool {
        let is_lesson = |event: &SessionEvent| matches!(event, SessionEvent::Learn(_));
        self.room == Room::Learn && self.waiting.iter().any(is_lesson)
    }

    /// Another room is on screen. Back beside an open lesson, its step is set up again if the visitor
    /// chose another model or run meanwhile.
    pub(super) fn show_room(&mut self, room: Room) {
        self.turn_to(room);
        if room == Room::Learn && self.learn.is_displaced() {
            self.update_learning(LearnEvent::SetUp);
        }
    }

    fn turn_to(&mut self, room: Room) {
        let before = mem::replace(&mut self.room, room);
        if room != Room::Learn {
            // A lesson that arrived now would take the visitor back.
            self.learn.wanted = None;
            self.waiting
                .retain(|event| !matches!(event, SessionEvent::Learn(_)));
        }
        if before == room {
            return;
        }
        if let Some(learning) = self.learning {
            let facts = LearnFacts {
                models: &self.models,
                view: &self.view,
                tools: &self.tools,
                training: &self.training,
                now: self.workers.now,
            };
            learning.code().turn(&mut self.learn, &facts, before, room);
        }
    }

    pub(super) fn update_learning(&mut self, event: LearnEvent) {
        if matches!(event, LearnEvent::Follow(_)) {
            self.turn_to(Room::Learn);
        }
        match self.learning {
            Some(learning) => {
                let now = self.workers.now;
                let context = &mut context(&mut self.workers, &mut self.outbox);
                let facts = LearnFacts {
                    models: &self.models,
                    view: &self.view,
                    tools: &self.tools,
                    training: &self.training,
                    now,
                };
                learning
                    .code()
                    .update(&mut self.learn, &facts, context, event);
            }
            None => self.waiting.push(SessionEvent::Learn(event)),
        }
    }

    /// Goes to the place of a lesson's step.
    pub(super) fn set_up(&mut self, room: Room, place: String) {
        match room.address() {
            RoomAddress::RunLink => self.update_training(TrainerEvent::SetUp(place)),
            _ => self.route(SessionEvent::Explore(ExploreEvent::Follow(place))),
        }
        self.settle();
    }

    /// Looks whether a lesson's task is solved.
    pub(super) fn watch_lesson(&mut self) {
        if self.room == Room::Learn
            && let Some(learning) = self.learning
        {
            let facts = LearnFacts {
                models: &self.models,
                view: &self.view,
                tools: &self.tools,
                training: &self.training,
                now: self.workers.now,
            };
            learning.code().watch(&mut self.learn, &facts);
        }
    }
}
