//! The content security policy: what the page may load, run and ask for.
//!
//! It is in the page, so that it holds on any host, and `serve` sends it as a header, so that it
//! holds in workers too.

use std::collections::BTreeSet;
use std::fs;

use run_spec::DatasetId;

use crate::error::Error;
use crate::places::ProjectPaths;

/// What of `index.html` becomes the policy.
const MARKER: &str = "<!-- policy -->";

/// The policy. All that is fetched from elsewhere are data sets, when the visitor asks for one.
pub fn policy() -> String {
    let mirrors: BTreeSet<&str> = DatasetId::all_remote()
        .flat_map(|(_, remote)| remote.mirrors)
        .map(|address| origin(address))
        .collect();
    let mirrors = mirrors.into_iter().collect::<Vec<_>>().join(" ");
    [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "img-src 'self' blob: data:",
        &format!("connect-src 'self' {mirrors}"),
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    .join("; ")
}

/// Scheme and host of an address.
fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address[host..]
        .find('/')
        .map_or(address.len(), |at| host + at);
    &address[..end]
}

/// Writes the policy into the page in `dist/`.
///
/// # Errors
/// [`Error::NoMarker`] and [`Error::Io`].
pub fn write(places: &ProjectPaths) -> Result<(), Error> {
    let page = places.dist().join("index.html");
    let html = fs::read_to_string(&page).map_err(Error::io("read", &page))?;
    if !html.contains(MARKER) {
        return Err(Error::NoMarker {
            page,
            marker: MARKER,
        });
    }
    let meta = format!(
        r#"<meta http-equiv="Content-Security-Policy" content="{}" />"#,
        policy()
    );
    fs::write(&page, html.replace(MARKER, &meta)).map_err(Error::io("written", &page))
}

#[cfg(test)]
mod tests {
    use super::{origin, policy};

    #[test]
    fn the_policy_names_every_mirror_and_allows_no_inline_script() {
        let policy = policy();
        assert!(policy.contains("connect-src 'self' http"), "{policy}");
        assert!(
            policy.contains(" https://storage.googleapis.com"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert!(!policy.contains("'unsafe-eval'"), "{policy}");
        assert!(!policy.contains('*'), "{policy}");
    }

    #[test]
    fn an_origin_is_scheme_and_host() {
        assert_eq!(origin("https://example.org/a/b/"), "https://example.org");
        assert_eq!(origin("http://example.org"), "http://example.org");
    }
}
