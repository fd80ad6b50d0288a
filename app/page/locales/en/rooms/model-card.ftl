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
