//! `cargo xtask data`: data sets that are not shipped, put where the site looks for them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::builder::PossibleValuesParser;
use flate2::Compression;
use flate2::write::GzEncoder;
use run_spec::{DatasetFile, DatasetId, GZIP_MAGIC, RemoteDataset, verify_file};

use crate::build_id::collect;
use crate::error::Error;
use crate::places::ProjectPaths;

/// What can be chosen about data.
#[derive(clap::Args, Clone, Debug)]
#[group(skip)]
pub struct DataOptions {
    /// Which data set.
    #[arg(value_parser = PossibleValuesParser::new(DatasetId::all_remote().map(|(id, _)| id.as_str())))]
    name: String,
    /// Take the four files from this folder instead of downloading them.
    #[arg(long, value_name = "FOLDER", conflicts_with = "mirror")]
    from: Option<PathBuf>,
    /// Put them below this folder instead of data/, which `build` copies into the site.
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    /// Download from this address instead of the public mirrors.
    #[arg(long, value_name = "URL")]
    mirror: Option<String>,
}

/// How many seconds a mirror may take for one file, 26 MB at most.
const PATIENCE_SECS: &str = "600";
/// No file is larger, packed or not: 64 MiB.
const MAX_BYTES: &str = "67108864";

/// Where data sets lie in the repository; git ignores it.
fn folder(places: &ProjectPaths) -> PathBuf {
    places.root.join("data")
}

/// Puts a data set's files into place. Every file is checked before it is written, and one that
/// is there already is not fetched again.
///
/// # Errors
/// [`Error::Mismatch`], [`Error::NoDataFile`], [`Error::NoMirror`] and [`Error::Io`].
pub fn data(places: &ProjectPaths, options: &DataOptions) -> Result<(), Error> {
    let data = DatasetId::from_name(&options.name);
    let Some((data, set)) = data.and_then(|data| Some((data, data.remote()?))) else {
        unreachable!("the command line takes no other names");
    };
    let info = data.info();
    let into = options.into.clone().unwrap_or_else(|| folder(places));
    let into = into.join(data.as_str());
    fs::create_dir_all(&into).map_err(Error::io("created", &into))?;
    println!("{} ({}; {})", data.title(), info.authors, info.licence);
    for file in set.files() {
        let path = into.join(file.name);
        if fs::read(&path).is_ok_and(|bytes| verify_file(&file, &bytes).is_ok()) {
            println!("{} is there", file.name);
            continue;
        }
        let bytes = match &options.from {
            Some(from) => local(from, &file)?,
            None => download(data, set, &file, options.mirror.as_deref())?,
        };
        write(&path, &bytes)?;
        println!("{} written, {} bytes", file.name, bytes.len());
    }
    println!("{} is in {}", data.title(), into.display());
    Ok(())
}

/// Copies what [`data`] fetched into the built site, below `data/`. Returns how many files.
///
/// # Errors
/// [`Error::Io`].
pub fn copy_into_site(places: &ProjectPaths) -> Result<usize, Error> {
    let from = folder(places);
    if !from.is_dir() {
        return Ok(0);
    }
    let mut files = Vec::new();
    collect(&from, &mut files)?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("gz"))
    });
    for path in &files {
        let to = places
            .dist()
            .join("data")
            .join(path.strip_prefix(&from).unwrap_or(path));
        let parent = to.parent().unwrap_or(&to);
        fs::create_dir_all(parent).map_err(Error::io("created", parent))?;
        fs::copy(path, &to).map_err(Error::io("written", &to))?;
    }
    Ok(files.len())
}

/// A file of a local folder, checked, in gzip; there it may also be unpacked, without `.gz`.
fn local(folder: &Path, file: &DatasetFile) -> Result<Vec<u8>, Error> {
    let packed = folder.join(file.name);
    let plain = folder.join(file.name.trim_end_matches(".gz"));
    let path = [&packed, &plain].into_iter().find(|path| path.is_file());
    let Some(path) = path else {
        return Err(Error::NoDataFile {
            file: file.name,
            folder: folder.to_owned(),
        });
    };
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    verify_file(file, &bytes)?;
    in_gzip(file, bytes)
}

/// A file of the first mirror that has it whole.
fn download(
    data: DatasetId,
    set: &RemoteDataset,
    file: &DatasetFile,
    mirror: Option<&str>,
) -> Result<Vec<u8>, Error> {
    let mirrors: Vec<&str> = match mirror {
        Some(mirror) => vec![mirror],
        None => set.mirrors.to_vec(),
    };
    let mut found = Vec::new();
    for mirror in mirrors {
        let address = format!("{}/{}", mirror.trim_end_matches('/'), file.name);
        println!("{address}, about {} bytes", file.packed_bytes);
        match get(&address) {
            Ok(bytes) => match verify_file(file, &bytes) {
                Ok(()) => return in_gzip(file, bytes),
                Err(mismatch) => found.push(format!("{address}: {mismatch}")),
            },
            Err(reason) => found.push(format!("{address}: {reason}")),
        }
    }
    Err(Error::NoMirror {
        file: file.name,
        set: data.as_str(),
        found,
    })
}

