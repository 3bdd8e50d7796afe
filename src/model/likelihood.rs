//! The likelihood p(x|z): what the decoder's output o (I) means.
//!
//! - **Bernoulli**: `o` are logits. `−log p = Σ softplus(o) − x·o`; gradient `σ(o) − x`; mean `σ(o)`. For x strictly
//!   between 0 and 1 this is a cross-entropy, not a normalised likelihood.
//! - **Gaussian**: `o` are means, one standard deviation s for all pixels. `−log p = Σ ½((x − o)/s)² + log s + ½ log 2π`;
//!   gradient `(o − x)/s²`, and of log s: `I − Σ ((x − o)/s)²`. Learned, s goes to the root mean squared error (Rybkin,
//!   Daniilidis & Levine 2021, section 3).

use crate::error::{LabError, Result};
use crate::num::{Real, vecmath};
use crate::plain::{self, FromPlain, Problem, Reason, Value, field};

pub const MIN_SD: f64 = 0.01;
pub const MAX_SD: f64 = 10.0;

/// ½ log 2π
const HALF_LOG_TWO_PI: f64 = 0.918_938_533_204_672_8;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Likelihood {
    /// A pixel is ink with probability σ(output).
    Bernoulli,
    /// A pixel is normal about the output.
    Gaussian { sd: Sd },
}

/// Standard deviation of a pixel, in units where ink is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sd {
    Fixed(f64),
    /// One for all pixels, trained with the weights, as its logarithm.
    Learned,
}

/// A likelihood with its numbers: what an image is measured by.
#[derive(Clone, Copy, Debug)]
pub enum Scored<T> {
    Bernoulli,
    Gaussian { log_sd: T },
}

/// What one image leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score<T> {
    /// `−log p(x|z)` in nats, summed over pixels.
    pub nats: T,
    /// Its derivative by log s; 0 where there is no s.
    pub dlog_sd: T,
}

impl Likelihood {
    /// Where the logarithm of a learned standard deviation starts: a little above what an untrained decoder leaves of small
    /// digits (0.2–0.35). Adam moves it by about the learning rate a step, so that from s = 1 it would take a thousand
    /// steps to come down, and until then the KL term outweighs the images.
    pub const START_LOG_SD: f64 = -1.0;

    pub fn name(self) -> &'static str {
        match self {
            Likelihood::Bernoulli => "bernoulli",
            Likelihood::Gaussian { .. } => "gaussian",
        }
    }

    /// Whether it has a number to train.
    pub fn is_learned(self) -> bool {
        match self {
            Likelihood::Bernoulli | Likelihood::Gaussian { sd: Sd::Fixed(_) } => false,
            Likelihood::Gaussian { sd: Sd::Learned } => true,
        }
    }

    /// With its numbers; `learned` is log s where it is trained.
    pub(super) fn scored<T: Real>(self, learned: Option<T>) -> Scored<T> {
        match self {
            Likelihood::Bernoulli => Scored::Bernoulli,
            Likelihood::Gaussian { sd: Sd::Fixed(sd) } => Scored::Gaussian { log_sd: T::from_f64(libm::log(sd)) },
            Likelihood::Gaussian { sd: Sd::Learned } => {
                Scored::Gaussian { log_sd: learned.expect("a trained standard deviation") }
            }
        }
    }

    /// The mean of p(x|z) from the decoder's output, in place: (I) → (I). Of a Gaussian it may lie outside [0, 1].
    pub fn mean<T: Real>(self, output: &mut [T]) {
        match self {
            Likelihood::Bernoulli => vecmath::sigmoid(output),
            Likelihood::Gaussian { .. } => {}
        }
    }

    /// # Errors
    /// `BadSpec` when a standard deviation is out of bounds.
    pub(super) fn check(self) -> Result<()> {
        match self {
            Likelihood::Gaussian { sd: Sd::Fixed(value) } if !(MIN_SD..=MAX_SD).contains(&value) => {
                let problem = Problem::of("sd", Reason::Range { min: MIN_SD, max: MAX_SD, value });
                Err(LabError::BadSpec { subject: "The standard deviation of a pixel", problem })
            }
            Likelihood::Bernoulli | Likelihood::Gaussian { .. } => Ok(()),
        }
    }

    /// What [`FromPlain`] reads.
    pub fn to_plain(self) -> Value {
        let kind = ("kind", self.name().into());
        match self {
            Likelihood::Bernoulli => Value::object([kind]),
            Likelihood::Gaussian { sd: Sd::Fixed(sd) } => Value::object([kind, ("sd", sd.into())]),
            Likelihood::Gaussian { sd: Sd::Learned } => Value::object([kind, ("sd", LEARNED.into())]),
        }
    }
}

