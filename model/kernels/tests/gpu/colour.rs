//! The shapes of pictures in colour.

use burn::tensor::Device;
use kernels::ConvWindow;

use super::{assert_close, compare, compare_conv, compare_conv_transpose, tensor, values};

/// The layers that the VAE of faces and the DCGANs of 32 and 64 pixels in colour have at their ends, and
/// the largest of those between, with fewer pictures than a batch of theirs.
pub async fn layers_of_colour_pictures_of_32_and_64_pixels_are_the_cpus(gpu: &Device) {
    let window = ConvWindow {
        size: 4,
        stride: 2,
        padding: 1,
    };
    for (batch, side, inputs, outputs) in [
        (4, 32, 3, 32),
        (4, 32, 3, 64),
        (2, 64, 3, 32),
        (2, 64, 3, 64),
        (2, 32, 64, 128),
        (1, 64, 1, 32),
    ] {
        compare_conv(gpu, window, [batch, side, side, inputs], outputs).await;
    }
    for (batch, side, inputs, outputs) in [
        (4, 16, 32, 3),
        (4, 16, 64, 3),
        (2, 32, 32, 3),
        (2, 32, 64, 3),
        (2, 16, 128, 64),
        (1, 32, 32, 1),
    ] {
        compare_conv_transpose(gpu, window, [batch, side, side, inputs], outputs).await;
    }
    // A dense layer that ends or begins in a picture, and pixels not square.
    for (batch, inputs, outputs) in [
        (4, 3 * 32 * 32, 64),
        (4, 64, 3 * 32 * 32),
        (2, 3 * 64 * 64, 16),
        (2, 16, 3 * 64 * 64),
        (2, 16, 3 * 64 * 48),
    ] {
        compare(
            gpu,
            &format!("{batch} × {inputs} → {outputs}"),
            ([batch, inputs], [inputs, outputs], outputs),
            &|x, weight, bias| kernels::linear(x, weight, bias).expect("served"),
        )
        .await;
    }
    compare_conv(gpu, window, [2, 64, 48, 3], 16).await;
    compare_conv_transpose(gpu, window, [2, 32, 24, 16], 3).await;
    let pictures = async |device: &Device| {
        let logits = tensor(40, [2, 3 * 64 * 64], device).mul_scalar(6.0);
        let drawn = kernels::sigmoid(&logits).expect("served");
        let targets = tensor(41, [2, 3 * 64 * 64], device).abs();
        let entropy = kernels::bce_with_logits(&logits, &targets).expect("served");
        [values(drawn).await, values(entropy).await]
    };
    let (gpus, cpus) = (pictures(gpu).await, pictures(&Device::flex()).await);
    for (what, (gpu, cpu)) in ["pixels", "entropies"].iter().zip(gpus.iter().zip(&cpus)) {
        assert_close(what, gpu, cpu);
    }
}
