//! The runs that were shipped before checkpoints had digests. Copies of them are about, and this is
//! how a damaged one is told.

use crate::weights::TensorFile;

/// The beginning of the SHA-256 over each network's tensors, weights and moments together.
type NetworkDigests = &'static [(&'static str, &'static str)];

/// Of each of those runs.
const EARLY_RUNS: [NetworkDigests; 4] = [
    // eight-gaussians, 6,000 steps
    &[
        ("average", "7f23ca778d25158f"),
        ("discriminator", "e8da1ae2e6f73587"),
        ("generator", "90c8ab2f5130bb68"),
    ],
    // ring, 6,000 steps
    &[
        ("average", "5ff2baaa87fd8b68"),
        ("discriminator", "1bb42b4cf3953cae"),
        ("generator", "93efa062e14011d6"),
    ],
    // grid, 8,000 steps
    &[
        ("average", "6f642c929821d88f"),
        ("discriminator", "0b78de793a13c808"),
        ("generator", "dca58ff1879ce96f"),
    ],
    // two-moons-vae, 4,000 steps
    &[
        ("encoder", "25c1c19ce769742e"),
        ("generator", "c3da04afc77c87d6"),
    ],
];

/// The digest expected, and the one found, where a file is one of those runs but for some of its
/// networks. Another run has none of their networks.
pub(super) fn damage(tensors: &TensorFile) -> Option<(String, String)> {
    EARLY_RUNS.iter().find_map(|run| {
        let compared = run.iter().filter_map(|(network, expected)| {
            let is_its = |name: &str| {
                let rest = name.strip_prefix(network);
                rest.is_some_and(|rest| rest.starts_with('.'))
            };
            // One that is missing is named by its tensors.
            let is_there = tensors.names().any(is_its);
            let found = is_there.then(|| tensors.digest_of(is_its))?;
            Some((*expected, found[..expected.len()].to_owned()))
        });
        let (same, others): (Vec<_>, Vec<_>) = compared.partition(|(one, two)| *one == two);
        let damaged = others.into_iter().next().filter(|_| !same.is_empty());
        damaged.map(|(expected, found)| (expected.to_owned(), found))
    })
}
