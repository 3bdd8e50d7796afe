//! Standard output and standard error. A reader that has gone is no failure: what is left to say is for nobody then, and
//! the work goes on.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::failure::{Outcome, file};

/// Lines of a run under way.
pub struct Lines(Option<Box<dyn Write>>);

impl Lines {
    pub fn to_output() -> Lines {
        Lines(Some(Box::new(io::stdout())))
    }

    /// Where standard output is taken by something else.
    pub fn to_error() -> Lines {
        Lines(Some(Box::new(io::stderr())))
    }

    /// A reader at the other end of a pipe sees each line when it is written.
    pub fn line(&mut self, text: &str) {
        let Some(reader) = &mut self.0 else { return };
        if let Err(error) = writeln!(reader, "{text}").and_then(|()| reader.flush()) {
            self.0 = None;
            if error.kind() != ErrorKind::BrokenPipe {
                note(&format!("cannot write the run's lines: {error}; the run goes on without them"));
            }
        }
    }
}

/// A command's answer.
pub fn answer(text: &str) -> Outcome<()> {
    let mut output = io::stdout().lock();
    match writeln!(output, "{text}").and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(file("cannot write to", Path::new("standard output"), error))
        }
        _ => Ok(()),
    }
}

/// A remark beside the answer.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "vae-lab: {text}");
}
