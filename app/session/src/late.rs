//! What the session does for rooms that arrive after the first picture.
//!
//! The page's program comes in pieces, and what training and the tools of Explore do to the session is
//! in the piece of their rooms. It is called by way of [`LoadedRooms`], which that piece hands over when it
//! arrives; until then, what the visitor asked of those rooms waits. Built in one piece, as tests are,
//! it is there from the beginning.

use std::fmt;
use std::sync::Arc;

use super::FIRST_PRESET;
use super::book::WorkerSlot;
use super::event::SessionEvent;
use super::exploring::ExploreEvent;
use super::room::RoomAddress;
use super::state::Session;
use super::training::{TrainEvent, TrainRoom};
use protocol::{Answer, RequestId, TrainNews};

/// The way to what arrives late.
#[derive(Clone, Copy)]
pub struct LoadedRooms {
    call: fn(&mut Session, Call) -> bool,
    address: fn(&Session) -> Option<(String, String)>,
}

impl fmt::Debug for LoadedRooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Late")
    }
}

impl PartialEq for LoadedRooms {
    fn eq(&self, _: &Self) -> bool {
        // There is but one.
        true
    }
}

/// What is to be done.
pub(super) enum Call {
    Begin,
    Train(TrainEvent),
    Explore(ExploreEvent),
    News(TrainNews, Option<Arc<[u8]>>),
    TrainingFailed(RequestId, String),
    TrainerDied(String, bool),
    TrainTick(f64),
    Fetch,
    HoldFromMirror,
    Told(WorkerSlot, RequestId, Answer, Option<Arc<[u8]>>),
    AskFailed(WorkerSlot, RequestId, String),
    StudioDied(String),
    StudioFailed(RequestId, String),
    ForgetModel(bool),
    PrepareInput,
    SettlePlace,
    ScheduleTools,
}

impl LoadedRooms {
    /// Everything. Whoever names this has it in their piece of the program.
    pub fn here() -> Self {
        Self {
            call: |session, call| session.answer_late(call),
            address: Session::address_late,
        }
    }
}

impl Session {
    /// Has something done that may not have arrived yet; says what came of it, if that is asked.
    pub(super) fn late(&mut self, call: Call) -> bool {
        if let Some(late) = self.book.late {
            return (late.call)(self, call);
        }
        match call {
            Call::Train(event) => self.book.waiting.push(SessionEvent::Train(event)),
            Call::Explore(event) => self.book.waiting.push(SessionEvent::Explore(event)),
            // Nothing of the rest happens before one of those.
            _ => {}
        }
        false
    }

    /// The rooms arrived: what was asked of them meanwhile is done.
    pub(super) fn rooms_arrived(&mut self, late: LoadedRooms) {
        if self.book.late.replace(late).is_some() {
            return;
        }
        self.late(Call::Begin);
        for event in std::mem::take(&mut self.book.waiting) {
            match event {
                SessionEvent::Train(event) => self.late(Call::Train(event)),
                SessionEvent::Explore(event) => self.late(Call::Explore(event)),
                _ => false,
            };
        }
    }

    /// What the address should say: the part behind `#`, and what of it makes another entry of the
    /// browser's history. `None` before there is anything to say.
    pub fn address(&self) -> Option<(String, String)> {
        self.book.late.and_then(|late| (late.address)(self))
    }

    fn answer_late(&mut self, call: Call) -> bool {
        match call {
            Call::Begin => self.training = TrainRoom::new(FIRST_PRESET),
            Call::Train(event) => self.train(event),
            Call::Explore(event) => self.explore(event),
            Call::News(news, payload) => self.trainer_news(news, payload),
            Call::TrainingFailed(id, error) => self.training_failed(id, &error),
            Call::TrainerDied(reason, of_gpu) => self.trainer_died(&reason, of_gpu),
            Call::TrainTick(now) => self.train_tick(now),
            Call::Fetch => self.fetch(true),
            Call::HoldFromMirror => self.hold_from_mirror(),
            Call::Told(seat, id, answer, payload) => self.told(seat, id, answer, payload),
            Call::AskFailed(seat, id, error) => return self.ask_failed(seat, id, &error),
            Call::StudioDied(reason) => self.studio_died(&reason),
            Call::StudioFailed(id, error) => self.studio_could_not(id, &error),
            Call::ForgetModel(latent_differs) => self.forget_model(latent_differs),
            Call::PrepareInput => self.prepare_input(),
            Call::SettlePlace => self.settle_place(),
            Call::ScheduleTools => return self.schedule_tools(),
        }
        false
    }

    fn address_late(&self) -> Option<(String, String)> {
        let room = self.room.word();
        match self.room.address() {
            RoomAddress::RunLink => {
                let training = &self.training;
                let link = run_spec::to_link(&training.preset, &training.draft);
                Some((format!("{room}&{link}"), room.to_owned()))
            }
            RoomAddress::LatentPlace => {
                let place = self.place()?;
                let entry = format!(
                    "{room} {:?} {:?} {:?} {:?}",
                    place.model, place.tool, place.plane, place.other
                );
                Some((format!("{room}&{}", place.to_text()), entry))
            }
        }
    }
}
