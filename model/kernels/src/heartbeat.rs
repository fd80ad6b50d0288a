//! A sign that a long computation goes on, for whoever waits for it.

use core::cell::Cell;

std::thread_local! {
    static HEARTBEAT: Cell<Option<fn()>> = const { Cell::new(None) };
}

/// Has `heartbeat` called while this thread computes, many times a second. It has to be quick, and is
/// not called by threads that help.
pub fn set_heartbeat(heartbeat: fn()) {
    HEARTBEAT.set(Some(heartbeat));
}

/// A piece of a long computation begins. The layers call this themselves.
pub fn beat() {
    if let Some(heartbeat) = HEARTBEAT.get() {
        heartbeat();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::multiply::{ContiguousRows, Matrix, matmul, outer};

    std::thread_local! {
        static BEATS: Cell<u32> = const { Cell::new(0) };
    }

    fn products() {
        let rows = ContiguousRows::new(1, 2);
        let x = [1.0, 2.0];
        let right = Matrix::new(&x, [2, 1]);
        assert_eq!(matmul(rows.of(&x), right, None), [5.0]);
        let squares = outer(rows.of(&x), rows.of(&x));
        assert_eq!(squares, [1.0, 2.0, 2.0, 4.0]);
    }

    #[test]
    fn products_beat_for_the_thread_that_wants_to_know_and_for_no_other() {
        set_heartbeat(|| BEATS.set(BEATS.get() + 1));
        products();
        assert!(BEATS.get() >= 2, "{} beats", BEATS.get());
        let elsewhere = std::thread::spawn(|| {
            products();
            BEATS.get()
        });
        assert_eq!(elsewhere.join().ok(), Some(0));
    }
}
