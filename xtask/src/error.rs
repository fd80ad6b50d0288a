//! Everything that can go wrong, one sentence each.

use std::path::{Path, PathBuf};

/// Why a project command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Neither `LATENTSCAPE_CACHE` nor `XDG_CACHE_HOME` nor `HOME` says where to keep tools.
    #[error(
        "there is no home folder to keep tools in; set LATENTSCAPE_CACHE to a folder that may be written"
    )]
    NoCache,

    /// Tools are missing and could not be installed.
    #[error("set-up could not install {}; see the lines above for what to do", .0.join(", "))]
    Missing(Vec<String>),

    /// `Cargo.lock` does not say which wasm-bindgen to install.
    #[error(
        "Cargo.lock names no {package}; restore the file from the repository or run `cargo generate-lockfile`"
    )]
    NotLocked {
        /// The package looked for.
        package: &'static str,
    },

    /// A program could not be started.
    #[error("`{program}` could not be started: {source}")]
    NotStarted {
        /// The program.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },

    /// A program ran and reported failure.
    #[error("`{program}` failed ({status}); its messages are above")]
    Failed {
        /// The program and its first arguments.
        program: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },

    /// A file or folder could not be read or written.
    #[error("{} could not be {action}: {source}", path.display())]
    Io {
        /// `read`, `written`, …
        action: &'static str,
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },

    /// A WebAssembly file is not one.
    #[error("{} is not a well-formed WebAssembly module: {reason}", path.display())]
    NotWasm {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },

    /// wasm-split refused the page's program.
    #[error("the page's program could not be split into pieces: {0}")]
    NotSplit(String),

    /// The page has no place for lines that the build adds.
    #[error("{} has no `{marker}`; put the comment back where the build is to add lines", page.display())]
    NoMarker {
        /// The page.
        page: PathBuf,
        /// The comment that is missing.
        marker: &'static str,
    },

    /// A message catalogue cannot be read.
    #[error("in the message catalogues, {0}")]
    Catalogue(#[from] locale::compile::CatalogueError),

    /// Lessons are not such that the page can show them.
    #[error("lessons: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Lessons(Vec<lesson::compile::LessonFault>),

    /// The build did not produce a file that the site needs.
    #[error(
        "the build left no {what} in {}; check the rust links in index.html", dist.display()
    )]
    NotBuilt {
        /// The file looked for.
        what: String,
        /// Where.
        dist: PathBuf,
    },

    /// Something that is shipped has become too large.
    #[error(
        "over budget: {}; make it smaller, or raise the budget in xtask/src/budget.rs on purpose",
        .0.join(", ")
    )]
    OverBudget(Vec<String>),

    /// cargo does not say where it builds.
    #[error("`cargo metadata` names no target folder; run it by hand to see why")]
    NoTargetFolder,

    /// Too little of the disk is free to build anything.
    #[error(
        "expected at least {expected:.0} GB of free disk for {}, found {found:.1}; delete that folder, which is built again from nothing in about an hour, or name one on another disk in CARGO_TARGET_DIR", target.display()
    )]
    DiskFull {
        /// Where cargo builds.
        target: PathBuf,
        /// What is free, in gigabytes.
        found: f64,
        /// What is needed, in gigabytes.
        expected: f64,
    },

    /// There is nothing to serve.
    #[error("{} does not exist; run `cargo xtask build` first, or leave out --no-build", .0.display())]
    NoDist(PathBuf),

    /// A path that is no part of an address.
    #[error(
        "--sub-path: expected names of letters, digits, `-`, `.`, `_` and `~` between slashes, such as /latentscape/, found `{0}`"
    )]
    SubPath(String),

    /// The site is not served.
    #[error(transparent)]
    NotServed(#[from] site_server::ServeError),

    /// The zip of the site cannot be packed.
    #[error("dist.zip could not be packed: {0}")]
    NotPacked(#[from] zip::result::ZipError),

    /// What is to be packed is no program of `latentscape-serve`.
    #[error(
        "--program: expected a file that is called latentscape-serve and something, such as latentscape-serve-windows.exe, found `{}`",
        .0.display()
    )]
    NoProgram(PathBuf),

    /// A fetched file is not the one that was meant.
    #[error("{}: {mismatch}", path.display())]
    Mismatch {
        /// Where it was read.
        path: PathBuf,
        /// What was expected and found.
        mismatch: run_spec::FileMismatch,
    },

    /// A file or folder that was named on the command line.
    #[error(transparent)]
    LocalFile(#[from] local_files::LocalFileError),

    /// A mirror's address is none.
    #[error(
        "--mirror: expected an address that begins with https:// or http://, found `{0}`; to take files from a folder, name it with --from"
    )]
    MirrorAddress(String),

    /// A workload that is not measured.
    #[error(
        "--only: expected one of {known}, found `{found}`; bench/workloads.json describes them"
    )]
    UnknownWorkload {
        /// The workloads.
        known: String,
        /// What was asked for.
        found: String,
    },

    /// No mirror handed out a file.
    #[error(
        "expected {file} from a mirror, found none that has it ({}); try again later, or download the four files yourself and run `cargo xtask data {set} --from FOLDER`",
        .found.join("; ")
    )]
    NoMirror {
        /// The file asked for.
        file: &'static str,
        /// Of which data set.
        set: &'static str,
        /// What each mirror answered.
        found: Vec<String>,
    },

    /// At least one check failed.
    #[error("at least one check failed; the table above says which")]
    ChecksFailed,
}

impl Error {
    /// For `map_err`: wraps what the system said about `path`.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}