const LEARNED: &str = "learned";

impl FromPlain for Likelihood {
    fn from_plain(value: &Value) -> std::result::Result<Likelihood, Problem> {
        let gaussian: bool = plain::choice_field(value, "kind", &[("bernoulli", false), ("gaussian", true)])?;
        if !gaussian {
            plain::only(value, &["kind"])?;
            return Ok(Likelihood::Bernoulli);
        }
        plain::only(value, &["kind", "sd"])?;
        Ok(Likelihood::Gaussian { sd: field(value, "sd")? })
    }
}

impl FromPlain for Sd {
    fn from_plain(value: &Value) -> std::result::Result<Sd, Problem> {
        match value {
            Value::Number(sd) => Ok(Sd::Fixed(*sd)),
            Value::Text(text) if text == LEARNED => Ok(Sd::Learned),
            _ => Err(Reason::Type("a number or `learned`").into()),
        }
    }
}

impl<T: Real> Scored<T> {
    /// Scores an image x (I) by the decoder's output (I); where asked for, with `doutput = scale · ∂nats/∂output`.
    pub fn score(self, output: &[T], x: &[T], scale: T, doutput: Option<&mut [T]>) -> Score<T> {
        match self {
            Scored::Bernoulli => Score { nats: vecmath::cross_entropy(output, x, scale, doutput), dlog_sd: T::zero() },
            Scored::Gaussian { log_sd } => {
                // By libm, so that the bits are the same on every platform.
                let precision = libm::exp(-2.0 * log_sd.to_f64());
                let error = vecmath::squared_error(output, x, scale * T::from_f64(precision), doutput);
                let (pixels, error) = (x.len() as f64, error.to_f64() * precision);
                let nats = 0.5 * error + pixels * (log_sd.to_f64() + HALF_LOG_TWO_PI);
                Score { nats: T::from_f64(nats), dlog_sd: T::from_f64(pixels - error) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gaussian_scores_by_its_density() {
        // Two pixels, half a unit and none away, s = 0.5: −log of the product of two normal densities.
        let density = |d: f64| (-0.5 * (d / 0.5).powi(2)).exp() / (0.5 * std::f64::consts::TAU.sqrt());
        let exact = -(density(0.5) * density(0.0)).ln();
        let mut d = [0.0; 2];
        let score =
            Likelihood::Gaussian { sd: Sd::Fixed(0.5) }.scored(None).score(&[0.5, 1.0], &[1.0, 1.0], 3.0, Some(&mut d));
        assert!((score.nats - exact).abs() < 1e-12, "{} nats, not {exact}", score.nats);
        assert_eq!(d, [3.0 * -0.5 / 0.25, 0.0]);
        // ∂/∂log s = I − Σ((x − o)/s)² = 2 − 1
        assert!((score.dlog_sd - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_standard_deviation_out_of_bounds_is_refused() {
        for sd in [0.0, -1.0, f64::NAN, 10.5] {
            let error = Likelihood::Gaussian { sd: Sd::Fixed(sd) }.check().unwrap_err();
            assert_eq!((error.code(), error.field(), error.reason()), ("bad_spec", "sd", "range"));
        }
        assert!(Likelihood::Gaussian { sd: Sd::Learned }.check().is_ok());
    }

    #[test]
    fn every_likelihood_is_read_as_it_was_written() {
        for sd in [None, Some(Sd::Fixed(0.25)), Some(Sd::Learned)] {
            let likelihood = sd.map_or(Likelihood::Bernoulli, |sd| Likelihood::Gaussian { sd });
            assert_eq!(Likelihood::from_plain(&likelihood.to_plain()), Ok(likelihood));
        }
        let with = |sd: Value| Value::object([("kind", "gaussian".into()), ("sd", sd)]);
        assert!(Likelihood::from_plain(&with("Learned".into())).is_err());
        assert!(Likelihood::from_plain(&Value::object([("kind", "bernoulli".into()), ("sd", 1.0.into())])).is_err());
    }
}
