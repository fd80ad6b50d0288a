//! Differences of bytes.

/// Bytes whose squared differences a `u32` has room for.
const BLOCK: usize = 1 << 12;

/// The sum of squared differences, as far as both go.
pub fn squared_distance(one: &[u8], other: &[u8]) -> u64 {
    let blocks = one.chunks(BLOCK).zip(other.chunks(BLOCK));
    blocks.map(|(a, b)| u64::from(block(a, b))).sum()
}

fn block(one: &[u8], other: &[u8]) -> u32 {
    let squares = one.iter().zip(other).map(|(&a, &b)| {
        let difference = u32::from(a.abs_diff(b));
        difference * difference
    });
    squares.sum()
}

#[cfg(test)]
mod tests {
    use super::squared_distance;

    #[test]
    fn the_sum_is_that_of_the_squares_also_where_32_bits_are_too_few() {
        assert_eq!(
            squared_distance(&[3, 0, 255], &[0, 4, 0]),
            9 + 16 + 255 * 255
        );
        let (black, white) = (vec![0; 100_000], vec![255; 100_000]);
        assert_eq!(squared_distance(&black, &white), 100_000 * 255 * 255);
        assert_eq!(squared_distance(&white, &black), 100_000 * 255 * 255);
    }
}
