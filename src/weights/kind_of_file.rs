//! What a file is that is no safetensors: of the things that people have in its place, by name.

/// First bytes, and what a file that begins with them is, as the end of a sentence on it.
const KINDS: [(&[u8], &str); 9] = [
    (b"version https://git-lfs", "is a Git LFS pointer, not the file itself, which `git lfs pull` fetches"),
    (b"<", "is a web page, not the file itself"),
    (b"{", "is JSON text"),
    (b"PK", "is a zip archive; unpack it first"),
    (b"\x1f\x8b", "is a gzip archive; unpack it first"),
    (b"\x89PNG", "is a PNG picture"),
    (b"\xff\xd8\xff", "is a JPEG picture"),
    (b"\x93NUMPY", "is an array of NumPy"),
    (b"\x89HDF", "is an HDF5 file, as Keras writes"),
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
    let start = bytes.get(..512).unwrap_or(bytes);
    if bytes.starts_with(b"PK") && start.windows(8).any(|at| at == pickle) || matches!(bytes, [0x80, 2..=5, ..]) {
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
