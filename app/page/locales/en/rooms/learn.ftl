### The Learn room: the list of lessons, a lesson, links that a teacher makes.

room-missing = The lessons’ part of the program did not arrive. This is usually the network.

## The list

lessons = Lessons
introduction = A path through latent spaces. Each lesson works with the real models, on this device, and
    remembers here how far you came.
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
new = New
begun = { NUMBER($done) } of { NUMBER($of) } steps done
done = Done
# The list itself could not be fetched. A button to try again follows.
list-missing = The lessons did not arrive. This is usually the network.
loading = Loading the lesson…

## A lesson

all-lessons = All lessons
position = Step { NUMBER($at) } of { NUMBER($of) }
previous = Previous step
next = Next step
finish = Finish
task = Your turn
task-done = Done. Go on when you like.
again = Set this step up again
    .title = Go back to the place where the step begins

## A link that a teacher makes

teach = For teachers
teach-link = A link that opens what you choose
teach-note = Whoever opens the link sees what you chose, and a button that shows everything. Nothing is sent
    to anyone.
opens = It opens
opens-lesson = Lesson { NUMBER($number) }: { $title }
opens-explore = Explore, as it is now
opens-train = Train, as it is now
language = Language
language-own = As the browser asks
controls = Controls that are shown
choose-all = Choose all
choose-none = Choose none
link = Link
copy-link = Copy link
link-copied = The link is copied.
link-not-copied = The browser does not allow copying. Select the link and copy it.

## Where a link chose what is shown

chosen = A link chose what is shown here.
show-all = Show everything
