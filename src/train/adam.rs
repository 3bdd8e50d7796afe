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
        let correction = |beta: f64| 1.0 - power(beta, t);
        AdamStep {
            beta1: self.beta1,
            beta2: self.beta2,
            epsilon: self.epsilon,
            step_size: learning_rate / correction(self.beta1),
            second_moment_scale: 1.0 / correction(self.beta2).sqrt(),
        }
    }
}

/// `base^exponent` by squaring: exactly rounded steps, so that the bits are the same on every platform.
fn power(base: f64, exponent: u64) -> f64 {
    let (mut power, mut square, mut left) = (1.0, base, exponent);
    while left > 0 {
        if left % 2 == 1 {
            power *= square;
        }
        square *= square;
        left /= 2;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_those_of_the_library() {
        for t in (1..2000).chain([46_900, 1_000_000, u64::MAX]) {
            for beta in [0.9, 0.999] {
                let exact = libm::pow(beta, t as f64);
                assert!((power(beta, t) - exact).abs() <= 1e-12 * exact + 1e-300, "{beta} to the {t}");
            }
        }
    }
}
