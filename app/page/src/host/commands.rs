//! Carries out what the session asks of the browser.

use super::dispatch::EventDispatch;
use super::worker::{WorkerPool, WorkerProgram};
use super::{device, download, image_reader};
use session::{HostCommand, SessionEvent, TrainEvent};

/// The workers, and everything else that an [`HostCommand`] may need.
#[derive(Default)]
pub(super) struct HostCommands {
    workers: WorkerPool,
}

impl HostCommands {
    /// Carries out one command. Failures are sent to `dispatch` as events.
    pub fn carry_out(&self, effect: HostCommand, dispatch: EventDispatch) {
        let (worker, done) = match effect {
            HostCommand::StartWorker {
                worker,
                engine,
                role,
                onnx,
                threads,
            } => {
                let program = WorkerProgram {
                    engine,
                    role,
                    onnx,
                    threads,
                };
                (worker, self.workers.start(worker, &program, dispatch))
            }
            HostCommand::StopWorker { worker } => {
                self.workers.stop(worker);
                (worker, Ok(()))
            }
            HostCommand::Send {
                worker,
                message,
                payload,
            } => (
                worker,
                self.workers.send(worker, &message, payload.as_deref()),
            ),
            HostCommand::Save { name, kind, bytes } => {
                return download::download_file(&name, kind, &bytes, dispatch);
            }
            HostCommand::SavePictures { name, grids } => {
                return download::download_images(name, grids, dispatch);
            }
            HostCommand::ReadPicture { name, bytes } => {
                return image_reader::read_picture(name, bytes, dispatch);
            }
            HostCommand::Reload => return device::reload(),
            HostCommand::Locate { data } => return device::locate_dataset(data),
            HostCommand::RunStore { command, payload } => {
                if !device::ask_run_store(&command, &payload) {
                    dispatch.send(SessionEvent::Train(TrainEvent::RunStore {
                        reply: String::new(),
                        payload: Vec::new(),
                    }));
                }
                return;
            }
        };
        if let Err(reason) = done {
            dispatch.send(SessionEvent::WorkerDied { worker, reason });
        }
    }
}
