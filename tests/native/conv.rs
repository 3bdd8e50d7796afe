//! Convolutions against their definition, and against each other.

use vae_lab::nn::{Activation, Conv, Gradient, Op};
use vae_lab::num::conv::{self, Direction, Window};
use vae_lab::num::gemm::{Matrix, MatrixMut, row_stride};
use vae_lab::num::rng::{Stream, uniform};
use vae_lab::num::{Layout, Shared, Start};

const IMAGES: usize = 11;
const WINDOWS: [(usize, usize, usize); 7] =
    [(3, 2, 1), (3, 1, 1), (3, 2, 0), (2, 2, 0), (4, 2, 1), (5, 3, 2), (1, 1, 0)];
const SIDES: [[usize; 2]; 4] = [[5, 5], [8, 6], [9, 7], [13, 8]];

/// Planes (N, C, H, W) as plain numbers.
#[derive(Clone)]
struct Planes {
    shape: [usize; 4],
    values: Vec<f64>,
}

impl Planes {
    fn zeros(shape: [usize; 4]) -> Self {
        Planes { shape, values: vec![0.0; shape.iter().product()] }
    }
    fn at(&mut self, [n, c, i, j]: [usize; 4]) -> &mut f64 {
        let [_, channels, rows, columns] = self.shape;
        &mut self.values[((n * channels + c) * rows + i) * columns + j]
    }
    fn blocks(&self) -> Blocks {
        let [images, channels, rows, columns] = self.shape;
        let (len, whole) = (channels * rows * columns, images.next_multiple_of(8));
        let mut blocks = Blocks { len, data: vec![0.0; whole * row_stride(len)], images: whole };
        let x = Matrix::new(&self.values, images, len, len);
        conv::interleave(x, channels, blocks.matrix_mut());
        blocks
    }
}

struct Blocks {
    len: usize,
    images: usize,
    data: Vec<f64>,
}

impl Blocks {
    fn zeros(len: usize) -> Self {
        let images = IMAGES.next_multiple_of(8);
        Blocks { len, images, data: vec![0.0; images * row_stride(len)] }
    }
    fn matrix(&self) -> Matrix<'_, f64> {
        Matrix::new(&self.data, self.images, self.len, row_stride(self.len))
    }
    fn matrix_mut(&mut self) -> MatrixMut<'_, f64> {
        MatrixMut::new(&mut self.data, self.images, self.len, row_stride(self.len))
    }
    fn planes(&self, shape: [usize; 4]) -> Planes {
        let mut rows = vec![0.0; shape[0] * row_stride(self.len)];
        conv::separate(self.matrix(), shape[1], MatrixMut::new(&mut rows, shape[0], self.len, row_stride(self.len)));
        let values = rows.chunks(row_stride(self.len)).flat_map(|row| row[..self.len].to_vec()).collect();
        Planes { shape, values }
    }
}

/// A layer with random numbers, and what goes through it.
struct Case {
    what: String,
    op: Op,
    params: Shared<f64>,
    transposed: Shared<f64>,
    /// (O, C, K, K) down, (C, O, K, K) up.
    weight: Planes,
    bias: Vec<f64>,
    window: Window,
    x: Planes,
    /// As the output.
    dv: Planes,
}

