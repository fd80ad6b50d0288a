### Be the discriminator, the game of the Learn room: what is played, questions, results.

title = Be the discriminator
# On the card in the list of lessons.
summary = Real or generated? Judge pictures of a run while it learns, and see how its own discriminator
    does with the same ones.
card-facts = A game for one, or for a class

## What is played

about = At a few steps of a run you are shown pictures, and say which are real. The run’s discriminator D
    is asked the same, at the same step. It has never seen these pictures either. What you answer stays on
    this device.
settings = What is played
pictures-of = Pictures of
own-run = The run in Train, at its snapshots
seed = Seed
questions = Questions at each step
mode = They show
mode-both = One picture, then two
mode-singles = One picture
mode-pairs = Two pictures
begin = Begin
link-note = Whoever opens this link is shown the same pictures. Nothing is sent to anyone.
link-note-own = Your run stays on this device: whoever opens this link plays a run of the same recipe.

## Questions

for-class = Show to the class
for-class-note = Pictures are large. Press an answer once for each hand that is raised, then show what is real.
position = Step { NUMBER($step) } · question { NUMBER($at) } of { NUMBER($of) }
# While pictures of a step are still to come.
waiting = Training up to step { NUMBER($to) }. Step { NUMBER($step) } now…
single = Is this picture real?
pair = Which picture is real?
picture = Picture
left-picture = Left picture
right-picture = Right picture
answers = Answer
surely-generated = Surely generated
probably-generated = Probably generated
probably-real = Probably real
surely-real = Surely real
left = Left
right = Right
keys = The keys 1 to { NUMBER($count) } answer, too.
# How many hands were counted for an answer, in its button.
hands = { NUMBER($count) }
count-anew = Count anew
reveal = Show what is real
right-answer = Right.
wrong-answer = Wrong.
right-hands = { NUMBER($right) } of { NUMBER($of) } right.
is-real = The picture is real.
is-generated = The picture is generated.
left-is-real = The left picture is real.
right-is-real = The right picture is real.
# What the discriminator says of a single picture: the probability that it is real.
d-right = D says { NUMBER($percent) } % real, and is right.
d-wrong = D says { NUMBER($percent) } % real, and is wrong.
# The same of two pictures, the left one first.
d-pair-right = D says { NUMBER($left) } % and { NUMBER($right) } % real, and is right.
d-pair-wrong = D says { NUMBER($left) } % and { NUMBER($right) } % real, and is wrong.
next-question = Next question
to-results = Results

## Results

results = Results
hit-rates = Hit rates
# Who the bars and curves are of.
you = You
hands-of-class = These hands
class = This device
discriminator = D
step = Step { NUMBER($step) }
# A hit rate, and its 95 % interval.
rate = { NUMBER($percent) } % ({ NUMBER($low) }–{ NUMBER($high) })
hit-rates-note = The share of right answers, and Wilson’s 95 % interval: if it holds 50 %, this may be
    guessing. In pairs, the hit rate is itself an estimate of the AUC.
curves = ROC curves
# The name of a chart for those who do not see it; what follows are messages like the next one.
curve-of = ROC curve, step { NUMBER($step) }
auc = { $who }: AUC { NUMBER($area, minimumFractionDigits: 2, maximumFractionDigits: 2) }
curves-note = A curve has a corner for each threshold: across, how many generated pictures pass for real;
    up, how many real ones do. The area under it, the AUC, is the chance that a real picture is rated
    above a generated one: 1 is perfect, 0.5 is guessing.
players = { $count ->
    [one] { $count } game was played to its end on this device.
   *[other] { $count } games were played to their end on this device.
}
next-player = Next player
change = Change what is played
clear = Delete this device’s results
clear-surely = Delete them for good
cleared = The results are deleted.
