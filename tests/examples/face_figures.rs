//! Whether pictures are faces: what can be read of those in IDX files that `train --samples` wrote.
//!
//! ```text
//! cargo run --release -p tests --example face_figures -- samples.idx
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for one purpose"
)]

use std::collections::BTreeSet;
use std::{env, fs};

use model::data::faces::{FaceFactor, HAIR_COLOURS, ReadFace, SURE_OF_FACTOR};

/// Pixels a side.
const SIDE: usize = 32;

fn main() {
    for file in env::args().skip(1) {
        let bytes = fs::read(&file).unwrap();
        // What is no whole picture is the header.
        let pictures = bytes[bytes.len() % (SIDE * SIDE * 3)..].chunks_exact(SIDE * SIDE * 3);
        let faces: Vec<ReadFace> = pictures.map(|it| ReadFace::of(it, SIDE)).collect();
        let share = |is: &dyn Fn(&ReadFace) -> bool| {
            100.0 * faces.iter().filter(|face| is(face)).count() as f64 / faces.len() as f64
        };
        let colours: BTreeSet<u8> = faces
            .iter()
            .filter(|face| face.is_recognised())
            .map(|face| face.factors.get(FaceFactor::HairColour))
            .collect();
        println!(
            "{file}: of {} pictures {:.1} % read, {:.1} % recognised, {} of {} hair colours among those",
            faces.len(),
            share(&|face| face.is_read()),
            share(&|face| face.is_recognised()),
            colours.len(),
            HAIR_COLOURS.len(),
        );
        println!(
            "  sure of skin {:.0} %, of hair colour {:.0} %, of glasses or none {:.0} %; with glasses {:.0} %",
            share(&|face| face.confidence(FaceFactor::Skin) >= SURE_OF_FACTOR),
            share(&|face| face.confidence(FaceFactor::HairColour) >= SURE_OF_FACTOR),
            share(&|face| face.wears(FaceFactor::Glasses).1 >= SURE_OF_FACTOR),
            share(&|face| face.wears(FaceFactor::Glasses).0),
        );
    }
}
