### Projector mode.

projector = Projector mode
about = Large type, strong contrast, and a light that follows the pointer. It stays in all rooms until you leave
    it, here or with Escape.
leave = Leave projector mode
in-link = In projector mode
