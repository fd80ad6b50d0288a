//! Certificates: the lab's own, or one that it signs itself.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

use crate::error::LabError;

/// The certificate and key of two PEM files.
///
/// # Errors
/// When a file cannot be read or holds something else.
pub fn from_files(certificate: &Path, key: &Path) -> Result<TlsAcceptor, LabError> {
    let wrong = |error: rustls::pki_types::pem::Error| LabError::Certificate(error.to_string());
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(certificate)
        .map_err(wrong)?
        .collect();
    let key = PrivateKeyDer::from_pem_file(key).map_err(wrong)?;
    acceptor(chain.map_err(wrong)?, key)
}

/// A certificate for this machine's names that nobody but the lab vouches for.
///
/// # Errors
/// When none can be made.
pub fn self_signed(address: Option<Ipv4Addr>) -> Result<TlsAcceptor, LabError> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    names.extend(address.map(|address| address.to_string()));
    let failed = |error: rcgen::Error| LabError::Certificate(error.to_string());
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).map_err(failed)?;
    let key = PrivateKeyDer::try_from(signing_key.serialize_der());
    let key = key.map_err(|error| LabError::Certificate(error.to_owned()))?;
    acceptor(vec![cert.der().clone()], key)
}

fn acceptor(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<TlsAcceptor, LabError> {
    let wrong = |error: rustls::Error| LabError::Certificate(error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(wrong)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(wrong)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
