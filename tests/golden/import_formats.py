"""Files as NumPy, Pillow, scikit-learn and safetensors write them, and the grey levels that these libraries read back.

Writes the folder `import` beside this file: the files, and `expected.json`, which says of each case its files, the
choices that it is read with, and what is to come of them.
"""

import gzip
import io
import json
import shutil
import struct
import tarfile
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from safetensors.numpy import save as save_tensors
from sklearn.datasets import load_digits

FOLDER = Path(__file__).parent / "import"
CASES = {}

digits = load_digits()
N = 12
Y = digits.target[:N]
SIXTEEN = digits.images[:N].astype(np.uint8)
X = SIXTEEN * 15
RGB = np.stack([X, X // 2, X // 4], axis=-1)


def levels(values, low, high, top=255):
    values = np.asarray(values, dtype=np.float64)
    return np.clip(np.floor((values - low) * (top / (high - low)) + 0.5), 0, top).astype(np.uint8)


def shrunk(image, side):
    """Each pixel the mean of the area that it covers."""
    # In whole parts of 1/side of a pixel, so that nothing is rounded.
    length = image.shape[0]
    edges, pixels = np.arange(side + 1) * length, np.arange(length) * side
    covers = np.minimum(edges[1:, None], pixels + side) - np.maximum(edges[:-1, None], pixels)
    covers = np.clip(covers, 0, None)
    return covers @ image.astype(np.int64) @ covers.T / length**2


def luminance(rgb):
    """By Pillow's own conversion."""
    return np.stack([np.asarray(Image.fromarray(image, "RGB").convert("L")) for image in rgb])


def case(name, files, images, labels=None, top=255, split=None, names=None, **choices):
    """`files`: name → bytes. `labels`: a class an image."""
    for path, content in files.items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    images = np.asarray(images)
    if names is None:
        names = [] if labels is None else [str(label) for label in sorted(set(np.asarray(labels).tolist()))]
        labels = None if labels is None else [names.index(str(label)) for label in np.asarray(labels).tolist()]
    CASES[name] = {
        "files": list(files),
        "choices": choices,
        "shape": list(images.shape),
        "top": top,
        "levels": images.astype(np.uint8).tobytes().hex(),
        "labels": None if labels is None else [int(label) for label in labels],
        "names": names,
        "split": split,
    }


def idx(array):
    kinds = {"u1": 8, "i1": 9, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}
    kind = kinds[array.dtype.str[1:]]
    head = bytes([0, 0, kind, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.astype(array.dtype.newbyteorder(">")).tobytes()


def zipped(content):
    return gzip.compress(content, mtime=0)


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version, allow_pickle=False)
    return out.getvalue()


def archive(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, method)
    return out.getvalue()


def npz(method=zipfile.ZIP_DEFLATED, **arrays):
    return archive({f"{name}.npy": npy(array) for name, array in arrays.items()}, method)


def png(image, **options):
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def of_idx():
    labels = idx(Y.astype(np.uint8))
    case("idx u8 and labels", {"idx/images.bin": idx(X), "idx/labels.bin": labels}, X, Y)
    case("idx i8", {"idx/i8": idx((X // 2).astype(np.int8))}, X // 2)
    case("idx i16", {"idx/i16.dat": idx(X.astype(np.int16))}, X)
    case("idx i32", {"idx/i32.dat": idx(X.astype(np.int32))}, X)
    case("idx f32", {"idx/f32.dat": idx((X / 255).astype(np.float32))}, levels((X / 255).astype(np.float32), 0, 1))
    case("idx f64", {"idx/f64.dat": idx(X / 255)}, levels(X / 255, 0, 1))
    case("idx gzip", {"idx/packed": zipped(idx(X)), "idx/labels.bin": labels}, X, Y)
    half = len(idx(X)) // 2
    members = zipped(idx(X)[:half]) + zipped(idx(X)[half:])
    case("idx gzip of two members", {"idx/members.gz": members}, X)
    parts = {
        "idx/parts/train-images-idx3-ubyte.gz": zipped(idx(X[:8])),
        "idx/parts/train-labels-idx1-ubyte": idx(Y[:8].astype(np.uint8)),
        "idx/parts/t10k-images-idx3-ubyte": idx(X[8:]),
        "idx/parts/t10k-labels-idx1-ubyte.gz": zipped(idx(Y[8:].astype(np.uint8))),
    }
    case("idx of two parts", parts, X, Y, split=8)
    # As QMNIST has them: the class, then seven numbers of where the image comes from.
    table = np.zeros((N, 8), np.int32)
    table[:, 0] = Y
    table[:, 1:] = np.arange(7) * 100 + np.arange(N)[:, None]
    case("idx label table", {"idx/images.bin": idx(X), "idx/qmnist-labels-idx2-int": idx(table)}, X, Y)
    turned = np.ascontiguousarray(X.transpose(0, 2, 1))
    case("idx transposed by choice", {"idx/turned.bin": idx(turned)}, X, transpose=True)
    case("idx transposed by name", {"idx/emnist-digits-images": idx(turned)}, X)


def of_npy():
    for kind in ["u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8", "b1"]:
        for order in "<>" if kind[1] != "1" else "|":
            if kind == "b1":
                array, expected = X > 100, (X > 100) * 255
            elif kind[0] == "f":
                array = (X / 255).astype(order + kind)
                expected = levels(array, 0, 1)
            elif kind == "i1":
                array, expected = (X // 2).astype("|i1"), X // 2
            elif kind == "u2":
                array, expected = (X.astype(np.uint32) * 257).astype(order + kind), X
            else:
                array, expected = X.astype(order + kind), X
            endian = {"<": "little", ">": "big", "|": "byte"}[order]
            case(f"npy {kind} {endian}", {f"npy/{kind}-{endian}.npy": npy(array)}, expected)
    case("npy Fortran order", {"npy/fortran.npy": npy(np.asfortranarray(X))}, X)
    case("npy version 2", {"npy/version2.npy": npy(X, (2, 0))}, X)
    case("npy (N, H, W, 1)", {"npy/nhw1.npy": npy(X[..., None])}, X)
    case("npy (N, H, W, 3)", {"npy/nhw3.npy": npy(RGB)}, luminance(RGB))
    opaque = np.concatenate([RGB, np.full((N, 8, 8, 1), 255, np.uint8)], axis=-1)
    case("npy (N, H, W, 4)", {"npy/nhw4.npy": npy(opaque)}, luminance(RGB))
    case("npy (N, 1, H, W)", {"npy/n1hw.npy": npy(X[:, None])}, X)
    case("npy (N, 3, H, W)", {"npy/n3hw.npy": npy(np.ascontiguousarray(RGB.transpose(0, 3, 1, 2)))}, luminance(RGB))
    case("npy (N, D)", {"npy/nd.npy": npy(X.reshape(N, 64))}, X)
    planes = np.ascontiguousarray(RGB.transpose(0, 3, 1, 2)).reshape(N, -1)
    case("npy (N, 3·D)", {"npy/nd3.npy": npy(planes)}, luminance(RGB))
    wide = X[:, :, :].reshape(N, 4, 16)
    tall = np.repeat(np.repeat(wide, 2, axis=1), 1, axis=2)[:, :8, :]
    case("npy (N, D) of a shape asked for", {"npy/wide.npy": npy(tall.reshape(N, -1))}, tall, shape=[8, 16])
    signed = (X / 127.5 - 1).astype(np.float32)
    case("npy from −1 to 1", {"npy/signed.npy": npy(signed)}, levels(signed, -1, 1))
    case("npy of 16 levels", {"npy/sixteen.npy": npy(digits.images[:N])}, SIXTEEN, top=16)
    other = X.astype(np.float64) * 3.5
    case("npy of other values", {"npy/other.npy": npy(other)}, levels(other, 0, other.max()), meaning=[0, other.max()])


def of_npz():
    parts = dict(x_train=X[:8], y_train=Y[:8], x_test=X[8:], y_test=Y[8:])
    case("npz of two parts", {"npz/keras.npz": npz(**parts)}, X, Y, split=8)
    case("npz stored", {"npz/stored.npz": npz(zipfile.ZIP_STORED, data=X, target=Y)}, X, Y)
    texts = np.array([f"digit {y}" for y in Y])
    case("npz of text labels", {"npz/texts.npz": npz(images=X, kinds=texts)}, X, texts)
    case("npz of one-hot labels", {"npz/onehot.npz": npz(images=X, labels=np.eye(10)[Y])}, X, Y)
    words = "zero one two three four five six seven eight nine".split()
    seen = sorted(set(Y.tolist()))
    shown, places = [words[y] for y in seen], [seen.index(y) for y in Y]
    named = npz(images=X, labels=Y, target_names=np.array(words))
    case("npz of named classes", {"npz/named.npz": named}, X, places, names=shown)


def of_tables():
    rows = X.reshape(N, 64)

    def text(header, columns, delimiter=","):
        lines = [delimiter.join(header)] if header else []
        lines += [delimiter.join(str(value) for value in row) for row in columns]
        return ("\n".join(lines) + "\n").encode()

    first = [[y, *row] for y, row in zip(Y, rows)]
    last = [[*row, y] for y, row in zip(Y, SIXTEEN.reshape(N, 64))]
    names = [f"pixel{i}" for i in range(64)]
    case("csv as Kaggle has digits", {"csv/kaggle.csv": text(["label", *names], first)}, X, Y)
    case("csv of pixels alone", {"csv/test.csv": text(names, rows)}, X)
    frame_names = [f"pixel_{i // 8}_{i % 8}" for i in range(64)]
    frame = [[float(value) for value in row[:-1]] + [row[-1]] for row in last]
    case("csv as scikit-learn has digits", {"csv/sklearn.csv": text([*frame_names, "target"], frame)}, SIXTEEN, Y, top=16)
    indexed = [[i, *row] for i, row in enumerate(first)]
    case("csv with an index", {"csv/index.csv": text(["", "label", *names], indexed)}, X, Y)
    case("csv without header, label last", {"csv/optdigits.tes": text(None, last)}, SIXTEEN, Y, top=16)
    case("csv without header, label first", {"csv/mnist_train.csv": text(None, first)}, X, Y)
    case("tsv", {"csv/kaggle.tsv": text(["label", *names], first, "\t")}, X, Y)
    case("csv by semicolon", {"csv/semicolon.csv": text(["label", *names], first, ";")}, X, Y)
    words = np.array(["even" if y % 2 == 0 else "odd" for y in Y])
    worded = [[word, *row] for word, row in zip(words, rows)]
    case("csv of text labels", {"csv/words.csv": text(["label", *names], worded)}, X, words)
    asked = [[*row[:10], y, *row[10:]] for y, row in zip(Y, rows)]
    case("csv with the label column asked for", {"csv/asked.csv": text([], asked)}, X, Y, label_column="11")
    named = text(["answer", *names], first)
    case("csv with the label column named", {"csv/named.csv": named}, X, Y, label_column="answer")
    out = io.StringIO()
    np.savetxt(out, rows / 255)
    case("text as NumPy writes it", {"csv/savetxt.txt": out.getvalue().encode()}, levels(rows.reshape(N, 8, 8) / 255, 0, 1))


def of_png():
    kinds = ["even" if y % 2 == 0 else "odd" for y in Y]

    def folder(name, image, suffix="", **options):
        return {f"{name}/{kind}/{i:02}{suffix}.png": png(image(i), **options) for i, kind in enumerate(kinds)}

    def in_zip(name, members):
        return {f"png/{name}.zip": archive(members, zipfile.ZIP_STORED)}

    grey = [Image.fromarray(image) for image in X]
    case("png in folders", {f"png/{path}": content for path, content in folder("folders", lambda i: grey[i]).items()}, X, kinds)
    case("png in a zip", in_zip("grey", folder("digits", lambda i: grey[i])), X, kinds)
    colour = [Image.fromarray(image, "RGB") for image in RGB]
    case("png of colours", in_zip("colour", folder("digits", lambda i: colour[i])), luminance(RGB), kinds)
    black = [image.point(lambda v: 255 * (v > 100)).convert("1") for image in grey]
    bits = np.stack([np.asarray(image.convert("L")) for image in black])
    case("png of one bit", in_zip("bit", folder("digits", lambda i: black[i])), bits, kinds)
    palette = [image.quantize(16) for image in colour]
    read = np.stack([np.asarray(image.convert("RGB").convert("L")) for image in palette])
    case("png of a palette", in_zip("palette", folder("digits", lambda i: palette[i], bits=4)), read, kinds)
    deep = (X.astype(np.uint32) * 257 + np.arange(64).reshape(8, 8)).clip(0, 65535).astype(np.uint16)
    sixteen = [Image.fromarray(image) for image in deep]
    case("png of 16 bits", in_zip("deep", folder("digits", lambda i: sixteen[i])), levels(deep / 257, 0, 255), kinds)
    # Black ink, as clear as there is none; over white paper it is a drawing on white, which is inverted.
    clear = [Image.merge("LA", [Image.new("L", (8, 8), 0), image]) for image in grey]
    case("png with alpha", in_zip("alpha", folder("digits", lambda i: clear[i])), X, kinds)
    tinted = [Image.merge("RGBA", [*Image.new("RGB", (8, 8), (40, 0, 90)).split(), image]) for image in grey]
    over = [Image.alpha_composite(Image.new("RGBA", (8, 8), "white"), image).convert("L") for image in tinted]
    over = 255 - np.stack([np.asarray(image) for image in over])
    # Pillow rounds each colour before it takes the luminance.
    case("png of colours with alpha", in_zip("tinted", folder("digits", lambda i: tinted[i])), over, kinds, within=1)
    white = [ImageOps.invert(image) for image in grey]
    case("png on white paper", in_zip("white", folder("digits", lambda i: white[i])), X, kinds)
    case("png on white paper, as it is", in_zip("white", folder("digits", lambda i: white[i])), 255 - X, kinds, invert=False)

    def exif(i):
        note = Image.Exif()
        note[0x0112] = i % 8 + 1
        return note

    noted = {f"d/{i:02}.png": png(grey[i], exif=exif(i)) for i in range(N)}
    upright = np.stack([np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(file)))) for file in noted.values()])
    case("png turned by its note", in_zip("noted", noted), upright)

    large = [image.resize((40, 40), Image.Resampling.BICUBIC) for image in grey]
    blocks = np.stack([np.asarray(image) for image in large]).reshape(N, 10, 4, 10, 4)
    small = levels(blocks.mean(axis=(2, 4)), 0, 255)
    case("png made small", in_zip("large", folder("d", lambda i: large[i])), small, kinds, side=10)
    mixed = [image if i % 2 else image.resize((60, 60), Image.Resampling.NEAREST) for i, image in enumerate(large)]
    small = np.stack([levels(shrunk(np.asarray(image), 28), 0, 255) for image in mixed])
    case("png of mixed sizes", in_zip("mixed", folder("d", lambda i: mixed[i])), small, kinds)
    wide = [ImageOps.expand(image, (8, 0), 0) for image in grey]
    padded = np.stack([np.asarray(ImageOps.expand(image, (0, 8), 0)) for image in wide])
    case("png padded", in_zip("wide", folder("d", lambda i: wide[i])), padded, kinds, side=24, fit="pad")
    case("png cropped", in_zip("wide", folder("d", lambda i: wide[i])), X, kinds, side=8, fit="crop")

    sheet = Image.new("L", (4 * 12, 3 * 12))
    for i, image in enumerate(grey):
        sheet.paste(image, (i % 4 * 12 + 2, i // 4 * 12 + 2))
    tiles = np.pad(X, ((0, 0), (2, 2), (2, 2)))
    case("png of a grid", {"png/sheet.png": png(sheet)}, tiles)
    case("png of a grid asked for", {"png/sheet.png": png(sheet)}, tiles, grid=[3, 4])


def of_others():
    tensors = {"images": (X / 255).astype(np.float32), "labels": Y.astype(np.int64)}
    case("safetensors", {"others/digits.safetensors": save_tensors(tensors)}, levels(tensors["images"], 0, 1), Y)
    random = np.random.default_rng(7)
    pictures = random.integers(0, 256, (4, 3, 32, 32), dtype=np.uint8)
    kinds = np.array([3, 0, 9, 3], np.uint8)
    grey = luminance(np.ascontiguousarray(pictures.transpose(0, 2, 3, 1)))
    ten = b"".join(bytes([kind]) + picture.tobytes() for kind, picture in zip(kinds, pictures))
    case("cifar 10", {"others/data_batch_1.bin": ten}, grey, kinds)
    hundred = b"".join(bytes([1, 10 * kind]) + picture.tobytes() for kind, picture in zip(kinds, pictures))
    case("cifar 100", {"others/fine.bin": hundred}, grey, 10 * kinds)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as file:
        for name, content in [("cifar/readme.html", b"<html></html>"), ("cifar/a.bin", ten), ("cifar/test_batch.bin", ten)]:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            file.addfile(info, io.BytesIO(content))
    twice = np.concatenate([grey, grey])
    case("cifar as it is fetched", {"others/cifar.tar.gz": zipped(out.getvalue())}, twice, [*kinds, *kinds], split=4)


shutil.rmtree(FOLDER, ignore_errors=True)
for make in [of_idx, of_npy, of_npz, of_tables, of_png, of_others]:
    make()
FOLDER.joinpath("expected.json").write_text(json.dumps(CASES, indent=1) + "\n")
print(f"{len(CASES)} cases")
