### Runs that the browser keeps.

section = Kept runs
none = none yet
# `$megabytes` is what all of them take up.
count = { NUMBER($count) } · { NUMBER($megabytes, maximumFractionDigits: 1) } MB
note = While a run trains it is written down every { NUMBER($seconds) } seconds, and at each pause. It can be
    resumed after the page was closed.
full = The browser has no room left, so the run on screen is not kept. Delete a kept run, or save this one
    as a file.

## A run

# In place of a preset's name.
a-run = a run
name = Name
picture = Pictures of this run
# `$date` is date and time, in the visitor's language.
facts = step { NUMBER($step, useGrouping: "false") } · { $date } · { NUMBER($megabytes, maximumFractionDigits: 1) } MB
here = On screen.
elsewhere = Another tab is training it.
resume = Resume
    .named = Resume { $title }, step { NUMBER($step, useGrouping: "false") }
opening = Reading…
delete = Delete
    .named = Delete { $title }
confirm = Delete for good
    .named = Delete { $title } for good
cancel = Do not delete
    .named = Do not delete { $title }
