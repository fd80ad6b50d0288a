//! Carries out what the session asks of the browser.

use super::dispatch::Dispatch;
use super::worker::Workers;
use super::{keep, save};
use session::{Effect, Event};

/// The workers, and everything else that an [`Effect`] may need.
#[derive(Default)]
pub(super) struct Commands {
    workers: Workers,
}

impl Commands {
    /// Carries out one effect. What comes of it goes to `dispatch`.
    pub fn carry_out(&self, effect: Effect, dispatch: Dispatch) {
        let (worker, done) = match effect {
            Effect::StartWorker {
                worker,
                engine,
                role,
                threads,
            } => (
                worker,
                self.workers
                    .start(worker, (engine, role, threads), dispatch),
            ),
            Effect::StopWorker { worker } => {
                self.workers.stop(worker);
                (worker, Ok(()))
            }
            Effect::Send {
                worker,
                message,
                payload,
            } => (
                worker,
                self.workers.send(worker, &message, payload.as_deref()),
            ),
            Effect::Save { name, kind, bytes } => {
                return save::save(&name, kind, &bytes, dispatch);
            }
            Effect::SavePictures { name, grids } => {
                return save::save_pictures(name, grids, dispatch);
            }
            Effect::Locate { data } => return keep::locate(data),
            Effect::Keep { note, checkpoint } => {
                return keep::keep(&note, &checkpoint);
            }
        };
        if let Err(reason) = done {
            dispatch.send(Event::WorkerDied { worker, reason });
        }
    }
}
