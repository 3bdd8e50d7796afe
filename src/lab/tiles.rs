//! Pictures as bytes of ink: 0 is paper, 255 is full ink. Colour is the page's business.

use ndarray::{Array2, Array4};

/// Tiles (rows, columns, H, W) as one picture (rows·H, columns·W).
pub fn sheet(tiles: Array4<u8>) -> Array2<u8> {
    let (rows, columns, height, width) = tiles.dim();
    let by_line = tiles.permuted_axes([0, 2, 1, 3]).as_standard_layout().into_owned();
    by_line.into_shape_with_order((rows * height, columns * width)).expect("the same pixels")
}

/// Ink of an image from its means, (I) → (I): `255 · mean`, rounded; what lies outside [0, 1] is paper or full ink.
pub(super) fn ink(means: &[f32], out: &mut [u8]) {
    for (pixel, &value) in out.iter_mut().zip(means) {
        *pixel = (value * 255.0 + 0.5) as u8;
    }
}

/// Ink of grey levels `0..=max_level`.
pub(super) fn ink_of_levels(levels: &[u8], max_level: u8) -> impl Iterator<Item = u8> + '_ {
    let max = u32::from(max_level);
    levels.iter().map(move |&level| ((u32::from(level) * 255 + max / 2) / max) as u8)
}
