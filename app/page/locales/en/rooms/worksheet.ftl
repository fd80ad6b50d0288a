### A lesson's worksheet, on screen and on paper.

worksheet = Worksheet
    .title = This lesson on paper, with its tasks
print = Print
back = Back to the lesson
name = Name
date = Date
step = { NUMBER($at) }. { $title }
# Which lesson it is, by its id and version, and where it is found.
source = Lesson “{ $lesson }”, version { NUMBER($version, useGrouping: "false") }: { $address }
