"""What reference libraries make of encoded images that the site ships.

Writes tests/reference/projections.json, which model/projection/tests/reference.rs compares with.

    pip install scikit-learn==1.9.1 umap-learn==0.5.12
    python tests/reference/make_projections.py
"""

import json
import pathlib
import struct

import numpy
import umap
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.neighbors import NearestNeighbors

ROOT = pathlib.Path(__file__).resolve().parents[2]
POINTS = "assets/models/vae-mnist-10d.points.safetensors"
COUNT = 1000
NEAR = 12
SEEDS = range(3)


def means():
    """The first COUNT posterior means of the shipped test images."""
    data = (ROOT / POINTS).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    entry = json.loads(data[8 : 8 + length])["means"]
    begin, end = entry["data_offsets"]
    rows = numpy.frombuffer(data[8 + length :][begin:end], dtype="<f2")
    return rows.reshape(entry["shape"])[:COUNT].astype(numpy.float32)


def preservation(rows, view):
    """The share of each point's NEAR nearest points that are among its nearest in the view."""
    near = [NearestNeighbors(n_neighbors=NEAR).fit(it).kneighbors(return_distance=False) for it in (rows, view)]
    return float(numpy.mean([len(set(a) & set(b)) / NEAR for a, b in zip(*near)]))


def exact_kl(rows, view, perplexity):
    """KL(P || Q) with exact P over 3 * perplexity neighbours, and Q of all pairs."""
    from sklearn.manifold._t_sne import _joint_probabilities_nn

    distances = NearestNeighbors(n_neighbors=int(3 * perplexity)).fit(rows).kneighbors_graph(mode="distance")
    distances.data **= 2
    p = _joint_probabilities_nn(distances, perplexity, 0).tocoo()
    apart = ((view[:, None] - view[None]) ** 2).sum(-1)
    q = 1 / (1 + apart)
    numpy.fill_diagonal(q, 0)
    q /= q.sum()
    return float((p.data * numpy.log(p.data / q[p.row, p.col])).sum())


def measured(rows, view):
    return {
        "trustworthiness": float(trustworthiness(rows, view, n_neighbors=NEAR)),
        "preservation": preservation(rows, view),
    }


def main():
    rows = means()
    found = {"points": POINTS, "count": COUNT, "near": NEAR}
    pca = PCA(3).fit(rows)
    found["pca"] = {"positions": pca.transform(rows[:20]).round(5).tolist(), **measured(rows, pca.transform(rows)[:, :2])}
    for dimensions in (2, 3):
        for perplexity in (10, 30):
            views = [
                TSNE(dimensions, perplexity=perplexity, random_state=seed, init="pca").fit(rows).embedding_
                for seed in SEEDS
            ]
            found[f"tsne-{dimensions}-{perplexity}"] = [
                {"kl": exact_kl(rows, view.astype(numpy.float64), perplexity), **measured(rows, view)} for view in views
            ]
    for dimensions in (2, 3):
        for neighbours in (15, 30):
            views = [
                umap.UMAP(neighbours, dimensions, random_state=seed, n_jobs=1).fit_transform(rows) for seed in SEEDS
            ]
            found[f"umap-{dimensions}-{neighbours}"] = [measured(rows, view) for view in views]
    path = ROOT / "tests/reference/projections.json"
    path.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
