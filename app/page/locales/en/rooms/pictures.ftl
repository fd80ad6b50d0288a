### My pictures: bringing pictures to train on.

section = My pictures
# Its part of the program was not fetched. A button to try again follows.
missing = My pictures did not arrive. This is usually the network.
# What there is before anything was brought.
invitation = Bring photos, drawings, a zip, a NumPy file or a table of pixels; drop or paste them here. Nothing leaves
    this device.

## Bringing

add = Add pictures
add-input = Pictures, a zip, NumPy, IDX or CSV
folder = Add a folder
folder-input = A folder of pictures
before = Classes by hand, sprite sheets
class = Class of what you add next
    .help = Empty: by folder or label.
sheet = Sprite sheet: size of a tile
    .help = Such as 16 or 16 × 24 pixels; empty for whole pictures.
reading = { NUMBER($done) } of { NUMBER($of) } files read
cancel = Stop reading

## Drawing and camera

draw = Draw
pad = Pad for one drawing after another
next = Next drawing
    .title = Keeps this drawing and gives you an empty pad. Enter does so too.
clear = Clear the pad
camera = Camera
camera-start = Start the camera
camera-burst = Take ten pictures
camera-stop = Stop the camera
camera-view = What the camera sees
camera-note = The camera’s pictures stay on this device.
camera-state = { $state ->
    [starting] Your browser asks whether this page may use the camera.
    [refused] The camera was refused. Allow it for this page in the browser’s address bar, then start it again.
    [missing] No camera was found, or another program has it. Plug one in or close that program, then start it
        again.
   *[other] The camera is off.
}

## What the model will see

seen = What the model will see
# What the grid below shows.
gathered = { $count ->
    [one] 1 picture of { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") }, too few to
        train on: bring another one.
   *[other] { NUMBER($count) } pictures of { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") },
        as the model will see them
}
classes = Classes: { $names }
more-classes = { $names } and { NUMBER($more) } more
width = Width
height = Height
sides = 8 to 64, even above 32
# Off: its middle fills the square.
whole = Fit whole pictures
colour = Colour
invert = Invert
threshold = Threshold
threshold-at = Black below
    .help = 1 to 255
name = Name of the set
    .help = Empty: My pictures.
    .untitled = My pictures
keep = Keep and train
discard = Discard

## What was left out

all-left-out = Left out: { $reasons }.
left-out = { NUMBER($count) } { $reason ->
    [duplicate] { $count ->
        [one] duplicate
       *[other] duplicates
    }
    [no-picture] { $count ->
        [one] file that holds no picture
       *[other] files that hold no picture
    }
    [empty-file] without any bytes
    [unreadable] that the browser cannot read
    [torn] cut off before the end
    [too-many-bytes] of more than 64 MB
    [too-many-pixels] with more pixels than are decoded here ({ $found })
    [too-many] more than fit at once
    [empty-tile] empty { $count ->
        [one] tile
       *[other] tiles
    }
    [smaller-than-tile] smaller than the tile
    [labels] of labels without images
    [pickled] with Python objects, which are not opened
    [encrypted] with a password
    [bomb] that would unpack to { $found } MB
    [not-finite] with numbers that are not finite
   *[other] that cannot be read ({ $reason })
}: { $names }
names-more = { $names } and others

## Sets that are kept

kept = Kept sets: { NUMBER($count) } · { NUMBER($megabytes, maximumFractionDigits: 1) } MB
facts = { $name } · { NUMBER($count) } pictures · { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } · { $colours ->
    [colour] colour
   *[grey] grey
} · { NUMBER($megabytes, maximumFractionDigits: 1) } MB
train = Train
    .named = Train on { $name }
delete = Delete
    .named = Delete { $name }
confirm = Delete for good
    .named = Delete { $name } for good
keep-it = Do not delete
    .named = Do not delete { $name }

## Make it yours: a small model of a kept set, made of a shipped one

make-yours = Make it yours
    .named = Make it yours: { $name }
making-yours = Making a model of “{ $name }”: { NUMBER($percent, maximumFractionDigits: 0) } %
made-yours = The model of “{ $name }” is in Explore: walk through it there.
stop-yours = Stop making it
save-yours = Save the model
yours-few = “Make it yours” needs { NUMBER($least) } pictures or more, found { NUMBER($found) }. Bring some more.
yours-other-size = “Make it yours” needs pictures as a shipped model has them ({ $sizes }), found { $found }. Bring them
    again at such a size.
yours-size = { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } { $colours ->
    [colour] in colour
   *[grey] in grey
}

## What went wrong

not-kept = These pictures could not be kept in the browser, or read from there. { $fault }
not-kept-full = The browser has no room left for these pictures. Delete a kept set or a kept run, then keep them
    again.
none-found = Expected pictures, found no file. Choose a folder that holds some, such as PNG or JPEG.
not-gathered = The program that gathers pictures failed: { $error }. Bring them again, perhaps fewer at a time.
