//! Whether modules of a crate need one another in a circle.
//!
//! Looked at are the modules beside each other in every module, and paths that begin with `crate`,
//! `self` or `super`, as they are written: a name that a module exports again counts as that of the module
//! which has it. A module may name those around it. Tests may name anything.

use std::collections::{BTreeMap, BTreeSet};

/// A module by its names from the root, which is empty.
type ModulePath = Vec<String>;

/// For each module beside others, those of them that it names.
type ModuleGraph = BTreeMap<String, BTreeSet<String>>;

/// What modules export again, by module and name: the path that has it.
type Exports = BTreeMap<(ModulePath, String), ModulePath>;

/// The circles: modules of which each leads to each other, by their whole names. `files` are paths below
/// `src` with their texts.
pub fn module_circles(files: &[(String, String)]) -> Vec<Vec<String>> {
    let modules: BTreeMap<ModulePath, Vec<ModulePath>> = files
        .iter()
        .filter_map(|(path, text)| Some((module_of(path)?, text)))
        .map(|(module, text)| {
            let paths = paths(&code_of(text), &module);
            (module, paths)
        })
        .collect();
    let exports: Exports = files
        .iter()
        .filter_map(|(path, text)| Some((module_of(path)?, text)))
        .flat_map(|(module, text)| exports(&code_of(text), &module, &modules))
        .collect();
    let mut graphs: BTreeMap<ModulePath, ModuleGraph> = BTreeMap::new();
    for (from, paths) in &modules {
        for path in paths {
            let to = resolved(path, &modules, &exports);
            let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
            if let (Some(from), Some(other)) = (from.get(shared), to.get(shared)) {
                let graph = graphs.entry(to[..shared].to_vec()).or_default();
                graph.entry(from.clone()).or_default().insert(other.clone());
            }
        }
    }
    let named = |parent: &ModulePath, circle: Vec<String>| -> Vec<String> {
        let whole = |name| [parent.clone(), vec![name]].concat().join("::");
        circle.into_iter().map(whole).collect()
    };
    graphs
        .iter()
        .flat_map(|(parent, graph)| {
            let circles = circles(graph).into_iter();
            circles.map(|circle| named(parent, circle))
        })
        .collect()
}

/// The module that a file is; nothing for tests and for programs beside a library.
fn module_of(path: &str) -> Option<ModulePath> {
    let mut names: Vec<&str> = path.strip_suffix(".rs")?.split('/').collect();
    if names.contains(&"tests") || names[0] == "bin" {
        return None;
    }
    if ["lib", "main", "mod"].contains(names.last()?) {
        names.pop();
    }
    Some(names.into_iter().map(str::to_owned).collect())
}

