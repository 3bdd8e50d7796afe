//! `--weights`: a model from a file.

use std::path::Path;

use vae_lab::lab::Session;

use crate::failure::{Outcome, inside, read};
use crate::output::note;

/// Opens the model, and names what the file has beside it.
pub fn open(path: &Path) -> Outcome<Session> {
    let session = Session::from_weights(&read(path)?).map_err(inside(path))?;
    session.left_out().iter().for_each(|name| note(&format!("the model does not need {name}")));
    Ok(session)
}
