//! Convolutions of `f32`: the products' tiles, with images for columns, and outer products of pixels for the weights.

use core::ops::Range;

use crate::num::gemm::kernel::{Rows, Tile, multiply_onto, write_with};
use crate::num::lanes::{F4, LANES};
use crate::num::unrolled;

use super::kernel::{self, Pixels, TILE_HEIGHT, TILE_WIDTH};
use super::{BLOCK, Clip, Map, Matrix, Sums, block};

/// See [`super::product`].
pub fn product(sums: Sums<f32>, clip: Clip<f32>, x: &[f32], y: &mut [f32]) {
    let outputs = sums.map.outputs;
    // Tiles of two heights: each more is code that every visitor loads.
    let whole = outputs / TILE_HEIGHT * TILE_HEIGHT;
    for row in 0..sums.map.rows.outputs {
        pixels::<TILE_HEIGHT>(&sums, clip, row, 0..whole, x, y);
        pixels::<1>(&sums, clip, row, whole..outputs, x, y);
    }
}

/// `channels` of a row of output pixels, in tiles of R.
#[inline(never)]
fn pixels<const R: usize>(
    sums: &Sums<f32>,
    clip: Clip<f32>,
    row: usize,
    channels: Range<usize>,
    x: &[f32],
    y: &mut [f32],
) {
    let Sums { map, weights, bias } = *sums;
    let down = map.rows.runs[row];
    // One ending for all: no floor where nothing is cut off, and a mask of ones where nothing is masked.
    let floor = F4::splat(if matches!(clip, Clip::Relu) { 0.0 } else { f32::NEG_INFINITY });
    let zero = F4::splat(0.0);
    let mut first = channels.start;
    while first < channels.end {
        for (column, across) in map.columns.runs.iter().enumerate() {
            let mut acc: Tile<R> = F4::zeros();
            if let Some(bias) = bias {
                let bias = &bias[first..first + R];
                unrolled!(r < R, { acc[r] = [F4::splat(bias[r]); 2] });
            }
            for j in 0..down.count {
                let tap = (down.place + j) * map.taps + across.place;
                let rows = Rows {
                    data: weights,
                    first: first * map.weights() + tap * map.inputs,
                    row_step: map.weights(),
                    depth_step: 1,
                };
                let pixel = (down.input + j) * map.columns.inputs + across.input;
                let panel = &x[pixel * map.inputs * BLOCK..][..across.count * map.inputs * BLOCK];
                acc = multiply_onto(acc, rows, panel);
            }
            let at = ((row * map.columns.outputs + column) * map.outputs + first) * BLOCK;
            let (of, of_stride) = match clip {
                Clip::None | Clip::Relu => (&[1.0; BLOCK][..], 0),
                Clip::Mask(of) => (&of[at..], BLOCK),
            };
            write_with(acc, of, of_stride, &mut y[at..], BLOCK, |sum, of| sum.at_least(floor).and(zero.less(of)));
        }
        first += R;
    }
}

/// One side of a weight gradient: where in its blocks the pixels of a tap's pairs lie.
struct Side<'a> {
    data: &'a [f32],
    first: usize,
    /// From block to block, from row to row, from column to column.
    steps: [usize; 3],
    /// From channel to channel of dw.
    weight_step: usize,
}

impl<'a> Side<'a> {
    /// Pairs from pixel `first` on, each `step` further, in rows of `width` pixels of `channels`.
    fn new(
        blocks: Matrix<'a, f32>,
        channels: usize,
        width: usize,
        first: [usize; 2],
        step: [usize; 2],
        weight_step: usize,
    ) -> Self {
        let pixel = channels * BLOCK;
        let steps = [blocks.stride * BLOCK, step[0] * width * pixel, step[1] * pixel];
        Side { data: blocks.data, first: (first[0] * width + first[1]) * pixel, steps, weight_step }
    }

    #[inline(always)]
    fn pixels(&self, block: usize, half: usize, row: usize, channel: usize) -> Pixels<'a> {
        let first = self.first + block * self.steps[0] + row * self.steps[1] + channel * BLOCK + half * LANES;
        Pixels { data: self.data, first, step: self.steps[2] }
    }
}

