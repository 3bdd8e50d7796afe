"""Ten Adam steps in PyTorch, float64: the golden values of tests/native/golden.rs.

Run with `cargo xtask golden`, or: python adam.py (needs the packages of requirements.txt). Writes adam_*.json beside
itself: the initial parameters, the images, ε of every step, the terms before every step, the first step's gradients
and the parameters after the last.
"""

import json
import math
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
STEPS, BATCH, LATENT = 10, 7, 2


def dense(activation):
    return dict(kind="dense", hidden=[12, 9], activation=activation)


def conv(*channels):
    return dict(kind="conv", channels=list(channels))


LINEAR, BERNOULLI = dict(kind="linear"), dict(kind="bernoulli")
# A case's place is its seed: new ones go to the end.
CASES = {
    "vae_relu": dict(family="vae", body=dense("relu"), likelihood=BERNOULLI, beta=1.0),
    "vae_tanh_beta": dict(family="vae", body=dense("tanh"), likelihood=BERNOULLI, beta=0.25),
    "ae_sigmoid": dict(family="ae", body=dense("sigmoid"), likelihood=BERNOULLI, beta=1.0),
    "ae_linear": dict(family="ae", body=LINEAR, likelihood=BERNOULLI, beta=1.0),
    "ae_linear_gaussian": dict(family="ae", body=LINEAR, likelihood=dict(kind="gaussian", sd=0.5), beta=1.0),
    "vae_linear_gaussian": dict(family="vae", body=LINEAR, likelihood=dict(kind="gaussian", sd="learned"), beta=1.0),
    "vae_gaussian": dict(family="vae", body=dense("relu"), likelihood=dict(kind="gaussian", sd="learned"), beta=0.5),
    "vae_conv": dict(family="vae", body=conv(5, 6), likelihood=BERNOULLI, beta=0.7, side=9),
    "ae_conv_gaussian": dict(family="ae", body=conv(6), likelihood=dict(kind="gaussian", sd="learned"), beta=1.0, side=8),
    "vae_eased": dict(family="vae", body=dense("relu"), likelihood=BERNOULLI, beta=0.8, warmup=6, free_bits=0.0125),
    "vae_iwae": dict(family="vae", body=dense("tanh"), likelihood=dict(kind="gaussian", sd="learned"), beta=1.0, samples=5),
    "vae_iwae_conv": dict(family="vae", body=conv(5), likelihood=BERNOULLI, beta=0.9, side=9, samples=3, warmup=4),
    "vae_leaky_relu": dict(family="vae", body=dense("leakyRelu"), likelihood=BERNOULLI, beta=1.0),
    "vae_gelu": dict(family="vae", body=dense("gelu"), likelihood=BERNOULLI, beta=1.0),
}
ACTIVATIONS = {"relu": nn.ReLU, "leakyRelu": nn.LeakyReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}
ACTIVATIONS["gelu"] = lambda: nn.GELU(approximate="tanh")


def stack(widths, activation):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), activation() if activation else nn.Identity()]
    return nn.Sequential(*layers[:-1])


