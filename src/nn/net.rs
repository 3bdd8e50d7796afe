//! A net: ops one after the other, and the tape that a pass through it leaves.

use std::ops::Range;

use super::{Activation, Conv, Dense, Op, Packing, Pointwise};
use crate::num::conv::{BLOCK, Direction, Window};
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
        let mut ops = Vec::new();
        for i in 0..=last {
            let activation = activation.filter(|_| i < last);
            let (name, fused) = (numbered(prefix, 2 * i), activation.filter(|f| !f.reads_input()));
            ops.push(Op::Dense(Dense::new(layout, &name, widths[i], widths[i + 1], fused)));
            if let Some(activation) = activation.filter(|f| f.reads_input()) {
                ops.push(Op::Pointwise(Pointwise { activation, len: widths[i + 1] }));
            }
        }
        Net { ops }
    }

    /// Convolutions of an image down to a code, each with `activation` behind it, and a dense layer: named as PyTorch names
    /// a `Sequential` with a module for each activation and a `Flatten` before the last, `{prefix}.0`, `{prefix}.2`, …
    pub fn down(
        layout: &mut Layout,
        prefix: &str,
        window: Window,
        image: [usize; 2],
        channels: &[usize],
        outputs: usize,
        activation: Activation,
    ) -> Self {
        let (mut side, mut inputs) = (image, 1);
        let mut ops = vec![packing(side, 1, true)];
        for (i, &channels) in channels.iter().enumerate() {
            let (name, kind) = (numbered(prefix, 2 * i), (window, Direction::Down));
            ops.push(Op::Conv(Conv::new(layout, &name, kind, side, [inputs, channels], Some(activation))));
            (side, inputs) = (window.coarse_image(side), channels);
        }
        ops.push(packing(side, inputs, false));
        let (name, len) = (numbered(prefix, 2 * channels.len() + 1), side[0] * side[1] * inputs);
        ops.push(Op::Dense(Dense::new(layout, &name, len, outputs, None)));
        Net { ops }
    }

    /// The mirror of [`Net::down`]: a dense layer, and convolutions up to an image of one channel, `activation` behind each
    /// but the last; named as a `Sequential` with an `Unflatten` behind the dense layer's activation, `{prefix}.0`,
    /// `{prefix}.3`, `{prefix}.5`, …
    pub fn up(
        layout: &mut Layout,
        prefix: &str,
        window: Window,
        image: [usize; 2],
        channels: &[usize],
        inputs: usize,
        activation: Activation,
    ) -> Self {
        let (mut side, mut sides) = (image, Vec::new());
        for _ in channels {
            sides.push(side);
            side = window.coarse_image(side);
        }
        let (name, mut before) = (numbered(prefix, 0), channels[channels.len() - 1]);
        let dense = Dense::new(layout, &name, inputs, side[0] * side[1] * before, Some(activation));
        let mut ops = vec![Op::Dense(dense), packing(side, before, true)];
        for (i, &side) in sides.iter().enumerate().rev() {
            let (outputs, activation) = if i == 0 { (1, None) } else { (channels[i - 1], Some(activation)) };
            let (name, kind) = (numbered(prefix, 2 * (channels.len() - i) + 1), (window, Direction::Up));
            ops.push(Op::Conv(Conv::new(layout, &name, kind, side, [before, outputs], activation)));
            before = outputs;
        }
        ops.push(packing(image, 1, false));
        Net { ops }
    }

    /// Makes room for what the gradients of the inputs read, at the end of a buffer of length `len`; returns the new
    /// length. Of the first op with parameters alone where somebody asks for the net's dx.
    pub fn with_transposed(&mut self, dx: bool, len: usize) -> usize {
        let without = if dx { 0 } else { self.first() + 1 };
        self.ops.iter_mut().skip(without).fold(len, |len, op| op.with_transposed(len))
    }

    /// The first op with parameters: nothing below it reads a gradient.
    fn first(&self) -> usize {
        self.ops.iter().position(|op| op.units() > 0).unwrap_or(0)
    }

    /// Images that have to stay together when a batch is shared out: a range that a pass is asked for begins at a multiple.
    pub fn grain(&self) -> usize {
        if self.ops.iter().any(Op::is_in_blocks) { BLOCK } else { 1 }
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
        self.ops.iter().map(|op| Rows::zeros(op.rows(0..rows).len(), op.outputs())).collect()
    }

    /// Fills rows `rows` of `tape.y` from `x`, which holds those rows alone.
    ///
    /// # Safety
    /// Nobody else uses those rows of the tape meanwhile, nor the rest of a block that they begin.
    pub unsafe fn forward<T: Real>(&self, params: &[T], x: Matrix<T>, tape: &Tape<T>, rows: Range<usize>) {
        for (i, op) in self.ops.iter().enumerate() {
            let input = i.checked_sub(1).map_or(x, |below| tape.y[below].matrix(self.ops[below].rows(rows.clone())));
            // SAFETY: the caller's promise; input and output are different buffers.
            let y = unsafe { tape.y[i].matrix_mut(op.rows(rows.clone())) };
            op.forward(params, input, y);
        }
    }

    /// From `tape.dv[last]`, the gradient of the output, down to that of the first op with parameters, and to `dx` where
    /// asked for.
    ///
    /// # Safety
    /// Nobody else uses those rows of the tape and of `dx` meanwhile, nor the rest of a block that they begin.
    pub unsafe fn backward<T: Real>(&self, transposed: &[T], tape: &Tape<T>, dx: Option<&Rows<T>>, rows: Range<usize>) {
        let first = self.first();
        for (i, op) in self.ops.iter().enumerate().rev() {
            let (target, its_rows, of) = match (i.checked_sub(1), dx) {
                (_, None) if i == first => return,
                (Some(below), _) => {
                    let its_rows = self.ops[below].rows(rows.clone());
                    let of = op
                        .own_activation()
                        .or(self.ops[below].activation())
                        .map(|f| (f, tape.y[below].matrix(its_rows.clone())));
                    (&tape.dv[below], its_rows, of)
                }
                (None, Some(dx)) => (dx, rows.clone(), None),
                (None, None) => return,
            };
            // SAFETY: the caller's promise; dv and dx are different buffers.
            let target = unsafe { target.matrix_mut(its_rows) };
            op.backward_input(transposed, tape.dv[i].matrix(op.rows(rows.clone())), of, target);
        }
    }
}

/// The name of a module in a `Sequential`.
fn numbered(prefix: &str, number: usize) -> String {
    format!("{prefix}.{number}")
}

/// Images of `channels` planes, side by side or back.
fn packing(image: [usize; 2], channels: usize, into_blocks: bool) -> Op {
    Op::Packing(Packing { channels, len: image[0] * image[1] * channels, into_blocks })
}
