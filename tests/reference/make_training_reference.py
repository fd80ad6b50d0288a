"""Takes the steps of a few small runs in PyTorch, and writes what comes out.

    cargo build --release --package=model --package=tests --features model/pretrain --examples
    $CARGO_TARGET_DIR/release/examples/training_fixture > /tmp/training_fixture.json
    python tests/reference/make_training_reference.py /tmp/training_fixture.json \
        > tests/reference/training_reference.json

The fixture holds each run's first weights, its images and its noise. Everything else is computed
here, in double precision: layers, normalisation, spectral norm, losses, gradients, optimisers (those
of torch.optim), clipping, the moving average, growing. `tests/tests/training_reference.rs` compares.
"""

import json
import sys

import torch
import torch.nn.functional as F
from torch import nn

torch.set_default_dtype(torch.float64)


def tensor(entry):
    return torch.tensor(entry["values"]).reshape(entry["shape"])


def activate(x, kind):
    return {
        "relu": F.relu,
        "leaky-relu": lambda x: F.leaky_relu(x, 0.2),
        "silu": F.silu,
    }[kind](x)


def grey(x, output):
    return {"sigmoid": torch.sigmoid, "tanh": lambda x: (torch.tanh(x) + 1) / 2, "linear": lambda x: x}[output](x)


class Net:
    """Parameters and buffers of one network, by name."""

    def __init__(self, weights, prefix):
        self.all = {
            name[len(prefix) + 1 :]: tensor(entry)
            for name, entry in weights.items()
            if name.startswith(prefix + ".")
        }
        self.buffers = [n for n in self.all if ".running." in n or n.startswith("spectral_")]
        self.parameters = {n: t.requires_grad_() for n, t in self.all.items() if n not in self.buffers}

    def __getitem__(self, name):
        return self.all[name]

    def __contains__(self, name):
        return name in self.all

    def count(self, prefix):
        return len({n[len(prefix) + 1 :].split(".")[0] for n in self.all if n.startswith(prefix + ".")})


