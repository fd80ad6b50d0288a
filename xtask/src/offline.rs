//! The list of the site's files, by which the service worker keeps the site for use without a network
//! (`app/page/js/service-worker.js`), and the version that it makes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::build_id::collect;
use crate::error::Error;
use crate::places::ProjectPaths;

/// What of `index.html` says which version the page is of.
const MARKER: &str = "<!-- version -->";

/// How many digits of a digest name a version.
const DIGITS: usize = 16;

const PAGE: &str = "index.html";

/// The list, in `dist/`.
pub const LIST: &str = "site-files.json";

/// The service worker, which the browser itself keeps.
const WORKER: &str = "service-worker.js";

/// A file of the site.
#[derive(Clone, Debug, PartialEq)]
struct SiteFile {
    /// SHA-256, in hexadecimal.
    digest: String,
    bytes: usize,
    /// Whether it is kept only once it was asked for.
    later: bool,
}

impl SiteFile {
    fn of(path: &str, content: &[u8]) -> Self {
        Self {
            digest: format!("{:x}", Sha256::digest(content)),
            bytes: content.len(),
            later: is_for_later(path),
        }
    }
}

/// The site's files by their path below `dist/`, with slashes.
type SiteFiles = BTreeMap<String, SiteFile>;

/// Writes the list into `dist/`, and the version into the page there. May be called again when files
/// came to it.
///
/// # Errors
/// [`Error::NoMarker`] and [`Error::Io`].
pub fn write(places: &ProjectPaths, build_id: &str) -> Result<(), Error> {
    write_in(&places.dist(), build_id)
}

fn write_in(dist: &Path, build_id: &str) -> Result<(), Error> {
    let page = dist.join(PAGE);
    let html = fs::read_to_string(&page).map_err(Error::io("read", &page))?;
    let html = without_version(&html);
    if !html.contains(MARKER) {
        return Err(Error::NoMarker {
            page,
            marker: MARKER,
        });
    }
    let mut files = read_files(dist)?;
    // The page holds the version, so the version is of a page without it.
    files.insert(PAGE.to_owned(), SiteFile::of(PAGE, html.as_bytes()));
    let version = version_of(&files);
    let html = html.replace(MARKER, &meta(&version));
    files.insert(PAGE.to_owned(), SiteFile::of(PAGE, html.as_bytes()));
    fs::write(&page, html).map_err(Error::io("written", &page))?;
    let list = dist.join(LIST);
    fs::write(&list, list_text(&version, build_id, &files)).map_err(Error::io("written", &list))
}

fn read_files(dist: &Path) -> Result<SiteFiles, Error> {
    let mut paths = Vec::new();
    collect(dist, &mut paths)?;
    let mut files = SiteFiles::new();
    for path in paths {
        let name = path.strip_prefix(dist).unwrap_or(&path);
        let name = name.to_string_lossy().replace('\\', "/");
        if is_listed(&name) {
            let content = fs::read(&path).map_err(Error::io("read", &path))?;
            files.insert(name.clone(), SiteFile::of(&name, &content));
        }
    }
    Ok(files)
}

/// Whether the service worker is to know a file. Data sets the page keeps by itself.
fn is_listed(path: &str) -> bool {
    let is_sibling = path.ends_with(".br");
    !is_sibling && !path.starts_with("data/") && ![LIST, WORKER].contains(&path)
}

/// Whether a file is kept only once it was asked for: what the CPU does without, and what is no part
/// of using the site.
fn is_for_later(path: &str) -> bool {
    let is_notice = path.starts_with("assets/") && {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.ends_with(".md") || name.contains("LICENSE") || name.ends_with(".TXT")
    };
    is_notice
        || path.starts_with("engine-webgpu")
        || path.starts_with("locales/en-XA-")
        || path.starts_with("lessons/") && path.ends_with("en-XA.json")
        || path.starts_with("assets/install/")
        || path == "third-party.html"
}

/// The version that files make together.
fn version_of(files: &SiteFiles) -> String {
    let mut digest = Sha256::new();
    for (path, file) in files {
        digest.update(format!("{path}\n{}\n", file.digest));
    }
    let mut version = format!("{:x}", digest.finalize());
    version.truncate(DIGITS);
    version
}

