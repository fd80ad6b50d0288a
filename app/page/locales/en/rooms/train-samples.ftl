### Samples, real images and reconstructions, and the sentence before the first.

pictures = Pictures
samples = Samples
real-images = Real images
reconstructions = Reconstructions
    .where = below each real image
images-count = { NUMBER($count) } to learn from
images-drawn = drawn anew for every step
explore = Explore this model
first-on-their-way = The first pictures are on their way.
press-play = Press Play, or Step.

## What will happen with images

story-gan = Press Play: a generator begins with noise and learns to draw what a discriminator cannot
    tell from real images.
story-vae-gan = Press Play: a VAE learns to rebuild real images; then its decoder plays against a
    discriminator until its pictures turn sharp.
story-coded-gan = Press Play: a generator learns to draw from the codes of real images what a
    discriminator cannot tell from them.
story-vae = Press Play: an encoder squeezes each image into { $latent ->
    [one] one number
   *[other] { NUMBER($latent, useGrouping: "false") } numbers
}, and a decoder learns to draw it again from them.

## What will happen with two-dimensional data

paint-first = Paint a world of your own beside the recipe, then press Play.
points-gan = Press Play: a generator bends noise until its points lie where the real ones do. The
    colours are what the discriminator believes.
points-vae-gan = Press Play: points are encoded and rebuilt, while a discriminator tells rebuilt points
    from real ones.
points-vae = Press Play: each point is squeezed into its code and rebuilt from it. Watch what the model
    makes of the whole latent space.
