### The tools of Explore: their bar, and what they lay over the map.

tools = Tools
paths = Paths
directions = Directions
encode = Encode
neighbours = Neighbours
projection = Projection
borders = Borders
style = Style
paint = Paint

# Which class a conditional decoder draws.
class = Class

## Pins

pins = Pins
pin-here = Pin { $name } here
    .title = Pin { $name } here (Shift+{ $name })
# `$point` are its first coordinates.
go-to = Go to { $name }
    .title = Go to { $name }: { $point }
# Between the coordinates of a point.
coordinate-separator = ,{ " " }
picture-at = Picture at { $name }
remove = Remove { $name }

## Actions

undo = Undo
redo = Redo
shortcuts = Keyboard shortcuts
    .title = Keyboard shortcuts (?)
copy-link = Copy link
link-copied = Link copied.
link-not-copied = The browser did not let the link be copied. Copy the address instead: it is the link.
save = Save
save-picture = Picture, PNG
save-map = Map, PNG
save-strip = Film strip, PNG
save-path = Path, GIF
save-coordinates = Points, CSV
save-latents = Points, NumPy
save-encoded = Encoded images, NumPy

## Over the map

overlay = Overlay
no-overlay = No overlay
density = Density
    .legend = Orange: the encoded images crowd here more than the prior. Blue: the prior expects images
        where none are.
sensitivity = Sensitivity
    .legend = The darker, the faster the picture changes from here to there.
regions = Regions
    .legend = What the nearest encoded images show.

# Read aloud, of where the point is. `$classes` is a list, the most frequent first.
nearest-images = Nearest encoded images: { $classes }

## Beside the sliders

posterior = { $dimension } posterior { $mean } ± { $deviation }

## Pictures side by side

strip-title = Click a picture to go there
# A picture of a strip, which the keyboard can reach.
strip-stop = Picture { NUMBER($number, useGrouping: "false") }
image-number = Image { NUMBER($number, useGrouping: "false") }
