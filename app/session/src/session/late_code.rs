//! Calls of the rooms' code, which arrives after the first picture.

use std::mem;

use super::{Session, context, facts};
use crate::brought_file::BroughtFile;
use crate::event::SessionEvent;
use crate::file_choice::FileTarget;
use crate::lazy_rooms::LoadedRooms;
use crate::tools::ToolEvent;
use crate::training::TrainerEvent;

impl Session {
    /// The rooms arrived: what was asked of them meanwhile is done.
    pub(super) fn rooms_arrived(&mut self, rooms: LoadedRooms) {
        if self.rooms.replace(rooms).is_some() {
            return;
        }
        self.training = rooms.code().open_train_room();
        self.update_training(TrainerEvent::RoomArrived);
        for event in mem::take(&mut self.waiting) {
            self.route(event);
            self.settle();
        }
    }

    pub(super) fn take_file(&mut self, files: Vec<BroughtFile>, more: usize) {
        let Some(rooms) = self.rooms.filter(|_| self.takes_files()) else {
            return;
        };
        let room = self.stage();
        let context = &mut context(&mut self.workers, &mut self.outbox);
        match rooms.code().take_file(context, files, more, room) {
            Some(FileTarget::Models { name, bytes }) => {
                self.route(SessionEvent::OpenModel { name, bytes });
            }
            Some(FileTarget::OnnxModels(file)) => self.models.open(context, file),
            Some(FileTarget::Training(event)) => {
                self.update_training(TrainerEvent::Visitor(event));
            }
            None => {}
        }
    }

    pub(super) fn update_training(&mut self, event: TrainerEvent) {
        if let Some(rooms) = self.rooms {
            let context = &mut context(&mut self.workers, &mut self.outbox);
            rooms
                .code()
                .update_training(&mut self.training, context, event);
        }
    }

    /// What is said, [`ExploreTools::update`] explains.
    pub(super) fn update_tools(&mut self, event: ToolEvent) -> bool {
        let Some(rooms) = self.rooms else {
            return false;
        };
        let facts = &facts(self.room, &self.models, &self.view, &self.training);
        let context = &mut context(&mut self.workers, &mut self.outbox);
        rooms
            .code()
            .update_tools(&mut self.tools, facts, context, event)
    }
}
