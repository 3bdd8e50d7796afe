//! The elementwise functions of `f32` slices, four elements at a time.

use crate::num::lanes::{F4, LANES};
use crate::num::unrolled;

use super::functions::{Exp, Log, Tanh};

/// Vectors that a loop takes at a time. A function is one long chain of dependent operations; side by side, the chains
/// of several vectors fill the time that one would wait.
pub const WIDTH: usize = 4;
/// Elements of as many vectors.
pub const GROUP: usize = WIDTH * LANES;

#[inline(always)]
pub fn load(values: &[f32; GROUP]) -> [F4; WIDTH] {
    let [mut vectors] = F4::zeros();
    unrolled!(i < WIDTH, { vectors[i] = F4::from_slice(&values[i * LANES..]) });
    vectors
}

#[inline(always)]
pub fn store(vectors: [F4; WIDTH], values: &mut [f32; GROUP]) {
    unrolled!(i < WIDTH, { vectors[i].to_slice(&mut values[i * LANES..]) });
}

/// Applies `f` to whole groups, and to the rest filled up with ones.
#[inline(always)]
fn map(values: &mut [f32], f: impl Fn([F4; WIDTH]) -> [F4; WIDTH]) {
    let (groups, rest) = values.as_chunks_mut();
    let mut last = [1.0; GROUP];
    last[..rest.len()].copy_from_slice(rest);
    // One loop, so that `f` is in the code once.
    for turn in 0..groups.len() + usize::from(!rest.is_empty()) {
        let group = groups.get_mut(turn).unwrap_or(&mut last);
        store(f(load(group)), group);
    }
    rest.copy_from_slice(&last[..rest.len()]);
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
