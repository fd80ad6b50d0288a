"""A DCGAN of colour pictures of 64 pixels a side. Its generator becomes dcgan.onnx."""

import torch
import torch.nn.functional as F
from torch import nn

LATENT, SIDE, WIDTH = 32, 64, 8


def balls(count):
    """Coloured balls: put your own pictures here, as numbers from -1 to 1."""
    at = torch.linspace(-1, 1, SIDE)
    x, y, radius = torch.rand(3, count, 1, 1, 1) * 0.8 - 0.4
    ball, ground = torch.rand(2, count, 3, 1, 1) * 2 - 1
    distance = ((at[None, None, None, :] - x) ** 2 + (at[None, None, :, None] - y) ** 2).sqrt()
    inside = torch.sigmoid(20 * (0.5 + 0.6 * radius - distance))
    return ground + (ball - ground) * inside


def up(inputs, outputs):
    """Twice the side."""
    conv = nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), nn.ReLU())


def down(inputs, outputs):
    """Half the side."""
    conv = nn.Conv2d(inputs, outputs, 4, stride=2, padding=1)
    return nn.Sequential(conv, nn.LeakyReLU(0.2))


# [batch, 32, 1, 1] → [batch, 3, 64, 64], from -1 to 1
generator = nn.Sequential(
    nn.ConvTranspose2d(LATENT, 8 * WIDTH, 4, bias=False),
    nn.BatchNorm2d(8 * WIDTH),
    nn.ReLU(),
    up(8 * WIDTH, 4 * WIDTH),
    up(4 * WIDTH, 2 * WIDTH),
    up(2 * WIDTH, WIDTH),
    nn.ConvTranspose2d(WIDTH, 3, 4, stride=2, padding=1),
    nn.Tanh(),
)
discriminator = nn.Sequential(
    down(3, WIDTH), down(WIDTH, 2 * WIDTH), down(2 * WIDTH, 4 * WIDTH), down(4 * WIDTH, 8 * WIDTH),
    nn.Flatten(),
    nn.Linear(8 * WIDTH * 16, 1),
)

torch.manual_seed(0)
for network in (generator, discriminator):
    for weights in network.parameters():
        if weights.dim() > 1:
            nn.init.normal_(weights, 0, 0.05)
of_g = torch.optim.Adam(generator.parameters(), lr=6e-4, betas=(0.5, 0.999))
of_d = torch.optim.Adam(discriminator.parameters(), lr=6e-4, betas=(0.5, 0.999))
for step in range(2500):
    real, fake = balls(32), generator(torch.randn(32, LATENT, 1, 1))
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake.detach())).mean()
    of_d.zero_grad()
    loss.backward()
    of_d.step()
    loss = F.softplus(-discriminator(fake)).mean()
    of_g.zero_grad()
    loss.backward()
    of_g.step()

generator.eval()  # BatchNorm then uses its running statistics.
torch.onnx.export(
    generator,
    (torch.zeros(1, LATENT, 1, 1),),
    "dcgan.onnx",
    input_names=["z"],
    output_names=["image"],
    dynamic_axes={"z": {0: "batch"}, "image": {0: "batch"}},
    dynamo=False,
)
