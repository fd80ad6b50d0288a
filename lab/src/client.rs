//! A client: a page, its connection while there is one, and the process that trains for it.
//!
//! The process outlives a connection. What it reports meanwhile waits, up to a limit, and is sent on the
//! next one, so that a connection that breaks loses nothing; a page that is loaded again takes the run over
//! ([`crate::takeover`]).

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::Instant;

use crate::frame::{OpenedSession, PipeFrame, SocketFrame, WireMessage, short};
use crate::gpu_fault::gpu_fault;
use crate::limits::{LabLimits, TrainerProgram};
use crate::page_link::PageLink;
use crate::sent_messages::SentMessages;
use crate::takeover::RunTakeover;
use crate::trainer_process::TrainerProcess;
use crate::turn_queue::ClientId;
use crate::turns::TurnKeeper;
use engine::native::kind_of;
use protocol::{
    BUILD_ID, EngineError, FromEngine, LabFault, PROTOCOL_VERSION, ProgramBuild, RoomError,
    ToEngine, WorkerRole,
};

/// A process that has a turn for this long hangs.
const LONGEST_TURN: Duration = Duration::from_secs(300);
/// How often deadlines are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What happens to a client.
#[derive(Debug)]
pub enum ClientEvent {
    /// A page has a connection.
    Attached {
        /// Its end of it.
        link: PageLink,
        /// Whether it has no session yet: any run is another page's.
        fresh: bool,
        /// How many messages it has received.
        received: u64,
    },
    /// A frame arrived on the connection of this number.
    Frame(u64, SocketFrame),
    /// What arrived was no frame that a page sends.
    Broken(u64, LabFault),
    /// The connection of this number is gone.
    Detached(u64),
    /// Another client needs the place.
    Evicted,
}

/// What all clients of a lab share.
#[derive(Clone, Debug)]
pub struct ClientSetting {
    /// What they may take.
    pub limits: LabLimits,
    /// What is started for each.
    pub program: TrainerProgram,
    /// Whose turn it is.
    pub turns: Arc<TurnKeeper>,
    /// The build of the site, where it counts as the lab's own.
    pub trusted_build: Option<String>,
}

/// Why a client is no longer one.
enum ClientEnd {
    /// Its page is told.
    Told(EngineError),
    /// It has none.
    Unseen,
}

impl From<LabFault> for ClientEnd {
    fn from(fault: LabFault) -> Self {
        Self::Told(RoomError::Lab { fault }.into())
    }
}

/// A client.
pub struct LabClient {
    id: ClientId,
    session: String,
    origin: String,
    setting: ClientSetting,
    process: Option<TrainerProcess>,
    link: Option<PageLink>,
    /// Since when there is no connection.
    alone: Option<Instant>,
    sent: SentMessages,
    received: u64,
    takeover: RunTakeover,
    /// Since when its process has a turn.
    computing: Option<Instant>,
    used: Duration,
}

impl LabClient {
    /// A client without a connection.
    pub fn new(id: ClientId, session: String, origin: String, setting: ClientSetting) -> Self {
        Self {
            id,
            session,
            origin,
            setting,
            process: None,
            link: None,
            alone: Some(Instant::now()),
            sent: SentMessages::default(),
            received: 0,
            takeover: RunTakeover::default(),
            computing: None,
            used: Duration::ZERO,
        }
    }

    /// Lives until its page is gone for good, or it may not go on.
    pub async fn live(mut self, mut events: UnboundedReceiver<ClientEvent>) {
        let turns = Arc::clone(&self.setting.turns);
        let (granted, mut grants) = unbounded_channel();
        turns.join(self.id, granted);
        let mut clock = tokio::time::interval(LOOK_EVERY);
        let end = loop {
            if !self.has_room() {
                // Nobody hears what it computes: others may, meanwhile.
                self.end_turn();
            }
            let frame = next_frame(
                &mut self.process,
                self.sent.bytes() < self.setting.limits.retained_bytes,
            );
            let done = tokio::select! {
                event = events.recv() => match event {
                    Some(event) => self.happened(event),
                    None => Err(ClientEnd::Unseen),
                },
                Some(()) = grants.recv() => {
                    self.computing = Some(Instant::now());
                    self.tell_process(PipeFrame::Turn);
                    Ok(())
                }
                frame = frame => match frame {
                    Some(frame) => self.reported(frame),
                    None => Err(self.process_ended().await),
                },
                _ = clock.tick() => self.look_at_clock(),
            };
            if let Err(end) = done {
                break end;
            }
        };
        turns.leave(self.id);
        if let ClientEnd::Told(reason) = end {
            let message = FromEngine::Crashed { reason };
            self.say(&SocketFrame::Ended(WireMessage::of(&message).json));
        }
    }

