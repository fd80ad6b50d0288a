//! Guesses at a secret, counted for each address that they come from.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::access_verdict::AccessVerdict;

/// Wrong guesses from one address that are answered at once.
const GUESSES: f64 = 20.0;
/// After that, one in so many seconds.
const SECONDS_PER_GUESS: f64 = 6.0;
/// Addresses that are remembered. The one that guessed longest ago is forgotten.
const ADDRESSES: usize = 4096;

/// How many wrong guesses came from where. By a clock that never jumps.
#[derive(Debug, Default)]
pub struct GuessLimit {
    wrong: Mutex<HashMap<IpAddr, WrongGuesses>>,
}

#[derive(Clone, Copy, Debug)]
struct WrongGuesses {
    /// What is left of them, once time is taken into account.
    count: f64,
    at: Instant,
}

impl WrongGuesses {
    fn left(self, now: Instant) -> f64 {
        let forgiven = now.duration_since(self.at).as_secs_f64() / SECONDS_PER_GUESS;
        (self.count - forgiven).max(0.0)
    }
}

impl GuessLimit {
    /// Whether whoever says something from there is answered as its word deserves.
    ///
    /// # Errors
    /// When it is wrong, or too many before it were.
    pub fn check(&self, from: IpAddr, is_right: bool) -> Result<(), AccessVerdict> {
        self.check_at(Instant::now(), from, is_right)
    }

    fn check_at(&self, now: Instant, from: IpAddr, is_right: bool) -> Result<(), AccessVerdict> {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let count = wrong.get(&from).map_or(0.0, |guesses| guesses.left(now));
        // The right one is refused as well: or whoever guesses would learn it all the same.
        if count + 1.0 > GUESSES {
            return Err(AccessVerdict::TooManyGuesses);
        }
        if is_right {
            return Ok(());
        }
        if wrong.len() >= ADDRESSES && !wrong.contains_key(&from) {
            let oldest = wrong.iter().min_by_key(|(_, guesses)| guesses.at);
            if let Some(oldest) = oldest.map(|(address, _)| *address) {
                wrong.remove(&oldest);
            }
        }
        let guesses = WrongGuesses {
            count: count + 1.0,
            at: now,
        };
        wrong.insert(from, guesses);
        Err(AccessVerdict::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const FROM: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

    #[test]
    fn guesses_from_many_addresses_take_no_more_memory_than_those_of_a_few() {
        let limit = GuessLimit::default();
        let begun = Instant::now();
        for at in 0..2 * ADDRESSES as u32 {
            let from = IpAddr::from(at.to_be_bytes());
            let now = begun + Duration::from_millis(u64::from(at));
            assert_eq!(
                limit.check_at(now, from, false),
                Err(AccessVerdict::Unknown)
            );
        }
        assert_eq!(limit.wrong.lock().unwrap().len(), ADDRESSES);
    }

    #[test]
    fn a_thousand_guesses_are_refused_and_do_not_lock_others_out() {
        let limit = GuessLimit::default();
        let begun = Instant::now();
        let mut answered = 0;
        for at in 0..1000 {
            let now = begun + Duration::from_millis(at);
            if limit.check_at(now, FROM, false) == Err(AccessVerdict::Unknown) {
                answered += 1;
            }
        }
        assert_eq!(answered, 20);
        let soon = begun + Duration::from_secs(1);
        assert_eq!(
            limit.check_at(soon, FROM, true),
            Err(AccessVerdict::TooManyGuesses)
        );
        let other = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 8));
        assert_eq!(limit.check_at(soon, other, true), Ok(()));
        let later = begun + Duration::from_secs(120);
        assert_eq!(limit.check_at(later, FROM, true), Ok(()));
    }
}
