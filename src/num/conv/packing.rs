//! Images side by side and back for `f32`: four pixels of four images at a time.

use crate::num::lanes::{F4, LANES};
use crate::num::unrolled;

use super::{BLOCK, Matrix, MatrixMut};

/// See [`super::interleave`]; of up to eight images, into one block.
pub fn interleave(images: Matrix<f32>, channels: usize, block: &mut [f32]) {
    let Matrix { data, rows, cols, stride } = images;
    let pixels = cols / channels;
    if rows < BLOCK {
        block.fill(0.0);
    }
    for c in 0..channels {
        let whole = whole(pixels, rows);
        for pixel in (0..whole).step_by(LANES) {
            let (from, to) = (c * pixels + pixel, (pixel * channels + c) * BLOCK);
            for half in [0, LANES] {
                transpose(&data[from + half * stride..], stride, &mut block[to + half..], channels * BLOCK);
            }
        }
        for pixel in whole..pixels {
            for image in 0..rows {
                block[(pixel * channels + c) * BLOCK + image] = data[image * stride + c * pixels + pixel];
            }
        }
    }
}

/// See [`super::separate`]; of one block, into up to eight images.
pub fn separate(block: &[f32], channels: usize, images: MatrixMut<f32>) {
    let MatrixMut { data, rows, cols, stride } = images;
    let pixels = cols / channels;
    for c in 0..channels {
        let whole = whole(pixels, rows);
        for pixel in (0..whole).step_by(LANES) {
            let (from, to) = ((pixel * channels + c) * BLOCK, c * pixels + pixel);
            for half in [0, LANES] {
                transpose(&block[from + half..], channels * BLOCK, &mut data[to + half * stride..], stride);
            }
        }
        for pixel in whole..pixels {
            for image in 0..rows {
                data[image * stride + c * pixels + pixel] = block[(pixel * channels + c) * BLOCK + image];
            }
        }
    }
}

/// The pixels that are moved four at a time: of eight images.
fn whole(pixels: usize, images: usize) -> usize {
    if images == BLOCK { pixels / LANES * LANES } else { 0 }
}

/// Four rows of four, transposed; either's rows lie a step apart. One function for both ways, and for the size of it.
#[inline(never)]
fn transpose(from: &[f32], from_step: usize, to: &mut [f32], to_step: usize) {
    let [mut rows]: [[F4; LANES]; 1] = F4::zeros();
    unrolled!(r < LANES, { rows[r] = F4::from_slice(&from[r * from_step..]) });
    let columns = F4::transpose(rows);
    unrolled!(c < LANES, { columns[c].to_slice(&mut to[c * to_step..]) });
}
