//! Runs that the browser keeps, as data.

use crate::pictures::ImagePixels;
use crate::store_fault::StoreFault;

/// What is kept of runs, and why something is not.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct KeptRuns {
    /// The runs, newest first.
    pub list: Vec<KeptRun>,
    /// Why the run on screen is not kept, or why no run can be.
    pub fault: Option<StoreFault>,
    /// The run that is being read in order to be resumed.
    pub opening: Option<String>,
    /// Whether the browser said which runs are kept, or that it cannot.
    pub(super) answered: bool,
    /// Whether the visitor was told of the fault.
    pub(super) told: bool,
    /// Counts the runs of this page that may be kept.
    last: u64,
}

/// A run in the browser's storage.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptRun {
    /// Tells it from others.
    pub id: String,
    /// What the visitor calls it; empty if they call it nothing.
    pub name: String,
    /// The preset that its form began from; empty if its note is of another build's form.
    pub preset: String,
    /// Steps taken.
    pub step: u32,
    /// When it was kept, in milliseconds since 1970.
    pub date: f64,
    /// What it takes up.
    pub bytes: f64,
    /// A small picture of what it draws.
    pub picture: Option<ImagePixels>,
    /// Whether another tab is training it.
    pub elsewhere: bool,
    /// Whether it trains on the visitor's own images.
    pub(super) on_own_images: bool,
}

/// As what a run is kept.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct KeptAs {
    /// Its number on this page.
    pub run: u64,
    /// Its id, once it is known.
    pub id: Option<String>,
    /// What the visitor called the run that it comes from.
    pub name: String,
    /// The step at which it was last written down.
    pub step: u32,
    /// How many times the browser was to keep it.
    pub asked: u32,
    /// Up to which of these it did.
    pub stored: u32,
    /// Whether the visitor's images lie beside it.
    pub has_images: bool,
}

impl KeptRuns {
    /// The name under which a run is kept that was not kept before. `name` is what it is called.
    pub(super) fn another(&mut self, name: &str) -> KeptAs {
        self.last += 1;
        KeptAs {
            run: self.last,
            name: name.to_owned(),
            ..KeptAs::default()
        }
    }
}
