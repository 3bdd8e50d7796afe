//! The kernels as cases to be timed, natively and in a browser (feature `bench`).
//!
//! Nothing here reads a clock: a caller asks for a number of iterations and times the call itself. [`Case::work`] says
//! what one iteration does; dividing by the time gives GFLOP/s, or ns an element.

use std::hint::black_box;

use super::gemm::{self, Epilogue, Matrix, MatrixMut, PANEL, Panels, padded, panel_len, row_stride};
use super::lanes::F4;
use super::unrolled;
use super::vecmath::{self, AdamStep};

/// What a case measures, and so the unit of its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Multiply-adds on registers: the limit of the build. Work: floating-point operations, as of the products.
    Peak,
    /// `y = relu(x·w + b)`
    Forward,
    /// `dx = dy·wᵀ`, masked
    InputGradient,
    /// `dw = xᵀ·dy`, every panel, of packed panels of dy
    WeightGradient,
    /// Work: elements.
    Elementwise,
}

/// Something to time.
pub struct Case {
    pub net: &'static str,
    pub name: String,
    pub kind: Kind,
    /// Floating-point operations, or elements, of one iteration. Padding does not count.
    pub work: f64,
    body: Body,
}

impl Case {
    pub fn run(&mut self, iterations: u32) {
        for _ in 0..iterations {
            self.body.run();
        }
    }

    /// A hash of the bits that were computed (FNV-1a): after the same number of iterations (only Adam goes on from what
    /// it left) equal wherever a strict build runs.
    pub fn fingerprint(&self) -> u32 {
        self.body
            .output()
            .iter()
            .flat_map(|v| v.to_bits().to_le_bytes())
            .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }
}

/// A net: its name, its batch, and (inputs, outputs) of each layer, encoder's first.
type Net = (&'static str, usize, &'static [(usize, usize)]);

/// The three nets of the measured tables.
const NETS: [Net; 3] = [
    ("64-128-64-2", 64, &[(64, 128), (128, 64), (64, 4), (2, 64)]),
    ("784-400-20", 128, &[(784, 400), (400, 40), (20, 400), (400, 784)]),
    ("784-512-256-2", 128, &[(784, 512), (512, 256), (256, 4), (2, 256), (256, 512), (512, 784)]),
];

/// Every case; the first is the peak.
pub fn cases() -> Vec<Case> {
    let mut values = Values(0x9e37_79b9);
    let mut cases = vec![Case {
        net: "",
        name: "multiply-add".into(),
        kind: Kind::Peak,
        work: (PEAK_STEPS * CHAINS * 4 * 2) as f64,
        body: Body::Peak { out: vec![0.0; CHAINS * 4] },
    }];
    for (net, batch, layers) in NETS {
        for (i, &(inputs, outputs)) in layers.iter().enumerate() {
            let work = (2 * batch * inputs * outputs) as f64;
            let shape = format!("{batch}×{inputs}×{outputs}");
            let mut add = |kind, body| cases.push(Case { net, name: shape.clone(), kind, work, body });
            add(Kind::Forward, Body::product(&mut values, batch, inputs, outputs, false));
            if i > 0 {
                add(Kind::InputGradient, Body::product(&mut values, batch, outputs, inputs, true));
            }
            add(Kind::WeightGradient, Body::weight_gradient(&mut values, batch, inputs, outputs));
        }
    }
    let elements = 128 * 784;
    for (name, f) in [
        ("exp", Elementwise::Map(vecmath::exp)),
        ("log", Elementwise::Map(vecmath::log)),
        ("sigmoid", Elementwise::Map(vecmath::sigmoid)),
        ("tanh", Elementwise::Map(vecmath::tanh)),
        ("softplus", Elementwise::Map(vecmath::softplus)),
        ("cross-entropy", Elementwise::CrossEntropy),
        ("adam", Elementwise::Adam),
        ("pack", Elementwise::Pack),
        ("transpose", Elementwise::Transpose),
    ] {
        let mut buffers = core::array::from_fn(|_| values.vec(elements));
        // Adam's second moments.
        buffers[2].iter_mut().for_each(|v| *v = v.abs());
        let body = Body::Elementwise { f, buffers };
        cases.push(Case { net: "", name: name.into(), kind: Kind::Elementwise, work: elements as f64, body });
    }
    cases
}

/// Chains of dependent multiply-adds, and their length.
const CHAINS: usize = PAIRS * 2;
const PAIRS: usize = 6;
const PEAK_STEPS: usize = 4096;

enum Body {
    Peak { out: Vec<f32> },
    Product { shape: [usize; 3], a: Vec<f32>, b: Vec<f32>, bias: Vec<f32>, mask: Option<Vec<f32>>, y: Vec<f32> },
    WeightGradient { shape: [usize; 3], x: Vec<f32>, dy: Vec<f32>, dw: Vec<f32> },
    Elementwise { f: Elementwise, buffers: [Vec<f32>; 4] },
}

#[derive(Clone, Copy)]
enum Elementwise {
    Map(fn(&mut [f32])),
    CrossEntropy,
    Adam,
    Pack,
    Transpose,
}

