### Runs on two-dimensional data: their drawing, its layers, the latent space, the networks.

missing = The plane of this run did not arrive. This is usually the network.
world = World
# `$loss` is the GAN loss of one of several runs that are compared.
world-of = World, { $loss }
collapsed = collapsed
push-points = Push data points
push-hint = Drag to push the data about; with a finger, set off sideways. By keyboard: arrow keys move the brush, with Shift they push.
pushed = You moved the data: nobody knows its density any more. So the learnt discriminator judges, and
    parts are no longer counted, until Reset run.

## Layers of the drawing

layers = Shown on the plane
layer-real = Real points
layer-generated = Generated points
layer-field = Discriminator’s field
layer-manifold = Generator’s manifold
layer-gradients = Gradients
layer-reconstructions = Reconstructions

## The latent space

latent-space = Latent space
encoded-line = Where data are encoded: the density of all posteriors, and the prior’s curve.
encoded-plane = Where data are encoded: posteriors at one σ, their density, and the prior’s circles.
noise-normal = Noise: normal. A colour here is the same on the generator’s manifold.
noise-uniform = Noise: uniform. A colour here is the same on the generator’s manifold.

## Generator and discriminator

players = Players
reset-discriminator = Reset D
    .title = New weights for the discriminator
reset-generator = Reset G
    .title = New weights for the generator
optimal = The optimal discriminator says p / (p + q): p is the world’s density, which is known; q is
    estimated from 512 generated points. Both are blurred a little.
