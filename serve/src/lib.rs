//! The built site over HTTP, the way a good static server hands it out: right media types, headers that
//! isolate the page, its content security policy, and what may be kept.
//!
//! `cargo xtask serve` and the program `latentscape-serve` are both made of this.

mod address;
mod headers;

use std::env;
use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::http::header;
use axum::middleware;
use axum::response::Redirect;
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

pub use address::{bind, network_address, open_in_browser};
pub use headers::policy_of;

/// The page that a folder must have to be the site.
pub const PAGE: &str = "index.html";

/// The service worker's file.
const WORKER: &str = "service-worker.js";

/// Why the site is not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// A folder is not the site's.
    #[error("{} holds no {PAGE}; expected the folder of the built site, which has one", .0.display())]
    NoSite(PathBuf),

    /// No folder was named, and none is where one is looked for.
    #[error(
        "expected the site in a folder `site` beside this program, found none; name its folder"
    )]
    NoSiteFound,

    /// A file or folder could not be read, or the server broke down.
    #[error("{} could not be {action}: {source}", path.display())]
    Io {
        /// `read`, `served`.
        action: &'static str,
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },

    /// Neither the port asked for nor any of the next is free.
    #[error("no port from {first} to {last} is free on {interface}; choose another with --port")]
    NoPort {
        /// Where.
        interface: Ipv4Addr,
        /// The first tried.
        first: u16,
        /// The last tried.
        last: u16,
    },
}

impl ServeError {
    /// For `map_err`: wraps what the system said about `path`.
    fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}

/// A folder that holds the built site, and how it is handed out.
#[derive(Clone, Debug)]
pub struct StaticSite {
    folder: PathBuf,
    /// The page's own content security policy, which holds for its workers only as a header.
    policy: Option<String>,
    /// Begins and ends with a slash.
    sub_path: String,
    /// What is sent in place of the service worker.
    other_worker: Option<&'static str>,
}

impl StaticSite {
    /// The site in a folder, at the root.
    ///
    /// # Errors
    /// [`ServeError::NoSite`] if the folder has no page, [`ServeError::Io`] if it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, ServeError> {
        let page = folder.join(PAGE);
        if !page.is_file() {
            return Err(ServeError::NoSite(folder.to_owned()));
        }
        let html = fs::read_to_string(&page).map_err(ServeError::io("read", &page))?;
        Ok(Self {
            folder: folder.to_owned(),
            policy: policy_of(&html).map(str::to_owned),
            sub_path: "/".to_owned(),
            other_worker: None,
        })
    }

    /// The same below a path, and nothing at the root. `sub_path` begins and ends with a slash.
    #[must_use]
    pub fn below(mut self, sub_path: &str) -> Self {
        sub_path.clone_into(&mut self.sub_path);
        self
    }

    /// The same with another script in place of the service worker.
    #[must_use]
    pub fn with_worker(mut self, script: &'static str) -> Self {
        self.other_worker = Some(script);
        self
    }

    /// What answers requests.
    pub fn router(&self) -> Router {
        let files = ServeDir::new(&self.folder).precompressed_br();
        let sub_path = &self.sub_path;
        let site = if sub_path == "/" {
            Router::new().fallback_service(files)
        } else {
            let address = sub_path.clone();
            Router::new()
                .route(
                    sub_path.trim_end_matches('/'),
                    get(move || async move { Redirect::temporary(&address) }),
                )
                .nest_service(sub_path, files)
        };
        let site = match self.other_worker {
            None => site,
            Some(script) => {
                let sent = ([(header::CONTENT_TYPE, "text/javascript")], script);
                site.route(
                    &format!("{sub_path}{WORKER}"),
                    get(move || async move { sent }),
                )
            }
        };
        let policy = self.policy.clone();
        site.layer(middleware::from_fn(move |request, next| {
            headers::add(policy.clone(), request, next)
        }))
    }

    /// Answers whoever connects, until the program is interrupted.
    ///
    /// # Errors
    /// [`ServeError::Io`] if the server breaks down.
    pub async fn serve(&self, listener: TcpListener) -> Result<(), ServeError> {
        axum::serve(listener, self.router())
            .await
            .map_err(ServeError::io("served", &self.folder))
    }
}

/// The site's folder where the program lies, or where it is called.
///
/// # Errors
/// [`ServeError::NoSiteFound`].
pub fn find_site() -> Result<PathBuf, ServeError> {
    let beside = env::current_exe().ok();
    let beside = beside.as_deref().and_then(Path::parent);
    let places = [beside, Some(Path::new("."))].into_iter().flatten();
    places
        .flat_map(|place| [place.join("site"), place.to_owned()])
        .find(|folder| folder.join(PAGE).is_file())
        .ok_or(ServeError::NoSiteFound)
}

/// Runs a server on this thread.
///
/// # Errors
/// Those of `serving`, and [`ServeError::Io`] if the system offers no sockets.
pub fn run(serving: impl Future<Output = Result<(), ServeError>>) -> Result<(), ServeError> {
    tokio::runtime::Builder::new_current_thread()
        // Time, too: where the system has no file left, accepting is tried again later.
        .enable_all()
        .build()
        .map_err(ServeError::io("opened", Path::new("a socket")))?
        .block_on(serving)
}
