//! The cross-entropy of `f32` logits with its gradient, in one pass and with one logarithm for many pixels.
//!
//! `softplus(ℓ) = max(ℓ, 0) + log(1 + e^−|ℓ|)`, and the second terms are summed as the logarithm of a product. A factor
//! is rounded to 2⁻²⁴ of itself, so a pixel adds at most 6·10⁻⁸ nats of error, whatever its logit.

use crate::num::lanes::{F4, LANES};
use crate::num::{each, unrolled};

use super::elementwise::{GROUP, WIDTH, load, store};
use super::functions::{Exp, Log};

/// Factors `1 + e^−|ℓ|`, each at most 2, that are multiplied before one logarithm: 2⁶⁴ is far from overflow.
const FACTORS: usize = 64;
/// Pixels of a block: that many factors in every lane.
const BLOCK: usize = FACTORS * LANES;

/// See [`super::cross_entropy`].
pub fn cross_entropy(logits: &[f32], x: &[f32], scale: f32, mut dlogits: Option<&mut [f32]>) -> f32 {
    let mut nats = F4::splat(0.0);
    for (b, (logits, x)) in logits.chunks(BLOCK).zip(x.chunks(BLOCK)).enumerate() {
        let first = b * BLOCK;
        let dlogits = dlogits.as_deref_mut().map_or(&mut [][..], |d| &mut d[first..first + logits.len()]);
        nats = nats + block(logits, x, scale, dlogits);
    }
    nats.sum()
}

/// The loss of a block, its four lanes apart; the gradient goes to `dlogits`, which may be empty.
fn block(logits: &[f32], x: &[f32], scale: f32, dlogits: &mut [f32]) -> F4 {
    let (groups_l, rest_l) = logits.as_chunks();
    let (groups_x, rest_x) = x.as_chunks();
    let (groups_d, rest_d) = dlogits.as_chunks_mut();
    let (mut last_l, mut last_x, mut last_d) = ([0.0; GROUP], [0.0; GROUP], [0.0; GROUP]);
    if !rest_l.is_empty() {
        // Filled up with pixels of no consequence: 0 with probability 1.
        last_l = [-200.0; GROUP];
        last_l[..rest_l.len()].copy_from_slice(rest_l);
        last_x[..rest_x.len()].copy_from_slice(rest_x);
    }

    let (exp, scale) = (Exp::read(), F4::splat(scale));
    let mut sums = Sums { product: exp.one(), linear: F4::splat(0.0) };
    // One loop, so that its long body is in the code once.
    for turn in 0..groups_l.len() + usize::from(!rest_l.is_empty()) {
        let (l, x) = (groups_l.get(turn).unwrap_or(&last_l), groups_x.get(turn).unwrap_or(&last_x));
        let d = sums.add(&exp, scale, load(l), load(x));
        store(d, groups_d.get_mut(turn).unwrap_or(&mut last_d));
    }
    rest_d.copy_from_slice(&last_d[..rest_d.len()]);
    let [log] = Log::read().of([sums.product]);
    sums.linear + log
}

/// The two halves of the loss: `Σ max(ℓ, 0) − x·ℓ`, and `Π 1 + e^−|ℓ|`.
struct Sums {
    product: F4,
    linear: F4,
}

impl Sums {
    /// Takes a group of pixels in; gives `dℓ = scale · (σ(ℓ) − x)`.
    #[inline(always)]
    fn add(&mut self, exp: &Exp, scale: F4, l: [F4; WIDTH], x: [F4; WIDTH]) -> [F4; WIDTH] {
        // max(ℓ, 0) − x·ℓ = (step(ℓ) − x)·ℓ
        let step = exp.step(l);
        let slope = each!(step, x => step - x);
        unrolled!(i < WIDTH, { self.linear = slope[i].mul_add(l[i], self.linear) });
        let e = exp.of_minus_size(l);
        let u = each!(e => exp.one() + e);
        let [u0, u1, u2, u3] = u;
        self.product = self.product * ((u0 * u1) * (u2 * u3));
        // σ(ℓ) is 1/u for ℓ ≥ 0 and e/u for ℓ < 0, and e ≤ 1.
        let above = each!(e, step => e.at_least(step));
        let sigma = each!(above, u => above / u);
        each!(sigma, x => scale * (sigma - x))
    }
}
