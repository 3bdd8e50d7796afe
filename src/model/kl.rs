//! KL divergence from the encoder's Gaussian to the prior, in closed form.
//!
//! `KL(N(μ, diag σ²) ‖ N(0, I)) = −½ Σ_Z (1 + log σ² − μ² − σ²)` (Kingma & Welling 2014, appendix B)
//! gradient: `∂/∂μ = μ`, `∂/∂log σ² = ½ (σ² − 1)`

use crate::num::Real;

/// KL of one image in nats. mu, logvar, variance: (Z), `variance = e^logvar`.
pub fn kl_nats<T: Real>(mu: &[T], logvar: &[T], variance: &[T]) -> T {
    let mut sum = T::zero();
    for ((&mu, &logvar), &variance) in mu.iter().zip(logvar).zip(variance) {
        sum += mu * mu + variance - T::one() - logvar;
    }
    let half = T::from_f64(0.5);
    // Each term is ≥ 0; rounding may leave the sum a hair below. A NaN passes.
    if sum < T::zero() { T::zero() } else { half * sum }
}

/// `(∂KL/∂μ, ∂KL/∂log σ²)` of one latent dimension.
pub fn kl_gradient<T: Real>(mu: T, variance: T) -> (T, T) {
    (mu, T::from_f64(0.5) * (variance - T::one()))
}
