"""Makes digits8x8.bin from scikit-learn's bundled digits. Run: python digits8x8.py (needs numpy, scikit-learn).

Source: E. Alpaydin, C. Kaynak (1998), "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository,
https://doi.org/10.24432/C50P49, CC BY 4.0; the test set, in scikit-learn's order. The format is that of packed.rs.
"""

import hashlib
import pathlib
import struct

import numpy as np
from sklearn.datasets import load_digits

digits = load_digits()
levels = digits.data.astype(np.uint8)
assert levels.shape == (1797, 64) and levels.max() == 16
bits = np.unpackbits(levels.reshape(-1, 1), axis=1)[:, 3:]  # 0..16 needs five bits
header = b"VLIM" + struct.pack("<BBBBI", 8, 8, 5, 16, len(levels))
packed = header + np.packbits(bits).tobytes() + digits.target.astype(np.uint8).tobytes()

path = pathlib.Path(__file__).with_suffix(".bin")
path.write_bytes(packed)
path.with_suffix(".sha256").write_text(f"{hashlib.sha256(packed).hexdigest()}  {path.name}\n")
