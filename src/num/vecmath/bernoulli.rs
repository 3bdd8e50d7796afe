//! The Bernoulli loss of `f32` logits with its gradient, in one pass and with one logarithm for many pixels.
//!
//! `softplus(ℓ) = max(ℓ, 0) + log(1 + e^−|ℓ|)`, and the second terms are summed as the logarithm of a product. A factor
//! is rounded to 2⁻²⁴ of itself, so a pixel adds at most 6·10⁻⁸ nats of error, whatever its logit.

use crate::num::lanes::{F4, LANES};

use super::elementwise::{GROUP, WIDTH, load, store};
use super::functions::{Exp, Log, each};

/// Factors `1 + e^−|ℓ|`, each at most 2, that are multiplied before one logarithm: 2⁶⁴ is far from overflow.
const FACTORS: usize = 64;
/// Pixels of a block: that many factors in every lane.
const BLOCK: usize = FACTORS * LANES;

/// See [`super::bernoulli`].
pub fn bernoulli(logits: &[f32], x: &[f32], scale: f32, dlogits: Option<&mut [f32]>) -> f32 {
    let mut nats = F4::splat(0.0);
    let blocks = logits.chunks(BLOCK).zip(x.chunks(BLOCK));
    match dlogits {
        Some(dlogits) => {
            for ((logits, x), dlogits) in blocks.zip(dlogits.chunks_mut(BLOCK)) {
                nats = nats + block::<true>(logits, x, scale, dlogits);
            }
        }
        None => {
            for (logits, x) in blocks {
                nats = nats + block::<false>(logits, x, scale, &mut []);
            }
        }
    }
    nats.sum()
}

/// The loss of a block, its four lanes apart; the gradient too if GRADIENT, else `dlogits` is empty.
fn block<const GRADIENT: bool>(logits: &[f32], x: &[f32], scale: f32, dlogits: &mut [f32]) -> F4 {
    let (groups_l, rest_l) = logits.as_chunks();
    let (groups_x, rest_x) = x.as_chunks();
    let (groups_d, rest_d) = dlogits.as_chunks_mut();
    assert!(groups_x.len() == groups_l.len() && (!GRADIENT || groups_d.len() == groups_l.len()));

    let (exp, scale) = (Exp::read(), F4::splat(scale));
    let mut sums = Sums { product: exp.one(), linear: F4::splat(0.0) };
    for (i, (l, x)) in groups_l.iter().zip(groups_x).enumerate() {
        let d = sums.add::<GRADIENT>(&exp, scale, l, x);
        if GRADIENT {
            store(d, &mut groups_d[i]);
        }
    }
    if !rest_l.is_empty() {
        // Pixels of no consequence: 0 with probability 1.
        let (mut l, mut x) = ([-200.0; GROUP], [0.0; GROUP]);
        l[..rest_l.len()].copy_from_slice(rest_l);
        x[..rest_x.len()].copy_from_slice(rest_x);
        let d = sums.add::<GRADIENT>(&exp, scale, &l, &x);
        store(d, &mut l);
        rest_d.copy_from_slice(&l[..rest_d.len()]);
    }
    let [log] = Log::read().of([sums.product]);
    sums.linear + log
}

/// The two halves of the loss: `Σ max(ℓ, 0) − x·ℓ`, and `Π 1 + e^−|ℓ|`.
struct Sums {
    product: F4,
    linear: F4,
}

impl Sums {
    /// Takes a group of pixels in; gives `dℓ = scale · (σ(ℓ) − x)` if GRADIENT, else nothing of use.
    #[inline(always)]
    fn add<const GRADIENT: bool>(&mut self, exp: &Exp, scale: F4, l: &[f32; GROUP], x: &[f32; GROUP]) -> [F4; WIDTH] {
        let (l, x) = (load(l), load(x));
        // max(ℓ, 0) − x·ℓ = (step(ℓ) − x)·ℓ
        let step = exp.step(l);
        let slope = each(step, x, |step, x| step - x);
        for (slope, l) in slope.into_iter().zip(l) {
            self.linear = slope.mul_add(l, self.linear);
        }
        let e = exp.of_minus_size(l);
        let u = e.map(|e| exp.one() + e);
        let [u0, u1, u2, u3] = u;
        self.product = self.product * ((u0 * u1) * (u2 * u3));
        if !GRADIENT {
            return u;
        }
        // σ(ℓ) is 1/u for ℓ ≥ 0 and e/u for ℓ < 0, and e ≤ 1.
        let above = each(e, step, |e, step| e.at_least(step));
        let sigma = each(above, u, |above, u| above / u);
        each(sigma, x, |sigma, x| scale * (sigma - x))
    }
}
