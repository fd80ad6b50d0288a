//! Which tools are needed, in which versions, how to find them and how to install them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{ask, cargo, command, run, which};
use crate::error::Error;
use crate::places::ProjectPaths;

/// The last trunk that the pinned toolchain compiles.
const TRUNK: &str = "0.21.14";

/// wasm-opt comes from the npm package `binaryen`, pinned in `xtask/npm`. Debian's version 108
/// must not be used: the modules that it writes fail at start.
const BINARYEN: &str = "132";

/// The last cargo-deny that asks `git` for advisories, which keeps it small.
const DENY: &str = "0.20.2";

/// How tools are compiled: they run for seconds a build, and with their authors' profiles take
/// minutes to compile.
const QUICK_TO_COMPILE: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

/// A program from crates.io.
#[derive(Clone, Copy)]
struct CargoTool {
    package: &'static str,
    /// For `cargo install`.
    flags: &'static [&'static str],
    /// Whether it is taken without its lock file where that cannot be satisfied.
    or_unlocked: bool,
    /// How much of it is optimised.
    opt_level: &'static str,
    /// How long installing takes.
    takes: &'static str,
}

/// Copies files and calls cargo, so that none of it need be fast; it also serves, fetches tools and
/// looks for news of itself, which nobody here asks it for.
const TRUNK_TOOL: CargoTool = CargoTool {
    package: "trunk",
    flags: &["--locked", "--no-default-features"],
    or_unlocked: false,
    opt_level: "0",
    takes: "about 4 minutes, once",
};

/// Rewrites whole modules, so that the cheap half of the optimisations pays. Its lock file names
/// versions that mirrors of the registry may not have yet.
const BINDGEN_TOOL: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    flags: &["--locked"],
    or_unlocked: true,
    opt_level: "1",
    takes: "about 2 minutes, once",
};

/// Looks at manifests and licences; a run takes seconds whatever it is compiled with.
const DENY_TOOL: CargoTool = CargoTool {
    package: "cargo-deny",
    flags: &["--locked"],
    or_unlocked: false,
    opt_level: "0",
    takes: "about a minute, once",
};

/// A tool that a command needs.
pub struct RequiredTool<'a> {
    /// What it is, with its version where that is pinned.
    pub name: String,
    /// Says what is there, or `None`.
    pub find: Box<dyn Fn() -> Option<String> + 'a>,
    /// Installs it; on failure says why, to follow the word “because”.
    pub install: Box<dyn Fn() -> Result<(), String> + 'a>,
    /// How long installing takes.
    pub takes: &'static str,
    /// How a person installs it.
    pub by_hand: String,
}

/// What `build` and `serve` need.
///
/// # Errors
/// [`Error::NotLocked`] if `Cargo.lock` does not say which wasm-bindgen.
pub fn for_build(places: &ProjectPaths) -> Result<Vec<RequiredTool<'_>>, Error> {
    let bindgen = locked_version(places, "wasm-bindgen")?;
    Ok(vec![
        wasm_target(places),
        rust_source(places),
        cargo_tool(places, TRUNK_TOOL, TRUNK),
        cargo_tool(places, BINDGEN_TOOL, &bindgen),
        wasm_opt(places),
    ])
}

/// What every test run needs. clippy looks at the browser's code too.
pub fn for_quick_tests(places: &ProjectPaths) -> Vec<RequiredTool<'_>> {
    vec![
        component(places, "rustfmt", "fmt"),
        component(places, "clippy", "clippy"),
        wasm_target(places),
    ]
}

/// What the check of the supply chain needs.
pub fn for_supply(places: &ProjectPaths) -> Vec<RequiredTool<'_>> {
    vec![cargo_tool(places, DENY_TOOL, DENY)]
}

/// What tests in a browser need, beyond [`for_build`].
pub fn for_browser_tests(places: &ProjectPaths) -> Vec<RequiredTool<'_>> {
    vec![
        debian_packages(&["chromium"], chromium, "CHROME"),
        debian_packages(&["chromium-driver"], chromedriver, "CHROMEDRIVER"),
        packages(places, "tests/browser", places.browser_tests()),
    ]
}

/// What the benchmark needs, beyond [`for_build`].
pub fn for_bench(places: &ProjectPaths) -> Vec<RequiredTool<'_>> {
    vec![
        debian_packages(&["chromium"], chromium, "CHROME"),
        packages(places, "bench", places.bench()),
    ]
}

/// The browser that tests run in: `CHROME`, or the first that is on the `PATH`.
pub fn chromium() -> Option<PathBuf> {
    from_environment("CHROME").or_else(|| {
        [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ]
        .into_iter()
        .find_map(which)
    })
}

