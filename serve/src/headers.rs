//! What is sent beside each file.

use axum::extract::Request;
use axum::http::{HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::Response;

/// What isolates a page from others, so that its memory may be shared between threads. A host that
/// cannot send these has `app/page/js/service-worker.js`.
const ISOLATION: [(&str, &str); 2] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
];

/// Answers a request with all headers. A worker has the policy of its own response, not that of the
/// page.
pub(crate) async fn add(policy: Option<String>, request: Request, next: Next) -> Response {
    let value = cache_control(request.uri());
    let mut response = next.run(request).await;
    let is_success = response.status().is_success();
    let headers = response.headers_mut();
    if is_success {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    }
    for (name, value) in ISOLATION {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if let Some(policy) = policy.and_then(|policy| HeaderValue::from_str(&policy).ok()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The content security policy that a page holds.
pub fn policy_of(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once(r#"<meta http-equiv="Content-Security-Policy" content=""#)?;
    rest.split_once('"').map(|(policy, _)| policy)
}

/// A file whose address changes with its content is kept for good; any other is asked for again.
fn cache_control(address: &Uri) -> &'static str {
    let is_versioned = address
        .query()
        .is_some_and(|query| query.split('&').any(|pair| pair.starts_with("v=")));
    if is_versioned || is_hashed(address.path()) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

/// Whether there is a digest in the name of the file, or of a folder that it lies in:
/// `styles-9ab3….css`, `ui-1f0c…/ui.js`.
fn is_hashed(path: &str) -> bool {
    path.split('/').any(|name| {
        let stem = name.split('.').next().unwrap_or_default();
        stem.rsplit_once('-').is_some_and(|(_, digest)| {
            digest.len() >= 12 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{cache_control, is_hashed, policy_of};

    #[test]
    fn only_addresses_that_change_with_their_content_are_kept_for_good() {
        let immutable =
            |address: &str| cache_control(&address.parse().unwrap()).contains("immutable");
        assert!(immutable("/ui-8f1c09ab44d2e7c1/ui_bg.wasm"));
        assert!(immutable("/latentscape/styles-8f1c09ab44d2e7c.css"));
        assert!(immutable("/worker.js?v=0a1b2c3d4e5f"));
        assert!(!immutable("/"));
        assert!(!immutable("/index.html"));
        assert!(!immutable("/engine-cpu_bg.wasm"));
        assert!(!immutable("/worker.js?engine=cpu"));
    }

    #[test]
    fn a_word_after_a_dash_is_no_digest() {
        assert!(!is_hashed("/engine-webgpu.js"));
        assert!(!is_hashed("/assets/models/vae-conv-z2.safetensors"));
    }

    #[test]
    fn the_policy_is_the_one_that_the_page_holds() {
        let html = r#"<meta charset="utf-8" /><meta http-equiv="Content-Security-Policy" content="default-src 'self'" />"#;
        assert_eq!(policy_of(html), Some("default-src 'self'"));
        assert_eq!(policy_of("<!doctype html>"), None);
    }
}
