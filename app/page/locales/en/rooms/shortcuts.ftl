### The sheet of keyboard shortcuts.

shortcuts = Keyboard shortcuts
pin = Pin the point as A, B, C or D
    .keys = Shift + A, B, C, D
go-to-pin = Go to the pin
    .keys = A, B, C, D
play = Play the path, or stop
    .keys = P
randomize = Randomize
    .keys = R
centre = Go to the centre
    .keys = O
copy-link = Copy the link
    .keys = L
undo = Undo
    .keys = Ctrl + Z
redo = Redo
    .keys = Ctrl + Shift + Z, Ctrl + Y
move-point = Move the point, with Shift in larger steps
    .keys = Arrow keys on the map
move-map = Move the map
    .keys = Alt + arrow keys on the map
zoom = Zoom in, out, all of it
    .keys = +, −, 0 on the map
drag-map = Move the map; the wheel zooms once it was clicked, and with Ctrl always
    .keys = Shift + drag on the map
film-strip = Move along a film strip, and go to the picture's point
    .keys = Arrow keys, Home, End, Enter on a strip
slider-wheel = Move a slider that has the focus; any other wheel scrolls the page
    .keys = Wheel
sheet = This sheet
    .keys = ?
single-keys = Single keys do something
# A button. It shows the tour of a first visit again.
take-tour = Take the tour
close = Close
