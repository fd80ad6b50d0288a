//! What the parts of the site weigh, and what they may.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::build_id::collect;
use crate::compress::compressed_size;
use crate::error::Error;
use crate::places::ProjectPaths;

/// What everything that is loaded before the first decoded picture may weigh.
const FIRST_PICTURE: u64 = 1_000_000;

/// A part of the site.
struct SitePart {
    name: &'static str,
    /// In bytes as they travel, Brotli.
    budget: Option<u64>,
    /// Whether going over it fails the build, or is only said.
    strict: bool,
    /// Whether it is loaded before the first decoded picture.
    first: bool,
    /// Whether a file belongs to it, by its path below `dist` and that of the first model.
    holds: fn(&str, &str) -> bool,
}

/// A file belongs to the first part that holds it.
const PARTS: [SitePart; 25] = [
    SitePart {
        name: "UI",
        budget: Some(250_000),
        strict: true,
        first: true,
        holds: |path, _| path.starts_with("ui-") && !is_piece(path),
    },
    SitePart {
        name: "programs of runs",
        budget: Some(40_000),
        strict: true,
        first: false,
        holds: |path, _| is_piece(path) && path.contains("/split_code"),
    },
    SitePart {
        // My pictures, a step in slow motion, points of a plane, code, files, the score of factors.
        name: "panels of Train",
        budget: Some(120_000),
        strict: true,
        first: false,
        holds: |path, _| is_piece(path) && path.contains("/split_panels"),
    },
    SitePart {
        // Loaded when a film is saved as GIF.
        name: "films",
        budget: Some(30_000),
        strict: true,
        first: false,
        holds: |path, _| is_piece(path) && path.contains("/split_film"),
    },
    SitePart {
        // The Learn room: its list, a lesson, what a lesson asks for, worksheets, what is for teachers; and
        // what lies over all rooms: the tour of a first visit, projector mode.
        name: "Learn",
        budget: Some(120_000),
        strict: true,
        first: false,
        holds: |path, _| (is_piece(path) && path.contains("/split_learn")) || is_learn_style(path),
    },
    SitePart {
        // Be the discriminator: loaded when it is opened.
        name: "game",
        budget: Some(40_000),
        strict: true,
        first: false,
        holds: |path, _| {
            (is_piece(path) && path.contains("/split_game"))
                || path == "assets/styles/rooms/game.css"
        },
    },
    SitePart {
        // The panels of Explore's tools, and the Repair and Compare rooms: loaded when one is first shown.
        name: "tools, Repair, Compare",
        budget: Some(200_000),
        strict: true,
        first: false,
        holds: |path, _| {
            let styles = [
                "brush.css",
                "paint.css",
                "borders.css",
                "same-data.css",
                "projection.css",
                "style.css",
                "repair.css",
            ];
            (is_piece(path) && path.contains("/split_tools"))
                || styles
                    .iter()
                    .any(|name| path == format!("assets/styles/rooms/{name}"))
        },
    },
    SitePart {
        name: "rooms",
        budget: Some(420_000),
        strict: true,
        first: false,
        holds: |path, _| is_piece(path) || is_late_style(path),
    },
    SitePart {
        name: "CPU engine",
        budget: Some(500_000),
        strict: true,
        first: true,
        holds: |path, _| path.starts_with("engine-cpu"),
    },
    SitePart {
        // With everything that shows a run from inside: fields, measures, a step taken apart, rounds of
        // the game.
        name: "CPU trainer",
        budget: Some(700_000),
        strict: true,
        first: false,
        holds: |path, _| path.starts_with("trainer-cpu"),
    },
    SitePart {
        name: "CPU trainer, threads",
        budget: Some(750_000),
        strict: true,
        first: false,
        holds: |path, _| path.starts_with("trainer-threads") || path == "threads.js",
    },
    SitePart {
        // Loaded only for these files; it has what the CPU engine has, and an engine for ONNX.
        name: "engine for ONNX",
        budget: Some(1_200_000),
        strict: true,
        first: false,
        holds: |path, _| path.starts_with("engine-onnx"),
    },
    SitePart {
        // Loaded when pictures are brought to train on.
        name: "picture importer",
        budget: Some(300_000),
        strict: true,
        first: false,
        holds: |path, _| {
            path.starts_with("importer")
                || ["import-worker.js", "picture-sets.js", "svg.js"].contains(&path)
        },
    },
    SitePart {
        // Loaded when encoded images are projected, or pictures of runs are measured.
        name: "projections",
        budget: Some(140_000),
        strict: true,
        first: false,
        holds: |path, _| path.starts_with("projections") || path == "projection-worker.js",
    },
    SitePart {
        name: "WebGPU engine",
        budget: Some(2_500_000),
        strict: false,
        first: false,
        holds: |path, _| path.starts_with("engine-webgpu"),
    },
    SitePart {
        name: "first model",
        budget: None,
        strict: false,
        first: true,
        holds: |path, first_model| path == first_model,
    },
    SitePart {
        name: "other models, points",
        budget: None,
        strict: false,
        first: false,
        holds: |path, first_model| {
            let poster = path.strip_suffix(".poster.png");
            // That of the first model is drawn while the program comes.
            path.ends_with(".safetensors")
                || poster.is_some_and(|path| !first_model.starts_with(&format!("{path}.")))
        },
    },
    SitePart {
        name: "data sets",
        budget: None,
        strict: false,
        first: false,
        holds: |path, _| path.ends_with(".gz"),
    },
    SitePart {
        name: "chart, kept runs, lab",
        budget: None,
        strict: false,
        first: false,
        holds: |path, _| {
            path.starts_with("vendor/")
                || ["chart.js", "database.js", "kept-runs.js", "lab-worker.js"].contains(&path)
        },
    },
    SitePart {
        // Asked for when the first picture is there.
        name: "offline, installing",
        budget: None,
        strict: false,
        first: false,
        holds: |path, _| {
            path.starts_with("assets/install/")
                || [
                    "offline.js",
                    "service-worker.js",
                    "site-files.json",
                    "site.webmanifest",
                ]
                .contains(&path)
        },
    },
    SitePart {
        name: "lessons",
        budget: None,
        strict: false,
        first: false,
        holds: |path, _| path.starts_with("lessons/"),
    },
    SitePart {
        name: "messages, first screen",
        budget: None,
        strict: false,
        first: true,
        holds: |path, _| path.starts_with("locales/en-first-"),
    },
    SitePart {
        name: "messages, all others",
        budget: None,
        strict: false,
        first: false,
        holds: |path, _| path.starts_with("locales/"),
    },
    SitePart {
        name: "notices of third parties",
        budget: None,
        strict: false,
        first: false,
        holds: |path, _| path == "third-party.html",
    },
    SitePart {
        name: "page, styles, fonts",
        budget: None,
        strict: false,
        first: true,
        holds: |_, _| true,
    },
];

