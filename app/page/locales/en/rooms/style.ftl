### The point on screen in the style of another, along named directions.

about = The picture on screen gives the content, another one the style: along each direction that is ticked,
    the result is as the other picture is, and along all others it stays as it was.
no-directions = This model has no named directions. Save one in the tool Directions, and it can be taken over
    here.

## Settings

style-of = Style of
brought = Picture in Encode
drawn = Random draw
new-draw = Another draw
take-over = Take over
strength = Strength
    .value = { NUMBER($percent, useGrouping: "false") } %
no-manner = Pin a point, to take its style, or let chance choose one.
draw-one = Draw one

## Pictures

content = Content
style = Style
result = Result
nothing-taken = Nothing is ticked, so that the result is the content.
go = Go to the result
alone = Each direction alone
    .note = click one to go there
take-alone = Take over { $name } alone

## Layer by layer

layers = Layer by layer
    .note = Every hidden layer of this generator is scaled and shifted by a latent point (self-modulation),
        and each can have one of its own.
content-first = First layers from the content, the rest from the style
style-first = First layers from the style, the rest from the content
move-layers = Move single layers
move-note = From −3 to 3 along a direction at the layers that are ticked; all others stay where they are.
direction = Direction
moved-layers = Layers
layer = { $kind ->
    [input] Input
    [dense] { NUMBER($number, useGrouping: "false") }: dense, { NUMBER($width, useGrouping: "false") }
   *[up] { NUMBER($number, useGrouping: "false") }: up, { NUMBER($width, useGrouping: "false") } channels
}
