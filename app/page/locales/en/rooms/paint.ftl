### The tool Paint: one paints on the picture, and the point follows.

about = Paint on the picture. The model looks for its own picture nearest to what you painted, and the point
    moves there: with it the sliders, the map, and everything else.
painted = What you painted
answer = What the model makes of it

## The brush

brush = Brush
# On grey pictures, which are ink on paper, or chalk on slate.
more-ink = More ink
less-ink = Less ink
lighter = Lighter
darker = Darker
in-colour = In colour
restore = Back to before
drag = Drag a part
colour = Colour
size = Size
size-value = { NUMBER($size, useGrouping: "false") } of { NUMBER($most, useGrouping: "false") }
keep = The rest is kept
keep-value = { $any ->
    [none] not at all
   *[some] a pixel counts { NUMBER($percent, maximumFractionDigits: 0) } % of a painted one
}
undo = Take the last step back
start-over = Paint on from here

## How near it is

state = Painting
no-picture = Expected a picture on screen, found none. Wait for the model, or choose one.
begin = Nothing is painted yet, so that nothing moves.
looking = Looking for the nearest picture…
near = { $nearer ->
    [nearer] Where you painted, the model’s picture is now { NUMBER($now, maximumFractionDigits: 0) } % of white away from your wish; before, it was { NUMBER($before, maximumFractionDigits: 0) } %.
   *[not-nearer] Where you painted, the model comes no nearer: its picture stays { NUMBER($now, maximumFractionDigits: 0) } % of white away from your wish, as if it knew no such picture.
} The rest moved by { NUMBER($rest, maximumFractionDigits: 0) } %.
prior = The point is { $radius } from the centre; half of all draws from the prior lie within { $typical }, and { NUMBER($percent, maximumFractionDigits: 1) } % lie no farther out than this one. { $grade ->
    [usual] It is where the model’s usual pictures are.
    [outer] It is farther out than most: a rare picture, which the model still knows.
    [far] It is far out: few pictures that the model learnt from are there.
   *[beyond] It has left the prior: the model learnt hardly anything there, and its picture may be none.
}
