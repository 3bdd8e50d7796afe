//! What ends a command: a sentence, and the code that a shell sees.

use std::path::Path;

use vae_lab::LabError;
use vae_lab::import::ImportError;

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{}", of_an_option(.0))]
    Lab(#[from] LabError),
    /// A mistake that is in a file, not on the command line.
    #[error("{path}: {error}")]
    Inside { path: String, error: LabError },
    /// A file of somebody else's that cannot be read.
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error("{what} {path}: {source}")]
    File { what: &'static str, path: String, source: std::io::Error },
    #[error("{0}")]
    Usage(String),
    /// The figures stopped being finite.
    #[error("{0}")]
    Diverged(String),
    /// By a signal, whose number a shell finds in the code.
    #[error("{text}")]
    Interrupted { signal: u8, text: String },
}

pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// 128 and the signal's number where one ended the command, as shells have it; else 1.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Interrupted { signal, .. } => 128 + signal,
            _ => 1,
        }
    }
}

/// The core's sentence behind the option that it is about.
fn of_an_option(error: &LabError) -> String {
    let option = match error.field() {
        "learningRate" => "--lr",
        "beta" => "--beta",
        "batchSize" => "--batch",
        "warmupSteps" => "--warmup",
        "freeBits" => "--free-bits",
        "samples" => "--samples",
        "latent" => "--latent",
        "hidden" => "--hidden",
        "sd" => "--likelihood",
        "height" | "width" | "images" => "--data",
        "window" => "--range",
        "columns" | "rows" => "--grid",
        _ => return error.to_string(),
    };
    format!("{option}: {error}")
}

/// Puts a mistake down to the file that has it.
pub fn inside(path: &Path) -> impl Fn(LabError) -> Failure {
    move |error| Failure::Inside { path: path.display().to_string(), error }
}

/// Reads a whole file.
pub fn read(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|source| file("cannot read", path, source))
}

pub fn file(what: &'static str, path: &Path, source: std::io::Error) -> Failure {
    Failure::File { what, path: path.display().to_string(), source }
}