impl Body {
    fn product(values: &mut Values, m: usize, k: usize, n: usize, masked: bool) -> Body {
        Body::Product {
            shape: [m, k, n],
            a: values.vec(m * row_stride(k)),
            b: values.panels(k, n),
            bias: vec![0.125; padded(n)],
            mask: masked.then(|| values.vec(m * row_stride(n))),
            y: vec![0.0; m * row_stride(n)],
        }
    }

    fn weight_gradient(values: &mut Values, batch: usize, inputs: usize, outputs: usize) -> Body {
        Body::WeightGradient {
            shape: [batch, inputs, outputs],
            x: values.vec(batch * row_stride(inputs)),
            dy: values.panels(batch, outputs),
            dw: vec![0.0; panel_len(inputs, outputs)],
        }
    }

    fn run(&mut self) {
        match self {
            Body::Peak { out } => peak(out),
            Body::Product { shape: [m, k, n], a, b, bias, mask, y } => {
                let a = Matrix::new(black_box(&a[..]), *m, *k, row_stride(*k));
                let epilogue = match mask {
                    Some(of) => Epilogue::ReluMask(Matrix::new(of, *m, *n, row_stride(*n))),
                    None => Epilogue::BiasRelu(bias),
                };
                gemm::product(a, Panels::new(b, *k, *n), epilogue, MatrixMut::new(y, *m, *n, row_stride(*n)));
            }
            Body::WeightGradient { shape: [batch, inputs, _], x, dy, dw } => {
                let x = Matrix::new(black_box(&x[..]), *batch, *inputs, row_stride(*inputs));
                for (dy, dw) in dy.chunks_exact(*batch * PANEL).zip(dw.chunks_exact_mut(*inputs * PANEL)) {
                    gemm::weight_gradient(x, dy, dw);
                }
            }
            Body::Elementwise { f, buffers: [w, m, v, g] } => elementwise(*f, w, m, v, g),
        }
    }

    fn output(&self) -> &[f32] {
        match self {
            Body::Peak { out } => out,
            Body::Product { y, .. } => y,
            Body::WeightGradient { dw, .. } => dw,
            Body::Elementwise { buffers, .. } => &buffers[0],
        }
    }
}

fn elementwise(f: Elementwise, w: &mut [f32], m: &mut [f32], v: &mut [f32], g: &mut [f32]) {
    match f {
        // In place over the last result would run off to the edges: start from the same values again.
        Elementwise::Map(f) => {
            w.copy_from_slice(g);
            f(w);
        }
        Elementwise::CrossEntropy => {
            for ((logits, x), d) in g.chunks_exact(784).zip(m.chunks_exact(784)).zip(w.chunks_exact_mut(784)) {
                black_box(vecmath::cross_entropy(logits, x, 1.0 / 128.0, Some(d)));
            }
        }
        Elementwise::Adam => {
            let (step_size, second_moment_scale) = (1e-9, 2.0);
            let step = AdamStep { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step_size, second_moment_scale };
            vecmath::adam(&step, w, m, v, g);
        }
        Elementwise::Pack => {
            let dy = Matrix::new(g, 128, 784, 784);
            for (p, panel) in w.chunks_exact_mut(128 * PANEL).enumerate() {
                gemm::pack_with_sums(dy, p, panel, &mut m[..PANEL]);
            }
        }
        Elementwise::Transpose => {
            for (src, dst) in g.chunks_exact(PANEL * PANEL).zip(w.chunks_exact_mut(PANEL * PANEL)) {
                gemm::transpose_block(src, dst);
            }
        }
    }
}

/// Chains of `acc ← acc·x + y` that stay on registers and near 1.
#[inline(never)]
fn peak(out: &mut [f32]) {
    let (x, y) = (F4::splat(black_box(0.5)), F4::splat(black_box(0.5)));
    let start = F4::splat(black_box(0.75));
    let mut acc: [[F4; 2]; PAIRS] = F4::zeros();
    unrolled!(i < PAIRS, { acc[i] = [start, start] });
    for _ in 0..PEAK_STEPS / 4 {
        // Four steps a turn: an engine may move registers about between turns.
        unrolled!(_step < 4, {
            unrolled!(i < PAIRS, {
                acc[i][0] = acc[i][0].mul_add(x, y);
                acc[i][1] = acc[i][1].mul_add(x, y);
            });
        });
    }
    let out_pairs = out.as_chunks_mut::<8>().0;
    unrolled!(i < PAIRS, {
        acc[i][0].to_slice(&mut out_pairs[i]);
        acc[i][1].to_slice(&mut out_pairs[i][4..]);
    });
    black_box(out);
}

/// xorshift, values in [−1, 1): the same numbers in every build.
struct Values(u32);

impl Values {
    fn vec(&mut self, len: usize) -> Vec<f32> {
        let next = || {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 17;
            self.0 ^= self.0 << 5;
            self.0 as f32 / 2f32.powi(31) - 1.0
        };
        std::iter::repeat_with(next).take(len).collect()
    }

    fn panels(&mut self, rows: usize, cols: usize) -> Vec<f32> {
        let mut data = self.vec(panel_len(rows, cols));
        for (i, value) in data.iter_mut().enumerate() {
            if i / (rows * PANEL) * PANEL + i % PANEL >= cols {
                *value = 0.0;
            }
        }
        data
    }
}
