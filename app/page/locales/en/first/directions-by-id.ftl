### Directions that models' cards have, by their ids: what moving along them changes.

smile = smile
glasses = glasses
hair-lightness = hair: dark to light
skin-lightness = skin: dark to light
hair-length = hair: short to long
gaze = gaze
hat = hat
beard = beard
slant = slant
thickness = thickness
size = size
strokes = strokes: few to many
lightness = lightness
width = width: narrow to wide
height = height: flat to tall
