### The Repair room: a picture is damaged on purpose, and the model on screen restores it.

about = Damage a picture, and let the model say what was there: the most probable of its pictures given what
    is left, and others that are possible, too. Beside it stands what a method without a model makes of it.
model = Model

## The picture

picture = The picture
take-model = The model’s picture
    .title = The picture that Explore shows
open = Open picture…
    .title = A picture, to be damaged here; any other file opens where it belongs
file = Picture file to damage
put-away = Put the picture away
from-data = Or click an image of a data set. Files can be dropped and pasted, too; nothing leaves this device.
data-set = Data set
data-image = Damage image { NUMBER($number, useGrouping: "false") }
data-image-labelled = Damage image { NUMBER($number, useGrouping: "false") }: { $label }

## The damage

damage = The damage
kind-erase = Erase
kind-noise = Noise
kind-shrink = Make smaller
kind-missing = Damaged already
about-erase = Draw over the picture to erase, or press a button.
about-noise = Gaussian noise on each value. The picture shows it cut off at black and white; the model is given it whole.
about-shrink = Each pixel that is left is the mean of a square.
about-missing = Draw over what is missing from the picture. Nobody knows what was there, so that nothing is measured.
damaged-picture = Damaged picture
right-third = The right third
lower-half = The lower half
middle-square = A square in the middle
show-all = Nothing
shows-again = Brush shows again
noise = Noise, standard deviation
noise-value = { NUMBER($deviation, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } of white
other-noise = Other noise
half = To a half
quarter = To a quarter

## The restoration

restoration = The restoration
restore = Restore
stop = Stop
progress = Restoration
waiting = Looking for the most probable picture…
running = Step { NUMBER($step, useGrouping: "false") } of the search…
ended = The most probable picture, after { NUMBER($step, useGrouping: "false") } steps of the search.
ready = Ready to restore.
restored-picture = Restored picture
before = Before
baseline-picture = Picture made without a model
baseline-harmonic = Laplace fill
baseline-median = Median filter
baseline-bicubic = Bicubic interpolation
# Encoder and decoder, one after the other, without a search.
one-pass = One pass
pass-picture = Picture of one pass through encoder and decoder
draws = Others that are possible
draws-note = { $count ->
    [one] A draw
   *[other] { NUMBER($count) } draws
} from what is probable given what is left (Laplace’s approximation, weighed by importance: { NUMBER($percent, maximumFractionDigits: 0) } % of the draws count).
    Where they agree, the model is sure; where they differ, it cannot know.
draw = Draw { NUMBER($number) }

## Which is nearer

measures = How near to the picture before
measures-hidden = Over the hidden pixels
measures-all = Over all pixels
by = Made by
psnr = PSNR
ssim = SSIM
decibel = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB
exact = no difference
similarity = { NUMBER($value, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
verdict = { $winner ->
    [model] The model wins: its picture is nearer than the { $baseline } by { NUMBER($apart, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB, and by SSIM, too.
    [model-by-psnr] It is divided: the model’s picture is nearer by PSNR ({ NUMBER($apart, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB), the { $baseline } by SSIM.
    [model-by-ssim] It is divided: the { $baseline } is nearer by PSNR ({ NUMBER($apart, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB), the model’s picture by SSIM.
   *[baseline] The { $baseline } wins: it is nearer than the model’s picture by { NUMBER($apart, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB, and SSIM does not say otherwise. It needed no model.
}
# `$verdict` is the message before this one.
verdict-with-pass = { $verdict } Nearest by PSNR is one pass through encoder and decoder, without a search: by { NUMBER($ahead, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB.

## Why there is nothing to restore

no-model = Expected a model on screen, found none. Wait for it, or choose one.
no-picture = Expected a picture, found none. Take the model’s, draw or open one, or click an image of a data set.
nothing-erased = Expected a part that is missing, but all of the picture is there. Draw over it, or press a button.
no-noise = Expected noise, but its standard deviation is 0. Move the slider.
everything-erased = Expected a part that is left, but all of the picture is erased. Show some of it again.
not-divisible = Expected sides that can be divided by { NUMBER($by, useGrouping: "false") }, found { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } pixels. Choose another damage, or another model.