def convolutions(channels, side, head):
    """Encoder and decoder: half the side a layer, and back to the same sides, odd ones too."""
    sides = [side]
    for _ in channels:
        sides.append((sides[-1] + 1) // 2)
    down, widths, code = [], [1, *channels], channels[-1] * sides[-1] ** 2
    for i, o in zip(widths, widths[1:]):
        down += [nn.Conv2d(i, o, 3, stride=2, padding=1), nn.ReLU()]
    up = [nn.Linear(LATENT, code), nn.ReLU(), nn.Unflatten(1, (channels[-1], sides[-1], sides[-1]))]
    for n in reversed(range(len(channels))):
        even = 1 - sides[n] % 2
        up += [nn.ConvTranspose2d(widths[n + 1], widths[n], 3, stride=2, padding=1, output_padding=even), nn.ReLU()]
    return nn.Sequential(*down, nn.Flatten(), nn.Linear(code, head)), nn.Sequential(*up[:-1])


class Autoencoder(nn.Module):
    def __init__(self, family, body, likelihood, beta, side=4, warmup=0, free_bits=0.0, samples=1):
        super().__init__()
        pixels, head = side * side, LATENT * (2 if family == "vae" else 1)
        self.family, self.likelihood, self.beta, self.side = family, likelihood, beta, side
        self.warmup, self.free_bits, self.samples = warmup, free_bits, samples
        self.convolves = body["kind"] == "conv"
        if self.convolves:
            self.encoder, self.decoder = convolutions(body["channels"], side, head)
        else:
            hidden, activation = body.get("hidden", []), ACTIVATIONS.get(body.get("activation"))
            self.encoder = stack([pixels, *hidden, head], activation)
            self.decoder = stack([LATENT, *hidden[::-1], pixels], activation)
        if likelihood.get("sd") == "learned":
            self.log_sd = nn.Parameter(torch.zeros(1))

    def nll(self, output, x):
        """-log p(x|z), nats, a pixel."""
        if self.likelihood["kind"] == "bernoulli":
            return F.binary_cross_entropy_with_logits(output, x, reduction="none")
        sd = self.likelihood["sd"]
        log_sd = self.log_sd if sd == "learned" else torch.tensor(math.log(sd))
        return -torch.distributions.Normal(output, log_sd.exp()).log_prob(x)

    def terms(self, x, epsilon, step):
        """Reconstruction and KL, nats per image, and the loss of step 0, 1, …; epsilon: (B, K, Z)."""
        z = self.encoder(x.unflatten(1, (1, self.side, self.side)) if self.convolves else x)
        if self.family == "ae":
            recon = self.nll(self.decoder(z).flatten(1), x).sum(-1).mean()
            return recon, torch.zeros(()), recon
        beta = self.beta * min(1, (step + 1) / max(1, self.warmup))
        mu, logvar = z.chunk(2, dim=-1)
        q = torch.distributions.Normal(mu.unsqueeze(1), torch.exp(0.5 * logvar).unsqueeze(1))
        z = q.mean + q.stddev * epsilon
        outputs = self.decoder(z.flatten(0, 1)).flatten(1).unflatten(0, z.shape[:2])
        recon = self.nll(outputs, x.unsqueeze(1).expand_as(outputs)).sum(-1)
        kl = -0.5 * (1 + logvar - mu**2 - logvar.exp()).mean(0)
        if self.samples == 1:
            loss = recon.mean() + beta * kl.clamp(min=self.free_bits).sum()
        else:
            log_prior = torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(-1)
            log_w = beta * (log_prior - q.log_prob(z).sum(-1)) - recon
            loss = -(torch.logsumexp(log_w, 1) - math.log(self.samples)).mean()
        return recon.mean(), kl.sum(), loss


def named(tensors):
    return {name: tensor.flatten().tolist() for name, tensor in tensors}


for seed, (name, case) in enumerate(CASES.items()):
    torch.manual_seed(seed)
    model = Autoencoder(**case)
    adam = torch.optim.Adam(model.parameters(), lr=1e-2)
    side = model.side
    x = torch.rand(STEPS, BATCH, side * side)
    if model.convolves:
        # Larger images: in figures that are short to write.
        x = (1000 * x).round() / 1000
    epsilon = torch.randn(STEPS, BATCH, model.samples, LATENT)
    golden = dict(case, torch=torch.__version__, steps=STEPS, batch=BATCH, side=side, latent=LATENT)
    golden |= dict(learning_rate=1e-2, x=x.flatten().tolist(), epsilon=epsilon.flatten().tolist())
    golden["initial"] = named(model.state_dict().items())
    golden["recon_nats"], golden["kl_nats"] = [], []
    for step in range(STEPS):
        recon, kl, loss = model.terms(x[step], epsilon[step], step)
        adam.zero_grad()
        loss.backward()
        if step == 0:
            golden["gradients"] = named((n, p.grad) for n, p in model.named_parameters())
        adam.step()
        golden["recon_nats"].append(recon.item())
        golden["kl_nats"].append(kl.item())
    golden["final"] = named(model.state_dict().items())
    text = json.dumps(golden, separators=(",", ":"))
    pathlib.Path(__file__).with_name(f"adam_{name}.json").write_text(text.replace(',"', ',\n"') + "\n")
