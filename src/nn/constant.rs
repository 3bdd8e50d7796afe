//! A learned constant: the same values whatever the input.
//!
//! `y = b` — b: (O), y: (B, O)
//! gradient: `db = Σ_B dy`

use std::ops::Range;

use super::Gradient;
use crate::num::gemm::{self, Matrix, PANEL};
use crate::num::{Layout, Real, Start};

/// Where the values lie in the flat buffers. Up to 8 of them.
#[derive(Clone, Debug)]
pub struct Constant {
    pub outputs: usize,
    offset: usize,
}

impl Constant {
    /// Adds the span `name`, all at `start`, to `layout`.
    ///
    /// # Panics
    /// When `outputs` is more than a panel.
    pub fn new(layout: &mut Layout, name: &str, outputs: usize, start: f64) -> Self {
        assert!(outputs <= PANEL, "{outputs} values of a constant");
        Constant { outputs, offset: layout.push_padded(name.to_owned(), outputs, Start::Value(start)) }
    }

    /// b, (O).
    pub fn values<'a, T>(&self, params: &'a [T]) -> &'a [T] {
        &params[self.offset..][..self.outputs]
    }

    /// Where b lies in the flat buffer, padding included: (8).
    pub fn range(&self) -> Range<usize> {
        self.offset..self.offset + PANEL
    }

    /// The gradient db (8), into `gradient.sums`. dy: (B, O), of the whole batch.
    pub fn gradient<T: Real>(&self, dy: Matrix<T>, gradient: &mut Gradient<T>) {
        let Gradient { packed, sums, .. } = gradient;
        gemm::pack_with_sums(dy, 0, &mut packed[..dy.rows * PANEL], sums);
    }
}
