//! How much to do between two looks at the inbox.

use web_time::{Duration, Instant};

use protocol::EngineKind;

/// A slice should take about this long.
const SLICE: Duration = Duration::from_millis(10);
/// However quick the last slices were.
const MOST: usize = 1024;

/// Keeps slices of some work at about 10 ms, by what the last one took.
pub struct SliceSizer {
    count: usize,
    least: usize,
    begun: Instant,
}

impl SliceSizer {
    /// A GPU takes long for anything, and not much longer for more.
    pub fn new(kind: EngineKind) -> Self {
        let least = match kind {
            EngineKind::Cpu => 1,
            EngineKind::WebGpu => 64,
        };
        Self {
            count: least.max(8),
            least,
            begun: Instant::now(),
        }
    }

    /// How many pieces of work the slice that begins now should have.
    pub fn begin(&mut self) -> usize {
        self.begun = Instant::now();
        self.count
    }

    /// The slice is over, and had so many pieces.
    pub fn end(&mut self, done: usize) {
        if 2 * done < self.count {
            // So few say little of how long more would take.
            return;
        }
        let took = self.begun.elapsed().as_secs_f64().max(1e-5);
        let fits = done as f64 * SLICE.as_secs_f64() / took;
        // A single slice may have met with something unusual.
        let least = (self.count / 2).max(self.least);
        self.count = (fits as usize).clamp(least, (2 * self.count).min(MOST).max(least));
    }
}
