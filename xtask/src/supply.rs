//! The supply chain: what is built from is known, signed where its registry signs, free of known
//! faults, and under licences that allow it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::command::{command, tee, which};
use crate::counts::{CheckCounts, ONE_FAILED, ONE_PASSED, ONE_SKIPPED};
use crate::error::Error;
use crate::notices;
use crate::places::ProjectPaths;

/// What `deny.toml` reads: where the database of advisories lies.
const ADVISORIES: &str = "LATENTSCAPE_ADVISORIES";

/// Packages of npm that would run a script of their own when they are installed. None is let
/// (`npm ci --ignore-scripts`), and each of these was seen to work without.
const WITH_SCRIPTS: [&str; 2] = ["esbuild", "protobufjs"];

/// Checks crates and npm packages, each kind of check by itself.
///
/// # Errors
/// Those of programs that do not start, and [`Error::Io`].
pub fn check(places: &ProjectPaths) -> Result<CheckCounts, Error> {
    let mut sum = CheckCounts::default();
    for kind in ["bans", "licenses", "sources"] {
        sum += deny(places, &["check", "--hide-inclusion-graph", kind])?;
    }
    sum += advisories(places)?;
    sum += notices_are_whole(places)?;
    for folder in NPM_FOLDERS {
        sum += lock_file(&places.root.join(folder))?;
    }
    // Build tools lie in the cache folder, with the lock file that the repository has.
    sum += signatures(places, "xtask/npm", &places.npm_tools())?;
    sum += signatures(places, "tests/browser", &places.browser_tests())?;
    sum += signatures(places, "bench", &places.bench())?;
    Ok(sum)
}

/// Folders with packages of npm.
const NPM_FOLDERS: [&str; 3] = ["xtask/npm", "tests/browser", "bench"];

fn deny(places: &ProjectPaths, arguments: &[&str]) -> Result<CheckCounts, Error> {
    let mut deny = command(places, "cargo-deny");
    deny.arg("--locked")
        .args(arguments)
        .env(ADVISORIES, advisories_folder(places));
    let (status, _) = tee(&mut deny)?;
    Ok(if status.success() {
        ONE_PASSED
    } else {
        ONE_FAILED
    })
}

fn advisories_folder(places: &ProjectPaths) -> PathBuf {
    places.cache.join("advisories")
}

/// Checks against the newest advisories that can be had. Where they cannot be fetched, those that
/// were fetched earlier, if that is less than 90 days ago, which `deny.toml` says.
fn advisories(places: &ProjectPaths) -> Result<CheckCounts, Error> {
    let mut fetch = command(places, "cargo-deny");
    fetch
        .args(["--locked", "fetch", "db"])
        .env(ADVISORIES, advisories_folder(places))
        // A network that swallows what is sent is to be given up after a while.
        .env("GIT_HTTP_LOW_SPEED_LIMIT", "1000")
        .env("GIT_HTTP_LOW_SPEED_TIME", "30")
        .env("GIT_TERMINAL_PROMPT", "0");
    let fetched = tee(&mut fetch)?.0.success();
    if fetched {
        return deny(places, &["check", "--hide-inclusion-graph", "advisories"]);
    }
    if !has_database(&advisories_folder(places)) {
        println!("skipped: advisories (their database could not be fetched; its message is above)");
        return Ok(ONE_SKIPPED);
    }
    println!("the database of advisories could not be fetched; the one of an earlier run is used");
    deny(
        places,
        &["--offline", "check", "--hide-inclusion-graph", "advisories"],
    )
}

/// Whether a database was ever fetched into this folder.
fn has_database(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .into_iter()
        .any(|entry| entry.path().join(".git").exists())
}

/// Whether each crate of the site has a text of its licence to be shipped.
fn notices_are_whole(places: &ProjectPaths) -> Result<CheckCounts, Error> {
    let crates = notices::gather(places)?;
    let lacking: Vec<_> = crates.iter().filter(|it| it.texts.is_empty()).collect();
    for notice in &lacking {
        println!(
            "{} ({}) brings no licence, and there is no text to take in its place; add one to \
             xtask/src/notices.rs",
            notice.name, notice.licence
        );
    }
    println!("{} crates are named by the notices", crates.len());
    Ok(if lacking.is_empty() {
        ONE_PASSED
    } else {
        ONE_FAILED
    })
}

/// Whether a lock file pins what is installed by its digest, and lets nothing run at once.
fn lock_file(folder: &Path) -> Result<CheckCounts, Error> {
    let path = folder.join("package-lock.json");
    let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
    let faults = lock_faults(&text);
    for fault in &faults {
        println!("{}: {fault}", path.display());
    }
    Ok(if faults.is_empty() {
        ONE_PASSED
    } else {
        ONE_FAILED
    })
}

