//! What may change while a run is on.

use super::Bound;
use super::bound::MAX_SAMPLES;
use crate::error::{LabError, Result};
use crate::model::Family;
use crate::plain::{self, FromPlain, Problem, Reason, Value, field};

pub const MAX_LEARNING_RATE: f64 = 1.0;
pub const MAX_BETA: f64 = 100.0;
pub const MAX_BATCH: usize = 1024;
/// Steps of a warm-up.
pub const MAX_WARMUP: u64 = 1_000_000;
/// Nats of a latent dimension.
pub const MAX_FREE_BITS: f64 = 10.0;

/// Training options as a person gives them. [`TrainOptions::check`] before use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainOptions {
    /// Adam's η.
    pub learning_rate: f64,
    /// Weight of the KL term in the loss (Higgins et al. 2017); 1 gives the ELBO.
    pub beta: f64,
    /// Images a step.
    pub batch_size: usize,
    /// Steps in which the weight of the KL term rises to β, evenly; 0 is none.
    pub warmup: u64,
    /// λ, in nats: KL that each latent dimension has for nothing, as a mean over the batch (Kingma et al. 2016, free bits).
    pub free_bits: f64,
    pub bound: Bound,
}

impl Default for TrainOptions {
    fn default() -> Self {
        TrainOptions { learning_rate: 1e-3, beta: 1.0, batch_size: 64, warmup: 0, free_bits: 0.0, bound: Bound::Elbo }
    }
}

/// Options whose bounds hold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CheckedOptions(TrainOptions);

impl TrainOptions {
    /// # Errors
    /// `BadOption` naming the first field out of bounds, and the bound.
    pub fn check(self) -> Result<CheckedOptions> {
        let bad = |subject, field, reason| {
            let problem = Problem::of(field, reason);
            Err(LabError::BadOption { subject, problem })
        };
        let range = |min, max, value| Reason::Range { min, max, value };
        // Written so that NaN fails too.
        if !(self.learning_rate > 0.0 && self.learning_rate <= MAX_LEARNING_RATE) {
            let reason = Reason::Above { above: 0.0, max: MAX_LEARNING_RATE, value: self.learning_rate };
            return bad("Learning rate", "learningRate", reason);
        }
        if !(0.0..=MAX_BETA).contains(&self.beta) {
            return bad("β", "beta", range(0.0, MAX_BETA, self.beta));
        }
        if !(1..=MAX_BATCH).contains(&self.batch_size) {
            return bad("Batch size", "batchSize", range(1.0, MAX_BATCH as f64, self.batch_size as f64));
        }
        if self.warmup > MAX_WARMUP {
            return bad("Warm-up", "warmupSteps", range(0.0, MAX_WARMUP as f64, self.warmup as f64));
        }
        if !(0.0..=MAX_FREE_BITS).contains(&self.free_bits) {
            return bad("Free bits", "freeBits", range(0.0, MAX_FREE_BITS, self.free_bits));
        }
        let samples = self.bound.samples();
        if !(1..=MAX_SAMPLES).contains(&samples) {
            return bad("Samples", "samples", range(1.0, MAX_SAMPLES as f64, samples as f64));
        }
        if samples > 1 && self.free_bits > 0.0 {
            return bad(
                "Free bits",
                "freeBits",
                Reason::Other("go with one sample an image: a bound of several has no KL term".into()),
            );
        }
        Ok(CheckedOptions(TrainOptions { bound: Bound::of(samples), ..self }))
    }

    /// The weight of the KL term at step 1, 2, … of a training.
    pub fn beta_at(&self, step: u64) -> f64 {
        if step < self.warmup { self.beta * (step as f64 / self.warmup as f64) } else { self.beta }
    }

    /// Samples of z in a step.
    pub fn rows(&self) -> usize {
        self.batch_size * self.bound.samples()
    }
}

impl TrainOptions {
    /// The same, and that a model of `family` has what they speak of.
    ///
    /// # Errors
    /// As [`TrainOptions::check`].
    pub fn check_for(self, family: Family) -> Result<CheckedOptions> {
        let (subject, field) = match self {
            _ if family.has_prior() => return self.check(),
            TrainOptions { warmup: 1.., .. } => ("Warm-up", "warmupSteps"),
            TrainOptions { bound: Bound::Iwae { .. }, .. } => ("Samples", "samples"),
            TrainOptions { free_bits, .. } if free_bits > 0.0 => ("Free bits", "freeBits"),
            _ => return self.check(),
        };
        let reason = Reason::Other("are of a variational model: this one draws no z and has no KL term".into());
        Err(LabError::BadOption { subject, problem: Problem::of(field, reason) })
    }
}

impl TrainOptions {
    /// What [`FromPlain`] reads.
    pub fn to_plain(self) -> Value {
        let unless = |nothing: bool, value: f64| if nothing { Value::Null } else { value.into() };
        // Those that a plain run has not are left out, so that older builds read what is written of it.
        Value::object([
            ("learningRate", self.learning_rate.into()),
            ("beta", self.beta.into()),
            ("batchSize", self.batch_size.into()),
            ("warmupSteps", unless(self.warmup == 0, self.warmup as f64)),
            ("freeBits", unless(self.free_bits == 0.0, self.free_bits)),
            ("samples", unless(self.bound == Bound::Elbo, self.bound.samples() as f64)),
        ])
        .without_nulls()
    }
}

impl FromPlain for TrainOptions {
    fn from_plain(options: &Value) -> std::result::Result<TrainOptions, Problem> {
        plain::only(options, &["learningRate", "beta", "batchSize", "warmupSteps", "freeBits", "samples"])?;
        Ok(TrainOptions {
            learning_rate: field(options, "learningRate")?,
            beta: field(options, "beta")?,
            batch_size: field(options, "batchSize")?,
            warmup: field::<Option<_>>(options, "warmupSteps")?.unwrap_or(0),
            free_bits: field::<Option<_>>(options, "freeBits")?.unwrap_or(0.0),
            bound: Bound::of(field::<Option<_>>(options, "samples")?.unwrap_or(1)),
        })
    }
}

impl std::ops::Deref for CheckedOptions {
    type Target = TrainOptions;
    fn deref(&self) -> &TrainOptions {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_in_bounds_and_each_bound_names_its_field() {
        let good = TrainOptions::default();
        assert_eq!(good.check(), Ok(CheckedOptions::default()));
        let message = |options: TrainOptions| options.check().unwrap_err().to_string();
        let rate = |learning_rate| message(TrainOptions { learning_rate, ..good });
        assert_eq!(rate(2.5), "Learning rate must be above 0 and at most 1, not 2.5.");
        assert_eq!(rate(f64::NAN), "Learning rate must be above 0 and at most 1, not NaN.");
        assert_eq!(message(TrainOptions { beta: -1.0, ..good }), "β must be between 0 and 100, not -1.");
        assert_eq!(message(TrainOptions { batch_size: 0, ..good }), "Batch size must be between 1 and 1024, not 0.");
    }
}
