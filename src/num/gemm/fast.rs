//! The products of `f32`: panels outside, tiles inside, the epilogue while a tile is in registers.
//!
//! A panel (25 KB at K = 784) stays in the first cache while the rows stream past it; the rows are never packed.

use crate::num::lanes::F4;

use super::kernel::{self, Rows, Tile, cut};
use super::{Epilogue, Matrix, MatrixMut, PANEL, Panels, padded};

/// See [`super::product`].
pub fn product(a: Matrix<f32>, b: Panels<f32>, epilogue: Epilogue<f32>, y: MatrixMut<f32>) {
    let MatrixMut { data: y, rows: height, cols, stride } = y;
    for p in 0..padded(cols) / PANEL {
        let (panel, at) = (b.panel(p), p * PANEL);
        cut(height, |first, rows| match rows {
            6 => product_tile::<6>(a, panel, epilogue, first, at, y, stride),
            5 => product_tile::<5>(a, panel, epilogue, first, at, y, stride),
            4 => product_tile::<4>(a, panel, epilogue, first, at, y, stride),
            3 => product_tile::<3>(a, panel, epilogue, first, at, y, stride),
            2 => product_tile::<2>(a, panel, epilogue, first, at, y, stride),
            _ => product_tile::<1>(a, panel, epilogue, first, at, y, stride),
        });
    }
}

/// Rows `first..first + R` and columns `at..at + 8` of y.
#[inline(never)]
fn product_tile<const R: usize>(
    a: Matrix<f32>,
    panel: &[f32],
    epilogue: Epilogue<f32>,
    first: usize,
    at: usize,
    y: &mut [f32],
    stride: usize,
) {
    let rows = Rows { data: a.data, first: first * a.stride, row_step: a.stride, depth_step: 1 };
    let sums: Tile<R> = kernel::multiply(rows, panel);
    let zero = F4::splat(0.0);
    let done = match epilogue {
        Epilogue::None => sums,
        Epilogue::Bias(bias) => {
            let [[low, high]] = kernel::read(&bias[at..], PANEL);
            sums.map(|row| [row[0] + low, row[1] + high])
        }
        Epilogue::BiasRelu(bias) => {
            let [[low, high]] = kernel::read(&bias[at..], PANEL);
            sums.map(|row| [(row[0] + low).at_least(zero), (row[1] + high).at_least(zero)])
        }
        Epilogue::ReluMask(of) => {
            let of: Tile<R> = kernel::read(&of.data[first * of.stride + at..], of.stride);
            core::array::from_fn(|r| [0, 1].map(|half| sums[r][half].and(zero.less(of[r][half]))))
        }
    };
    kernel::write(done, &mut y[first * stride + at..], stride);
}

/// See [`super::weight_gradient`].
pub fn weight_gradient(x: Matrix<f32>, dy_panels: &[f32], dw_panels: &mut [f32]) {
    let (depth, height) = (x.rows * PANEL, x.cols * PANEL);
    if depth == 0 {
        return dw_panels.fill(0.0);
    }
    // Six columns of x, which lie far apart in memory, serve every panel at hand before the next six.
    cut(x.cols, |first, columns| {
        for (p, dy) in dy_panels.chunks_exact(depth).enumerate() {
            let dw = &mut dw_panels[p * height + first * PANEL..];
            match columns {
                6 => gradient_tile::<6>(x, dy, first, dw),
                5 => gradient_tile::<5>(x, dy, first, dw),
                4 => gradient_tile::<4>(x, dy, first, dw),
                3 => gradient_tile::<3>(x, dy, first, dw),
                2 => gradient_tile::<2>(x, dy, first, dw),
                _ => gradient_tile::<1>(x, dy, first, dw),
            }
        }
    });
}

/// Columns `first..first + R` of x against a panel of dy: the first R rows of dw.
#[inline(never)]
fn gradient_tile<const R: usize>(x: Matrix<f32>, dy_panel: &[f32], first: usize, dw: &mut [f32]) {
    let columns = Rows { data: x.data, first, row_step: 1, depth_step: x.stride };
    kernel::write::<R>(kernel::multiply(columns, dy_panel), dw, PANEL);
}
