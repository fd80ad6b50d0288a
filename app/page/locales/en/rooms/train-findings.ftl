### What goes wrong in a run, and what to try. `$loss` is which loss it is about.

diverged = The run diverged: the { $loss ->
    [reconstruction] reconstruction loss
    [kl] KL term
    [feature] feature distance
    [discriminator] discriminator's loss
    [generator] generator's loss
   *[total] total loss
} has risen to { NUMBER($value, maximumFractionDigits: 0, useGrouping: "false") }.
no-number = The run diverged: the { $loss ->
    [reconstruction] reconstruction loss
    [kl] KL term
    [feature] feature distance
    [discriminator] discriminator's loss
    [generator] generator's loss
   *[total] total loss
} is no number any more.
mode-collapse = The samples resemble each other: on average they are { NUMBER($percent, maximumFractionDigits: 0) } % as far
    apart as real images are.
# `$parts` is what a density consists of.
parts-missed = Generated points reach { NUMBER($reached, useGrouping: "false") } of { NUMBER($count, useGrouping: "false") } { $parts ->
    [arcs] arcs
    [squares] squares
   *[modes] modes
}.
discriminator-wins = The discriminator is nearly always right: it scores real images { NUMBER($real, minimumFractionDigits: 2, maximumFractionDigits: 2) }
    and generated ones { NUMBER($generated, minimumFractionDigits: 2, maximumFractionDigits: 2) } on average.
vanishing-gradient = The generator learns next to nothing: its gradient has the norm { $norm }, { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) } % of
    the largest in this run.
posterior-collapse = The codes say next to nothing: { NUMBER($unused, useGrouping: "false") } of { NUMBER($dimensions, useGrouping: "false") } latent dimensions carry no
    information, and all together { NUMBER($kl, minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: "false") } nats.

## What to try

against-divergence = Reset the run with a lower learning rate, or limit the gradient's norm.
against-mode-collapse = Let the discriminator learn more often or faster than the generator, or take
    another loss, spectral norm or a larger batch.
against-discriminator = Lower the discriminator's learning rate or its updates per step, smooth its
    labels, or turn spectral norm on.
against-vanishing-gradient = Take the non-saturating, the least-squares or the hinge loss, or a slower
    discriminator.
against-posterior-collapse = Lower β, or let it rise over more steps of warm-up.
