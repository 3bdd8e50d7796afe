//! What codes are worth to somebody who wants to know an image's class: an autoencoder is there to learn a representation.

mod nearest;
mod probe;

pub use nearest::{NEIGHBOURS, nearest};
pub use probe::Probe;

/// A latent dimension whose μ varies less than this over the training images says nothing of them (Burda et al. 2016).
pub const ACTIVE_VARIANCE: f64 = 0.01;

/// How well the codes of images that were held out say the class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features {
    /// Latent dimensions whose variance over the training images is above [`ACTIVE_VARIANCE`].
    pub active_units: usize,
    /// None where the images have no classes.
    pub accuracy: Option<Accuracy>,
}

/// Shares of the held-out images whose class is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// By a linear probe, [`Probe`].
    pub probe: f64,
    /// Whether the probe is as good as it gets.
    pub converged: bool,
    /// By the [`NEIGHBOURS`] nearest training images.
    pub nearest: f64,
}

/// Dimensions of codes (N·Z) whose variance is above [`ACTIVE_VARIANCE`].
pub fn active_units(codes: &[f32], latent: usize) -> usize {
    moments(codes, latent).into_iter().filter(|&(_, variance)| variance > ACTIVE_VARIANCE).count()
}

/// Mean and variance of each dimension.
fn moments(codes: &[f32], latent: usize) -> Vec<(f64, f64)> {
    let n = (codes.len() / latent) as f64;
    let of = |j: usize| codes.iter().skip(j).step_by(latent).map(|&z| f64::from(z));
    let mut moments = Vec::with_capacity(latent);
    for j in 0..latent {
        let mean = of(j).sum::<f64>() / n;
        moments.push((mean, of(j).map(|z| (z - mean).powi(2)).sum::<f64>() / n));
    }
    moments
}
