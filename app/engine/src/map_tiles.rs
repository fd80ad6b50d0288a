//! Pictures as the map's tiles: those of decoders from elsewhere may be too large for a sheet of them.

use run_spec::ImageShape;

/// A tile has at most so many pixels a side.
const LARGEST_TILE: usize = 64;

/// Pictures made small enough for tiles, by the means of squares of pixels; squares at the right and
/// lower edge may be cut. The pictures themselves if they are small enough.
///
/// # Shapes
/// `pictures`: `[n, height, width, channels]` → the same with the size that comes along
pub fn tiles_of(pictures: Vec<u8>, image: ImageShape) -> (Vec<u8>, ImageShape) {
    let block = image.height.max(image.width).div_ceil(LARGEST_TILE);
    if block < 2 {
        return (pictures, image);
    }
    let tile = ImageShape {
        height: image.height.div_ceil(block),
        width: image.width.div_ceil(block),
        ..image
    };
    let mut tiles = Vec::with_capacity(pictures.len() / image.len() * tile.len());
    for picture in pictures.chunks_exact(image.len()) {
        for rows in picture.chunks(block * image.width * image.channels) {
            extend_with_means(rows, image, block, &mut tiles);
        }
    }
    (tiles, tile)
}

/// Appends the means of the squares that begin in the first of some rows.
fn extend_with_means(rows: &[u8], image: ImageShape, block: usize, tiles: &mut Vec<u8>) {
    let line = image.width * image.channels;
    for left in (0..image.width).step_by(block) {
        let right = (left + block).min(image.width);
        for channel in 0..image.channels {
            let mut sum = 0;
            let mut count = 0;
            for row in rows.chunks_exact(line) {
                for column in left..right {
                    sum += u32::from(row[column * image.channels + channel]);
                    count += 1;
                }
            }
            // A mean of bytes is one.
            tiles.push((f64::from(sum) / f64::from(count)).round() as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_pictures_stay_and_large_ones_become_their_means() {
        let small = ImageShape::square(64, 3);
        let bytes = vec![7; small.len()];
        assert_eq!(tiles_of(bytes.clone(), small), (bytes, small));
        // Two columns of squares, the second one cut: 130 wide gives blocks of 3.
        let wide = ImageShape {
            channels: 1,
            height: 4,
            width: 130,
        };
        let bytes: Vec<u8> = (0..wide.len()).map(|at| (at % 130) as u8).collect();
        let (tiles, tile) = tiles_of(bytes, wide);
        assert_eq!((tile.height, tile.width), (2, 44));
        assert_eq!(tiles[..3], [1, 4, 7]);
        // The last square has one column.
        assert_eq!(tiles[43], 129);
        assert_eq!(tiles.len(), tile.len());
    }
}
