//! The trainer's process: the page's engine, as native code. It hears and speaks on its pipes, and computes
//! only while the lab lets it.

use std::io::{self, Write};
use std::path::PathBuf;
use std::pin::Pin;
use std::process;
use std::rc::Rc;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::LocalSet;

use crate::frame::{PipeFrame, write_message};
use crate::site_files::SiteFiles;
use crate::trainer_limits::limit_memory;
use engine::native::{DeviceChoice, EngineHost, awaits_device, serve};
use protocol::{FetchCause, ToEngine};

/// A turn that is longer is over as soon as the engine looks at its inbox. Shorter ones would cost more than
/// they take, longer ones make a class wait for its pictures.
const TURN: Duration = Duration::from_millis(25);

/// What a trainer's process is started with.
#[derive(clap::Args, Clone, Debug)]
pub struct TrainerOptions {
    /// The folder of the site.
    #[arg(long)]
    pub site: PathBuf,
    /// Scheme and host at which the page sees it.
    #[arg(long)]
    pub origin: String,
    /// How much memory it may take, in megabytes.
    #[arg(long)]
    pub memory: u64,
    /// What it computes on.
    #[arg(long)]
    pub device: DeviceChoice,
}

/// Trains until the lab has nothing more to say.
///
/// # Errors
/// What the system said.
pub fn train(options: TrainerOptions) -> io::Result<()> {
    limit_memory(options.memory, options.device)?;
    let gate = Arc::new(TurnGate::default());
    let (sender, messages) = unbounded_channel();
    let heard = Arc::clone(&gate);
    // Not joined: it ends the process.
    thread::spawn(move || hear(&heard, &sender));
    let parked = Arc::clone(&gate);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        // Nothing is left to compute.
        .on_thread_park(move || parked.leave())
        .build()?;
    let host = LabHost {
        files: SiteFiles::new(options.site, options.origin),
    };
    let tasks = LocalSet::new();
    let engine = tasks.run_until(serve(options.device, Rc::new(host), messages));
    let engine = Box::pin(engine);
    runtime.block_on(GatedEngine { engine, gate });
    Ok(())
}

/// Hears the lab. When that is gone, so is whoever wanted the run.
fn hear(gate: &TurnGate, messages: &UnboundedSender<(ToEngine, Option<Vec<u8>>)>) {
    let mut pipe = io::stdin().lock();
    loop {
        match PipeFrame::read_from(&mut pipe) {
            Ok(PipeFrame::Message(message)) => {
                // The lab has read it before.
                if let Ok(read) = protocol::json::read(&message.json) {
                    let _ = messages.send((read, message.payload));
                }
            }
            Ok(PipeFrame::Turn) => gate.grant(),
            Ok(PipeFrame::Done) => {}
            Err(_) => process::exit(0),
        }
    }
}

/// Speaks to the lab, which is the only one to read it.
fn say(write: impl FnOnce(&mut io::StdoutLock<'static>) -> io::Result<()>) {
    let mut pipe = io::stdout().lock();
    if write(&mut pipe).and_then(|()| pipe.flush()).is_err() {
        process::exit(0);
    }
}

/// What stands for the browser.
struct LabHost {
    files: SiteFiles,
}

impl EngineHost for LabHost {
    fn post(&self, json: &str, payload: Option<&[u8]>) {
        say(|pipe| write_message(pipe, json, payload));
    }

    fn site_file(&self, url: &str) -> Result<Vec<u8>, FetchCause> {
        self.files.read(url)
    }
}

/// Whether this process may compute.
#[derive(Default)]
struct TurnGate {
    /// Since when it may.
    since: Mutex<Option<Instant>>,
    granted: Condvar,
}

impl TurnGate {
    /// Waits for a turn, unless it is this process's.
    fn enter(&self) {
        let mut since = self.since();
        if since.is_some() {
            return;
        }
        say(|pipe| PipeFrame::Turn.write_to(pipe));
        while since.is_none() {
            since = self
                .granted
                .wait(since)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn grant(&self) {
        *self.since() = Some(Instant::now());
        self.granted.notify_all();
    }

    /// Gives a turn back that has taken long enough.
    fn leave_if_due(&self) {
        if self.since().is_some_and(|since| since.elapsed() >= TURN) {
            self.leave();
        }
    }

    /// Gives a turn back, if it is this process's. It stays that while a GPU computes what is waited for.
    fn leave(&self) {
        if !awaits_device() && self.since().take().is_some() {
            say(|pipe| PipeFrame::Done.write_to(pipe));
        }
    }

    fn since(&self) -> MutexGuard<'_, Option<Instant>> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The engine, which goes on only in turns. It comes here whenever it gives messages their turn.
struct GatedEngine<F> {
    engine: Pin<Box<F>>,
    gate: Arc<TurnGate>,
}

impl<F: Future> Future for GatedEngine<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.gate.enter();
        let polled = self.engine.as_mut().poll(context);
        self.gate.leave_if_due();
        polled
    }
}