/// Whether a file is a piece of the page's program that is fetched later.
fn is_piece(path: &str) -> bool {
    path.starts_with("ui-") && (path.contains("/split_") || path.contains("/chunk_"))
}

/// Whether a file is a style sheet that comes with the chunk of the Learn room, as `LEARN_STYLES` in
/// `app/page/src/view/split.rs` has them.
fn is_learn_style(path: &str) -> bool {
    let name = path.strip_prefix("assets/styles/rooms/");
    let sheets = ["class-files", "learn", "projector", "tour", "worksheet"];
    name.and_then(|name| name.strip_suffix(".css"))
        .is_some_and(|name| sheets.contains(&name))
}

/// Whether a file is a style sheet that comes with the rooms.
fn is_late_style(path: &str) -> bool {
    path.starts_with("assets/styles/rooms/")
}

/// Prints what each part weighs against its budget.
///
/// # Errors
/// [`Error::OverBudget`] if a part that must keep its budget does not.
pub fn report(places: &ProjectPaths) -> Result<(), Error> {
    let dist = places.dist();
    let first_model = first_model(places);
    let mut files = Vec::new();
    collect(&dist, &mut files)?;
    files.retain(|path| path.extension().is_none_or(|extension| extension != "br"));

    let pieces = files.iter().find(|path| path.ends_with("pieces.js"));
    let shared = match pieces {
        Some(path) => shared_pieces(&fs::read_to_string(path).map_err(Error::io("read", path))?),
        None => HashMap::new(),
    };

    println!("{:<24} {:>12} {:>12} {:>12}", "", "raw", "brotli", "budget");
    let mut over = Vec::new();
    let mut before_first_picture = PartWeight { raw: 0, sent: 0 };
    for part in &PARTS {
        let weight = weigh(&dist, &files, part, (&first_model, &shared))?;
        let is_over = print_row(part.name, &weight, part.budget);
        if is_over && part.strict {
            over.push(format!("{} ({})", part.name, kilobytes(weight.sent)));
        }
        if part.first {
            before_first_picture.raw += weight.raw;
            before_first_picture.sent += weight.sent;
        }
    }
    print_row(
        "before the first picture",
        &before_first_picture,
        Some(FIRST_PICTURE),
    );
    if over.is_empty() {
        Ok(())
    } else {
        Err(Error::OverBudget(over))
    }
}

