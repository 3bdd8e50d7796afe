//! Vector maths: elementwise functions over slices, and the fused loops of the objective and the optimiser.
//!
//! Errors of `f32` are in units of the last place (ulp) against the exact value, the largest that the tests meet over
//! the whole range, strict builds; fused ones are no worse. A NaN stays a NaN, so that a diverged run is seen.

pub(super) mod adam;
pub(super) mod cross_entropy;
pub(super) mod elementwise;
mod functions;
pub mod reference;
pub(super) mod squared_error;

use super::Real;

/// `v ← e^v`; f32: 1.2 ulp, subnormal results too, 0 and ∞ beyond
pub fn exp<T: Real>(values: &mut [T]) {
    T::exp_all(values);
}

/// `v ← log v`, −∞ of ±0, NaN of a negative; f32: 0.9 ulp, of subnormals too
pub fn log<T: Real>(values: &mut [T]) {
    T::log_all(values);
}

/// `v ← 1 / (1 + e^−v)`; f32: 2.2 ulp for v > −87.3, 0 for v < −87.7
pub fn sigmoid<T: Real>(values: &mut [T]) {
    T::sigmoid_all(values);
}

/// `v ← log(1 + e^v)`; f32: 2 ulp, however negative v is
pub fn softplus<T: Real>(values: &mut [T]) {
    T::softplus_all(values);
}

/// `v ← tanh v`; f32: 1.5 ulp
pub fn tanh<T: Real>(values: &mut [T]) {
    T::tanh_all(values);
}

/// Binary cross-entropy of one image from logits, in nats, summed over its pixels: `Σ softplus(ℓ) − x·ℓ`; and its scaled
/// gradient `dℓ = scale · (σ(ℓ) − x)` where asked for.
///
/// logits, x, dlogits: (I). f32: within 6·10⁻⁸ nats a pixel and 4·10⁻⁷ of the sum, dℓ within 2·10⁻⁷ of `scale`.
///
/// # Panics
/// When the lengths differ.
pub fn cross_entropy<T: Real>(logits: &[T], x: &[T], scale: T, dlogits: Option<&mut [T]>) -> T {
    assert_eq!(logits.len(), x.len(), "logits and pixels");
    if let Some(d) = &dlogits {
        assert_eq!(logits.len(), d.len(), "logits and their gradient");
    }
    T::cross_entropy(logits, x, scale, dlogits)
}

/// Squared error of one image, `Σ (m − x)²`; and, where asked for, `dm = scale · (m − x)`, which is half its gradient
/// times `scale`.
///
/// mean, x, dmean: (I). f32: within 4·10⁻⁷ of the sum, dm within 1 ulp of the two rounded operations.
///
/// # Panics
/// When the lengths differ.
pub fn squared_error<T: Real>(mean: &[T], x: &[T], scale: T, dmean: Option<&mut [T]>) -> T {
    assert_eq!(mean.len(), x.len(), "means and pixels");
    if let Some(d) = &dmean {
        assert_eq!(mean.len(), d.len(), "means and their gradient");
    }
    T::squared_error(mean, x, scale, dmean)
}

/// The numbers of one Adam step that do not depend on the parameter (Kingma & Ba 2015, algorithm 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamStep {
    pub beta1: f64,
    pub beta2: f64,
    pub epsilon: f64,
    /// `η / (1 − β₁ᵗ)`
    pub step_size: f64,
    /// `1 / √(1 − β₂ᵗ)`
    pub second_moment_scale: f64,
}

/// The smallest normal `f32`, for `f64` too.
pub const NEGLIGIBLE: f32 = f32::MIN_POSITIVE;

/// One fused Adam update of parameters `w` and moments `m`, `v` by gradients `g`, all of one length:
/// `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`, `w ← w − step_size · m / (√v · second_moment_scale + ε)`.
///
/// A moment smaller than [`NEGLIGIBLE`] becomes 0: where a gradient stays 0, as a dead unit's does, m would decay to the
/// subnormals and stay there, and arithmetic on those is slow. Beside ε = 10⁻⁸ it moves no parameter.
///
/// # Panics
/// When the lengths differ.
pub fn adam<T: Real>(step: &AdamStep, w: &mut [T], m: &mut [T], v: &mut [T], g: &[T]) {
    assert!(w.len() == m.len() && w.len() == v.len() && w.len() == g.len(), "Adam's buffers");
    T::adam(step, w, m, v, g);
}

#[cfg(test)]
mod tests;
