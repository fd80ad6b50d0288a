//! `cargo xtask pictures`: the pictures of the page in docs/, taken anew from the built site.

use std::path::PathBuf;

use crate::command::{command, run};
use crate::error::Error;
use crate::places::ProjectPaths;
use crate::tools::chromium;

/// The script that takes them, among the browser tests.
const SCRIPT: &str = "take-pictures.js";

/// What can be chosen about pictures.
#[derive(clap::Args, Clone, Debug)]
#[group(skip)]
pub struct PictureOptions {
    /// The built site; dist/ unless told otherwise.
    #[arg(long, value_name = "FOLDER")]
    dist: Option<PathBuf>,
    /// Where they go; docs/ unless told otherwise.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Only these, of explore, directions, world, train, compare and learn.
    names: Vec<String>,
}

/// Takes pictures.
///
/// # Errors
/// Those of the script, which says what it could not do.
pub fn pictures(places: &ProjectPaths, options: &PictureOptions) -> Result<(), Error> {
    // The script runs in another folder.
    let absolute = |path: &PathBuf| path.canonicalize().map_err(Error::io("read", path));
    let dist = options.dist.as_ref().map(absolute).transpose()?;
    let out = options.out.as_ref().map(absolute).transpose()?;
    let mut node = command(places, "node");
    node.arg(SCRIPT)
        .args(&options.names)
        .current_dir(places.browser_tests())
        .env("LATENTSCAPE_DIST", dist.unwrap_or_else(|| places.dist()))
        .env(
            "LATENTSCAPE_PICTURES",
            out.unwrap_or_else(|| places.root.join("docs")),
        );
    if let Some(chromium) = chromium() {
        node.env("CHROME", chromium);
    }
    run(&mut node)
}
