"""What PyTorch makes of pictures with the classifiers' layers.

Writes tests/reference/classifier_reference.json, which model/classifier/tests/pytorch.rs compares with:
the shipped classifier of digits, and a small one of colour pictures that are not square, whose weights
are a formula.

    python tests/reference/make_classifier_reference.py
"""

import json
import math
import pathlib
import struct

import numpy as np
import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent
MNIST = HERE / "../../assets/classifiers/mnist.safetensors"


def network(image, widths, classes):
    channels, height, width = image
    return nn.Sequential(
        nn.Conv2d(channels, widths[0], 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(widths[0], widths[1], 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.3),
        nn.Linear(widths[1] * (height // 2 // 2) * (width // 2 // 2), widths[2]),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(widths[2], classes),
    ).eval()


def shipped():
    data = MNIST.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__")
    state = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        numbers = np.frombuffer(data[8 + length :][begin:end], "<f2").reshape(entry["shape"])
        state[name] = torch.tensor(numbers.astype(np.float32))
    digits = network((1, 28, 28), (16, 32, 128), 10)
    digits.load_state_dict(state)
    return digits


def wave(count, speed, height):
    """`height` · sin(speed · (k + 1)), as the Rust test computes it."""
    return torch.tensor([height * math.sin(speed * (k + 1)) for k in range(count)], dtype=torch.float32)


def formula():
    small = network((3, 10, 13), (4, 5, 6), 3)
    for at, (_, values) in enumerate(small.state_dict().items()):
        values.copy_(wave(values.numel(), 0.7 + 0.1 * at, 0.4).reshape(values.shape))
    return small


def picture(image, number):
    """Two bars and a wave, in [0, 1]."""
    channels, height, width = image
    values = torch.zeros(image)
    for c in range(channels):
        for y in range(height):
            for x in range(width):
                bars = abs(x - width // 2 - number) < 2 or abs(y - height // 3 - number) < 2
                values[c, y, x] = 0.85 * bars + 0.15 * ((7 * x + 11 * y + 5 * c) % 13) / 12
    return values


def case(layers, image, number, of, over):
    x = picture(image, number).requires_grad_()
    logits = layers(x[None])[0]
    margin = logits[of] - logits[over]
    margin.backward()
    return {
        "image": image,
        "number": number,
        "of": of,
        "over": over,
        "features": layers[:-1](x[None])[0].tolist(),
        "probabilities": logits.softmax(0).tolist(),
        "margin": margin.item(),
        "gradient": x.grad.flatten().tolist(),
    }


def rounded(value):
    if isinstance(value, list):
        return [rounded(it) for it in value]
    if isinstance(value, dict):
        return {key: rounded(it) for key, it in value.items()}
    return float(f"{value:.6g}") if isinstance(value, float) else value


def main():
    digits, small = shipped(), formula()
    cases = {
        "digits": [case(digits, [1, 28, 28], 0, 4, 9), case(digits, [1, 28, 28], 3, 1, 7)],
        "formula": [case(small, [3, 10, 13], 1, 2, 0)],
    }
    (HERE / "classifier_reference.json").write_text(json.dumps(rounded(cases)) + "\n")


if __name__ == "__main__":
    main()
