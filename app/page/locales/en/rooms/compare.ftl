### The Compare room: two models side by side.

## What is compared

ways = What is compared
two-models = Two models at one point
same-data = Same data, different models

## What the two have in common, or what to do

choose-right = Choose the model on the right: another one, or the same at another moment of its training.
loading = Loading the model…
alike = The same latent points, decoded by both. A click on a sample goes there.
unlike = The latent spaces have { NUMBER($left, useGrouping: "false") } and { NUMBER($right, useGrouping: "false") }
    dimensions: points of the one mean nothing in the other, so that each draws samples of its own. The same
    picture can still be given to both: draw or open one under Explore, Encode.

## Actions

randomize = Randomize
new-samples = New samples
keep-snapshot = Keep this snapshot
    .title = Keep the model in training as it is now, to compare it later

## Left and right

left-model = Left model
right-model = Right model
choose-model = Choose a model…
# What the model's card says of one measure follows it.
facts = { NUMBER($dimensions, useGrouping: "false") } dimensions, { NUMBER($parameters) } parameters.
measure = { $name }: { $value }
left-picture = Left picture
right-picture = Right picture
same-input = The same input, reconstructed
left-reconstruction = Left reconstruction
right-reconstruction = Right reconstruction
reconstruction-error = root mean square error { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
reconstructing = Being encoded…
no-reconstruction = This model has no encoder, or takes pictures of another size.
samples = Samples
left-samples = Left samples
right-samples = Right samples

## Between them

difference = Difference
difference-size = root mean square { NUMBER($difference, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
