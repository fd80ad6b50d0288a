"""PyTorch on the CPU: one workload, from a job that the benchmark's server keeps.

Called by `run.js` with one JSON argument: `address` of the job, `kind`, `threads`, `rounds`,
`sampleMillis`, `output` (a file for pictures or codes). Prints one JSON object: `version`,
`millis` (a list), and, for steps, the first `losses`.
"""

import json
import struct
import sys
import time
import urllib.request

import torch
import torch.nn.functional as F

options = json.loads(sys.argv[1])
torch.set_num_threads(options["threads"])


def fetch(name):
    with urllib.request.urlopen(f"{options['address']}/{name}") as response:
        return response.read()


def floats(name):
    return torch.frombuffer(bytearray(fetch(name)), dtype=torch.float32)


job = json.loads(fetch("job.json"))
spec = job["spec"]
side, latent = spec["side"], spec["latent"]
pixels = job["pixels"]
colours = max(1, round(pixels / side**2))


def tensors():
    data = fetch("state")
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    for name, entry in header.items():
        begin, end = (8 + length + at for at in entry["data_offsets"])
        values = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32)
        yield name, values.reshape(entry["shape"])


networks = {"generator": {}, "encoder": {}, "discriminator": {}}
for name, values in tensors():
    network, _, rest = name.partition(".weights.")
    if rest:
        networks[network][rest] = values
for weights in networks.values():
    for name, values in weights.items():
        values.requires_grad_("running" not in name)


def layers(network):
    return network.get("channels", []), network["hidden"]


def leaky(x):
    return F.leaky_relu(x, 0.2)


def dense(p, name, x):
    return x @ p[f"{name}.weight"] + p[f"{name}.bias"]


def norm(p, name, x, training, absorbs):
    if f"{name}.gamma" not in p:
        return x
    running = [p[f"{name}.running.{part}"] for part in ("mean", "variance")]
    if training and not absorbs:
        running = [None, None]
    return F.batch_norm(x, *running, p[f"{name}.gamma"], p[f"{name}.beta"], training)


def mlp(p, name, x, widths, training=False, absorbs=False):
    for at in range(len(widths)):
        x = dense(p, f"{name}.layers.{at}", x)
        x = leaky(norm(p, f"{name}.norms.{at}", x, training, absorbs))
    return x


def decode(z, training=False, absorbs=False):
    p = networks["generator"]
    channels, hidden = layers(spec["decoder"])
    x = mlp(p, "decoder.hidden", z, hidden, training, absorbs)
    x = dense(p, "decoder.output", x)
    if not channels:
        return x
    small = side >> len(channels)
    x = x.reshape(-1, channels[0], small, small)
    for at in range(len(channels)):
        x = leaky(norm(p, f"decoder.norms.{at}", x, training, absorbs))
        up = f"decoder.ups.{at}.conv"
        x = F.conv_transpose2d(x, p[f"{up}.weight"], p[f"{up}.bias"], stride=2, padding=1)
    return x.flatten(1)


def grey(x):
    return (torch.tanh(x) + 1) * 0.5 if spec["output"] == "tanh" else torch.sigmoid(x)


def features(p, x, network):
    channels, hidden = layers(network)
    if channels:
        x = x.reshape(-1, colours, side, side)
        for at in range(len(channels)):
            down = f"convs.{at}.conv"
            x = leaky(F.conv2d(x, p[f"{down}.weight"], p[f"{down}.bias"], stride=2, padding=1))
        x = x.flatten(1)
    return mlp(p, "hidden", x, hidden)


def judge(x):
    seen = features(networks["discriminator"], x, spec["discriminator"])
    return seen, dense(networks["discriminator"], "score", seen).squeeze(1)


def encode(x):
    p = networks["encoder"]
    seen = features(p, x, spec["encoder"])
    return dense(p, "mean", seen), dense(p, "log_variance", seen)


def optimiser(names, rate):
    weights = [w for name in names for w in networks[name].values() if w.requires_grad]
    betas = (spec["beta1"], spec["beta2"])
    return torch.optim.Adam(weights, rate, betas, 1e-8) if weights else None


made = optimiser(["generator", "encoder"], spec["learningRate"])
judging = optimiser(["discriminator"], spec["discriminatorLearningRate"])


def learn(optimiser, loss):
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()


