//! Pictures at half and at double the size.

use burn::tensor::Tensor;

/// The mean of each 2×2 square.
///
/// # Shapes
/// `[batch, 2h, 2w, channels]` → `[batch, h, w, channels]`
pub fn halve(x: Tensor<4>) -> Tensor<4> {
    let [batch, height, width, channels] = x.dims();
    x.reshape([batch * height / 2, 2, width / 2, 2, channels])
        .mean_dim(3)
        .mean_dim(1)
        .reshape([batch, height / 2, width / 2, channels])
}

/// Each pixel as a 2×2 square (nearest neighbour).
///
/// # Shapes
/// `[batch, h, w, channels]` → `[batch, 2h, 2w, channels]`
pub fn double(x: Tensor<4>) -> Tensor<4> {
    let [batch, height, width, channels] = x.dims();
    x.reshape([batch * height, 1, width, 1, channels])
        .expand([batch * height, 2, width, 2, channels])
        .reshape([batch, 2 * height, 2 * width, channels])
}

/// Rows of numbers, channel by channel as they lie in a file, as pictures.
///
/// # Shapes
/// `[batch, channels · h · w]` → `[batch, h, w, channels]`
pub fn unflatten(x: Tensor<2>, [channels, height, width]: [usize; 3]) -> Tensor<4> {
    let batch = x.dims()[0];
    if channels == 1 {
        return x.reshape([batch, height, width, 1]);
    }
    x.reshape([batch, channels, height, width])
        .permute([0, 2, 3, 1])
}

/// The way back from [`unflatten`].
///
/// # Shapes
/// `[batch, h, w, channels]` → `[batch, channels · h · w]`
pub fn flatten(x: Tensor<4>) -> Tensor<2> {
    let x = if x.dims()[3] == 1 {
        x
    } else {
        x.permute([0, 3, 1, 2])
    };
    x.flatten(1, 3)
}
