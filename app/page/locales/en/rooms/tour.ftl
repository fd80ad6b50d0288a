### The tour of a first visit: what stands at each stop.

position = Tour, { NUMBER($at) } of { NUMBER($of) }
# What is read aloud at a stop: its position, its title, its text.
said = { $position }. { $title }. { $text }
skip = Skip
back = Back
next = Next
done = Done

picture = A picture out of numbers
    .text = A neural network draws this picture from a few numbers, right here on your device. Other
    numbers, another picture.
sliders = The numbers
    .text = Together they are one point of the latent space. Drag a slider and watch what changes.
map = The map
    .text = Every place on the map is a picture, and neighbours look alike. Drag the point, or move it with
    the arrow keys.
train = Watch one learn
    .text = In Train, a network learns before your eyes: choose a preset and press Play.
learn = Learn how it works
    .text = Short lessons explain all of it, with the real models and tasks to try. Press ? to see this tour
    again.
