//! Whose turn it is to compute: as much time for each client, whatever its steps take.

use std::collections::BTreeMap;
use std::time::Duration;

/// Identifies a client while the lab runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub u64);

/// Clients that wait for a turn, those that have one, and the time that each has had. It knows no clock.
///
/// The next turn is that of the client with the least time, and among equals of the one that waits
/// longest. Who did not want to compute for a while has saved nothing up: it counts as having had as much
/// as the client whose turn began last.
#[derive(Debug)]
pub struct TurnQueue {
    at_once: usize,
    waiting: Vec<ClientId>,
    having: Vec<ClientId>,
    had: BTreeMap<ClientId, Duration>,
    /// What the client had had whose turn began last.
    reached: Duration,
}

impl TurnQueue {
    /// Nobody waits. So many may compute at once.
    pub fn new(at_once: usize) -> Self {
        Self {
            at_once: at_once.max(1),
            waiting: Vec::new(),
            having: Vec::new(),
            had: BTreeMap::new(),
            reached: Duration::ZERO,
        }
    }

    /// A client wants to compute.
    pub fn ask(&mut self, client: ClientId) {
        if self.waiting.contains(&client) || self.having.contains(&client) {
            return;
        }
        let had = self.had.entry(client).or_default();
        *had = self.reached.max(*had);
        self.waiting.push(client);
    }

    /// The client that may compute now, if one may.
    pub fn grant_next(&mut self) -> Option<ClientId> {
        if self.having.len() >= self.at_once {
            return None;
        }
        // The first of those with the least: `min_by_key` keeps the order.
        let waiting = self.waiting.iter().enumerate();
        let (at, client) = waiting.min_by_key(|(_, client)| self.had_by(**client))?;
        let client = *client;
        self.waiting.remove(at);
        self.reached = self.reached.max(self.had_by(client));
        self.having.push(client);
        Some(client)
    }

    /// A client's turn is over, after so long. Says whether it had one.
    pub fn end(&mut self, client: ClientId, took: Duration) -> bool {
        let Some(at) = self.having.iter().position(|it| *it == client) else {
            return false;
        };
        self.having.remove(at);
        *self.had.entry(client).or_default() += took;
        true
    }

    /// A client is gone, and nothing more is known of it.
    pub fn forget(&mut self, client: ClientId) {
        self.waiting.retain(|it| *it != client);
        self.having.retain(|it| *it != client);
        self.had.remove(&client);
    }

    fn had_by(&self, client: ClientId) -> Duration {
        self.had.get(&client).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MILLI: Duration = Duration::from_millis(1);

    /// The time that each client has had after `time`, where a turn of each takes as long as said and all
    /// of them always want one.
    fn shares(turns: &[u32], at_once: usize, time: Duration) -> Vec<Duration> {
        let mut queue = TurnQueue::new(at_once);
        for client in 0..turns.len() {
            queue.ask(ClientId(client as u64));
        }
        let mut had = vec![Duration::ZERO; turns.len()];
        let mut running: Vec<(Duration, ClientId)> = Vec::new();
        let mut now = Duration::ZERO;
        while now < time {
            while let Some(client) = queue.grant_next() {
                running.push((now + turns[client.0 as usize] * MILLI, client));
            }
            running.sort();
            let (ends, client) = running.remove(0);
            now = ends;
            let took = turns[client.0 as usize] * MILLI;
            had[client.0 as usize] += took;
            assert!(queue.end(client, took));
            queue.ask(client);
        }
        had
    }

    #[test]
    fn a_class_of_thirty_has_equal_shares_whatever_a_step_takes() {
        let mut turns = vec![20; 30];
        turns[7] = 500;
        turns[8] = 130;
        let time = Duration::from_secs(600);
        let shares = shares(&turns, 2, time);
        let fair = time * 2 / 30;
        for share in shares {
            let off = share.abs_diff(fair);
            assert!(off <= Duration::from_millis(600), "{share:?} of {fair:?}");
        }
    }

    #[test]
    fn who_was_idle_takes_no_more_than_its_share_from_then_on() {
        let mut queue = TurnQueue::new(1);
        let (busy, idle) = (ClientId(0), ClientId(1));
        queue.ask(busy);
        for _ in 0..1000 {
            assert_eq!(queue.grant_next(), Some(busy));
            queue.end(busy, 20 * MILLI);
            queue.ask(busy);
        }
        queue.ask(idle);
        let mut turns = [0, 0];
        for _ in 0..100 {
            let client = queue.grant_next().unwrap();
            turns[client.0 as usize] += 1;
            queue.end(client, 20 * MILLI);
            queue.ask(client);
        }
        assert!(turns[0] >= 49 && turns[1] >= 49, "{turns:?}");
    }

    #[test]
    fn a_client_that_is_gone_holds_no_turn() {
        let mut queue = TurnQueue::new(1);
        queue.ask(ClientId(0));
        queue.ask(ClientId(1));
        assert_eq!(queue.grant_next(), Some(ClientId(0)));
        assert_eq!(queue.grant_next(), None);
        queue.forget(ClientId(0));
        assert_eq!(queue.grant_next(), Some(ClientId(1)));
        assert!(!queue.end(ClientId(0), MILLI));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nobody_waits_while_a_turn_is_free_and_no_more_than_may_have_one(
            happenings in prop::collection::vec((0_u8..3, 0_u64..6), 0..200),
            at_once in 1_usize..4,
        ) {
            let mut queue = TurnQueue::new(at_once);
            for (what, client) in happenings {
                let client = ClientId(client);
                match what {
                    0 => queue.ask(client),
                    1 => { queue.end(client, MILLI); }
                    _ => queue.forget(client),
                }
                while queue.grant_next().is_some() {}
                prop_assert!(queue.having.len() <= at_once);
                prop_assert!(queue.waiting.is_empty() || queue.having.len() == at_once);
            }
        }
    }
}
