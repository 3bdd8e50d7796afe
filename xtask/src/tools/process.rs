//! Running other programs, so that a failure names the program and what it was for.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// Runs a program to its end with the terminal's output; a failing status is an error.
pub fn run(command: &mut Command) -> Result<()> {
    eprintln!("$ {}", shown(command));
    let status = command.status().with_context(|| format!("could not start `{}`", program(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a program and returns what it printed; its errors go to the terminal.
pub fn output(command: &mut Command) -> Result<String> {
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("could not start `{}`", program(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", shown(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{}` printed invalid UTF-8", shown(command)))
}

/// The command line as one would type it, with long arguments cut.
pub fn shown(command: &Command) -> String {
    let mut line = program(command);
    for argument in command.get_args() {
        let argument = argument.to_string_lossy();
        line.push(' ');
        match argument.char_indices().nth(80) {
            Some((end, _)) => line.extend([&argument[..end], "…"]),
            None => line.push_str(&argument),
        }
    }
    line
}

fn program(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}

/// The full path of a program that the shell would find.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(&file)).find(|path| path.is_file())
}

/// True when packages of the system may be installed.
pub fn is_root() -> bool {
    cfg!(unix) && fs::read_to_string("/proc/self/status").is_ok_and(|status| uid_is_zero(&status))
}

/// `Uid:` in /proc/self/status holds the real, effective, saved and file system ids.
fn uid_is_zero(status: &str) -> bool {
    let uids = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    uids.and_then(|ids| ids.split_whitespace().nth(1)) == Some("0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_an_error_that_names_it() {
        let error = run(Command::new("cargo").arg("--no-such-option")).unwrap_err();
        assert!(error.to_string().contains("cargo --no-such-option"), "{error}");
        let error = run(&mut Command::new("no-such-program-anywhere")).unwrap_err();
        assert!(error.to_string().contains("could not start `no-such-program-anywhere`"), "{error}");
    }

    #[test]
    fn the_effective_user_decides_who_is_root() {
        assert!(uid_is_zero("Name:\txtask\nUid:\t1000\t0\t0\t0\n"));
        assert!(!uid_is_zero("Name:\txtask\nUid:\t0\t1000\t0\t0\n"));
        assert!(!uid_is_zero(""));
    }

    #[test]
    fn a_long_argument_is_cut_when_shown() {
        let line = shown(Command::new("/usr/bin/echo").arg("é".repeat(200)));
        assert_eq!(line, format!("echo {}…", "é".repeat(80)));
    }
}
