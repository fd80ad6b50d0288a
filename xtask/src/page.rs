//! The page's program, in pieces: one that every visit needs, and one for each room that is not on
//! screen at once.
//!
//! trunk knows one piece only, so it builds the workers and this the page: cargo, wasm-split,
//! wasm-bindgen, wasm-opt, and the lines of `index.html` that start it. All pieces of a build lie in
//! a folder of their own, so that those of two builds never meet.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::build_id::{self, collect};
use crate::command::{cargo, command, run, target_folder};
use crate::error::Error;
use crate::places::ProjectPaths;
use crate::wasm::{ShrinkLevel, drop_exports, short_name, shorten_imports, shrink};

const WASM: &str = "wasm32-unknown-unknown";
/// What of `index.html` becomes the lines that start the program.
const MARKER: &str = "<!-- page -->";

/// What starts the program: a file, because the page's policy allows no script within the page.
const START: &str = r#"import start from "./ui.js";
await Promise.all([start(), latentscapeLocale.messages(latentscapeLocale.language, "first")]);
dispatchEvent(new Event("latentscape-started"));
"#;
const START_NAME: &str = "start.js";

/// Compiles the program: one module, as cargo leaves it.
///
/// # Errors
/// Those of cargo.
pub fn compile(places: &ProjectPaths, id: &str) -> Result<Vec<u8>, Error> {
    // Where code and data come from, which is what tells what belongs to which piece.
    run(cargo(places)
        .args(["rustc", "--locked", "--profile=web", "--target", WASM])
        .args(["--package=page", "--bin=ui", "--features=split"])
        .args(["--", "-Clink-arg=--emit-relocs"])
        .env(build_id::VARIABLE, id))?;
    let module = target_folder(places)?.join(WASM).join("web/ui.wasm");
    fs::read(&module).map_err(Error::io("read", &module))
}

/// Takes what [`compile`] made into pieces in `dist/` and has the page there start them.
///
/// # Errors
/// Those of wasm-split, wasm-bindgen and wasm-opt, and [`Error::NoMarker`].
pub fn finish(places: &ProjectPaths, whole: &[u8]) -> Result<(), Error> {
    let folder = places.dist().join("ui");
    fs::create_dir_all(&folder).map_err(Error::io("written", &folder))?;

    let main = folder.join("ui.wasm");
    let split = wasm_split_cli_support::transform({
        let mut options = wasm_split_cli_support::Options::new(whole);
        options.output_dir = &folder;
        options.main_out_path = &main;
        options.main_module = "./ui.js";
        options.link_name = "./pieces.js";
        options
    })
    .map_err(|error| Error::NotSplit(format!("{error:#}")))?;
    run(command(places, "wasm-bindgen")
        .args(["--target=web", "--no-typescript", "--keep-lld-exports"])
        .args(["--out-name", "ui", "--out-dir"])
        .arg(&folder)
        .arg(&main))?;
    fs::remove_file(&main).map_err(Error::io("removed", &main))?;
    drop_comments(&folder.join("ui.js"))?;
    let start = folder.join(START_NAME);
    fs::write(&start, START).map_err(Error::io("written", &start))?;
    drop_exports(&folder.join("ui_bg.wasm"), |name| {
        let name = name.strip_prefix(b"__wbg_").unwrap_or(name);
        name.starts_with(b"intounderlying")
    })?;
    let imports = shorten_imports(&folder.join("ui_bg.wasm"))?;
    rename_imports(&folder.join("ui.js"), &imports)?;
    for module in &split.split_modules {
        shrink(places, module, ShrinkLevel::OptimisePiece)?;
    }
    shrink(places, &folder.join("ui_bg.wasm"), ShrinkLevel::Optimise)?;
    let name = name(&folder)?;
    let place = places.dist().join(&name);
    fs::rename(&folder, &place).map_err(Error::io("moved", &place))?;
    start_in(&places.dist().join("index.html"), &name)
}

/// Drops comments and indentation from what wasm-bindgen wrote: a tenth of it, once compressed.
fn drop_comments(script: &Path) -> Result<(), Error> {
    let text = fs::read_to_string(script).map_err(Error::io("read", script))?;
    let text = without_streams(&without_comments(&text));
    fs::write(script, text).map_err(Error::io("written", script))
}

/// Gives what the script hands the module the module's names for it.
fn rename_imports(script: &Path, imports: &[String]) -> Result<(), Error> {
    let text = fs::read_to_string(script).map_err(Error::io("read", script))?;
    let (text, renamed) = with_renamed_imports(&text, imports);
    if renamed != imports.len() {
        let missing = imports.len() - renamed;
        return Err(Error::NotSplit(format!(
            "{} hands over all but {missing} of what the module imports",
            script.display()
        )));
    }
    fs::write(script, text).map_err(Error::io("written", script))
}

