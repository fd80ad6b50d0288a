"""Writes latent_reference.json: numbers from NumPy that `model/latent/tests/reference.rs` compares with.

    python -m venv venv && venv/bin/pip install numpy==2.4.6
    venv/bin/python make_latent_reference.py

Where there are several ways to the same number, this is another one than the project's: singular
values for principal components, least squares and QR for planes, whole matrices for Gaussians,
chords of a fine polyline for lengths. Everything is computed in double precision from inputs that
are rounded to single precision first, as the project sees them.
"""

import io
import json
from pathlib import Path

import numpy as np

LATENT = 5
ROWS = 40


def single(values):
    """Rounds to single precision, and back."""
    return np.asarray(values).astype(np.float32).astype(np.float64)


def wave(shape, seed, size=1.5):
    """Numbers from a formula."""
    index = np.arange(np.prod(shape))
    return single(size * np.sin(1.0 + 0.7 * index * index + seed)).reshape(shape)


def unit(z):
    return z / np.linalg.norm(z)


def slerp(a, b, t):
    """Shoemake's formula for the direction, a straight line for the norm."""
    angle = np.arccos(np.clip(unit(a) @ unit(b), -1, 1))
    direction = (np.sin((1 - t) * angle) * unit(a) + np.sin(t * angle) * unit(b)) / np.sin(angle)
    return ((1 - t) * np.linalg.norm(a) + t * np.linalg.norm(b)) * direction


def paths():
    points = wave((4, LATENT), 1.0)
    a, b = points[:2]
    shares = [0.125, 0.25, 0.5, 0.875]
    legs = list(zip(points, [*points[1:], points[0]]))
    fine = np.linspace(0, 1, 4001)
    chords = [np.diff([slerp(a, b, t) for t in fine], axis=0) for a, b in legs]
    straight = [np.linalg.norm(b - a) for a, b in legs]
    # Half of the way along the open polyline.
    goal = sum(straight[:3]) / 2
    done = np.concatenate([[0], np.cumsum(straight[:3])])
    leg = int(np.searchsorted(done, goal) - 1)
    within = (goal - done[leg]) / straight[leg]
    down, across = np.meshgrid(np.linspace(0, 1, 3), np.linspace(0, 1, 4), indexing="ij")
    weights = np.stack(
        [(1 - across) * (1 - down), across * (1 - down), (1 - across) * down, across * down], -1
    )
    return {
        "points": points,
        "shares": shares,
        "slerp": [slerp(a, b, t) for t in shares],
        "straightLength": sum(straight),
        "sphericalLength": sum(np.linalg.norm(chord, axis=1).sum() for chord in chords),
        "half": (1 - within) * points[leg] + within * points[leg + 1],
        "sheet": weights.reshape(12, 4) @ points,
    }


def plane():
    """The plane through three points: coordinates by least squares on an orthonormal basis."""
    a, b, c, z = wave((4, LATENT), 2.0)
    basis, triangular = np.linalg.qr(np.stack([b - a, c - a], axis=1))
    basis = basis * np.sign(np.diag(triangular))
    coordinates = [np.linalg.lstsq(basis, p, rcond=None)[0] for p in (a, b, c, z)]
    return {
        "points": np.stack([a, b, c, z]),
        "basis": basis.T,
        "coordinates": coordinates,
        "offset": a - basis @ coordinates[0],
    }


def principal():
    spread = np.diag([3.0, 2.0, 1.0, 0.5, 0.1]) @ np.linalg.qr(wave((LATENT, LATENT), 3.0))[0]
    rows = single(wave((ROWS, LATENT), 4.0) @ spread)
    mean = rows.mean(0)
    _, singular, directions = np.linalg.svd(rows - mean, full_matrices=False)
    largest = np.argmax(np.abs(directions), axis=1)
    directions *= np.sign(directions[np.arange(LATENT), largest])[:, None]
    variances = singular**2 / (ROWS - 1)
    return {
        "rows": rows,
        "mean": mean,
        "directions": directions,
        "variances": variances,
        "shares": variances / variances.sum(),
    }


