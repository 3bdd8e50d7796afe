//! Parameters: one flat buffer with named spans.
//!
//! Gradients and Adam's moments are buffers of the same layout, so the update is one loop, saving is one copy, and
//! every check iterates one table of names. A weight W (I, O) lies as panels `[⌈O/8⌉][I][8]` (see
//! [`crate::num::gemm`]), a bias as O values padded to 8; the padding is zero and stays zero under training, because
//! its gradient is zero. Names and outward shapes are those of a PyTorch `nn.Module`: `encoder.0.weight` is (O, I).

use super::Real;
use super::gemm::{PANEL, padded, panel_len};

/// What a span holds, which decides how it lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// Panels of (I, O).
    Weight { inputs: usize, outputs: usize },
    /// O values, padded.
    Bias { outputs: usize },
}

/// A named stretch of the flat buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub name: String,
    pub kind: SpanKind,
    pub offset: usize,
    /// Elements in memory, padding included.
    pub len: usize,
}

impl Span {
    /// The outward shape, as PyTorch has it: (O, I) or (O).
    pub fn shape(&self) -> Vec<usize> {
        match self.kind {
            SpanKind::Weight { inputs, outputs } => vec![outputs, inputs],
            SpanKind::Bias { outputs } => vec![outputs],
        }
    }

    /// Elements of the outward shape, padding excluded.
    pub fn count(&self) -> usize {
        self.shape().iter().product()
    }

    pub fn of<'a, T>(&self, buffer: &'a [T]) -> &'a [T] {
        &buffer[self.offset..][..self.len]
    }

    pub fn of_mut<'a, T>(&self, buffer: &'a mut [T]) -> &'a mut [T] {
        &mut buffer[self.offset..][..self.len]
    }

    /// Where outward element `index` (row-major over [`Self::shape`]) lies in the flat buffer.
    pub fn position(&self, index: usize) -> usize {
        self.offset
            + match self.kind {
                SpanKind::Weight { inputs, .. } => {
                    let (output, input) = (index / inputs, index % inputs);
                    (output / PANEL * inputs + input) * PANEL + output % PANEL
                }
                SpanKind::Bias { .. } => index,
            }
    }

    /// The span's values in outward order.
    pub fn values<'a, T: Real>(&'a self, buffer: &'a [T]) -> impl Iterator<Item = T> + 'a {
        (0..self.count()).map(|i| buffer[self.position(i)])
    }
}

/// The table of names of a model's parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    spans: Vec<Span>,
    len: usize,
}

impl Layout {
    /// Adds `{prefix}.weight` and `{prefix}.bias` of a dense layer; returns their indices.
    pub fn push_dense(&mut self, prefix: &str, inputs: usize, outputs: usize) -> (usize, usize) {
        let weight = self.push(format!("{prefix}.weight"), SpanKind::Weight { inputs, outputs });
        let bias = self.push(format!("{prefix}.bias"), SpanKind::Bias { outputs });
        (weight, bias)
    }

    fn push(&mut self, name: String, kind: SpanKind) -> usize {
        let len = match kind {
            SpanKind::Weight { inputs, outputs } => panel_len(inputs, outputs),
            SpanKind::Bias { outputs } => padded(outputs),
        };
        self.spans.push(Span { name, kind, offset: self.len, len });
        self.len += len;
        self.spans.len() - 1
    }

    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    pub fn span(&self, name: &str) -> Option<&Span> {
        self.spans.iter().find(|s| s.name == name)
    }

    /// Elements of the flat buffer, padding included.
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Parameters of the model, padding excluded.
    pub fn count(&self) -> usize {
        self.spans.iter().map(Span::count).sum()
    }

    /// A buffer of this layout, all zero.
    pub fn zeros<T: Real>(&self) -> Vec<T> {
        vec![T::zero(); self.len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outward_element_has_its_own_place() {
        let mut layout = Layout::default();
        layout.push_dense("a", 3, 10);
        layout.push_dense("b", 10, 4);
        let mut seen = vec![false; layout.len()];
        for span in layout.spans() {
            for i in 0..span.count() {
                let at = span.position(i);
                assert!((span.offset..span.offset + span.len).contains(&at));
                assert!(!std::mem::replace(&mut seen[at], true), "{} {i}", span.name);
            }
        }
        assert_eq!(layout.count(), 3 * 10 + 10 + 10 * 4 + 4);
        assert_eq!(layout.len(), 3 * 16 + 16 + 10 * 8 + 8);
        assert_eq!(layout.span("a.weight").unwrap().shape(), [10, 3]);
    }
}
