//! Every kernel, tail and direction against the naive loops.

use super::*;
use crate::num::lanes::FUSED;

/// A small generator of its own, so that the kernels' tests need nothing above them: xorshift, values in [−1, 1).
struct Values(u32);

impl Values {
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as f32 / 2f32.powi(31) - 1.0
    }
    fn vec(&mut self, len: usize) -> Vec<f32> {
        (0..len).map(|_| self.next()).collect()
    }
}

/// Channels that come to every tile, its tails, and both roles of a weight gradient. Miri is too slow for all of them.
const CHANNELS: &[[usize; 2]] =
    if cfg!(miri) { &[[1, 7], [3, 1]] } else { &[[1, 1], [1, 16], [16, 1], [3, 2], [2, 5], [5, 6], [4, 13]] };

fn maps() -> Vec<Map> {
    let mut maps = Vec::new();
    for (side, stride, padding) in [(3, 2, 1), (3, 1, 1), (2, 2, 0), (5, 3, 2), (1, 2, 0)] {
        for fine in [[5, 6], [7, 8]] {
            for direction in [Direction::Down, Direction::Up] {
                for &[inputs, outputs] in CHANNELS {
                    maps.push(Map::new(Window { side, stride, padding }, direction, fine, inputs, outputs));
                }
            }
        }
    }
    if cfg!(miri) {
        maps.truncate(4);
    }
    maps
}

fn assert_agrees(what: &str, fast: &[f32], naive: &[f32], tolerance: f32) {
    assert_eq!(fast.len(), naive.len());
    for (i, (&a, &b)) in fast.iter().zip(naive).enumerate() {
        let same = a.to_bits() == b.to_bits() || (a - b).abs() <= tolerance;
        assert!(same, "{what}: element {i} is {a:?}, not {b:?}");
    }
}

#[test]
fn is_the_product_the_naive_one_for_every_map_and_clip() {
    let mut values = Values(0x9e37_79b9);
    for map in maps() {
        let (weights, bias) = (values.vec(map.weights() * map.outputs), values.vec(map.outputs));
        let (x, before) = (values.vec(map.input_len() * BLOCK), values.vec(map.output_len() * BLOCK));
        let of = values.vec(before.len());
        for (name, bias, clip) in [
            ("plain", None, Clip::None),
            ("bias", Some(&bias[..]), Clip::None),
            ("relu", Some(&bias[..]), Clip::Relu),
            ("mask", None, Clip::Mask(&of)),
        ] {
            let sums = Sums { map: &map, weights: &weights, bias };
            let (mut fast, mut slow) = (before.clone(), before.clone());
            product(sums, clip, &x, &mut fast);
            naive::product(sums, clip, &x, &mut slow);
            // One accumulator an element, in the same order: equal bits where multiply-adds are not fused.
            let tolerance = if FUSED { 1e-5 * map.weights() as f32 } else { 0.0 };
            assert_agrees(&format!("{name} of {map:?}"), &fast, &slow, tolerance);
        }
    }
}

#[test]
fn is_the_weight_gradient_the_naive_one_for_every_map_and_unit() {
    let mut values = Values(0x1234_5677);
    for map in maps() {
        for images in [BLOCK, 3 * BLOCK] {
            let strides = [map.input_len() + 5, map.output_len() + 3];
            let (x, dy) = (values.vec(images * strides[0]), values.vec(images * strides[1]));
            let x = Matrix::new(&x, images, map.input_len(), strides[0]);
            let dy = Matrix::new(&dy, images, map.output_len(), strides[1]);
            for first in (0..map.outputs).step_by(4) {
                let unit = first..map.outputs.min(first + 4);
                let (len, n) = (unit.len() * map.weights(), unit.len());
                let (mut fast, mut slow) = (vec![9.0; len + n], vec![7.0; len + n]);
                let (dw, db) = fast.split_at_mut(len);
                weight_gradient(&map, unit.clone(), x, dy, dw, db);
                let (dw, db) = slow.split_at_mut(len);
                naive::weight_gradient(&map, unit.clone(), x, dy, dw, db);
                // Images are summed apart, and in the end with each other.
                let summed =
                    images * map.rows.outputs.max(map.rows.inputs) * map.columns.outputs.max(map.columns.inputs);
                assert_agrees(&format!("unit {unit:?} of {map:?}"), &fast, &slow, 1e-6 * summed as f32);
            }
        }
    }
}

