//! Fingerprints.

use sha2::{Digest, Sha256};

use crate::num::{Layout, Real};
use crate::plain::hex;

/// SHA-256 of the bytes that `feed` hands to its argument, as lower-case hex digits.
pub fn digest_hex(feed: impl FnOnce(&mut dyn FnMut(&[u8]))) -> String {
    let mut feed = Some(feed);
    digest(&mut |take| {
        if let Some(feed) = feed.take() {
            feed(take);
        }
    })
}

/// What bytes are handed to.
type Take<'a> = dyn FnMut(&[u8]) + 'a;

// In the code once, whoever feeds.
fn digest(feed: &mut dyn FnMut(&mut Take)) -> String {
    let mut sha = Sha256::new();
    feed(&mut |bytes| sha.update(bytes));
    hex(&sha.finalize())
}

/// The first 8 hex digits of the SHA-256 over all parameters as little-endian f32, span by span in the order of the
/// layout, each row-major over its outward shape. Equal hashes mean equal bits.
pub fn weights_hash<T: Real>(layout: &Layout, params: &[T]) -> String {
    let mut hex = digest_hex(|sha| {
        for span in layout.spans() {
            span.values(params).for_each(|value| sha(&value.to_f32().to_le_bytes()));
        }
    });
    hex.truncate(8);
    hex
}