fn cases(direction: Direction, each: impl Fn(Case)) {
    let mut rng = Stream::Sample.at(5, 0);
    for (side, stride, padding) in WINDOWS {
        for fine in SIDES {
            for [inputs, outputs] in [[1, 5], [3, 1], [2, 6]] {
                let window = Window { side, stride, padding };
                let coarse = fine.map(|side| window.coarse(side));
                let (from, to, shape) = match direction {
                    Direction::Down => (fine, coarse, [outputs, inputs, side, side]),
                    Direction::Up => (coarse, fine, [inputs, outputs, side, side]),
                };
                let mut layout = Layout::default();
                let kind = (window, direction);
                let mut op = Op::Conv(Conv::new(&mut layout, "c", kind, fine, [inputs, outputs], None));
                let mut random = |shape: [usize; 4]| {
                    let mut planes = Planes::zeros(shape);
                    planes.values.iter_mut().for_each(|v| *v = 2.0 * uniform(&mut rng) - 1.0);
                    planes
                };
                let (weight, bias) = (random(shape), random([outputs, 1, 1, 1]).values);
                let x = random([IMAGES, inputs, from[0], from[1]]);
                let dv = random([IMAGES, outputs, to[0], to[1]]);
                let mut params = layout.zeros::<f64>();
                assert_eq!(layout.span("c.weight").unwrap().shape, shape);
                let counted = ["c.weight", "c.bias"].map(|name| match layout.span(name).unwrap().start {
                    Start::Weight { fan_in, .. } | Start::Bias { fan_in } => fan_in,
                    Start::Value(_) => panic!("random values"),
                });
                assert_eq!(counted[0], counted[1], "inputs of a sum");
                layout.span("c.weight").unwrap().fill(&mut params, weight.values.iter().copied());
                layout.span("c.bias").unwrap().fill(&mut params, bias.iter().copied());
                let (params, mut transposed) = (Shared::new(params), Shared::new(vec![0.0; op.with_transposed(0)]));
                op.refresh_all(&params, &mut transposed);
                let what = format!("{direction:?} {window:?} of {fine:?}, {inputs} to {outputs}");
                each(Case { what, op, params, transposed, weight, bias, window, x, dv });
            }
        }
    }
}

impl Case {
    fn forward(&self) -> Planes {
        let mut y = Blocks::zeros(self.op.outputs());
        self.op.forward(self.params.all(), self.x.blocks().matrix(), y.matrix_mut());
        y.planes(self.dv.shape)
    }
    fn backward(&self) -> Planes {
        let mut dx = Blocks::zeros(self.x.values.len() / IMAGES);
        self.op.backward_input(self.transposed.all(), self.dv.blocks().matrix(), None, dx.matrix_mut());
        dx.planes(self.x.shape)
    }
}

fn assert_close(what: &str, got: &[f64], expected: &[f64]) {
    assert_eq!(got.len(), expected.len(), "{what}");
    for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
        assert!((got - expected).abs() < 1e-11, "{what}: element {i} is {got}, not {expected}");
    }
}

