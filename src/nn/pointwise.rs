//! An activation as an op of its own: where the gradient reads its input v, which what is fused behind another op does not
//! keep. No parameters.
//!
//! `y = f(v)` — v and y: (B, O)
//! gradient: `dv = dy · f′(v)`

use super::Activation;
use crate::num::Real;
use crate::num::gemm::{Matrix, MatrixMut};

#[derive(Clone, Debug)]
pub struct Pointwise {
    pub activation: Activation,
    /// Numbers of a row, O.
    pub len: usize,
}

impl Pointwise {
    pub fn forward<T: Real>(&self, v: Matrix<T>, mut y: MatrixMut<T>) {
        for (r, y) in y.rows_mut().enumerate() {
            y.copy_from_slice(v.row(r));
            self.activation.apply(y);
        }
    }

    /// dv from dy; `of` is the activation and v.
    pub fn backward_input<T: Real>(&self, dy: Matrix<T>, of: Option<(Activation, Matrix<T>)>, mut dv: MatrixMut<T>) {
        let (f, v) = of.expect("an activation is behind another op");
        for (r, dv) in dv.rows_mut().enumerate() {
            dv.copy_from_slice(dy.row(r));
            f.backward(v.row(r), dv);
        }
    }
}