#[test]
fn do_an_images_bits_depend_on_its_place_or_on_its_neighbours() {
    let mut values = Values(0xfeed_beef);
    let map = Map::new(Window { side: 3, stride: 2, padding: 1 }, Direction::Down, [5, 6], 3, 7);
    let weights = values.vec(map.weights() * map.outputs);
    let image = values.vec(map.input_len());
    let of_image = |x: &[f32], place: usize| {
        let mut y = vec![0.0; map.output_len() * BLOCK];
        product(Sums { map: &map, weights: &weights, bias: None }, Clip::None, x, &mut y);
        y.iter().skip(place).step_by(BLOCK).map(|v| v.to_bits()).collect::<Vec<_>>()
    };
    let mut alone = vec![0.0; map.input_len() * BLOCK];
    alone.iter_mut().step_by(BLOCK).zip(&image).for_each(|(to, &from)| *to = from);
    let expected = of_image(&alone, 0);
    for place in 0..BLOCK {
        let mut among = values.vec(alone.len());
        among.iter_mut().skip(place).step_by(BLOCK).zip(&image).for_each(|(to, &from)| *to = from);
        assert_eq!(of_image(&among, place), expected, "at {place}");
    }
}

#[test]
fn do_images_come_out_of_blocks_as_they_went_in() {
    let mut values = Values(0x0bad_cafe);
    for (channels, pixels) in [(1, 1), (1, 12), (3, 7), (4, 16), (2, 10)] {
        for images in [1, 7, 8, 9, 16, 20] {
            let (cols, stride) = (channels * pixels, channels * pixels + 9);
            let rows = values.vec(images * stride);
            let images_in = Matrix::new(&rows, images, cols, stride);
            let whole = images.next_multiple_of(BLOCK);
            let mut blocks = vec![5.0; whole * (cols + 8)];
            // A block's stride may hold more than its rows; not a row of whole panels here, so made by hand.
            interleave(images_in, channels, MatrixMut { data: &mut blocks, rows: whole, cols, stride: cols + 8 });
            let blocks = Matrix::new(&blocks, whole, cols, cols + 8);
            for b in 0..whole / BLOCK {
                for (at, &value) in block(blocks, b).iter().enumerate() {
                    let (pixel, c, image) = (at / BLOCK / channels, at / BLOCK % channels, b * BLOCK + at % BLOCK);
                    let expected = if image < images { rows[image * stride + c * pixels + pixel] } else { 0.0 };
                    assert_eq!(value, expected, "{channels} × {pixels}, image {image} of {images}");
                }
            }
            let mut out = vec![5.0; images * stride];
            separate(blocks, channels, MatrixMut { data: &mut out, rows: images, cols, stride });
            for image in 0..images {
                assert_eq!(out[image * stride..][..cols], rows[image * stride..][..cols], "{channels} × {pixels}");
                assert_eq!(out[image * stride + cols..][..9], [5.0; 9], "what pads a row stays");
            }
        }
    }
}

#[test]
fn does_a_nan_pass_the_relu() {
    let map = Map::new(Window { side: 1, stride: 1, padding: 0 }, Direction::Down, [1, 1], 1, 1);
    let (x, mut y) = ([f32::NAN, 1.0, -1.0, 0.0, 2.0, -2.0, 3.0, -3.0], [5.0; BLOCK]);
    product(Sums { map: &map, weights: &[1.0], bias: Some(&[0.5]) }, Clip::Relu, &x, &mut y);
    assert!(y[0].is_nan());
    assert_eq!(y[1..], [1.5, 0.0, 0.5, 2.5, 0.0, 3.5, 0.0]);
}

#[test]
#[should_panic(expected = "x of a block")]
fn is_a_block_of_another_size_refused() {
    let map = Map::new(Window { side: 3, stride: 2, padding: 1 }, Direction::Down, [5, 5], 1, 1);
    product(Sums { map: &map, weights: &[0.0; 9], bias: None }, Clip::None, &[0.0; 8], &mut [0.0; 72]);
}
