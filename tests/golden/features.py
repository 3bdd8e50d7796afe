"""A linear probe and nearest neighbours by scikit-learn: the golden values of tests/native/features.rs.

Run with `cargo xtask golden`, or: python features.py (needs the packages of requirements.txt). Writes features.json beside
itself: codes that are multiples of 1/1024, which f32 holds exactly, their classes, the probe's log-odds and both answers.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

CLASSES, LATENT, TRAIN, HELD_OUT = 4, 3, 240, 120
rng = np.random.default_rng(5)
# Clouds that overlap, of scales that differ a hundredfold.
centres = rng.normal(size=(CLASSES, LATENT))
labels = rng.integers(CLASSES, size=TRAIN + HELD_OUT)
codes = (centres[labels] + 0.8 * rng.normal(size=(len(labels), LATENT))) * [1, 10, 0.1] + [0, 5, -1]
codes = np.round(codes * 1024) / 1024
train, held_out = codes[:TRAIN], codes[TRAIN:]

scaler = StandardScaler().fit(train)
probe = LogisticRegression(C=1.0, tol=1e-12, max_iter=100_000).fit(scaler.transform(train), labels[:TRAIN])
neighbours = KNeighborsClassifier(n_neighbors=5, algorithm="brute").fit(train, labels[:TRAIN])
found, near = probe.predict(scaler.transform(held_out)), neighbours.predict(held_out)
golden = dict(
    sklearn=sklearn.__version__,
    classes=CLASSES,
    latent=LATENT,
    train=(train * 1024).astype(int).flatten().tolist(),
    train_labels=labels[:TRAIN].tolist(),
    held_out=(held_out * 1024).astype(int).flatten().tolist(),
    held_out_labels=labels[TRAIN:].tolist(),
    log_probabilities=probe.predict_log_proba(scaler.transform(held_out)).flatten().tolist(),
    probe=found.tolist(),
    nearest=near.tolist(),
    probe_accuracy=float(np.mean(found == labels[TRAIN:])),
    nearest_accuracy=float(np.mean(near == labels[TRAIN:])),
    variances=train.var(axis=0).tolist(),
)
text = json.dumps(golden, separators=(",", ":"))
pathlib.Path(__file__).with_name("features.json").write_text(text.replace(',"', ',\n"') + "\n")
