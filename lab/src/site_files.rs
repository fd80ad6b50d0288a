//! Files of the site's folder, by the addresses that the page knows them under.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use protocol::FetchCause;

/// The site's folder, and where the page sees it.
#[derive(Clone, Debug)]
pub struct SiteFiles {
    folder: PathBuf,
    /// Scheme and host.
    origin: String,
}

impl SiteFiles {
    /// The files of a folder that is served at the root of `origin`.
    pub fn new(folder: PathBuf, origin: String) -> Self {
        Self { folder, origin }
    }

    /// The content of the file at an address.
    ///
    /// # Errors
    /// Code 404 where there is none in the folder, 403 where the address is of another origin: nothing is
    /// fetched from elsewhere.
    pub fn read(&self, address: &str) -> Result<Vec<u8>, FetchCause> {
        let path = self.path(address)?;
        fs::read(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::IsADirectory => {
                FetchCause::Status { code: 404 }
            }
            _ => FetchCause::BrokeOff,
        })
    }

    fn path(&self, address: &str) -> Result<PathBuf, FetchCause> {
        let path = address
            .strip_prefix(&self.origin)
            .and_then(|path| path.strip_prefix('/'))
            .ok_or(FetchCause::Status { code: 403 })?;
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let inside = |path: &Path| {
            path.components()
                .all(|part| matches!(part, Component::Normal(_)))
        };
        let path = Path::new(path);
        // No file of the site has a name that is written in another way in an address.
        if inside(path) && !path.as_os_str().is_empty() {
            Ok(self.folder.join(path))
        } else {
            Err(FetchCause::Status { code: 404 })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(name: &str) -> SiteFiles {
        let outer = std::env::temp_dir().join(format!("lab-{name}-{}", std::process::id()));
        let folder = outer.join("site");
        fs::create_dir_all(folder.join("assets")).unwrap();
        fs::write(folder.join("assets/a.bin"), "a").unwrap();
        fs::write(outer.join("secret"), "secret").unwrap();
        SiteFiles::new(folder, "http://127.0.0.1:8766".to_owned())
    }

    #[test]
    fn a_file_of_the_site_is_read_by_its_address() {
        let files = files("read");
        for address in ["assets/a.bin", "assets/a.bin?v=1", "assets/a.bin#x"] {
            let address = format!("http://127.0.0.1:8766/{address}");
            assert_eq!(files.read(&address), Ok(b"a".to_vec()), "{address}");
        }
    }

    #[test]
    fn nothing_else_is() {
        let files = files("else");
        for (address, code) in [
            ("http://127.0.0.1:8766/../secret", 404),
            ("http://127.0.0.1:8766//etc/passwd", 404),
            ("http://127.0.0.1:8766/assets/../../secret", 404),
            ("http://127.0.0.1:8766/assets", 404),
            ("http://127.0.0.1:8766/", 404),
            ("http://127.0.0.1:87660/assets/a.bin", 403),
            ("http://127.0.0.1:8766.example.org/assets/a.bin", 403),
            ("https://storage.example.org/assets/a.bin", 403),
            ("assets/a.bin", 403),
        ] {
            let found = files.read(address);
            assert_eq!(found, Err(FetchCause::Status { code }), "{address}");
        }
    }
}
