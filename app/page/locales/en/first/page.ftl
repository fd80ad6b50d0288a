### The page as a whole, and rooms that are on their way.

title = Latentscape: walk through the latent space of a generative model
footer = Every picture is decoded on this device. Nothing is uploaded.
room-loading = Loading the room…
room-missing = This room did not arrive. This is usually the network; trying again helps, or reloading
    the page.
tools-missing = The tools did not arrive.
try-again = Try again
