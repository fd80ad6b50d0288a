### What a field of a specification may be, by the codes of run-spec's `Requirement`.

integer = a whole number from { $min } to { $max }
number = a number from { $min } to { $max }
# Words as they stand in links and files.
one-of = one of { $words }
some-of = none or some of { $words }
cells = a digit (0 to f) for each of { NUMBER($cells, useGrouping: "false") } cells, or nothing
switch = true or false
layers = layers such as `dense 256 128` or `conv 32 64 dense 128`
version = { $version }, the one that this page reads
convolution-count = 1 to 4 convolutions
dense-count = at most 8 dense layers
widths = widths from 1 to 4096
picture-side = 8 to 64 pixels, an even number above 32
halvings = as many convolutions as { $side }×{ $side } can be halved without a remainder
dense-for-points = dense layers, because points have no neighbours
something-painted = some of the plane painted
other-losses = at most { $most } losses other than { $loss }
convolutions-to-grow = 0, or convolutions in generator and discriminator
equal-convolutions-to-grow = 0, or equally many convolutions (at least 2) in generator and discriminator
fade-within = at most the { $steps } steps per resolution
sigmoid-for-bernoulli = sigmoid, because the reconstruction is Bernoulli
no-holes = translation, colour or both, because without a discriminator holes would be learnt
dimensions-for-codes = 2 or more for a GAN fed by codes
batch-within-data = at most the { NUMBER($images) } images of the data
parameter-count = at most { NUMBER($most) } parameters
loss-of-no-comparison = a loss that no run beside this one has
