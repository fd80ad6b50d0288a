### The form of a run's settings.

settings = Settings
all-settings = All settings
# It follows the sentence about a setting.
live = { " " }Takes effect at once.
basics = Basics
architecture = Architecture
objective = Objective
adversarial = Adversarial game
optimisation = Optimisation
