//! What keeps a lab from beginning.

use std::io;
use std::path::PathBuf;

use site_server::ServeError;

/// Why there is no lab.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// The site cannot be served.
    #[error(transparent)]
    Site(#[from] ServeError),

    /// Something of the system's.
    #[error("{what}: {source}")]
    Io {
        /// What was to be done.
        what: &'static str,
        /// What the system said.
        source: io::Error,
    },

    /// A device that is not to be had.
    #[error("{0}")]
    Device(String),

    /// A certificate or its key.
    #[error("expected a certificate and its key in PEM files, found others: {0}")]
    Certificate(String),

    /// A certificate without a key, or a key without a certificate.
    #[error(
        "expected --tls-cert and --tls-key together, found one of them; name both, or use --tls"
    )]
    HalfCertificate,

    /// The site is of another build.
    #[error(
        "expected a site of this lab's build {own}, found one of build {site} in {}; build both from the \
         same sources (`cargo xtask build`, `cargo xtask lab`), or trust that they are with --trust-build",
        folder.display()
    )]
    OtherBuild {
        /// The lab's.
        own: String,
        /// The site's.
        site: String,
        /// Where.
        folder: PathBuf,
    },
}

impl LabError {
    /// For `map_err`.
    pub fn io(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what, source }
    }
}
