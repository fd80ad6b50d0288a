### A picture that is drawn on, by pointer and by keys.

# The name of the area, read aloud.
picture = Draw on the picture
keys = Arrow keys move the brush, with Shift by four pixels. Space paints, and while it is held arrow keys
    paint along. Enter puts the brush down until Enter lifts it.
cursor = Brush
# Where the brush is, read aloud.
place = Column { NUMBER($column, useGrouping: "false") }, row { NUMBER($row, useGrouping: "false") }{ $state ->
    [down] , brush down
   *[lifted] { "" }
}
