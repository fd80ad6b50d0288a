//! Seeded networks and what they compute: the same numbers on every engine, within the tolerance
//! that each engine's test states.

use burn::tensor::{Tensor, TensorData};
use model::data::ImageDrawer;
use model::device::read;
use model::loss::PixelLikelihood;
use model::nn::Activation;
use model::random::{HostRng, RandomStream};
use model::vae::{Vae, VaeConfig};
use model::{Device, ModelResult};
use run_spec::ProceduralDataset;
use sha2::{Digest, Sha256};

const SEED: u64 = 7;
/// Every so many numbers of a picture are pinned.
const EVERY: usize = 37;

/// A network, and what it makes of two latent points.
pub struct Golden {
    pub name: &'static str,
    config: VaeConfig,
    /// Every 37th number of the two pictures.
    pub picture: &'static [f32],
    /// The posterior means of these pictures.
    pub means: &'static [f32],
}

pub fn goldens() -> [Golden; 2] {
    [
        Golden {
            name: "convolutional",
            config: VaeConfig::conv([1, 16, 16], 3, (&[4, 8], &[16]), (&[8, 4], &[16])),
            picture: &CONVOLUTIONAL_PICTURE,
            means: &CONVOLUTIONAL_MEANS,
        },
        Golden {
            name: "dense",
            config: VaeConfig {
                activation: Activation::Silu,
                likelihood: PixelLikelihood::Gaussian { sigma: 0.5 },
                ..VaeConfig::dense([3, 9, 11], 2, &[24, 12])
            },
            picture: &DENSE_PICTURE,
            means: &DENSE_MEANS,
        },
    ]
}

impl Golden {
    /// The pinned numbers as this device computes them: of the pictures, and of their means.
    pub async fn compute(&self, device: &Device) -> ModelResult<(Vec<f32>, Vec<f32>)> {
        let vae = Vae::new(&self.config, SEED, device)?;
        let latent = self.config.latent;
        let points: Vec<f32> = (0..2 * latent).map(|i| i as f32 * 0.75 - 1.5).collect();
        let z = Tensor::from_data(TensorData::new(points, [2, latent]), device);
        let pictures = vae.decode(z);
        let means = read(vae.encoder.forward(pictures.clone()).mean).await?;
        let pictures = read(pictures).await?;
        assert_eq!(pictures.len(), 2 * self.config.image.len());
        Ok((pictures.into_iter().step_by(EVERY).collect(), means))
    }

    /// Asserts that this device computes the pinned numbers within `tolerance`.
    pub async fn assert_close(&self, device: &Device, tolerance: f32) {
        let (picture, means) = self.compute(device).await.unwrap();
        for (what, found, expected) in [
            ("picture", picture, self.picture),
            ("means", means, self.means),
        ] {
            let name = self.name;
            assert_eq!(found.len(), expected.len(), "{name}, {what}: {found:?}");
            let gaps = found.iter().zip(expected).map(|(f, e)| (f - e).abs());
            let worst = gaps.fold(0.0, f32::max);
            assert!(
                worst <= tolerance && found.iter().all(|value| value.is_finite()),
                "{name}, {what}: {worst:e} away: {found:?}"
            );
        }
    }
}

/// Asserts that a seed's streams begin with the pinned numbers, to the last bit.
pub fn assert_streams_are_pinned() {
    assert_eq!(
        HostRng::new(1, RandomStream::Weights).uniforms(4, 1.0),
        UNIFORMS
    );
    assert_eq!(HostRng::new(1, RandomStream::Noise(2)).normals(4), NORMALS);
    // Indices have 32 bits in a browser and 64 natively.
    assert_eq!(
        HostRng::new(1, RandomStream::Shuffle(0)).permutation(10),
        PERMUTATION
    );
    let sum: f32 = HostRng::new(1, RandomStream::Prior)
        .normals(100_000)
        .iter()
        .sum();
    assert_eq!(
        sum, SUM_OF_NORMALS,
        "rare draws, too, are the same everywhere"
    );
}