/// The file packed, if it is not: a server may have unpacked it on the way.
fn in_gzip(file: &DatasetFile, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    if bytes.starts_with(&GZIP_MAGIC) {
        return Ok(bytes);
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(&bytes)
        .and_then(|()| encoder.finish())
        .map_err(Error::io("packed", Path::new(file.name)))
}

/// Writes all of a file or nothing.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let unfinished = path.with_extension("unfinished");
    fs::write(&unfinished, bytes)
        .and_then(|()| fs::rename(&unfinished, path))
        .map_err(Error::io("written", path))
}

/// The file at an address. `curl` fetches it: a client of our own would be a third of what this
/// program is compiled from, for something that most builds never do.
fn get(address: &str) -> Result<Vec<u8>, String> {
    let output = Command::new("curl")
        .args(["--fail", "--location", "--silent", "--show-error"])
        .args(["--max-time", PATIENCE_SECS, "--max-filesize", MAX_BYTES])
        .arg(address)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("curl could not be started: {error}"))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;
    use std::sync::mpsc;

    use axum::Router;
    use tower_http::services::ServeDir;

    use super::*;

    /// "abc" and its SHA-256, the first example of FIPS 180-4.
    const ABC: DatasetFile = DatasetFile {
        name: "abc.gz",
        packed_bytes: 23,
        digest: run_spec::FileDigest::UnpackedSha256(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
    };

    /// A folder of this test's own, deleted in the end.
    struct TempFolder(PathBuf);

    impl TempFolder {
        fn new(name: &str) -> Self {
            let path =
                std::env::temp_dir().join(format!("latentscape-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for TempFolder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// Serves a folder on the loopback interface until the process ends; returns the address.
    fn serve(folder: &Path) -> String {
        let site = Router::new().fallback_service(ServeDir::new(folder));
        let (sender, port) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_io()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                    .await
                    .unwrap();
                sender.send(listener.local_addr().unwrap().port()).unwrap();
                axum::serve(listener, site).await.unwrap();
            });
        });
        format!("http://127.0.0.1:{}/", port.recv().unwrap())
    }

    fn from_mirror(mirror: &str) -> Result<Vec<u8>, Error> {
        let data = DatasetId::Mnist;
        download(data, data.remote().unwrap(), &ABC, Some(mirror))
    }

    #[test]
    fn a_local_file_is_taken_packed_or_not_and_is_packed_afterwards() {
        let folder = TempFolder::new("local");
        fs::write(folder.0.join("abc"), b"abc").unwrap();
        let packed = local(&folder.0, &ABC).unwrap();
        assert!(packed.starts_with(&GZIP_MAGIC));
        fs::write(folder.0.join("abc.gz"), &packed).unwrap();
        assert_eq!(local(&folder.0, &ABC).unwrap(), packed);
    }

    #[test]
    fn a_missing_and_a_wrong_local_file_are_one_clear_sentence_each() {
        let folder = TempFolder::new("wrong");
        let error = local(&folder.0, &ABC).unwrap_err().to_string();
        assert!(
            error.contains("abc.gz") && error.contains("expected"),
            "{error}"
        );
        fs::write(folder.0.join("abc.gz"), b"abd").unwrap();
        let error = local(&folder.0, &ABC).unwrap_err().to_string();
        assert!(
            error.contains("ba7816bf") && error.contains("found"),
            "{error}"
        );
    }

    #[test]
    fn a_file_is_downloaded_from_a_mirror_and_a_damaged_or_missing_one_is_refused() {
        let folder = TempFolder::new("mirror");
        fs::write(
            folder.0.join("abc.gz"),
            in_gzip(&ABC, b"abc".to_vec()).unwrap(),
        )
        .unwrap();
        let mirror = serve(&folder.0);
        let bytes = from_mirror(&mirror).unwrap();
        assert_eq!(verify_file(&ABC, &bytes), Ok(()));
        // Without the slash at the end, too.
        assert!(from_mirror(mirror.trim_end_matches('/')).is_ok());

        fs::write(
            folder.0.join("abc.gz"),
            in_gzip(&ABC, b"abd".to_vec()).unwrap(),
        )
        .unwrap();
        let error = from_mirror(&mirror).unwrap_err().to_string();
        assert!(
            error.contains("ba7816bf") && error.contains("--from"),
            "{error}"
        );

        fs::remove_file(folder.0.join("abc.gz")).unwrap();
        let error = from_mirror(&mirror).unwrap_err().to_string();
        assert!(error.contains("404") && error.contains("--from"), "{error}");
    }

    #[test]
    fn a_file_is_written_whole() {
        let folder = TempFolder::new("write");
        let path = folder.0.join("abc.gz");
        write(&path, b"abc").unwrap();
        write(&path, b"abcd").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"abcd");
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
    }
}
