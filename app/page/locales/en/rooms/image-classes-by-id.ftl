### What the images of a data set show, by its name in links and their label. Digits need no words.

shapes-0 = square
shapes-1 = ellipse
shapes-2 = heart
faces-0 = black hair
faces-1 = brown hair
faces-2 = ginger hair
faces-3 = blond hair
faces-4 = white hair
faces-5 = red hair
faces-6 = blue hair
faces-7 = green hair
fashion-mnist-0 = T-shirt/top
fashion-mnist-1 = Trouser
fashion-mnist-2 = Pullover
fashion-mnist-3 = Dress
fashion-mnist-4 = Coat
fashion-mnist-5 = Sandal
fashion-mnist-6 = Shirt
fashion-mnist-7 = Sneaker
fashion-mnist-8 = Bag
fashion-mnist-9 = Ankle boot
