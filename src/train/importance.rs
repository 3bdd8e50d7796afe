//! The importance-weighted bound of K samples z_k of an image (Burda, Grosse & Salakhutdinov 2016, equation 8), with a
//! weight β of the second factor that is 1 in the bound:
//!
//! `loss = −(1/B) Σ_B log (1/K) Σ_k w_k`, `log w_k = log p(x|z_k) + β (log p(z_k) − log q(z_k|x))`
//!
//! gradient: `−Σ_k w̃_k ∇ log w_k` with `w̃_k = w_k / Σ w`, through `z_k = μ + σ ⊙ ε_k`:
//! `dz_k = w̃_k (∂/∂z_k −log p(x|z_k) + β z_k)`, `dμ = Σ_k dz_k`, `dlogvar = Σ_k ½ σ ⊙ ε_k ⊙ dz_k − ½ β`

use super::{Objective, TrainWorkspace};
use crate::model::{Family, Model, Workspace};
use crate::num::Real;
use crate::num::gemm::MatrixMut;

/// `log q(z|x) − log p(z)` of `z = μ + σ ⊙ ε`, nats: `½ Σ_Z (z² − ε² − log σ²)`. 0 of a code that is not drawn.
fn log_ratio<T: Real>(family: Family, head: &[T], epsilon: &[T], z: &[T]) -> f64 {
    match family {
        Family::Ae => 0.0,
        Family::Vae => {
            let mut sum = 0.0;
            for ((&z, &epsilon), &logvar) in z.iter().zip(epsilon).zip(&head[z.len()..]) {
                let (z, epsilon) = (z.to_f64(), epsilon.to_f64());
                sum += z * z - epsilon * epsilon - logvar.to_f64();
            }
            0.5 * sum
        }
    }
}

/// `log (1/K) Σ_k e^(log w_k)`; leaves `w̃_k` in the place of `log w_k`. By libm, so that the bits are the same on every
/// platform.
fn normalise(log_w: &mut [f64]) -> f64 {
    let most = log_w.iter().fold(f64::NEG_INFINITY, |most, &w| if w > most { w } else { most });
    let mut sum = 0.0;
    for w in &mut *log_w {
        *w = libm::exp(*w - most);
        sum += *w;
    }
    log_w.iter_mut().for_each(|w| *w /= sum);
    most + libm::log(sum / log_w.len() as f64)
}

impl<T: Real> Objective<T> {
    /// Weighs the gradients that image `r`'s samples left at the decoder's output, of which `log_p` is log p(x|z_k). Whether
    /// the bound is finite.
    ///
    /// # Safety
    /// Nobody else uses the rows of these samples meanwhile.
    pub(super) unsafe fn weigh(&self, family: Family, ws: &TrainWorkspace<T>, r: usize, log_p: &mut [f64]) -> bool {
        let (f, beta, first) = (&ws.forward, self.beta.to_f64(), r * log_p.len());
        for (s, log_w) in (first..).zip(&mut *log_p) {
            *log_w -= beta * log_ratio(family, f.head().row(r), f.epsilon.row(s), f.z.row(s));
        }
        let bound = normalise(log_p);
        for (s, &weight) in (first..).zip(&*log_p) {
            let weight = T::from_f64(weight);
            // SAFETY: the caller's promise.
            unsafe {
                ws.weights.row_mut(s)[0] = weight;
                ws.dlog_sd.row_mut(s)[0] *= weight;
                f.decoder.d_output().row_mut(s).iter_mut().for_each(|d| *d *= weight);
            }
        }
        bound.is_finite()
    }

    /// The gradient of μ and log σ² of image `r`, (2Z), from those that the decoder left of its samples.
    pub(super) fn head_gradient(&self, ws: &TrainWorkspace<T>, r: usize, k: usize, dhead: &mut [T]) {
        let (half, kl_weight, f) = (T::from_f64(0.5), self.image_weight * self.beta, &ws.forward);
        let (dmu, dlogvar) = dhead.split_at_mut(f.sigma.cols);
        dmu.fill(T::zero());
        dlogvar.fill(T::zero() - half * kl_weight);
        for s in r * k..(r + 1) * k {
            let weight = kl_weight * ws.weights.row(s)[0];
            let (z, dz, epsilon, sigma) = (f.z.row(s), ws.dz.row(s), f.epsilon.row(s), f.sigma.row(r));
            for j in 0..z.len() {
                let dz = dz[j] + weight * z[j];
                dmu[j] += dz;
                dlogvar[j] += half * sigma[j] * epsilon[j] * dz;
            }
        }
    }
}

/// Minus the bound of `samples` samples, nats added up over the first `images` rows of `ws`, of which x is filled;
/// `fill(s, ε)` draws ε (B, Z) of sample s = 0, 1, … of every image.
pub fn evaluate_bound<T: Real>(
    model: &Model<T>,
    ws: &mut Workspace<T>,
    images: usize,
    samples: usize,
    fill: &mut dyn FnMut(usize, MatrixMut<T>),
) -> f64 {
    let (wiring, params, family) = (&model.wiring, model.params(), model.spec().family);
    let likelihood = wiring.likelihood(params);
    let mut log_w = vec![0.0; images * samples];
    // SAFETY, here and below: `ws` is borrowed exclusively.
    unsafe { wiring.encode(params, ws.x.matrix(0..images), ws, 0..images) };
    for s in 0..samples {
        unsafe {
            fill(s, ws.epsilon.matrix_mut(0..images));
            wiring.latent(ws, 0..images);
            wiring.decode(params, ws.z.matrix(0..images), ws, 0..images);
        }
        for r in 0..images {
            let nats = likelihood.score(ws.output().row(r), ws.x.row(r), T::one(), None).nats.to_f64();
            log_w[r * samples + s] = -nats - log_ratio(family, ws.head().row(r), ws.epsilon.row(r), ws.z.row(r));
        }
    }
    -log_w.chunks_mut(samples).map(normalise).sum::<f64>()
}
