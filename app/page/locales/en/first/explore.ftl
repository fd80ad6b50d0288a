### The Explore room without its tools.

loading-model = Loading the model…
engine-stopped = The engine has stopped.
model = Model
open-model = Open model…
    .title = Open a .safetensors or .onnx file, or drop one anywhere on the page
    .input = Weights file
picture = Picture
decoded-image = Decoded image
distance = Distance from the centre
typical-distance = Half of all prior draws lie within

## The map

map = Map
latent-map = Latent map
drawing = drawing
zoom = Zoom
zoom-in = Zoom in
zoom-out = Zoom out
whole-map = Whole map
hint = Drag on the map, or move a slider
map-keys = Arrow keys move the point, with Shift in larger steps. Home goes to the centre. Plus and
    minus zoom, Alt with the arrow keys moves the map, 0 shows all of it.
horizontal-axis = Horizontal axis
vertical-axis = Vertical axis
# The pins that span the plane on the map.
pins-axis = A, B, C
# Where the point is: two axes' names and values.
position = { $x-name } { $x }, { $y-name } { $y }
position-on-line = { $x-name } { $x }
test-images = Test images
digits = Digits
classes = Classes
digit = Digit { NUMBER($digit) }

## How to read the map

reading = How to read the map
# The blanks part sentences that follow each other.
reading-cut = The map is a flat cut through { NUMBER($count) } dimensions: it runs along { $x } and
    { $y }, with the others as the sliders have them.{ " " }
reading-tiles = Each tile is what the model decodes at its place.{ " " }
reading-dots = Each dot is one of { NUMBER($count) } test images, where the encoder puts it.{ " " }
reading-circles = The dotted circles lie one, two and three standard deviations of the prior from the
    centre.

## Sliders

latent-point = Latent point
randomize = Randomize
reset = Reset
# The text beside a slider; `$axis` is z1, z2, …
coordinate-value = { $axis } value
coordinate-beyond = Type a number from −{ NUMBER($extent) } to { NUMBER($extent) }; { $typed } is beyond.
coordinate-unreadable = Type a number from −{ NUMBER($extent) } to { NUMBER($extent) }, such as 0.5.
