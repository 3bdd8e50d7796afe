//! The products of `f32`: panels outside, strips of tiles inside, the epilogue while a tile is in registers.
//!
//! A panel (25 KB at K = 784) stays in the first cache while the rows stream past it; the rows are never packed.

use core::hint::black_box;
use core::ops::Range;

use crate::num::lanes::F4;

use super::kernel::{self, Rows, TILE_ROWS, Tile, cut};
use super::{Epilogue, Matrix, MatrixMut, PANEL, Panels, padded};

/// See [`super::product`].
pub fn product(a: Matrix<f32>, b: Panels<f32>, epilogue: Epilogue<f32>, y: MatrixMut<f32>) {
    let MatrixMut { data: y, rows, cols, stride } = y;
    for p in 0..padded(cols) / PANEL {
        let columns = Columns { a, panel: b.panel(p), epilogue, at: p * PANEL, stride };
        cut(rows, |rows, height| match height {
            TILE_ROWS => columns.product::<TILE_ROWS>(rows, y),
            4 => columns.product::<4>(rows, y),
            2 => columns.product::<2>(rows, y),
            _ => columns.product::<1>(rows, y),
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
    /// Computes these columns of `rows`, in tiles of R.
    #[inline(never)]
    fn product<const R: usize>(&self, rows: Range<usize>, y: &mut [f32]) {
        let Columns { a, panel, epilogue, at, stride } = *self;
        let mut first = rows.start;
        while first < rows.end {
            let rows = Rows { data: a.data, first: first * a.stride, row_step: a.stride, depth_step: 1 };
            let sums: Tile<R> = kernel::multiply(rows, panel);
            // What the epilogue needs is opaque until here. Read before the loop, where the compiler would move it, it
            // takes registers from the sums inside: Firefox then runs at half the speed.
            let (at, zero) = (black_box(at), F4::splat(black_box(0.0)));
            let y = &mut y[first * stride + at..];
            match epilogue {
                Epilogue::None => kernel::write(sums, y, stride),
                Epilogue::Bias(bias) => kernel::write_with(sums, &bias[at..], 0, y, stride, |sum, b| sum + b),
                Epilogue::BiasRelu(bias) => {
                    kernel::write_with(sums, &bias[at..], 0, y, stride, |sum, b| (sum + b).at_least(zero));
                }
                Epilogue::ReluMask(of) => {
                    let of_tile = &of.data[first * of.stride + at..];
                    kernel::write_with(sums, of_tile, of.stride, y, stride, |sum, of| sum.and(zero.less(of)));
                }
            }
            first += R;
        }
    }
}

/// See [`super::weight_gradient`].
pub fn weight_gradient(x: Matrix<f32>, dy_panel: &[f32], dw_panel: &mut [f32]) {
    cut(x.cols, |columns, height| match height {
        TILE_ROWS => gradient::<TILE_ROWS>(x, dy_panel, columns, dw_panel),
        4 => gradient::<4>(x, dy_panel, columns, dw_panel),
        2 => gradient::<2>(x, dy_panel, columns, dw_panel),
        _ => gradient::<1>(x, dy_panel, columns, dw_panel),
    });
}

/// `columns` of x against a panel of dy: those rows of the panel of dw, in tiles of R.
#[inline(never)]
fn gradient<const R: usize>(x: Matrix<f32>, dy_panel: &[f32], columns: Range<usize>, dw_panel: &mut [f32]) {
    let mut first = columns.start;
    while first < columns.end {
        let rows = Rows { data: x.data, first, row_step: 1, depth_step: x.stride };
        kernel::write::<R>(kernel::multiply(rows, dy_panel), &mut dw_panel[first * PANEL..], PANEL);
        first += R;
    }
}
