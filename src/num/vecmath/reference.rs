//! The vector maths an element at a time through `libm` and the float's own operations: what `f64` uses, and the oracle.

use super::{AdamStep, NEGLIGIBLE, Real};

fn map<T: Real>(values: &mut [T], f: impl Fn(f64) -> f64) {
    for value in values {
        *value = T::from_f64(f(value.to_f64()));
    }
}

/// `log(1 + e^v)`, without overflow.
pub fn softplus(v: f64) -> f64 {
    v.max(0.0) + libm::log1p(libm::exp(-v.abs()))
}

/// `1 / (1 + e^−v)`
pub fn logistic(v: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-v))
}

/// See [`super::exp`].
pub fn exp<T: Real>(values: &mut [T]) {
    map(values, libm::exp);
}

/// See [`super::log`].
pub fn log<T: Real>(values: &mut [T]) {
    map(values, libm::log);
}

/// See [`super::softplus`].
pub fn softplus_all<T: Real>(values: &mut [T]) {
    map(values, softplus);
}

/// See [`super::sigmoid`].
pub fn sigmoid<T: Real>(values: &mut [T]) {
    map(values, logistic);
}

/// See [`super::tanh`].
pub fn tanh<T: Real>(values: &mut [T]) {
    map(values, libm::tanh);
}

/// See [`super::cross_entropy`].
pub fn cross_entropy<T: Real>(logits: &[T], x: &[T], scale: T, dlogits: Option<&mut [T]>) -> T {
    let mut nats = 0.0;
    for (&l, &x) in logits.iter().zip(x) {
        nats += softplus(l.to_f64()) - x.to_f64() * l.to_f64();
    }
    if let Some(d) = dlogits {
        for ((d, &l), &x) in d.iter_mut().zip(logits).zip(x) {
            *d = scale * (T::from_f64(logistic(l.to_f64())) - x);
        }
    }
    T::from_f64(nats)
}

/// See [`super::squared_error`].
pub fn squared_error<T: Real>(mean: &[T], x: &[T], scale: T, dmean: Option<&mut [T]>) -> T {
    if let Some(d) = dmean {
        for ((d, &m), &x) in d.iter_mut().zip(mean).zip(x) {
            *d = scale * (m - x);
        }
    }
    let error = mean.iter().zip(x).map(|(&m, &x)| (m.to_f64() - x.to_f64()).powi(2));
    T::from_f64(error.sum())
}

/// A NaN stays.
fn without_negligible<T: Real>(moment: T) -> T {
    if moment.abs() < T::from_f32(NEGLIGIBLE) { T::zero() } else { moment }
}

/// See [`super::adam`].
pub fn adam<T: Real>(step: &AdamStep, w: &mut [T], m: &mut [T], v: &mut [T], g: &[T]) {
    let (beta1, beta2) = (T::from_f64(step.beta1), T::from_f64(step.beta2));
    let (rest1, rest2) = (T::from_f64(1.0 - step.beta1), T::from_f64(1.0 - step.beta2));
    let (size, scale) = (T::from_f64(step.step_size), T::from_f64(step.second_moment_scale));
    let epsilon = T::from_f64(step.epsilon);
    for (((w, m), v), &g) in w.iter_mut().zip(m).zip(v).zip(g) {
        *m = without_negligible(beta1 * *m + rest1 * g);
        *v = without_negligible(beta2 * *v + rest2 * g * g);
        *w -= size * (*m / (v.sqrt() * scale + epsilon));
    }
}