/// The definition: image, output channel, input channel, two coordinates, two taps. `join(coarse pixel, fine pixel, tap)`.
fn seven_loops(
    window: Window,
    [images, coarse_channels, rows, columns]: [usize; 4],
    [_, fine_channels, height, width]: [usize; 4],
    mut join: impl FnMut([usize; 4], [usize; 4], [usize; 2]),
) {
    let Window { side, stride, padding } = window;
    for n in 0..images {
        for o in 0..coarse_channels {
            for c in 0..fine_channels {
                for i in 0..rows {
                    for j in 0..columns {
                        for k in 0..side {
                            for l in 0..side {
                                let (y, x) = (stride * i + k, stride * j + l);
                                let inside = |at: usize, side: usize| (padding..side + padding).contains(&at);
                                if inside(y, height) && inside(x, width) {
                                    join([n, o, i, j], [n, c, y - padding, x - padding], [k, l]);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn is_a_convolution_its_seven_loops_in_both_directions() {
    cases(Direction::Down, |mut case| {
        let mut y = Planes::zeros(case.dv.shape);
        seven_loops(case.window, case.dv.shape, case.x.shape, |coarse, fine, [k, l]| {
            *y.at(coarse) += *case.weight.at([coarse[1], fine[1], k, l]) * *case.x.at(fine);
        });
        add_bias(&mut y, &case.bias);
        assert_close(&case.what, &case.forward().values, &y.values);
    });
    cases(Direction::Up, |mut case| {
        let mut y = Planes::zeros(case.dv.shape);
        seven_loops(case.window, case.x.shape, case.dv.shape, |coarse, fine, [k, l]| {
            *y.at(fine) += *case.weight.at([coarse[1], fine[1], k, l]) * *case.x.at(coarse);
        });
        add_bias(&mut y, &case.bias);
        assert_close(&case.what, &case.forward().values, &y.values);
    });
}

fn add_bias(y: &mut Planes, bias: &[f64]) {
    let [_, channels, rows, columns] = y.shape;
    for (at, value) in y.values.iter_mut().enumerate() {
        *value += bias[at / (rows * columns) % channels];
    }
}

#[test]
fn is_the_gradient_of_the_input_the_adjoint() {
    for direction in [Direction::Down, Direction::Up] {
        cases(direction, |case| {
            // ⟨conv x, y⟩ = ⟨x, convᵀ y⟩, without the bias.
            let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
            let mut y = case.forward();
            add_bias(&mut y, &case.bias.iter().map(|b| -b).collect::<Vec<_>>());
            let (left, right) = (dot(&y.values, &case.dv.values), dot(&case.x.values, &case.backward().values));
            assert!((left - right).abs() < 1e-10 * left.abs().max(1.0), "{}: {left} and {right}", case.what);
        });
    }
}

#[test]
fn is_the_gradient_of_the_weights_its_seven_loops() {
    for direction in [Direction::Down, Direction::Up] {
        cases(direction, |mut case| {
            let mut dw = Planes::zeros(case.weight.shape);
            let (coarse, fine) = match direction {
                Direction::Down => (&mut case.dv, &mut case.x),
                Direction::Up => (&mut case.x, &mut case.dv),
            };
            let shapes = (coarse.shape, fine.shape);
            seven_loops(case.window, shapes.0, shapes.1, |o, c, [k, l]| {
                *dw.at([o[1], c[1], k, l]) += *coarse.at(o) * *fine.at(c);
            });
            let [_, channels, rows, columns] = case.dv.shape;
            let mut db = vec![0.0; channels];
            for (at, value) in case.dv.values.iter().enumerate() {
                db[at / (rows * columns) % channels] += value;
            }

            // The parameters' places, by a layout of the same layer.
            let mut layout = Layout::default();
            let [inputs, outputs] = [case.x.shape[1], channels];
            let fine = if direction == Direction::Down { case.x.shape } else { case.dv.shape };
            let kind = (case.window, direction);
            Conv::new(&mut layout, "c", kind, [fine[2], fine[3]], [inputs, outputs], None);
            let mut gradients = layout.zeros::<f64>();
            let mut scratch = Gradient::new(IMAGES, [&case.op].into_iter());
            let (x, dv) = (case.x.blocks(), case.dv.blocks());
            for unit in 0..case.op.units() {
                let (added, weights) = case.op.unit_gradient(x.matrix(), dv.matrix(), unit, &mut scratch);
                for (at, values) in [Some(added), weights].into_iter().flatten() {
                    gradients[at].copy_from_slice(values);
                }
            }
            let of = |name: &str| layout.span(name).unwrap().values(&gradients).collect::<Vec<_>>();
            assert_close(&case.what, &of("c.weight"), &dw.values);
            assert_close(&case.what, &of("c.bias"), &db);
            let named = dw.values.iter().chain(&db).filter(|v| **v != 0.0).count();
            assert_eq!(gradients.iter().filter(|v| **v != 0.0).count(), named, "padding has no gradient");
        });
    }
}

#[test]
fn does_a_convolution_apply_any_activation() {
    let mut layout = Layout::default();
    let kind = (Window { side: 3, stride: 2, padding: 1 }, Direction::Down);
    let conv = |layout: &mut Layout, f| Op::Conv(Conv::new(layout, "c", kind, [5, 5], [2, 3], f));
    let plain = conv(&mut layout, None);
    let params: Vec<f64> = (0..layout.len()).map(|i| ((i * 7 % 11) as f64 - 5.0) / 10.0).collect();
    let mut x = Planes::zeros([IMAGES, 2, 5, 5]);
    x.values.iter_mut().enumerate().for_each(|(i, v)| *v = ((i * 5 % 13) as f64 - 6.0) / 6.0);
    let through = |op: &Op| {
        let mut y = Blocks::zeros(op.outputs());
        op.forward(&params, x.blocks().matrix(), y.matrix_mut());
        y.planes([IMAGES, 3, 3, 3]).values
    };
    let v = through(&plain);
    for (f, of) in [
        (Activation::Relu, (|v| v.max(0.0)) as fn(f64) -> f64),
        (Activation::Tanh, f64::tanh),
        (Activation::Sigmoid, |v| 1.0 / (1.0 + (-v).exp())),
    ] {
        let expected: Vec<f64> = v.iter().map(|&v| of(v)).collect();
        assert_close(f.name(), &through(&conv(&mut Layout::default(), Some(f))), &expected);
    }
}
