//! Convolutions over images side by side: the seam between the layers and the kernels.
//!
//! A *block* is eight images, `[row][column][channel][8]`: the eight values of one place lie together, and a vector holds
//! several images. So a run of neighbouring pixels is a panel (K, 8) as the products read one, with images for columns
//! and the weights for rows: nothing is copied together, and any number of channels fills the vectors. Taps that lie
//! outside of the image are not read.
//!
//! Blocks lie in matrices of rows: block b in the place of rows 8b..8b+8. Where images are fewer, the rest of the last
//! block is zero.
//!
//! Weights are `[output channel][tap][tap][input channel]`, the taps in the order of [`Window::place`].

pub(super) mod fast;
mod kernel;
mod map;
pub mod naive;
pub(super) mod packing;

use std::ops::Range;

use super::Real;
use super::gemm::{Matrix, MatrixMut, PANEL};

pub use map::{Axis, Direction, Map, Pairs, Run, Window};

/// Images of a block.
pub const BLOCK: usize = PANEL;

/// What happens to a sum before it is y's.
#[derive(Clone, Copy)]
pub enum Clip<'a, T> {
    None,
    /// The sum where not below 0, else 0 (a NaN stays one).
    Relu,
    /// The sum where `of > 0`, else 0; of: as y (the ReLU's output; backward of the ReLU).
    Mask(&'a [T]),
}

/// What a convolution's sums are made of.
#[derive(Clone, Copy)]
pub struct Sums<'a, T> {
    pub map: &'a Map,
    /// (O, K, K, I)
    pub weights: &'a [T],
    /// What each output channel's sum starts at, (O); 0 where there is none.
    pub bias: Option<&'a [T]>,
}

/// `y[o] = clip(b[o] + Σ w[o][tap] · x[tap's pixel])` of a block.
///
/// A sum runs in the order of the weights' places, one accumulator an element: an element's bits do not depend on its place
/// in a block, nor on the others.
///
/// # Panics
/// When the lengths do not fit.
pub fn product<T: Real>(sums: Sums<T>, clip: Clip<T>, x: &[T], y: &mut [T]) {
    let map = sums.map;
    assert!(x.len() == map.input_len() * BLOCK, "x of a block");
    assert!(y.len() == map.output_len() * BLOCK, "y of a block");
    assert!(sums.weights.len() >= map.weights() * map.outputs, "weights");
    assert!(sums.bias.is_none_or(|bias| bias.len() >= map.outputs), "bias");
    if let Clip::Mask(of) = clip {
        assert!(of.len() == y.len(), "mask and y");
    }
    T::convolve(sums, clip, x, y);
}

/// `dw[o][tap] = Σ dy[o] · x[tap's pixel]` and `db[o] = Σ dy[o]` of output channels `outputs`, over every pixel of every
/// image, blocks in order. x, dy: blocks; dw: (outputs, K, K, I), db: (outputs), overwritten.
///
/// # Panics
/// When the lengths do not fit.
pub fn weight_gradient<T: Real>(
    map: &Map,
    outputs: Range<usize>,
    x: Matrix<T>,
    dy: Matrix<T>,
    dw: &mut [T],
    db: &mut [T],
) {
    assert!(outputs.end <= map.outputs, "output channels");
    assert!(x.cols == map.input_len() && dy.cols == map.output_len(), "x and dy of the map");
    assert!(x.rows == dy.rows && x.rows.is_multiple_of(BLOCK), "whole blocks");
    assert!(dw.len() == outputs.len() * map.weights() && db.len() == outputs.len(), "dw and db");
    T::convolution_gradient(map, outputs, x, dy, dw, db);
}

/// Block `b` of a matrix of blocks.
pub fn block<'a, T>(blocks: Matrix<'a, T>, b: usize) -> &'a [T] {
    &blocks.data[b * BLOCK * blocks.stride..][..BLOCK * blocks.cols]
}

/// Block `b` of a matrix of blocks, to write.
pub fn block_mut<'m, T>(blocks: &'m mut MatrixMut<T>, b: usize) -> &'m mut [T] {
    &mut blocks.data[b * BLOCK * blocks.stride..][..BLOCK * blocks.cols]
}

/// Puts images (B, C·P) of `channels` planes side by side, in blocks `[P][C][8]`; what the last block lacks is zero.
///
/// # Panics
/// When the lengths do not fit.
pub fn interleave<T: Real>(images: Matrix<T>, channels: usize, mut blocks: MatrixMut<T>) {
    assert!(images.cols == blocks.cols && images.cols.is_multiple_of(channels), "planes");
    assert!(blocks.rows == images.rows.next_multiple_of(BLOCK), "whole blocks");
    for b in 0..blocks.rows / BLOCK {
        let rows = b * BLOCK..images.rows.min((b + 1) * BLOCK);
        T::interleave(images.part(rows), channels, block_mut(&mut blocks, b));
    }
}

/// The images of blocks again, (B, C·P): the inverse of [`interleave`].
///
/// # Panics
/// When the lengths do not fit.
pub fn separate<T: Real>(blocks: Matrix<T>, channels: usize, images: MatrixMut<T>) {
    assert!(images.cols == blocks.cols && images.cols.is_multiple_of(channels), "planes");
    assert!(blocks.rows == images.rows.next_multiple_of(BLOCK), "whole blocks");
    let MatrixMut { data, rows, cols, stride } = images;
    for (b, eight) in data.chunks_mut(BLOCK * stride).enumerate().take(blocks.rows / BLOCK) {
        let rows = BLOCK.min(rows - b * BLOCK);
        T::separate(block(blocks, b), channels, MatrixMut { data: eight, rows, cols, stride });
    }
}

#[cfg(test)]
mod tests;
