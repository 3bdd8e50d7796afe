//! Dense layer.
//!
//! `y = x·w + b` — x: (B, I), w: (I, O) in panels, b: (O), y: (B, O)
//! gradient: `dx = dy·wᵀ`, `dw = xᵀ·dy`, `db = Σ_B dy`
//!
//! The parameter gradient is computed a panel (eight outputs) at a time, so that a step can go from dY to updated
//! weights without the whole gradient ever reaching memory.

use std::ops::Range;

use super::Activation;
use crate::num::gemm::{self, Epilogue, Matrix, MatrixMut, PANEL, Panels, padded, panel_len};
use crate::num::{Layout, Real, Shared};

/// The shape of a dense layer, and where its numbers lie in the flat buffers.
#[derive(Clone, Debug)]
pub struct Dense {
    pub inputs: usize,
    pub outputs: usize,
    weight: usize,
    bias: usize,
    /// Offset of wᵀ, (O, I) in panels, in the buffer of transposed weights; none where no dx is ever asked for.
    transposed: Option<usize>,
}

/// Scratch of one thread for the parameter gradient of one panel.
pub struct PanelScratch<T> {
    dy: Vec<T>,
    dw: Vec<T>,
    db: Vec<T>,
}

impl<T: Real> PanelScratch<T> {
    /// For batches of up to `batch` rows and layers of up to `inputs` inputs.
    pub fn new(batch: usize, inputs: usize) -> Self {
        let zeros = |n| vec![T::zero(); n];
        PanelScratch { dy: zeros(batch * PANEL), dw: zeros(inputs * PANEL), db: zeros(PANEL) }
    }
}

impl Dense {
    /// Adds the layer's spans `{prefix}.weight`, `{prefix}.bias` to `layout`.
    pub fn new(layout: &mut Layout, prefix: &str, inputs: usize, outputs: usize) -> Self {
        let (weight, bias) = layout.push_dense(prefix, inputs, outputs);
        let offset = |index: usize| layout.spans()[index].offset;
        Dense { inputs, outputs, weight: offset(weight), bias: offset(bias), transposed: None }
    }

    /// Makes room for wᵀ, so that `dx` can be asked for, at the end of a buffer of transposed weights of length `len`;
    /// returns the new length.
    pub fn with_transposed(&mut self, len: usize) -> usize {
        self.transposed = Some(len);
        len + panel_len(self.outputs, self.inputs)
    }

    /// `y = f(x·w + b)`, f = identity where `activation` is none.
    pub fn forward<T: Real>(&self, params: &[T], x: Matrix<T>, activation: Option<Activation>, mut y: MatrixMut<T>) {
        let w = Panels::new(&params[self.weight..][..panel_len(self.inputs, self.outputs)], self.inputs, self.outputs);
        let b = &params[self.bias..][..padded(self.outputs)];
        match activation {
            None => gemm::product(x, w, Epilogue::Bias(b), y),
            Some(Activation::Relu) => gemm::product(x, w, Epilogue::BiasRelu(b), y),
            Some(other) => {
                gemm::product(x, w, Epilogue::Bias(b), y.reborrow());
                y.rows_mut().for_each(|row| other.apply(row));
            }
        }
    }

    /// `dx = dy·wᵀ`; where the inputs came out of an activation, `of` is that activation and its output (this layer's
    /// input, (B, I)), and dx is the gradient before the activation.
    pub fn backward_input<T: Real>(
        &self,
        transposed: &[T],
        dy: Matrix<T>,
        of: Option<(Activation, Matrix<T>)>,
        mut dx: MatrixMut<T>,
    ) {
        let start = self.transposed.expect("a layer made with room for its transposed weights");
        let wt = &transposed[start..][..panel_len(self.outputs, self.inputs)];
        let wt = Panels::new(wt, self.outputs, self.inputs);
        match of {
            None => gemm::product(dy, wt, Epilogue::None, dx),
            Some((Activation::Relu, y)) => gemm::product(dy, wt, Epilogue::ReluMask(y), dx),
            Some((other, y)) => {
                gemm::product(dy, wt, Epilogue::None, dx.reborrow());
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

    /// The gradient of panel `p`: dw (I, 8) and db (8). x: (B, I), dy: (B, O), both of the whole batch.
    pub fn panel_gradient<'s, T: Real>(
        &self,
        x: Matrix<T>,
        dy: Matrix<T>,
        p: usize,
        scratch: &'s mut PanelScratch<T>,
    ) -> (&'s [T], &'s [T]) {
        let packed = &mut scratch.dy[..dy.rows * PANEL];
        gemm::pack_with_sums(dy, p, packed, &mut scratch.db);
        let dw = &mut scratch.dw[..self.inputs * PANEL];
        gemm::weight_gradient(x, packed, dw);
        (dw, &scratch.db)
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
        let starts = self.transposed.into_iter().flat_map(move |base| {
            (0..self.inputs.div_ceil(PANEL)).map(move |block| base + (block * self.outputs + p * PANEL) * PANEL)
        });
        starts.map(move |start| start..start + rows * PANEL)
    }
}
