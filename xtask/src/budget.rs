//! What the parts of the site weigh, and what they may.

use std::path::{Path, PathBuf};

use crate::build_id::collect;
use crate::compress::compressed_size;
use crate::error::Error;
use crate::places::Places;

/// A part of the site.
struct Part {
    name: &'static str,
    /// In bytes as they travel, brotli.
    budget: Option<u64>,
    /// Whether going over it fails the build, or is only said.
    strict: bool,
    /// Whether a file belongs to it, by its path below `dist`.
    holds: fn(&str) -> bool,
}

const PARTS: [Part; 5] = [
    Part {
        name: "UI",
        budget: Some(250_000),
        strict: true,
        holds: |path| path.starts_with("ui-"),
    },
    Part {
        name: "CPU engine",
        budget: Some(500_000),
        strict: true,
        holds: |path| path.starts_with("engine-cpu"),
    },
    Part {
        name: "WebGPU engine",
        budget: Some(2_500_000),
        strict: false,
        holds: |path| path.starts_with("engine-webgpu"),
    },
    Part {
        name: "models and points",
        budget: None,
        strict: false,
        holds: |path| path.ends_with(".safetensors") || path.ends_with(".bin"),
    },
    Part {
        name: "everything else",
        budget: None,
        strict: false,
        holds: |_| true,
    },
];

/// Prints what each part weighs against its budget.
///
/// # Errors
/// [`Error::OverBudget`] if a part that must keep its budget does not.
pub fn report(places: &Places) -> Result<(), Error> {
    let dist = places.dist();
    let mut files = Vec::new();
    collect(&dist, &mut files)?;
    files.retain(|path| path.extension().is_none_or(|extension| extension != "br"));
    println!("{:<20} {:>12} {:>12} {:>12}", "", "raw", "brotli", "budget");
    let mut over = Vec::new();
    for part in &PARTS {
        let weight = weigh(&dist, &files, part)?;
        let mark = match part.budget {
            Some(budget) if weight.sent > budget => "  over",
            _ => "",
        };
        println!(
            "{:<20} {:>12} {:>12} {:>12}{mark}",
            part.name,
            kilobytes(weight.raw),
            kilobytes(weight.sent),
            part.budget.map_or_else(|| "-".to_owned(), kilobytes),
        );
        if part.strict && !mark.is_empty() {
            over.push(format!("{} ({})", part.name, kilobytes(weight.sent)));
        }
    }
    if over.is_empty() {
        Ok(())
    } else {
        Err(Error::OverBudget(over))
    }
}

struct Weight {
    raw: u64,
    sent: u64,
}

/// A file belongs to the first part that holds it.
fn weigh(dist: &Path, files: &[PathBuf], part: &Part) -> Result<Weight, Error> {
    let mut weight = Weight { raw: 0, sent: 0 };
    for path in files {
        let below = path.strip_prefix(dist).unwrap_or(path).to_string_lossy();
        let owner = PARTS.iter().find(|part| (part.holds)(&below));
        if owner.is_some_and(|owner| std::ptr::eq(owner, part)) {
            weight.raw += std::fs::metadata(path)
                .map_err(Error::io("read", path))?
                .len();
            weight.sent += compressed_size(path)?;
        }
    }
    Ok(weight)
}

/// In kilobytes of 1000 bytes, as the budgets are.
#[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn kilobytes(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}
