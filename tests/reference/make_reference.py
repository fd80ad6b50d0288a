"""Writes reference.json: numbers from PyTorch that `tests/tests/reference.rs` compares with.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python make_reference.py

Everything is computed in double precision, so that the differences that the tests measure are
those of the project's own single precision. Weights, images and noise come from formulas that the
tests repeat (`weight`, `grey`, `noise` below); they are rounded to single precision first, as the
project sees them.

Tensors are written as burn lays them out: dense weights `[inputs, outputs]`, the transpose of
PyTorch's; convolutions as in PyTorch.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.distributions import Normal, kl_divergence

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

BATCH = 4
LEARNING_RATE = 2e-3


def single(values):
    """Rounds to single precision, and back."""
    return torch.tensor(np.asarray(values, dtype=np.float64).astype(np.float32).astype(np.float64))


def weight(tensor, shape):
    """The weights of parameter number `tensor`, as burn lays them out."""
    count = math.prod(shape)
    values = [0.3 * math.sin(1.0 + 0.7 * i * i + 1.3 * tensor) for i in range(count)]
    return single(values).reshape(shape)


def grey(step, pixels):
    """The images of training step `step`: `[BATCH, pixels]`, grey values of 0 to 255 over 255."""
    indices = np.arange(BATCH * pixels)
    levels = (indices * indices * 7 + indices * 13 + step * 29) % 256
    return single((levels.astype(np.float32) / np.float32(255))).reshape(BATCH, pixels)


def noise(step, latent):
    """The noise of training step `step`: `[BATCH, latent]`."""
    values = [1.5 * math.sin(0.9 * i + step) for i in range(BATCH * latent)]
    return single(values).reshape(BATCH, latent)


class Network(nn.Module):
    """A VAE as `model::vae` builds it: an activation follows each layer but the heads, the
    decoder's output layer (if doublings follow, the activation stands before each of them) and
    the last doubling."""

    def __init__(self, config):
        super().__init__()
        image = config["image"]
        self.size = (image["channels"], image["height"], image["width"])
        self.activation = {
            "relu": F.relu,
            "leaky-relu": lambda x: F.leaky_relu(x, 0.2),
            "silu": F.silu,
        }[config["activation"]]
        self.likelihood = config["likelihood"]
        latent = config["latent"]
        colours, height, width = self.size

        convs, planes = [], [colours, *config["encoder"].get("channels", [])]
        for inputs, outputs in zip(planes, planes[1:]):
            convs.append(nn.Conv2d(inputs, outputs, kernel_size=3, stride=2, padding=1))
            height, width = (height + 1) // 2, (width + 1) // 2
        self.convs = nn.ModuleList(convs)
        widths = [planes[-1] * height * width, *config["encoder"]["hidden"]]
        self.encoder_hidden = nn.ModuleList(nn.Linear(i, o) for i, o in zip(widths, widths[1:]))
        self.mean = nn.Linear(widths[-1], latent)
        self.log_variance = nn.Linear(widths[-1], latent)

        planes = [*config["decoder"].get("channels", []), colours]
        factor = 2 ** (len(planes) - 1)
        self.grid = (planes[0], self.size[1] // factor, self.size[2] // factor)
        widths = [latent, *config["decoder"]["hidden"]]
        self.decoder_hidden = nn.ModuleList(nn.Linear(i, o) for i, o in zip(widths, widths[1:]))
        self.output = nn.Linear(widths[-1], math.prod(self.grid))
        self.ups = nn.ModuleList(
            nn.ConvTranspose2d(i, o, kernel_size=4, stride=2, padding=1)
            for i, o in zip(planes, planes[1:])
        )

        for number, (name, parameter) in enumerate(self.named()):
            turned = is_dense(name)
            shape = parameter.shape[::-1] if turned else parameter.shape
            values = weight(number, shape)
            parameter.data = (values.T if turned else values).contiguous()

    def named(self):
        """Each parameter with its name in the project, in the project's order."""
        layers = [(f"encoder.convs.{i}.conv", conv) for i, conv in enumerate(self.convs)]
        layers += [(f"encoder.hidden.layers.{i}", l) for i, l in enumerate(self.encoder_hidden)]
        layers += [("encoder.mean", self.mean), ("encoder.log_variance", self.log_variance)]
        layers += [(f"decoder.hidden.layers.{i}", l) for i, l in enumerate(self.decoder_hidden)]
        layers += [("decoder.output", self.output)]
        layers += [(f"decoder.ups.{i}.conv", up) for i, up in enumerate(self.ups)]
        for name, layer in layers:
            yield f"{name}.weight", layer.weight
            yield f"{name}.bias", layer.bias

    def encode(self, images):
        x = images
        if len(self.convs) > 0:
            x = x.reshape(-1, *self.size)
            for conv in self.convs:
                x = self.activation(conv(x))
            x = x.flatten(1)
        for layer in self.encoder_hidden:
            x = self.activation(layer(x))
        return self.mean(x), self.log_variance(x)

    def decode(self, z):
        x = z
        for layer in self.decoder_hidden:
            x = self.activation(layer(x))
        x = self.output(x)
        if len(self.ups) == 0:
            return x
        x = x.reshape(-1, *self.grid)
        for up in self.ups:
            x = up(self.activation(x))
        return x.flatten(1)

    def elbo(self, images, epsilon):
        mean, log_variance = self.encode(images)
        sigma = torch.exp(log_variance / 2)
        output = self.decode(mean + sigma * epsilon)
        reconstruction = negative_log_likelihood(self.likelihood, output, images).sum(1)
        kl = kl_divergence(Normal(mean, sigma), Normal(0.0, 1.0)).sum(1)
        return reconstruction, kl


