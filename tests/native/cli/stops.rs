//! Runs that are stopped, and runs that go on.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::{Folder, LONG, SHORT, begin, images_as_idx, lab, run, signal, stderr, steps_of, with};

#[test]
fn does_a_signal_stop_a_run_with_its_weights_written_and_a_code_of_its_own() {
    let folder = Folder::new("signal");
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        let out = folder.at("w");
        let (child, _lines) = begin(&with(&LONG, &["--out", &out]));
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        let steps = steps_of(&out);
        assert!(steps >= 24, "{steps}");
        assert!(said.contains(&format!("interrupted at step {steps}")) && said.contains(&out), "{said}");
        assert_eq!(folder.names(), ["w"]);
        assert!(run(&["eval", "--weights", &out]).status.success());
        fs::remove_file(&out).unwrap();
    }
}

#[test]
fn does_a_run_without_a_target_stop_too() {
    let (child, _lines) = begin(&LONG);
    signal(&child, "INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(stderr(&output).contains("nothing was written"), "{}", stderr(&output));
}

#[test]
fn does_a_second_signal_stop_at_once() {
    let folder = Folder::new("second");
    let fifo = folder.at("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    // Nobody reads the pipe, so that the run cannot come to its end.
    let (mut child, _lines) = begin(&with(&LONG, &["--out", &fifo]));
    let mut said = BufReader::new(child.stderr.take().unwrap());
    signal(&child, "INT");
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert!(line.contains("a second time stops at once"), "{line}");
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(143));
    assert_eq!(folder.names(), ["fifo"]);
}

#[test]
fn does_a_run_that_was_killed_and_interrupted_end_with_the_bits_of_one_that_was_not() {
    let folder = Folder::new("resume");
    let (whole, part) = (folder.at("whole"), folder.at("part"));
    let checkpoint = folder.at("part.checkpoint");
    let model = ["train", "--hidden", "24", "--epochs", "150", "--pixels", "drawn", "--lr", "0.0003", "--json"];
    assert!(run(&with(&model, &["--out", &whole])).status.success());

    // Every 30 ms.
    let often = ["--checkpoint-every", "0.0005", "--out", &part];
    let (mut child, _lines) = begin(&with(&model, &often));
    while fs::metadata(&checkpoint).is_err() {}
    signal(&child, "KILL");
    assert_eq!(child.wait().unwrap().code(), None, "it was not over yet");
    // Who is killed in the middle of a file cannot clear it away.
    let partials = || folder.names().into_iter().filter(|name| name.contains("partial")).collect::<Vec<_>>();
    let left = partials();

    let on = ["train", "--epochs", "150", "--json", "--resume", &checkpoint];
    let (child, _lines) = begin(&with(&on, &often));
    signal(&child, "INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "it was not over yet: {}", stderr(&output));
    assert!(stderr(&output).contains(&format!("--resume {checkpoint}")), "{}", stderr(&output));
    let cut = steps_of(&part);
    assert!(cut < 3600, "{cut}");

    let output = run(&with(&on, &often));
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(fs::read(&part).unwrap(), fs::read(&whole).unwrap());
    assert_eq!(partials(), left);
    // Of the finished run too: for more epochs.
    let output = run(&["train", "--resume", &checkpoint, "--epochs", "151", "--out", &part]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(steps_of(&part), 3624);
}

#[test]
fn may_what_changes_under_way_change_when_a_run_goes_on() {
    let folder = Folder::new("change");
    let out = folder.at("w");
    assert!(run(&with(&SHORT, &["--checkpoint-every", "9", "--out", &out])).status.success());
    let checkpoint = folder.at("w.checkpoint");
    let again = ["train", "--resume", &checkpoint, "--epochs", "3", "--out", &out];
    assert!(run(&with(&again, &["--lr", "0.5", "--batch", "100"])).status.success());
    assert_eq!(steps_of(&out), 48 + 15);
    for fixed in [["--latent", "3"], ["--seed", "8"], ["--model", "linear"], ["--channels", "5"]] {
        let output = run(&with(&again, &fixed));
        assert!(!output.status.success() && stderr(&output).contains(fixed[0]), "{}", stderr(&output));
    }
}

#[test]
fn are_other_images_and_other_files_refused_by_their_names() {
    let folder = Folder::new("others");
    let (one, other) = (images_as_idx(&folder, "one", 0), images_as_idx(&folder, "other", 1));
    let out = folder.at("w");
    let output = run(&with(&SHORT, &["--data", &one, "--checkpoint-every", "9", "--out", &out]));
    assert!(output.status.success(), "{}", stderr(&output));
    let checkpoint = folder.at("w.checkpoint");
    for (resume, data, named) in [(&checkpoint, &other, &other), (&out, &one, &out)] {
        let output = run(&["train", "--resume", resume, "--data", data]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(named.as_str()), "{}", stderr(&output));
    }
}

#[test]
fn is_a_checkpoint_refused_where_it_has_no_place_or_no_time() {
    for (arguments, reason) in [
        (["--checkpoint-every", "0", "--out", "w"], "minutes must be above 0, not 0"),
        (["--checkpoint-every", "-1", "--out", "w"], "minutes must be above 0, not -1"),
        (["--checkpoint-every", "1", "--out", "-"], "there is no place"),
    ] {
        let output = lab(&with(&SHORT, &arguments)).stdout(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty() && stderr(&output).contains(reason), "{}", stderr(&output));
    }
}
