//! Where the weights go: looked at first, replaced whole, written through where it is no plain file.

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::process::{Command, Stdio};
use std::thread;

use super::{Folder, SHORT, begin, lab, run, signal, stderr, stdout, steps_of, with};

fn train_to(out: &str) -> std::process::Output {
    run(&with(&SHORT, &["--out", out]))
}

#[test]
fn are_missing_folders_made_and_nothing_else_left() {
    let folder = Folder::new("folders");
    let output = train_to(&folder.at("results/run1/w.safetensors"));
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(steps_of(&folder.at("results/run1/w.safetensors")), 48);
    assert_eq!(fs::read_dir(folder.at("results/run1")).unwrap().count(), 1);
}

#[test]
fn is_a_target_that_cannot_be_written_refused_before_the_first_step() {
    let folder = Folder::new("refused");
    fs::write(folder.at("file"), "kept").unwrap();
    symlink(folder.at("circle"), folder.at("circle")).unwrap();
    let long = "x".repeat(300);
    for (out, reason) in [
        (".", "is a folder"),
        ("new/", "is a folder"),
        ("file/w.safetensors", "cannot write"),
        (long.as_str(), "cannot write"),
        ("circle", "cannot write"),
        ("/proc/w.safetensors", "cannot write"),
    ] {
        let out = folder.0.join(out).into_os_string().into_string().unwrap();
        let output = train_to(&out);
        assert_eq!(output.status.code(), Some(1), "{out}");
        assert_eq!(stdout(&output), "", "{out}: no epoch was trained");
        let said = stderr(&output);
        assert!(said.contains(reason) && said.contains(&out) && said.lines().count() == 1, "{said}");
    }
    assert_eq!(folder.names(), ["circle", "file"]);
    assert_eq!(fs::read_to_string(folder.at("file")).unwrap(), "kept");
}

/// In a disk of 64 KB of its own, `w` being an older file. None where no disk can be made.
fn on_a_small_disk(folder: &Folder, script: &str) -> Option<String> {
    let script = format!(
        "mount -t tmpfs -o size=64k none . && cd \"$PWD\" && printf old > w && {script}; echo \"$(cat w)|$(ls -A)\""
    );
    let mut unshare = Command::new("unshare");
    unshare.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).current_dir(&folder.0);
    let output = unshare.env("LAB", env!("CARGO_BIN_EXE_vae-lab")).output().ok()?;
    let text = stdout(&output) + &stderr(&output);
    if text.contains("unshare:") || text.contains("mount:") {
        eprintln!("skipped: no disk can be mounted here ({})", text.trim());
        return None;
    }
    Some(text)
}

#[test]
fn is_a_disk_without_room_found_before_the_first_step() {
    let folder = Folder::new("small-disk");
    // 19,000 parameters take more than the disk has.
    let Some(text) = on_a_small_disk(&folder, "$LAB train --epochs 1 --out w") else { return };
    assert!(text.contains("cannot write w: No space left on device"), "{text}");
    assert!(text.contains("old|w\n") && !text.contains("epoch"), "{text}");
}

#[test]
fn does_a_disk_that_fills_under_way_leave_the_old_file_and_no_part_of_a_new_one() {
    let folder = Folder::new("full-disk");
    let script = "{ $LAB train --hidden 16 --epochs 20000 --out w > lines & } && sleep 1 && \
                  { cat /dev/zero > filler 2>/dev/null; kill $!; wait $!; echo code $?; }";
    let Some(text) = on_a_small_disk(&folder, script) else { return };
    assert!(text.contains("cannot write w: No space left on device"), "{text}");
    assert!(text.contains("code 1\n") && text.contains("old|filler\nlines\nw\n"), "{text}");
}

