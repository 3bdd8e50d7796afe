//! Parameters: one flat buffer with named spans.
//!
//! Gradients and Adam's moments are buffers of the same layout, so the update is one loop, saving is one copy, and
//! every check iterates one table of names. How a span lies in memory is its [`Order`]; outwards (files, hashes, tests) it
//! always has the name, the shape and the order of a PyTorch `nn.Module`. Padding is zero and stays zero under training,
//! because its gradient is zero.

use super::Real;
use super::conv::{Direction, Window};
use super::gemm::{PANEL, padded, panel_len};

/// How a span's outward values, row-major over its shape, lie in the flat buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// (O, I) as panels `[⌈O/8⌉][I][8]`, the order in which the kernels read a weight (see [`crate::num::gemm`]).
    Panels { outputs: usize, inputs: usize },
    /// A convolution's weight, (O, I, K, K) down and (I, O, K, K) up, as `[O][K][K][I]`, the taps at their places (see
    /// [`crate::num::conv`]), padded to a multiple of 8.
    Taps { outputs: usize, inputs: usize, window: Window, direction: Direction },
    /// As they are, padded to a multiple of 8.
    Padded,
}

/// What a span holds before any training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Start {
    /// Random values whose spread goes by how many inputs are summed for an output, and how many outputs an input is in.
    Weight { fan_in: usize, fan_out: usize },
    /// What is added to a sum of so many inputs.
    Bias { fan_in: usize },
    /// This value.
    Value(f64),
}

/// A named stretch of the flat buffer.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    pub name: String,
    /// As PyTorch has it: (O, I) of a dense weight, (O) of a bias.
    pub shape: Vec<usize>,
    pub order: Order,
    pub start: Start,
    pub offset: usize,
    /// Elements in memory, padding included.
    pub len: usize,
}

impl Span {
    /// Elements of the outward shape, padding excluded.
    pub fn count(&self) -> usize {
        self.shape.iter().product()
    }

    pub fn of<'a, T>(&self, buffer: &'a [T]) -> &'a [T] {
        &buffer[self.offset..][..self.len]
    }

    pub fn of_mut<'a, T>(&self, buffer: &'a mut [T]) -> &'a mut [T] {
        &mut buffer[self.offset..][..self.len]
    }

    /// Where outward element `index` (row-major over the shape) lies in the flat buffer.
    pub fn position(&self, index: usize) -> usize {
        self.offset
            + match self.order {
                Order::Panels { inputs, .. } => {
                    let (output, input) = (index / inputs, index % inputs);
                    (output / PANEL * inputs + input) * PANEL + output % PANEL
                }
                Order::Taps { outputs, inputs, window, direction } => {
                    let side = window.side;
                    let (ky, kx, channels) = (index / side % side, index % side, index / (side * side));
                    let (output, input) = match direction {
                        Direction::Down => (channels / inputs, channels % inputs),
                        Direction::Up => (channels % outputs, channels / outputs),
                    };
                    let [y, x] = [ky, kx].map(|k| window.place(direction, k));
                    ((output * side + y) * side + x) * inputs + input
                }
                Order::Padded => index,
            }
    }

    /// The span's values in outward order.
    pub fn values<'a, T: Real>(&'a self, buffer: &'a [T]) -> impl Iterator<Item = T> + 'a {
        (0..self.count()).map(|i| buffer[self.position(i)])
    }

    /// Writes the span's values, given in outward order: as many as there are places, at most.
    pub fn fill<T: Real>(&self, buffer: &mut [T], values: impl IntoIterator<Item = T>) {
        let mut values = values.into_iter();
        self.fill_with(buffer, &mut || values.next());
    }

    /// The same of values that are handed out one by one.
    pub fn fill_with<T: Real>(&self, buffer: &mut [T], next: &mut dyn FnMut() -> Option<T>) {
        for i in 0..self.count() {
            let Some(value) = next() else { return };
            buffer[self.position(i)] = value;
        }
    }
}

