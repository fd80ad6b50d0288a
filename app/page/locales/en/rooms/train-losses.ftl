### The chart of losses.

chart = Loss chart
losses = Losses
smoothing = Smoothing
log-scale = Log scale
not-loaded = The chart could not be loaded. The newest values are below it.
nothing-yet = Losses are drawn here as soon as there are steps.
curves = Curves and their newest values
changes = Changes while training
change = step { NUMBER($step, useGrouping: "false") }: { $change }
# Where the pointer is on the chart.
reading = step { $step }

## Curves. D is the discriminator, G the generator

total-loss = Total loss
reconstruction = Reconstruction
kl = KL
feature-matching = Feature matching
discriminator-loss = D loss
generator-loss = G loss

## Changes of settings

field-changed = { $label } { $from } → { $to }
discriminator-anew = Discriminator begins anew
generator-anew = Generator begins anew
data-pushed = Data pushed
# The run went back to this step, and has the settings that it had then.
restored = Back from step { NUMBER($from, useGrouping: "false") }
