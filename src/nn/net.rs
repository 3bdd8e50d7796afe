//! A net: ops one after the other, and the tape that a pass through it leaves.

use std::ops::Range;

use super::{Activation, Dense, Op};
use crate::num::gemm::Matrix;
use crate::num::{Layout, Real, Rows};

/// A description: it owns no numbers.
#[derive(Clone, Debug)]
pub struct Net {
    ops: Vec<Op>,
}

/// What a pass through a net leaves, for up to a fixed number of rows.
pub struct Tape<T> {
    /// Outputs of the ops, (B, O) each.
    pub y: Vec<Rows<T>>,
    /// Gradients of the ops' outputs before their activations; none where no backward pass is to come.
    pub dv: Vec<Rows<T>>,
}

impl<T: Real> Tape<T> {
    /// The net's output, (B, O).
    pub fn output(&self) -> &Rows<T> {
        self.y.last().expect("a net has an op")
    }

    /// The gradient of the net's output, (B, O).
    pub fn d_output(&self) -> &Rows<T> {
        self.dv.last().expect("a net has an op, and this tape is for a backward pass")
    }
}

impl Net {
    /// Dense layers of `widths[0] → widths[1] → …`, `activation` after each but the last, named as PyTorch names a
    /// `Sequential` with a module for each activation: `{prefix}.0`, `{prefix}.2`, …
    pub fn dense(layout: &mut Layout, prefix: &str, widths: &[usize], activation: Option<Activation>) -> Self {
        let last = widths.len() - 2;
        let mut ops = Vec::with_capacity(last + 1);
        for i in 0..=last {
            let activation = activation.filter(|_| i < last);
            let name = format!("{prefix}.{}", 2 * i);
            ops.push(Op::Dense(Dense::new(layout, &name, widths[i], widths[i + 1], activation)));
        }
        Net { ops }
    }

    /// Makes room for what the gradients of the inputs read, but for that of the first `without` ops, at the end of a
    /// buffer of length `len`; returns the new length.
    pub fn with_transposed(&mut self, without: usize, len: usize) -> usize {
        self.ops.iter_mut().skip(without).fold(len, |len, op| op.with_transposed(len))
    }

    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// A tape for passes of up to `rows` rows, forward alone.
    pub fn forward_tape<T: Real>(&self, rows: usize) -> Tape<T> {
        Tape { y: self.buffers(rows), dv: Vec::new() }
    }

    /// A tape for passes of up to `rows` rows, forward and backward.
    pub fn tape<T: Real>(&self, rows: usize) -> Tape<T> {
        Tape { y: self.buffers(rows), dv: self.buffers(rows) }
    }

    fn buffers<T: Real>(&self, rows: usize) -> Vec<Rows<T>> {
        self.ops.iter().map(|op| Rows::zeros(rows, op.outputs())).collect()
    }

    /// Fills rows `rows` of `tape.y` from `x`, which holds those rows alone.
    ///
    /// # Safety
    /// Nobody else uses those rows of the tape meanwhile.
    pub unsafe fn forward<T: Real>(&self, params: &[T], x: Matrix<T>, tape: &Tape<T>, rows: Range<usize>) {
        for (i, op) in self.ops.iter().enumerate() {
            let input = i.checked_sub(1).map_or(x, |below| tape.y[below].matrix(rows.clone()));
            // SAFETY: the caller's promise; input and output are different buffers.
            let y = unsafe { tape.y[i].matrix_mut(rows.clone()) };
            op.forward(params, input, y);
        }
    }

    /// From `tape.dv[last]`, the gradient of the output, down to `tape.dv[0]`, and to `dx` where asked for.
    ///
    /// # Safety
    /// Nobody else uses those rows of the tape and of `dx` meanwhile.
    pub unsafe fn backward<T: Real>(&self, transposed: &[T], tape: &Tape<T>, dx: Option<&Rows<T>>, rows: Range<usize>) {
        for (i, op) in self.ops.iter().enumerate().rev() {
            let (target, of) = match i.checked_sub(1) {
                Some(below) => {
                    let of = self.ops[below].activation().map(|f| (f, tape.y[below].matrix(rows.clone())));
                    (&tape.dv[below], of)
                }
                None => match dx {
                    Some(dx) => (dx, None),
                    None => return,
                },
            };
            // SAFETY: the caller's promise; dv and dx are different buffers.
            let target = unsafe { target.matrix_mut(rows.clone()) };
            op.backward_input(transposed, tape.dv[i].matrix(rows.clone()), of, target);
        }
    }
}
