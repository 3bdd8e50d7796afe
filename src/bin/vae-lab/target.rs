//! Where a file goes. It is looked at before the work that fills it, so that no work ends at a missing folder, and it is
//! replaced as a whole or stays as it was.

use std::collections::hash_map::RandomState;
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::failure::{Failure, Outcome, file};

/// Symbolic links in a row, at most: as many as Linux follows.
const MAX_LINKS: usize = 40;

/// The name that a person gave, and what it is.
pub struct Target {
    path: PathBuf,
    place: Place,
}

enum Place {
    Output,
    /// A file, there or not, behind all symbolic links. It is replaced.
    Plain(PathBuf),
    /// A pipe or a device. It is written to.
    Through,
}

impl Target {
    /// Changes nothing yet.
    pub fn find(path: &Path) -> Outcome<Target> {
        let cannot = |source| file("cannot write", path, source);
        let place = if path == Path::new("-") || path == Path::new("/dev/stdout") {
            if io::stdout().is_terminal() {
                let path = path.display();
                return Err(Failure::Usage(format!(
                    "--out {path}: standard output is a terminal; send it to a file or a pipe"
                )));
            }
            Place::Output
        } else {
            match fs::metadata(path) {
                Ok(found) if found.is_dir() => return Err(folder(path)),
                Ok(found) if found.is_file() => Place::Plain(fs::canonicalize(path).map_err(cannot)?),
                Ok(_) => Place::Through,
                Err(error) if error.kind() == ErrorKind::NotFound => Place::Plain(new_file(path)?),
                Err(error) => return Err(cannot(error)),
            }
        };
        Ok(Target { path: path.to_owned(), place })
    }

    /// As a person named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn is_output(&self) -> bool {
        matches!(self.place, Place::Output)
    }

    /// Whether something can be put beside it.
    pub fn is_plain(&self) -> bool {
        matches!(self.place, Place::Plain(_))
    }

    /// Makes the folders that are missing and tries whether `len` bytes have room, leaving nothing else behind.
    pub fn prepare(&self, len: usize) -> Outcome<()> {
        let tried = match &self.place {
            Place::Output => Ok(()),
            Place::Plain(path) => Partial::beside(path).and_then(|mut partial| partial.fill(&vec![0; len])),
            // Opening a pipe waits for its reader.
            Place::Through if is_pipe(&self.path) => Ok(()),
            Place::Through => OpenOptions::new().write(true).open(&self.path).map(drop),
        };
        tried.map_err(|source| file("cannot write", &self.path, source))
    }

    pub fn write(&self, bytes: &[u8]) -> Outcome<()> {
        let written = match &self.place {
            Place::Output => {
                let mut output = io::stdout().lock();
                output.write_all(bytes).and_then(|()| output.flush())
            }
            Place::Plain(path) => replace(path, bytes),
            Place::Through => OpenOptions::new().write(true).open(&self.path).and_then(|mut to| to.write_all(bytes)),
        };
        written.map_err(|source| file("cannot write", &self.path, source))
    }
}

fn folder(path: &Path) -> Failure {
    let path = path.display();
    Failure::Usage(format!("--out {path}: this is a folder; --out takes a file's name"))
}

/// Where a file that is not there yet comes to stand: where links lead, if the name is one that leads to nothing.
fn new_file(path: &Path) -> Outcome<PathBuf> {
    if path.file_name().is_none() || path.as_os_str().to_string_lossy().ends_with(std::path::is_separator) {
        return Err(folder(path));
    }
    let mut end = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&end) {
            Ok(next) => end = end.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(end),
        }
    }
    Err(file("cannot write", path, io::Error::other("too many symbolic links")))
}

#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    fs::metadata(path).is_ok_and(|found| found.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_: &Path) -> bool {
    false
}

/// Puts a file in the place of an older one, whole.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut partial = Partial::beside(path)?;
    partial.fill(bytes)?;
    partial.file.sync_all()?;
    if let Ok(older) = fs::metadata(path) {
        // Where a file system knows no permissions, there are none to keep.
        let _ = partial.file.set_permissions(older.permissions());
    }
    match fs::rename(&partial.path, path) {
        // One that is mounted by itself, as into a container, has a place that cannot be taken.
        Err(error) if error.kind() == ErrorKind::ResourceBusy => fs::write(path, bytes),
        outcome => outcome,
    }
}

/// The file that is being written, gone when its writer is.
struct Partial {
    path: PathBuf,
    file: File,
}

/// Where the partial file is, for whoever has to end the process.
static PARTIAL: Mutex<Option<PathBuf>> = Mutex::new(None);

fn partial() -> MutexGuard<'static, Option<PathBuf>> {
    PARTIAL.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Partial {
    fn beside(path: &Path) -> io::Result<Partial> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        // Short whatever the file's name, and another for every writer.
        let path = folder.join(format!(".vae-lab-{:016x}.partial", RandomState::new().build_hasher().finish()));
        let mut place = partial();
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        *place = Some(path.clone());
        Ok(Partial { path, file })
    }

    fn fill(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        let mut place = partial();
        // After a rename there is nothing left to remove.
        let _ = fs::remove_file(&self.path);
        *place = None;
    }
}

/// Ends the process at once, whatever is being written, and leaves no part of it behind.
#[cfg(unix)]
pub fn abandon(code: i32) -> ! {
    // Held to the end: no new one is begun.
    let place = partial();
    if let Some(path) = &*place {
        let _ = fs::remove_file(path);
    }
    std::process::exit(code)
}
