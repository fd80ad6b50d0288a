//! Against scikit-learn and umap-learn, by what `tests/reference/make_projections.py` wrote.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use half::f16;
use projection::{Tsne, Umap, neighbour_preservation, pca, trustworthiness, tsne, umap};
use safetensors::SafeTensors;
use serde_json::Value;

/// What the script wrote.
fn reference() -> Value {
    serde_json::from_str(include_str!("../../../tests/reference/projections.json")).expect("JSON")
}

/// The points that it looked at, and how many coordinates each has.
fn rows(reference: &Value) -> (Vec<f32>, usize) {
    let root = Path::new("../..");
    let path = root.join(reference["points"].as_str().expect("a path"));
    let bytes = std::fs::read(path).expect("the shipped points");
    let file = SafeTensors::deserialize(&bytes).expect("safetensors");
    let means = file.tensor("means").expect("means");
    let width = means.shape()[1];
    let count = reference["count"].as_u64().expect("a number") as usize;
    let numbers = means.data().chunks_exact(2).take(count * width);
    let number = |bytes: &[u8]| f16::from_le_bytes([bytes[0], bytes[1]]).to_f32();
    (numbers.map(number).collect(), width)
}

/// The mean of a figure over the reference's seeds.
fn mean_of(reference: &Value, view: &str, figure: &str) -> f32 {
    let seeds = reference[view].as_array().expect("seeds");
    let all = seeds
        .iter()
        .map(|it| it[figure].as_f64().expect("a figure"));
    (all.sum::<f64>() / seeds.len() as f64) as f32
}

/// As in a browser.
fn on_one_thread<T: Send>(act: impl FnOnce() -> T + Send) -> T {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    alone.expect("a thread").install(act)
}

#[test]
fn principal_components_are_scikit_learn_s_up_to_their_signs() {
    let reference = reference();
    let (rows, width) = rows(&reference);
    let found = pca(&rows, width, 3).expect("points");
    let theirs = reference["pca"]["positions"].as_array().expect("rows");
    for at in 0..3 {
        let their = |row: usize| theirs[row][at].as_f64().expect("a number") as f32;
        let sign = (their(0) * found[at]).signum();
        for row in 0..theirs.len() {
            let ours = sign * found[3 * row + at];
            assert!((ours - their(row)).abs() < 2e-4, "{ours} {}", their(row));
        }
    }
}

#[test]
fn trustworthiness_and_preservation_are_those_of_scikit_learn() {
    let reference = reference();
    let (rows, width) = rows(&reference);
    let view = pca(&rows, width, 2).expect("points");
    let near = reference["near"].as_u64().expect("a number") as usize;
    let (rows, view) = ((&rows[..], width), (&view[..], 2));
    for (ours, figure) in [
        (trustworthiness(rows, view, near), "trustworthiness"),
        (neighbour_preservation(rows, view, near), "preservation"),
    ] {
        let theirs = reference["pca"][figure].as_f64().expect("a figure") as f32;
        assert!((ours - theirs).abs() < 1e-3, "{figure}: {ours} {theirs}");
    }
}

#[test]
fn t_sne_is_as_true_as_scikit_learn_s_and_its_cost_no_higher_than_a_tenth_more() {
    let reference = reference();
    let (rows, width) = rows(&reference);
    for (dimensions, perplexity) in [(2, 10.0), (2, 30.0), (3, 30.0)] {
        let name = format!("tsne-{dimensions}-{perplexity}");
        let chosen = Tsne {
            dimensions,
            perplexity,
            seed: 0,
        };
        let started = Instant::now();
        let view = || tsne(&rows, width, &chosen, &mut |_| {});
        let (view, kl) = on_one_thread(view).expect("points");
        println!("{name}: {:.2} s", started.elapsed().as_secs_f32());
        let theirs = mean_of(&reference, &name, "kl");
        println!("{name}: KL {kl:.4}, theirs {theirs:.4}");
        assert!(kl < 1.1 * theirs, "{name}: KL {kl}, theirs {theirs}");
        as_true(&reference, &name, (&rows, width), (&view, dimensions));
    }
}

#[test]
fn umap_is_as_true_as_umap_learn_s() {
    let reference = reference();
    let (rows, width) = rows(&reference);
    for (dimensions, neighbours) in [(2, 15), (2, 30), (3, 15)] {
        let name = format!("umap-{dimensions}-{neighbours}");
        let chosen = Umap {
            dimensions,
            neighbours,
            seed: 0,
        };
        let started = Instant::now();
        let view = umap(&rows, width, &chosen, &mut |_| {}).expect("points");
        println!("{name}: {:.2} s", started.elapsed().as_secs_f32());
        as_true(&reference, &name, (&rows, width), (&view, dimensions));
    }
}

/// Trustworthiness at most 0.01, and preserved neighbours at most 0.04 below the reference's mean.
#[allow(
    clippy::print_stdout,
    reason = "docs/projections.md has what is measured"
)]
fn as_true(reference: &Value, name: &str, rows: (&[f32], usize), view: (&[f32], usize)) {
    let near = reference["near"].as_u64().expect("a number") as usize;
    let figures = BTreeMap::from([
        ("trustworthiness", (trustworthiness(rows, view, near), 0.01)),
        (
            "preservation",
            (neighbour_preservation(rows, view, near), 0.04),
        ),
    ]);
    for (figure, (ours, tolerance)) in figures {
        let theirs = mean_of(reference, name, figure);
        println!("{name}: {figure} {ours:.4}, theirs {theirs:.4}");
        assert!(
            ours > theirs - tolerance,
            "{name}: {figure} {ours}, theirs {theirs}"
        );
    }
}

#[test]
fn the_same_seed_gives_the_same_view_and_another_seed_another() {
    let reference = reference();
    let (rows, width) = rows(&reference);
    let rows = &rows[..200 * width];
    let by_tsne = |seed| {
        let chosen = Tsne {
            dimensions: 2,
            perplexity: 15.0,
            seed,
        };
        on_one_thread(|| tsne(rows, width, &chosen, &mut |_| {}).expect("points").0)
    };
    let by_umap = |seed| {
        let chosen = Umap {
            dimensions: 2,
            neighbours: 15,
            seed,
        };
        umap(rows, width, &chosen, &mut |_| {}).expect("points")
    };
    assert_eq!(by_tsne(1), by_tsne(1));
    assert_ne!(by_tsne(1), by_tsne(2));
    assert_eq!(by_umap(1), by_umap(1));
    assert_ne!(by_umap(1), by_umap(2));
}

#[test]
fn few_points_have_a_view_by_every_method() {
    let rows: Vec<f32> = (0..24).map(|at| ((at * 7) % 11) as f32).collect();
    let mut told = 0;
    let chosen = Tsne {
        dimensions: 3,
        perplexity: 30.0,
        seed: 1,
    };
    let (view, kl) = tsne(&rows, 4, &chosen, &mut |_| told += 1).expect("six points");
    assert_eq!((view.len(), told), (18, 1200));
    assert!(view.iter().all(|x| x.is_finite()) && kl.is_finite());
    let chosen = Umap {
        dimensions: 3,
        neighbours: 15,
        seed: 1,
    };
    let view = umap(&rows, 4, &chosen, &mut |_| {}).expect("six points");
    assert!(view.len() == 18 && view.iter().all(|x| x.is_finite()));
}