/// What is wrong with a lock file.
fn lock_faults(text: &str) -> Vec<String> {
    let lock: Value = serde_json::from_str(text).unwrap_or_default();
    let Some(packages) = lock["packages"].as_object() else {
        return vec!["it lists no packages".to_owned()];
    };
    let mut faults = Vec::new();
    for (place, package) in packages.iter().filter(|(place, _)| !place.is_empty()) {
        let name = place.rsplit("node_modules/").next().unwrap_or(place);
        let integrity = package["integrity"].as_str().unwrap_or_default();
        if !integrity.starts_with("sha512-") {
            faults.push(format!("{name} has no SHA-512"));
        }
        let from = package["resolved"].as_str().unwrap_or("https://");
        if !from.starts_with("https://") {
            faults.push(format!("{name} comes from {from}"));
        }
        if package["hasInstallScript"] == true && !WITH_SCRIPTS.contains(&name) {
            faults.push(format!(
                "{name} has a script that runs when it is installed; see that it works without, and \
                 name it in xtask/src/supply.rs"
            ));
        }
    }
    faults
}

/// What `npm audit signatures` came to.
#[derive(Debug, PartialEq, Eq)]
enum SignatureAudit {
    Good,
    /// Why it is not: packages, or what npm said.
    Bad(String),
    /// Why nothing could be verified.
    Unknown(String),
}

/// Whether what is installed in a folder is signed by its registry.
fn signatures(places: &ProjectPaths, name: &str, folder: &Path) -> Result<CheckCounts, Error> {
    let skipped = |reason: &str| {
        println!("skipped: signatures of the packages of {name} ({reason})");
        Ok(ONE_SKIPPED)
    };
    if which("npm").is_none() {
        return skipped("npm is not there");
    }
    if !folder.join("node_modules").is_dir() {
        return skipped("they are not installed");
    }
    let output = command(places, "npm")
        .args(["audit", "signatures", "--json", "--fetch-retries=0"])
        .current_dir(folder)
        .output()
        .map_err(|source| Error::NotStarted {
            program: "npm audit signatures".to_owned(),
            source,
        })?;
    match audit(&output, installed(folder)) {
        SignatureAudit::Good => {
            println!("the packages of {name} are signed by their registry");
            Ok(ONE_PASSED)
        }
        SignatureAudit::Bad(reason) => {
            println!("the packages of {name}: {reason}");
            Ok(ONE_FAILED)
        }
        SignatureAudit::Unknown(reason) => skipped(&reason),
    }
}

/// How many packages are installed in a folder, as npm itself notes.
fn installed(folder: &Path) -> usize {
    let note = fs::read_to_string(folder.join("node_modules/.package-lock.json"));
    let note: Value = serde_json::from_str(&note.unwrap_or_default()).unwrap_or_default();
    note["packages"].as_object().map_or(0, serde_json::Map::len)
}

