//! Whether the code keeps its shape: short files, short functions, one place for each type name, and no
//! circles between the modules of a crate.
//!
//! Counted by lines and words, as a reader would skim, and not by a parser. The limits are those
//! that hold; whoever makes one smaller may lower it here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::build_id::collect;
use crate::circles::module_circles;
use crate::counts::CheckCounts;
use crate::error::Error;
use crate::places::ProjectPaths;

/// Folders of crates, or crates.
const SOURCES: [&str; 7] = ["app", "bench", "lab", "model", "serve", "tests", "xtask"];

/// No file is longer, in lines.
const MAX_FILE: usize = 500;
/// No function is longer, in lines.
const MAX_FUNCTION: usize = 120;
/// How many names of types several files of one crate define.
const MAX_SHARED_NAMES: usize = 0;

/// How the folder that a crate was compiled in gets into a program.
const COMPILED_IN: &str = concat!("env!(\"CARGO_", "MANIFEST_DIR\")");

/// Checks every file, and prints what is against the rules.
///
/// # Errors
/// [`Error::Io`] if a file cannot be read.
pub fn check(places: &ProjectPaths) -> Result<CheckCounts, Error> {
    let mut names = DefinedNames::default();
    let mut crates: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut counts = CheckCounts::default();
    for path in rust_files(places)? {
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let path = path.strip_prefix(&places.root).unwrap_or(&path);
        let faults = faults(&text);
        for fault in &faults {
            println!("{}: {fault}", path.display());
        }
        counts.failed += usize::from(!faults.is_empty());
        counts.passed += usize::from(faults.is_empty());
        names.add(path, &text);
        if let Some((crate_name, file)) = place_in_crate(path) {
            crates.entry(crate_name).or_default().push((file, text));
        }
    }
    for (crate_name, files) in &crates {
        let circles = module_circles(files);
        for circle in &circles {
            println!("{crate_name}: a circle of modules: {}", circle.join(", "));
        }
        counts.failed += usize::from(!circles.is_empty());
        counts.passed += usize::from(circles.is_empty());
    }
    let shared = names.shared();
    if shared.len() > MAX_SHARED_NAMES {
        for (crate_name, name) in &shared {
            println!("{crate_name}: several files define {name}");
        }
        let found = shared.len();
        println!(
            "{found} type names are defined more than once, at most {MAX_SHARED_NAMES} may be"
        );
        counts.failed += 1;
    } else {
        counts.passed += 1;
    }
    Ok(counts)
}

fn rust_files(places: &ProjectPaths) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for source in SOURCES {
        collect(&places.root.join(source), &mut files)?;
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    Ok(files)
}

/// What is against the rules in a file.
fn faults(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut faults = Vec::new();
    if lines.len() > MAX_FILE {
        let length = lines.len();
        faults.push(format!("{length} lines, at most {MAX_FILE} may be"));
    }
    if text.contains(COMPILED_IN) && !text.contains("macro_rules! crate_folder") {
        faults.push(
            "the folder that a program was compiled in may be another checkout's: take crate_folder!"
                .to_owned(),
        );
    }
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = item_name(line, "fn") else {
            continue;
        };
        let length = length_of_block(&lines[at..]);
        if length > MAX_FUNCTION {
            faults.push(format!(
                "{length} lines in the function {name}, at most {MAX_FUNCTION} may be"
            ));
        }
    }
    faults
}

/// From an item's first line to the bracket that closes it, which rustfmt puts below its beginning.
fn length_of_block(lines: &[&str]) -> usize {
    let first = lines.first().copied().unwrap_or_default();
    if first.ends_with([';', '}']) {
        return 1;
    }
    let indent = first.len() - first.trim_start().len();
    // A signature of several lines without a body ends with its semicolon.
    let closes = |line: &&str| {
        let rest = &line[indent..];
        rest.starts_with('}') || (rest.starts_with(')') && rest.ends_with(';'))
    };
    lines
        .iter()
        .position(|line| line.len() > indent && line[..indent].trim().is_empty() && closes(line))
        .map_or(1, |last| last + 1)
}

