//! Calls of the rooms' code, which arrives after the first picture.

use std::mem;

use super::{Session, context, facts};
use crate::brought_file::BroughtFile;
use crate::event::SessionEvent;
use crate::file_choice::FileTarget;
use crate::lazy_rooms::LoadedRooms;
use crate::pictures::ImagePixels;
use crate::repair::{RepairEvent, RepairNews};
use crate::room::Room;
use crate::tools::{ExploreEvent, ExploreTool, ToolEvent};
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

    /// A picture goes to the Repair room if that is on screen, else to the tool Encode.
    pub(super) fn take_picture(&mut self, title: String, pixels: ImagePixels) {
        if self.room == Room::Repair && self.repairing.is_some() {
            let event = RepairEvent::Take {
                pixels,
                centred: true,
            };
            self.update_repair(RepairNews::Visitor(event));
            return;
        }
        self.show_room(Room::Explore);
        for event in [
            ExploreEvent::Open(ExploreTool::Encode),
            ExploreEvent::Bring { title, pixels },
        ] {
            self.route(SessionEvent::Explore(event));
            self.settle();
        }
    }

    /// Nothing happens in the Repair room before its code is there.
    pub(super) fn update_repair(&mut self, news: RepairNews) {
        if let Some(repairing) = self.repairing {
            let facts = &facts(self.room, &self.models, &self.view, &self.training);
            let context = &mut context(&mut self.workers, &mut self.outbox);
            repairing
                .code()
                .update(&mut self.repair, &mut self.tools, facts, context, news);
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
