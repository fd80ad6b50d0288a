"""What reference libraries make of two sets of features, and of pictures beside training pictures.

Writes tests/reference/evaluation.json, which model/evaluation/tests/reference.rs compares with. The
numbers that are measured are drawn by SplitMix64 in both.

    pip install numpy==2.4.6 scikit-learn==1.9.1 scipy==1.17.1 prdc==0.2 pytorch-fid==0.3.0
    python tests/reference/make_evaluation.py
"""

import json
import pathlib

import numpy
from prdc import compute_prdc
from pytorch_fid.fid_score import calculate_frechet_distance
from sklearn.neighbors import NearestNeighbors

ROOT = pathlib.Path(__file__).resolve().parents[2]
WIDTH = 12
REAL, GENERATED = 400, 300
SIZE, TRAINING, PICTURES = 100, 80, 30


class SplitMix:
    def __init__(self, seed):
        self.state = seed

    def bits(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def uniform(self):
        return (self.bits() >> 11) * 2.0**-53


def features(seed, count, clusters, scale):
    """Clusters at 0, 1, … in every dimension, each a sum of three uniform draws of this scale."""
    draws = SplitMix(seed)
    rows = [
        [(row % clusters) + scale * sum(draws.uniform() for _ in range(3)) for _ in range(WIDTH)]
        for row in range(count)
    ]
    return numpy.array(rows).astype(numpy.float32)


def pictures(seed, count):
    draws = SplitMix(seed)
    return numpy.array([[draws.bits() >> 56 for _ in range(SIZE)] for _ in range(count)], dtype=numpy.uint8)


def moments(rows):
    rows = rows.astype(numpy.float64)
    return rows.mean(0), numpy.cov(rows, rowvar=False)


def compared(clusters, scale):
    real, generated = features(1, REAL, 4, 0.5), features(2, GENERATED, clusters, scale)
    manifold = {str(k): {name: float(value) for name, value in compute_prdc(real.astype(numpy.float64), generated.astype(numpy.float64), k).items()} for k in (3, 5)}
    distance = calculate_frechet_distance(*moments(real), *moments(generated))
    return {"clusters": clusters, "scale": scale, "frechet": float(distance), "manifold": manifold}


def main():
    training, others = pictures(3, TRAINING), pictures(4, PICTURES)
    nearest = NearestNeighbors(n_neighbors=1).fit(training / 255)
    distances = nearest.kneighbors(others / 255)[0][:, 0] / SIZE**0.5
    found = {
        "width": WIDTH,
        "real": REAL,
        "generated": GENERATED,
        # As real ones, blurred to their middles, with one cluster of four, too wide.
        "sets": [compared(4, 0.5), compared(4, 0.35), compared(1, 0.5), compared(4, 0.75)],
        "size": SIZE,
        "training": TRAINING,
        "pictures": PICTURES,
        "nearest": distances.round(12).tolist(),
    }
    (ROOT / "tests/reference/evaluation.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