def attributes():
    rows = wave((ROWS, LATENT), 5.0)
    factor = single(rows @ wave(LATENT, 6.0) + wave(ROWS, 7.0))
    labels = np.arange(ROWS) * 7 % 10
    order = np.argsort(factor)
    third = ROWS // 3
    vector = rows[order[-third:]].mean(0) - rows[order[:third]].mean(0)
    along = rows @ unit(vector)
    return {
        "rows": rows,
        "factor": factor,
        "labels": labels,
        "vector": vector,
        "fromThreeToEight": rows[labels == 8].mean(0) - rows[labels == 3].mean(0),
        "along": along,
        "correlation": np.corrcoef(along, factor)[0, 1],
    }


def posteriors():
    """Divergences, and what a slanted plane sees of three posteriors."""
    means = wave((3, LATENT), 8.0)
    deviations = single(np.abs(wave((3, LATENT), 9.0, 0.5)) + 0.6)
    variances = deviations**2
    kl = 0.5 * (means**2 + variances - 1 - np.log(variances)).mean(0)
    basis = single(np.linalg.qr(wave((LATENT, 2), 10.0))[0])
    view, cells = (0.25, -0.5, 3.0), 9
    x, y, extent = view
    side = 2 * extent / cells
    s = x - extent + (np.arange(cells) + 0.5) * side
    t = y + extent - (np.arange(cells) + 0.5) * side
    grid = np.stack(np.broadcast_arrays(s[None, :], t[:, None]), axis=-1)
    density = np.zeros((cells, cells))
    ellipses = []
    for mean, variance in zip(means, variances):
        covariance = basis.T @ np.diag(variance) @ basis
        values, vectors = np.linalg.eigh(covariance)
        long = vectors[:, 1] * np.sign(vectors[0, 1])
        ellipses.append([*np.sqrt(values[::-1]), np.arctan2(long[1], long[0])])
        # Widened by half a cell, as the project does it.
        wider = covariance + np.eye(2) * (side / 2) ** 2
        apart = grid - mean @ basis
        square = np.einsum("yxi,ij,yxj->yx", apart, np.linalg.inv(wider), apart)
        density += np.exp(-0.5 * square) / (2 * np.pi * np.sqrt(np.linalg.det(wider))) / len(means)
    prior = np.exp(-0.5 * (grid**2).sum(-1)) / (2 * np.pi)
    return {
        "means": means,
        "deviations": deviations,
        "kl": kl,
        "basis": basis.T,
        "view": view,
        "cells": cells,
        "ellipses": ellipses,
        "density": density,
        "logRatio": np.log(density / prior),
    }


def slant():
    """The shear of a picture, by its matrix of second moments."""
    grey = np.clip(wave((12, 9), 11.0), 0, 1)
    y, x = np.mgrid[:12, :9]
    covariance = np.cov(np.stack([x.ravel(), y.ravel()]), aweights=grey.ravel(), ddof=0)
    return {"grey": grey, "width": 9, "slant": -covariance[0, 1] / covariance[1, 1]}


def npy():
    """Files as `numpy.save` writes them, as hexadecimal digits."""
    files = []
    for shape in [(3,), (2, 5), (1, 2, 3)]:
        values, file = wave(shape, 12.0), io.BytesIO()
        np.save(file, values.astype("<f4"))
        files.append({"shape": shape, "values": values, "bytes": file.getvalue().hex()})
    return files


def main():
    reference = {
        "numpy": np.__version__,
        "paths": paths(),
        "plane": plane(),
        "principal": principal(),
        "attributes": attributes(),
        "posteriors": posteriors(),
        "slant": slant(),
        "npy": npy(),
    }
    path = Path(__file__).with_name("latent_reference.json")
    path.write_text(rendered(plain(reference)) + "\n")


def plain(value):
    """Arrays as flat lists, rows one after another."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [plain(item) for item in value]
    if isinstance(value, (list, tuple, np.ndarray)):
        return np.asarray(value).ravel().tolist()
    return value.item() if isinstance(value, np.generic) else value


def rendered(value, indent=""):
    """JSON with one line for each list of numbers."""
    inner = indent + " "
    if isinstance(value, dict):
        items = [f"{json.dumps(k)}: {rendered(v, inner)}" for k, v in value.items()]
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        items = [rendered(item, inner) for item in value]
    else:
        return json.dumps(value)
    left, right = "{}" if isinstance(value, dict) else "[]"
    separator = ",\n" + inner
    return f"{left}\n{inner}{separator.join(items)}\n{indent}{right}"


if __name__ == "__main__":
    main()
