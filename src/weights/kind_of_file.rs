//! What a file is that is no safetensors: of the things that people have in its place, by name.

/// A kind of file: its name, and what it is, as the end of a sentence on it.
pub type Kind = (&'static str, &'static str);

/// First bytes, and the kind of a file that begins with them.
const KINDS: [(&[u8], Kind); 12] = [
    (b"version https://git-lfs", ("lfs", "is a Git LFS pointer, not the file itself, which `git lfs pull` fetches")),
    (b"<", ("html", "is a web page, not the file itself")),
    (b"{", ("json", "is JSON text")),
    (b"PK", ("zip", "is a zip archive; unpack it first")),
    (b"\x1f\x8b", ("gzip", "is a gzip archive; unpack it first")),
    (b"\x89PNG", ("picture", "is a PNG picture")),
    (b"\xff\xd8\xff", ("picture", "is a JPEG picture")),
    (b"GIF8", ("picture", "is a GIF picture")),
    (b"RIFF", ("picture", "is a WebP picture, a sound or a film")),
    (b"%PDF", ("pdf", "is a PDF document")),
    (b"\x93NUMPY", ("numpy", "is an array of NumPy")),
    (b"\x89HDF", ("hdf5", "is an HDF5 file, as Keras writes")),
];

const PYTORCH: Kind =
    ("pytorch", "is a PyTorch file; save the weights by `safetensors.torch.save_file(model.state_dict(), path)`");

/// What the file is, of which it is known that it cannot be read; none for damaged safetensors, and where nobody knows.
pub fn kind_of_file(bytes: &[u8]) -> Option<Kind> {
    // A header's length is below 2³², and JSON comes behind it: whatever its first bytes happen to be.
    if let [_, _, _, _, 0, 0, 0, 0, b'{', ..] = bytes {
        return None;
    }
    if bytes.is_empty() {
        return Some(("empty", "is empty"));
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
    // The last character may be cut.
    let is_utf8 = std::str::from_utf8(start).map_or_else(|error| error.error_len().is_none(), |_| true);
    let no_control = start.iter().all(|byte| !byte.is_ascii_control() || byte.is_ascii_whitespace());
    (start.len() > 8 && is_utf8 && no_control).then_some(("text", "is a text"))
}