fn meta(version: &str) -> String {
    format!(r#"<meta name="version" content="{version}" />"#)
}

/// A page as it was before a version was written into it.
fn without_version(html: &str) -> String {
    let (before, after) = (r#"<meta name="version" content=""#, r#"" />"#);
    let found = html.split_once(before).and_then(|(start, rest)| {
        let (_, end) = rest.split_once(after)?;
        Some([start, MARKER, end].concat())
    });
    found.unwrap_or_else(|| html.to_owned())
}

fn list_text(version: &str, build_id: &str, files: &SiteFiles) -> String {
    let files: serde_json::Map<_, _> = files
        .iter()
        .map(|(path, file)| {
            let mut entry = json!({ "digest": file.digest, "bytes": file.bytes });
            if file.later {
                entry["later"] = true.into();
            }
            (path.clone(), entry)
        })
        .collect();
    json!({ "version": version, "build": build_id, "files": files }).to_string()
}

/// The version that the list in a folder is of.
///
/// # Errors
/// [`Error::NotBuilt`] if there is no list.
pub fn version_in(dist: &Path) -> Result<String, Error> {
    let list = dist.join(LIST);
    let text = fs::read(&list).unwrap_or_default();
    let list: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    let version = list["version"].as_str().map(str::to_owned);
    version.ok_or_else(|| Error::NotBuilt {
        what: LIST.to_owned(),
        dist: dist.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use serde_json::Value;
    use sha2::{Digest, Sha256};

    use super::{LIST, MARKER, version_in, write_in};

    fn site(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("latentscape-list-{name}-{}", std::process::id()));
        let html = format!("<head>{MARKER}</head>");
        for (path, content) in [
            ("index.html", html.as_str()),
            ("boot.js", "boot();"),
            ("boot.js.br", "compressed"),
            ("engine-webgpu_bg.wasm", "gpu"),
            ("service-worker.js", "worker"),
            ("assets/data/LICENSE-emoji", "MIT"),
            ("assets/models/a b.safetensors", "weights"),
            ("data/mnist/train.gz", "mnist"),
        ] {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }

    fn list(folder: &Path) -> Value {
        serde_json::from_slice(&fs::read(folder.join(LIST)).unwrap()).unwrap()
    }

    #[test]
    fn the_list_has_each_file_that_is_kept_with_the_digest_of_what_is_served() {
        let folder = site("digests");
        write_in(&folder, "abc").unwrap();
        let list = list(&folder);
        assert_eq!(list["build"], "abc");
        let files = list["files"].as_object().unwrap();
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "assets/data/LICENSE-emoji",
                "assets/models/a b.safetensors",
                "boot.js",
                "engine-webgpu_bg.wasm",
                "index.html",
            ]
        );
        for (name, entry) in files {
            let content = fs::read(folder.join(name)).unwrap();
            assert_eq!(entry["digest"], format!("{:x}", Sha256::digest(&content)));
            assert_eq!(entry["bytes"], content.len());
        }
        let later: Vec<_> = files
            .iter()
            .filter(|(_, entry)| entry["later"] == true)
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(
            later,
            ["assets/data/LICENSE-emoji", "engine-webgpu_bg.wasm"]
        );
    }

    #[test]
    fn the_page_names_the_version_of_the_list_and_only_changed_files_change_it() {
        let folder = site("version");
        write_in(&folder, "abc").unwrap();
        let version = version_in(&folder).unwrap();
        let html = fs::read_to_string(folder.join("index.html")).unwrap();
        assert_eq!(
            html,
            format!(r#"<head><meta name="version" content="{version}" /></head>"#)
        );
        write_in(&folder, "abc").unwrap();
        assert_eq!(version_in(&folder).unwrap(), version, "written again");
        for unlisted in ["boot.js.br", "service-worker.js", "data/mnist/train.gz"] {
            fs::write(folder.join(unlisted), "other").unwrap();
        }
        write_in(&folder, "abc").unwrap();
        assert_eq!(version_in(&folder).unwrap(), version);
        fs::write(folder.join("boot.js"), "boot(2);").unwrap();
        write_in(&folder, "abc").unwrap();
        assert_ne!(version_in(&folder).unwrap(), version);
    }

    #[test]
    fn a_page_without_a_place_for_the_version_is_refused() {
        let folder = site("markerless");
        fs::write(folder.join("index.html"), "<head></head>").unwrap();
        assert!(write_in(&folder, "abc").is_err());
    }
}
