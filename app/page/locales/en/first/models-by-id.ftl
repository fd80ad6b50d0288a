### The shipped models, by their ids in assets/models/catalog.json.

vae-mnist-2d = MNIST digits, 2 dimensions
    .summary = A convolutional variational autoencoder that folds every handwritten digit into a plane: the map shows all that it knows.
vae-mnist-10d = MNIST digits, 10 dimensions
    .summary = The same kind of network with room for ten independent traits: sharper digits, and sliders that change slant, weight and shape.
gan-mnist = MNIST digits, GAN
    .summary = The generator of a convolutional GAN. It has no encoder, so that the point of a picture has to be searched for; its strokes are crisp, and some of its pictures are no digits.