/// See [`super::weight_gradient`].
pub fn weight_gradient(
    map: &Map,
    outputs: Range<usize>,
    x: Matrix<f32>,
    dy: Matrix<f32>,
    dw: &mut [f32],
    db: &mut [f32],
) {
    for (db, o) in db.iter_mut().zip(outputs.clone()) {
        *db = channel_sum(dy, map.outputs, o);
    }
    let [rows, columns] = [&map.rows, &map.columns];
    for place in 0..map.taps * map.taps {
        let [down, across] = [rows.pairs[place / map.taps], columns.pairs[place % map.taps]];
        let (first, step) = ([down.output, across.output], [rows.output_step, columns.output_step]);
        let of_outputs = Side::new(dy, map.outputs, columns.outputs, first, step, map.weights());
        let (first, step) = ([down.input, across.input], [rows.input_step, columns.input_step]);
        let of_inputs = Side::new(x, map.inputs, columns.inputs, first, step, 1);
        let dw = &mut dw[place * map.inputs..];
        let counts = [x.rows / BLOCK, down.count, across.count];
        // The side with more channels is the taller one of the tiles.
        let (mut tall, mut wide) = ((&of_outputs, outputs.clone()), (&of_inputs, 0..map.inputs));
        if outputs.len() < map.inputs.min(TILE_HEIGHT) {
            (tall, wide) = (wide, tall);
        }
        outer(tall, wide, counts, dw);
    }
}

/// `dw = Σ tall · wide` over the pairs of a tap, in tiles. `counts`: blocks, rows, columns.
fn outer(
    (tall, rows): (&Side, Range<usize>),
    (wide, columns): (&Side, Range<usize>),
    counts: [usize; 3],
    dw: &mut [f32],
) {
    let mut r = rows.start;
    while r < rows.end {
        let height = if r + TILE_HEIGHT <= rows.end { TILE_HEIGHT } else { 1 };
        let mut s = columns.start;
        while s < columns.end {
            let width = if height > 1 && s + TILE_WIDTH <= columns.end { TILE_WIDTH } else { 1 };
            let dw = &mut dw[(r - rows.start) * tall.weight_step + (s - columns.start) * wide.weight_step..];
            let tile = match (height, width) {
                (TILE_HEIGHT, TILE_WIDTH) => tile::<TILE_HEIGHT, TILE_WIDTH>,
                (TILE_HEIGHT, _) => tile::<TILE_HEIGHT, 1>,
                _ => tile::<1, 1>,
            };
            tile(tall, r, wide, s, counts, dw);
            s += width;
        }
        r += height;
    }
}

#[inline(never)]
fn tile<const R: usize, const S: usize>(
    tall: &Side,
    r: usize,
    wide: &Side,
    s: usize,
    [blocks, rows, columns]: [usize; 3],
    dw: &mut [f32],
) {
    let mut acc: [[F4; S]; R] = F4::zeros();
    for b in 0..blocks {
        for half in 0..BLOCK / LANES {
            for row in 0..rows {
                let (a, b) = (tall.pixels(b, half, row, r), wide.pixels(b, half, row, s));
                acc = kernel::multiply_onto(acc, a, b, columns);
            }
        }
    }
    unrolled!(r < R, {
        unrolled!(s < S, { dw[r * tall.weight_step + s * wide.weight_step] = acc[r][s].sum() });
    });
}

/// The sum of a channel over every pixel of every image.
fn channel_sum(blocks: Matrix<f32>, channels: usize, channel: usize) -> f32 {
    let mut total = F4::splat(0.0);
    for b in 0..blocks.rows / BLOCK {
        for pixel in block(blocks, b).chunks_exact(channels * BLOCK) {
            let [values, more] = [0, LANES].map(|half| F4::from_slice(&pixel[channel * BLOCK + half..]));
            total = total + (values + more);
        }
    }
    total.sum()
}
