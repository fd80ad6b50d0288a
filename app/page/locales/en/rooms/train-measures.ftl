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

## Which latent dimensions are known factors of drawn pictures

disentanglement = Disentanglement
gap = Mutual information gap
carrier = { $dimension } says { NUMBER($share, maximumFractionDigits: 0) } % of { $factor ->
    [digit] the digit
    [shape] the shape
    [stroke-count] the number of strokes
    [horizontal] the place across
    [vertical] the place down
    [slant] the slant
    [thickness] the thickness
    [rotation] the rotation
    [size] the size
    [aspect] the aspect
    [jitter] the unsteadiness
    [skin] the skin
    [hair-style] the hair style
    [hair-colour] the hair colour
    [eyes] the eyes
    [eye-colour] the eye colour
    [mouth] the mouth
    [glasses] the glasses
    [beard] the beard
    [hat] the hat
    [clothes] the clothes
    [clothes-colour] the clothes colour
   *[other] a factor
} (gap { NUMBER($gap, minimumFractionDigits: 2, maximumFractionDigits: 2) }).
# Chen et al. 2018 is the paper that defines the measure.
gap-measured = 1 if each factor has a dimension of its own, 0 if two say the same of it (Chen et al. 2018, arXiv:1802.04942). { NUMBER($count) } held-out pictures, step { NUMBER($step, useGrouping: "false") }.
