"""Trains the classifiers of drawn data sets that the site ships.

    cargo run --release -p tests --features model/pretrain --example training_images -- faces 24000 faces.idx
    cargo run --release -p tests --features model/pretrain --example training_images -- hanzi 24000 hanzi.idx
    venv/bin/python make_classifiers.py faces faces.idx --out ../../assets/classifiers
    venv/bin/python make_classifiers.py hanzi hanzi.idx --out ../../assets/classifiers

The layers are those of `judge.py`, which trains the one of MNIST, with fewer channels, and with pictures a
little blurred at random: a model's are softer than what is drawn. The last 4,000 pictures are held out. Each
file's metadata say how many of those it is right about, after its weights were rounded to 16 bits.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from judge import export, read_idx

HELD_OUT = 4000
EPOCHS = 4
WIDTHS = {"faces": (12, 16, 48), "hanzi": (16, 24, 96)}


def network(image, widths, classes):
    channels, height, width = image
    first, second, hidden = widths
    return nn.Sequential(
        nn.Conv2d(channels, first, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(first, second, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.3),
        nn.Linear(second * (height // 4) * (width // 4), hidden),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(hidden, classes),
    )


def softened(images):
    """A mix, different for each picture, of itself and its 3 × 3 means."""
    blurred = F.avg_pool2d(F.pad(images, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    share = torch.rand(len(images), 1, 1, 1)
    return torch.lerp(images, blurred, share)


def train(layers, images, labels):
    steps = EPOCHS * (len(images) // 128)
    optimiser = torch.optim.Adam(layers.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, steps)
    layers.train()
    for epoch in range(EPOCHS):
        order = torch.randperm(len(images))
        for batch in order[: len(images) // 128 * 128].split(128):
            optimiser.zero_grad()
            loss = F.cross_entropy(layers(softened(images[batch])), labels[batch])
            loss.backward()
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {loss.item():.3f}", flush=True)


@torch.no_grad()
def accuracy(layers, images, labels):
    layers.eval()
    for values in layers.parameters():
        values.copy_(values.half().float())
    found = torch.cat([layers(part).argmax(1) for part in images.split(500)])
    return (found == labels).double().mean().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", choices=sorted(WIDTHS))
    parser.add_argument("pictures", type=Path, help="an IDX file; labels beside it, as .labels")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    arguments = parser.parse_args()
    torch.manual_seed(0)

    pixels = read_idx(arguments.pictures)
    images = torch.tensor(np.ascontiguousarray(pixels), dtype=torch.float32) / 255
    images = images.unsqueeze(1) if images.ndim == 3 else images.permute(0, 3, 1, 2).contiguous()
    labels = torch.tensor(read_idx(Path(f"{arguments.pictures}.labels")).astype(np.int64))
    image, classes = tuple(images.shape[1:]), int(labels.max()) + 1
    layers = network(image, WIDTHS[arguments.data], classes)
    train(layers, images[:-HELD_OUT], labels[:-HELD_OUT])
    share = accuracy(layers, images[-HELD_OUT:], labels[-HELD_OUT:])
    print(f"{arguments.data}: {100 * share:.2f} % of {HELD_OUT} held-out pictures right")
    path = arguments.out / f"{arguments.data}.safetensors"
    export(layers, path, arguments.data, image, share, HELD_OUT)


if __name__ == "__main__":
    main()
