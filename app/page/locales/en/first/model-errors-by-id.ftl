### What models, weights and data cannot be, by the codes of model/core/src/error/code.rs.

## Data

idx-magic = { $file }: expected an IDX file of { $expected ->
    [labels] labels
   *[images] images
} (it begins with { $magic }), found { $found }. Check that the file is the one you meant, and whole.
idx-length = { $file }: its header promises { NUMBER($expected, useGrouping: "false") } bytes, found
    { NUMBER($found, useGrouping: "false") }. The file is { $fault ->
    [short] cut short
   *[long] too long
}; download or copy it again.
idx-shape = { $file }: expected at least one image of 1 to { NUMBER($most, useGrouping: "false") } pixels a
    side, found { NUMBER($count, useGrouping: "false") } of { NUMBER($height, useGrouping: "false") }×{ NUMBER($width, useGrouping: "false") }. Images
    of 1 to 1,024 pixels a side can be read.
gzip = { $file }: expected gzip data, but it cannot be unpacked ({ $reason }). Download or copy the file
    again.
label-count = Expected as many labels as images, found { NUMBER($labels, useGrouping: "false") } labels for
    { NUMBER($images, useGrouping: "false") } images. Pair the files of one set.
too-few-images = Expected at least one image to train on and one to measure with, found
    { NUMBER($training, useGrouping: "false") } and { NUMBER($held-out, useGrouping: "false") }. Bring more images.
test-shape = Expected test images of { NUMBER($height, useGrouping: "false") }×{ NUMBER($width, useGrouping: "false") } pixels
    and { NUMBER($channels, useGrouping: "false") } channels like the training images, found
    { NUMBER($found-height, useGrouping: "false") }×{ NUMBER($found-width, useGrouping: "false") } and
    { NUMBER($found-channels, useGrouping: "false") }. Pair the files of one set.
fetched-digest = { $file }: expected unpacked content with the SHA-256 { $expected }, found { $found }. The
    file was changed or damaged, or is another one; download it again.
fetched-gzip = { $file }: expected a gzip file of { NUMBER($expected, useGrouping: "false") } bytes or an
    equal one packed anew, found { NUMBER($found, useGrouping: "false") } bytes that cannot be unpacked
    ({ $reason }). Download it again.

## Files with weights

# `$detail` is bytes, a tensor's name, or what the reader says.
safetensors = { $file }: expected a safetensors file, but { $fault ->
    [header-too-small] it has { $detail } bytes, fewer than the 8 that give the header's length
    [header-too-large] its header claims more than the 100 MB that a header may have
    [header-length] its header claims more bytes than the { $detail } that the file has
    [header-not-json] its header is not the JSON text that it should be
    [tensor-place] tensor `{ $detail }` overlaps another, leaves a gap or has an impossible place
    [two-entries] its header has two entries `{ $detail }`
    [metadata-entry] the entry `{ $detail }` of its metadata is not text
    [length] its header describes other than the { $detail } bytes found: it is cut short or too long
    [tensor-size] the size of a tensor does not fit its shape and type
   *[unreadable] it cannot be read ({ $detail })
}. Export the weights again.
card-missing = { $file }: expected a model card under the metadata key `{ $key }`, found no metadata. This
    page opens weights that it saved itself or that `pretrain` wrote; others need such a card.
card-elsewhere = { $file }: expected a model card under the metadata key `{ $key }`, found { $found }. This
    page opens weights that it saved itself or that `pretrain` wrote; others need such a card.
card-unreadable = { $file }: its model card cannot be read: { $reason }.
card-version = { $file }: expected a model card of version { $expected }, found version { $found }. Open the
    file with a newer Latentscape, or export it for version { $expected }.
tensor-missing = { $file }: expected a tensor `{ $name }` of shape { $expected }, found none. The file does
    not belong to its card; export it again.
tensor-shape = { $file }: expected tensor `{ $name }` of shape { $expected }, found { $found }. The file does
    not belong to its card; export it again.
