### The page's head.

source = Source
rooms = Rooms
explore = Explore
train = Train
compare = Compare
# Which of the three themes was chosen.
theme = Theme: { $choice ->
    [light] light
    [dark] dark
   *[system] system
}
