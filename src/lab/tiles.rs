//! Pictures as bytes: 0 is paper, 255 is full ink. Colour is the page's business.

use crate::num::vecmath;

/// Pixels of an image from its logits, (I) → (I): `255 · σ(ℓ)`, rounded. `logits` is scratch afterwards.
pub fn pixels_from_logits(logits: &mut [f32], out: &mut [u8]) {
    vecmath::sigmoid(logits);
    for (pixel, &value) in out.iter_mut().zip(&*logits) {
        *pixel = (value * 255.0 + 0.5) as u8;
    }
}

/// Pixels from grey levels `0..=max_level`.
pub fn pixels_from_levels(levels: &[u8], max_level: u8) -> impl Iterator<Item = u8> + '_ {
    let max = u32::from(max_level);
    levels.iter().map(move |&level| ((u32::from(level) * 255 + max / 2) / max) as u8)
}