def judge_and_learn(real, z):
    with torch.no_grad():
        fake = grey(decode(z, training=True))
    _, score = judge(torch.cat([real, fake]))
    ofreal, offake = score.split(len(real))
    loss = F.softplus(-ofreal).mean() + F.softplus(offake).mean()
    learn(judging, loss)
    return loss


def frozen_judge(pictures):
    weights = list(networks["discriminator"].values())
    for weight in weights:
        weight.requires_grad_(False)
    result = judge(pictures)
    for weight in weights:
        weight.requires_grad_(True)
    return result


def elbo(mean, log_variance, decoded, images):
    reconstruction = (F.softplus(decoded) - decoded * images).sum(1).mean()
    kl = 0.5 * (mean.square() + log_variance.exp() - log_variance - 1).sum(1).mean()
    return reconstruction, kl


def gan(images, z):
    discriminator = judge_and_learn(images, z(0))
    _, score = frozen_judge(grey(decode(z(1), training=True, absorbs=True)))
    generator = F.softplus(-score).mean()
    learn(made, generator)
    return {"discriminator": discriminator, "generator": generator}


def vae(images, z):
    mean, log_variance = encode(images)
    decoded = decode(mean + (0.5 * log_variance).exp() * z(0), training=True, absorbs=True)
    reconstruction, kl = elbo(mean, log_variance, decoded, images)
    total = spec["reconstructionWeight"] * reconstruction + spec["beta"] * kl
    learn(made, total)
    return {"total": total, "reconstruction": reconstruction, "kl": kl}


def vae_gan(images, z):
    discriminator = judge_and_learn(images, z(0))
    mean, log_variance = encode(images)
    codes = torch.cat([mean + (0.5 * log_variance).exp() * z(1), z(2)])
    decoded = decode(codes, training=True, absorbs=True)
    reconstruction, kl = elbo(mean, log_variance, decoded[: len(images)], images)
    seen, score = frozen_judge(torch.cat([images, grey(decoded)]))
    of_images, of_reconstructions, _ = seen.split(len(images))
    feature = (of_images - of_reconstructions).square().sum(1).mean()
    generator = F.softplus(-score[2 * len(images) :]).mean()
    total = (
        spec["reconstructionWeight"] * reconstruction
        + spec["beta"] * kl
        + spec["featureWeight"] * feature
        + spec["adversarialWeight"] * generator
    )
    learn(made, total)
    losses = {"discriminator": discriminator, "total": total, "generator": generator}
    return losses | {"reconstruction": reconstruction, "kl": kl, "feature": feature}


STEPS = {"gan": gan, "vae": vae, "vae-gan": vae_gan}
kind = options["kind"]
result = {"version": torch.__version__}

if kind == "step":
    batches = [floats(name).reshape(-1, pixels) for name in job["images"]]
    noises = [floats(name) for name in job["noise"]]
    taken = 0

    def once():
        global taken
        images, noise = batches[taken % len(batches)], noises[taken % len(noises)]
        taken += 1
        count = len(images) * latent

        def z(at):
            return noise[at * count : (at + 1) * count].reshape(-1, latent)

        return STEPS[spec["model"]](images, z)

    result["losses"] = []
    for _ in range(3):
        result["losses"].append({name: value.item() for name, value in once().items()})
else:
    if kind == "decode":
        argument = floats("z").reshape(-1, latent)
    else:
        argument = torch.frombuffer(bytearray(fetch("held-out")), dtype=torch.uint8)
        argument = argument.reshape(-1, pixels // colours, colours).transpose(1, 2)
        argument = argument.reshape(-1, pixels).float() / 255

    @torch.no_grad()
    def once():
        return grey(decode(argument)) if kind == "decode" else encode(argument)[0]

    computed = once()
    if kind == "decode":
        # Pixel by pixel, as files have them.
        computed = computed.reshape(-1, colours, pixels // colours).transpose(1, 2)
    with open(options["output"], "wb") as file:
        file.write(computed.contiguous().numpy().tobytes())

begun = time.perf_counter()
once()
millis = (time.perf_counter() - begun) * 1e3
times = max(1, min(1000, round(options["sampleMillis"] / millis)))
result["millis"] = []
for _ in range(options["rounds"]):
    begun = time.perf_counter()
    for _ in range(times):
        once()
    result["millis"].append((time.perf_counter() - begun) * 1e3 / times)
print(json.dumps(result))
