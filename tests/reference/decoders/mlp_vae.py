"""A small VAE of dense layers. Its decoder becomes mlp_vae.onnx, its encoder mlp_vae_encoder.onnx."""

import torch
import torch.nn.functional as F
from torch import nn

LATENT, SIDE = 8, 28


def discs(count):
    """Grey discs: put your own pictures here, as numbers from 0 to 1."""
    at = torch.linspace(-1, 1, SIDE)
    x, y, radius = torch.rand(3, count, 1, 1) * 0.8 - 0.4
    distance = ((at[None, None, :] - x) ** 2 + (at[None, :, None] - y) ** 2).sqrt()
    return torch.sigmoid(20 * (0.5 + 0.6 * radius - distance)).flatten(1)


class Encoder(nn.Module):
    """[batch, 1, 28, 28], from 0 to 1 → mean and log-variance, [batch, 8] each."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(SIDE * SIDE, 64)
        self.mean, self.log_variance = nn.Linear(64, LATENT), nn.Linear(64, LATENT)

    def forward(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.mean(h), self.log_variance(h)


class Decoder(nn.Module):
    """[batch, 8] → [batch, 1, 28, 28], from 0 to 1."""

    def __init__(self):
        super().__init__()
        self.hidden, self.pixels = nn.Linear(LATENT, 64), nn.Linear(64, SIDE * SIDE)

    def forward(self, z):
        x = torch.sigmoid(self.pixels(F.relu(self.hidden(z))))
        return x.view(-1, 1, SIDE, SIDE)


torch.manual_seed(0)
encoder, decoder = Encoder(), Decoder()
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=2e-3)
for step in range(600):
    x = discs(64)
    mean, log_variance = encoder(x)
    z = mean + torch.randn_like(mean) * (0.5 * log_variance).exp()
    likelihood = F.binary_cross_entropy(decoder(z).flatten(1), x, reduction="sum")
    kl = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum()
    loss = (likelihood + kl) / len(x)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

decoder.eval()
torch.onnx.export(
    decoder,
    (torch.zeros(1, LATENT),),
    "mlp_vae.onnx",
    input_names=["z"],
    output_names=["image"],
    dynamic_axes={"z": {0: "batch"}, "image": {0: "batch"}},
    dynamo=False,
)
encoder.eval()
torch.onnx.export(
    encoder,
    (torch.zeros(1, 1, SIDE, SIDE),),
    "mlp_vae_encoder.onnx",
    input_names=["image"],
    output_names=["mean", "log_variance"],
    dynamic_axes={name: {0: "batch"} for name in ("image", "mean", "log_variance")},
    dynamo=False,
)
