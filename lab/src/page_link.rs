//! The way to a page, and how much waits on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Bytes;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The way to a page.
#[derive(Clone, Debug)]
pub struct PageLink {
    /// Tells it from those before.
    pub number: u64,
    frames: UnboundedSender<Bytes>,
    /// How many of them wait to be sent.
    waiting: Arc<AtomicUsize>,
}

/// The frames that a page is to be sent. They end when the link does.
#[derive(Debug)]
pub struct LinkFrames {
    frames: UnboundedReceiver<Bytes>,
    waiting: Arc<AtomicUsize>,
}

/// The two ends of a way to a page.
pub fn page_link(number: u64) -> (PageLink, LinkFrames) {
    let (sender, frames) = unbounded_channel();
    let waiting = Arc::new(AtomicUsize::new(0));
    let link = PageLink {
        number,
        frames: sender,
        waiting: Arc::clone(&waiting),
    };
    (link, LinkFrames { frames, waiting })
}

impl PageLink {
    /// Sends a frame.
    pub fn send(&self, frame: Bytes) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        // A connection that is gone says so itself.
        let _ = self.frames.send(frame);
    }

    /// How many frames wait to be sent.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }
}

impl LinkFrames {
    /// The next frame; nothing once there is no more.
    pub async fn next(&mut self) -> Option<Bytes> {
        let frame = self.frames.recv().await?;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        Some(frame)
    }
}