/// wasm-bindgen writes each import as a line that begins with its name and a colon.
fn with_renamed_imports(script: &str, imports: &[String]) -> (String, usize) {
    let mut renamed = 0;
    let lines = script.lines().map(|line| {
        let (name, rest) = line.split_once(':').unwrap_or_default();
        match imports.iter().position(|import| import == name) {
            Some(index) => {
                renamed += 1;
                format!("{}:{rest}\n", short_name(index))
            }
            None => format!("{line}\n"),
        }
    });
    let text = lines.collect();
    (text, renamed)
}

/// Without the classes that leptos' server functions export for streams, which we have none of. They
/// and what their exports keep in the module weigh 3 kB.
fn without_streams(script: &str) -> String {
    let mut within = false;
    let kept = script.lines().filter(|line| {
        let begins = line.starts_with("export class IntoUnderlying");
        let ends = line.starts_with("if (Symbol.dispose) IntoUnderlying");
        let dropped = within || begins || ends;
        within = (within || begins) && !ends;
        !dropped
    });
    kept.flat_map(|line| [line, "\n"]).collect()
}

/// Template literals of several lines would lose their indentation too; wasm-bindgen writes none.
fn without_comments(script: &str) -> String {
    let code = script.lines().map(str::trim_start).filter(|line| {
        !["//", "/**", "* ", "*/"]
            .iter()
            .any(|mark| line.starts_with(mark))
            && *line != "*"
    });
    code.flat_map(|line| [line, "\n"]).collect()
}

/// What a folder is to be called, by what lies in it: browsers keep such a folder for good.
fn name(folder: &Path) -> Result<String, Error> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        digest.update(fs::read(&file).map_err(Error::io("read", &file))?);
    }
    let mut name = format!("ui-{:x}", digest.finalize());
    name.truncate("ui-".len() + 16);
    Ok(name)
}

/// Has the page start the program that lies in `folder`.
fn start_in(page: &Path, folder: &str) -> Result<(), Error> {
    let html = fs::read_to_string(page).map_err(Error::io("read", page))?;
    if !html.contains(MARKER) {
        return Err(Error::NoMarker {
            page: page.to_owned(),
            marker: MARKER,
        });
    }
    let html = html.replace(MARKER, &lines(folder));
    fs::write(page, html).map_err(Error::io("written", page))
}

/// The program's scripts and module are asked for while the rest of the page is still read.
fn lines(folder: &str) -> String {
    format!(
        r#"<link rel="modulepreload" href="{folder}/ui.js" />
    <link rel="modulepreload" href="{folder}/pieces.js" />
    <link rel="preload" href="{folder}/ui_bg.wasm" as="fetch" type="application/wasm" crossorigin />
    <script type="module" src="{folder}/start.js"></script>"#
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{MARKER, start_in, with_renamed_imports, without_comments, without_streams};

    #[test]
    fn only_lines_that_are_comments_are_dropped() {
        let script = "/**\n * @param {number} a\n */\nlet a = 1 * 2; // why\n// not\n  b(a);\n";
        assert_eq!(without_comments(script), "let a = 1 * 2; // why\nb(a);\n");
    }

    #[test]
    fn only_classes_of_streams_are_dropped() {
        let script = "a();\nexport class IntoUnderlyingSink {\nfree() {\n}\n}\nif (Symbol.dispose) \
                      IntoUnderlyingSink.x = y;\nexport class Other {\n}\n";
        assert_eq!(without_streams(script), "a();\nexport class Other {\n}\n");
    }

    #[test]
    fn imports_have_the_modules_names_and_nothing_else_changes() {
        let script =
            "const a = {\nnow_1: function() {\nreturn now_1;\n},\nlog_2: log,\nother: 1,\n};\n";
        let imports = ["log_2", "now_1"].map(str::to_owned);
        let (text, renamed) = with_renamed_imports(script, &imports);
        assert_eq!(renamed, 2);
        assert_eq!(
            text,
            "const a = {\n_1: function() {\nreturn now_1;\n},\n_0: log,\nother: 1,\n};\n"
        );
    }

    #[test]
    fn the_page_starts_the_program_where_the_marker_is() {
        let page = std::env::temp_dir().join(format!("latentscape-page-{}", std::process::id()));
        fs::write(&page, format!("<head>{MARKER}</head>")).unwrap();
        start_in(&page, "ui-0123").unwrap();
        let html = fs::read_to_string(&page).unwrap();
        assert!(
            html.starts_with("<head><link") && html.ends_with("</script></head>"),
            "{html}"
        );
        assert!(html.contains(r#"<script type="module" src="ui-0123/start.js"></script>"#));
        assert!(
            start_in(&page, "ui-0123").is_err(),
            "a page without the marker"
        );
        fs::remove_file(&page).unwrap();
    }
}
