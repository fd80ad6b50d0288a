### The shipped models, by their ids in assets/models/catalog.json.

vae-mnist-2d = MNIST digits, 2 dimensions
    .summary = A convolutional variational autoencoder that folds every handwritten digit into a plane: the map shows all that it knows.
vae-mnist-10d = MNIST digits, 10 dimensions
    .summary = The same kind of network with room for ten independent traits: sharper digits, and sliders that change slant, weight and shape.
gan-mnist = MNIST digits, GAN
    .summary = The generator of a GAN. It has no encoder, so that the point of a picture has to be searched for; its strokes are crisp, and some of its pictures are no digits.
vae-faces = Faces, 16 dimensions
    .summary = A variational autoencoder of pixel faces in colour. What decides each face is known, so that directions are exact: drag one, and the face smiles.
vae-hanzi = Hanzi, 16 dimensions
    .summary = A variational autoencoder of 676 everyday characters, drawn with a pen of any width, leaning and larger or smaller: sliders change just that.
vae-fashion-mnist = Fashion-MNIST, 10 dimensions
    .summary = A convolutional variational autoencoder of shirts, trousers, dresses, bags and shoes: from a sneaker to a boot there is a way.
gan-faces = Faces, GAN
    .summary = The generator of a convolutional GAN in colour. Its faces are crisp, and some of them are none.
