//! `vae-lab convert`: any data set as NumPy or MNIST's family reads it.

use std::path::{Path, PathBuf};

use clap::Args;
use vae_lab::import::{write_idx, write_npz};

use crate::data;
use crate::failure::{Failure, Outcome, file};
use crate::inspect::remark;
use crate::output::{answer, note};
use crate::reading::Reading;
use crate::target::Target;

#[derive(Args)]
pub struct Convert {
    /// A file or folder of images, or what else --data takes
    data: String,
    /// A file that ends in .npz or .idx; the labels of .idx go to a file beside it
    out: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

impl Convert {
    pub fn run(self) -> Outcome<()> {
        let ending = self.out.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_lowercase();
        if !["npz", "idx"].contains(&&*ending) {
            return Err(Failure::Usage(format!("{}: the file's name must end in .npz or .idx", self.out.display())));
        }
        let source = data::open(&self.data, &self.reading.choices())?;
        if let Some(remark) = remark(&source) {
            note(&remark);
        }
        let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        if ending == "npz" {
            let npz = write_npz(&source.data, source.split.as_ref());
            let npz = npz.map_err(|error| file("cannot pack", &self.out, std::io::Error::other(error)))?;
            files.push((self.out.clone(), npz));
        } else {
            let (images, labels) = write_idx(&source.data);
            files.push((self.out.clone(), images));
            files.extend(labels.map(|labels| (beside(&self.out), labels)));
        }
        let mut written = Vec::new();
        for (path, bytes) in files {
            Target::find(&path)?.write(&bytes)?;
            written.push(format!("{} ({} bytes)", path.display(), bytes.len()));
        }
        answer(&written.join("\n"))
    }
}

/// `digits-labels.idx` beside `digits.idx`.
fn beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
    path.with_file_name(format!("{stem}-labels.idx"))
}
