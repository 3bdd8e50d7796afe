//! Convolutions of `f32`: the products' tiles, with images for columns, and outer products of pixels for the weights.

use core::ops::Range;

use crate::num::gemm::kernel::{Rows, TILE_ROWS, Tile, cut, multiply_onto, write_with};
use crate::num::lanes::{F4, LANES};
use crate::num::unrolled;

use super::kernel::{self, Pixels, TILE_HEIGHT, TILE_WIDTH};
use super::{Axis, BLOCK, Clip, Map, Matrix, Pairs, Sums, block};

/// See [`super::product`].
pub fn product(sums: Sums<f32>, clip: Clip<f32>, x: &[f32], y: &mut [f32]) {
    for row in 0..sums.map.rows.outputs {
        cut(sums.map.outputs, |channels, height| match height {
            TILE_ROWS => pixels::<TILE_ROWS>(&sums, clip, row, channels, x, y),
            4 => pixels::<4>(&sums, clip, row, channels, x, y),
            2 => pixels::<2>(&sums, clip, row, channels, x, y),
            _ => pixels::<1>(&sums, clip, row, channels, x, y),
        });
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
            let (zero, y) = (F4::splat(0.0), &mut y[at..]);
            match clip {
                Clip::None => write_with(acc, &[0.0; BLOCK], 0, y, BLOCK, |sum, _| sum),
                Clip::Relu => write_with(acc, &[0.0; BLOCK], 0, y, BLOCK, |sum, _| sum.at_least(zero)),
                Clip::Mask(of) => write_with(acc, &of[at..], BLOCK, y, BLOCK, |sum, of| sum.and(zero.less(of))),
            }
        }
        first += R;
    }
}

/// One side of a weight gradient: its blocks, and where in them the pixels of a tap's pairs lie.
#[derive(Clone, Copy)]
struct Side<'a> {
    blocks: Matrix<'a, f32>,
    /// Of a pixel.
    channels: usize,
    /// Pixels of a row.
    width: usize,
    first: [usize; 2],
    step: [usize; 2],
    /// From channel to channel of dw.
    weight_step: usize,
}

impl<'a> Side<'a> {
    /// Of half a block: the pixels of pair `row`, from `channel` on.
    #[inline(always)]
    fn pixels(&self, b: usize, half: usize, row: usize, channel: usize) -> Pixels<'a> {
        let pixel = (self.first[0] + row * self.step[0]) * self.width + self.first[1];
        Pixels {
            data: block(self.blocks, b),
            first: (pixel * self.channels + channel) * BLOCK + half * LANES,
            step: self.step[1] * self.channels * BLOCK,
        }
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
    for (place, dw_at) in (0..map.taps * map.taps).map(|place| (place, place * map.inputs)) {
        let pairs = [map.rows.pairs[place / map.taps], map.columns.pairs[place % map.taps]];
        let side = |blocks, channels, weight_step, first: fn(&Pairs) -> usize, sides: fn(&Axis) -> [usize; 2]| {
            let [[_, row_step], [width, column_step]] = [sides(&map.rows), sides(&map.columns)];
            let first = [first(&pairs[0]), first(&pairs[1])];
            Side { blocks, channels, width, first, step: [row_step, column_step], weight_step }
        };
        let of_outputs = side(dy, map.outputs, map.weights(), |p| p.output, |a| [a.outputs, a.output_step]);
        let of_inputs = side(x, map.inputs, 1, |p| p.input, |a| [a.inputs, a.input_step]);
        let counts = pairs.map(|pairs| pairs.count);
        let dw = &mut dw[dw_at..];
        // The side with more channels is the taller one of the tiles.
        if outputs.len() < map.inputs.min(TILE_HEIGHT) {
            outer(of_inputs, 0..map.inputs, of_outputs, outputs.clone(), counts, dw);
        } else {
            outer(of_outputs, outputs.clone(), of_inputs, 0..map.inputs, counts, dw);
        }
    }
}

/// `dw = Σ tall · wide` over the pairs of a tap, in tiles.
fn outer(tall: Side, rows: Range<usize>, wide: Side, columns: Range<usize>, counts: [usize; 2], dw: &mut [f32]) {
    let mut r = rows.start;
    while r < rows.end {
        let height = match rows.end - r {
            left @ 0..TILE_HEIGHT => left.min(2),
            _ => TILE_HEIGHT,
        };
        let mut s = columns.start;
        while s < columns.end {
            let width = TILE_WIDTH.min(columns.end - s);
            let dw = &mut dw[(r - rows.start) * tall.weight_step + (s - columns.start) * wide.weight_step..];
            match (height, width) {
                (TILE_HEIGHT, TILE_WIDTH) => tile::<TILE_HEIGHT, TILE_WIDTH>(tall, r, wide, s, counts, dw),
                (TILE_HEIGHT, _) => tile::<TILE_HEIGHT, 1>(tall, r, wide, s, counts, dw),
                (2, TILE_WIDTH) => tile::<2, TILE_WIDTH>(tall, r, wide, s, counts, dw),
                (2, _) => tile::<2, 1>(tall, r, wide, s, counts, dw),
                (_, TILE_WIDTH) => tile::<1, TILE_WIDTH>(tall, r, wide, s, counts, dw),
                _ => tile::<1, 1>(tall, r, wide, s, counts, dw),
            }
            s += width;
        }
        r += height;
    }
}

#[inline(never)]
fn tile<const R: usize, const S: usize>(
    tall: Side,
    r: usize,
    wide: Side,
    s: usize,
    [rows, columns]: [usize; 2],
    dw: &mut [f32],
) {
    let mut acc: [[F4; S]; R] = F4::zeros();
    for b in 0..tall.blocks.rows / BLOCK {
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
