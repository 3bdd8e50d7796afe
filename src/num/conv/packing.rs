//! Images side by side and back for `f32`: four pixels of four images at a time.

use crate::num::lanes::{F4, LANES};
use crate::num::unrolled;

use super::{BLOCK, Matrix, MatrixMut, naive};

/// See [`super::interleave`]; of up to eight images, into one block.
pub fn interleave(images: Matrix<f32>, channels: usize, block: &mut [f32]) {
    if images.rows < BLOCK {
        return naive::interleave(images, channels, block);
    }
    let pixels = images.cols / channels;
    for c in 0..channels {
        let whole = pixels / LANES * LANES;
        for pixel in (0..whole).step_by(LANES) {
            for half in [0, LANES] {
                let [mut rows]: [[F4; LANES]; 1] = F4::zeros();
                let from = half * images.stride + c * pixels + pixel;
                unrolled!(r < LANES, { rows[r] = F4::from_slice(&images.data[from + r * images.stride..]) });
                let columns = F4::transpose(rows);
                let to = (pixel * channels + c) * BLOCK + half;
                unrolled!(p < LANES, { columns[p].to_slice(&mut block[to + p * channels * BLOCK..]) });
            }
        }
        for pixel in whole..pixels {
            for image in 0..BLOCK {
                let value = images.data[image * images.stride + c * pixels + pixel];
                block[(pixel * channels + c) * BLOCK + image] = value;
            }
        }
    }
}

/// See [`super::separate`]; of one block, into up to eight images.
pub fn separate(block: &[f32], channels: usize, images: MatrixMut<f32>) {
    if images.rows < BLOCK {
        return naive::separate(block, channels, images);
    }
    let MatrixMut { data, cols, stride, .. } = images;
    let pixels = cols / channels;
    for c in 0..channels {
        let whole = pixels / LANES * LANES;
        for pixel in (0..whole).step_by(LANES) {
            for half in [0, LANES] {
                let [mut columns]: [[F4; LANES]; 1] = F4::zeros();
                let from = (pixel * channels + c) * BLOCK + half;
                unrolled!(p < LANES, { columns[p] = F4::from_slice(&block[from + p * channels * BLOCK..]) });
                let rows = F4::transpose(columns);
                let to = half * stride + c * pixels + pixel;
                unrolled!(r < LANES, { rows[r].to_slice(&mut data[to + r * stride..]) });
            }
        }
        for pixel in whole..pixels {
            for image in 0..BLOCK {
                data[image * stride + c * pixels + pixel] = block[(pixel * channels + c) * BLOCK + image];
            }
        }
    }
}
