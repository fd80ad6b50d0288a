### Columns of the table that compares runs: what each is, and what it cannot say.

reconstruction-error = Reconstruction error
    .limits = the mean squared error of held-out images, grey values from 0 to 1. It prefers blur to a sharp edge that is a pixel off, and
    says nothing of what the model draws by itself.
negative-elbo = −ELBO
    .limits = nats that a held-out image costs at most. It bounds the likelihood from one side only, and a likelihood says little of how
    pictures look; GANs and autoencoders have none.
frechet-distance = Fréchet distance
    .limits = how far a Gaussian around the features of draws is from that around held-out images. It does not tell bad pictures from missing
    ones, and it is larger for fewer pictures: only distances of the same number compare.
precision = Precision
    .limits = the share of draws that lie among real pictures. A model that draws one good picture again and again has all of it; a single
    odd real picture widens what counts as real.
recall = Recall
    .limits = the share of real pictures that lie among draws. Draws that scatter wildly reach far and raise it; whether they look real it
    does not say.
density = Density
    .limits = how densely real pictures surround draws, about 1 for real ones. It has no upper end: draws that crowd the middle have more, and
    more is not better then.
coverage = Coverage
    .limits = the share of real pictures that have a draw nearby. How often a picture of their kind is drawn, or how well, it does not say.
sharpness = Sharpness
    .limits = the variance of the Laplacian of draws: best is what held-out images have. Noise is sharp, too.
memorisation-ratio = Distance to training images
    .limits = how far draws are from the nearest of up to 2,000 training images, in that of held-out images. Below 1 they are nearer than new
    pictures are; blur lowers it without any copying, and a shifted copy looks new.
memorised-share = Very near to training images
    .limits = the share of draws nearer to a training image than 95 % of held-out images are, so that 5 % is nothing special. It looks at
    pixels: what was copied and changed a little it misses.
sure-share = Classifier is sure
    .limits = the share of draws for which a classifier gives a digit 80 % or more. Nonsense can make it sure, and digits unlike those that it knows
    can make it doubt.
classes-seen = Classes seen
    .limits = how many classes are among those draws. One draw of a class is enough; how varied a class is it does not say.
class-entropy = Spread of classes
    .limits = the entropy of the classes of all draws, in bits: 3.3 where ten are as frequent. It counts classes that the classifier only
    guesses.
bits-per-image = Bits per image
    .limits = bits of a code that leave a stated error. The decoder and its tables are not counted.
steps = Steps
    .limits = steps of training at the end. A step of one model may be many times the work of another’s.
seconds = Seconds
    .limits = seconds of computing in steps, on this device and with what else it did. Another device has others, and not in proportion.
grid-kl = Grid KL
    .limits = the KL divergence of generated points from held-out ones, in nats, by how many lie in each cell of a grid. A cell that no
    generated point reaches costs much; what lies within a cell it does not see.
grid-js = Grid JS
    .limits = the Jensen–Shannon divergence of the same counts, in nats: 0.69 where no cell is shared. Far off and farther off are
    the same to it.
mmd2 = MMD²
    .limits = the squared maximum mean discrepancy between generated and held-out points. It is about 0 for points of the same density, below
    0 by chance, and sees little that is finer than its kernels.
modes-reached = Modes reached
    .limits = how many modes (arcs, squares) have generated points. A few points are enough; whether each has its share it does not say.
high-quality-share = High quality
    .limits = the share of generated points near a mode. A GAN that draws one mode alone has all of it.