/// Returns whether it is over its budget.
fn print_row(name: &str, weight: &PartWeight, budget: Option<u64>) -> bool {
    let is_over = budget.is_some_and(|budget| weight.sent > budget);
    println!(
        "{name:<24} {:>12} {:>12} {:>12}{}",
        kilobytes(weight.raw),
        kilobytes(weight.sent),
        budget.map_or_else(|| "-".to_owned(), kilobytes),
        if is_over { "  over" } else { "" },
    );
    is_over
}

/// By the names of pieces that the rooms do not load, those under which they count: of the program's part
/// that loads them, the first in this order if there are several.
fn shared_pieces(pieces: &str) -> HashMap<String, String> {
    let mut users: Vec<&str> = Vec::new();
    let mut found = HashMap::new();
    for line in pieces.lines() {
        if let Some(list) = line.strip_prefix("/* ") {
            users = list.trim_end_matches(" */").split(", ").collect();
        }
        let name = line.strip_prefix("const __chunk_");
        let Some(number) = name.and_then(|name| name.split_once(" =")).map(|it| it.0) else {
            continue;
        };
        let user = ["learn", "panels", "game", "tools", "code", "film"]
            .into_iter()
            .find(|user| users.contains(user) && !users.contains(&"rooms"));
        if let Some(user) = user {
            found.insert(format!("chunk_{number}.wasm"), format!("split_{user}.wasm"));
        }
    }
    found
}

struct PartWeight {
    raw: u64,
    sent: u64,
}

fn weigh(
    dist: &Path,
    files: &[PathBuf],
    part: &SitePart,
    (first_model, shared): (&str, &HashMap<String, String>),
) -> Result<PartWeight, Error> {
    let mut weight = PartWeight { raw: 0, sent: 0 };
    for path in files {
        let below = path.strip_prefix(dist).unwrap_or(path).to_string_lossy();
        let below = match below.rsplit_once('/') {
            Some((folder, name)) if shared.contains_key(name) => {
                format!("{folder}/{}", shared[name]).into()
            }
            _ => below,
        };
        let owner = PARTS.iter().find(|part| (part.holds)(&below, first_model));
        if owner.is_some_and(|owner| owner.name == part.name) {
            weight.raw += fs::metadata(path).map_err(Error::io("read", path))?.len();
            weight.sent += compressed_size(path)?;
        }
    }
    Ok(weight)
}

/// The weights that the page loads first: those of the catalogue's first entry.
fn first_model(places: &ProjectPaths) -> String {
    let read = || {
        let text = fs::read(places.root.join("assets/models/catalog.json")).ok()?;
        let catalog: serde_json::Value = serde_json::from_slice(&text).ok()?;
        Some(catalog[0]["weights"].as_str()?.to_owned())
    };
    read().unwrap_or_default()
}

/// In kilobytes of 1000 bytes, as the budgets are.
#[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn kilobytes(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::shared_pieces;

    #[test]
    fn a_piece_counts_for_those_who_load_it() {
        let pieces = "/* game, learn */\nconst __chunk_3 = makeLoad(() => {\n/* game, rooms */\n\
                      const __chunk_4 = makeLoad(() => {\n/* game, panels */\nconst __chunk_5 = x";
        let found = shared_pieces(pieces);
        assert_eq!(found.len(), 2);
        assert_eq!(found["chunk_3.wasm"], "split_learn.wasm");
        assert_eq!(found["chunk_5.wasm"], "split_panels.wasm");
    }
}
