//! Files of the site's own origin, and, if the visitor asks for it, of a data set's mirror.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
use browser as platform;
#[cfg(not(target_arch = "wasm32"))]
use native as platform;

pub use platform::bytes;
#[cfg(feature = "long-queries")]
pub use platform::{forget, keep, kept};
#[cfg(feature = "long-queries")]
use protocol::EngineError;

/// The last part of an address's path, to name a file in messages.
pub fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path)
}

/// Why a file was not to be had.
#[cfg(feature = "long-queries")]
pub struct FetchError {
    /// Whether the server says that there is no such file.
    pub missing: bool,
    /// What to say of it.
    pub error: EngineError,
}
