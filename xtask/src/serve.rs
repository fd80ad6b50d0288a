//! `cargo xtask serve`: the built site on 127.0.0.1, the way a good static server hands it out.

use std::net::Ipv4Addr;
use std::path::Path;
use std::process::Command;
use std::thread;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{Redirect, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use crate::build;
use crate::error::Error;
use crate::places::ProjectPaths;
use crate::policy::policy;

/// How many ports are tried.
const PORTS: u16 = 20;

/// What can be chosen about serving.
#[derive(clap::Args, Clone, Debug)]
#[group(skip)]
pub struct ServeOptions {
    /// The port; if it is taken, the next free one is used.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Serve below this path, such as /latentscape/, and nothing at the root.
    #[arg(long, default_value = "/")]
    sub_path: String,
    /// Serve dist/ as it is.
    #[arg(long)]
    pub no_build: bool,
    /// Open the page in the default browser.
    #[arg(long)]
    open: bool,
    /// How to build.
    #[command(flatten)]
    pub build: build::BuildOptions,
}

/// Builds what the page needs on the CPU and serves it until it is interrupted. The WebGPU engine,
/// which takes as long to compile as all else, is added meanwhile.
///
/// # Errors
/// Those of building, [`Error::NoDist`], [`Error::NoPort`], and [`Error::Io`] if the server breaks
/// down.
pub fn serve(places: &ProjectPaths, options: &ServeOptions) -> Result<(), Error> {
    check_sub_path(&options.sub_path)?;
    if options.no_build {
        return hand_out(places, options);
    }
    build::build(places, &build::BuildOptions { cpu_only: true })?;
    if !options.build.cpu_only {
        // On its own, so that the program can end before it does.
        let places = places.clone();
        thread::spawn(move || match build::add_webgpu(&places) {
            Ok(()) => println!("WebGPU is there, too: load the page again"),
            Err(error) => eprintln!("error: {error}; the page uses the CPU"),
        });
    }
    hand_out(places, options)
}

fn hand_out(places: &ProjectPaths, options: &ServeOptions) -> Result<(), Error> {
    let dist = places.dist();
    if !dist.join("index.html").is_file() {
        return Err(Error::NoDist(dist));
    }
    let sub_path = with_slashes(&options.sub_path);
    let site = site(&dist, &sub_path);
    let broken = |error| Error::io("served", &dist)(error);
    tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .map_err(broken)?
        .block_on(async {
            let (listener, port) = bind(options.port).await?;
            let address = format!("http://127.0.0.1:{port}{sub_path}");
            println!("{address}");
            if options.open {
                open(&address);
            }
            axum::serve(listener, site).await.map_err(broken)
        })
}

fn site(dist: &Path, sub_path: &str) -> Router {
    let files = ServeDir::new(dist).precompressed_br();
    let site = if sub_path == "/" {
        Router::new().fallback_service(files)
    } else {
        let address = sub_path.to_owned();
        Router::new()
            .route(
                sub_path.trim_end_matches('/'),
                get(move || async move { Redirect::temporary(&address) }),
            )
            .nest_service(sub_path, files)
    };
    site.layer(middleware::from_fn(add_headers))
}

/// What isolates a page from others, so that its memory may be shared between threads. A host that
/// cannot send these has `app/page/js/isolation.js`.
const ISOLATION: [(&str, &str); 2] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
];

async fn add_headers(request: Request, next: Next) -> Response {
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
    // A worker has the policy of its own response, not that of the page.
    if let Ok(policy) = HeaderValue::from_str(&policy()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
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

/// Whether a path can be part of an address as it is: the site is built for minutes before it is
/// served.
fn check_sub_path(path: &str) -> Result<(), Error> {
    let may_be = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let mut names = path.trim_matches('/').split('/');
    let whole = path.trim_matches('/').is_empty();
    if path.bytes().all(may_be) && (whole || names.all(|name| !["", ".", ".."].contains(&name))) {
        Ok(())
    } else {
        Err(Error::SubPath(path.to_owned()))
    }
}

/// `latentscape` and `/latentscape` both mean `/latentscape/`.
fn with_slashes(path: &str) -> String {
    match path.trim_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

async fn bind(first: u16) -> Result<(TcpListener, u16), Error> {
    let last = first.saturating_add(PORTS - 1);
    for port in first..=last {
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            // Port 0 means any.
            let port = listener.local_addr().map_or(port, |address| address.port());
            return Ok((listener, port));
        }
    }
    Err(Error::NoPort { first, last })
}

fn open(address: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    if let Err(error) = Command::new(opener).arg(address).spawn() {
        eprintln!("`{opener}` could not be started, so open the address yourself: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::{cache_control, check_sub_path, is_hashed, with_slashes};

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
    fn a_sub_path_may_be_written_with_or_without_slashes() {
        for written in [
            "latentscape",
            "/latentscape",
            "latentscape/",
            "/latentscape/",
        ] {
            assert_eq!(with_slashes(written), "/latentscape/");
        }
        for path in ["/", "", "latentscape", "/a-b/c.d/"] {
            assert!(check_sub_path(path).is_ok(), "{path}");
        }
        for path in ["{x", "/a b/", "a//b", "../a", "*", "ä"] {
            let said = check_sub_path(path).unwrap_err().to_string();
            assert!(said.contains(&format!("found `{path}`")), "{said}");
        }
        assert_eq!(with_slashes("/"), "/");
        assert_eq!(with_slashes(""), "/");
    }
}
