"""Writes plane_reference.json: figures of points of the plane from NumPy that
`tests/tests/plane.rs` compares with.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python make_plane_reference.py

Points come from formulas that the tests repeat, rounded to single precision; everything else is
computed in double precision.
"""

import json
from pathlib import Path

import numpy as np

CELLS = 24
REACH = 1.5


def points(count, shift):
    """`count` points, some of them beyond the grid."""
    i = np.arange(count, dtype=np.float64)
    x = 1.1 * np.sin(1.0 + 0.7 * i * i + shift)
    y = 1.6 * np.cos(0.3 * i + 0.5 * i * i - shift)
    return np.stack([x, y], axis=1).astype(np.float32).astype(np.float64)


def histogram(sample):
    """Points by cell, rows along y, then those beyond."""
    edges = np.linspace(-REACH, REACH, CELLS + 1)
    inside, _, _ = np.histogram2d(sample[:, 1], sample[:, 0], bins=(edges, edges))
    inside = inside.astype(int).ravel()
    return np.append(inside, len(sample) - inside.sum())


def kl(data, generated):
    p = data / data.sum()
    q = (generated + 1 / len(generated)) / (generated.sum() + 1)
    there = p > 0
    return np.sum(p[there] * np.log(p[there] / q[there]))


def js(data, generated):
    p, q = data / data.sum(), generated / generated.sum()
    m = (p + q) / 2

    def half(p):
        there = p > 0
        return np.sum(p[there] * np.log(p[there] / m[there])) / 2

    return half(p) + half(q)


def distances(a, b):
    return np.sqrt(((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2))


def mmd2(x, y, bandwidth):
    """Gretton et al., JMLR 13 (2012), equation 3."""
    k = lambda a, b: np.exp(-distances(a, b) ** 2 / (2 * bandwidth**2))
    n, m = len(x), len(y)
    within = lambda z: (k(z, z).sum() - len(z)) / (len(z) * (len(z) - 1))
    return within(x) + within(y) - 2 * k(x, y).sum() / (n * m)


def jackknife(x, y, bandwidth):
    """The standard error of mmd2 over samples like x."""
    left_out = [mmd2(np.delete(x, i, axis=0), y, bandwidth) for i in range(len(x))]
    n = len(x)
    return np.sqrt((n - 1) / n * np.sum((left_out - np.mean(left_out)) ** 2))


def main():
    data, generated = points(60, 0.0), points(45, 0.9)
    p, q = histogram(data), histogram(generated)
    pairs = distances(data, data)[np.tril_indices(len(data), -1)]
    bandwidth = np.sort(pairs)[len(pairs) // 2]
    reference = {
        "numpy": np.__version__,
        "data": p.tolist(),
        "generated": q.tolist(),
        "kl": kl(p, q),
        "js": js(p, q),
        "bandwidth": bandwidth,
        "mmd2": mmd2(generated, data, bandwidth),
        "mmd2Error": jackknife(generated, data, bandwidth),
        "narrow": mmd2(generated, data, 0.2),
    }
    lines = ",\n ".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in reference.items())
    Path(__file__).with_name("plane_reference.json").write_text("{\n " + lines + "\n}\n")


if __name__ == "__main__":
    main()
