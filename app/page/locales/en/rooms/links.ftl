### What is wrong with a link to a place in Explore, and what was done instead.

too-long = The link is too long; only its first { NUMBER($most, useGrouping: "false") } KiB are read.
version = The link is of version “{ $found }”, this page reads version { NUMBER($version, useGrouping: "false") }; what
    it understands of the link is shown.
pin-of-other-space = The link's pin { $pin } has { NUMBER($found, useGrouping: "false") } coordinates instead of
    { NUMBER($expected, useGrouping: "false") }; it is left out.
no-name = The link's { $part ->
    [model] model
    [tool] tool
    [projection] projection
    [language] language
   *[second-model] second model
} “{ $found }” is no name of one; it is ignored.
no-class = The link's class “{ $found }” is no whole number from 0; it is ignored.
no-classes = The link has the class { NUMBER($found, useGrouping: "false") }, but the model has no classes; it is
    ignored.
class-missing = The link has the class { NUMBER($found, useGrouping: "false") }, but the model's classes are 0 to
    { NUMBER($last, useGrouping: "false") }; it is ignored.
# `$part` is point or a pin's name.
too-many-coordinates = The link's { $part ->
    [point] point
   *[pin] pin { $part }
} has more than { NUMBER($most, useGrouping: "false") } coordinates; further ones are left out.
coordinate-beyond = The link's { $part ->
    [point] point
   *[pin] pin { $part }
} has the coordinate { $found }, which is beyond −{ NUMBER($limit, maximumFractionDigits: 1) } to { NUMBER($limit, maximumFractionDigits: 1) }; the
    nearest within is taken.
coordinate-unreadable = The link's { $part ->
    [point] point
   *[pin] pin { $part }
} has the coordinate “{ $found }”, which is no number; 0 is taken.
plane-of-missing-pins = The link's plane goes through the pins A, B and C, of which it lacks one; the first
    dimensions are shown.
no-plane = The link's plane “{ $found }” is none such as z1,z2, pc1,pc2 or pins; the first dimensions are
    shown.
no-view = The link's view “{ $found }” is no three numbers such as 0,0,3.5; the whole plane is shown.
view-beyond = The link's view “{ $found }” is beyond what can be shown; the nearest is.
no-path = The link's path “{ $found }” is neither slerp nor lerp; paths are straight.
point-of-other-space = The link's point has { NUMBER($found, useGrouping: "false") } coordinates, the model has
    { NUMBER($expected, useGrouping: "false") }; missing ones are 0, further ones are left out.
pins-of-other-space = The link has pins of another number of coordinates than the model's
    { NUMBER($expected, useGrouping: "false") }; they are left out.
plane-missing = The link's plane “{ $plane }” does not exist here; the first dimensions are shown.
