//! What the session does for rooms that arrive after the first picture.
//!
//! Code for Train and for the Explore tools is lazy-loaded. It is reached only through
//! [`LoadedRooms`], which the lazy-loaded chunk hands over when it arrives; until then, what the
//! visitor asked of those rooms waits. Built in one piece, as tests are, it is there from the
//! beginning.

use std::fmt;

use crate::brought_file::BroughtFile;
use crate::context::Context;
use crate::file_choice::{self, FileTarget};
use crate::learning::{LearnRoom, controls_text, lesson_text};
use crate::limits::FIRST_PRESET;
use crate::room::{Room, RoomAddress};
use crate::tools::{ExploreTools, Facts, ToolEvent};
use crate::training::{TrainRoom, TrainerEvent};

/// What the lazy-loaded chunk can do.
pub(crate) trait LazyRooms: Send + Sync {
    /// The Train room as it opens.
    fn open_train_room(&self) -> TrainRoom;

    /// Applies an event to the Train room.
    fn update_training(&self, training: &mut TrainRoom, context: &mut Context, event: TrainerEvent);

    /// Takes one of the files that the visitor brought while `room` was on screen; returns who
    /// opens it.
    fn take_file(
        &self,
        context: &mut Context,
        files: Vec<BroughtFile>,
        more: usize,
        room: Room,
    ) -> Option<FileTarget>;

    /// Applies an event to the tools of Explore; what it says, [`ExploreTools::update`] explains.
    fn update_tools(
        &self,
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        event: ToolEvent,
    ) -> bool;

    /// What the address should say: the part behind `#`, and what of it makes another entry of the
    /// browser's history. `None` before there is anything to say.
    fn address(
        &self,
        training: &TrainRoom,
        tools: &ExploreTools,
        learn: &LearnRoom,
        facts: &Facts,
    ) -> Option<(String, String)>;
}

/// The way to the lazy-loaded chunk.
#[derive(Clone, Copy)]
pub struct LoadedRooms(&'static dyn LazyRooms);

impl fmt::Debug for LoadedRooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoadedRooms")
    }
}

impl PartialEq for LoadedRooms {
    fn eq(&self, _: &Self) -> bool {
        // There is but one.
        true
    }
}

impl LoadedRooms {
    /// All of the rooms' code. The chunk of the program that names this contains it.
    pub fn here() -> Self {
        Self(&RoomsCode)
    }

    /// What the chunk can do.
    pub(crate) fn code(self) -> &'static dyn LazyRooms {
        self.0
    }
}

/// The code of the rooms.
struct RoomsCode;

impl LazyRooms for RoomsCode {
    fn open_train_room(&self) -> TrainRoom {
        TrainRoom::new(FIRST_PRESET)
    }

    fn update_training(
        &self,
        training: &mut TrainRoom,
        context: &mut Context,
        event: TrainerEvent,
    ) {
        training.update(context, event);
    }

    fn take_file(
        &self,
        context: &mut Context,
        files: Vec<BroughtFile>,
        more: usize,
        room: Room,
    ) -> Option<FileTarget> {
        file_choice::take(context, files, more, room)
    }

    fn update_tools(
        &self,
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        event: ToolEvent,
    ) -> bool {
        tools.update(facts, context, event)
    }

    fn address(
        &self,
        training: &TrainRoom,
        tools: &ExploreTools,
        learn: &LearnRoom,
        facts: &Facts,
    ) -> Option<(String, String)> {
        let room: Room = facts.room;
        let word = room.as_str();
        let controls = controls_text(learn);
        match room.address() {
            RoomAddress::RunLink => {
                let link = run_spec::to_link(&training.preset, &training.draft);
                Some((format!("{word}&{link}{controls}"), word.to_owned()))
            }
            RoomAddress::LatentPlace => {
                let place = tools.place(facts)?;
                let entry = format!(
                    "{word} {:?} {:?} {:?} {:?} {:?}",
                    place.model, place.class, place.tool, place.plane, place.other
                );
                Some((format!("{word}&{}{controls}", place.to_text()), entry))
            }
            // A lesson on its way is no place yet: the address that asked for it stays.
            RoomAddress::Lesson if learn.wanted.is_some() => None,
            RoomAddress::Lesson => {
                let lesson = format!("{word}{}", lesson_text(learn));
                // Settings of the game are no places to go back to.
                let entry = match learn.game {
                    Some(_) => format!("{word} game"),
                    None => lesson.clone(),
                };
                Some((format!("{lesson}{controls}"), entry))
            }
        }
    }
}
