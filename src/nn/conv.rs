//! Convolution, and its adjoint, with the activation that follows it. x and y are blocks of images side by side
//! ([`crate::num::conv`]).
//!
//! Down: `v[o, i, j] = b[o] + Σ_{c, k, l} w[o, c, k, l] · x[c, s·i + k − p, s·j + l − p]`, `y = f(v)` — x: (C, H, W),
//! w: (O, C, K, K), b: (O), v and y: (O, H′, W′), H′ = ⌊(H + 2p − K)/s⌋ + 1; what lies outside of x is 0.
//!
//! Up (PyTorch's `ConvTranspose2d`): `v[o, s·i + k − p, s·j + l − p] += w[c, o, k, l] · x[c, i, j]`, from b[o] on —
//! x: (C, H′, W′), w: (C, O, K, K), v and y: (O, H, W), of any H and W that go down to H′ and W′.
//!
//! gradient: `dx` of one is the other of dv with the same w, without b; `dw = Σ dv · x` over every pair of pixels that a tap
//! joins, and over the batch; `db = Σ dv`.

use std::ops::Range;

use super::{Activation, Gradient};
use crate::num::conv::{self, BLOCK, Clip, Direction, Map, Sums, Window};
use crate::num::gemm::{Matrix, MatrixMut, padded};
use crate::num::{Layout, Real, Shared, Start};

/// Output channels of a unit.
const UNIT: usize = 4;

/// The shape of a convolution, and where its numbers lie in the flat buffers.
#[derive(Clone, Debug)]
pub struct Conv {
    /// f; none is the identity.
    pub activation: Option<Activation>,
    map: Map,
    /// Of dx from dv.
    back: Map,
    window: Window,
    direction: Direction,
    weight: usize,
    bias: usize,
    /// Offset of the weights as dx reads them, (I, K, K, O), in the buffer of transposed weights; none where no dx is ever
    /// asked for.
    transposed: Option<usize>,
}

impl Conv {
    /// Adds the layer's spans `{prefix}.weight`, `{prefix}.bias` to `layout`. `fine` is the larger image: rows and columns
    /// of x down, of y up; `channels` those of x and of y.
    pub fn new(
        layout: &mut Layout,
        prefix: &str,
        (window, direction): (Window, Direction),
        fine: [usize; 2],
        channels: [usize; 2],
        activation: Option<Activation>,
    ) -> Box<Self> {
        let [inputs, outputs] = channels;
        let (other, counted) = match direction {
            Direction::Down => (Direction::Up, inputs),
            Direction::Up => (Direction::Down, outputs),
        };
        let weight = layout.push_taps(format!("{prefix}.weight"), channels, window, direction);
        let start = Start::Bias { fan_in: counted * window.side * window.side };
        let bias = layout.push_padded(format!("{prefix}.bias"), outputs, start);
        let map = Map::new(window, direction, fine, inputs, outputs);
        let back = Map::new(window, other, fine, outputs, inputs);
        Box::new(Conv { activation, map, back, window, direction, weight, bias, transposed: None })
    }

    /// Makes room for what dx reads, at the end of a buffer of transposed weights of length `len`; returns the new length.
    pub fn with_transposed(&mut self, len: usize) -> usize {
        self.transposed = Some(len);
        len + padded(self.back.weights() * self.back.outputs)
    }

    /// Numbers of an output image.
    pub fn outputs(&self) -> usize {
        self.map.output_len()
    }

    /// y from x, blocks of as many images.
    pub fn forward<T: Real>(&self, params: &[T], x: Matrix<T>, mut y: MatrixMut<T>) {
        let sums = Sums { map: &self.map, weights: &params[self.weight..], bias: Some(&params[self.bias..]) };
        for b in 0..y.rows / BLOCK {
            let (x, y) = (conv::block(x, b), conv::block_mut(&mut y, b));
            match self.activation {
                None => conv::product(sums, Clip::None, x, y),
                Some(Activation::Relu) => conv::product(sums, Clip::Relu, x, y),
                Some(other) => {
                    conv::product(sums, Clip::None, x, y);
                    other.apply(y);
                }
            }
        }
    }

