//! Why runs are not kept.

use serde::{Deserialize, Serialize};

/// Why the browser's storage did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum StoreFault {
    /// It is full.
    Full,
    /// The browser forbids this page to store anything.
    Forbidden,
    /// The browser has none.
    Missing,
    /// Another tab is training the run.
    InUse,
    /// Anything else, as the browser says it.
    Other {
        /// In its words.
        message: String,
    },
}