    fn happened(&mut self, event: ClientEvent) -> Result<(), ClientEnd> {
        match event {
            ClientEvent::Attached {
                link,
                fresh,
                received,
            } => self.attached(link, fresh, received),
            ClientEvent::Frame(link, frame) if self.is_linked(link) => self.heard(frame),
            ClientEvent::Broken(link, fault) if self.is_linked(link) => Err(fault.into()),
            ClientEvent::Detached(link) if self.is_linked(link) => {
                self.link = None;
                self.alone = Some(Instant::now());
                Ok(())
            }
            // Of a connection that another one took the place of.
            ClientEvent::Frame(..) | ClientEvent::Broken(..) | ClientEvent::Detached(_) => Ok(()),
            ClientEvent::Evicted if self.link.is_none() => Err(ClientEnd::Unseen),
            ClientEvent::Evicted => Ok(()),
        }
    }

    fn is_linked(&self, number: u64) -> bool {
        self.link.as_ref().is_some_and(|link| link.number == number)
    }

    fn attached(&mut self, link: PageLink, fresh: bool, received: u64) -> Result<(), ClientEnd> {
        self.link = Some(link);
        self.alone = None;
        if fresh {
            self.sent = SentMessages::default();
            self.received = 0;
            for message in self.takeover.page_replaced() {
                self.tell_process(PipeFrame::Message(message));
            }
        } else if !self.sent.reaches(received) {
            return Err(LabFault::Gone.into());
        }
        self.sent.acknowledge(received);
        self.say(&SocketFrame::Opened(OpenedSession {
            session: self.session.clone(),
            received: self.received,
        }));
        for frame in self.sent.frames() {
            send(self.link.as_ref(), frame.clone());
        }
        Ok(())
    }

    /// The page said something.
    fn heard(&mut self, frame: SocketFrame) -> Result<(), ClientEnd> {
        // Answers to what a page asks wait here, however little the trainer says.
        let most = self.setting.limits.waiting_messages;
        if self.sent.count() > most || self.link.as_ref().map_or(0, PageLink::waiting) > most {
            return Err(not_asked(format!(
                "expected a page that reads what it is sent, found {most} messages that wait for it"
            )));
        }
        match frame {
            SocketFrame::Ack(count) if self.sent.acknowledge(count) => Ok(()),
            SocketFrame::Message(message) => {
                self.received += 1;
                self.say(&SocketFrame::Ack(self.received));
                self.obey(message)
            }
            _ => Err(not_asked("expected a message, found another frame")),
        }
    }

    fn obey(&mut self, message: WireMessage) -> Result<(), ClientEnd> {
        let read = protocol::json::read::<ToEngine>(&message.json).map_err(not_asked)?;
        match read {
            ToEngine::Ping { id } => {
                self.post(&FromEngine::Pong { id });
                Ok(())
            }
            ToEngine::Hello {
                protocol,
                build,
                role: WorkerRole::Trainer,
            } => self.greeted(protocol, &build),
            ToEngine::Train { run, command } => {
                if self.process.is_none() {
                    return Err(not_asked("expected a greeting first, found a command"));
                }
                for message in self.takeover.command(run, command, message) {
                    self.tell_process(PipeFrame::Message(message));
                }
                self.check_queue()
            }
            _ => Err(not_asked("expected a message to a trainer, found another")),
        }
    }

    /// A process that does not take what it is sent is sent no more.
    fn check_queue(&self) -> Result<(), ClientEnd> {
        let queued = self
            .process
            .as_ref()
            .map_or(0, TrainerProcess::queued_bytes)
            + self.takeover.waiting_bytes();
        if queued > 2 * self.setting.limits.message_bytes() {
            let megabytes = 2 * self.setting.limits.message_megabytes;
            return Err(LabFault::TooLarge { megabytes }.into());
        }
        Ok(())
    }

