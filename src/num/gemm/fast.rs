//! The products of `f32`: panels outside, strips of tiles inside, then the epilogue of the panel's columns.
//!
//! A panel (25 KB at K = 784) stays in the first cache while the rows stream past it; the rows are never packed.
//! A tile is only ever stored: with any arithmetic behind the loop, Firefox's register allocator spills accumulators
//! inside it, at half the speed. So the epilogue reads the columns again, while they are in the first cache.

use core::ops::Range;

use crate::num::lanes::F4;

use super::kernel::{self, Rows, Tile, cut};
use super::{Epilogue, Matrix, MatrixMut, PANEL, Panels, padded};

/// See [`super::product`].
pub fn product(a: Matrix<f32>, b: Panels<f32>, epilogue: Epilogue<f32>, y: MatrixMut<f32>) {
    let MatrixMut { data: y, rows, cols, stride } = y;
    for at in (0..padded(cols)).step_by(PANEL) {
        let panel = b.panel(at / PANEL);
        let columns = Columns { stride, at };
        cut(rows, |rows, height| match height {
            6 => columns.product::<6>(a, panel, rows, y),
            5 => columns.product::<5>(a, panel, rows, y),
            4 => columns.product::<4>(a, panel, rows, y),
            3 => columns.product::<3>(a, panel, rows, y),
            2 => columns.product::<2>(a, panel, rows, y),
            _ => columns.product::<1>(a, panel, rows, y),
        });
        columns.finish(rows, epilogue, y);
    }
}

/// Eight columns of the result: element (r, c) is `y[r * stride + at + c]`.
#[derive(Clone, Copy)]
struct Columns {
    stride: usize,
    at: usize,
}

impl Columns {
    /// `rows` of a against the panel, in tiles of R.
    #[inline(never)]
    fn product<const R: usize>(self, a: Matrix<f32>, panel: &[f32], rows: Range<usize>, y: &mut [f32]) {
        for first in rows.step_by(R) {
            let rows = Rows { data: a.data, first: first * a.stride, row_step: a.stride, depth_step: 1 };
            kernel::write::<R>(kernel::multiply(rows, panel), &mut y[first * self.stride + self.at..], self.stride);
        }
    }

    /// The epilogue, while the columns are still in the first cache.
    #[inline(never)]
    fn finish(self, rows: usize, epilogue: Epilogue<f32>, y: &mut [f32]) {
        let whole = rows - rows % 4;
        self.finish_tiles::<4>(0..whole, epilogue, y);
        self.finish_tiles::<1>(whole..rows, epilogue, y);
    }

    #[inline(always)]
    fn finish_tiles<const R: usize>(self, rows: Range<usize>, epilogue: Epilogue<f32>, y: &mut [f32]) {
        let zero = F4::splat(0.0);
        match epilogue {
            Epilogue::None => {}
            Epilogue::Bias(bias) => {
                let [[low, high]] = kernel::read(&bias[self.at..], PANEL);
                self.map(rows, y, |_, tile: Tile<R>| tile.map(|row| [row[0] + low, row[1] + high]));
            }
            Epilogue::BiasRelu(bias) => {
                let [[low, high]] = kernel::read(&bias[self.at..], PANEL);
                let relu = |row: [F4; 2]| [(row[0] + low).at_least(zero), (row[1] + high).at_least(zero)];
                self.map(rows, y, |_, tile: Tile<R>| tile.map(relu));
            }
            Epilogue::ReluMask(of) => self.map(rows, y, |first, tile: Tile<R>| {
                let of: Tile<R> = kernel::read(&of.data[first * of.stride + self.at..], of.stride);
                core::array::from_fn(|r| [0, 1].map(|half| tile[r][half].and(zero.less(of[r][half]))))
            }),
        }
    }

    /// `tile ← f(first row, tile)` for tiles of R rows.
    #[inline(always)]
    fn map<const R: usize>(self, rows: Range<usize>, y: &mut [f32], f: impl Fn(usize, Tile<R>) -> Tile<R>) {
        for first in rows.step_by(R) {
            let y = &mut y[first * self.stride + self.at..];
            kernel::write(f(first, kernel::read(y, self.stride)), y, self.stride);
        }
    }
}

/// See [`super::weight_gradient`].
pub fn weight_gradient(x: Matrix<f32>, dy_panel: &[f32], dw_panel: &mut [f32]) {
    cut(x.cols, |columns, height| match height {
        6 => gradient::<6>(x, dy_panel, columns, dw_panel),
        5 => gradient::<5>(x, dy_panel, columns, dw_panel),
        4 => gradient::<4>(x, dy_panel, columns, dw_panel),
        3 => gradient::<3>(x, dy_panel, columns, dw_panel),
        2 => gradient::<2>(x, dy_panel, columns, dw_panel),
        _ => gradient::<1>(x, dy_panel, columns, dw_panel),
    });
}

/// `columns` of x against a panel of dy: those rows of the panel of dw, in tiles of R.
#[inline(never)]
fn gradient<const R: usize>(x: Matrix<f32>, dy_panel: &[f32], columns: Range<usize>, dw_panel: &mut [f32]) {
    for first in columns.step_by(R) {
        let rows = Rows { data: x.data, first, row_step: 1, depth_step: x.stride };
        kernel::write::<R>(kernel::multiply(rows, dy_panel), &mut dw_panel[first * PANEL..], PANEL);
    }
}
