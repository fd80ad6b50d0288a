### A step in slow motion. `$data` is what data consist of: points or images.

# Its part of the program was not fetched. A button to try again follows.
missing = Slow motion did not arrive. This is usually the network.
inside = Inside a step
slow-motion = Slow motion
    .title = Take one step, and show everything that happens in it
slow-discriminator = D in slow motion
    .title = Only the discriminator learns
slow-generator = G in slow motion
    .title = Only the generator learns
note = Slow motion takes one step and stops at everything in it: data, noise, scores, the loss, its
    gradients, new weights.
stages = Stages
play-stages = Play stages
pause-stages = Pause stages
previous-stage = Previous stage
next-stage = Next stage
# Shows the lines of the run’s program that are at work in the stage. Also what they are called.
code-lines = Lines of code
close = Close
position = step { NUMBER($step, useGrouping: "false") }, stage { NUMBER($at, useGrouping: "false") } of { NUMBER($of, useGrouping: "false") }

## Names of networks in the drawing

encoder = Encoder
decoder = Decoder
generator = Generator
discriminator = Discriminator

## Whose turn it is

turn-discriminator = The discriminator’s turn
turn-generator = The generator’s turn
turn-autoencoder = Encoder and decoder

## Names of stages

data = { $data ->
    [points] Real points are taken
   *[images] Real images are taken
}
noise = Noise is drawn
encode = { $data ->
    [points] Points are encoded
   *[images] Images are encoded
}
sample = Codes are drawn
decode = Codes are decoded
generate = { $data ->
    [points] Noise becomes points
   *[images] Noise becomes images
}
judge-real = { $data ->
    [points] Real points are judged
   *[images] Real images are judged
}
judge-generated = { $data ->
    [points] Generated points are judged
   *[images] Generated images are judged
}
loss = The loss
gradient = Gradients flow back
update = Weights follow

## What happens at a stage, in a sentence

data-said = A batch of { $data ->
    [points] points
   *[images] images
} is drawn from the training data.
noise-said = Latent points are drawn from the prior: all the chance that there is in what is made.
encode-said = The encoder says where in the latent space each of the { $data ->
    [points] points
   *[images] images
} belongs, and how sure it is.
sample-said = From each posterior a code is drawn: its mean, plus its deviation times noise. Written so,
    gradients pass through the draw.
decode-said = The decoder makes { $data ->
    [points] points
   *[images] images
} of the codes again, as well as it can.
generate-only-said = The generator makes { $data ->
    [points] points
   *[images] images
} of the noise. In this turn it only supplies them, and does not learn.
generate-said = The generator makes { $data ->
    [points] points
   *[images] images
} of the noise.
judge-real-said = The discriminator scores the real { $data ->
    [points] points
   *[images] images
}; it would have them high.
judge-generated-said = The discriminator scores the generated { $data ->
    [points] points
   *[images] images
}; it would have them low.
judge-generator-said = The discriminator scores the generated { $data ->
    [points] points
   *[images] images
}; the generator would have them high.
loss-discriminator-said = One number says how badly the two are told apart. The smaller, the better for
    the discriminator.
loss-generator-said = One number says how badly the discriminator is deceived. The smaller, the better
    for the generator.
loss-autoencoder-said = One number says how far the { $data ->
    [points] points
   *[images] images
} are from their reconstructions, and how far their codes from the prior.
gradient-generator-said = From the score back through the discriminator, which stays as it is, to the
    generator’s weights: in which direction would the loss fall?
gradient-said = From the loss back to every weight: in which direction would it fall?
update-said = The optimiser moves each weight a little in that direction.

## Tensors

mean-deviation = mean ± deviation
range = range
    .values = { $least } to { $most }
first-values = first values
# `$tensor` is a tensor's name, such as x or G(z).
points-picture = { $tensor }, each row a point
images-picture = { $tensor }, the first rows as images

## Numbers. `$norm` is a formula, such as ‖G‖

norm-before = { $norm } before
norm-after = { $norm } after
largest-norm = largest { $norm }
