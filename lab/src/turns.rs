//! The queue of turns, with a clock and with those that wait for theirs.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;

use crate::turn_queue::{ClientId, TurnQueue};

/// Hands out turns.
#[derive(Debug)]
pub struct TurnKeeper {
    turns: Mutex<TurnState>,
}

#[derive(Debug)]
struct TurnState {
    queue: TurnQueue,
    clients: BTreeMap<ClientId, ClientTurns>,
}

#[derive(Debug)]
struct ClientTurns {
    /// Hears that it may compute.
    granted: UnboundedSender<()>,
    since: Option<Instant>,
    used: Duration,
}

impl TurnKeeper {
    /// So many compute at once.
    pub fn new(at_once: usize) -> Self {
        Self {
            turns: Mutex::new(TurnState {
                queue: TurnQueue::new(at_once),
                clients: BTreeMap::new(),
            }),
        }
    }

    /// A client is there. `granted` hears when it may compute.
    pub fn join(&self, client: ClientId, granted: UnboundedSender<()>) {
        let turns = ClientTurns {
            granted,
            since: None,
            used: Duration::ZERO,
        };
        self.turns().clients.insert(client, turns);
    }

    /// A client wants to compute.
    pub fn ask(&self, client: ClientId) {
        let mut turns = self.turns();
        turns.queue.ask(client);
        turns.grant();
    }

    /// A client has computed, or what it has to say is not heard for now. Returns how long it has
    /// computed since it joined.
    pub fn end(&self, client: ClientId) -> Duration {
        let mut turns = self.turns();
        let since = turns
            .clients
            .get_mut(&client)
            .and_then(|it| it.since.take());
        if let Some(since) = since {
            let took = since.elapsed();
            turns.queue.end(client, took);
            if let Some(client) = turns.clients.get_mut(&client) {
                client.used += took;
            }
            turns.grant();
        }
        turns
            .clients
            .get(&client)
            .map_or(Duration::ZERO, |it| it.used)
    }

    /// A client is gone.
    pub fn leave(&self, client: ClientId) {
        let mut turns = self.turns();
        turns.clients.remove(&client);
        turns.queue.forget(client);
        turns.grant();
    }

    fn turns(&self) -> MutexGuard<'_, TurnState> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TurnState {
    fn grant(&mut self) {
        while let Some(next) = self.queue.grant_next() {
            match self.clients.get_mut(&next) {
                Some(client) => {
                    client.since = Some(Instant::now());
                    // Who does not hear it is about to leave.
                    let _ = client.granted.send(());
                }
                None => self.queue.forget(next),
            }
        }
    }
}
