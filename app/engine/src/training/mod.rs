//! The trainer's side: a run, and what it tells the page.
//!
//! The engine takes steps whenever its inbox is empty ([`Training::turn`]), and reports by time,
//! not by steps: the page wants to see as much of a slow run as of a fast one.
//!
//! - `commands`: what the page asks for; `anatomy`: a step taken apart.
//! - `warming`: shaders, compiled before the first step; `waiting`: what waits for them.
//! - `run`: a run, its steps and its reports.
//! - `pictures`: what there is to see of a run on images; `sheets`: pictures side by side.
//! - `plane`: what there is to see of a run on points; `pace`: when; `rivals`: runs beside it.

mod anatomy;
mod commands;
mod pace;
mod pictures;
mod plane;
mod rivals;
mod run;
mod sheets;
mod waiting;
mod warming;

use model::Device;
use run_spec::RunSpec;
use web_time::Duration;

use self::run::Run;
use self::warming::Warming;
use super::held::Trouble;
use super::port;
use protocol::{EngineKind, FromEngine, RequestId, TrainCommand, TrainNews};

/// While a run is throttled, its inbox is looked at this often.
const NAP: Duration = Duration::from_millis(30);

/// Nobody's request has this number.
const NOBODYS: RequestId = RequestId(0);

/// A run and how it is played.
pub struct Training {
    device: Device,
    kind: EngineKind,
    run: Option<Run>,
    /// The compiling of its shaders, while there is any to be done.
    warming: Option<Warming>,
    /// Runs whose shaders are compiled.
    warm: Vec<RunSpec>,
}

impl Training {
    /// A trainer without a run; nothing where the engine was built without it.
    pub fn new(device: Device, kind: EngineKind) -> Option<Self> {
        Some(Self {
            device,
            kind,
            run: None,
            warming: None,
            warm: Vec::new(),
        })
    }

    /// Whether there are steps to take, or things to tell.
    pub fn is_busy(&self) -> bool {
        let warming = self.warming.as_ref().is_some_and(Warming::is_due);
        warming || self.run.as_ref().is_some_and(Run::is_busy)
    }

    /// Does what the page asks for; what takes steps waits for its shaders.
    pub async fn obey(&mut self, command: TrainCommand, payload: Option<Vec<u8>>) {
        let letter = (command, payload);
        let now = match &mut self.warming {
            Some(warming) => warming.admit(letter),
            None => vec![letter],
        };
        for (command, payload) in now {
            let id = commands::request_of(&command);
            if let Err(trouble) = self.carry_out(command, payload).await {
                port::post(&trouble.told(id.unwrap_or(NOBODYS), self.kind), None);
            }
        }
    }

    /// One turn of the training loop: a step, or several short ones, then whatever is due to be told,
    /// then the inbox's turn.
    pub async fn turn(&mut self) {
        if self.warming.as_ref().is_some_and(Warming::is_due) {
            self.warm_up().await;
            port::macrotask().await;
            return;
        }
        let Some(run) = self.run.as_mut() else {
            return;
        };
        if let Some(wait) = run.until_next_turn() {
            port::sleep(wait.min(NAP)).await;
            return;
        }
        if run.is_to_step() {
            run.steps(self.kind);
        }
        if let Err(trouble) = run.tell(self.kind).await {
            self.failed(trouble);
        }
        port::macrotask().await;
    }

    /// The run goes no further by itself.
    fn failed(&mut self, trouble: Trouble) {
        port::post(&trouble.told(NOBODYS, self.kind), None);
        if let Some(run) = &mut self.run {
            run.playing = false;
            let step = run.trainer.steps();
            post(TrainNews::Paused { step }, None);
        }
    }

    fn run(&mut self) -> Result<&mut Run, Trouble> {
        let run = self.run.as_mut();
        Ok(run.ok_or("Expected a run, found none. Press Play to make one.")?)
    }
}

fn post(news: TrainNews, payload: Option<&[u8]>) {
    port::post(&FromEngine::Training { news }, payload);
}
