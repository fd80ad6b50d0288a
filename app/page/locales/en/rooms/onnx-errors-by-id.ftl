### What an ONNX file cannot be, by the codes of model/onnx-decoder/src/error.rs.

unreadable = Expected an ONNX model, found a file that cannot be read as one ({ $reason }). Export or download
    it again.
external-data = Expected the weights inside the ONNX file, found those of { $tensor } in another file,
    { $location }. Export with external_data=False, or load and save it once with the Python package onnx.
operators = Expected operators that this page can run, found { $names }. Export the decoder alone, in
    evaluation mode, without these.
numbers = Expected weights of 16, 32 or 64-bit floats, found { $found } in { $tensor }. Call .float() on the
    model before the export.
weight-not-a-number = Expected weights that are numbers, found NaN in { $tensor }. The training diverged; export
    an earlier checkpoint.
no-input = Expected a latent vector as the input and a picture as the output, found { $inputs } inputs and
    { $outputs } outputs. Export the decoder as a function of z.
inputs = Expected one input, the latent vector, and perhaps a class, found { $count }: { $names }. Export a
    function of z that makes or fixes the others itself.
point-shape = Expected a latent vector [batch, z] or [batch, z, 1, 1], found { $name } of { $found }. Export
    the decoder or generator alone.
open-latent = Expected a latent vector of a fixed length, found { $name } of { $found }. Export with the batch
    as the only dynamic axis.
latent = Expected 1 to { $most } latent dimensions, found { $found }. Export a decoder of a smaller latent
    space.
class = Expected the second input to be a class, whole numbers [batch] or one-hot [batch, classes], found
    { $name } of { $found }. Export a function of z and the class.
class-count = Expected 1 to { $most } classes, but the file does not say how many { $name } has. Export the
    class as a one-hot input [batch, classes].
output-shape = Expected pictures of 1 or 3 channels, [batch, channels, height, width] or [batch, height, width,
    channels], found an output of { $found } for a batch of { $batch }. Export the decoder alone.
output-size = Expected pictures of { $least } to { $most } pixels a side, found { $height } × { $width }. Export
    a decoder of smaller pictures.
output-not-finite = Expected pictures of finite numbers, found some that overflow or are no numbers. The weights
    are broken; export an earlier checkpoint.
refused = Expected a model that can be run, but: { $reason }. Export it again, with opset 17 and fixed sizes
    but for the batch.
encoder-alone = Expected a latent vector as the input, found { $name } of { $found }. If this is an encoder, open
    its decoder first and keep it on screen, or open both files at once.
encoder-image = Expected an encoder of the decoder’s pictures, { $channels } × { $height } × { $width }, found
    { $name } of { $found }. Export the encoder that was trained with this decoder, or open its own decoder first.
encoder-inputs = Expected an encoder of one input, a picture, and perhaps the class (the decoder has { $classes }), found
    { $found }. Export a function of the picture that makes or fixes the others itself.
encoder-output = Expected { $latent } numbers for each picture, as the decoder takes them, or as many means and
    log-variances, found outputs of { $found } numbers. Export the encoder that was trained with this decoder.
encoder-unfit = Expected an encoder from which the decoder’s pictures come back, found one whose pictures are
    nearer to their own than to another in { $share } % of pairs (50 % is chance). Export the encoder that was
    trained with this decoder.
same-role = Expected a decoder and its encoder, found two { $role ->
    [encoder] encoders
   *[decoder] decoders
}, { $one } and { $other }. Open one decoder, and with it or after it the encoder that was trained with it.
