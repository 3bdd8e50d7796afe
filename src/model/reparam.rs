//! Reparametrisation (Kingma & Welling 2014, section 2.4): `z = μ + σ ⊙ ε`, ε ~ N(0, I), `σ = e^(½ log σ²)`
//! gradient: `dμ += dz`, `dlogvar += ½ σ ⊙ ε ⊙ dz`

use super::kl_gradient;
use crate::num::{Real, vecmath};

/// Fills z (Z) from the encoder's output `head` = (μ, log σ²), (2Z), and ε (Z); leaves σ (Z) behind.
pub fn sample<T: Real>(head: &[T], epsilon: &[T], sigma: &mut [T], z: &mut [T]) {
    let (mu, logvar) = head.split_at(z.len());
    for (s, &logvar) in sigma.iter_mut().zip(logvar) {
        *s = T::from_f64(0.5) * logvar;
    }
    vecmath::exp(sigma);
    for (((z, &mu), &sigma), &epsilon) in z.iter_mut().zip(mu).zip(&*sigma).zip(epsilon) {
        *z = mu + sigma * epsilon;
    }
}

/// Gradient of the encoder's output (μ, log σ²), (2Z), of one image: through z, and of `Σ_Z weight · KL`.
pub fn latent_gradient<T: Real>(head: &[T], epsilon: &[T], sigma: &[T], dz: &[T], weights: &[T], dhead: &mut [T]) {
    let (dmu, dlogvar) = dhead.split_at_mut(dz.len());
    for i in 0..dz.len() {
        let (kl_mu, kl_logvar) = kl_gradient(head[i], sigma[i] * sigma[i]);
        dmu[i] = dz[i] + weights[i] * kl_mu;
        dlogvar[i] = T::from_f64(0.5) * sigma[i] * epsilon[i] * dz[i] + weights[i] * kl_logvar;
    }
}
