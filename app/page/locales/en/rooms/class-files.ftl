### What a student saves, and what a teacher's page makes of such files.

## A student

mine = What you did, as a file
mine-note = The file has the lessons that you began, the tasks that you solved, the minutes, and the name that you type
    here, if you do. Nothing else, and it is sent to nobody: give it to your teacher yourself.
your-name = Your name (optional)
save = Save what I did
nothing-yet = Begin a lesson first: there is nothing to save yet.

## A teacher

class = What the class did
class-note = Drop your students’ files here, as many as you like. They stay on this device, and only until you close
    the page or clear the table.
add = Add students’ files
# The input behind the button, for assistive technology.
add-input = Students’ files
reading = Reading files…
left-out = Files that were left out
more-left-out = { $count ->
    [one] One more file was left out.
   *[other] { $count } more files were left out.
}
who = Who
lesson = Lesson
tasks = Tasks done
minutes = Minutes
remove = Remove
# A button beside a student.
remove-student = Remove { $who }
# Who typed no name is called by the file.
nameless = (no name) { $file }
done-of = { NUMBER($done) } of { NUMBER($of) }
sums = All together
students = Students
each-task = Tasks
# How many of a lesson's students solved the task of a step.
task-sum = Step { NUMBER($step) }: { NUMBER($solved) } of { NUMBER($of) }
everybody = Everybody
save-table = Save as CSV
clear = Clear the table

## What was left out; a sentence for each file

not-readable = The browser could not read “{ $name }”. Ask for the file again, and add it by itself, not within a folder.
too-large = “{ $name }” has { NUMBER($kilobytes, maximumFractionDigits: 0) } kB; a file of “Save what I did” has a few. Check
    that it is the file that you meant.
not-json = “{ $name }” is no file of “Save what I did”: expected JSON, found something else or a part of it. Ask for the file
    again.
other-json = “{ $name }” is JSON, but no file of “Save what I did”. Check that it is the file that you meant.
other-format = “{ $name }” is of version { NUMBER($found, useGrouping: "false") } of its format; this page reads version 1. Reload the
    page to get its newest version, then add the file again.
# `$part` is a word of the format.
broken = “{ $name }” was changed or damaged: its part “{ $part }” is missing or is not as it was saved. Ask for the file
    again.
no-lessons = “{ $name }” has no lesson: whoever saved it had begun none.
already-there = “{ $name }” is in the table already. If it is another student’s, have them save it with their name.
too-many = Expected at most { NUMBER($most) } files at a time, found { NUMBER($found) }. None was added; choose the class’s files
    only.
lesson-unknown = “{ $name }” has a lesson “{ $lesson }”, which this page does not have. { $rest ->
    [taken] The file’s other lessons were added.
   *[none] Nothing of it was added.
}
lesson-of-other-version = “{ $name }” has version { NUMBER($found, useGrouping: "false") } of the lesson “{ $lesson }”, and this page version { NUMBER($expected, useGrouping: "false") },
    whose tasks are others. { $rest ->
    [taken] The file’s other lessons were added.
   *[none] Nothing of it was added.
}
