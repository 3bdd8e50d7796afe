"""Ten Adam steps in PyTorch, float64: the golden values of tests/native/golden.rs.

Run with `cargo xtask golden`, or: python adam.py (needs the packages of requirements.txt). Writes adam_*.json beside
itself: the initial parameters, the images, ε of every step, the terms before every step, the first step's gradients
and the parameters after the last.
"""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
STEPS, BATCH, SIDE, HIDDEN, LATENT = 10, 7, 4, [12, 9], 2
CASES = {
    "vae_relu": dict(kind="vae", activation="relu", beta=1.0),
    "vae_tanh_beta": dict(kind="vae", activation="tanh", beta=0.25),
    "ae_sigmoid": dict(kind="ae", activation="sigmoid", beta=1.0),
}
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


def stack(widths, activation):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), activation()]
    return nn.Sequential(*layers[:-1])


class Autoencoder(nn.Module):
    def __init__(self, kind, activation):
        super().__init__()
        pixels, heads = SIDE * SIDE, 2 if kind == "vae" else 1
        self.kind = kind
        self.encoder = stack([pixels, *HIDDEN, heads * LATENT], ACTIVATIONS[activation])
        self.decoder = stack([LATENT, *HIDDEN[::-1], pixels], ACTIVATIONS[activation])

    def terms(self, x, epsilon):
        """Reconstruction and KL, nats per image."""
        z, kl = self.encoder(x), torch.zeros(())
        if self.kind == "vae":
            mu, logvar = z.chunk(2, dim=-1)
            z = mu + torch.exp(0.5 * logvar) * epsilon
            kl = -0.5 * (1 + logvar - mu**2 - logvar.exp()).sum(-1).mean()
        recon = F.binary_cross_entropy_with_logits(self.decoder(z), x, reduction="none").sum(-1).mean()
        return recon, kl


def named(tensors):
    return {name: tensor.flatten().tolist() for name, tensor in tensors}


for seed, (name, case) in enumerate(CASES.items()):
    torch.manual_seed(seed)
    model = Autoencoder(case["kind"], case["activation"])
    adam = torch.optim.Adam(model.parameters(), lr=1e-2)
    x = torch.rand(STEPS, BATCH, SIDE * SIDE)
    epsilon = torch.randn(STEPS, BATCH, LATENT)
    golden = dict(case, torch=torch.__version__, steps=STEPS, batch=BATCH, side=SIDE, hidden=HIDDEN, latent=LATENT)
    golden |= dict(learning_rate=1e-2, x=x.flatten().tolist(), epsilon=epsilon.flatten().tolist())
    golden["initial"] = named(model.state_dict().items())
    golden["recon_nats"], golden["kl_nats"] = [], []
    for step in range(STEPS):
        recon, kl = model.terms(x[step], epsilon[step])
        adam.zero_grad()
        (recon + case["beta"] * kl).backward()
        if step == 0:
            golden["gradients"] = named((n, p.grad) for n, p in model.named_parameters())
        adam.step()
        golden["recon_nats"].append(recon.item())
        golden["kl_nats"].append(kl.item())
    golden["final"] = named(model.state_dict().items())
    text = json.dumps(golden, separators=(",", ":"))
    pathlib.Path(__file__).with_name(f"adam_{name}.json").write_text(text.replace(',"', ',\n"') + "\n")