def normalise(net, prefix, kind, x, seen):
    gamma, beta = net[prefix + ".gamma"], net[prefix + ".beta"]
    if kind == "group":
        channels = x.shape[1]
        groups = max(g for g in range(1, max(channels // 16, 1) + 1) if channels % g == 0)
        return F.group_norm(x, groups, gamma, beta)
    # Running statistics are updated by PyTorch itself, in a copy that `seen` keeps.
    mean = net[prefix + ".running.mean"].clone()
    variance = net[prefix + ".running.variance"].clone()
    y = F.batch_norm(x, mean, variance, gamma, beta, training=True, momentum=0.1)
    seen[prefix + ".running.mean"] = mean
    seen[prefix + ".running.variance"] = variance
    return y


def modulate(net, layer, h, z):
    """h (1 + γ(z)) + β(z), channel by channel (arXiv:1810.01365); h where the network has none of it."""
    name = f"decoder.modulations.{layer}"
    if name + ".weight" not in net:
        return h
    both = z @ net[name + ".weight"] + net[name + ".bias"]
    gamma, beta = both.reshape(both.shape + (1,) * (h.dim() - 2)).chunk(2, dim=1)
    return h * (1 + gamma) + beta


def mlp(net, prefix, x, kind, activation, first, seen, z=None):
    for i in range(net.count(prefix + ".layers")):
        x = x @ net[f"{prefix}.layers.{i}.weight"] + net[f"{prefix}.layers.{i}.bias"]
        if kind != "none" and i >= first:
            x = normalise(net, f"{prefix}.norms.{i - first}", kind, x, seen)
        if z is not None:
            x = modulate(net, i, x, z)
        x = activate(x, activation)
    return x


def double(x):
    return F.interpolate(x, scale_factor=2, mode="nearest")


def mixed(blend, before, x):
    return x if before is None else (1 - blend) * before + blend * x


def decode(net, spec, z, growth, seen):
    level, blend = growth
    x = mlp(net, "decoder.hidden", z, spec["normalisation"], spec["activation"], 0, seen, z)
    x = x @ net["decoder.output.weight"] + net["decoder.output.bias"]
    if spec["decoder"]["kind"] == "dense":
        return x
    channels = spec["decoder"]["channels"]
    side = spec["side"] >> len(channels)
    x = x.reshape(len(z), channels[0], side, side)
    before = None
    for i in range(len(channels)):
        if spec["normalisation"] != "none":
            x = normalise(net, f"decoder.norms.{i}", spec["normalisation"], x, seen)
        x = modulate(net, net.count("decoder.hidden.layers") + i, x, z)
        x = activate(x, spec["activation"])
        here = i - (len(channels) - 2)
        if "decoder.heads.0.conv.weight" in net and here >= 0:
            head = lambda x: F.conv2d(x, net[f"decoder.heads.{here}.conv.weight"], net[f"decoder.heads.{here}.conv.bias"])
            if here == level:
                return mixed(blend, before, head(x)).flatten(1)
            if here + 1 == level and blend < 1:
                before = double(head(x))
        x = F.conv_transpose2d(x, net[f"decoder.ups.{i}.conv.weight"], net[f"decoder.ups.{i}.conv.bias"], stride=2, padding=1)
    return mixed(blend, before, x).flatten(1)


def encode(net, spec, x):
    if spec["encoder"]["kind"] == "conv":
        x = x.reshape(len(x), 1, spec["side"], spec["side"])
        for i in range(len(spec["encoder"]["channels"])):
            x = F.conv2d(x, net[f"convs.{i}.conv.weight"], net[f"convs.{i}.conv.bias"], stride=2, padding=1)
            x = activate(x, spec["activation"])
        x = x.flatten(1)
    x = mlp(net, "hidden", x, "none", spec["activation"], 0, {})
    return (
        x @ net["mean.weight"] + net["mean.bias"],
        x @ net["log_variance.weight"] + net["log_variance.bias"],
    )


def judge(net, spec, x, growth, weights):
    """Score and features; `weights` gives a layer's weight by name, spectrally normalised or not."""
    level, blend = growth
    kind = spec["discriminatorNormalisation"]
    act = lambda x: F.leaky_relu(x, 0.2)
    conv = spec["discriminator"]["kind"] == "conv"
    if conv:
        side = spec["side"] >> (2 - level)
        x = x.reshape(len(x), 1, side, side)
        head = lambda level, x: act(F.conv2d(x, weights(f"heads.{level}.conv.weight"), net[f"heads.{level}.conv.bias"]))

        def layer(i, x):
            x = F.conv2d(x, weights(f"convs.{i}.conv.weight"), net[f"convs.{i}.conv.bias"], stride=2, padding=1)
            if kind != "none" and i > 0:
                x = normalise(net, f"norms.{i - 1}", kind, x, {})
            return act(x)

        picture, following = x, 2 - level
        if level < 2:
            x = head(level, x)
        if blend < 1:
            old = head(level - 1, F.avg_pool2d(picture, 2))
            x = mixed(blend, old, layer(following, x))
            following += 1
        for i in range(following, len(spec["discriminator"]["channels"])):
            x = layer(i, x)
        x = x.flatten(1)
    for i in range(net.count("hidden.layers")):
        x = x @ weights(f"hidden.layers.{i}.weight") + net[f"hidden.layers.{i}.bias"]
        first = 0 if conv else 1
        if kind != "none" and i >= first:
            x = normalise(net, f"hidden.norms.{i - first}", kind, x, {})
        x = act(x)
    return (x @ weights("score.weight") + net["score.bias"]).squeeze(1), x


def matrix(w):
    return w.reshape(w.shape[0], -1)


class Spectral:
    """torch.nn.utils.parametrizations.spectral_norm's arithmetic: u and v are constants."""

    def __init__(self, net):
        convs = [n for n in net.parameters if n.endswith("weight") and net[n].dim() == 4]
        dense = [n for n in net.parameters if n.endswith("weight") and net[n].dim() == 2 and "norms" not in n]
        order = lambda names, first: sorted(n for n in names if n.startswith(first))
        self.on = "spectral_dense.0.u" in net
        self.names = {}
        if self.on:
            for i, n in enumerate(order(dense, "hidden") + order(dense, "score")):
                self.names[n] = f"spectral_dense.{i}"
            for i, n in enumerate(order(convs, "convs") + order(convs, "heads")):
                self.names[n] = f"spectral_conv.{i}"
        self.net = net

    def iterate(self):
        for weight, state in self.names.items():
            w = matrix(self.net[weight]).detach()
            v = F.normalize(w.T @ self.net[state + ".u"], dim=0)
            u = F.normalize(w @ v, dim=0)
            self.net.all[state + ".u"], self.net.all[state + ".v"] = u, v

    def __call__(self, name):
        w = self.net[name]
        if not self.on:
            return w
        state = self.names[name]
        sigma = self.net[state + ".u"] @ matrix(w) @ self.net[state + ".v"]
        return w / sigma


def d_loss(kind, real, fake, smoothing):
    if kind == "relativistic":
        return F.softplus(fake - real).mean()
    if kind in ("minimax", "non-saturating"):
        return F.binary_cross_entropy_with_logits(real, torch.full_like(real, 1 - smoothing)) + F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))
    if kind == "least-squares":
        return 0.5 * ((real - (1 - smoothing)) ** 2).mean() + 0.5 * (fake**2).mean()
    if kind == "hinge":
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()
    return fake.mean() - real.mean()


def g_loss(kind, fake, real):
    if kind == "relativistic":
        return F.softplus(real - fake).mean()
    if kind == "minimax":
        return torch.log(1 - torch.sigmoid(fake)).mean()
    if kind == "non-saturating":
        return F.binary_cross_entropy_with_logits(fake, torch.ones_like(fake))
    if kind == "least-squares":
        return 0.5 * ((fake - 1) ** 2).mean()
    return -fake.mean()


def optimiser(kind, net, rate, spec):
    parameters = list(net.parameters.values())
    return {
        "adam": lambda: torch.optim.Adam(parameters, rate, betas=(spec["beta1"], spec["beta2"])),
        "rms-prop": lambda: torch.optim.RMSprop(parameters, rate),
        "sgd": lambda: torch.optim.SGD(parameters, rate, momentum=spec["beta1"]),
    }[kind]()


class Run:
    def __init__(self, run):
        self.spec = spec = run["spec"]
        self.run = run
        weights = run["weights"]
        self.batches = iter(run["batches"])
        self.generator = Net(weights, "generator.weights")
        rule = lambda net: optimiser(spec["optimiser"], net, spec["learningRate"], spec)
        self.steppers = {id(self.generator): rule(self.generator)}
        self.encoder = self.coder = self.discriminator = self.average = None
        if spec["model"] != "gan":
            self.encoder = Net(weights, "encoder.weights")
            self.steppers[id(self.encoder)] = rule(self.encoder)
        if spec["model"] == "vae-coded-gan":
            self.coder = Net(weights, "coder.weights")
            self.steppers[id(self.coder)] = rule(self.coder)
        if spec["model"] in ("gan", "vae-gan", "vae-coded-gan"):
            self.discriminator = Net(weights, "discriminator.weights")
            self.steppers[id(self.discriminator)] = optimiser(
                spec["discriminatorOptimiser"], self.discriminator, spec["discriminatorLearningRate"], spec
            )
            self.spectral = Spectral(self.discriminator)
        if any(n.startswith("average.") for n in weights):
            self.average = Net(weights, "average")

    def growth(self, step):
        spec = self.spec
        if spec["growingSteps"] == 0 or self.discriminator is None:
            return 2, 1.0
        level = min(step // spec["growingSteps"], 2)
        since = step - level * spec["growingSteps"]
        fading = level > 0 and since < spec["fadeSteps"]
        return level, (since + 1) / (spec["fadeSteps"] + 1) if fading else 1.0

    def seen(self, images, growth):
        level, blend = growth
        x = images.reshape(len(images), 1, self.spec["side"], self.spec["side"])
        for _ in range(level, 2):
            x = F.avg_pool2d(x, 2)
        if blend < 1:
            x = mixed(blend, double(F.avg_pool2d(x, 2)), x)
        return x.flatten(1)

    def images(self):
        return torch.tensor(next(self.batches)).reshape(-1, self.spec["side"] ** 2)

    def prior(self, count):
        n = count * self.spec["latent"]
        z = torch.tensor(self.noise[:n]).reshape(count, -1)
        self.noise = self.noise[n:]
        return z

    def learn(self, loss, *nets):
        for net in nets:
            self.steppers[id(net)].zero_grad()
        inputs = [p for net in nets for p in net.parameters.values()]
        gradients = iter(torch.autograd.grad(loss, inputs, allow_unused=True))
        for net in nets:
            for p in net.parameters.values():
                p.grad = next(gradients)
            norm = torch.nn.utils.get_total_norm([p.grad for p in net.parameters.values() if p.grad is not None])
            self.norms[self.name(net)] = norm.item()
            if self.spec["gradientClip"] > 0:
                nn.utils.clip_grad_norm_(net.parameters.values(), self.spec["gradientClip"])
            self.steppers[id(net)].step()

    def name(self, net):
        if net is self.encoder:
            return "encoder"
        if net is self.discriminator:
            return "discriminator"
        if net is self.coder or self.discriminator is None:
            return "decoder"
        return "generator"

    def absorb(self, net, seen):
        net.all.update({name: value.detach() for name, value in seen.items()})

    def update_average(self):
        if self.average is None:
            return
        # Of a young run's past there is little to remember.
        d = min(self.spec["ema"], (1 + self.number) / (10 + self.number))
        with torch.no_grad():
            for name in self.average.all:
                self.average.all[name] = d * self.average[name] + (1 - d) * self.generator[name]

    def fake(self, z, growth, seen):
        return grey(decode(self.generator, self.spec, z, growth, seen), self.spec["output"])

    def score(self, x, growth):
        return judge(self.discriminator, self.spec, x, growth, self.spectral)

    def update_d(self, real, fake, growth):
        spec = self.spec
        self.spectral.iterate()
        weight, every = spec.get("gradientPenalty", 0), spec.get("penaltyEvery", 1)
        penalised = weight > 0 and self.number % every == 0
        if penalised:
            moved = [self.score(x + 0.01 * self.normals(x), growth)[0] for x in (real, fake.detach())]
        real, fake = self.score(real, growth)[0], self.score(fake.detach(), growth)[0]
        loss = d_loss(spec["ganLoss"], real, fake, spec["labelSmoothing"])
        if penalised:
            for before, after in zip((real, fake), moved):
                loss = loss + weight * every / 2 * (((after - before) / 0.01) ** 2).mean()
        self.losses["discriminator"] = loss.item()
        self.learn(loss, self.discriminator)
        if spec["ganLoss"] == "wasserstein":
            with torch.no_grad():
                for p in self.discriminator.parameters.values():
                    p.clamp_(-spec["weightClip"], spec["weightClip"])

    def normals(self, x):
        """Noise of the shape of x."""
        n = x.numel()
        drawn, self.noise = self.noise[:n], self.noise[n:]
        return torch.tensor(drawn).reshape(x.shape)

    def update_g(self, z, growth, real):
        """`real` gives the images of a loss of pairs."""
        seen = {}
        fake = self.fake(z, growth, seen)
        partners = self.score(real(), growth)[0].detach() if self.spec["ganLoss"] == "relativistic" else None
        loss = g_loss(self.spec["ganLoss"], self.score(fake, growth)[0], partners)
        self.losses["generator"] = loss.item()
        self.learn(loss, self.generator)
        self.absorb(self.generator, seen)

    def code(self, images):
        mean, log_variance = encode(self.encoder, self.spec, images)
        if self.spec["model"] == "autoencoder":
            return mean, None
        z = mean + torch.exp(0.5 * log_variance) * self.prior(len(images))
        kl = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(1)
        self.losses["kl"] = kl.mean().item()
        return z, kl

    def elbo(self, step, kl, decoded, images):
        spec = self.spec
        if spec["reconstruction"] == "bernoulli":
            distance = F.binary_cross_entropy_with_logits(decoded, images, reduction="none").sum(1)
        else:
            distance = ((grey(decoded, spec["output"]) - images) ** 2).sum(1)
        self.losses["reconstruction"] = distance.mean().item()
        loss = spec["reconstructionWeight"] * distance.mean()
        if kl is not None:
            warm = spec["klWarmUpSteps"]
            beta = spec["beta"] * (step / warm if step < warm else 1)
            loss = loss + beta * kl.mean()
        return loss

    def learn_vae(self, step, images, decoder, growth):
        seen = {}
        noise = self.spec.get("inputNoise", 0) if self.discriminator is None else 0
        z, kl = self.code(images + noise * self.normals(images) if noise > 0 else images)
        decoded = decode(decoder, self.spec, z, growth, seen)
        loss = self.elbo(step, kl, decoded, self.seen(images, growth))
        self.losses["total"] = loss.item()
        self.learn(loss, self.encoder, decoder)
        self.absorb(decoder, seen)

    def step(self, step):
        spec, model = self.spec, self.spec["model"]
        self.number = step
        self.noise = self.run["noise"][step]
        self.losses = getattr(self, "losses", {})
        self.norms = getattr(self, "norms", {})
        growth = self.growth(step)
        batch = spec["batch"]
        if model in ("autoencoder", "vae") or (model == "vae-gan" and step < spec["vaeSteps"]):
            self.learn_vae(step, self.images(), self.generator, growth)
            return self.update_average()
        if model == "gan":
            for _ in range(spec["discriminatorUpdates"]):
                real = self.seen(self.images(), growth)
                self.update_d(real, self.fake(self.prior(batch), growth, {}), growth)
            for i in range(spec["generatorUpdates"]):
                self.update_g(self.prior(batch), growth, lambda: real if i == 0 else self.seen(self.images(), growth))
            return self.update_average()
        if model == "vae-coded-gan":
            images = self.images()
            self.learn_vae(step, images, self.coder, growth)
            if step < spec["vaeSteps"]:
                return
            mean, log_variance = (t.detach() for t in encode(self.encoder, spec, images))
            code = lambda: mean + torch.exp(0.5 * log_variance) * self.prior(batch)
            for i in range(spec["discriminatorUpdates"]):
                real = self.seen(images if i == 0 else self.images(), growth)
                self.update_d(real, self.fake(code(), growth, {}), growth)
            for i in range(spec["generatorUpdates"]):
                self.update_g(code(), growth, lambda: real if i == 0 else self.seen(self.images(), growth))
            return self.update_average()
        # VAE-GAN.
        images = None
        for _ in range(spec["discriminatorUpdates"]):
            images = self.images()
            self.update_d(self.seen(images, growth), self.fake(self.prior(batch), growth, {}), growth)
        for i in range(spec["generatorUpdates"]):
            images = images if i == 0 else self.images()
            x = self.seen(images, growth)
            z, kl = self.code(images)
            seen = {}
            decoded = decode(self.generator, spec, torch.cat([z, self.prior(len(images))]), growth, seen)
            pictures = grey(decoded, spec["output"])
            n = len(images)
            loss = self.elbo(step, kl, decoded[:n], x)
            distance = ((self.score(x, growth)[1] - self.score(pictures[:n], growth)[1]) ** 2).sum(1).mean()
            if spec["featureWeight"] > 0:
                self.losses["feature"] = distance.item()
            partners = self.score(x, growth)[0].detach()
            adversarial = g_loss(spec["ganLoss"], self.score(pictures[n:], growth)[0], partners)
            self.losses["generator"] = adversarial.item()
            loss = loss + spec["featureWeight"] * distance + spec["adversarialWeight"] * adversarial
            self.losses["total"] = loss.item()
            self.learn(loss, self.encoder, self.generator)
            self.absorb(self.generator, seen)
        self.update_average()

    def state(self):
        """First numbers, sum and sum of squares of each tensor."""
        nets = {"generator.weights": self.generator, "encoder.weights": self.encoder, "coder.weights": self.coder,
                "discriminator.weights": self.discriminator, "average": self.average}
        state = {}
        for prefix, net in nets.items():
            if net is None:
                continue
            for name, value in net.all.items():
                flat = value.detach().flatten()
                state[f"{prefix}.{name}"] = [flat.sum().item(), (flat**2).sum().item(), *flat[:4].tolist()]
        return state


def spectral_cases():
    """σ, W/σ and the gradient of Σ c · W/σ, with u and v from an SVD."""
    cases = []
    generator = torch.Generator().manual_seed(0)
    for shape in ([6, 4], [3, 2, 3, 3]):
        w = torch.randn(shape, generator=generator).requires_grad_()
        c = torch.randn(shape, generator=generator)
        u, s, vh = torch.linalg.svd(matrix(w).detach(), full_matrices=False)
        sigma = u[:, 0] @ matrix(w) @ vh[0]
        normalised = w / sigma
        (gradient,) = torch.autograd.grad((c * normalised).sum(), w)
        cases.append(
            {
                "shape": shape,
                "weight": w.detach().flatten().tolist(),
                "c": c.flatten().tolist(),
                "sigma": s[0].item(),
                "normalised": normalised.detach().flatten().tolist(),
                "gradient": gradient.flatten().tolist(),
            }
        )
    return cases


def penalty_case():
    """R1 = mean ‖∇D(x)‖² by autograd and its own gradient with respect to D's weights, in which second
    derivatives are: D(x) = w₂ · silu(W₁ x + b)."""
    generator = torch.Generator().manual_seed(0)
    draw = lambda *shape: torch.randn(*shape, generator=generator)
    x = draw(6, 2).requires_grad_()
    weights = {"w1": draw(2, 5).requires_grad_(), "b": draw(5).requires_grad_(), "w2": draw(5).requires_grad_()}
    score = F.silu(x @ weights["w1"] + weights["b"]) @ weights["w2"]
    (slope,) = torch.autograd.grad(score.sum(), x, create_graph=True)
    penalty = (slope**2).sum(1).mean()
    gradients = torch.autograd.grad(penalty, list(weights.values()))
    case = {name: value.detach().flatten().tolist() for name, value in {"x": x, **weights}.items()}
    case["penalty"] = penalty.item()
    case["gradients"] = [value for each in gradients for value in each.flatten().tolist()]
    return case


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [rounded(inner) for inner in value]
    return value


def main():
    with open(sys.argv[1]) as file:
        fixture = json.load(file)
    runs = []
    for entry in fixture["runs"]:
        run = Run(entry)
        losses, norms = [], []
        for step in range(fixture["steps"]):
            run.step(step)
            losses.append(dict(run.losses))
            norms.append(dict(run.norms))
        runs.append({"name": entry["name"], "losses": losses, "norms": norms, "state": run.state()})
    out = {"torch": torch.__version__, "steps": fixture["steps"], "spectral": spectral_cases(),
           "penalty": penalty_case(), "runs": runs}
    print(json.dumps(rounded(out), indent=1, sort_keys=True))


main()
