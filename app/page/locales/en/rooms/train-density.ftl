### The square in which the visitor paints a density.

draw = Draw a world
eraser = Eraser
clear = Clear
empty = Paint where points shall be
hint = The stronger the blue, the more points. Keys: arrows, Space paints, Delete erases.
