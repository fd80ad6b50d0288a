### Files that are opened, dropped or pasted: what they were taken for, and why they were not.

-opened = This page opens pictures, models and runs (safetensors, ONNX), images (IDX, also in gzip) and
    specifications (JSON).

-decoder = Models are opened as safetensors, as this page saves them, and decoders from elsewhere as ONNX.

## What a file was taken for

taken-model = “{ $name }” is a model: Explore opens it.
taken-run = “{ $name }” is a run: it is brought back at step { NUMBER($step) }.
taken-specification = “{ $name }” is a specification: it fills the form.
taken-images = “{ $name }” holds { NUMBER($count) } images of { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } pixels: a
    run on them is made.
# `$spread` is what it says of a posterior’s spread, `$error` a root mean square difference.
encoder-taken = “{ $name }” was taken for the encoder of “{ $decoder }”. It gives the mean { $spread ->
    [log-variance] and the log-variance
    [log-deviation] and the logarithm of the deviation
    [variance] and the variance
    [deviation] and the deviation
   *[none] alone
} of values of { $range }. The decoder’s pictures come back with an error of
    { NUMBER($error, maximumFractionDigits: 1) } %.
one-of-several = Of several files, “{ $name }” was taken. { $others ->
    [one] The other one was
   *[other] The { NUMBER($others) } others were
} left: open one at a time.

## Files that are not opened

# Beside the answer to a PyTorch file.
copy-export = Copy lines
export-copied = Lines copied
export-not-copied = The browser did not let the lines be copied. They stand in docs/own-model.md.

too-large = “{ $name }” has { NUMBER($megabytes, maximumFractionDigits: 0, useGrouping: "false") } MB; at most
    512 MB can be opened.
refused = “{ $name }” { $kind ->
    [empty] is empty: it has no bytes. Copy or download it again; of a folder, open its files.
    [numpy-array] is a NumPy array. Bring it in My pictures, in Train: its images are read there.
    [numpy-archive] is a NumPy archive (a zip of arrays). Bring it in My pictures, in Train: its images are read there.
    [table] is a table (CSV). Bring it in My pictures, in Train: a row for each image is read there.
    [run-log] is the log of a run (CSV): its curves cannot be opened. Open the run that was saved beside it,
        whose name ends in .run.safetensors.
    [idx-archive] is a zip archive of IDX files. Bring it in My pictures, in Train: its images are read there.
    [zip] is a zip archive. Bring it in My pictures, in Train, if pictures are in it; else unpack it, and open one of its
        files.
    [pytorch] is a PyTorch file, which is not opened, because that could run code. Export its decoder of Z latent
        dimensions: torch.onnx.export(decoder, torch.zeros(1, Z), "decoder.onnx", dynamo=False), and open
        decoder.onnx (docs/own-model.md).
    [pickle] is a Python pickle, which is not read here: opening it could run code. { -opened }
    [keras] is a Keras model, which is not read here. { -decoder }
    [hdf5] is an HDF5 file, as Keras and MATLAB write it, which is not read here. { -opened }
    [tensorflow] is a TensorFlow model, which is not read here. { -decoder }
    [tfrecord] holds TensorFlow records, which are not read here. Write their images as IDX first. { -opened }
    [gguf] is a GGUF model, a language model’s format, which is not read here. { -opened }
    [matlab] is a MATLAB file, which is not read here. Write its images as IDX first. { -opened }
    [parquet] is a table (Parquet, Arrow or Avro), which is not read here. Write its images as IDX
        first. { -opened }
    [sqlite] is a SQLite database, which is not read here. { -opened }
    [archive] is an archive (tar, 7z or RAR). Unpack it, and open one of its files. { -opened }
    [packed] is packed with bzip2, xz, Zstandard or LZ4. Unpack it first. { -opened }
    [pdf] is a PDF, not a picture, weights or images. Save its picture as PNG or JPEG, and open that.
    [document] is a document, not a picture, weights or images. Save its picture as PNG or JPEG, and open that.
    [film] is a film, not a picture. Save a frame as PNG or JPEG, and open that.
    [sound] is a sound; there is nothing here to open it with. { -opened }
    [rare-picture] is a picture in a format that no browser reads. Save it as PNG or JPEG.
    [volume] is a picture of medicine or astronomy (DICOM, NIfTI or FITS), which is not read here. Save a slice
        as PNG.
    [web-page] is a web page, not the file that you wanted. Perhaps it was not found where it was downloaded;
        download it again.
    [xml] is XML, and no SVG picture. { -opened }
    [git-lfs] is only the pointer that Git LFS leaves in a file’s place. Fetch the file itself with `git lfs
        pull`, or download it from the repository’s page.
    [weights-index] is the list of the parts that a model’s weights are split into, not weights. { -opened }
    [card-alone] is a model card without its weights. Open the safetensors file that holds both.
    [notebook] is a notebook. Run it, and open what it saves. { -opened }
    [program] is a program, not a picture, weights or images. { -opened }
   *[text] could not be read. Expected a picture that this browser knows, such as PNG, JPEG, GIF or WebP, or
        weights or a run (safetensors), images (IDX) or a specification (JSON); found text.
}