/// The browser's driver: `CHROMEDRIVER`, or the one on the `PATH`.
pub fn chromedriver() -> Option<PathBuf> {
    from_environment("CHROMEDRIVER").or_else(|| which("chromedriver"))
}

/// A program that a variable names.
pub fn from_environment(name: &str) -> Option<PathBuf> {
    env::var_os(name)
        .map(PathBuf::from)
        .filter(|path| path.is_file())
}

fn wasm_target(places: &ProjectPaths) -> RequiredTool<'_> {
    const TARGET: &str = "wasm32-unknown-unknown";
    RequiredTool {
        name: format!("Rust target {TARGET}"),
        find: Box::new(|| {
            let folder =
                ask(command(places, "rustc").args(["--print=target-libdir", "--target", TARGET]))?;
            Path::new(&folder).is_dir().then(|| "there".to_owned())
        }),
        install: Box::new(|| {
            run(command(places, "rustup").args(["target", "add", TARGET]))
                .map_err(|error| error.to_string())
        }),
        takes: "seconds",
        by_hand: format!("`rustup target add {TARGET}`"),
    }
}

/// The standard library's source, from which it is compiled for threads.
fn rust_source(places: &ProjectPaths) -> RequiredTool<'_> {
    RequiredTool {
        name: "Rust's source".to_owned(),
        find: Box::new(|| {
            let root = ask(command(places, "rustc").arg("--print=sysroot"))?;
            let manifest = Path::new(&root).join("lib/rustlib/src/rust/library/Cargo.lock");
            manifest.is_file().then(|| "there".to_owned())
        }),
        install: Box::new(|| {
            run(command(places, "rustup").args(["component", "add", "rust-src"]))
                .map_err(|error| error.to_string())
        }),
        takes: "seconds",
        by_hand: "`rustup component add rust-src`".to_owned(),
    }
}

fn component<'a>(
    places: &'a ProjectPaths,
    name: &'static str,
    subcommand: &'static str,
) -> RequiredTool<'a> {
    RequiredTool {
        name: name.to_owned(),
        find: Box::new(move || ask(cargo(places).args([subcommand, "--version"]))),
        install: Box::new(move || {
            run(command(places, "rustup").args(["component", "add", name]))
                .map_err(|error| error.to_string())
        }),
        takes: "seconds",
        by_hand: format!("`rustup component add {name}`"),
    }
}

/// A program from crates.io, in the tools folder or, in the same version, on the user's `PATH`.
fn cargo_tool<'a>(places: &'a ProjectPaths, tool: CargoTool, version: &str) -> RequiredTool<'a> {
    let CargoTool {
        package,
        flags,
        or_unlocked,
        opt_level,
        takes,
    } = tool;
    let program = package.trim_end_matches("-cli");
    let wanted = version.to_owned();
    let name = format!("{package} {version}");
    let pinned = format!("{package}@{version}");
    let by_hand = format!("`cargo install {} {pinned}`", flags.join(" ")).replace("  ", " ");
    RequiredTool {
        name,
        find: Box::new(move || {
            let answer = ask(command(places, program).arg("--version"))?;
            let found = answer.split_whitespace().nth(1)?;
            (found == wanted).then(|| "there".to_owned())
        }),
        by_hand,
        install: Box::new(move || {
            let install = |flags: &[&str]| {
                run(cargo(places)
                    .args(["install", &pinned])
                    .args(flags)
                    .arg("--root")
                    .arg(places.tools())
                    // Not the project's profiles and flags, nor its target folder's lock.
                    .current_dir(env::temp_dir())
                    .envs(QUICK_TO_COMPILE)
                    .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level)
                    .env_remove("CARGO_TARGET_DIR"))
            };
            let installed = match install(flags) {
                Err(_) if or_unlocked => {
                    println!("set-up: {pinned}: its lock file cannot be satisfied; without it …");
                    install(&[])
                }
                installed => installed,
            };
            installed.map_err(|error| error.to_string())
        }),
        takes,
    }
}

fn wasm_opt(places: &ProjectPaths) -> RequiredTool<'_> {
    RequiredTool {
        name: format!("wasm-opt (binaryen {BINARYEN})"),
        find: Box::new(|| {
            let answer = ask(command(places, wasm_opt_program(places)).arg("--version"))?;
            let found = answer.split_whitespace().nth(2)?;
            (found == BINARYEN).then(|| "there".to_owned())
        }),
        install: Box::new(|| {
            let folder = places.npm_tools();
            write_file(&folder, "package.json", include_str!("../npm/package.json"))?;
            write_file(
                &folder,
                "package-lock.json",
                include_str!("../npm/package-lock.json"),
            )?;
            npm_ci(places, &folder)
        }),
        takes: "seconds",
        by_hand: "install Node.js 20 or newer with npm, then run this again".to_owned(),
    }
}

