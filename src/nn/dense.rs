//! Dense layer, with the activation that follows it.
//!
//! `v = x·w + b`, `y = f(v)` — x: (B, I), w: (I, O) in panels, b: (O), v and y: (B, O)
//! gradient: `dx = dv·wᵀ`, `dw = xᵀ·dv`, `db = Σ_B dv`
//!
//! The parameter gradient is computed a panel (eight outputs) at a time, so that a step can go from dY to updated
//! weights without the whole gradient ever reaching memory.

use std::ops::Range;

use super::{Activation, Gradient};
use crate::num::gemm::{self, Epilogue, Matrix, MatrixMut, PANEL, Panels, padded, panel_len};
use crate::num::{Layout, Real, Shared, Start};

/// The shape of a dense layer, and where its numbers lie in the flat buffers.
#[derive(Clone, Debug)]
pub struct Dense {
    pub inputs: usize,
    pub outputs: usize,
    /// f; none is the identity.
    pub activation: Option<Activation>,
    weight: usize,
    bias: usize,
    /// Offset of wᵀ, (O, I) in panels, in the buffer of transposed weights; none where no dx is ever asked for.
    transposed: Option<usize>,
}

impl Dense {
    /// Adds the layer's spans `{prefix}.weight`, `{prefix}.bias` to `layout`.
    pub fn new(
        layout: &mut Layout,
        prefix: &str,
        inputs: usize,
        outputs: usize,
        activation: Option<Activation>,
    ) -> Self {
        let weight = layout.push_panels(format!("{prefix}.weight"), outputs, inputs);
        let bias = layout.push_padded(format!("{prefix}.bias"), outputs, Start::Bias { fan_in: inputs });
        Dense { inputs, outputs, activation, weight, bias, transposed: None }
    }

    /// Makes room for wᵀ, so that `dx` can be asked for, at the end of a buffer of transposed weights of length `len`;
    /// returns the new length.
    pub fn with_transposed(&mut self, len: usize) -> usize {
        self.transposed = Some(len);
        len + panel_len(self.outputs, self.inputs)
    }

    /// `y = f(x·w + b)`
    pub fn forward<T: Real>(&self, params: &[T], x: Matrix<T>, mut y: MatrixMut<T>) {
        let w = Panels::new(&params[self.weight..][..panel_len(self.inputs, self.outputs)], self.inputs, self.outputs);
        let b = &params[self.bias..][..padded(self.outputs)];
        match self.activation {
            None => gemm::product(x, w, Epilogue::Bias(b), y),
            Some(Activation::Relu) => gemm::product(x, w, Epilogue::BiasRelu(b), y),
            Some(other) => {
                gemm::product(x, w, Epilogue::Bias(b), y.reborrow());
                y.rows_mut().for_each(|row| other.apply(row));
            }
        }
    }

    /// `dx = dv·wᵀ`; where the inputs came out of an activation, `of` is that activation and its output (this layer's
    /// input, (B, I)), and dx is the gradient before the activation.
    pub fn backward_input<T: Real>(
        &self,
        transposed: &[T],
        dv: Matrix<T>,
        of: Option<(Activation, Matrix<T>)>,
        mut dx: MatrixMut<T>,
    ) {
        let start = self.transposed.expect("a layer made with room for its transposed weights");
        let wt = &transposed[start..][..panel_len(self.outputs, self.inputs)];
        let wt = Panels::new(wt, self.outputs, self.inputs);
        match of {
            None => gemm::product(dv, wt, Epilogue::None, dx),
            Some((Activation::Relu, y)) => gemm::product(dv, wt, Epilogue::ReluMask(y), dx),
            Some((other, y)) => {
                gemm::product(dv, wt, Epilogue::None, dx.reborrow());
                for (r, row) in dx.rows_mut().enumerate() {
                    other.backward(y.row(r), row);
                }
            }
        }
    }

    /// Panels of eight outputs.
    pub fn panels(&self) -> usize {
        self.outputs.div_ceil(PANEL)
    }

    /// Where the weights of panel `p` lie in the flat buffer: (I, 8).
    pub fn weight_panel(&self, p: usize) -> Range<usize> {
        let len = self.inputs * PANEL;
        self.weight + p * len..self.weight + (p + 1) * len
    }

    /// Where the biases of panel `p` lie in the flat buffer: (8).
    pub fn bias_panel(&self, p: usize) -> Range<usize> {
        self.bias + p * PANEL..self.bias + (p + 1) * PANEL
    }

    /// The gradient of panel `p`: dw (I, 8) and db (8). x: (B, I), dv: (B, O), both of the whole batch.
    pub fn panel_gradient<T: Real>(&self, x: Matrix<T>, dv: Matrix<T>, p: usize, gradient: &mut Gradient<T>) {
        let Gradient { packed, weights, sums } = gradient;
        let packed = &mut packed[..dv.rows * PANEL];
        gemm::pack_with_sums(dv, p, packed, sums);
        gemm::weight_gradient(x, packed, &mut weights[..self.inputs * PANEL]);
    }

    /// Copies panel `p` of w, (I, 8), into wᵀ, after an update.
    ///
    /// # Safety
    /// Nobody else uses rows `8p..8p+8` of this layer's wᵀ meanwhile (see [`Shared::slice_mut`]).
    pub unsafe fn refresh_transposed<T: Real>(&self, panel: &[T], p: usize, transposed: &Shared<T>) {
        for (source, at) in panel.chunks(PANEL * PANEL).zip(self.transposed_blocks(p)) {
            // SAFETY: these rows belong to panel p alone; the caller's promise.
            gemm::transpose_block(source, unsafe { transposed.slice_mut(at) });
        }
    }

    /// Where panel `p` lies in the buffer of transposed weights: rows `8p..8p+8`, a piece for every eight inputs; nowhere
    /// when no dx is ever asked for.
    pub fn transposed_blocks(&self, p: usize) -> impl Iterator<Item = Range<usize>> {
        let rows = PANEL.min(self.outputs - p * PANEL);
        let (base, blocks) = self.transposed.map_or((0, 0), |base| (base, self.inputs.div_ceil(PANEL)));
        (0..blocks).map(move |block| {
            let start = base + (block * self.outputs + p * PANEL) * PANEL;
            start..start + rows * PANEL
        })
    }
}