## What is wrong with images

packed-file = “{ $name }” is packed with gzip, and holds { $inside ->
    [gzip] gzip data once more: it was packed twice. Unpack it once, and open what comes out
    [empty] nothing. Copy or download it again
    [picture] a picture. Unpack it, and open that
    [weights] weights. Unpack them, and open that file
    [run] a run. Unpack it, and open that file
    [specification] a specification, longer than any can be
    [numpy-array] a NumPy array. Bring it in My pictures, which unpacks it
    [table] a table (CSV). Bring it in My pictures, which unpacks it
    [archive] an archive (tar). Unpack it, and open one of its files
   *[other] neither images (IDX) nor a specification (JSON). Check that it is the file that you meant
}.
idx-byte-order = “{ $name }” begins like an IDX file in the wrong byte order. Write its header with the most
    significant byte first, as MNIST’s files have it: 00 00 08 03 for images.
idx-numbers = “{ $name }” is IDX with numbers of an unknown type. Expected whole numbers of 8, 16 or 32 bits, or
    floating-point numbers of 32 or 64. Write it as uint8, 0 black to 255 white.
# `$shape` says what the dimensions are.
idx-dimensions = “{ $name }” { $shape ->
    [labels] holds labels: IDX of one dimension. Open the file of the images that they belong to.
   *[other] is IDX of { $found } dimensions. Expected two to four: images, height, width, and channels if they
        are in colour.
}
images-of-other-size = “{ $name }” holds { NUMBER($count) } images of { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } pixels. Images
    of 8 to 64 pixels a side, an even number above 32, can be trained on; scale them first.
images-not-halved = “{ $name }” holds images of { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } pixels, which
    cannot be halved { NUMBER($halvings) } times, as the form’s convolutions need. Choose fewer convolutions or
    dense layers, then open it again.
few-pictures = Expected { NUMBER($least) } different pictures or more for a model of their own, found { NUMBER($found) } in “{ $name }”. Add some
    that differ, then make it yours again.
# A file of pictures, brought to train on or to be gathered.
picture-file = “{ $name }” { $code ->
    [truncated] is cut short: its header promises more than the { $found } bytes that are there. Copy or download
        it again
    [trailing] is too long: { $found } bytes follow its images. Copy or download it again
    [too-large] promises more than 1 GiB of numbers. Check its header, or bring fewer images
    [empty] has no image: its dimensions are { $found }
    [labels] holds labels, a number for each image. Bring the file of the images with it
    [dimensions] has dimensions that images do not have: { $found }. Expected images, height, width, and channels
        (1 or 3) if there are any
    [number-type] holds data of the type { $found }, which is not read. Save them as uint8 or float32
    [pickled] holds pickled Python objects, which are not opened, because they can run code. Save a plain array of
        numbers (dtype uint8 or float32)
    [not-finite] holds numbers that are not finite (NaN or infinity). Replace them, and save it again
    [byte-order] has a header in the wrong byte order. Write it with the most significant byte first
    [gzip] cannot be unpacked ({ $found }). Copy or download it again
    [header] has a header that cannot be read. Copy or download it again
    [table-row] has a row with another number of cells than the first (row { $found }). Expected a row for each
        image, all alike
    [table-cell] has a cell that is no number (row { $found }). Expected pixels, and perhaps one label
    [table-columns] has { $found } columns. Expected a row for each image: a square number of pixels, such as
        784, and perhaps a label
    [zip] is a zip that is damaged or cut off. Copy or download it again
    [encrypted] is a zip with a password. Unpack it, and bring its folder
    [zip-method] is packed by a method that is not read ({ $found }). Pack it as an ordinary zip, or bring the
        folder
    [bomb] unpacks to { $found } MB, far more than pictures do. Unpack it, and bring the folder with the pictures
    [set] is no set of pictures that this page reads. It may be damaged, or of a later version
    [side] has pictures of { $found } pixels. Expected 8 to 64 a side
    [torn] is cut off before its end. Copy or download it again
    [too-many-bytes] has { $found } MB; a picture may have 64. Make it smaller first
    [too-many-pixels] has { $found } pixels, more than are decoded here. Make it smaller first
    [too-many] is more than can be gathered at once. Bring fewer pictures
    [duplicate] has pictures that are there already
    [empty-tile] has tiles of one colour only
    [smaller-than-tile] has { $found } pixels, fewer than the tile’s size. Choose a smaller tile
   *[unreadable] could not be read as a picture. Save it as PNG or JPEG, and bring it again
}.
