//! Convolutions over blocks as plain loops: what `f64` runs, and the oracle of every other version.

use std::ops::Range;

use super::{BLOCK, Clip, Map, Matrix, MatrixMut, Real, Sums, block};

/// See [`super::product`].
pub fn product<T: Real>(sums: Sums<T>, clip: Clip<T>, x: &[T], y: &mut [T]) {
    let Sums { map, weights, bias } = sums;
    for (at, y) in y.iter_mut().enumerate() {
        let (place, image) = (at / BLOCK, at % BLOCK);
        let (pixel, o) = (place / map.outputs, place % map.outputs);
        let down = map.rows.runs[pixel / map.columns.outputs];
        let across = map.columns.runs[pixel % map.columns.outputs];
        let w = &weights[o * map.weights()..][..map.weights()];
        let mut sum = bias.map_or(T::zero(), |bias| bias[o]);
        for j in 0..down.count {
            for i in 0..across.count {
                let tap = ((down.place + j) * map.taps + across.place + i) * map.inputs;
                let pixel = ((down.input + j) * map.columns.inputs + across.input + i) * map.inputs;
                for c in 0..map.inputs {
                    sum += w[tap + c] * x[(pixel + c) * BLOCK + image];
                }
            }
        }
        *y = match clip {
            Clip::None => sum,
            // Not `max`: a NaN has to stay one.
            Clip::Relu if sum < T::zero() => T::zero(),
            Clip::Relu => sum,
            Clip::Mask(of) if of[at] > T::zero() => sum,
            Clip::Mask(_) => T::zero(),
        };
    }
}

/// See [`super::weight_gradient`].
pub fn weight_gradient<T: Real>(
    map: &Map,
    outputs: Range<usize>,
    x: Matrix<T>,
    dy: Matrix<T>,
    dw: &mut [T],
    db: &mut [T],
) {
    dw.fill(T::zero());
    db.fill(T::zero());
    for b in 0..x.rows / BLOCK {
        let (x, dy) = (block(x, b), block(dy, b));
        for pixel in 0..map.rows.outputs * map.columns.outputs {
            let down = map.rows.runs[pixel / map.columns.outputs];
            let across = map.columns.runs[pixel % map.columns.outputs];
            for (own, o) in outputs.clone().enumerate() {
                let dy = &dy[(pixel * map.outputs + o) * BLOCK..][..BLOCK];
                dy.iter().for_each(|&dy| db[own] += dy);
                for j in 0..down.count {
                    for i in 0..across.count {
                        let tap = ((down.place + j) * map.taps + across.place + i) * map.inputs;
                        let pixel = ((down.input + j) * map.columns.inputs + across.input + i) * map.inputs;
                        for c in 0..map.inputs {
                            let x = &x[(pixel + c) * BLOCK..][..BLOCK];
                            x.iter().zip(dy).for_each(|(&x, &dy)| dw[own * map.weights() + tap + c] += dy * x);
                        }
                    }
                }
            }
        }
    }
}

/// See [`super::interleave`]; of up to eight images, into one block.
pub fn interleave<T: Real>(images: Matrix<T>, channels: usize, block: &mut [T]) {
    let pixels = images.cols / channels;
    for (at, value) in block.iter_mut().enumerate() {
        let (place, image) = (at / BLOCK, at % BLOCK);
        let (pixel, c) = (place / channels, place % channels);
        let inside = image < images.rows;
        *value = if inside { images.data[image * images.stride + c * pixels + pixel] } else { T::zero() };
    }
}

/// See [`super::separate`]; of one block, into up to eight images.
pub fn separate<T: Real>(block: &[T], channels: usize, images: MatrixMut<T>) {
    let MatrixMut { data, rows, cols, stride } = images;
    let pixels = cols / channels;
    for image in 0..rows {
        for (at, value) in data[image * stride..][..cols].iter_mut().enumerate() {
            let (c, pixel) = (at / pixels, at % pixels);
            *value = block[(pixel * channels + c) * BLOCK + image];
        }
    }
}
