"""The same VAE in PyTorch on the CPU, eager, with its plain and its fused Adam: rows for `cargo xtask bench`.

usage: pytorch.py PLAN.json THREADS   (images-SIDE.bin lie beside the plan; one JSON row a line)
The thread count is an argument because PyTorch takes it well only once a process.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits


def images(folder: Path, side: int) -> torch.Tensor:
    """The packed file: a header of 12 bytes, a byte a pixel, a byte a label. (N, side²) in [0, 1]"""
    data = np.fromfile(folder / f"images-{side}.bin", dtype=np.uint8)
    count = int.from_bytes(data[8:12].tobytes(), "little")
    return torch.from_numpy(data[12 : 12 + count * side * side].reshape(count, -1).astype(np.float32) / 255)


def stack(widths: list[int]) -> nn.Sequential:
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Contender:
    def __init__(self, net: dict, x: torch.Tensor, fused: bool):
        torch.manual_seed(7)
        pixels, hidden = net["side"] ** 2, net["hidden"]
        self.x, self.batch, self.done = x, net["batch"], 0
        self.encoder = stack([pixels, *hidden, 2 * net["latent"]])
        self.decoder = stack([net["latent"], *reversed(hidden), pixels])
        self.adam = torch.optim.Adam([*self.encoder.parameters(), *self.decoder.parameters()], lr=1e-3, fused=fused)

    def run(self, steps: int) -> float:
        for _ in range(steps):
            begin = self.done % (len(self.x) // self.batch) * self.batch
            x = self.x[begin : begin + self.batch]
            mu, logvar = self.encoder(x).chunk(2, dim=1)
            z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
            recon = binary_cross_entropy_with_logits(self.decoder(z), x, reduction="sum")
            kl = 0.5 * (mu.square() + logvar.exp() - logvar - 1).sum()
            loss = (recon + kl) / self.batch
            self.adam.zero_grad()
            loss.backward()
            self.adam.step()
            self.done += 1
        return loss.item()


def median_seconds(contenders: list[Contender], rounds: int, slice_s: float) -> list[float]:
    steps = []
    for contender in contenders:
        begin = time.perf_counter()
        contender.run(10)
        steps.append(max(1, round(10 * slice_s / (time.perf_counter() - begin))))
    seconds = [[] for _ in contenders]
    for _ in range(rounds):
        for contender, count, times in zip(contenders, steps, seconds):
            begin = time.perf_counter()
            contender.run(count)
            times.append((time.perf_counter() - begin) / count)
    return [sorted(times)[rounds // 2] for times in seconds]


def main() -> None:
    plan_file, threads = Path(sys.argv[1]), int(sys.argv[2])
    plan = json.loads(plan_file.read_text())
    timing = plan["steps"]
    torch.set_num_threads(threads)
    for net in plan["nets"]:
        x = images(plan_file.parent, net["side"])
        contenders = [Contender(net, x, fused) for fused in (False, True)]
        for contender in contenders:
            contender.run(timing["checkedSteps"] - 20)
        losses = [sum(contender.run(1) for _ in range(20)) / 20 for contender in contenders]
        seconds = median_seconds(contenders, timing["rounds"], timing["sliceMs"] / 1000)
        for name, loss, took in zip(("eager", "fused Adam"), losses, seconds):
            row = {"name": "step", "net": net["name"], "build": name, "threads": threads, "host": "pytorch"}
            print(json.dumps(row | {"runs": timing["rounds"], "loss_nats": loss, "steps_per_s": 1 / took}), flush=True)


main()