    /// dx from dv; where x came out of an activation, `of` is that activation and x, and dx is the gradient before it.
    pub fn backward_input<T: Real>(
        &self,
        transposed: &[T],
        dv: Matrix<T>,
        of: Option<(Activation, Matrix<T>)>,
        mut dx: MatrixMut<T>,
    ) {
        let start = self.transposed.expect("a layer made with room for its transposed weights");
        let sums = Sums { map: &self.back, weights: &transposed[start..], bias: None };
        for b in 0..dx.rows / BLOCK {
            let (dv, dx) = (conv::block(dv, b), conv::block_mut(&mut dx, b));
            match of {
                None => conv::product(sums, Clip::None, dv, dx),
                Some((Activation::Relu, y)) => conv::product(sums, Clip::Mask(conv::block(y, b)), dv, dx),
                Some((other, y)) => {
                    conv::product(sums, Clip::None, dv, dx);
                    other.backward(conv::block(y, b), dx);
                }
            }
        }
    }

    /// Units of four output channels.
    pub fn units(&self) -> usize {
        self.map.outputs.div_ceil(UNIT)
    }

    /// What a unit costs, in multiply-adds of eight an image, rounded up.
    pub fn unit_cost(&self) -> usize {
        self.map.products().div_ceil(self.units() * BLOCK)
    }

    /// Where the weights of a unit lie in the flat buffer, (4, K, K, I); the last unit's with what pads them.
    pub fn weight_range(&self, unit: usize) -> Range<usize> {
        let (len, all) = (UNIT * self.map.weights(), padded(self.map.outputs * self.map.weights()));
        let end = if unit + 1 == self.units() { all } else { (unit + 1) * len };
        self.weight + unit * len..self.weight + end
    }

    /// Where the biases of a unit lie in the flat buffer: (4).
    pub fn bias_range(&self, unit: usize) -> Range<usize> {
        self.bias + unit * UNIT..self.bias + (unit + 1) * UNIT
    }

    /// Numbers of a unit, at most.
    pub fn unit_weights(&self) -> usize {
        padded(UNIT * self.map.weights())
    }

    fn channels(&self, unit: usize) -> Range<usize> {
        unit * UNIT..self.map.outputs.min((unit + 1) * UNIT)
    }

    /// The gradient of a unit, dw and db, padding included. x, dv: blocks of the whole batch.
    pub fn unit_gradient<T: Real>(&self, x: Matrix<T>, dv: Matrix<T>, unit: usize, gradient: &mut Gradient<T>) {
        let channels = self.channels(unit);
        let Gradient { weights, sums, .. } = gradient;
        let (dw, padding) = weights[..self.weight_range(unit).len()].split_at_mut(channels.len() * self.map.weights());
        padding.fill(T::zero());
        let (db, padding) = sums.split_at_mut(channels.len());
        padding.fill(T::zero());
        conv::weight_gradient(&self.map, channels, x, dv, dw, db);
    }

    /// Copies the weights of a unit into what dx reads, after an update.
    ///
    /// # Safety
    /// Nobody else uses this layer's transposed weights of those output channels meanwhile (see [`Shared::slice_mut`]).
    pub unsafe fn refresh_transposed<T: Real>(&self, params: &Shared<T>, unit: usize, transposed: &Shared<T>) {
        let Some(start) = self.transposed else { return };
        let Map { inputs, outputs, taps, .. } = self.map;
        let channels = self.channels(unit);
        let weights = params.slice(self.weight_range(unit));
        for ky in 0..taps {
            for kx in 0..taps {
                let place = |direction| {
                    let [y, x] = [ky, kx].map(|k| self.window.place(direction, k));
                    y * taps + x
                };
                let (from, to) = match self.direction {
                    Direction::Down => (place(Direction::Down), place(Direction::Up)),
                    Direction::Up => (place(Direction::Up), place(Direction::Down)),
                };
                for input in 0..inputs {
                    let at = start + (input * taps * taps + to) * outputs + channels.start;
                    // SAFETY: these output channels belong to this unit alone; the caller's promise.
                    let target = unsafe { transposed.slice_mut(at..at + channels.len()) };
                    for (o, target) in target.iter_mut().enumerate() {
                        *target = weights[(o * taps * taps + from) * inputs + input];
                    }
                }
            }
        }
    }
}
