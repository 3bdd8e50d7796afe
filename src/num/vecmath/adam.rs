//! The fused Adam update of `f32`.

use core::hint::black_box;

use crate::num::lanes::{F4, LANES};

use super::{AdamStep, NEGLIGIBLE};

/// See [`super::adam`]. The same operations in the same order as the reference, never fused: the same bits in every
/// build. Its time is that of the square root and the division.
pub fn adam(step: &AdamStep, w: &mut [f32], m: &mut [f32], v: &mut [f32], g: &[f32]) {
    let (vectors_w, rest_w) = w.as_chunks_mut::<LANES>();
    let (vectors_m, rest_m) = m.as_chunks_mut::<LANES>();
    let (vectors_v, rest_v) = v.as_chunks_mut::<LANES>();
    let (vectors_g, rest_g) = g.as_chunks::<LANES>();
    let splat = |value: f64| F4::splat(value as f32);
    let (beta1, beta2) = (splat(step.beta1), splat(step.beta2));
    let (rest1, rest2) = (splat(1.0 - step.beta1), splat(1.0 - step.beta2));
    let (size, scale, epsilon) = (splat(step.step_size), splat(step.second_moment_scale), splat(step.epsilon));
    let negligible = F4::splat(black_box(NEGLIGIBLE));
    for (((w, m), v), g) in vectors_w.iter_mut().zip(vectors_m).zip(vectors_v).zip(vectors_g) {
        let g = F4::load(g);
        let first = beta1 * F4::load(m) + rest1 * g;
        let second = beta2 * F4::load(v) + rest2 * g * g;
        let first = first.and_not(first.abs().less(negligible));
        let second = second.and_not(second.less(negligible));
        first.store(m);
        second.store(v);
        (F4::load(w) - size * (first / (second.sqrt() * scale + epsilon))).store(w);
    }
    super::reference::adam(step, rest_w, rest_m, rest_v, rest_g);
}
