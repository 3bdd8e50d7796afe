"""How well PyTorch trains the models that the lab trains: minus the bound on MNIST's test images, nats per image.

usage: quality.py MNIST ROW [SEED…]     MNIST: a folder with its four IDX files; ROW: conv, dense1, dense10
One JSON line a seed. What the lab makes of the same is a command of its own, in docs/quality.md.

The conventions are the lab's: pixels summed, images averaged, PyTorch's initialisation, Adam at 1e-3, batches of 128 with
the last of an epoch smaller; of a bound with several samples, each image's log of the mean weight.
"""

import gzip
import json
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

BATCH = 128
ROWS = {
    "conv": dict(latent=2, epochs=10, samples=1, cut=False),
    "dense1": dict(latent=20, epochs=20, samples=1, cut=True),
    "dense10": dict(latent=20, epochs=20, samples=10, cut=True),
}


def images(folder: Path, part: str, cut: bool) -> torch.Tensor:
    """(N, 784) in [0, 1]; cut at one half where asked for."""
    path = folder / f"{part}-images-idx3-ubyte.gz"
    data = np.frombuffer(gzip.decompress(path.read_bytes()), dtype=np.uint8, offset=16).reshape(-1, 784)
    x = torch.from_numpy(data.astype(np.float32) / 255)
    return (x >= 0.5).float() if cut else x


def nets(row: str, latent: int) -> tuple[nn.Module, nn.Module]:
    if row != "conv":
        hidden = 400
        encoder = nn.Sequential(nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latent))
        return encoder, nn.Sequential(nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, 784))
    encoder = nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 16, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, 2 * latent),
    )
    decoder = nn.Sequential(
        nn.Linear(latent, 32 * 7 * 7),
        nn.ReLU(),
        nn.Unflatten(1, (32, 7, 7)),
        nn.ConvTranspose2d(32, 16, 3, stride=2, padding=1, output_padding=1),
        nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 3, stride=2, padding=1, output_padding=1),
        nn.Flatten(),
    )
    return encoder, decoder


def terms(encoder, decoder, x, samples):
    """Of each image: −log p(x|z) of every sample (S, B), log q(z|x) − log p(z) of it (S, B), and KL (B)."""
    mu, logvar = encoder(x).chunk(2, dim=1)
    epsilon = torch.randn(samples, *mu.shape)
    z = mu + torch.exp(0.5 * logvar) * epsilon
    logits = decoder(z.flatten(0, 1)).unflatten(0, (samples, -1))
    recon = binary_cross_entropy_with_logits(logits, x.expand_as(logits), reduction="none").sum(-1)
    ratio = 0.5 * (z.square() - epsilon.square() - logvar).sum(-1)
    kl = 0.5 * (mu.square() + logvar.exp() - logvar - 1).sum(-1)
    return recon, ratio, kl


def loss_of(recon, ratio, kl):
    """Minus the bound (B): of one sample with KL in closed form, of several the importance-weighted one."""
    if len(recon) == 1:
        return recon[0] + kl
    return math.log(len(recon)) - torch.logsumexp(-recon - ratio, 0)


def run(folder: Path, row: str, seed: int) -> dict:
    latent, epochs, samples, cut = (ROWS[row][key] for key in ("latent", "epochs", "samples", "cut"))
    torch.manual_seed(seed)
    x, held_out = images(folder, "train", cut), images(folder, "t10k", cut)
    encoder, decoder = nets(row, latent)
    adam = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-3)
    begin = time.perf_counter()
    for _ in range(epochs):
        for batch in torch.randperm(len(x)).split(BATCH):
            loss = loss_of(*terms(encoder, decoder, x[batch], samples)).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
    with torch.no_grad():
        parts = [[t.sum(-1) for t in terms(encoder, decoder, part, 1)] for part in held_out.split(500)]
        recon, kl = (sum(part[i].sum().item() for part in parts) / len(held_out) for i in (0, 2))
        figures = dict(row=row, seed=seed, recon_nats=recon, kl_nats=kl, neg_elbo_nats=recon + kl)
        if row != "conv":
            for count in (10, 100):
                sums = [loss_of(*terms(encoder, decoder, part, count)).sum().item() for part in held_out.split(50)]
                figures[f"neg_bound{count}_nats"] = sum(sums) / len(held_out)
    return figures | dict(torch=torch.__version__, minutes=(time.perf_counter() - begin) / 60)


def main() -> None:
    folder, row, seeds = Path(sys.argv[1]), sys.argv[2], [int(seed) for seed in sys.argv[3:]] or [1, 2, 3]
    for seed in seeds:
        print(json.dumps(run(folder, row, seed)), flush=True)


main()
