//! Time that other programs do not stretch.

use std::time::{Duration, Instant};

/// Adds up the time that this process computes, on all of its threads. On one thread that is what
/// a clock on the wall shows on a machine that does nothing else. Where the system does not tell
/// (it does on Linux), it is the clock on the wall.
#[derive(Default)]
pub struct CpuClock(Duration);

impl CpuClock {
    /// A clock that goes on from so many seconds.
    pub fn from_secs(seconds: f64) -> Self {
        Self(Duration::try_from_secs_f64(seconds).unwrap_or_default())
    }

    /// Adds the time that `work` takes.
    pub fn measure<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (wall, cpu) = (Instant::now(), cpu_time());
        let result = work();
        self.0 += match (cpu, cpu_time()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => wall.elapsed(),
        };
        result
    }

    /// Seconds so far.
    pub fn secs(&self) -> f64 {
        self.0.as_secs_f64()
    }
}

/// The time that this process has computed, in and outside the kernel, to a hundredth of a second.
pub fn cpu_time() -> Option<Duration> {
    let status = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name stands in brackets and may hold spaces; fields 14 and 15 of proc(5) are
    // counted in hundredths.
    let (_, fields) = status.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks()? + ticks()?)))
}