/// Asserts that drawn training images are the pinned ones, to the last bit: a link that names a
/// seed trains on the same images in every browser.
pub fn assert_drawings_are_pinned() {
    for (drawing, side, pinned) in DRAWINGS {
        let mut hasher = Sha256::new();
        for index in (0..50).chain(1 << 63..(1 << 63) + 5) {
            let (pixels, label) = ImageDrawer::from(drawing).draw(7, index, side);
            hasher.update(pixels);
            hasher.update([label]);
        }
        let found = format!("{:x}", hasher.finalize());
        assert_eq!(found, pinned, "{drawing:?} of {side} pixels a side");
    }
    let strokes = include_bytes!("../../../../assets/data/hanzi-strokes.txt.gz");
    let drawer = ImageDrawer::hanzi(strokes).expect("the shipped strokes");
    let mut hasher = Sha256::new();
    for index in 0..50 {
        let (pixels, label) = drawer.draw(7, index, 32);
        hasher.update(pixels);
        hasher.update([label]);
    }
    assert_eq!(format!("{:x}", hasher.finalize()), HANZI_DRAWINGS);
}

/// SHA-256 of pixels and label of 50 characters, one after the other.
const HANZI_DRAWINGS: &str = "b3bc829c767458e14361b327cb12596e4f995f72f25e8e5186aff13fe55b1bec";

/// SHA-256 of pixels and label of 55 pictures, one after the other.
const DRAWINGS: [(ProceduralDataset, usize, &str); 6] = [
    (
        ProceduralDataset::Strokes,
        28,
        "ac3e5057ec7095f73812d8dcf0c08d53db84e4a6c9043549293f1eeadbce6b53",
    ),
    (
        ProceduralDataset::Strokes,
        15,
        "04bfb3364fb6ad9f6b9c406c6424f8a35b71be81bd32a6df18a5eca1de8643ad",
    ),
    (
        ProceduralDataset::Shapes,
        28,
        "c30055859a07cf0d8dbaee89a1f330337a8cd1af87a0b6f42afc75aeee32668f",
    ),
    (
        ProceduralDataset::Shapes,
        15,
        "814fea106931092a06cd59801a23e360b14765e6718af54b1537fff3a74e78ee",
    ),
    (
        ProceduralDataset::Faces,
        32,
        "3552f1143b8747c849001990e55dde48ee9601679ccb27173ce3df49cfbce05d",
    ),
    (
        ProceduralDataset::Faces,
        15,
        "f6946c986e5b26f7841ddc93ebb6ba39974c5103ddff81f52f92ac2e737637b4",
    ),
];

const UNIFORMS: [f32; 4] = [0.09875643, -0.19502878, 0.9691942, -0.8392327];
const NORMALS: [f32; 4] = [0.35419592, -2.0033636, -0.1525842, -1.2002064];
const PERMUTATION: [usize; 10] = [6, 4, 8, 9, 1, 7, 3, 2, 0, 5];
const SUM_OF_NORMALS: f32 = 277.26688;

const CONVOLUTIONAL_PICTURE: [f32; 14] = [
    0.4540005, 0.45115888, 0.48243216, 0.45459443, 0.440496, 0.4570638, 0.44189113, 0.43639812,
    0.5061115, 0.4528545, 0.4569995, 0.43712255, 0.4539011, 0.4432439,
];
const CONVOLUTIONAL_MEANS: [f32; 6] = [
    0.056101754,
    -0.13430741,
    -0.07964756,
    0.055865217,
    -0.13388479,
    -0.07976718,
];
const DENSE_PICTURE: [f32; 17] = [
    0.00047986582,
    -0.15052676,
    -0.016920105,
    -0.023611799,
    0.03566743,
    -0.10977394,
    0.18370447,
    -0.12648416,
    0.1633739,
    -0.06900869,
    0.020190358,
    0.05404145,
    -0.21960585,
    -0.12219064,
    0.13295302,
    -0.2408104,
    0.011073172,
];
const DENSE_MEANS: [f32; 4] = [0.04658317, 0.19379176, 0.04765636, 0.20562811];
