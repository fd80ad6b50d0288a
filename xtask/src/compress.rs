//! Brotli siblings (`file.br`) for servers that hand them out; ours does.

use std::fs;
use std::io::Write;
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::build_id::collect;
use crate::derived::ResultCache;
use crate::error::Error;
use crate::places::ProjectPaths;

/// Formats that brotli makes noticeably smaller. Pictures are compressed already.
const COMPRESSED: [&str; 9] = [
    "bin",
    "css",
    "html",
    "js",
    "json",
    "safetensors",
    "svg",
    "txt",
    "wasm",
];

/// Writes a sibling for every file that becomes smaller.
///
/// # Errors
/// [`Error::Io`].
pub fn precompress(places: &ProjectPaths) -> Result<(), Error> {
    let mut files = Vec::new();
    collect(&places.dist(), &mut files)?;
    files.retain(|path| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| COMPRESSED.contains(&extension))
    });
    let cache = ResultCache::of_kind(places, "brotli");
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            compress(path, &cache)?;
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .try_for_each(|worker| match worker.join() {
                Ok(result) => result,
                Err(panic) => std::panic::resume_unwind(panic),
            })
    })
}

fn compress(path: &Path, cache: &ResultCache) -> Result<(), Error> {
    let content = fs::read(path).map_err(Error::io("read", path))?;
    let compressed = cache.get(&[b"brotli 11 24", &content], || {
        brotli(&content).map_err(Error::io("compressed", path))
    })?;
    if compressed.len() < content.len() {
        let sibling = sibling(path);
        fs::write(&sibling, compressed).map_err(Error::io("written", &sibling))?;
    }
    Ok(())
}

/// How many bytes of `path` travel: those of its sibling, if it has one.
pub fn compressed_size(path: &Path) -> Result<u64, Error> {
    let sibling = sibling(path);
    let sent = if sibling.is_file() { &sibling } else { path };
    Ok(fs::metadata(sent).map_err(Error::io("read", sent))?.len())
}

fn sibling(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    name.into()
}

/// The best quality, and a window as large as the largest module that anyone downloads.
fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    writer.write_all(content)?;
    writer.flush()?;
    Ok(writer.into_inner())
}
