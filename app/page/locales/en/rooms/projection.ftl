### The encoded images on a plane or in a box: PCA, t-SNE, UMAP.

# The piece of the program did not arrive.
missing = This part of the page did not arrive. Is the network there?

## What is chosen

method = Method
pca = PCA
tsne = t-SNE
umap = UMAP
dimensions = Dimensions
two = 2, a plane
three = 3, a box that turns
# Of t-SNE.
perplexity = Perplexity
# Of UMAP.
neighbours = Neighbours
seed = Seed
pictures = Points as pictures

## What each method is, and cannot say

about-pca = PCA looks along the directions in which the codes scatter most. Distances are true as far as those
    directions go; what differs along all others lies on top of each other.
about-tsne = t-SNE keeps who is near to whom. How far groups lie apart, how large they are and how dense says
    nothing: another perplexity or seed arranges them otherwise.
about-umap = UMAP keeps neighbours, and more of the arrangement than t-SNE. Still, where groups lie to each
    other, and the gaps between them, are not to be read as distances.
about-pictures = Each picture is what the model makes of an image’s code.

## How far it is

no-images = This model has no encoded images: it has no encoder, or none were made. Choose a VAE.
# `$found` is how many there are.
too-few = A view needs 5 encoded images or more; this model has { NUMBER($found) }.
too-many = A view is made of 10,000 encoded images at most; this model has { NUMBER($found) }.
computing = Computing… { NUMBER($percent) } %
stop = Stop
stopped = Stopped.
failed = This view could not be computed. Other numbers of neighbours may work.
again = Compute again
stale = The model has learned on since: these are its earlier codes.
# `$near` is how many of the nearest are compared; `$kept` the share of them that are near in the view.
done = { NUMBER($count) } images in { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s.
    Trustworthiness { NUMBER($trust, minimumFractionDigits: 2, maximumFractionDigits: 2) }; of the 12 nearest images { NUMBER($kept) } % are
    near here, too.

## The drawing

view = Projection of the encoded images
keys = A click goes to an image; by keyboard, Enter goes to the one nearest to the middle. Arrow keys move or
    turn the view, + and − zoom, 0 shows all of it.
closer = Closer
farther = Farther
whole = Whole view
drag = Dragging
drag-moves = Moves the view
drag-turns = Turns the box
drag-a = Chooses A
drag-b = Chooses B
# A button of the legend. `$class` is what the images show, `$group` A or B.
choose-class = { $class }: choose as { $group }

## Groups, and the direction between them

groups = Groups
groups-note = Draw a line around images, or choose a class in the legend. The direction from B to A becomes a
    slider beside the others.
group-a = A: { NUMBER($count) } images
group-b = B: { NUMBER($count) } images
group-rest = B: all others
ungroup = Clear groups
name = Name of the direction
save = Save direction
# Of the direction that was saved.
saved = Saved: “{ $name }” is among the sliders.
csv = View, CSV
