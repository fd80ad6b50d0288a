//! Whether pictures are faces: what can be read of those in IDX files that `train --samples` wrote.
//!
//! ```text
//! cargo run --release -p tests --features model/pretrain --example face_figures -- samples.idx
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for one purpose"
)]

use std::collections::BTreeSet;
use std::{env, fs};

use model::data::faces::{FaceFactor, HAIR_COLOURS};
use tests::face_reader::ReadFace;

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
        let sure = |face: &ReadFace, factor| face.confidence(factor) >= 0.8;
        let all = [
            FaceFactor::Skin,
            FaceFactor::HairColour,
            FaceFactor::Glasses,
        ];
        let colours: BTreeSet<u8> = faces
            .iter()
            .filter(|face| sure(face, FaceFactor::HairColour))
            .map(|face| face.factors.get(FaceFactor::HairColour))
            .collect();
        print!(
            "{file}: {} faces, all three {:.1} %, hair colours {} of {}; each at 80 %:",
            faces.len(),
            share(&|face| all.iter().all(|&factor| sure(face, factor))),
            colours.len(),
            HAIR_COLOURS.len(),
        );
        for factor in FaceFactor::ALL {
            print!(" {factor:?} {:.0}", share(&|face| sure(face, factor)));
        }
        println!(
            "; glasses {:.0} %",
            share(&|face| face.factors.get(FaceFactor::Glasses) > 0)
        );
    }
}
