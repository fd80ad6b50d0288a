"""Runs a script that the project wrote for a run, and prints the losses of its first steps.

    python tests/reference/run_code.py < JSON

The JSON on standard input holds the script (`code`), how many `steps` to take, and of the project's own
run the first `weights`, the `batches` of images and the `noise` of each step, so that both begin with the
same numbers. `tests/tests/run_code.rs` compares.
"""

import json
import sys

import torch
from torch import nn

given = json.load(sys.stdin)
torch.manual_seed(0)


class Noise:
    """The numbers of a step's noise, in the order in which they are drawn."""

    def begin(self, numbers):
        self.left = torch.tensor(numbers)

    def numbers(self, count):
        drawn, self.left = self.left[:count], self.left[count:]
        return drawn

    def __call__(self, count):
        return self.numbers(count * program["latent"]).reshape(count, -1)


def put(target, values, transpose=False):
    shape = values["shape"]
    tensor = torch.tensor(values["values"]).reshape(shape)
    with torch.no_grad():
        target.copy_(tensor.T if transpose else tensor)


def layer(module, name):
    """The weights and biases of one layer."""
    dense = isinstance(module, nn.Linear)
    weight = module.weight
    if hasattr(module, "parametrizations"):
        weight = module.parametrizations.weight.original
    put(weight, given["weights"][f"{name}.weight"], transpose=dense)
    put(module.bias, given["weights"][f"{name}.bias"])


def normalisation(module, name):
    put(module.weight, given["weights"][f"{name}.gamma"])
    put(module.bias, given["weights"][f"{name}.beta"])


def inwards(network, prefix):
    """An encoder or a discriminator without its last layer."""
    convolutions = dense = norms = 0
    flat = not any(isinstance(module, nn.Unflatten) for module in network)
    for module in network:
        if isinstance(module, nn.Flatten):
            flat, norms = True, 0
        elif isinstance(module, nn.Conv2d):
            layer(module, f"{prefix}.convs.{convolutions}.conv")
            convolutions += 1
        elif isinstance(module, nn.Linear):
            layer(module, f"{prefix}.hidden.layers.{dense}")
            dense += 1
        elif isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.GroupNorm)):
            normalisation(module, f"{prefix}.{'hidden.' if flat else ''}norms.{norms}")
            norms += 1


def outwards(network, prefix):
    """A decoder or a generator."""
    ups = dense = norms = 0
    last = [module for module in network if isinstance(module, nn.Linear)][-1]
    inner, modulations = "hidden.", 0
    for module in network:
        if isinstance(module, program.get("SelfModulation", ())):
            layer(module.both, f"{prefix}.decoder.modulations.{modulations}")
            modulations += 1
        elif isinstance(module, nn.Unflatten):
            inner, norms = "", 0
        elif isinstance(module, nn.ConvTranspose2d):
            layer(module, f"{prefix}.decoder.ups.{ups}.conv")
            ups += 1
        elif module is last:
            layer(module, f"{prefix}.decoder.output")
        elif isinstance(module, nn.Linear):
            layer(module, f"{prefix}.decoder.hidden.layers.{dense}")
            dense += 1
        elif isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.GroupNorm)):
            normalisation(module, f"{prefix}.decoder.{inner}norms.{norms}")
            norms += 1


program = {"__name__": "program"}
exec(compile(given["code"], "program.py", "exec"), program)
if "encoder" in program:
    inwards(program["encoder"], "encoder.weights")
    layer(program["to_mean"], "encoder.weights.mean")
    if "to_log_variance" in program:
        layer(program["to_log_variance"], "encoder.weights.log_variance")
if "coder" in program:
    outwards(program["coder"], "coder.weights")
outwards(program.get("generator") or program["decoder"], "generator.weights")
if "discriminator" in program:
    inwards(program["discriminator"], "discriminator.weights")
    layer(program["to_score"], "discriminator.weights.score")

noise = Noise()
program["noise"] = noise
torch.randn_like = lambda x: noise.numbers(x.numel()).reshape(x.shape)
program["moved"] = lambda x: x + 0.01 * noise.numbers(x.numel()).reshape(x.shape)
batches = iter(torch.tensor(batch) for batch in given["batches"])
pixels = given["pixels"]
losses = []
for number in range(given["steps"]):
    noise.begin(given["noise"][number])
    losses.append(program["step"](lambda: next(batches).reshape(-1, pixels), number))
print(json.dumps(losses))
