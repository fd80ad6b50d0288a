//! `cargo xtask data`: data sets that are not shipped, put where the site looks for them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::builder::PossibleValuesParser;
use flate2::Compression;
use flate2::write::GzEncoder;
use local_files::{check_output_folder, find_idx_files, write_whole};
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
    /// Take the four files from this folder instead of downloading them, packed with gzip or not,
    /// by any name that downloads and archives give them.
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
/// is there already is not fetched again. Of a local folder, nothing is written unless all of it
/// is right.
///
/// # Errors
/// [`Error::Mismatch`], [`Error::LocalFile`], [`Error::MirrorAddress`], [`Error::NoMirror`] and
/// [`Error::Io`].
pub fn data(places: &ProjectPaths, options: &DataOptions) -> Result<(), Error> {
    let data = DatasetId::from_name(&options.name);
    let Some((data, set)) = data.and_then(|data| Some((data, data.remote()?))) else {
        unreachable!("the command line takes no other names");
    };
    let info = data.info();
    if let Some(mirror) = &options.mirror {
        check_mirror(mirror)?;
    }
    let into = options.into.clone().unwrap_or_else(|| folder(places));
    let into = into.join(data.as_str());
    let mut missing = Vec::new();
    println!("{} ({}; {})", data.title(), info.authors, info.licence);
    for file in set.files() {
        let path = into.join(file.name);
        if fs::read(&path).is_ok_and(|bytes| verify_file(&file, &bytes).is_ok()) {
            println!("{} is there", file.name);
        } else {
            missing.push((file, path));
        }
    }
    let write = |file: &DatasetFile, path: &Path, bytes: &[u8]| -> Result<(), Error> {
        write_whole(path, bytes)?;
        println!("{} written, {} bytes", file.name, bytes.len());
        Ok(())
    };
    if let Some(from) = &options.from {
        let files: Vec<_> = missing
            .iter()
            .map(|(file, path)| Ok((file, path, local(from, file)?)))
            .collect::<Result<_, Error>>()?;
        check_output_folder("--into", &into)?;
        for (file, path, bytes) in files {
            write(file, path, &bytes)?;
        }
    } else {
        check_output_folder("--into", &into)?;
        for (file, path) in &missing {
            let bytes = download(data, set, file, options.mirror.as_deref())?;
            write(file, path, &bytes)?;
        }
    }
    println!("{} is in {}", data.title(), into.display());
    Ok(())
}

/// Whether files' names can be appended to an address.
fn check_mirror(mirror: &str) -> Result<(), Error> {
    let host = mirror
        .split_once("://")
        .filter(|(scheme, _)| ["http", "https"].contains(scheme))
        .map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    match host {
        Some(host) if !host.is_empty() => Ok(()),
        _ => Err(Error::MirrorAddress(mirror.to_owned())),
    }
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

/// A file of a local folder, checked, in gzip; there it may also be unpacked, without `.gz`. Of
/// several that may be it, the first that is right.
fn local(folder: &Path, file: &DatasetFile) -> Result<Vec<u8>, Error> {
    let mut first = None;
    for path in find_idx_files(folder, file.name)? {
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        match verify_file(file, &bytes) {
            Ok(()) => return in_gzip(file, bytes),
            Err(mismatch) => first = first.or(Some((path, mismatch))),
        }
    }
    let Some((path, mismatch)) = first else {
        unreachable!("at least one file is found, or it is an error");
    };
    Err(Error::Mismatch { path, mismatch })
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

/// The file at an address. `curl` fetches it: a client of our own would be a third of what this
/// program is compiled from, for something that most builds never do.
fn get(address: &str) -> Result<Vec<u8>, String> {
    let output = Command::new("curl")
        .args(["--fail", "--location", "--silent", "--show-error"])
        .args(["--max-time", PATIENCE_SECS, "--max-filesize", MAX_BYTES])
        .args(["--url", address])
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

    use site_server::{StaticSite, bind, run};

    use super::*;

    /// "abc" and its SHA-256, the first example of FIPS 180-4.
    const ABC: DatasetFile = DatasetFile {
        name: "abc.gz",
        packed_bytes: 23,
        unpacked_sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
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
        fs::write(folder.join("index.html"), "").unwrap();
        let site = StaticSite::open(folder).unwrap();
        let (sender, port) = mpsc::channel();
        std::thread::spawn(move || {
            run(async move {
                let (listener, port) = bind(Ipv4Addr::LOCALHOST, 0)?;
                sender.send(port).unwrap();
                site.serve(listener).await
            })
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
    fn a_local_file_is_taken_by_the_names_of_archives_and_the_right_one_of_several() {
        for name in ["ABC", "abc (1).gz", "abc/abc", "abc.gz/abc"] {
            let folder = TempFolder::new("names");
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, b"abc").unwrap();
            assert!(local(&folder.0, &ABC).is_ok(), "{name}");
        }
        let folder = TempFolder::new("several");
        fs::write(folder.0.join("abc"), b"abd").unwrap();
        fs::write(folder.0.join("abc (1)"), b"abc").unwrap();
        assert!(local(&folder.0, &ABC).is_ok());
    }

    #[test]
    fn a_folder_of_other_content_writes_nothing_and_is_one_sentence() {
        let from = TempFolder::new("other-from");
        let into = TempFolder::new("other-into");
        let options = |from: &Path, into: &Path| DataOptions {
            name: "fashion-mnist".to_owned(),
            from: Some(from.to_owned()),
            into: Some(into.to_owned()),
            mirror: None,
        };
        let places = ProjectPaths::find().unwrap();
        let said = |from: &Path| {
            let error = data(&places, &options(from, &into.0)).unwrap_err();
            error.to_string()
        };
        assert!(said(&from.0).contains("an empty folder"));
        for name in ["train-images", "t10k-images"] {
            fs::write(from.0.join(format!("{name}-idx3-ubyte")), b"other").unwrap();
        }
        for part in ["train-images-idx3-ubyte", "SHA-256 c59f468a", "found"] {
            assert!(said(&from.0).contains(part), "{}", said(&from.0));
        }
        let file = from.0.join("t10k-images-idx3-ubyte");
        assert!(said(&file).contains("found a file at"));
        assert_eq!(fs::read_dir(&into.0).unwrap().count(), 0);
    }

    #[test]
    fn fashion_mnist_as_debian_packs_it_is_taken() {
        let folder = std::env::var_os("LATENTSCAPE_FASHION_MNIST").map_or_else(
            || PathBuf::from("/usr/share/datasets/fashion-mnist"),
            PathBuf::from,
        );
        if !folder.is_dir() {
            println!("skipped: no Fashion-MNIST in {}", folder.display());
            return;
        }
        for file in DatasetId::FashionMnist.remote().unwrap().files() {
            assert!(local(&folder, &file).is_ok(), "{}", file.name);
        }
    }

    #[test]
    fn a_mirror_is_an_address_and_nothing_else() {
        for address in ["http://127.0.0.1:8080", "https://example.org/data/"] {
            assert!(check_mirror(address).is_ok(), "{address}");
        }
        for found in [
            "",
            "/",
            "example.org",
            "file:///etc",
            "https://",
            "-o/tmp/x",
        ] {
            let error = check_mirror(found).unwrap_err().to_string();
            assert!(error.contains("expected an address"), "{error}");
            assert!(error.contains(&format!("found `{found}`")), "{error}");
        }
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
}
