### Images that the model may have learned from, and those nearest to the picture.

compare-with = Compare with the training images of
    .label = Images to compare with
choose = Choose…
question = Is the picture made up, or remembered? Compare it with images that the model may have learned
    from.
loading = Loading the images…
some-encoded = { NUMBER($count) } images, { NUMBER($encoded) } of them encoded.
all-encoded = { NUMBER($count) } images, all of them encoded.
none-encoded = { NUMBER($count) } images. This model has no encoder: by pixels only.
by-pixels = Nearest by pixels
    .measure = root mean square difference of grey values, 0 to 1
by-code = Nearest by code
    .measure = distance between the point and the image’s posterior mean
encode-image = Encode image { NUMBER($number, useGrouping: "false") }
# `$label` is what it shows: 7, or Sneaker.
encode-labelled = Encode image { NUMBER($number, useGrouping: "false") }: { $label }

## What the nearest image says

nearest = The nearest of { NUMBER($compared) } images is number { NUMBER($number, useGrouping: "false") }, { NUMBER($distance, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") } away. { $meaning ->
    [same] They are the same but for rounding: this picture is one of them.
    [near] That is very near: the model may have memorised it.
   *[far] None of them is the same picture.
}
the-images = The images
range = { NUMBER($first, useGrouping: "false") } to { NUMBER($last, useGrouping: "false") } of { NUMBER($count) };
    click one to encode it
earlier = Earlier
later = Later
