//! What ends a command: a sentence.

use std::path::Path;

use vae_lab::LabError;

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Lab(#[from] LabError),
    #[error("{what} {path}: {source}")]
    File { what: &'static str, path: String, source: std::io::Error },
    #[error("{0}")]
    Usage(String),
}

pub type Outcome<T> = Result<T, Failure>;

/// Reads a whole file.
pub fn read(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|source| file("cannot read", path, source))
}

/// Writes a whole file, by way of a neighbour, so that a full disk leaves the old one as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    std::fs::write(&partial, bytes)
        .and_then(|()| std::fs::rename(&partial, path))
        .map_err(|source| file("cannot write", path, source))
}

pub fn file(what: &'static str, path: &Path, source: std::io::Error) -> Failure {
    Failure::File { what, path: path.display().to_string(), source }
}
