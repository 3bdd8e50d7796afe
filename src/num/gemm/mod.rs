//! Matrix products over panel-packed matrices: the one seam between the layers and the kernels.
//!
//! Axis letters: **M** rows of the result · **N** its columns · **K** the summed axis.
//!
//! A *panel matrix* (K, N) is stored as `[⌈N/8⌉][K][8]`: eight neighbouring columns lie together, so that a kernel
//! reads one panel front to back. Columns past N are zero and stay zero. Weights live in this form (see
//! [`crate::num::params`]); activations are plain rows whose stride is a multiple of 8.

pub(super) mod fast;
pub(super) mod kernel;
pub mod naive;
pub(super) mod packing;
pub mod reference;

use std::ops::Range;

use super::Real;

/// Columns of a panel.
pub const PANEL: usize = 8;

/// `n` rounded up to whole panels.
pub const fn padded(n: usize) -> usize {
    n.div_ceil(PANEL) * PANEL
}

/// The stride that rows of `cols` are best kept at: whole panels, and an odd number of 64-byte cache lines.
///
/// A column is read down the rows. At an even number of lines, above all at a power of two, its elements fall on few
/// of the cache's sets and push each other out.
pub const fn row_stride(cols: usize) -> usize {
    const LINE: usize = 16;
    (cols.div_ceil(LINE) | 1) * LINE
}

/// Elements of a panel matrix of `rows` × `cols`.
pub const fn panel_len(rows: usize, cols: usize) -> usize {
    rows * padded(cols)
}

/// A matrix of plain rows: element (r, c) is `data[r * stride + c]`.
#[derive(Clone, Copy)]
pub struct Matrix<'a, T> {
    pub data: &'a [T],
    pub rows: usize,
    pub cols: usize,
    pub stride: usize,
}

impl<'a, T> Matrix<'a, T> {
    /// # Panics
    /// When `data` is too short for the shape, or a row is longer than the stride.
    pub fn new(data: &'a [T], rows: usize, cols: usize, stride: usize) -> Self {
        assert!(cols <= stride, "a row of {cols} in a stride of {stride}");
        assert!(
            rows == 0 || data.len() >= (rows - 1) * stride + cols,
            "{} elements for {rows} rows of {stride}",
            data.len()
        );
        Matrix { data, rows, cols, stride }
    }

    pub fn row(&self, r: usize) -> &'a [T] {
        &self.data[r * self.stride..][..self.cols]
    }

    /// Rows `rows` alone.
    pub fn part(&self, rows: Range<usize>) -> Self {
        Matrix::new(&self.data[rows.start * self.stride..], rows.len(), self.cols, self.stride)
    }
}

/// The matrix a product is written to: rows of whole panels, so `stride ≥ padded(cols)`.
pub struct MatrixMut<'a, T> {
    pub data: &'a mut [T],
    pub rows: usize,
    pub cols: usize,
    pub stride: usize,
}

impl<'a, T> MatrixMut<'a, T> {
    /// # Panics
    /// When `data` is too short, or a row of whole panels is longer than the stride.
    pub fn new(data: &'a mut [T], rows: usize, cols: usize, stride: usize) -> Self {
        assert!(padded(cols) <= stride, "{cols} columns in a stride of {stride}");
        assert!(
            rows == 0 || data.len() >= (rows - 1) * stride + padded(cols),
            "{} elements for {rows} rows of {stride}",
            data.len()
        );
        MatrixMut { data, rows, cols, stride }
    }

    pub fn reborrow(&mut self) -> MatrixMut<'_, T> {
        MatrixMut { data: &mut *self.data, rows: self.rows, cols: self.cols, stride: self.stride }
    }

    /// The rows, without their padding.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut [T]> {
        self.data.chunks_mut(self.stride).take(self.rows).map(|row| &mut row[..self.cols])
    }
}

/// A panel matrix of K `rows` and N `cols`: `[⌈N/8⌉][K][8]`.
#[derive(Clone, Copy)]
pub struct Panels<'a, T> {
    pub data: &'a [T],
    pub rows: usize,
    pub cols: usize,
}

