### Ways between pins.

path = Path
linear = Linear
spherical = Spherical
walk = Random walk
play = Play path
stop = Stop
along = Along the path
    .value = { NUMBER($percent, maximumFractionDigits: 0) } %
loop-path = Loop
new-walk = New walk
pin-two = Pin two points, A and B, to see what lies between them.
pin-another = One point is pinned. Move on, and pin another one.
pin-random = Pin two draws from the prior
shell = how far each picture lies from the prior’s shell
shell-of = { $strip }: distance from the shell
between-pins = Between four pins
    .places = A and B above, C and D below
    .picture = Sheet between four pins
save = Save, PNG
