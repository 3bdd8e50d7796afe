//! Readers that go away, and outputs that take nothing.

use std::fs::OpenOptions;
use std::process::Stdio;

use super::{Folder, SHORT, begin, lab, run, stderr, steps_of, with};

#[test]
fn does_a_run_go_on_and_write_its_weights_when_its_reader_has_gone() {
    let folder = Folder::new("reader");
    for json in [&["--json"][..], &[]] {
        let out = folder.at("w");
        let arguments = ["train", "--hidden", "16", "--epochs", "40", "--out", &out];
        let (child, lines) = begin(&with(&arguments, json));
        drop(lines);
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
        assert_eq!(steps_of(&out), 960);
        std::fs::remove_file(&out).unwrap();
    }
}

#[test]
fn does_a_run_go_on_when_nobody_hears_its_remarks_either() {
    let folder = Folder::new("deaf");
    let out = folder.at("w");
    let arguments = with(&SHORT, &["--beta", "100", "--out", &out]);
    let mut child = lab(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(steps_of(&out), 48);
    let mut child = lab(&["train", "--lr", "7"]).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn is_it_said_once_when_the_lines_cannot_be_written_and_the_run_goes_on() {
    let folder = Folder::new("lines");
    let out = folder.at("w");
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = lab(&with(&SHORT, &["--json", "--out", &out])).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let said = stderr(&output);
    assert!(said.contains("No space left on device") && said.lines().count() == 1, "{said}");
    assert_eq!(steps_of(&out), 48);
}

#[test]
fn does_an_answer_without_a_reader_end_well_and_a_lost_one_badly() {
    let folder = Folder::new("answer");
    let out = folder.at("w");
    assert!(run(&with(&SHORT, &["--out", &out])).status.success());
    for arguments in [&["eval", "--weights", &out][..], &["eval", "--json", "--weights", &out]] {
        let mut child = lab(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = lab(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("standard output: No space left on device"), "{}", stderr(&output));
    }
}
