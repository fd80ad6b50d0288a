### Directions of the latent space.

principal = Principal directions
principal-of-images = Along which the encoded test images differ most, with their share of the variance.
principal-of-generator = Along which the activations of the generator’s first layer differ most
    (GANSpace), with their share of the variance.
principal-unknown = Not known of this model yet.
share = { NUMBER($percent, maximumFractionDigits: 0) } %
attributes = Attributes
attributes-note = From examples with less of something to examples with more of it. One length of the
    direction is the distance between the two groups’ means.
remove = Remove { $name }
from-digit = From digit
to-digit = To digit
from = From
to = to
add = Add direction

## Arithmetic

arithmetic = Arithmetic
go = Go
# What may be typed; the names are those of the note below.
example-with-attributes = 7 + 2 slant − 1 + 4
example-with-digits = 7 − 1 + 4
example-without-pins = 2 here
example-with-pins = A − B + here
# What the point on screen is called in a sum.
here = here
point-is = The point is { $read }.
names = Names: pins A to D, here, digits 0 to 9 (the mean of each, where test images are encoded), and
    attributes.

## Along each dimension

traversals = Along each dimension
    .picture = Traversals
traversals-note = From −3 to 3, the others as they are.
    .ordered = { traversals-note } Strongest first, by the mean KL divergence from the prior.
inactive = { $axis } inactive
nats = { $axis } { NUMBER($kl, minimumFractionDigits: 2, maximumFractionDigits: 2) } nats
show-first = Show the first { NUMBER($count, useGrouping: "false") }
show-all = Show all { NUMBER($count, useGrouping: "false") }

## A direction from examples

make = Make a direction
    .note = Click once on examples that have something (+), twice on examples that do not (−), then name
        it.
sample-number = Sample { NUMBER($number, useGrouping: "false") }
example-number = Example { NUMBER($number, useGrouping: "false") }: { $group ->
    [with] with
    [without] without
   *[neither] in neither group
}
examples = Examples
samples = Samples
images = Images of a data set
truncation = Truncation ψ
new-samples = New samples
choose-data = Choose a data set under Neighbours first.
name = Name of the direction
    .placeholder = Name
save = Save direction
counted = { NUMBER($with, useGrouping: "false") } with, { NUMBER($without, useGrouping: "false") }
    without
