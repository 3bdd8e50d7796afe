//! The Bernoulli loss of `f32` logits with its gradient, in one pass and with one logarithm for many pixels.
//!
//! `softplus(ℓ) = max(ℓ, 0) + log(1 + e^−|ℓ|)`, and the second terms are summed as the logarithm of a product. A factor
//! is rounded to 2⁻²⁴ of itself, so a pixel adds at most 6·10⁻⁸ nats of error, whatever its logit.

use crate::num::lanes::{F4, LANES};

use super::functions::{Exp, Log};

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
    let (vectors_l, rest_l) = logits.as_chunks::<LANES>();
    let (vectors_x, rest_x) = x.as_chunks::<LANES>();
    let (vectors_d, rest_d) = dlogits.as_chunks_mut::<LANES>();
    assert!(vectors_x.len() == vectors_l.len() && (!GRADIENT || vectors_d.len() == vectors_l.len()));

    let exp = Exp::read();
    let mut sums = Sums { product: exp.one(), linear: F4::splat(0.0) };
    for (i, (l, x)) in vectors_l.iter().zip(vectors_x).enumerate() {
        let (l, x) = (F4::load(l), F4::load(x));
        let sigma = sums.add(&exp, l, x);
        if GRADIENT {
            (F4::splat(scale) * (sigma - x)).store(&mut vectors_d[i]);
        }
    }
    if !rest_l.is_empty() {
        // Pixels of no consequence: 0 with probability 1.
        let (mut l, mut x) = ([-200.0; LANES], [0.0; LANES]);
        l[..rest_l.len()].copy_from_slice(rest_l);
        x[..rest_x.len()].copy_from_slice(rest_x);
        let x = F4::load(&x);
        let d = F4::splat(scale) * (sums.add(&exp, F4::load(&l), x) - x);
        rest_d.copy_from_slice(&d.to_array()[..rest_d.len()]);
    }
    sums.linear + Log::read().of(sums.product)
}

/// The two halves of the loss: `Σ max(ℓ, 0) − x·ℓ`, and `Π 1 + e^−|ℓ|`.
struct Sums {
    product: F4,
    linear: F4,
}

impl Sums {
    /// Takes four pixels in; gives σ(ℓ).
    #[inline(always)]
    fn add(&mut self, exp: &Exp, l: F4, x: F4) -> F4 {
        let zero = F4::splat(0.0);
        let e = exp.of_nonpositive(zero - l.abs());
        let u = exp.one() + e;
        self.product = self.product * u;
        self.linear = self.linear + (l.at_least(zero) - x * l);
        exp.sigmoid_from(l, e, u)
    }
}