/// The name of the item that a line begins, if it is one of this kind: `pub(crate) struct Name<T> {`.
fn item_name<'a>(line: &'a str, kind: &str) -> Option<&'a str> {
    let mut rest = line.trim_start();
    loop {
        let (word, after) = rest.split_once(' ')?;
        if word == kind {
            let end = after.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            return Some(&after[..end.unwrap_or(after.len())]).filter(|name| !name.is_empty());
        }
        let may_precede = matches!(word, "async" | "const" | "pub" | "unsafe");
        if !may_precede && !word.starts_with("pub(") {
            return None;
        }
        rest = after;
    }
}

/// Which files of a crate define a type of a name.
#[derive(Default)]
struct DefinedNames(BTreeMap<(String, String), BTreeSet<PathBuf>>);

impl DefinedNames {
    /// Adds the types that a crate's file defines beside its functions.
    fn add(&mut self, path: &Path, text: &str) {
        let Some((crate_name, _)) = place_in_crate(path) else {
            return;
        };
        for line in text.lines().filter(|line| !line.starts_with(' ')) {
            let kinds = ["struct", "enum", "trait", "type"];
            let name = kinds.iter().find_map(|kind| item_name(line, kind));
            if let Some(name) = name {
                let key = (crate_name.clone(), name.to_owned());
                self.0.entry(key).or_default().insert(path.to_owned());
            }
        }
    }

    /// The names that several files define, with their crates.
    fn shared(&self) -> Vec<&(String, String)> {
        let shared = self.0.iter().filter(|(_, files)| files.len() > 1);
        shared.map(|(name, _)| name).collect()
    }
}

/// The folder of the crate in whose `src` a file lies, and where it lies there.
fn place_in_crate(path: &Path) -> Option<(String, String)> {
    let text = path.to_str()?.replace('\\', "/");
    let (folder, file) = text.split_once("/src/")?;
    Some((folder.to_owned(), file.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{COMPILED_IN, DefinedNames, MAX_FUNCTION, faults, item_name, length_of_block};

    #[test]
    fn an_item_is_found_behind_what_may_precede_it() {
        assert_eq!(
            item_name("    pub(crate) async fn go<T>() {", "fn"),
            Some("go")
        );
        assert_eq!(item_name("pub struct Name;", "struct"), Some("Name"));
        assert_eq!(item_name("// a fn that is none", "fn"), None);
        assert_eq!(item_name("let f: fn (x) = y;", "fn"), None);
    }

    #[test]
    fn a_function_ends_where_its_bracket_stands_below_its_beginning() {
        let lines = ["    fn f() {", "        {", "        }", "    }", "}"];
        assert_eq!(length_of_block(&lines), 4);
        assert_eq!(length_of_block(&["    fn f();", "}"]), 1);
        let lines = [
            "    fn f(",
            "        a: A,",
            "    ) -> B;",
            "",
            "    fn g() {",
            "    }",
        ];
        assert_eq!(length_of_block(&lines), 3);
    }

    #[test]
    fn a_long_function_is_one_fault_and_a_short_one_none() {
        let function = |lines| format!("fn f() {{\n{}}}\n", "    x();\n".repeat(lines));
        assert!(faults(&function(MAX_FUNCTION - 2)).is_empty());
        assert_eq!(faults(&function(MAX_FUNCTION - 1)).len(), 1);
    }

    #[test]
    fn the_folder_that_a_crate_was_compiled_in_is_a_fault() {
        let line = format!("let folder = {COMPILED_IN};\n");
        assert_eq!(faults(&line).len(), 1);
        assert_eq!(faults("let folder = crate_folder!();\n").len(), 0);
    }

    #[test]
    fn a_name_is_shared_by_files_of_one_crate_only() {
        let mut names = DefinedNames::default();
        names.add(Path::new("app/page/src/a.rs"), "pub struct Same {\n");
        names.add(Path::new("app/engine/src/a.rs"), "enum Same {\n");
        assert!(names.shared().is_empty());
        names.add(Path::new("app/page/src/b.rs"), "type Same = u8;\n");
        assert_eq!(
            names.shared(),
            [&("app/page".to_owned(), "Same".to_owned())]
        );
    }
}
