use model::data::{Images, resize};
use run_spec::ImageShape;

fn shape(channels: usize, height: usize, width: usize) -> ImageShape {
    ImageShape {
        channels,
        height,
        width,
    }
}

fn mean(pixels: &[u8]) -> f64 {
    pixels.iter().map(|&byte| f64::from(byte)).sum::<f64>() / pixels.len() as f64
}

/// A soft blot in the middle of a black image, as [channels, height, width].
fn blots(shape: ImageShape) -> Images {
    let pixel = |i: usize| {
        let (row, column) = (i / shape.width % shape.height, i % shape.width);
        let x = (column as f64 + 0.5) / shape.width as f64 - 0.5;
        let y = (row as f64 + 0.5) / shape.height as f64 - 0.5;
        (255.0 * (-20.0 * (x * x + 1.5 * y * y)).exp()).round() as u8
    };
    Images::new(shape, (0..shape.len()).map(pixel).collect())
}

#[test]
fn a_plain_image_stays_exactly_plain_at_every_size() {
    for value in [0, 1, 77, 254, 255] {
        for side in 1..=40 {
            let images = Images::new(shape(1, 8, 8), vec![value; 128]);
            let resized = resize(&images, side, 41 - side);
            assert_eq!(resized.len(), 2);
            assert!((0..2).all(|i| resized.bytes(i).iter().all(|&byte| byte == value)));
        }
    }
}

#[test]
fn an_image_brought_to_its_own_size_is_unchanged() {
    let images = blots(shape(3, 9, 12));
    assert_eq!(resize(&images, 9, 12), images);
}

#[test]
fn the_mean_grey_is_kept() {
    let images = blots(shape(1, 16, 16));
    for side in [8, 11, 14, 20, 28, 32] {
        let resized = resize(&images, side, side);
        let [before, after] = [mean(images.bytes(0)), mean(resized.bytes(0))];
        assert!((before - after).abs() < 1.0, "{side}: {before}, {after}");
    }
}

#[test]
fn a_smooth_image_comes_back_from_a_larger_size() {
    let images = blots(shape(1, 16, 16));
    let back = resize(&resize(&images, 32, 32), 16, 16);
    let pairs = images.bytes(0).iter().zip(back.bytes(0));
    let worst = pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap();
    assert!(worst <= 8, "{worst}");
}

#[test]
fn channels_do_not_mix_and_labels_stay() {
    // Pixel by pixel, red, green, blue.
    let pixels = [10u8, 100, 200].repeat(64);
    let images = Images::new(shape(3, 8, 8), pixels)
        .with_labels(vec![7])
        .unwrap();
    let resized = resize(&images, 14, 14);
    assert_eq!(resized.shape(), shape(3, 14, 14));
    assert_eq!(resized.labels(), Some(&[7][..]));
    for pixel in resized.bytes(0).chunks(3) {
        assert_eq!(pixel, [10, 100, 200]);
    }
}

#[test]
fn sizes_become_what_pillow_makes_of_them() {
    // Image.fromarray(ramp).resize((w, h), Image.BICUBIC) with Pillow 13.0.0, which rounds and
    // clips after each of its two passes: so the greys are middling ones.
    let pixels: Vec<u8> = (0..64).map(|i| 64 + (i * i * 7 % 128) as u8).collect();
    let images = Images::new(shape(1, 8, 8), pixels);
    for (size, expected) in [(5, &PILLOW_5[..]), (11, &PILLOW_11[..])] {
        let resized = resize(&images, size, size);
        for (i, (found, expected)) in resized.bytes(0).iter().zip(expected).enumerate() {
            assert!(
                found.abs_diff(*expected) <= 1,
                "{size}, pixel {i}: {found}, not {expected}"
            );
        }
    }
}

const PILLOW_5: [u8; 25] = [
    89, 102, 153, 136, 150, 113, 155, 167, 115, 142, 101, 141, 183, 173, 123, 122, 126, 136, 165,
    148, 112, 153, 142, 135, 92,
];
const PILLOW_11: [u8; 121] = [
    60, 64, 74, 91, 117, 158, 166, 112, 169, 180, 152, 107, 99, 98, 110, 128, 162, 164, 103, 154,
    154, 115, 112, 128, 139, 135, 143, 169, 160, 87, 128, 141, 122, 58, 124, 171, 158, 158, 174,
    160, 84, 104, 151, 187, 120, 101, 124, 191, 176, 173, 177, 174, 109, 109, 151, 95, 97, 112,
    142, 183, 186, 179, 192, 158, 121, 101, 68, 120, 135, 92, 155, 179, 176, 171, 191, 153, 94,
    125, 164, 172, 121, 81, 127, 180, 161, 157, 161, 167, 77, 103, 135, 144, 91, 129, 178, 149,
    137, 135, 139, 85, 101, 138, 171, 111, 138, 174, 137, 116, 102, 95, 131, 142, 168, 189, 122,
    142, 172, 128, 100, 79, 67,
];
