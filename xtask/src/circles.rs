//! Whether modules of a crate need one another in a circle.
//!
//! Looked at are the modules that a crate's root declares, and paths that begin with `crate::`, as they
//! are written: names that the root exports again count as their module's. Tests may name anything.

use std::collections::{BTreeMap, BTreeSet};

/// For each module, those that it names.
pub type ModuleGraph = BTreeMap<String, BTreeSet<String>>;

/// Which module of a crate names which. `files` are paths below `src` with their texts.
pub fn module_graph(files: &[(String, String)]) -> ModuleGraph {
    let root = files.iter().find(|(path, _)| path == "lib.rs");
    let root = root.map(|(_, text)| code_of(text)).unwrap_or_default();
    let modules = declared(&root);
    let exported = exported(&root, &modules);
    let mut graph: ModuleGraph = modules
        .iter()
        .map(|module| (module.clone(), BTreeSet::new()))
        .collect();
    for (path, text) in files {
        if path.ends_with("tests.rs") || path.contains("/tests/") {
            continue;
        }
        let first = path.split(['/', '.']).next().unwrap_or_default();
        let Some(named) = graph.get_mut(first) else {
            continue;
        };
        for name in names_after_crate(&code_of(text)) {
            let module = modules.get(&name).or_else(|| exported.get(&name));
            named.extend(module.filter(|module| *module != first).cloned());
        }
    }
    graph
}

/// The circles: modules of which each leads to each other.
pub fn circles(graph: &ModuleGraph) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    for module in graph.keys() {
        if found.iter().any(|circle| circle.contains(module)) {
            continue;
        }
        let back = |other: &String| reached(graph, other).contains(module);
        let mut circle: Vec<String> = reached(graph, module).into_iter().filter(back).collect();
        if !circle.is_empty() {
            circle.retain(|other| other != module);
            circle.insert(0, module.clone());
            found.push(circle);
        }
    }
    found
}

/// Where one gets from a module; itself only by a circle.
fn reached(graph: &ModuleGraph, from: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&str> = vec![from];
    while let Some(module) = next.pop() {
        for named in graph.get(module).into_iter().flatten() {
            if found.insert(named.clone()) {
                next.push(named);
            }
        }
    }
    found
}

/// A text without comments, and without the tests at its end.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next();
    let lines = code.unwrap_or_default().lines();
    let lines = lines.map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that a root declares.
fn declared(root: &str) -> BTreeSet<String> {
    let statements = root.split(';').filter_map(|it| it.lines().last());
    statements
        .filter_map(|line| {
            let (before, name) = line.trim().rsplit_once("mod ")?;
            let is_plain = before.is_empty() || before.starts_with("pub");
            (is_plain && is_name(name)).then(|| name.to_owned())
        })
        .collect()
}

/// Names that a root exports again, and of which module.
fn exported(root: &str, modules: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for statement in root.split(';') {
        let Some((_, path)) = statement.rsplit_once("use ") else {
            continue;
        };
        let mut names = names(path).filter(|name| name != "self" && name != "crate");
        if let Some(module) = names.next().filter(|name| modules.contains(name)) {
            found.extend(names.map(|name| (name, module.clone())));
        }
    }
    found
}

/// The first names of all paths that begin with `crate::`.
fn names_after_crate(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let Some(list) = rest.strip_prefix('{') else {
            found.extend(names(rest).next());
            continue;
        };
        let mut depth = 0;
        let mut part = String::new();
        for letter in list.chars() {
            match letter {
                ',' | '}' if depth == 0 => {
                    found.extend(names(&part).next());
                    part.clear();
                    if letter == '}' {
                        break;
                    }
                }
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => part.push(letter),
            }
        }
    }
    found
}

fn names(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    parts.filter(|part| is_name(part)).map(str::to_owned)
}

fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::{circles, module_graph};

    fn found(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        circles(&module_graph(&files))
    }

    const ROOT: (&str, &str) = (
        "lib.rs",
        "//! mod none;\nmod a;\npub(crate) mod b;\npub mod c;\npub use c::{Deep, other::Far as Near};\n",
    );

    #[test]
    fn arrows_one_way_are_no_circle() {
        let files = [
            ROOT,
            ("a.rs", "use crate::b::B;\nuse crate::{Deep, b};\n"),
            ("b/mod.rs", "use crate::c::C;\n// use crate::a::A;\n"),
            (
                "c.rs",
                "#[cfg(test)]\nmod tests {\n    use crate::a::A;\n}\n",
            ),
            ("c/tests.rs", "use crate::a::A;\n"),
        ];
        assert!(found(&files).is_empty());
    }

    #[test]
    fn a_circle_is_found_through_three_modules_and_an_exported_name() {
        let files = [
            ROOT,
            ("a.rs", "use crate::b::B;\n"),
            ("b/deep/inner.rs", "fn f(near: crate::Near) {}\n"),
            ("c.rs", "use crate::{unknown::X, a::{self, A}};\n"),
        ];
        assert_eq!(found(&files), [["a", "b", "c"]]);
    }

    #[test]
    fn two_circles_are_two() {
        let root = ("lib.rs", "mod a;\nmod b;\nmod c;\nmod d;\n");
        let files = [
            root,
            ("a.rs", "use crate::b;"),
            ("b.rs", "use crate::a; use crate::c;"),
            ("c.rs", "use crate::d;"),
            ("d.rs", "use crate::c;"),
        ];
        assert_eq!(found(&files), [["a", "b"], ["c", "d"]]);
    }
}
