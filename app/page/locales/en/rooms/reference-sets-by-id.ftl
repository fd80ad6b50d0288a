### Data sets that pictures can be compared with, by their names in links, where they are called
### otherwise here than in the form of a run.

digits = UCI digits (shipped)
strokes = Strokes (drawn)
shapes = Shapes (drawn)
faces = Faces (drawn)
hanzi = Hanzi (drawn)
