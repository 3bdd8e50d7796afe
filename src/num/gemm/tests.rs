//! Every kernel, tail and layout against the naive loops.

use super::*;
use crate::num::lanes::FUSED;

/// Miri is too slow for all of them; those that it has still come to every tile, tail and second panel.
const SIZES: &[usize] = if cfg!(miri) { &[1, 3, 8, 9] } else { &[1, 2, 3, 5, 7, 8, 9, 28, 31, 64, 100] };

/// A small generator of its own, so that the kernels' tests need nothing above them: xorshift, values in [−1, 1).
struct Values(u32);

impl Values {
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as f32 / 2f32.powi(31) - 1.0
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next().abs() * n as f32) as usize % n
    }
    fn vec(&mut self, len: usize) -> Vec<f32> {
        (0..len).map(|_| self.next()).collect()
    }
    fn panels(&mut self, rows: usize, cols: usize) -> Vec<f32> {
        let mut data = self.vec(panel_len(rows, cols));
        for (i, value) in data.iter_mut().enumerate() {
            if i / (rows * PANEL) * PANEL + i % PANEL >= cols {
                *value = 0.0;
            }
        }
        data
    }
}

/// Equal bits in a strict build; in a fused one, equal to 1e-5 of what was summed (`scale`).
fn assert_agrees(what: &str, fast: &[f32], naive: &[f32], scale: f32) {
    assert_eq!(fast.len(), naive.len());
    for (i, (&a, &b)) in fast.iter().zip(naive).enumerate() {
        let same = a.to_bits() == b.to_bits() || (FUSED && (a - b).abs() <= 1e-5 * scale);
        assert!(same, "{what}: element {i} is {a:?}, not {b:?}");
    }
}

#[test]
fn is_the_product_the_naive_one_for_every_shape_and_epilogue() {
    let mut values = Values(0x9e37_79b9);
    for &m in SIZES {
        for &k in SIZES {
            for &n in SIZES {
                let a_stride = k + values.below(9);
                let y_stride = padded(n) + PANEL * values.below(3);
                let a = values.vec((m - 1) * a_stride + k);
                let b = values.panels(k, n);
                let mut bias = values.vec(n);
                bias.resize(padded(n), 0.0);
                let of_stride = padded(n) + PANEL * values.below(3);
                let of: Vec<f32> = values.vec(m * of_stride).iter().map(|v| v.max(0.0)).collect();
                let before = values.vec(m * y_stride);
                for (name, epilogue) in [
                    ("none", Epilogue::None),
                    ("bias", Epilogue::Bias(&bias)),
                    ("relu", Epilogue::BiasRelu(&bias)),
                    ("mask", Epilogue::ReluMask(Matrix::new(&of, m, n, of_stride))),
                ] {
                    let (mut fast, mut slow) = (before.clone(), before.clone());
                    let (a, b) = (Matrix::new(&a, m, k, a_stride), Panels::new(&b, k, n));
                    product(a, b, epilogue, MatrixMut::new(&mut fast, m, n, y_stride));
                    naive::product(a, b, epilogue, MatrixMut::new(&mut slow, m, n, y_stride));
                    assert_agrees(&format!("{name} of {m}, {k}, {n}"), &fast, &slow, k as f32);
                }
            }
        }
    }
}

#[test]
fn is_the_weight_gradient_the_naive_one_for_every_shape() {
    let mut values = Values(0x1234_5677);
    for &batch in SIZES {
        for &inputs in SIZES {
            let stride = inputs + values.below(9);
            let x = values.vec((batch - 1) * stride + inputs);
            let dy = values.vec(batch * PANEL);
            let (mut fast, mut slow) = (values.vec(inputs * PANEL), values.vec(inputs * PANEL));
            let x = Matrix::new(&x, batch, inputs, stride);
            weight_gradient(x, &dy, &mut fast);
            naive::weight_gradient(x, &dy, &mut slow);
            assert_agrees(&format!("dw of {batch}, {inputs}"), &fast, &slow, batch as f32);
        }
    }
}

