"""How many pictures an independent classifier takes for digits.

    cargo run --release -p tests --features model/pretrain --example prior_samples -- vae-mnist-10d 1000 samples.idx
    venv/bin/python judge.py --mnist FOLDER samples.idx

Trains a small convolutional classifier on MNIST's 60,000 training images (it has to reach 98.5 %
on the test images), lets it look at the pictures, and says for how many it is at least 90 % sure,
and of which digits. Fails unless that is at least 60 %, with all ten digits among them. FOLDER
holds MNIST's four IDX files as .gz. With `--keep FILE` the classifier is kept there, and taken
from there the next time; with `--export FILE` its weights are written as the site ships them
(`assets/classifiers/mnist.safetensors`).

With `--table` it gives no verdict on pictures and prints a line for each of any number of files:
the shares of which it is at least 80 % and 90 % sure, how many of the ten digits it sees among those
(80 %), the entropy of the digits that it takes all pictures for, in bits (log2 10 = 3.32 is an even
spread), and the Fréchet distance (arXiv:1706.08500, with this classifier's last hidden layer in
place of Inception's) to the 10,000 test images, which small samples overrate by a little.
`docs/presets.md` is made from such lines.
"""

import argparse
import gzip
import json
import math
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

SURE = 0.9
LEAST_SHARE = 0.6
LEAST_ACCURACY = 0.985
EPOCHS = 3


def read_idx(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as file:
        data = file.read()
    dimensions = data[3]
    shape = np.frombuffer(data, ">u4", dimensions, 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def as_input(images):
    return torch.tensor(images, dtype=torch.float32).unsqueeze(1) / 255


def classifier():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.3),
        nn.Linear(32 * 7 * 7, 128),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(128, 10),
    )


def train(network, images, labels):
    optimiser = torch.optim.Adam(network.parameters(), lr=2e-3)
    steps = EPOCHS * (len(images) // 128)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, steps)
    network.train()
    for epoch in range(EPOCHS):
        order = torch.randperm(len(images))
        for batch in order[: len(images) // 128 * 128].split(128):
            optimiser.zero_grad()
            loss = F.cross_entropy(network(images[batch]), labels[batch])
            loss.backward()
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {loss.item():.3f}", flush=True)


@torch.no_grad()
def probabilities(network, images):
    network.eval()
    return torch.cat([network(part).softmax(1) for part in images.split(1000)])


@torch.no_grad()
def moments(network, images):
    """Mean and covariance of the last hidden layer."""
    network.eval()
    features = torch.cat([network[:-1](part) for part in images.split(1000)]).double()
    return features.mean(0), features.T.cov()


def frechet(one, other):
    """|m1 - m2|^2 + tr(C1 + C2 - 2 (C1^1/2 C2 C1^1/2)^1/2)."""
    (mean, covariance), (other_mean, other_covariance) = one, other
    values, vectors = torch.linalg.eigh(covariance)
    root = vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T
    product = torch.linalg.eigvalsh(root @ other_covariance @ root).clamp(min=0)
    traces = covariance.trace() + other_covariance.trace() - 2 * product.sqrt().sum()
    return ((mean - other_mean).square().sum() + traces).item()


def row(network, path, real):
    """Of a file of pictures: both shares, digits seen, entropy over digits, Fréchet distance."""
    images = as_input(read_idx(path))
    confidence, digits = probabilities(network, images).max(1)
    shares = [(confidence >= least).double().mean().item() for least in (0.8, 0.9)]
    seen = len(digits[confidence >= 0.8].unique())
    frequencies = torch.bincount(digits, minlength=10).double() / len(digits)
    entropy = sum(f * math.log2(1 / f) for f in frequencies.tolist() if f > 0)
    return *shares, seen, entropy, frechet(moments(network, images), real)


def table(network, paths, images):
    real = moments(network, images)
    print("pictures,sure at 80 %,sure at 90 %,digits,entropy,distance")
    for path in paths:
        sure, surer, *rest = row(network, path, real)
        print("{},{:.1f},{:.1f},{},{:.2f},{:.1f}".format(path.stem, 100 * sure, 100 * surer, *rest))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mnist", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="where the classifier is kept")
    parser.add_argument("--export", type=Path, metavar="FILE", help="write its weights, 16 bits")
    parser.add_argument("--table", action="store_true", help="a line for each file, no verdict")
    parser.add_argument("pictures", type=Path, nargs="+", help="IDX files of 28×28 grey images")
    arguments = parser.parse_args()
    torch.manual_seed(0)

    network = classifier()
    if arguments.keep and arguments.keep.exists():
        network.load_state_dict(torch.load(arguments.keep, weights_only=True))
    else:
        images = as_input(read_idx(arguments.mnist / "train-images-idx3-ubyte.gz"))
        labels = read_idx(arguments.mnist / "train-labels-idx1-ubyte.gz")
        train(network, images, torch.tensor(labels, dtype=torch.long))
        if arguments.keep:
            torch.save(network.state_dict(), arguments.keep)

    images = as_input(read_idx(arguments.mnist / "t10k-images-idx3-ubyte.gz"))
    labels = read_idx(arguments.mnist / "t10k-labels-idx1-ubyte.gz")
    found = probabilities(network, images).argmax(1).numpy()
    accuracy = float((found == labels).mean())
    print(f"classifier: {100 * accuracy:.2f} % of {len(labels)} test images right")

    if accuracy < LEAST_ACCURACY:
        sys.exit(f"the classifier has to reach {100 * LEAST_ACCURACY} %")
    if arguments.export:
        export(network, arguments.export, "mnist", (1, 28, 28), accuracy, len(labels))
    if arguments.table:
        table(network, arguments.pictures, images)
    else:
        verdict(network, arguments.pictures)


def export(network, path, data, image, accuracy, held_out):
    """The weights as safetensors, with what `model/classifier` wants to know."""
    facts = {
        "format": "latentscape-classifier 1",
        "data": data,
        "image": ",".join(map(str, image)),
        "accuracy": f"{accuracy:.4f}",
        "held-out": str(held_out),
    }
    header, body = {"__metadata__": facts}, b""
    for name, values in network.state_dict().items():
        part = values.half().numpy().tobytes()
        offsets = [len(body), len(body) + len(part)]
        header[name] = {"dtype": "F16", "shape": list(values.shape), "data_offsets": offsets}
        body += part
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def verdict(network, paths):
    pictures = torch.cat([as_input(read_idx(path)) for path in paths])
    confidence, digits = probabilities(network, pictures).max(1)
    sure = confidence >= SURE
    share = sure.float().mean().item()
    counts = np.bincount(digits[sure].numpy(), minlength=10)
    print(f"pictures: at least {100 * SURE:.0f} % sure of {100 * share:.1f} % of {len(digits)}")
    print("of each digit: " + ", ".join(f"{d}: {count}" for d, count in enumerate(counts)))
    if share < LEAST_SHARE or counts.min() == 0:
        sys.exit(f"expected {100 * LEAST_SHARE:.0f} %, and all ten digits")


if __name__ == "__main__":
    main()