#[test]
fn is_a_symbolic_link_followed() {
    let folder = Folder::new("link");
    fs::create_dir(folder.at("elsewhere")).unwrap();
    fs::write(folder.at("elsewhere/there"), "old").unwrap();
    fs::set_permissions(folder.at("elsewhere/there"), fs::Permissions::from_mode(0o640)).unwrap();
    for name in ["there", "not-yet", "deeper/not-yet"] {
        let link = folder.at("link");
        let _ = fs::remove_file(&link);
        symlink(format!("elsewhere/{name}"), &link).unwrap();
        assert!(train_to(&link).status.success());
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink(), "{name}");
        assert_eq!(steps_of(&folder.at(&format!("elsewhere/{name}"))), 48);
    }
    let mode = fs::metadata(folder.at("elsewhere/there")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640, "who may read it is kept");
    assert_eq!(folder.names(), ["elsewhere", "link"]);
}

#[test]
fn is_a_pipe_with_a_name_written_through() {
    let folder = Folder::new("fifo");
    let (fifo, plain) = (folder.at("fifo"), folder.at("plain"));
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let mut reader = Command::new("cat").arg(&fifo).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let output = train_to(&fifo);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(fs::symlink_metadata(&fifo).unwrap().file_type().is_fifo());
    // Ends the reader of a pipe that nothing was written to.
    drop(fs::OpenOptions::new().read(true).write(true).open(&fifo).unwrap());
    let mut taken = Vec::new();
    let mut end = reader.stdout.take().unwrap();
    let taking = thread::spawn(move || std::io::copy(&mut end, &mut taken).map(|_| taken));
    let taken = taking.join().unwrap().unwrap();
    reader.wait().unwrap();
    train_to(&plain);
    assert_eq!(taken, fs::read(&plain).unwrap());
}

#[test]
fn is_a_device_written_through_and_its_refusal_told() {
    let folder = Folder::new("device");
    // By a link, so that whoever would replace it replaces the link.
    let device = folder.at("device");
    symlink("/dev/full", &device).unwrap();
    let output = train_to(&device);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains(&format!("cannot write {device}: No space left on device")),
        "{}",
        stderr(&output)
    );
    assert!(fs::symlink_metadata(&device).unwrap().is_symlink());
    assert!(fs::metadata(&device).unwrap().file_type().is_char_device());
    assert_eq!(folder.names(), ["device"]);
}

#[test]
fn does_a_dash_stand_for_standard_output_and_nothing_else_go_there() {
    let folder = Folder::new("dash");
    assert!(train_to(&folder.at("w")).status.success());
    for arguments in [with(&SHORT, &["--out", "-"]), with(&SHORT, &["--out", "-", "--json"])] {
        let output = lab(&arguments).current_dir(&folder.0).output().unwrap();
        assert!(output.status.success());
        assert_eq!(output.stdout, fs::read(folder.at("w")).unwrap());
        assert_eq!(stderr(&output).lines().filter(|line| line.contains("epoch")).count(), 2);
    }
    let picture = lab(&["manifold", "--weights", "w", "--out", "-"]).current_dir(&folder.0).output().unwrap();
    assert!(picture.stdout.starts_with(b"\x89PNG"), "{}", stderr(&picture));
    assert_eq!(folder.names(), ["w"]);
}

#[test]
fn is_a_terminal_spared_the_weights() {
    let command = format!("{} train --model linear --epochs 1 --out -", env!("CARGO_BIN_EXE_vae-lab"));
    let Ok(output) = Command::new("script").args(["-qec", &command, "/dev/null"]).stdin(Stdio::null()).output() else {
        eprintln!("skipped: there is no `script` to make a terminal with");
        return;
    };
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("standard output is a terminal"));
}

#[test]
fn is_no_part_of_a_file_left_by_a_run_that_is_killed_while_training() {
    let folder = Folder::new("killed");
    let out = folder.at("w");
    let (mut child, _lines) = begin(&with(&super::LONG, &["--out", &out]));
    signal(&child, "KILL");
    child.wait().unwrap();
    assert_eq!(folder.names(), [""; 0]);
}
