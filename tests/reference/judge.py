"""How many pictures an independent classifier takes for digits.

    cargo run --release -p tests --features model/pretrain --example prior_samples -- vae-mnist-10d 1000 samples.idx
    venv/bin/python judge.py --mnist FOLDER samples.idx

Trains a small convolutional classifier on MNIST's 60,000 training images (it has to reach 98.5 %
on the test images), lets it look at the pictures, and says for how many it is at least 90 % sure,
and of which digits. Fails unless that is at least 60 %, with all ten digits among them. FOLDER
holds MNIST's four IDX files as .gz. With `--keep FILE` the classifier is kept there, and taken
from there the next time.
"""

import argparse
import gzip
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mnist", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="where the classifier is kept")
    parser.add_argument("pictures", type=Path, help="an IDX file of 28×28 grey images")
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

    confidence, digits = probabilities(network, as_input(read_idx(arguments.pictures))).max(1)
    sure = confidence >= SURE
    share = sure.float().mean().item()
    counts = np.bincount(digits[sure].numpy(), minlength=10)
    print(f"pictures: at least {100 * SURE:.0f} % sure of {100 * share:.1f} % of {len(digits)}")
    print("of each digit: " + ", ".join(f"{d}: {count}" for d, count in enumerate(counts)))
    if accuracy < LEAST_ACCURACY:
        sys.exit(f"the classifier has to reach {100 * LEAST_ACCURACY} %")
    if share < LEAST_SHARE or counts.min() == 0:
        sys.exit(f"expected {100 * LEAST_SHARE:.0f} %, and all ten digits")


if __name__ == "__main__":
    main()
