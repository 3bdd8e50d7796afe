//! `Op`: one step of a net, whatever its kind. A description (shapes and spans), no numbers.
//!
//! For training, an op's parameters fall into *units*: what one thread takes from the gradient of the op's output to
//! updated parameters. A unit's gradient is summed over the batch in order, so that no bit depends on who computes it.

use std::ops::Range;

use super::{Activation, Constant, Conv, Dense, Packing, Pointwise};
use crate::num::conv::BLOCK;
use crate::num::gemm::{Matrix, MatrixMut, PANEL};
use crate::num::{Real, Shared};

#[derive(Clone, Debug)]
pub enum Op {
    Dense(Dense),
    Conv(Box<Conv>),
    Packing(Packing),
    Pointwise(Pointwise),
    Constant(Constant),
}

/// One thread's place for the parameter gradient of one unit.
pub struct Gradient<T> {
    /// The gradient of the op's output, as the kernels want it: (B, 8).
    pub(super) packed: Vec<T>,
    /// Of the unit's weights.
    pub(super) weights: Vec<T>,
    /// Of what is added: the sums over the batch, (8).
    pub(super) sums: Vec<T>,
}

/// A gradient, with the place of its parameters in the flat buffer.
pub type Piece<'g, T> = (Range<usize>, &'g [T]);

impl<T: Real> Gradient<T> {
    /// For batches of up to `rows` rows, and for any of `ops`.
    pub fn new<'a>(rows: usize, ops: impl Iterator<Item = &'a Op>) -> Self {
        let weights = ops.map(Op::unit_weights).max().unwrap_or(0);
        let zeros = |n| vec![T::zero(); n];
        Gradient { packed: zeros(rows * PANEL), weights: zeros(weights), sums: zeros(PANEL) }
    }
}

impl Op {
    /// Length of a row of the output, O.
    pub fn outputs(&self) -> usize {
        match self {
            Op::Dense(dense) => dense.outputs,
            Op::Conv(conv) => conv.outputs(),
            Op::Packing(packing) => packing.len,
            Op::Pointwise(pointwise) => pointwise.len,
            Op::Constant(constant) => constant.outputs,
        }
    }

    /// Whether the output lies in blocks of images side by side.
    pub fn is_in_blocks(&self) -> bool {
        match self {
            Op::Dense(_) | Op::Pointwise(_) | Op::Constant(_) => false,
            Op::Conv(_) => true,
            Op::Packing(packing) => packing.into_blocks,
        }
    }

    /// The rows of the output's buffer that images `images` of a batch take: whole blocks where they lie in blocks.
    ///
    /// # Panics
    /// When the first image is not the first of a block.
    pub fn rows(&self, images: Range<usize>) -> Range<usize> {
        if !self.is_in_blocks() {
            return images;
        }
        assert!(images.start.is_multiple_of(BLOCK), "images from inside of a block");
        images.start..images.end.next_multiple_of(BLOCK)
    }

    /// The constant that the op is, where it is one.
    pub fn constant(&self) -> Option<&Constant> {
        match self {
            Op::Dense(_) | Op::Conv(_) | Op::Packing(_) | Op::Pointwise(_) => None,
            Op::Constant(constant) => Some(constant),
        }
    }

    /// What is fused behind the op; its output is the activation's.
    pub fn activation(&self) -> Option<Activation> {
        match self {
            Op::Dense(dense) => dense.activation,
            Op::Conv(conv) => conv.activation,
            Op::Packing(_) | Op::Pointwise(_) | Op::Constant(_) => None,
        }
    }

    /// The activation that the op itself is: its gradient reads the op's input.
    pub fn own_activation(&self) -> Option<Activation> {
        match self {
            Op::Pointwise(pointwise) => Some(pointwise.activation),
            Op::Dense(_) | Op::Conv(_) | Op::Packing(_) | Op::Constant(_) => None,
        }
    }

    /// Makes room for what the gradient of the input reads, at the end of a buffer of length `len`; returns the new
    /// length.
    pub fn with_transposed(&mut self, len: usize) -> usize {
        match self {
            Op::Dense(dense) => dense.with_transposed(len),
            Op::Conv(conv) => conv.with_transposed(len),
            Op::Packing(_) | Op::Pointwise(_) | Op::Constant(_) => len,
        }
    }

    /// y from x, (B, O) from (B, I), or blocks of as many images.
    pub fn forward<T: Real>(&self, params: &[T], x: Matrix<T>, mut y: MatrixMut<T>) {
        match self {
            Op::Dense(dense) => dense.forward(params, x, y),
            Op::Conv(conv) => conv.forward(params, x, y),
            Op::Packing(packing) => packing.forward(x, y),
            Op::Pointwise(pointwise) => pointwise.forward(x, y),
            Op::Constant(constant) => {
                y.rows_mut().for_each(|row| row.copy_from_slice(constant.values(params)));
            }
        }
    }

