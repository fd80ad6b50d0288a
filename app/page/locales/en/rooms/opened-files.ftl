### Files that are opened, dropped or pasted: what they were taken for, and why they were not.

-opened = This page opens pictures, weights and runs (safetensors), images (IDX, also in gzip) and
    specifications (JSON).

-decoder = Models are opened as safetensors with a model card, as this page saves them and `pretrain` writes
    them.

## What a file was taken for

taken-model = “{ $name }” is a model: Explore opens it.
taken-run = “{ $name }” is a run: it is brought back at step { NUMBER($step) }.
taken-specification = “{ $name }” is a specification: it fills the form.
taken-images = “{ $name }” holds { NUMBER($count) } images of { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } pixels: a
    run on them is made.
one-of-several = Of several files, “{ $name }” was taken. { $others ->
    [one] The other one was
   *[other] The { NUMBER($others) } others were
} left: open one at a time.

## Files that are not opened

too-large = “{ $name }” has { NUMBER($megabytes, maximumFractionDigits: 0, useGrouping: "false") } MB; at most
    512 MB can be opened.
refused = “{ $name }” { $kind ->
    [empty] is empty: it has no bytes. Copy or download it again; of a folder, open its files.
    [numpy-array] is a NumPy array, which is not read yet. Write its images as IDX first. { -opened }
    [numpy-archive] is a NumPy archive (a zip of arrays), which is not read yet. Write its images as IDX
        first. { -opened }
    [table] is a table (CSV), which is not read yet. Write its images as IDX first. { -opened }
    [run-log] is the log of a run (CSV): its curves cannot be opened. Open the run that was saved beside it,
        whose name ends in .run.safetensors.
    [idx-archive] is a zip archive of IDX files. Unpack it, and open the images’ file.
    [zip] is a zip archive. Unpack it, and open one of its files. { -opened }
    [pytorch] is a PyTorch file, as torch.save writes it, which is not read here: opening it could run code.
        { -decoder }
    [pickle] is a Python pickle, which is not read here: opening it could run code. { -opened }
    [keras] is a Keras model, which is not read here. { -decoder }
    [hdf5] is an HDF5 file, as Keras and MATLAB write it, which is not read here. { -opened }
    [onnx] is an ONNX model, which is not read here yet. { -decoder }
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
    [numpy-array] a NumPy array, which is not read yet. Write its images as IDX first
    [table] a table (CSV), which is not read yet. Write its images as IDX first
    [archive] an archive (tar). Unpack it, and open one of its files
   *[other] neither images (IDX) nor a specification (JSON). Check that it is the file that you meant
}.
idx-byte-order = “{ $name }” begins like an IDX file in the wrong byte order. Write its header with the most
    significant byte first, as MNIST’s files have it: 00 00 08 03 for images.
idx-numbers = “{ $name }” holds { $numbers ->
    [int8] signed bytes (int8)
    [int16] whole numbers of 16 bits (int16)
    [int32] whole numbers of 32 bits (int32)
    [float32] floating-point numbers of 32 bits (float32)
    [float64] floating-point numbers of 64 bits (float64)
   *[unknown] numbers of an unknown type
}. Expected images of unsigned bytes, 0 black to 255 white. Scale them to 0–255 and write them as uint8.
# `$shape` says what the dimensions are.
idx-dimensions = “{ $name }” { $shape ->
    [labels] holds labels: IDX of one dimension. Open the file of the images that they belong to.
    [table] is IDX of two dimensions, a row for each image. Expected three: images, height, width. Write it
        with the height and the width of the images.
    [colour] is IDX of four dimensions, as colour images have them. Expected three: images, height, width. Make
        them grey first.
   *[other] is IDX of { $found } dimensions. Expected three: images, height, width.
}
images-of-other-size = “{ $name }” holds { NUMBER($count) } images of { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } pixels. Images
    of 8 to 32 pixels a side can be trained on; scale them first.
images-not-halved = “{ $name }” holds images of { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } pixels, which
    cannot be halved { NUMBER($halvings) } times, as the form’s convolutions need. Choose fewer convolutions or
    dense layers, then open it again.