    fn greeted(&mut self, protocol: u32, build: &str) -> Result<(), ClientEnd> {
        let is_trusted = self.setting.trusted_build.as_deref() == Some(build);
        if protocol != PROTOCOL_VERSION || build != BUILD_ID && !is_trusted {
            self.post(&FromEngine::Refused {
                page: ProgramBuild {
                    protocol,
                    build: build.to_owned(),
                },
                engine: ProgramBuild {
                    protocol: PROTOCOL_VERSION,
                    build: BUILD_ID.to_owned(),
                },
            });
            return Ok(());
        }
        if self.process.is_some() {
            // The page is another one, the trainer is not.
            self.post(&FromEngine::Hello {
                protocol,
                build: build.to_owned(),
                role: WorkerRole::Trainer,
                engine: kind_of(self.setting.program.device),
            });
            return Ok(());
        }
        let started =
            TrainerProcess::start(&self.setting.program, &self.setting.limits, &self.origin);
        let process = started.map_err(|error| {
            let message = error.to_string();
            ClientEnd::Told(EngineError::Said { message })
        })?;
        process.send(PipeFrame::Message(WireMessage::of(&ToEngine::Hello {
            protocol,
            build: BUILD_ID.to_owned(),
            role: WorkerRole::Trainer,
        })));
        self.process = Some(process);
        Ok(())
    }

    /// The process said something.
    fn reported(&mut self, frame: PipeFrame) -> Result<(), ClientEnd> {
        match frame {
            PipeFrame::Turn => {
                self.setting.turns.ask(self.id);
                Ok(())
            }
            PipeFrame::Done => {
                self.end_turn();
                self.check_time()
            }
            PipeFrame::Message(message) => {
                if let Some(fault) = gpu_fault(&message) {
                    return Err(fault.into());
                }
                let report = self.takeover.report(message);
                for message in report.to_process {
                    self.tell_process(PipeFrame::Message(message));
                }
                if let Some(message) = report.to_page {
                    self.post_message(message);
                }
                Ok(())
            }
        }
    }

    fn end_turn(&mut self) {
        self.computing = None;
        self.used = self.setting.turns.end(self.id);
    }

    fn check_time(&self) -> Result<(), ClientEnd> {
        let most = self.setting.limits.compute;
        if self.used > most {
            let minutes = most.as_secs() / 60;
            return Err(LabFault::TimeUp { minutes }.into());
        }
        Ok(())
    }

    fn look_at_clock(&mut self) -> Result<(), ClientEnd> {
        let hangs = self
            .computing
            .is_some_and(|since| since.elapsed() > LONGEST_TURN);
        if hangs {
            return Err(LabFault::TrainerEnded.into());
        }
        let keep = self.setting.limits.keep;
        if self.alone.is_some_and(|since| since.elapsed() > keep) {
            return Err(ClientEnd::Unseen);
        }
        Ok(())
    }

    /// Why there is no process any more.
    async fn process_ended(&mut self) -> ClientEnd {
        let status = match &mut self.process {
            Some(process) => process.ended().await,
            None => Err(io::Error::other("no process")),
        };
        if status.as_ref().is_ok_and(ran_out_of_memory) {
            let megabytes = self.setting.limits.memory_megabytes;
            return LabFault::OutOfMemory { megabytes }.into();
        }
        LabFault::TrainerEnded.into()
    }

    fn tell_process(&self, frame: PipeFrame) {
        if let Some(process) = &self.process {
            process.send(frame);
        }
    }

    fn post(&mut self, message: &FromEngine) {
        self.post_message(WireMessage::of(message));
    }

    fn post_message(&mut self, message: WireMessage) {
        let frame = SocketFrame::Message(message).write();
        self.sent.push(frame.clone());
        send(self.link.as_ref(), frame);
    }

    /// Says what counts on this connection only.
    fn say(&self, frame: &SocketFrame) {
        send(self.link.as_ref(), frame.write());
    }

    fn has_room(&self) -> bool {
        self.sent.bytes() < self.setting.limits.retained_bytes
    }
}

fn not_asked(reason: impl ToString) -> ClientEnd {
    let reason = short(reason);
    LabFault::NotAsked { reason }.into()
}

fn send(link: Option<&PageLink>, frame: Bytes) {
    if let Some(link) = link {
        link.send(frame);
    }
}

/// The next frame of a process that is listened to; never one of any other.
async fn next_frame(process: &mut Option<TrainerProcess>, is_heard: bool) -> Option<PipeFrame> {
    match process {
        Some(process) if is_heard => process.receive().await,
        _ => std::future::pending().await,
    }
}

/// Memory that is not to be had aborts a process.
#[cfg(unix)]
fn ran_out_of_memory(status: &std::process::ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(rustix::process::Signal::ABORT.as_raw())
}

#[cfg(not(unix))]
fn ran_out_of_memory(_: &std::process::ExitStatus) -> bool {
    false
}
