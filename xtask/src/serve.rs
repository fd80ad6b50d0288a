//! `cargo xtask serve`: the built site on 127.0.0.1, the way a good static server hands it out.

use std::net::Ipv4Addr;
use std::thread;

use site_server::{StaticSite, bind, open_in_browser, run};

use crate::build;
use crate::error::Error;
use crate::places::ProjectPaths;

/// What a browser gets as the service worker, which would show what was kept before the newest build:
/// it forgets that, and goes.
const NO_WORKER: &str = include_str!("no-service-worker.js");

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
    /// Let the browser keep the site for use without a network, as visitors' browsers do: after another
    /// build it shows the one before until it has fetched all of the new one.
    #[arg(long)]
    offline: bool,
    /// How to build.
    #[command(flatten)]
    pub build: build::BuildOptions,
}

/// Builds what the page needs on the CPU and serves it until it is interrupted. The trainer with threads
/// and the WebGPU engine, which together take as long to compile as all else, are added meanwhile.
///
/// # Errors
/// Those of building and serving, [`Error::NoDist`], and [`Error::SubPath`].
pub fn serve(places: &ProjectPaths, options: &ServeOptions) -> Result<(), Error> {
    check_sub_path(&options.sub_path)?;
    if options.no_build {
        return hand_out(places, options);
    }
    // What is packed is all of the site.
    let adds_later = !options.build.zip;
    let build = build::BuildOptions {
        cpu_only: adds_later || options.build.cpu_only,
        one_thread: adds_later,
        ..options.build.clone()
    };
    build::build(places, &build)?;
    if adds_later {
        add_the_rest(places, options.build.cpu_only);
    }
    hand_out(places, options)
}

/// Adds what the page does without, on its own, so that the program can end before it does.
fn add_the_rest(places: &ProjectPaths, cpu_only: bool) {
    let places = places.clone();
    thread::spawn(move || {
        match build::add_threads(&places) {
            Ok(()) => println!("training on several threads is there, too: load the page again"),
            Err(error) => eprintln!("error: {error}; the page trains on one thread"),
        }
        if !cpu_only {
            match build::add_webgpu(&places) {
                Ok(()) => println!("WebGPU is there, too: load the page again"),
                Err(error) => eprintln!("error: {error}; the page uses the CPU"),
            }
        }
    });
}

fn hand_out(places: &ProjectPaths, options: &ServeOptions) -> Result<(), Error> {
    let dist = places.dist();
    if !dist.join("index.html").is_file() {
        return Err(Error::NoDist(dist));
    }
    let sub_path = with_slashes(&options.sub_path);
    let site = StaticSite::open(&dist)?.below(&sub_path);
    let site = if options.offline {
        site
    } else {
        site.with_worker(NO_WORKER)
    };
    let serving = async {
        let (listener, port) = bind(Ipv4Addr::LOCALHOST, options.port)?;
        let address = format!("http://127.0.0.1:{port}{sub_path}");
        println!("{address}");
        if options.open
            && let Err((opener, error)) = open_in_browser(&address)
        {
            eprintln!("`{opener}` could not be started, so open the address yourself: {error}");
        }
        site.serve(listener).await
    };
    Ok(run(serving)?)
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

#[cfg(test)]
mod tests {
    use super::{check_sub_path, with_slashes};

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
