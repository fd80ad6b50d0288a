//! Messages that were sent and have not been acknowledged: they are sent again on another connection.

use std::collections::VecDeque;

use axum::body::Bytes;

/// Messages in their order, the oldest first.
#[derive(Debug, Default)]
pub struct SentMessages {
    frames: VecDeque<Bytes>,
    bytes: usize,
    /// How many were acknowledged.
    acknowledged: u64,
}

impl SentMessages {
    /// A message is sent.
    pub fn push(&mut self, frame: Bytes) {
        self.bytes += frame.len();
        self.frames.push_back(frame);
    }

    /// So many of all have arrived. Says whether that can be.
    pub fn acknowledge(&mut self, count: u64) -> bool {
        let sent = self.acknowledged + self.frames.len() as u64;
        if count > sent {
            return false;
        }
        while self.acknowledged < count {
            if let Some(frame) = self.frames.pop_front() {
                self.bytes -= frame.len();
            }
            self.acknowledged += 1;
        }
        // What is older arrived out of its order, which no harm comes of.
        true
    }

    /// Whether whoever received so many can be sent the rest.
    pub fn reaches(&self, count: u64) -> bool {
        let sent = self.acknowledged + self.frames.len() as u64;
        (self.acknowledged..=sent).contains(&count)
    }

    /// Those that have not been acknowledged.
    pub fn frames(&self) -> impl Iterator<Item = &Bytes> {
        self.frames.iter()
    }

    /// How many wait.
    pub fn count(&self) -> usize {
        self.frames.len()
    }

    /// How many bytes wait.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_acknowledged_is_not_sent_again() {
        let mut sent = SentMessages::default();
        for byte in 0..5_u8 {
            sent.push(Bytes::from(vec![byte; 10]));
        }
        assert!(sent.acknowledge(3));
        assert!(sent.acknowledge(2), "late");
        assert_eq!(sent.bytes(), 20);
        let rest: Vec<u8> = sent.frames().map(|frame| frame[0]).collect();
        assert_eq!(rest, [3, 4]);
        assert!(sent.reaches(3) && sent.reaches(5));
        assert!(!sent.reaches(2) && !sent.reaches(6));
    }

    #[test]
    fn more_than_was_sent_cannot_have_arrived() {
        let mut sent = SentMessages::default();
        sent.push(Bytes::from_static(b"x"));
        assert!(!sent.acknowledge(2));
        assert!(sent.acknowledge(1));
    }
}