/// The table of names of a model's parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    spans: Vec<Span>,
    len: usize,
}

impl Layout {
    /// Adds a weight (O, I) in panels; returns its offset.
    pub fn push_panels(&mut self, name: String, outputs: usize, inputs: usize) -> usize {
        let order = Order::Panels { outputs, inputs };
        self.push(
            name,
            vec![outputs, inputs],
            order,
            Start::Weight { fan_in: inputs, fan_out: outputs },
            panel_len(inputs, outputs),
        )
    }

    /// Adds a convolution's weight; returns its offset.
    pub fn push_taps(
        &mut self,
        name: String,
        [inputs, outputs]: [usize; 2],
        window: Window,
        direction: Direction,
    ) -> usize {
        let (Window { side, .. }, order) = (window, Order::Taps { outputs, inputs, window, direction });
        let (rows, columns) = match direction {
            Direction::Down => (outputs, inputs),
            Direction::Up => (inputs, outputs),
        };
        // PyTorch counts the columns of an upward one too, which are its outputs.
        let start = Start::Weight { fan_in: columns * side * side, fan_out: rows * side * side };
        self.push(name, vec![rows, columns, side, side], order, start, padded(outputs * inputs * side * side))
    }

    /// Adds `count` values in a row; returns their offset.
    pub fn push_padded(&mut self, name: String, count: usize, start: Start) -> usize {
        self.push(name, vec![count], Order::Padded, start, padded(count))
    }

    fn push(&mut self, name: String, shape: Vec<usize>, order: Order, start: Start, len: usize) -> usize {
        let offset = self.len;
        self.spans.push(Span { name, shape, order, start, offset, len });
        self.len += len;
        offset
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
        layout.push_panels("a.weight".into(), 10, 3);
        layout.push_padded("a.bias".into(), 10, Start::Bias { fan_in: 3 });
        layout.push_panels("b.weight".into(), 4, 10);
        layout.push_padded("log_sd".into(), 1, Start::Value(0.0));
        let window = Window { side: 3, stride: 2, padding: 1 };
        layout.push_taps("c.weight".into(), [2, 5], window, Direction::Down);
        layout.push_taps("d.weight".into(), [5, 2], window, Direction::Up);
        // As `nn.init` counts them for `Conv2d` and `ConvTranspose2d`, in PyTorch 2.15.
        let fans = Start::Weight { fan_in: 2 * 9, fan_out: 5 * 9 };
        assert_eq!(layout.span("c.weight").unwrap().start, fans);
        assert_eq!(layout.span("d.weight").unwrap().start, fans);
        let mut seen = vec![false; layout.len()];
        for span in layout.spans() {
            for i in 0..span.count() {
                let at = span.position(i);
                assert!((span.offset..span.offset + span.len).contains(&at));
                assert!(!std::mem::replace(&mut seen[at], true), "{} {i}", span.name);
            }
        }
        assert_eq!(layout.count(), 3 * 10 + 10 + 10 * 4 + 1 + 2 * 90);
        assert_eq!(layout.len(), 3 * 16 + 16 + 10 * 8 + 8 + 2 * 96);
        assert_eq!(layout.span("a.weight").unwrap().shape, [10, 3]);
        assert_eq!(layout.span("c.weight").unwrap().shape, [5, 2, 3, 3]);
        assert_eq!(layout.span("d.weight").unwrap().shape, [5, 2, 3, 3]);
    }

    #[test]
    fn what_is_filled_in_comes_out_in_the_same_order() {
        let mut layout = Layout::default();
        layout.push_panels("a.weight".into(), 9, 5);
        let span = &layout.spans()[0];
        let mut buffer = layout.zeros::<f32>();
        span.fill(&mut buffer, (1..=45).map(|i| i as f32));
        assert_eq!(span.values(&buffer).collect::<Vec<_>>(), (1..=45).map(|i| i as f32).collect::<Vec<_>>());
    }
}
