//! The command line as a person has it: a process with its files, pipes, signals and exit codes.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use vae_lab::data::digits8x8;
use vae_lab::lab::Session;

use super::support::idx;

#[path = "cli/data.rs"]
mod data;
#[path = "cli/figures.rs"]
mod figures;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/options.rs"]
mod options;
#[path = "cli/pipes.rs"]
mod pipes;
#[path = "cli/stops.rs"]
mod stops;
#[path = "cli/written.rs"]
mod written;

/// A folder of a test's own, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn at(&self, name: &str) -> String {
        self.0.join(name).into_os_string().into_string().unwrap()
    }

    /// What is in it, sorted.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn lab(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vae-lab"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    lab(arguments).output().unwrap()
}

/// A run that is over at once.
const SHORT: [&str; 5] = ["train", "--model", "linear", "--epochs", "2"];
/// A run that nobody waits for; it ends by itself, should a test fail to end it.
const LONG: [&str; 6] = ["train", "--hidden", "16", "--epochs", "20000", "--json"];

fn with<'a>(first: &[&'a str], rest: &[&'a str]) -> Vec<&'a str> {
    [first, rest].concat()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The steps that a weights file says it has, if it can be read.
fn steps_of(path: &str) -> u64 {
    Session::from_weights(&fs::read(path).unwrap()).unwrap().step()
}

/// A folder of MNIST's four files, 100 images to train on and 40 held out: the bundled digits, each grey value this much
/// darker.
fn images_as_idx(folder: &Folder, name: &str, darker: u8) -> String {
    let digits = digits8x8();
    let path = folder.at(name);
    fs::create_dir_all(&path).unwrap();
    for (prefix, range) in [("train", 0..100), ("t10k", 100..140)] {
        let levels = range.clone().flat_map(|i| digits.levels(i).iter().map(|level| level * 15 + darker));
        let labels = digits.labels().ids()[range.clone()].iter().map(|&class| class as u8);
        let (levels, labels): (Vec<u8>, Vec<u8>) = (levels.collect(), labels.collect());
        let count = range.len() as u32;
        fs::write(format!("{path}/{prefix}-images-idx3-ubyte"), idx(8, &[count, 8, 8], &levels)).unwrap();
        fs::write(format!("{path}/{prefix}-labels-idx1-ubyte"), idx(8, &[count], &labels)).unwrap();
    }
    path
}

/// Starts a run and waits for its first line.
fn begin(arguments: &[&str]) -> (Child, BufReader<ChildStdout>) {
    let mut child = lab(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    assert!(line.contains("epoch"), "{line:?}");
    (child, lines)
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args(["-s", name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}
