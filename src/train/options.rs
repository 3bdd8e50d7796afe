//! What may change while a run is on.

use crate::error::{LabError, Result};
use crate::plain::{self, FromPlain, Problem, Reason, Value, field};

pub const MAX_LEARNING_RATE: f64 = 1.0;
pub const MAX_BETA: f64 = 100.0;
pub const MAX_BATCH: usize = 1024;

/// Training options as a person gives them. [`TrainOptions::check`] before use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainOptions {
    /// Adam's η.
    pub learning_rate: f64,
    /// Weight of the KL term in the loss (Higgins et al. 2017); 1 gives the ELBO.
    pub beta: f64,
    /// Images a step.
    pub batch_size: usize,
}

impl Default for TrainOptions {
    fn default() -> Self {
        TrainOptions { learning_rate: 1e-3, beta: 1.0, batch_size: 64 }
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
        // Written so that NaN fails too.
        if !(self.learning_rate > 0.0 && self.learning_rate <= MAX_LEARNING_RATE) {
            let reason = Reason::Above { above: 0.0, max: MAX_LEARNING_RATE, value: self.learning_rate };
            return bad("Learning rate", "learningRate", reason);
        }
        if !(0.0..=MAX_BETA).contains(&self.beta) {
            return bad("β", "beta", Reason::Range { min: 0.0, max: MAX_BETA, value: self.beta });
        }
        if !(1..=MAX_BATCH).contains(&self.batch_size) {
            let reason = Reason::Range { min: 1.0, max: MAX_BATCH as f64, value: self.batch_size as f64 };
            return bad("Batch size", "batchSize", reason);
        }
        Ok(CheckedOptions(self))
    }
}

impl TrainOptions {
    /// What [`FromPlain`] reads.
    pub fn to_plain(self) -> Value {
        Value::object([
            ("learningRate", self.learning_rate.into()),
            ("beta", self.beta.into()),
            ("batchSize", self.batch_size.into()),
        ])
    }
}

impl FromPlain for TrainOptions {
    fn from_plain(options: &Value) -> std::result::Result<TrainOptions, Problem> {
        plain::only(options, &["learningRate", "beta", "batchSize"])?;
        Ok(TrainOptions {
            learning_rate: field(options, "learningRate")?,
            beta: field(options, "beta")?,
            batch_size: field(options, "batchSize")?,
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
