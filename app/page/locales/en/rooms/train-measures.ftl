### Scores, gradients, and what each latent dimension says.

scores = D’s scores
    .label = Discriminator’s scores
real = real
generated = generated
mean-score = { NUMBER($mean, minimumFractionDigits: 2, maximumFractionDigits: 2) }
# The ends of the axis of scores.
lowest-score = 0 fake
highest-score = real 1
gradient-norms = Gradient norms
kl = KL per dimension
    .label = KL of each latent dimension
used-dimensions = { NUMBER($used, useGrouping: "false") } of { NUMBER($count, useGrouping: "false") } ≥ { NUMBER($threshold) } nats
largest = max { $value }

## Networks. D is the discriminator, G the generator

encoder = Encoder
decoder = Decoder
discriminator = D
generator = G
