//! Connections by TLS.

use super::*;
use std::sync::Arc;

use lab::error::LabError;
use lab::tls;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

/// A certificate and its key as PEM files, and the certificate.
fn certificate() -> (PathBuf, PathBuf, CertificateDer<'static>) {
    let names = vec!["localhost".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
    let folder = site();
    let (chain, key) = (folder.join("chain.pem"), folder.join("key.pem"));
    fs::write(&chain, cert.pem()).unwrap();
    fs::write(&key, signing_key.serialize_pem()).unwrap();
    (chain, key, cert.der().clone())
}

fn connector(trusted: CertificateDer<'static>) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(trusted).unwrap();
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

#[tokio::test]
async fn a_certificate_of_ones_own_encrypts_the_site_and_the_socket() {
    let (chain, key, trusted) = certificate();
    let access = |port| {
        let mut access = LabAccess::local(port);
        access.is_secure = true;
        access
    };
    let acceptor = tls::from_files(&chain, &key).unwrap();
    let lab = lab_by(LabLimits::default(), access, Some(acceptor)).await;
    // Who says nothing keeps nobody waiting.
    let _silent = TcpStream::connect(lab).await.unwrap();
    let ask = async |headers: &str| {
        let stream = TcpStream::connect(lab).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let mut stream = connector(trusted.clone())
            .connect(name, stream)
            .await
            .unwrap();
        let host = format!("localhost:{}", lab.port());
        let request = format!("GET /lab-socket HTTP/1.1\r\nhost: {host}\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[9..]).into_owned()
    };
    let upgrade = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
        sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let own = format!("origin: https://localhost:{}\r\n", lab.port());
    let plain = format!("origin: http://localhost:{}\r\n", lab.port());
    assert_eq!(ask(&format!("{upgrade}{own}")).await, "101");
    assert_eq!(ask(&format!("{upgrade}{plain}")).await, "403");
    assert_eq!(ask(&own).await, "400");
}

#[tokio::test]
async fn files_that_are_no_certificate_are_refused_in_a_sentence() {
    let (chain, key, _) = certificate();
    fs::write(&key, "no key").unwrap();
    for (certificate, key) in [(&chain, &key), (&chain, &site().join("missing.pem"))] {
        let Err(error @ LabError::Certificate(_)) = tls::from_files(certificate, key) else {
            panic!("expected a refusal");
        };
        let sentence = "expected a certificate and its key in PEM files, found others: ";
        assert!(error.to_string().starts_with(sentence), "{error}");
    }
    tls::self_signed(None).expect("the lab's own");
}