/// The pinned wasm-opt, whatever else is on the `PATH`.
pub fn wasm_opt_program(places: &ProjectPaths) -> PathBuf {
    places.npm_tools().join("node_modules/.bin/wasm-opt")
}

/// The npm packages of a folder. Which lock file they were installed from is noted beside them,
/// because npm itself would look at every package to find out.
fn packages<'a>(places: &'a ProjectPaths, name: &str, folder: PathBuf) -> RequiredTool<'a> {
    let lock = folder.join("package-lock.json");
    let note = folder.join("node_modules/.installed-from.json");
    let by_hand = format!("`npm ci` in {name} (Node.js 20 or newer)");
    RequiredTool {
        name: format!("packages of {name}"),
        find: Box::new({
            let (lock, note) = (lock.clone(), note.clone());
            move || {
                let same = fs::read(&lock).ok()? == fs::read(&note).ok()?;
                same.then(|| "there".to_owned())
            }
        }),
        install: Box::new(move || {
            npm_ci(places, &folder)?;
            fs::copy(&lock, &note)
                .map_err(|error| format!("the lock file was not noted: {error}"))?;
            Ok(())
        }),
        takes: "seconds",
        by_hand,
    }
}

fn npm_ci(places: &ProjectPaths, folder: &Path) -> Result<(), String> {
    if which("npm").is_none() {
        return Err("npm is not there".to_owned());
    }
    run(command(places, "npm")
        // No script of a package runs: `supply` holds which have one.
        .args(["ci", "--ignore-scripts", "--no-audit"])
        .args(["--no-fund", "--loglevel=error"])
        .current_dir(folder))
    .map_err(|error| error.to_string())
}

/// Programs that Debian packages; any version will do.
pub fn debian_packages(
    packages: &'static [&'static str],
    find: fn() -> Option<PathBuf>,
    variable: &'static str,
) -> RequiredTool<'static> {
    let names = packages.join(" ");
    RequiredTool {
        by_hand: format!(
            "`apt-get install {names}`, or set {variable} to the path of one that is installed"
        ),
        name: names,
        find: Box::new(move || find().map(|path| path.display().to_string())),
        install: Box::new(move || apt_install(packages)),
        takes: "a minute or two",
    }
}

/// Whether this is root's account.
pub fn is_root() -> bool {
    ask(std::process::Command::new("id").arg("-u")).as_deref() == Some("0")
}

fn apt_install(packages: &[&str]) -> Result<(), String> {
    if which("apt-get").is_none() {
        return Err("there is no apt-get on this system".to_owned());
    }
    let is_root = is_root();
    if !is_root && which("sudo").is_none() {
        return Err("this is not root's account and there is no sudo".to_owned());
    }
    let apt = |arguments: &[&str]| {
        let mut words = vec!["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"];
        if !is_root {
            words.insert(0, "sudo");
        }
        words.extend(arguments);
        run(std::process::Command::new(words[0]).args(&words[1..]))
            .map_err(|error| error.to_string())
    };
    apt(&["update"])?;
    let install = ["install", "--yes", "--no-install-recommends"];
    apt(&[&install[..], packages].concat())
}

fn write_file(folder: &Path, name: &str, text: &str) -> Result<(), String> {
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(folder.join(name), text))
        .map_err(|error| format!("{} could not be written: {error}", folder.display()))
}

/// The version of `package` in `Cargo.lock`.
fn locked_version(places: &ProjectPaths, package: &'static str) -> Result<String, Error> {
    let path = places.root.join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
    version_in_lock(&text, package).ok_or(Error::NotLocked { package })
}

fn version_in_lock(text: &str, package: &str) -> Option<String> {
    let lock: toml::Table = text.parse().ok()?;
    lock.get("package")?
        .as_array()?
        .iter()
        .find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(package))?
        .get("version")?
        .as_str()
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    const LOCK: &str = r#"
        version = 4
        [[package]]
        name = "wasm-bindgen-macro"
        version = "9.9.9"
        [[package]]
        name = "wasm-bindgen"
        version = "0.2.130"
    "#;

    #[test]
    fn the_locked_version_is_that_of_the_package_of_this_very_name() {
        assert_eq!(version_in_lock(LOCK, "wasm-bindgen").unwrap(), "0.2.130");
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(version_in_lock(LOCK, "burn"), None);
        assert_eq!(version_in_lock("not toml", "burn"), None);
    }
}
