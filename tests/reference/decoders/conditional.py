"""A conditional decoder: a point and a class. It becomes conditional.onnx."""

import torch
import torch.nn.functional as F
from torch import nn

LATENT, CLASSES, SIDE = 6, 3, 32


def shapes(count):
    """Coloured discs, squares and rings, and which of them each is, from 0."""
    at = torch.linspace(-1, 1, SIDE)
    x, y, size = torch.rand(3, count, 1, 1) * 0.4 - 0.2
    hue = torch.rand(count, 1, 1, 1) + torch.tensor([0, 1 / 3, 2 / 3])
    colour = 0.5 + 0.5 * torch.cos(2 * torch.pi * hue)
    across, down = (at[None, None, :] - x).abs(), (at[None, :, None] - y).abs()
    disc = (across**2 + down**2).sqrt() - 0.5 - size
    square = torch.maximum(across, down) - 0.45 - size
    ring = (disc + 0.1).abs() - 0.12
    label = torch.randint(CLASSES, (count,))
    edge = torch.stack([disc, square, ring])[label, torch.arange(count)]
    return torch.sigmoid(-20 * edge)[..., None] * colour * 255, label


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(SIDE * SIDE * 3 + CLASSES, 64)
        self.mean, self.log_variance = nn.Linear(64, LATENT), nn.Linear(64, LATENT)

    def forward(self, x, label):
        h = torch.cat([x.flatten(1) / 255, F.one_hot(label, CLASSES).float()], 1)
        h = F.silu(self.hidden(h))
        return self.mean(h), self.log_variance(h)


class Decoder(nn.Module):
    """[batch, 6] and labels [batch] → [batch, 32, 32, 3], from 0 to 255."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(CLASSES, 16)
        self.hidden = nn.Linear(LATENT + 16, 8 * 8 * 16)
        self.up = nn.Conv2d(16, 16, 3, padding=1)
        self.colours = nn.Conv2d(16, 3, 3, padding=1)

    def forward(self, z, label):
        h = torch.cat([z, self.embedding(label)], 1)
        h = F.silu(self.hidden(h)).view(-1, 16, 8, 8)
        h = F.silu(self.up(F.interpolate(h, scale_factor=2.0)))
        h = torch.sigmoid(self.colours(F.interpolate(h, scale_factor=2.0)))
        return h.permute(0, 2, 3, 1) * 255


torch.manual_seed(0)
encoder, decoder = Encoder(), Decoder()
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=3e-3)
for step in range(1000):
    x, label = shapes(64)
    mean, log_variance = encoder(x, label)
    z = mean + torch.randn_like(mean) * (0.5 * log_variance).exp()
    likelihood = F.binary_cross_entropy(decoder(z, label) / 255, x / 255, reduction="sum")
    kl = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum()
    loss = (likelihood + kl) / len(x)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

decoder.eval()
torch.onnx.export(
    decoder,
    (torch.zeros(1, LATENT), torch.zeros(1, dtype=torch.int64)),
    "conditional.onnx",
    input_names=["z", "label"],
    output_names=["image"],
    dynamic_axes={"z": {0: "batch"}, "label": {0: "batch"}, "image": {0: "batch"}},
    dynamo=False,
)
