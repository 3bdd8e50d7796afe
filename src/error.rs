//! `LabError`: what a person can do wrong, each with a code and a sentence that says what to do.
//!
//! A broken shape inside the core is a bug and asserts; it never becomes a `LabError`.

use thiserror::Error;

/// A user's mistake, or a run that went wrong.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum LabError {
    /// A model description outside its bounds.
    #[error("{field} {problem}.")]
    BadSpec { field: &'static str, problem: String },
    /// A training option outside its bounds.
    #[error("{field} {problem}.")]
    BadOption { field: &'static str, problem: String },
    /// A data file that is not what it should be.
    #[error("This is not a usable data file: {0}.")]
    BadData(String),
    /// A weights file that is not what it should be.
    #[error("This is not a usable weights file: {0}.")]
    BadWeights(String),
    /// An input whose length or values do not fit the model.
    #[error("{field} {problem}.")]
    BadInput { field: &'static str, problem: String },
    /// Something was asked that needs images, of a session that has none.
    #[error("This model came without training images. Open a data set to train it.")]
    NoData,
    /// The loss is not a finite number any more.
    #[error("The loss stopped being a finite number at step {step}. Lower the learning rate and reset.")]
    Diverged { step: u64 },
}

impl LabError {
    /// The stable, machine-readable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            LabError::BadSpec { .. } => "bad_spec",
            LabError::BadOption { .. } => "bad_option",
            LabError::BadData(_) => "bad_data",
            LabError::BadWeights(_) => "bad_weights",
            LabError::BadInput { .. } => "bad_input",
            LabError::NoData => "no_data",
            LabError::Diverged { .. } => "diverged",
        }
    }
}

pub type Result<T> = std::result::Result<T, LabError>;
