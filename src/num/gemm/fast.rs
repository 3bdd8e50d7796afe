//! The products of `f32`: panels outside, tiles inside, the epilogue while a tile is in registers.
//!
//! A panel (25 KB at K = 784) stays in the first cache while the rows stream past it; the rows are never packed.

use crate::num::lanes::{F4, LANES};

use super::kernel::{Rows, Tile, cut, tile};
use super::{Epilogue, Matrix, MatrixMut, PANEL, Panels, padded};

/// See [`super::product`].
pub fn product(a: Matrix<f32>, b: Panels<f32>, epilogue: Epilogue<f32>, y: MatrixMut<f32>) {
    let MatrixMut { data: y, rows: height, cols, stride } = y;
    for p in 0..padded(cols) / PANEL {
        let columns = Columns { a, panel: b.panel(p), epilogue, at: p * PANEL, stride };
        cut(height, |first, rows| match rows {
            6 => columns.rows::<6>(first, y),
            5 => columns.rows::<5>(first, y),
            4 => columns.rows::<4>(first, y),
            3 => columns.rows::<3>(first, y),
            2 => columns.rows::<2>(first, y),
            _ => columns.rows::<1>(first, y),
        });
    }
}

/// Eight columns of the result and what they are made of.
#[derive(Clone, Copy)]
struct Columns<'a> {
    a: Matrix<'a, f32>,
    panel: &'a [f32],
    epilogue: Epilogue<'a, f32>,
    /// The first of the eight.
    at: usize,
    /// From row to row of the result.
    stride: usize,
}

impl Columns<'_> {
    /// Computes rows `first..first + R` of these columns.
    #[inline(never)]
    fn rows<const R: usize>(&self, first: usize, y: &mut [f32]) {
        let rows = Rows { data: self.a.data, first: first * self.a.stride, row_step: self.a.stride, depth_step: 1 };
        let mut sums: Tile<R> = tile(rows, self.panel);
        match self.epilogue {
            Epilogue::None => {}
            Epilogue::Bias(bias) => {
                let bias = halves(&bias[self.at..]);
                sums = sums.map(|row| [row[0] + bias[0], row[1] + bias[1]]);
            }
            Epilogue::BiasRelu(bias) => {
                let bias = halves(&bias[self.at..]);
                let zero = F4::splat(0.0);
                sums = sums.map(|row| [(row[0] + bias[0]).at_least(zero), (row[1] + bias[1]).at_least(zero)]);
            }
            Epilogue::ReluMask(of) => {
                let zero = F4::splat(0.0);
                for (r, row) in sums.iter_mut().enumerate() {
                    let of = halves(&of.data[(first + r) * of.stride + self.at..]);
                    *row = [row[0].and(zero.less(of[0])), row[1].and(zero.less(of[1]))];
                }
            }
        }
        for (r, row) in sums.into_iter().enumerate() {
            store(row, &mut y[(first + r) * self.stride + self.at..]);
        }
    }
}

/// See [`super::weight_gradient`].
pub fn weight_gradient(x: Matrix<f32>, dy_panel: &[f32], dw_panel: &mut [f32]) {
    cut(x.cols, |first, columns| match columns {
        6 => gradient_rows::<6>(x, dy_panel, first, dw_panel),
        5 => gradient_rows::<5>(x, dy_panel, first, dw_panel),
        4 => gradient_rows::<4>(x, dy_panel, first, dw_panel),
        3 => gradient_rows::<3>(x, dy_panel, first, dw_panel),
        2 => gradient_rows::<2>(x, dy_panel, first, dw_panel),
        _ => gradient_rows::<1>(x, dy_panel, first, dw_panel),
    });
}

/// Columns `first..first + R` of x against a panel of dy: rows `first..first + R` of the panel of dw.
#[inline(never)]
fn gradient_rows<const R: usize>(x: Matrix<f32>, dy_panel: &[f32], first: usize, dw_panel: &mut [f32]) {
    let sums: Tile<R> = tile(Rows { data: x.data, first, row_step: 1, depth_step: x.stride }, dy_panel);
    for (r, row) in sums.into_iter().enumerate() {
        store(row, &mut dw_panel[(first + r) * PANEL..]);
    }
}

#[inline(always)]
fn halves(eight: &[f32]) -> [F4; 2] {
    let eight = &eight[..PANEL];
    [F4::from_slice(eight), F4::from_slice(&eight[LANES..])]
}

#[inline(always)]
fn store(row: [F4; 2], to: &mut [f32]) {
    let to = &mut to[..PANEL];
    row[0].to_slice(to);
    row[1].to_slice(&mut to[LANES..]);
}