tensor-type = { $file }: expected tensor `{ $name }` as { $expected ->
    [U8] U8
   *[floats] F16 or F32
}, found { $found }. Convert it before you export it.
tensor-not-finite = { $file }: expected finite numbers, found { $found } in tensor `{ $name }`. The training
    run that wrote it diverged; take an earlier one.
tensor-range = { $file }: expected { $expected ->
    [finite] finite numbers
    [not-negative] no number below 0
   *[within] no number beyond ±{ $bound }
} in tensor `{ $name }`, found { $found }. The file is damaged, or the training run that wrote it diverged;
    take an earlier one.
points-old = { $file }: expected spreads and factors beside the means, found none of { $lacking }. An older
    version wrote the file; export the points again with `pretrain --again`.
tensors-unknown = { $file }: expected { NUMBER($expected, useGrouping: "false") } tensors, found others
    beside them: { $found }. The file does not belong to its card; export it again.
digest = { $file }: expected tensors with the digest { $expected }, found { $found }. The file was changed or
    damaged; fetch it again.
io = { $file }: { $reason }.

## Networks and runs

# `$a` and `$b` are height and width.
config = `{ $field }`: expected { $expected ->
    [channels] 1 or 3
    [pixels-a-side] 8 to 64 pixels a side, an even number above 32
    [grey-digits] grey digits, to be 8 to 64 pixels a side
    [dimensions] 1 to 128 dimensions
    [doublings] as many doublings as { $a }×{ $b } can be halved without a remainder
    [convolutions-to-grow] at least 2 convolutions in a network that grows
    [convolutions] 1 to 4 convolutions
    [dense-layers] at most 8 dense layers
    [widths] widths of 1 to 4,096
    [parameters] at most { NUMBER($a) } parameters
    [positive] a positive number
    [something-painted] some of the plane painted
    [directions] at most 64 unit vectors of { $a } numbers, each with a name of its own and `low` below `high`
    [vae] a VAE
    [generator] a generator
    [points] points of a plane
   *[images] images of { $a }×{ $b } pixels
}, found { $found ->
    [nothing] nothing
    [channels-and-side] { $c } channels, { $d } pixels a side
    [points] points of a plane
    [images] images of { $c }×{ $d } pixels
   *[value] { $c }
}.
checkpoint-missing = { $file }: expected the state of a run, found none. Choose a file that this page saved.
checkpoint-unreadable = { $file }: expected the state of a run, found { $reason }. Choose a file that this
    page saved.
checkpoint-version = { $file }: expected a run's state of version { $expected }, found version { $found }. Choose
    a file that this page saved.
checkpoint-count = { $file }: expected `{ $name }` to be a whole number from 0 to { $most }, found { $found }.
    Choose a file that this page saved.
checkpoint-damaged = { $file }: expected content with the SHA-256 { $expected }…, found { $found }…: it was
    changed or damaged. Choose a file that this page saved.

## Points, slices and pictures

latent-point-count = Expected a latent point of { NUMBER($expected, useGrouping: "false") } finite coordinates,
    found { NUMBER($count, useGrouping: "false") } coordinates.
latent-point-value = Expected a latent point of { NUMBER($expected, useGrouping: "false") } finite coordinates,
    found { $value }.
slice = Expected a plane of { NUMBER($expected, useGrouping: "false") } finite coordinates for each of
    `origin`, `across` and `up`, with a finite centre and an extent above 0, found { $fault ->
    [count] `{ $a }` of { $b }
    [value] { $b } in `{ $a }`
    [centre] a centre of { $a }, { $b }
   *[extent] an extent of { $a }
}.
picture-size = Expected a picture of { NUMBER($height, useGrouping: "false") }×{ NUMBER($width, useGrouping: "false") } pixels
    and { NUMBER($channels, useGrouping: "false") } channels ({ NUMBER($bytes, useGrouping: "false") } bytes), found
    { NUMBER($found, useGrouping: "false") } bytes.
pictures-not-finite = Expected pictures of finite numbers, found some that overflow or are no numbers. The
    weights are broken, or their run diverged; take earlier ones.
no-gpu = no WebGPU device could be had ({ $reason }).
device = the device failed while it computed ({ $reason }).
