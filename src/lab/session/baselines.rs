//! What a model would reach that knows nothing of an image: the scale for the figures of one that does.

use super::Session;
use crate::error::{LabError, Result};
use crate::model::{Likelihood, Scored, Sd};

/// Images that are looked at for them, evenly spaced: an answer takes no longer for a large set.
const MOST_IMAGES: usize = 2_000;

/// Minus the log-likelihood of the held-out images, in nats per image, when the decoder says the same of all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baselines {
    /// Every pixel at one half.
    pub half_nats: f64,
    /// Every pixel at its mean over the training images; where there are none, over the held-out ones.
    pub mean_image_nats: f64,
}

impl Session {
    /// Under the model's likelihood; a standard deviation that is learned is the best for each.
    ///
    /// # Errors
    /// `NoData`.
    pub fn baselines(&self) -> Result<Baselines> {
        let images = self.images.as_ref().ok_or(LabError::NoData)?;
        let size = self.model.spec().pixels();
        let mut x = vec![0.0_f32; size];
        let mut sums = vec![0.0_f64; size];
        let split = &images.split;
        let chosen = evenly(if split.train.is_empty() { &split.held_out } else { &split.train });
        for &image in &chosen {
            images.fill_to_look_at(image, &mut x);
            for (sum, &value) in sums.iter_mut().zip(&x) {
                *sum += f64::from(value);
            }
        }
        let mut mean = vec![0.0_f32; size];
        for (output, &sum) in mean.iter_mut().zip(&sums) {
            *output = output_at(self.spec().likelihood, sum, chosen.len());
        }
        let half = match self.spec().likelihood {
            Likelihood::Bernoulli => 0.0,
            Likelihood::Gaussian { .. } => 0.5,
        };
        Ok(Baselines { half_nats: self.nats_of(&vec![half; size])?, mean_image_nats: self.nats_of(&mean)? })
    }

    /// Mean of −log p over held-out images when every image's outputs are these, (I).
    fn nats_of(&self, outputs: &[f32]) -> Result<f64> {
        let images = self.images.as_ref().ok_or(LabError::NoData)?;
        let learned = matches!(self.spec().likelihood, Likelihood::Gaussian { sd: Sd::Learned });
        let likelihood = self.model.wiring.likelihood(self.model.params());
        let scored = if learned { Scored::Gaussian { log_sd: 0.0 } } else { likelihood };
        let chosen = evenly(&images.split.held_out);
        let (mut x, mut total) = (vec![0.0_f32; outputs.len()], 0.0);
        for &image in &chosen {
            images.fill_to_look_at(image, &mut x);
            total += f64::from(scored.score(outputs, &x, 1.0, None).nats);
        }
        let nats = total / chosen.len() as f64;
        if !learned {
            return Ok(nats);
        }
        // At s = 1 it is ½ Σ(x − o)² + I·½ log 2π; at the best s, s² the mean of the squares, I·(½ + log s + ½ log 2π).
        let pixels = outputs.len() as f64;
        let constant = pixels * 0.5 * libm::log(std::f64::consts::TAU);
        let variance = 2.0 * (nats - constant) / pixels;
        Ok(pixels * 0.5 * (1.0 + libm::log(variance)) + constant)
    }
}

/// The decoder's output for a pixel whose values over `images` images add up to `sum`. A pixel that is always the same is
/// taken as nearly so: half an image more of either.
fn output_at(likelihood: Likelihood, sum: f64, images: usize) -> f32 {
    let (n, paper) = (images as f64, images as f64 - sum);
    match likelihood {
        Likelihood::Bernoulli => libm::log((sum + 0.5) / (paper + 0.5)) as f32,
        Likelihood::Gaussian { .. } => (sum / n) as f32,
    }
}

fn evenly(images: &[u32]) -> Vec<u32> {
    let count = images.len().min(MOST_IMAGES);
    let mut chosen = Vec::with_capacity(count);
    for i in 0..count {
        chosen.push(images[i * images.len() / count]);
    }
    chosen
}
