### What a model's card says in figures.

metric-value = { NUMBER($value, maximumFractionDigits: 6, useGrouping: "false") } { $unit }
measured-on = Measured on
test-images = { $count } test images
prior-draws = { $count } draws from the prior

## Names and units of the measures of shipped models

negative-elbo = Negative ELBO
reconstruction = Reconstruction
kl-divergence = KL divergence
nats = nats
classifier-sure = A classifier is 90 % sure of
share-of-samples = % of samples
digits-among-those = Digits among those
of-ten = of 10

## Layers, data and licence

encoder = Encoder: { $layers }
decoder = Decoder: { $layers }
generator = Generator: { $layers }
conv = conv { NUMBER($width, useGrouping: "false") }
dense = dense { NUMBER($width, useGrouping: "false") }
up = up { NUMBER($width, useGrouping: "false") }
latent = { NUMBER($dimensions, useGrouping: "false") } latent
posterior = mean and variance of { NUMBER($dimensions, useGrouping: "false") } latent
data = { $name }, { NUMBER($images) } images ({ $authors }; { $licence })
not-stated = Not stated: whoever trained the model chooses one.
