### What a model's card says.

about = About this model
latent-dimensions = Latent dimensions
parameters = Parameters
pictures = Pictures
# Width, height, and whether they have colour.
picture-format = { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") }, { $channels ->
    [colour] colour
   *[grey] grey
}
layers-data-licence = Layers, data and licence
data = Data
# The program that wrote the file, and the range of values that mean black to white, such as 0…1.
onnx-source = { $known ->
    [yes] A decoder from an ONNX file that { $producer } wrote.
   *[no] A decoder from an ONNX file.
} Its values were recognised as { $range }.
onnx-without-encoder = It has no encoder: Encode looks for a picture’s point. Open the encoder’s ONNX file, too, and
    Encode asks it.
# `$spread` is what it says of a posterior’s spread, `$error` a root mean square difference.
onnx-encoder = “{ $name }” encodes for it: the mean { $spread ->
    [log-variance] and the log-variance
    [log-deviation] and the logarithm of the deviation
    [variance] and the variance
    [deviation] and the deviation
   *[none] alone
} of values of { $range }. Some of its pictures came back with an error of
    { NUMBER($error, maximumFractionDigits: 1) } %.
licence = Licence
# Leads to a page of licences.
third-party = Third-party notices
not-stated = Not stated: whoever trained the model chooses one.

## Layers, from a picture to a point or back

encoder = Encoder: { $layers }
decoder = Decoder: { $layers }
generator = Generator: { $layers }
conv = conv { NUMBER($width, useGrouping: "false") }
dense = dense { NUMBER($width, useGrouping: "false") }
up = up { NUMBER($width, useGrouping: "false") }
latent = { NUMBER($dimensions, useGrouping: "false") } latent
posterior = mean and variance of { NUMBER($dimensions, useGrouping: "false") } latent
training-data = { $name }, { NUMBER($images) } { $images ->
    [one] image
   *[other] images
} ({ $authors }; { $licence })

## Names, units and samples of measured figures, as the cards of shipped models have them

measured-on = Measured on
figure = { NUMBER($value, maximumFractionDigits: 6, useGrouping: "false") } { $unit }
test-images = { NUMBER($count) } test images
prior-draws = { NUMBER($count) } draws from the prior
negative-elbo = Negative ELBO
reconstruction = Reconstruction
kl-divergence = KL divergence
classifier-sure = A classifier is 90 % sure of
share-of-samples = % of samples
digits-among-those = Digits among those
nats = nats
of-ten = of 10
face-colours-read = Skin, hair colour and glasses read of
recognised-faces = Recognised as faces
mouth-read = Mouth read of
factors-read = Factors read of reconstructions
characters-read = Characters read of reconstructions
mutual-information-gap = Mutual information gap
# Of a small model of own pictures, whose codes a shipped model made.
code-reconstruction = Reconstruction of codes
picture-error = Error of pictures
base-picture-error = Error of pictures by the shipped model
of-grey-levels = of 255
own-pictures = { NUMBER($count) } pictures
# `$base` is a shipped model's title.
own-model = A small variational autoencoder of the codes that “{ $base }” has of { NUMBER($count) } pictures, as MidiMe (Dinculescu, Engel, Roberts 2019): its decoder gives a code, and that model’s decoder the picture.
# `$direction` is a direction's id, such as `smile`.
effect-of = Effect of { $direction }
kept-beside = Kept beside { $direction }
of-one = of 1
correlation = correlation
share-of-factors = % of factors
share-of-characters = % of characters
