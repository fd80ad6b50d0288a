//! What the shaders' own tests run on: Chromium's SwiftShader, a Vulkan driver in software, natively
//! through the system's Vulkan loader.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{ask, which};
use crate::tools::chromium;

/// The variable that names drivers to Vulkan's loader, in place of the system's own.
pub const DRIVERS: &str = "VK_ICD_FILENAMES";

const DRIVER: &str = "vk_swiftshader_icd.json";
const LOADER: &str = "libvulkan.so.1";
/// Where distributions put the browser that a script on the `PATH` starts.
const FOLDERS: [&str; 3] = [
    "/usr/lib/chromium",
    "/usr/lib/chromium-browser",
    "/usr/lib64/chromium-browser",
];

/// The file that describes SwiftShader to Vulkan's loader; or why there is none, to follow the word
/// “because”.
pub fn driver() -> Result<PathBuf, String> {
    if loader().is_none() {
        return Err(format!("there is no Vulkan loader ({LOADER})"));
    }
    let browser = chromium().ok_or("there is no Chromium")?;
    let beside = fs::canonicalize(&browser).ok();
    let beside = beside.as_deref().and_then(Path::parent);
    in_folders(beside.into_iter().chain(FOLDERS.map(Path::new)))
        .ok_or_else(|| format!("there is no {DRIVER} beside {}", browser.display()))
}

/// The system's Vulkan loader.
pub fn loader() -> Option<PathBuf> {
    // Often in a folder that is only on the path of whoever administers the system.
    let program = which("ldconfig").unwrap_or_else(|| PathBuf::from("/sbin/ldconfig"));
    let libraries = ask(std::process::Command::new(program).arg("--print-cache"))?;
    in_cache(&libraries)
}

fn in_folders<'a>(mut folders: impl Iterator<Item = &'a Path>) -> Option<PathBuf> {
    folders
        .find(|folder| folder.join(DRIVER).is_file())
        .map(|folder| folder.join(DRIVER))
}

/// The loader of this system's kind in what `ldconfig` prints.
fn in_cache(libraries: &str) -> Option<PathBuf> {
    let lines = libraries.lines().map(str::trim_start);
    let mut loaders = lines.filter(|line| line.split_whitespace().next() == Some(LOADER));
    let is_ours = |line: &&str| !cfg!(target_arch = "x86_64") || line.contains("x86-64");
    let (_, path) = loaders.find(is_ours)?.split_once("=> ")?;
    Some(PathBuf::from(path))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{DRIVER, in_cache, in_folders};

    #[test]
    fn the_loader_is_the_library_of_this_very_name() {
        let drivers = "\tlibvulkan_lvp.so (libc6,x86-64) => /lib/libvulkan_lvp.so\n";
        assert_eq!(in_cache(drivers), None);
        let both = format!("{drivers}\tlibvulkan.so.1 (libc6,x86-64) => /lib/libvulkan.so.1\n");
        assert_eq!(in_cache(&both), Some(PathBuf::from("/lib/libvulkan.so.1")));
    }

    #[test]
    fn a_driver_is_found_where_its_file_is_and_nowhere_else() {
        let folder =
            std::env::temp_dir().join(format!("latentscape-shaders-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let elsewhere = folder.join("elsewhere");
        let found = || in_folders([elsewhere.as_path(), &folder].into_iter());
        assert_eq!(found(), None);
        std::fs::write(folder.join(DRIVER), "{}").unwrap();
        assert_eq!(found(), Some(folder.join(DRIVER)));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
