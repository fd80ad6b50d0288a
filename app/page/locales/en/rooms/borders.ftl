### Borders between classes: what a classifier takes pictures for, and the nearest point of another class.

## What there is no classifier for

other-data = Expected a model of MNIST, of the drawn faces or of the drawn hanzi, for which the page has a classifier; found
    other data. Choose one of these models.
other-size = Expected pictures of { NUMBER($expected-width) } × { NUMBER($expected-height) } pixels, as the classifier of this
    data set takes; found { NUMBER($width) } × { NUMBER($height) }. Choose a model of that size.

## The picture on screen

taken = What the picture is taken for
looking = The classifier is looking…
failed = The classifier did not answer. “Find the nearest” asks again.
# `$class` is what a picture is taken for.
class-share = { $class } ({ NUMBER($percent) } %)
# `$first` is the likeliest class with its share, `$others` a list of the next.
taken-for = Taken for { $first }, then { $others }.
# `$data` is the data set.
accuracy = The classifier is right about { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) } % of
    { NUMBER($images) } pictures of { $data } that it was not trained on. What it says of pictures unlike those is a
    guess, however sure it is.
on-map = Borders on the map

## Over the map

overlay = Borders
legend = What a classifier takes the pictures for: the stronger the colour, the surer it is.

## The nearest point of another class

nearest = Nearest other class
about = Which small change would make it another class? The search looks for the nearest point whose picture is taken for
    another one.
look-for = Look for
any-other = any other class
find = Find the nearest
searching-first = Looking for pictures of another class…
# `$distance` is in standard deviations of the prior.
searching = The nearest so far is { NUMBER($distance, minimumFractionDigits: 2, maximumFractionDigits: 2) } away…
found = From { $of } to { $class }: { NUMBER($distance, minimumFractionDigits: 2, maximumFractionDigits: 2) } standard deviations of
    the prior. A nearer one may have been missed.
itself-is = The picture itself is taken for { $class }. Choose another class to look for.
none-found = No picture of that class was found. Choose another class, or begin at another point.
film = The way to the other class
film-classes = What each picture is taken for
walk = Along the way
walk-value = { NUMBER($percent) } % of the way
go-there = Go there
pin-ends = Pin both ends as A and B
