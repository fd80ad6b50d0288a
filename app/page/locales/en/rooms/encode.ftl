### Pictures that the visitor brings, and the points that the model finds for them.

file = Picture file
open = Open picture…
take = Take the picture above
own-picture = The model’s own picture
drawing = Drawing
other-ways = Or drop or paste one, or click an image under Neighbours. Nothing leaves this device.
error = root mean square error { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
brought = As brought
prepared = As the model takes it
pixels = { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } pixels
centre = Centre and scale
reconstruction = Reconstruction
resample = Resample
    .title = Go to another draw from the posterior
pad = Drawing pad
draw-here = Draw here
clear = Clear

## Looking for a point

found = Found by looking
inversion = Inversion
inversion-error = Inversion error
looking = Looking…
running = step { NUMBER($step, useGrouping: "false") }: root mean square error { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
    .ended = { running }, ended
with-encoder = The encoder guesses at once. Looking for the point that is drawn most like the picture
    takes longer, and may find a better one.
without-encoder = This model has no encoder. Its point is looked for: from many draws of the prior, step
    by step downhill.
find = Find the point
stop = Stop
put-away = Put the picture away
