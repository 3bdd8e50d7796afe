//! `LabError`: what a person can do wrong. Each has a code, the field it is about, a reason with its figures, and an
//! English sentence that says what to do; a page that speaks another language makes its own of the parts.
//!
//! A broken shape inside the core is a bug and asserts; it never becomes a `LabError`.

use thiserror::Error;

use crate::plain::{Problem, Reason, Value};

/// A user's mistake, or a run that went wrong.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum LabError {
    /// A model description outside its bounds.
    #[error("{subject} {problem}.")]
    BadSpec { subject: &'static str, problem: Problem },
    /// A training option outside its bounds.
    #[error("{subject} {problem}.")]
    BadOption { subject: &'static str, problem: Problem },
    /// A data file that is not what it should be.
    #[error("This is not a usable data file: {0}.")]
    BadData(String),
    /// A weights file that is not what it should be.
    #[error("This is not a usable weights file: {0}.")]
    BadWeights(String),
    /// A file that is something else, by name (`png`, `pytorch`, …), where weights were asked for.
    #[error("This is not a usable weights file: it {is}.")]
    OtherFile { kind: &'static str, is: &'static str },
    /// An input whose length or values do not fit the model.
    #[error("{subject} {problem}.")]
    BadInput { subject: &'static str, problem: Problem },
    /// Something was asked that needs images, of a session that has none.
    #[error("This model came without training images. Open a data set to train it.")]
    NoData,
    /// So much memory at once is not to be had. Nothing has changed.
    #[error("This needs {mebibytes} MiB of memory at once, which is not to be had. Choose a smaller model or batch.")]
    NoMemory { mebibytes: usize },
    /// A training was asked for, and every image is held out.
    #[error("Every image of this data set is held out, to be looked at. Open another data set to train.")]
    NoTraining,
    /// The loss is not a finite number any more. The step was not done: model and training are as they were before it.
    #[error("The loss stopped being a finite number at step {step}. Lower the learning rate and reset.")]
    Diverged { step: u64 },
}

impl LabError {
    /// An input that does not fit, `detail` behind its name.
    pub(crate) fn input(subject: &'static str, field: &str, detail: String) -> LabError {
        LabError::BadInput { subject, problem: Problem::of(field, Reason::Other(detail)) }
    }

    /// The stable, machine-readable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            LabError::BadSpec { .. } => "bad_spec",
            LabError::BadOption { .. } => "bad_option",
            LabError::BadData(_) => "bad_data",
            LabError::BadWeights(_) | LabError::OtherFile { .. } => "bad_weights",
            LabError::BadInput { .. } => "bad_input",
            LabError::NoData => "no_data",
            LabError::NoMemory { .. } => "no_memory",
            LabError::NoTraining => "no_training",
            LabError::Diverged { .. } => "diverged",
        }
    }

    fn problem(&self) -> Option<&Problem> {
        match self {
            LabError::BadSpec { problem, .. }
            | LabError::BadOption { problem, .. }
            | LabError::BadInput { problem, .. } => Some(problem),
            _ => None,
        }
    }

    /// The field that the error is about, as JavaScript and files call it; empty where it is about none.
    pub fn field(&self) -> &str {
        match self {
            LabError::NoTraining => "images",
            _ => self.problem().map_or("", |problem| &problem.field),
        }
    }

    /// The stable, machine-readable name of what is wrong with the field; of another file, what it is.
    pub fn reason(&self) -> &'static str {
        match self {
            LabError::OtherFile { kind, .. } => kind,
            LabError::NoTraining => "held_out",
            _ => self.problem().map_or("other", |problem| problem.reason.name()),
        }
    }

    /// What a sentence in any language is made with.
    pub fn params(&self) -> Vec<(&'static str, Value)> {
        match self {
            LabError::BadSpec { problem, .. }
            | LabError::BadOption { problem, .. }
            | LabError::BadInput { problem, .. } => problem.reason.params(),
            LabError::BadData(detail) | LabError::BadWeights(detail) => vec![("detail", detail.as_str().into())],
            LabError::OtherFile { is, .. } => vec![("detail", (*is).into())],
            LabError::NoData | LabError::NoTraining => Vec::new(),
            LabError::NoMemory { mebibytes } => vec![("mebibytes", (*mebibytes).into())],
            LabError::Diverged { step } => vec![("step", (*step as f64).into())],
        }
    }
}

pub type Result<T> = std::result::Result<T, LabError>;