def is_dense(name):
    return name.endswith(".weight") and ".conv." not in name


def negative_log_likelihood(likelihood, output, x):
    if likelihood == "bernoulli":
        return F.binary_cross_entropy_with_logits(output, x, reduction="none")
    return -Normal(output, single(likelihood["gaussian"]["sigma"])).log_prob(x)


def numbers(tensor):
    """Eight significant digits: nothing beside what single precision leaves out."""
    return [float(f"{value:.8g}") for value in tensor.detach().flatten().tolist()]


def tensors(pairs):
    return {
        name: numbers(tensor.T.contiguous() if is_dense(name) else tensor)
        for name, tensor in pairs
    }


def train(config, beta):
    """Five steps of Adam, with the first step's figures and gradients."""
    network = Network(config)
    optimiser = torch.optim.Adam(
        network.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.999), eps=1e-8
    )
    image = config["image"]
    pixels = image["channels"] * image["height"] * image["width"]
    found = {"beta": beta, "losses": []}
    for step in range(5):
        optimiser.zero_grad()
        reconstruction, kl = network.elbo(grey(step, pixels), noise(step, config["latent"]))
        loss = (reconstruction + beta * kl).mean()
        loss.backward()
        found["losses"] += numbers(loss)
        if step == 0:
            found["reconstruction"] = numbers(reconstruction)
            found["kl"] = numbers(kl)
            found["gradients"] = tensors((n, p.grad) for n, p in network.named())
        optimiser.step()
        if step in (0, 4):
            found[f"after{step + 1}"] = tensors(network.named())
    return found


def network(config):
    image = config["image"]
    pixels = image["channels"] * image["height"] * image["width"]
    vae = Network(config)
    mean, log_variance = vae.encode(grey(0, pixels))
    output = vae.decode(noise(7, config["latent"]))
    return {
        "config": config,
        "mean": numbers(mean),
        "logVariance": numbers(log_variance),
        "output": numbers(output),
        "runs": [train(config, beta) for beta in (1.0, 0.5)],
    }


DENSE = {
    "image": {"channels": 1, "height": 8, "width": 8},
    "latent": 2,
    "encoder": {"kind": "dense", "hidden": [6]},
    "decoder": {"kind": "dense", "hidden": [5]},
    "activation": "leaky-relu",
    "likelihood": "bernoulli",
}
CONVOLUTIONAL = {
    "image": {"channels": 3, "height": 8, "width": 12},
    "latent": 3,
    "encoder": {"kind": "conv", "hidden": [5], "channels": [3, 4]},
    "decoder": {"kind": "conv", "hidden": [6], "channels": [4, 2]},
    "activation": "leaky-relu",
    "likelihood": "bernoulli",
}
# Odd sides, and everything that the others leave out.
MIXED = {
    "image": {"channels": 1, "height": 9, "width": 11},
    "latent": 1,
    "encoder": {"kind": "conv", "hidden": [], "channels": [2, 3]},
    "decoder": {"kind": "dense", "hidden": [4]},
    "activation": "silu",
    "likelihood": {"gaussian": {"sigma": 0.5}},
}


def losses():
    logits = [-200.0, -88.0, -20.0, -3.0, -1e-3, 0.0, 0.7, 5.0, 30.0, 104.0, 200.0]
    greys = [0.0, 1 / 255, 0.25, 0.5, 0.9, 1.0]
    pairs = [(l, g) for l in logits for g in greys]
    logit, x = single([l for l, _ in pairs]), single([g for _, g in pairs])
    bernoulli = {
        "logits": numbers(logit),
        "x": numbers(x),
        "nll": numbers(F.binary_cross_entropy_with_logits(logit, x, reduction="none")),
    }

    triples = [(m, g, s) for s in (0.1, 0.5, 1.0, 2.0) for m in (-1.0, 0.2, 3.0) for g in greys]
    mean, x, sigma = (single([t[i] for t in triples]) for i in range(3))
    gaussian = {
        "mean": numbers(mean),
        "x": numbers(x),
        "sigma": numbers(sigma),
        "nll": numbers(-Normal(mean, sigma).log_prob(x)),
    }

    pairs = [(m, v) for m in (-10.0, -1.0, 0.0, 0.3, 4.0) for v in (-20.0, -2.0, 0.0, 0.5, 10.0)]
    mean, log_variance = single([m for m, _ in pairs]), single([v for _, v in pairs])
    sigma = torch.exp(log_variance / 2)
    epsilon = single([math.sin(i) for i in range(len(pairs))])
    return {
        "bernoulli": bernoulli,
        "gaussian": gaussian,
        "posterior": {
            "mean": numbers(mean),
            "logVariance": numbers(log_variance),
            "noise": numbers(epsilon),
            "kl": numbers(kl_divergence(Normal(mean, sigma), Normal(0.0, 1.0))),
            "z": numbers(mean + sigma * epsilon),
        },
    }


def main():
    reference = {
        "torch": torch.__version__.split("+")[0],
        **losses(),
        "networks": {
            "dense": network(DENSE),
            "convolutional": network(CONVOLUTIONAL),
            "mixed": network(MIXED),
        },
    }
    path = Path(__file__).with_name("reference.json")
    path.write_text(rendered(reference) + "\n")


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
