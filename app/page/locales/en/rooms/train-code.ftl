### The run as a program for PyTorch or burn.

section = Code
title = Code
pytorch = PyTorch
burn = burn
note = The run’s networks, losses and training step with its own numbers, to take along.
parts = Parts of the run
script = Program of the run
data = Data
encoder = Encoder
latent-code = Latent code
decoder = Decoder
generator = Generator
discriminator = Discriminator
losses = Losses
update = Training step
copy = Copy program
copied = Program copied
not-written = The program could not be written: a part of this page did not arrive. Check the connection and ask again.
not-copied = The browser did not let the program be copied. Select it and copy it yourself.
