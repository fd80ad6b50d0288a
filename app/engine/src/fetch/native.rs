//! What a native program has of the site: its host reads files of the site's folder, and fetches nothing
//! from elsewhere.

#[cfg(feature = "long-queries")]
use super::FetchError;
use protocol::{EngineError, FetchCause};

/// Reads a file.
///
/// # Errors
/// [`EngineError::Fetch`].
#[allow(clippy::unused_async, reason = "a browser waits for it")]
pub async fn bytes(url: &str) -> Result<Vec<u8>, EngineError> {
    site_file(url).map_err(|cause| EngineError::Fetch {
        url: url.to_owned(),
        cause,
    })
}

#[cfg(feature = "train")]
fn site_file(url: &str) -> Result<Vec<u8>, FetchCause> {
    let host = crate::channel::native::host();
    host.ok_or(FetchCause::NoAnswer)?.site_file(url)
}

#[cfg(not(feature = "train"))]
fn site_file(_: &str) -> Result<Vec<u8>, FetchCause> {
    Err(FetchCause::NoAnswer)
}

/// Reads a large file. It is there at once, so `progress` hears nothing.
///
/// # Errors
/// A [`FetchError`].
#[cfg(feature = "long-queries")]
pub async fn kept(url: &str, _: &dyn Fn(u64, u64)) -> Result<Vec<u8>, FetchError> {
    bytes(url).await.map_err(|error| {
        let cause = match &error {
            EngineError::Fetch { cause, .. } => Some(cause),
            _ => None,
        };
        FetchError {
            missing: cause == Some(&FetchCause::Status { code: 404 }),
            error,
        }
    })
}

/// What was read lies there already.
#[cfg(feature = "long-queries")]
#[allow(clippy::unused_async, reason = "a browser waits for it")]
pub async fn keep(_: &str, _: &[u8]) {}

/// A file of the site stays, whatever it holds.
#[cfg(feature = "long-queries")]
#[allow(clippy::unused_async, reason = "a browser waits for it")]
pub async fn forget(_: &str) {}
