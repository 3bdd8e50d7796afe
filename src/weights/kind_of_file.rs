//! What a file is that is no safetensors: of the things that people have in its place, by name.

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// First bytes, and what a file that begins with them is and what to do about it, as the end of a sentence on it.
const KINDS: [(&[u8], &str); 14] = [
    (b"version https://git-lfs", "is a Git LFS pointer, not the file itself, which `git lfs pull` fetches"),
    (b"<", "is a web page, not the file itself; download that by its raw link"),
    (b"{", "is JSON text; weights are a safetensors file"),
    (b"PK\x03\x04", "is a zip archive; unpack it first"),
    (b"PK\x05\x06", "is an empty zip archive"),
    (b"\x1f\x8b", "is a gzip archive; unpack it first"),
    (b"\xfd7zXZ", "is an xz archive; unpack it first"),
    (b"(\xb5/\xfd", "is a zstd archive; unpack it first"),
    (PNG, "is a PNG picture; weights are a safetensors file"),
    (b"\xff\xd8\xff", "is a JPEG picture; weights are a safetensors file"),
    (b"\x93NUMPY", "is an array of NumPy; save the weights by `safetensors.numpy.save_file`"),
    (b"\x89HDF", "is an HDF5 file, as Keras writes; weights are a safetensors file"),
    (b"GGUF", "is a GGUF file; weights are a safetensors file"),
    (b"\0\0\x08", "is an IDX file, as MNIST's images and labels are; weights are a safetensors file"),
];

const PYTORCH: &str = "is a PyTorch file; save the weights by `safetensors.torch.save_file(model.state_dict(), path)`";

/// What the file is, of which it is known that it cannot be read; none for damaged safetensors, and where nobody knows.
pub fn kind_of_file(bytes: &[u8]) -> Option<&'static str> {
    // A header's length is below 2³², and JSON comes behind it: whatever its first bytes happen to be.
    if let [_, _, _, _, 0, 0, 0, 0, b'{', ..] = bytes {
        return None;
    }
    if bytes.is_empty() {
        return Some("is empty");
    }
    // Older ones are a pickle, the others a zip archive that begins with one.
    let pickle: &[u8] = b"data.pkl";
    let named = bytes.starts_with(b"PK\x03\x04") && bytes[..bytes.len().min(512)].windows(8).any(|at| at == pickle);
    if named || matches!(bytes, [0x80, 2..=5, ..]) {
        return Some(PYTORCH);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    for (first, kind) in KINDS {
        if bytes.starts_with(first) || text.starts_with(first) {
            return Some(kind);
        }
    }
    None
}