/// The circles among modules beside each other.
fn circles(graph: &ModuleGraph) -> Vec<Vec<String>> {
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

/// A text without comments, without the tests at its end, and with one blank for many.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next();
    let lines = code.unwrap_or_default().lines();
    let words = lines.flat_map(|line| line.split("//").next().unwrap_or_default().split(' '));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The deepest module on a path, behind what others export again.
fn resolved<T>(
    path: &[String],
    modules: &BTreeMap<ModulePath, T>,
    exports: &Exports,
) -> ModulePath {
    let mut path = path.to_vec();
    // Names that are exported again lead to others; more often than this only in a circle of exports.
    for _ in 0..8 {
        let known = (0..=path.len())
            .rev()
            .find(|&length| modules.contains_key(&path[..length]));
        let (module, rest) = path.split_at(known.unwrap_or(0));
        let exported = rest
            .first()
            .and_then(|name| exports.get(&(module.to_vec(), name.clone())));
        match exported {
            Some(other) => path = [other, &rest[1..]].concat(),
            None => return module.to_vec(),
        }
    }
    path
}

/// What a module exports again of its own modules, by the name that it gives it.
fn exports<T>(
    code: &str,
    module: &ModulePath,
    modules: &BTreeMap<ModulePath, T>,
) -> Vec<((ModulePath, String), ModulePath)> {
    let mut found = Vec::new();
    for statement in code.split(';') {
        // As in `pub(super) use self::child::{Name, Other as Another}`.
        let Some((before, path)) = statement.rsplit_once("use ") else {
            continue;
        };
        let is_exported = before
            .rsplit(|letter: char| !letter.is_alphanumeric() && !"()_: ".contains(letter))
            .next()
            .is_some_and(|last| last.trim_start().starts_with("pub"));
        if !is_exported {
            continue;
        }
        for path in branches(path) {
            let (path, name) = match path.split_once(" as ") {
                Some((path, name)) => (path, Some(name.trim())),
                None => (path.as_str(), None),
            };
            let from =
                absolute(path, module).unwrap_or_else(|| [&module[..], &names(path)].concat());
            let Some(last) = from.last() else { continue };
            let name = name.unwrap_or(last).to_owned();
            if modules.contains_key(&from[..from.len() - 1]) {
                found.push(((module.clone(), name), from));
            }
        }
    }
    found
}

/// All paths that begin with `crate`, `self` or `super`, from the root.
fn paths(code: &str, module: &ModulePath) -> Vec<ModulePath> {
    const STARTS: [&str; 3] = ["crate::", "self::", "super::"];
    let mut found = Vec::new();
    let mut before = ' ';
    for (at, letter) in code.char_indices() {
        let rest = &code[at..];
        if !is_of_name(before)
            && before != ':'
            && STARTS.iter().any(|start| rest.starts_with(start))
        {
            let branches = branches(rest);
            found.extend(branches.iter().filter_map(|path| absolute(path, module)));
        }
        before = letter;
    }
    found
}

/// A path from the root, if it begins with `crate`, `self` or `super`.
fn absolute(path: &str, module: &ModulePath) -> Option<ModulePath> {
    let names = names(path.split(" as ").next()?);
    let mut base = match names.first()?.as_str() {
        "crate" => Vec::new(),
        "self" => module.clone(),
        "super" => module.split_last()?.1.to_vec(),
        _ => return None,
    };
    let mut rest = &names[1..];
    while rest.first().is_some_and(|name| name == "super") {
        base.pop();
        rest = &rest[1..];
    }
    base.extend(rest.iter().filter(|name| *name != "self").cloned());
    Some(base)
}

/// A path that may branch, as in `a::{b, c::{D, E}}`, in its branches. What follows it is left out.
fn branches(text: &str) -> Vec<String> {
    let end = text
        .char_indices()
        .find(|&(_, letter)| !is_of_name(letter) && letter != ':')
        .map_or(text.len(), |(at, _)| at);
    let (path, rest) = text.split_at(end);
    let Some(list) = rest.strip_prefix('{') else {
        let renamed = rest.strip_prefix(" as ").map_or("", |rest| {
            let length = rest
                .find(|letter| !is_of_name(letter))
                .unwrap_or(rest.len());
            &rest[..length]
        });
        return vec![if renamed.is_empty() {
            path.to_owned()
        } else {
            format!("{path} as {renamed}")
        }];
    };
    let mut found = Vec::new();
    let mut depth = 0;
    let mut from = 0;
    for (at, letter) in list.char_indices() {
        match letter {
            ',' | '}' if depth == 0 => {
                let part = list[from..at].trim();
                if !part.is_empty() {
                    found.extend(
                        branches(part)
                            .iter()
                            .map(|branch| format!("{path}{branch}")),
                    );
                }
                if letter == '}' {
                    break;
                }
                from = at + 1;
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    found
}

fn names(path: &str) -> Vec<String> {
    let parts = path.split("::").map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::module_circles;

    fn found(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        module_circles(&files)
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
                "c/mod.rs",
                "#[cfg(test)]\nmod tests {\n    use crate::a::A;\n}\n",
            ),
            ("c/other.rs", "use super::C;\n"),
            ("c/tests.rs", "use crate::a::A;\n"),
            ("bin/program.rs", "use crate::a::A;\n"),
        ];
        assert!(found(&files).is_empty(), "{:?}", found(&files));
    }

    #[test]
    fn a_circle_is_found_through_three_modules_and_an_exported_name() {
        let files = [
            ROOT,
            ("a.rs", "use crate::b::B;\n"),
            ("b/mod.rs", ""),
            ("b/deep/inner.rs", "fn f(near: crate::Near) {}\n"),
            ("c/mod.rs", "use crate::{unknown::X, a::{self, A}};\n"),
            ("c/other.rs", ""),
        ];
        assert_eq!(found(&files), [["a", "b", "c"]]);
    }

    #[test]
    fn two_circles_are_two() {
        let files = [
            ("main.rs", "mod a;\nmod b;\nmod c;\nmod my_tests;\n"),
            ("a.rs", "use crate::b;"),
            ("b.rs", "use crate::a; use crate::c;"),
            ("c.rs", "use crate::my_tests;"),
            ("my_tests.rs", "use super::c;"),
        ];
        assert_eq!(found(&files), [["a", "b"], ["c", "my_tests"]]);
    }

    #[test]
    fn a_circle_within_a_module_is_found_by_every_way_of_naming() {
        let room = (
            "view/rooms/mod.rs",
            "mod chunk;\nmod train;\npub(in crate::view) use self::train::Panel;\n",
        );
        let ways = [
            "use super::super::rooms::Panel;",
            "use crate::view::{self, rooms::{Panel as Other}};",
            "fn panel() { super::train::panel(); }",
            "use super::*; fn panel() -> super::Panel {}",
        ];
        for way in ways {
            let files = [
                ("lib.rs", "mod view;\n"),
                ("view/mod.rs", "mod rooms;\n"),
                room,
                ("view/rooms/chunk.rs", way),
                (
                    "view/rooms/train.rs",
                    "use super::chunk;\nfn f() { my_crate::chunk(); }\n",
                ),
            ];
            let both = ["view::rooms::chunk", "view::rooms::train"];
            assert_eq!(found(&files), [both], "{way}");
        }
    }
}
