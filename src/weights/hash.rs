//! Fingerprints.

use sha2::{Digest, Sha256};

use crate::num::{Layout, Real};

/// SHA-256 as lower-case hex digits.
pub fn digest_hex(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part.as_ref());
    }
    sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first 8 hex digits of the SHA-256 over all parameters as little-endian f32, span by span in the order of the
/// layout, each row-major over its outward shape. Equal hashes mean equal bits.
pub fn weights_hash<T: Real>(layout: &Layout, params: &[T]) -> String {
    let spans = layout.spans().iter();
    let bytes =
        spans.map(|span| span.values(params).flat_map(|value| value.to_f32().to_le_bytes()).collect::<Vec<u8>>());
    digest_hex(bytes)[..8].to_owned()
}