    /// dx from dv, the gradient of the output before its activation. Where x came out of an activation, `of` is that
    /// activation and x, and dx is the gradient before it; so it is where the op is an activation.
    pub fn backward_input<T: Real>(
        &self,
        transposed: &[T],
        dv: Matrix<T>,
        of: Option<(Activation, Matrix<T>)>,
        mut dx: MatrixMut<T>,
    ) {
        match self {
            Op::Dense(dense) => dense.backward_input(transposed, dv, of, dx),
            Op::Conv(conv) => conv.backward_input(transposed, dv, of, dx),
            Op::Packing(packing) => packing.backward_input(dv, of, dx),
            Op::Pointwise(pointwise) => pointwise.backward_input(dv, of, dx),
            Op::Constant(_) => dx.rows_mut().for_each(|row| row.fill(T::zero())),
        }
    }

    pub fn units(&self) -> usize {
        match self {
            Op::Dense(dense) => dense.panels(),
            Op::Conv(conv) => conv.units(),
            Op::Packing(_) | Op::Pointwise(_) => 0,
            Op::Constant(_) => 1,
        }
    }

    /// What a unit costs, in multiply-adds of eight an image, rounded up.
    pub fn unit_cost(&self) -> usize {
        match self {
            Op::Dense(dense) => dense.inputs,
            Op::Conv(conv) => conv.unit_cost(),
            Op::Packing(_) | Op::Pointwise(_) => 0,
            Op::Constant(_) => 1,
        }
    }

    /// Weights of a unit, those of [`Gradient::weights`].
    fn unit_weights(&self) -> usize {
        match self {
            Op::Dense(dense) => dense.inputs * PANEL,
            Op::Conv(conv) => conv.unit_weights(),
            Op::Packing(_) | Op::Pointwise(_) | Op::Constant(_) => 0,
        }
    }

    /// The parameter gradient of unit `unit`: of what is added, and of the weights where there are any, each with the
    /// place of its parameters in the flat buffer. x: (B, I), dv: (B, O), both of the whole batch.
    ///
    /// # Panics
    /// When the op has no units.
    pub fn unit_gradient<'g, T: Real>(
        &self,
        x: Matrix<T>,
        dv: Matrix<T>,
        unit: usize,
        gradient: &'g mut Gradient<T>,
    ) -> (Piece<'g, T>, Option<Piece<'g, T>>) {
        let (added, weights) = match self {
            Op::Dense(dense) => {
                dense.panel_gradient(x, dv, unit, gradient);
                (dense.bias_panel(unit), Some(dense.weight_panel(unit)))
            }
            Op::Conv(conv) => {
                conv.unit_gradient(x, dv, unit, gradient);
                (conv.bias_range(unit), Some(conv.weight_range(unit)))
            }
            Op::Packing(_) | Op::Pointwise(_) => unreachable!("no parameters, no units"),
            Op::Constant(constant) => {
                constant.gradient(dv, gradient);
                (constant.range(), None)
            }
        };
        let weights = weights.map(|at| (at.clone(), &gradient.weights[..at.len()]));
        ((added.clone(), &gradient.sums[..added.len()]), weights)
    }

    /// Has what an update of `unit` is going to write brought to this core (see [`Shared::claim`]).
    ///
    /// # Safety
    /// Nobody else uses the unit's parameters and their transposed copies meanwhile.
    pub unsafe fn claim<T: Real>(&self, unit: usize, params: &Shared<T>, transposed: &Shared<T>) {
        match self {
            // SAFETY: the caller's promise.
            Op::Dense(dense) => unsafe {
                params.claim(dense.weight_panel(unit));
                dense.transposed_blocks(unit).for_each(|at| transposed.claim(at));
            },
            // SAFETY: as above. The transposed copies are scattered.
            Op::Conv(conv) => unsafe { params.claim(conv.weight_range(unit)) },
            Op::Packing(_) | Op::Pointwise(_) | Op::Constant(_) => {}
        }
    }

    /// Renews what the gradient of the input reads of `unit`'s parameters, after an update.
    ///
    /// # Safety
    /// Nobody else uses the unit's transposed copies meanwhile.
    pub unsafe fn refresh<T: Real>(&self, unit: usize, params: &Shared<T>, transposed: &Shared<T>) {
        match self {
            Op::Dense(dense) => {
                let panel = params.slice(dense.weight_panel(unit));
                // SAFETY: the caller's promise.
                unsafe { dense.refresh_transposed(panel, unit, transposed) }
            }
            // SAFETY: the caller's promise.
            Op::Conv(conv) => unsafe { conv.refresh_transposed(params, unit, transposed) },
            Op::Packing(_) | Op::Pointwise(_) | Op::Constant(_) => {}
        }
    }

    /// Renews what the gradient of the input reads, of every unit.
    pub fn refresh_all<T: Real>(&self, params: &Shared<T>, transposed: &mut Shared<T>) {
        for unit in 0..self.units() {
            // SAFETY: `transposed` is borrowed exclusively.
            unsafe { self.refresh(unit, params, transposed) };
        }
    }
}