impl<'a, T> Panels<'a, T> {
    /// # Panics
    /// When `data` is not exactly the panels of that shape.
    pub fn new(data: &'a [T], rows: usize, cols: usize) -> Self {
        assert_eq!(data.len(), panel_len(rows, cols), "panels of {rows} × {cols}");
        Panels { data, rows, cols }
    }

    /// Panel `p`: (K, 8), columns `8p..8p+8`.
    pub fn panel(&self, p: usize) -> &'a [T] {
        &self.data[p * self.rows * PANEL..][..self.rows * PANEL]
    }
}

/// What happens to an element of the product, `acc`, before it is y's.
#[derive(Clone, Copy)]
pub enum Epilogue<'a, T> {
    /// `y = acc`
    None,
    /// `y = acc + b`, b: (padded N)
    Bias(&'a [T]),
    /// `y = acc + b where not below 0, else 0` (a NaN stays one), b: (padded N)
    BiasRelu(&'a [T]),
    /// `y = acc where of > 0, else 0`; of: (M, N), rows of whole panels (the ReLU's output; backward of the ReLU)
    ReluMask(Matrix<'a, T>),
}

/// `y = epilogue(a · b)` — a: (M, K) rows, b: (K, N) panels, y: (M, N) rows of whole panels.
///
/// Columns past N of y are written too: `epilogue(0)`, which is 0 for a padded bias.
/// The sum over K runs in order, one accumulator an element: an element's bits do not depend on M, on the row's
/// place, or on how rows are shared among threads.
///
/// # Panics
/// When the shapes do not fit each other.
pub fn product<T: Real>(a: Matrix<T>, b: Panels<T>, epilogue: Epilogue<T>, y: MatrixMut<T>) {
    assert_eq!(a.cols, b.rows, "K of a and b");
    assert_eq!(a.rows, y.rows, "M of a and y");
    assert_eq!(b.cols, y.cols, "N of b and y");
    match epilogue {
        Epilogue::None => {}
        Epilogue::Bias(bias) | Epilogue::BiasRelu(bias) => {
            assert_eq!(bias.len(), padded(b.cols), "bias of whole panels");
        }
        Epilogue::ReluMask(of) => {
            assert_eq!((of.rows, of.cols), (y.rows, y.cols), "mask and y");
            assert!(of.stride >= padded(of.cols) && of.data.len() >= of.rows * of.stride, "mask of whole panels");
        }
    }
    T::product(a, b, epilogue, y);
}

/// One panel of `dw = xᵀ · dy` — x: (B, I) rows, dy_panel: (B, 8), dw_panel: (I, 8), overwritten.
///
/// The sum over B runs in order, one accumulator an element.
///
/// # Panics
/// When the lengths do not fit.
pub fn weight_gradient<T: Real>(x: Matrix<T>, dy_panel: &[T], dw_panel: &mut [T]) {
    assert_eq!(dy_panel.len(), x.rows * PANEL, "dy panel");
    assert_eq!(dw_panel.len(), x.cols * PANEL, "dw panel");
    T::weight_gradient(x, dy_panel, dw_panel);
}

/// Copies columns `8p..8p+8` of dy: (B, padded O) into a panel (B, 8) and sums them over B: `db`, (8).
///
/// The sum over B runs in order, one accumulator a column.
///
/// # Panics
/// When dy has no such columns, or the lengths do not fit.
pub fn pack_with_sums<T: Real>(dy: Matrix<T>, p: usize, panel: &mut [T], sums: &mut [T]) {
    assert_eq!(panel.len(), dy.rows * PANEL, "dy panel");
    assert_eq!(sums.len(), PANEL, "db of a panel");
    assert!((p + 1) * PANEL <= dy.stride, "panel {p} in a stride of {}", dy.stride);
    T::pack_with_sums(dy, p, panel, sums);
}

/// Transposes one 8×8 block: `dst[c][r] = src[r][c]`.
///
/// src: up to 8 rows of 8 (a piece of a panel of W: rows are inputs, columns outputs), dst: up to 8 rows of 8 (a piece
/// of a panel of Wᵀ: rows are outputs). Rows that src lacks become zero columns; rows that dst lacks are dropped.
pub fn transpose_block<T: Real>(src: &[T], dst: &mut [T]) {
    T::transpose_block(src, dst);
}

#[cfg(test)]
mod tests;
