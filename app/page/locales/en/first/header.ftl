### The page's head.

source = Source
rooms = Rooms
language = Language
# The messages of the language that was chosen were not fetched.
language-missing = That language did not arrive. This is usually the network; choose it again.
explore = Explore
train = Train
compare = Compare
repair = Repair
learn = Learn
# Which of the three themes was chosen.
theme = Theme: { $choice ->
    [light] light
    [dark] dark
   *[system] system
}
