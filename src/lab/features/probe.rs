//! A linear probe: multinomial logistic regression of the class on the code.
//!
//! `p(c|z) = softmax(W·ẑ + b)`, ẑ the code with each dimension shifted and scaled to mean 0 and variance 1 over the training
//! images. `loss = (1/N) Σ −log p(c|z) + (1/2N) ‖W‖²`, which is scikit-learn's at C = 1
//! gradient: `dW = (1/N) (Σ (p − 1_c) ẑᵀ + W)`, `db = (1/N) Σ (p − 1_c)`
//!
//! The loss is convex, so that where the gradient is 0 no probe is better: L-BFGS (Nocedal 1980) goes there.

use std::collections::VecDeque;

use super::moments;

/// Every element of the gradient is at most this at the end.
const TOLERANCE: f64 = 1e-7;
const MOST_STEPS: usize = 2000;
/// Steps that the curvature is learned from.
const MEMORY: usize = 12;

/// A fitted probe.
#[derive(Clone, Debug)]
pub struct Probe {
    moments: Vec<(f64, f64)>,
    /// (C, Z + 1): a class's weights, then what is added.
    weights: Vec<f64>,
    classes: usize,
    /// The largest element of the gradient, by size.
    pub gradient: f64,
}

impl Probe {
    /// codes: (N·Z), labels: (N), each below `classes`.
    ///
    /// # Panics
    /// When there is no image.
    pub fn fit(codes: &[f32], labels: &[u16], latent: usize, classes: usize) -> Probe {
        assert!(!labels.is_empty(), "a probe is fitted to images");
        let moments = moments(codes, latent);
        let mut inputs = Vec::with_capacity(codes.len());
        for code in codes.chunks(latent) {
            inputs.extend(scaled(code, &moments));
        }
        let (weights, gradient) = minimise(vec![0.0; classes * (latent + 1)], &mut |weights, gradient| {
            loss(&inputs, labels, latent, weights, gradient)
        });
        Probe { moments, weights, classes, gradient }
    }

    pub fn has_converged(&self) -> bool {
        self.gradient <= TOLERANCE
    }

    /// Log-odds of the classes, up to a constant, of a code (Z).
    pub fn logits(&self, code: &[f32]) -> Vec<f64> {
        let (inputs, mut logits) = (scaled(code, &self.moments).collect::<Vec<_>>(), vec![0.0; self.classes]);
        affine(&self.weights, &inputs, &mut logits);
        logits
    }

    /// The likeliest class of a code (Z).
    pub fn class(&self, code: &[f32]) -> u16 {
        most(&self.logits(code))
    }
}

/// The place of the largest, the first of several.
pub(super) fn most(values: &[f64]) -> u16 {
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = i;
        }
    }
    best as u16
}

/// A dimension that never varies is 0.
fn scaled<'a>(code: &'a [f32], moments: &'a [(f64, f64)]) -> impl Iterator<Item = f64> + 'a {
    code.iter().zip(moments).map(|(&z, &(mean, variance))| {
        let sd = variance.sqrt();
        if sd > 0.0 { (f64::from(z) - mean) / sd } else { 0.0 }
    })
}

fn affine(weights: &[f64], x: &[f64], logits: &mut [f64]) {
    for (logit, row) in logits.iter_mut().zip(weights.chunks(x.len() + 1)) {
        *logit = row[x.len()] + dot(&row[..x.len()], x);
    }
}

fn loss(inputs: &[f64], labels: &[u16], latent: usize, weights: &[f64], gradient: &mut [f64]) -> f64 {
    let (n, columns) = (labels.len() as f64, latent + 1);
    let mut p = vec![0.0; weights.len() / columns];
    gradient.fill(0.0);
    let mut sum = 0.0;
    for (x, &label) in inputs.chunks(latent).zip(labels) {
        affine(weights, x, &mut p);
        let (label, largest) = (usize::from(label), p[usize::from(most(&p))]);
        sum += largest - p[label];
        let mut total = 0.0;
        for p in &mut p {
            *p = libm::exp(*p - largest);
            total += *p;
        }
        sum += libm::log(total);
        for (c, (p, row)) in p.iter().zip(gradient.chunks_mut(columns)).enumerate() {
            let d = p / total - f64::from(u8::from(c == label));
            row[..latent].iter_mut().zip(x).for_each(|(row, x)| *row += d * x);
            row[latent] += d;
        }
    }
    for (row, weights) in gradient.chunks_mut(columns).zip(weights.chunks(columns)) {
        for (j, (d, w)) in row.iter_mut().zip(weights).enumerate() {
            // What is added is free.
            let w = if j < latent { *w } else { 0.0 };
            sum += 0.5 * w * w;
            *d = (*d + w) / n;
        }
    }
    sum / n
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Goes from `x` to where the gradient of a convex function is 0; returns that place and what is left of the gradient.
/// `at(x, gradient)` is the function.
fn minimise(mut x: Vec<f64>, at: &mut dyn FnMut(&[f64], &mut [f64]) -> f64) -> (Vec<f64>, f64) {
    let mut gradient = vec![0.0; x.len()];
    let mut value = at(&x, &mut gradient);
    // Steps, the gradient's changes along them, and 1 over their product.
    let mut memory: VecDeque<(Vec<f64>, Vec<f64>, f64)> = VecDeque::new();
    let size = |g: &[f64]| g.iter().fold(0.0, |size: f64, g| size.max(g.abs()));
    for _ in 0..MOST_STEPS {
        if size(&gradient) <= TOLERANCE {
            break;
        }
        let direction = downhill(&gradient, &memory);
        let slope = dot(&direction, &gradient);
        let (mut length, mut moved, mut there) = (1.0, x.clone(), vec![0.0; x.len()]);
        let found = loop {
            moved.iter_mut().zip(&x).zip(&direction).for_each(|((m, x), d)| *m = x + length * d);
            let found = at(&moved, &mut there);
            // Near the end the decrease is less than the value's own rounding.
            if found <= value + 1e-4 * length * slope + 1e-15 * value.abs() {
                break found;
            }
            length *= 0.5;
            if length < 1e-12 {
                return (x, size(&gradient));
            }
        };
        let step: Vec<f64> = moved.iter().zip(&x).map(|(m, x)| m - x).collect();
        let change: Vec<f64> = there.iter().zip(&gradient).map(|(t, g)| t - g).collect();
        let product = dot(&step, &change);
        if product > 0.0 {
            memory.push_back((step, change, 1.0 / product));
            if memory.len() > MEMORY {
                memory.pop_front();
            }
        }
        (x, gradient, value) = (moved, there, found);
    }
    let left = size(&gradient);
    (x, left)
}

/// Minus the gradient, times the inverse curvature that the memory knows (Nocedal's two loops).
fn downhill(gradient: &[f64], memory: &VecDeque<(Vec<f64>, Vec<f64>, f64)>) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut shares = Vec::with_capacity(memory.len());
    for (step, change, rho) in memory.iter().rev() {
        let share = rho * dot(step, &direction);
        direction.iter_mut().zip(change).for_each(|(d, c)| *d -= share * c);
        shares.push(share);
    }
    if let Some((_, change, rho)) = memory.back() {
        let scale = 1.0 / (rho * dot(change, change));
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for ((step, change, rho), share) in memory.iter().zip(shares.into_iter().rev()) {
        let back = rho * dot(change, &direction);
        direction.iter_mut().zip(step).for_each(|(d, s)| *d += (share - back) * s);
    }
    direction
}
