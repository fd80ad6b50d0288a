### Pictures that the visitor brings, and the points that the model finds for them.

file = Picture file
open = Open picture…
    .title = A picture; any other file opens where it belongs
take = Take the picture above
own-picture = The model’s own picture
drawing = Drawing
other-ways = Or drop or paste one, or click an image under Neighbours. Nothing leaves this device.
error = root mean square error { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
brought = As brought
prepared = As the model takes it
pixels = { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } pixels
several-things = { NUMBER($things, useGrouping: "false") } things stand beside each other on it. A digit
    stands alone: crop the picture to one.
thickened = Its strokes were made thicker, as MNIST’s are.
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

## Why a picture cannot be taken

no-pixels = Expected a picture with pixels, found none.
ribbon = Expected a digit, found a ribbon, far longer than wide. Crop the picture to the digit.
empty = Expected a drawing, but the picture is empty: nothing on it stands out from its ground.
uneven-ground = Expected a digit on even ground, found shadows, lines or a pattern that cannot be told
    from ink. Crop the picture to the digit, or photograph it in even light.
picture-unreadable = “{ $title }” could not be read. Expected a picture that this browser knows, such as
    PNG, JPEG, GIF or WebP, or weights or a run (safetensors), images (IDX) or a specification (JSON).
picture-torn = “{ $title }” ends in the middle of the picture. Copy or download it again.
other-format = “{ $title }” is { $format ->
    [heic] a HEIC picture, which this browser does not read. Save it as PNG or JPEG.
    [jpeg-2000] a JPEG 2000 picture, which this browser does not read. Save it as PNG or JPEG.
    [tiff] a TIFF picture, which this browser does not read. Save it as PNG or JPEG.
   *[jpeg-xl] a JPEG XL picture, which this browser does not read. Save it as PNG or JPEG.
}
picture-too-large = “{ $title }” has { NUMBER($megabytes, useGrouping: "false") } MB; at most 64 MB are
    read. Make it smaller first.
too-many-pixels = “{ $title }” has { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } pixels;
    at most 64 million are read. Make it smaller first.