#[test]
fn is_a_packed_panel_with_its_sums_the_naive_one() {
    let mut values = Values(0x0bad_cafe);
    for &batch in SIZES {
        for &outputs in SIZES {
            let stride = padded(outputs) + PANEL * values.below(3);
            let dy = values.vec(batch * stride);
            let dy = Matrix::new(&dy, batch, outputs, stride);
            for p in 0..padded(outputs) / PANEL {
                let (mut fast, mut slow) = (vec![9.0; batch * PANEL], vec![7.0; batch * PANEL]);
                let (mut fast_sums, mut slow_sums) = ([9.0; PANEL], [7.0; PANEL]);
                pack_with_sums(dy, p, &mut fast, &mut fast_sums);
                naive::pack_with_sums(dy, p, &mut slow, &mut slow_sums);
                // No product, no fusing: equal in every build.
                assert_eq!(fast, slow);
                assert_eq!(fast_sums.map(f32::to_bits), slow_sums.map(f32::to_bits));
            }
        }
    }
}

#[test]
fn is_a_transposed_block_the_naive_one_for_every_part_of_it() {
    let mut values = Values(0x0dd_ba11);
    for rows in 0..=PANEL {
        for columns in 0..=PANEL {
            let src = values.vec(rows * PANEL);
            let (mut fast, mut slow) = (vec![9.0; columns * PANEL], vec![7.0; columns * PANEL]);
            transpose_block(&src, &mut fast);
            naive::transpose_block(&src, &mut slow);
            assert_eq!(fast, slow, "{rows} × {columns}");
        }
    }
}

#[test]
fn do_a_rows_bits_depend_on_its_place_or_on_its_neighbours() {
    let mut values = Values(0xfeed_beef);
    // Smaller under Miri, which is slow.
    let (m, k, n) = if cfg!(miri) { (9, 3, 9) } else { (23, 31, 20) };
    let a = values.vec(m * k);
    let b = values.panels(k, n);
    let b = Panels::new(&b, k, n);
    let mut whole = vec![0.0; m * padded(n)];
    product(Matrix::new(&a, m, k, k), b, Epilogue::None, MatrixMut::new(&mut whole, m, n, padded(n)));
    for r in 0..m {
        for height in 1..=m - r {
            let mut part = vec![0.0; height * padded(n)];
            let rows = Matrix::new(&a[r * k..], height, k, k);
            product(rows, b, Epilogue::None, MatrixMut::new(&mut part, height, n, padded(n)));
            assert_eq!(part[..], whole[r * padded(n)..][..part.len()], "{height} rows from {r}");
        }
    }
}

#[test]
fn does_a_nan_pass_the_relu() {
    let (a, b, bias) = ([f32::NAN, 1.0], [1.0; PANEL], [0.0; PANEL]);
    let mut y = [5.0; 2 * PANEL];
    let (a, b) = (Matrix::new(&a, 2, 1, 1), Panels::new(&b, 1, PANEL));
    product(a, b, Epilogue::BiasRelu(&bias), MatrixMut::new(&mut y, 2, PANEL, PANEL));
    assert!(y[..PANEL].iter().all(|v| v.is_nan()));
    assert_eq!(y[PANEL..], [1.0; PANEL]);
}

#[test]
fn is_an_empty_sum_the_bias() {
    let bias: [f32; PANEL] = core::array::from_fn(|c| c as f32 - 3.0);
    let mut y = [5.0; 3 * PANEL];
    let (a, b) = (Matrix::new(&[], 3, 0, 0), Panels::new(&[], 0, PANEL));
    product(a, b, Epilogue::Bias(&bias), MatrixMut::new(&mut y, 3, PANEL, PANEL));
    assert!(y.chunks_exact(PANEL).all(|row| row == bias));
}

#[test]
fn is_the_gradient_of_an_empty_batch_zero() {
    let mut dw = [5.0f32; 3 * PANEL];
    weight_gradient(Matrix::new(&[], 0, 3, 8), &[], &mut dw);
    assert_eq!(dw, [0.0; 3 * PANEL]);
}

#[test]
#[should_panic(expected = "a tile's edge")]
fn does_a_matrix_that_was_never_checked_panic_at_its_edge() {
    let (a, b) = ([0.0f32; 10], [0.0; 4 * PANEL]);
    let too_tall = Matrix { data: &a[..], rows: 3, cols: 4, stride: 4 };
    let mut y = [0.0; 3 * PANEL];
    product(too_tall, Panels::new(&b, 4, 8), Epilogue::None, MatrixMut::new(&mut y, 3, 8, 8));
}
