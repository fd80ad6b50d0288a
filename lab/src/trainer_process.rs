//! The lab's end of a trainer's process.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::mpsc::{
    Receiver, Sender, UnboundedReceiver, UnboundedSender, channel, unbounded_channel,
};

use crate::frame::{PIPE_HEADER, PipeFrame, content_length};
use crate::limits::{LabLimits, TrainerProgram};

/// Frames that were read and not yet taken. A process that has more to say waits.
const READ_AHEAD: usize = 2;

/// A process that trains for one client. It ends when this is dropped.
pub struct TrainerProcess {
    child: Child,
    input: UnboundedSender<PipeFrame>,
    /// Bytes that it has not taken yet.
    queued: Arc<AtomicUsize>,
    output: Receiver<PipeFrame>,
}

impl TrainerProcess {
    /// Starts one for a page of `origin`.
    ///
    /// # Errors
    /// What the system said.
    pub fn start(program: &TrainerProgram, limits: &LabLimits, origin: &str) -> io::Result<Self> {
        let mut child = Command::new(&program.path)
            .arg("trainer")
            .arg("--site")
            .arg(&program.site)
            .args(["--origin", origin])
            .args(["--memory", &limits.memory_megabytes.to_string()])
            .args(["--device", &program.device.to_string()])
            // Turns are counted by threads.
            .env("RAYON_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let missing = || io::Error::other("the process has no pipes");
        let input = child.stdin.take().ok_or_else(missing)?;
        let output = child.stdout.take().ok_or_else(missing)?;
        let queued = Arc::new(AtomicUsize::new(0));
        let (to_child, from_lab) = unbounded_channel();
        tokio::spawn(write_all(input, from_lab, Arc::clone(&queued)));
        let (to_lab, from_child) = channel(READ_AHEAD);
        tokio::spawn(read_all(output, to_lab));
        Ok(Self {
            child,
            input: to_child,
            queued,
            output: from_child,
        })
    }

    /// Sends a frame. What is sent to a process that is gone is lost.
    pub fn send(&self, frame: PipeFrame) {
        self.queued.fetch_add(size(&frame), Ordering::Relaxed);
        let _ = self.input.send(frame);
    }

    /// How many bytes it has not taken yet.
    pub fn queued_bytes(&self) -> usize {
        self.queued.load(Ordering::Relaxed)
    }

    /// The next frame; nothing once it has ended.
    pub async fn receive(&mut self) -> Option<PipeFrame> {
        self.output.recv().await
    }

    /// How it ended.
    pub async fn ended(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }
}

fn size(frame: &PipeFrame) -> usize {
    match frame {
        PipeFrame::Message(message) => message.bytes(),
        PipeFrame::Turn | PipeFrame::Done => 0,
    }
}

async fn write_all(
    mut pipe: ChildStdin,
    mut frames: UnboundedReceiver<PipeFrame>,
    queued: Arc<AtomicUsize>,
) -> io::Result<()> {
    while let Some(frame) = frames.recv().await {
        let mut bytes = Vec::new();
        frame.write_to(&mut bytes)?;
        pipe.write_all(&bytes).await?;
        queued.fetch_sub(size(&frame), Ordering::Relaxed);
    }
    Ok(())
}

async fn read_all(pipe: ChildStdout, frames: Sender<PipeFrame>) -> io::Result<()> {
    let mut pipe = BufReader::new(pipe);
    loop {
        let mut header = [0; PIPE_HEADER];
        pipe.read_exact(&mut header).await?;
        let mut content = vec![0; content_length(&header)];
        pipe.read_exact(&mut content).await?;
        let frame = PipeFrame::of(&header, content)?;
        if frames.send(frame).await.is_err() {
            return Ok(());
        }
    }
}