/// Reads npm's answer on so many packages. A registry that signs nothing at all, as mirrors do, tells
/// nothing; one that signs most packages and not all is a reason to look.
fn audit(output: &Output, installed: usize) -> SignatureAudit {
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let of = |kind: &str| {
        let packages = answer[kind].as_array().map_or(&[][..], Vec::as_slice);
        let names = packages.iter().map(|package| {
            let text = |key: &str| package[key].as_str().unwrap_or("?");
            format!("{} {}", text("name"), text("version"))
        });
        names.collect::<Vec<String>>()
    };
    let (invalid, missing) = (of("invalid"), of("missing"));
    if !invalid.is_empty() {
        return SignatureAudit::Bad(format!(
            "signatures that are not their registry's: {}",
            invalid.join(", ")
        ));
    }
    if !missing.is_empty() && missing.len() >= installed {
        return SignatureAudit::Unknown("their registry hands out no signatures".to_owned());
    }
    if !missing.is_empty() {
        return SignatureAudit::Bad(format!("no signatures of {}", missing.join(", ")));
    }
    if output.status.success() && answer.is_object() {
        return SignatureAudit::Good;
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let mut lines = said
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("npm error") && !line.contains("complete log of this run"));
    let reason = lines.next().unwrap_or("npm says nothing");
    SignatureAudit::Unknown(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{NPM_FOLDERS, lock_faults};

    fn root() -> std::path::PathBuf {
        local_files::crate_folder!().join("..")
    }

    #[test]
    fn a_lock_file_pins_every_package_and_lets_no_script_run() {
        let good = r#"{"packages":{"":{"name":"us"},"node_modules/a":{"integrity":"sha512-x"}}}"#;
        assert_eq!(lock_faults(good), Vec::<String>::new());
        for (package, said) in [
            (r#"{"version":"1"}"#, "a has no SHA-512"),
            (r#"{"integrity":"sha1-x"}"#, "a has no SHA-512"),
            (
                r#"{"integrity":"sha512-x","resolved":"git+ssh://x"}"#,
                "a comes from git+ssh",
            ),
            (
                r#"{"integrity":"sha512-x","hasInstallScript":true}"#,
                "a has a script",
            ),
        ] {
            let lock = format!(r#"{{"packages":{{"node_modules/b/node_modules/a":{package}}}}}"#);
            let faults = lock_faults(&lock);
            assert!(
                faults.len() == 1 && faults[0].starts_with(said),
                "{faults:?}"
            );
        }
        assert_eq!(lock_faults("{}").len(), 1);
        for folder in NPM_FOLDERS {
            let text = fs::read_to_string(root().join(folder).join("package-lock.json")).unwrap();
            assert_eq!(lock_faults(&text), Vec::<String>::new(), "{folder}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_audit_that_could_not_be_made_is_neither_good_nor_bad() {
        use super::{SignatureAudit, audit};
        use std::os::unix::process::ExitStatusExt;
        use std::process::{ExitStatus, Output};

        let output = |code: i32, stdout: &str, stderr: &str| Output {
            status: ExitStatus::from_raw(code << 8),
            stdout: stdout.into(),
            stderr: stderr.into(),
        };
        let good = output(0, r#"{"invalid":[],"missing":[]}"#, "");
        assert_eq!(audit(&good, 2), SignatureAudit::Good);
        for kind in ["invalid", "missing"] {
            let text = format!(r#"{{"{kind}":[{{"name":"a","version":"1"}}]}}"#);
            let bad = audit(&output(1, &text, ""), 2);
            assert!(matches!(bad, SignatureAudit::Bad(reason) if reason.contains("a 1")));
        }
        // None of one is none of all.
        let none = output(1, r#"{"missing":[{"name":"a","version":"1"}]}"#, "");
        assert!(matches!(audit(&none, 1), SignatureAudit::Unknown(_)));
        let offline = output(
            1,
            "",
            "npm warn x\nnpm error code ENOTFOUND\nnpm error more\n",
        );
        let unknown = SignatureAudit::Unknown("npm error code ENOTFOUND".to_owned());
        assert_eq!(audit(&offline, 2), unknown);
    }

    /// What the workflow of a name says, line by line, without comments.
    fn workflows() -> Vec<(String, String)> {
        let folder = root().join(".github/workflows");
        let entries = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries
            .map(|path| {
                let text = fs::read_to_string(&path).unwrap();
                (path.display().to_string(), text)
            })
            .collect()
    }

    #[test]
    fn actions_are_pinned_by_commit_and_tokens_are_left_to_jobs_that_install_nothing() {
        let workflows = workflows();
        assert!(!workflows.is_empty());
        for (name, text) in workflows {
            let uses = text.lines().filter_map(|line| line.split_once("uses: "));
            for (_, action) in uses {
                let commit = action.split_once('@').map_or("", |(_, rest)| rest);
                let commit: String = commit
                    .chars()
                    .take_while(|it| it.is_ascii_hexdigit())
                    .collect();
                assert_eq!(commit.len(), 40, "{name}: {action}");
                assert!(
                    action.contains(" # v"),
                    "{name}: no version beside {action}"
                );
            }
            let (before, jobs) = text.split_once("\njobs:\n").unwrap();
            assert!(
                before.contains("\npermissions: {}\n"),
                "{name}: none for all jobs"
            );
            // A job begins with its name, two spaces in.
            let mut jobs_seen = 0;
            for job in jobs.split("\n\n  ") {
                jobs_seen += 1;
                if job.contains("write") {
                    let runs = not_of_runner(job);
                    assert_eq!(runs, None, "{name}: a job that may write runs it");
                    assert!(!job.contains("checkout@"), "{name}: {job}");
                }
            }
            assert!(jobs_seen > 1, "{name}");
            let checkouts = text.matches("actions/checkout@").count();
            let forgotten = text.matches("persist-credentials: false").count();
            assert_eq!(checkouts, forgotten, "{name}: a checkout keeps its token");
        }
    }

    /// The first line of a job's scripts that calls something else than programs that are on GitHub's
    /// machines, which no change of ours reaches.
    fn not_of_runner(job: &str) -> Option<&str> {
        const OF_RUNNER: [&str; 2] = ["gh release create ", "sha256sum --check "];
        let mut lines = job.lines();
        while let Some(line) = lines.next() {
            let Some((before, command)) = line.split_once("run:") else {
                continue;
            };
            if command.trim() != "|" {
                return Some(line);
            }
            let mut goes_on = false;
            for line in lines.by_ref() {
                let depth = line.len() - line.trim_start().len();
                if depth <= before.len() {
                    break;
                }
                let line = line.trim();
                if !goes_on && !OF_RUNNER.iter().any(|program| line.starts_with(program)) {
                    return Some(line);
                }
                goes_on = line.ends_with('\\');
            }
        }
        None
    }

    #[test]
    fn a_script_of_a_job_that_may_write_calls_the_machines_own_programs_only() {
        let job = |script: &str| format!("    steps:\n      - name: x\n        run: {script}\n");
        let fine = job(
            "|\n          sha256sum --check a\n          gh release create x \\\n            a",
        );
        assert_eq!(not_of_runner(&fine), None);
        for script in [
            "cargo build",
            "|\n          gh release create x\n          .ci/run",
        ] {
            assert!(not_of_runner(&job(script)).is_some(), "{script}");
        }
    }

    #[test]
    fn nothing_that_cargo_is_called_for_may_change_the_lock_file() {
        let alias = fs::read_to_string(root().join(".cargo/config.toml")).unwrap();
        assert!(alias.contains("xtask = \"run --locked "));
        let trunk = fs::read_to_string(root().join("Trunk.toml")).unwrap();
        assert!(trunk.contains("\nlocked = true\n"));
    }
}
