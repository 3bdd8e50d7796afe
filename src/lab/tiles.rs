//! Pictures as bytes of ink: 0 is paper, 255 is full ink. Colour is the page's business.

use ndarray::{Array2, Array4};

/// Tiles (rows, columns, H, W) as one picture (rows·H, columns·W).
pub fn sheet(tiles: Array4<u8>) -> Array2<u8> {
    let (rows, columns, height, width) = tiles.dim();
    let tiles: Vec<u8> = tiles.iter().copied().collect();
    Array2::from_shape_vec((rows * height, columns * width), sheet_row(&tiles, columns, height, width))
        .expect("the same pixels")
}

/// The same in rows of bytes: tiles, `columns` of them side by side, as one picture.
pub(crate) fn sheet_row(tiles: &[u8], columns: usize, height: usize, width: usize) -> Vec<u8> {
    let mut picture = Vec::with_capacity(tiles.len());
    for row in tiles.chunks_exact((columns * height * width).max(1)) {
        for line in 0..height {
            for tile in row.chunks_exact(height * width) {
                picture.extend_from_slice(&tile[line * width..][..width]);
            }
        }
    }
    picture
}

/// Ink of an image from its means, (I) → (I): `255 · mean`, rounded; what lies outside [0, 1] is paper or full ink.
pub(super) fn ink(means: &[f32], out: &mut [u8]) {
    for (pixel, &value) in out.iter_mut().zip(means) {
        *pixel = (value * 255.0 + 0.5) as u8;
    }
}

/// Ink of grey levels `0..=max_level`, behind what `out` holds.
pub(super) fn push_ink_of_levels(levels: &[u8], max_level: u8, out: &mut Vec<u8>) {
    let max = u32::from(max_level);
    for &level in levels {
        out.push(((u32::from(level) * 255 + max / 2) / max) as u8);
    }
}
