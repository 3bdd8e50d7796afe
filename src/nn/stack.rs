//! A stack of dense layers with one activation between them and none after the last.

use std::ops::Range;

use super::{Activation, Dense};
use crate::num::{Layout, Real, Rows};

#[derive(Clone, Debug)]
pub struct Stack {
    layers: Vec<Dense>,
    activation: Activation,
}

impl Stack {
    /// Layers of `widths[0] → widths[1] → …`, named as PyTorch names a `Sequential` with an activation after each layer
    /// but the last: `{prefix}.0`, `{prefix}.2`, …
    pub fn new(layout: &mut Layout, prefix: &str, widths: &[usize], activation: Activation) -> Self {
        let layer = |(i, pair): (usize, &[usize])| Dense::new(layout, &format!("{prefix}.{}", 2 * i), pair[0], pair[1]);
        Stack { layers: widths.windows(2).enumerate().map(layer).collect(), activation }
    }

    /// Makes room for the transposed weights of every layer but the first `without`, at the end of a buffer of length
    /// `len`; returns the new length.
    pub fn with_transposed(&mut self, without: usize, len: usize) -> usize {
        self.layers.iter_mut().skip(without).fold(len, |len, layer| layer.with_transposed(len))
    }

    pub fn layers(&self) -> &[Dense] {
        &self.layers
    }

    /// One matrix (B, O) a layer: the outputs of a forward pass, or the gradients of a backward one.
    pub fn buffers<T: Real>(&self, batch: usize) -> Vec<Rows<T>> {
        self.layers.iter().map(|layer| Rows::zeros(batch, layer.outputs)).collect()
    }

    /// Fills `outputs` from `x`, both for batch rows `rows`.
    ///
    /// # Safety
    /// Nobody else uses those rows of `outputs` meanwhile.
    pub unsafe fn forward<T: Real>(&self, params: &[T], x: &Rows<T>, outputs: &[Rows<T>], rows: Range<usize>) {
        for (i, layer) in self.layers.iter().enumerate() {
            let input = if i == 0 { x } else { &outputs[i - 1] };
            let activation = (i + 1 < self.layers.len()).then_some(self.activation);
            // SAFETY: the caller's promise; input and output are different buffers.
            let y = unsafe { outputs[i].matrix_mut(rows.clone()) };
            layer.forward(params, input.matrix(rows.clone()), activation, y);
        }
    }

    /// From `gradients[last]` = dy of the last layer down to `gradients[0]`, and to `dx` where asked for.
    /// `gradients[i]` is the gradient of layer i's output before its activation.
    ///
    /// # Safety
    /// Nobody else uses those rows of `gradients` and `dx` meanwhile.
    pub unsafe fn backward<T: Real>(
        &self,
        transposed: &[T],
        outputs: &[Rows<T>],
        gradients: &[Rows<T>],
        dx: Option<&Rows<T>>,
        rows: Range<usize>,
    ) {
        for (i, layer) in self.layers.iter().enumerate().rev() {
            let (target, of) = match i.checked_sub(1) {
                Some(below) => (&gradients[below], Some((self.activation, outputs[below].matrix(rows.clone())))),
                None => match dx {
                    Some(dx) => (dx, None),
                    None => return,
                },
            };
            // SAFETY: the caller's promise; dy and dx are different buffers.
            let target = unsafe { target.matrix_mut(rows.clone()) };
            layer.backward_input(transposed, gradients[i].matrix(rows.clone()), of, target);
        }
    }
}
