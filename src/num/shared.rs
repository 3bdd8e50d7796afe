//! `Shared`: a buffer that several threads fill in turns, and `Rows`, a matrix in one.
//!
//! A training step runs the same program on every thread. In one phase each thread writes its own batch rows, in the
//! next its own weight panels, with a barrier between. Rust's slices cannot say "disjoint rows now, disjoint panels
//! later", so writing is `unsafe` here with exactly that promise; reading is safe.

use std::cell::UnsafeCell;
use std::ops::Range;

use super::Real;
use super::gemm::{Matrix, MatrixMut, row_stride};

/// A buffer of fixed length whose parts may be written through a shared reference.
pub struct Shared<T> {
    data: Box<[UnsafeCell<T>]>,
}

// SAFETY: every write goes through `slice_mut`, whose caller promises that nobody else has that range meanwhile.
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T: Copy> Shared<T> {
    pub fn new(values: Vec<T>) -> Self {
        Shared { data: values.into_iter().map(UnsafeCell::new).collect() }
    }

    pub fn len(&self) -> usize {
        self.data.len()
    }

    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// The whole buffer.
    pub fn all(&self) -> &[T] {
        self.slice(0..self.len())
    }

    /// The whole buffer, to write.
    pub fn all_mut(&mut self) -> &mut [T] {
        let len = self.len();
        // SAFETY: `&mut self` is the only reference.
        unsafe { self.slice_mut(0..len) }
    }

    /// A part, to read. Nobody may be writing it: that is the promise of [`Self::slice_mut`]'s caller.
    pub fn slice(&self, range: Range<usize>) -> &[T] {
        let part = &self.data[range];
        // SAFETY: UnsafeCell<T> has the layout of T; the writer promised to be alone.
        unsafe { std::slice::from_raw_parts(part.as_ptr().cast::<T>(), part.len()) }
    }

    /// A part, to write.
    ///
    /// # Safety
    /// While the result lives, no other reference to any element of `range` may be used, on any thread.
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn slice_mut(&self, range: Range<usize>) -> &mut [T] {
        let part = &self.data[range];
        // SAFETY: UnsafeCell<T> has the layout of T and allows the write; the caller promises to be alone.
        unsafe { std::slice::from_raw_parts_mut(UnsafeCell::raw_get(part.as_ptr()), part.len()) }
    }
}

impl<T: Real> Shared<T> {
    /// Asks for a part's cache lines to be this core's alone, without waiting for them: writes one element of each as it
    /// is.
    ///
    /// # Safety
    /// As [`Self::slice_mut`].
    pub unsafe fn claim(&self, range: Range<usize>) {
        const LINE_BYTES: usize = 64;
        // SAFETY: the caller's promise.
        for line in unsafe { self.slice_mut(range) }.chunks_mut(LINE_BYTES / size_of::<T>()) {
            let first = std::ptr::from_mut(&mut line[0]);
            // SAFETY: the element is there, and borrowed exclusively. Volatile, or nothing would be written.
            unsafe { first.write_volatile(first.read_volatile()) };
        }
    }
}

/// A matrix of rows in a shared buffer, at the stride of [`row_stride`]; columns past `cols` start at zero.
pub struct Rows<T> {
    data: Shared<T>,
    pub cols: usize,
    pub stride: usize,
}

impl<T: Real> Rows<T> {
    pub fn zeros(rows: usize, cols: usize) -> Self {
        let stride = row_stride(cols);
        Rows { data: Shared::new(vec![T::zero(); rows * stride]), cols, stride }
    }

    /// Row `r` without its padding.
    pub fn row(&self, r: usize) -> &[T] {
        &self.data.slice(r * self.stride..(r + 1) * self.stride)[..self.cols]
    }

    /// Row `r` without its padding, to write.
    ///
    /// # Safety
    /// As [`Shared::slice_mut`]: nobody else uses row `r` meanwhile.
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn row_mut(&self, r: usize) -> &mut [T] {
        // SAFETY: the caller's promise.
        unsafe { &mut self.data.slice_mut(r * self.stride..(r + 1) * self.stride)[..self.cols] }
    }

    /// Rows `rows` as a matrix.
    pub fn matrix(&self, rows: Range<usize>) -> Matrix<'_, T> {
        let count = rows.len();
        Matrix::new(self.data.slice(self.span(rows)), count, self.cols, self.stride)
    }

    /// Rows `rows` as a matrix to write.
    ///
    /// # Safety
    /// As [`Shared::slice_mut`]: nobody else uses those rows meanwhile.
    pub unsafe fn matrix_mut(&self, rows: Range<usize>) -> MatrixMut<'_, T> {
        let count = rows.len();
        // SAFETY: the caller's promise.
        MatrixMut::new(unsafe { self.data.slice_mut(self.span(rows)) }, count, self.cols, self.stride)
    }

    fn span(&self, rows: Range<usize>) -> Range<usize> {
        rows.start * self.stride..rows.end * self.stride
    }
}
