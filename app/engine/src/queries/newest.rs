//! Of the long queries of a kind, the newest goes on; it ends the one before.

use std::cell::Cell;
use std::rc::Rc;

/// The query under way, if there is one.
#[derive(Default)]
pub struct NewestQuery {
    stop: Option<StopFlag>,
}

/// Whether a query is to end.
#[derive(Clone, Default)]
pub struct StopFlag(Rc<Cell<bool>>);

impl StopFlag {
    /// Whether it is.
    pub fn is_set(&self) -> bool {
        self.0.get()
    }
}

impl NewestQuery {
    /// Ends the query under way. The one that begins in its place ends when the flag is set.
    pub fn begin(&mut self) -> StopFlag {
        self.end();
        self.stop.insert(StopFlag::default()).clone()
    }

    /// Ends the query under way.
    pub fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.0.set(true);
        }
    }
}
