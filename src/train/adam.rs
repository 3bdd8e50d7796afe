//! Adam (Kingma & Ba 2015, algorithm 1), with PyTorch's defaults. The update itself is one fused loop:
//! [`crate::num::vecmath::adam`].

use crate::num::vecmath::AdamStep;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    pub beta1: f64,
    pub beta2: f64,
    pub epsilon: f64,
}

impl Default for Adam {
    fn default() -> Self {
        Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
    }
}

impl Adam {
    /// The numbers of step `t` = 1, 2, … at `learning_rate`.
    pub fn step(&self, t: u64, learning_rate: f64) -> AdamStep {
        // libm's power, so that the bits are the same on every platform.
        let correction = |beta: f64| 1.0 - libm::pow(beta, t as f64);
        AdamStep {
            beta1: self.beta1,
            beta2: self.beta2,
            epsilon: self.epsilon,
            step_size: learning_rate / correction(self.beta1),
            second_moment_scale: 1.0 / correction(self.beta2).sqrt(),
        }
    }
}
