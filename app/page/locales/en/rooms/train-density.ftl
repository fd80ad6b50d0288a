### The square in which the visitor paints a density.

# Its part of the program was not fetched. A button to try again follows.
missing = The square to draw a world in did not arrive. This is usually the network.
draw = Draw a world
eraser = Eraser
clear = Clear
empty = Paint where points shall be
hint = The stronger the blue, the more points. Keys: arrows, Space paints, Delete erases.
