//! The elementwise functions of `f32` slices, four elements at a time.

use crate::num::lanes::{F4, LANES};

use super::functions::{Exp, Log, Tanh};

/// Applies `f` to whole vectors, and to the rest filled up with ones.
#[inline(always)]
fn map(values: &mut [f32], f: impl Fn(F4) -> F4) {
    let (vectors, rest) = values.as_chunks_mut::<LANES>();
    for vector in vectors {
        f(F4::load(vector)).store(vector);
    }
    if !rest.is_empty() {
        let mut last = [1.0; LANES];
        last[..rest.len()].copy_from_slice(rest);
        f(F4::load(&last)).store(&mut last);
        rest.copy_from_slice(&last[..rest.len()]);
    }
}

/// See [`super::exp`].
pub fn exp(values: &mut [f32]) {
    let exp = Exp::read();
    map(values, |v| exp.of(v));
}

/// See [`super::log`].
pub fn log(values: &mut [f32]) {
    let log = Log::read();
    map(values, |v| log.of(v));
}

/// See [`super::sigmoid`].
pub fn sigmoid(values: &mut [f32]) {
    let exp = Exp::read();
    map(values, |v| exp.sigmoid(v));
}

/// See [`super::softplus`].
pub fn softplus(values: &mut [f32]) {
    let (exp, log) = (Exp::read(), Log::read());
    map(values, |v| log.softplus(&exp, v));
}

/// See [`super::tanh`].
pub fn tanh(values: &mut [f32]) {
    let tanh = Tanh::read();
    map(values, |v| tanh.of(v));
}
