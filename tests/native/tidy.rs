//! What ARCHITECTURE.md says of the files, held to the files that git tracks. A rule is one function; it answers with
//! sentences that name the file, the line and what to do.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

#[path = "tidy/components.rs"]
mod components;
#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/rust.rs"]
mod rust;
#[path = "tidy/unsafety.rs"]
mod unsafety;
#[path = "tidy/uses.rs"]
mod uses;

/// A file of the repository. What is no text has none here.
#[derive(Debug, Clone)]
struct File {
    /// From the root, with `/`.
    path: String,
    text: String,
}

impl File {
    fn new(path: &str, text: &str) -> Self {
        File { path: path.to_owned(), text: text.to_owned() }
    }
}

/// Every tracked file that is there; none where no git is.
fn tracked() -> Option<&'static [File]> {
    static FILES: OnceLock<Option<Vec<File>>> = OnceLock::new();
    FILES.get_or_init(|| read_tracked(Path::new(env!("CARGO_MANIFEST_DIR")))).as_deref()
}

fn read_tracked(root: &Path) -> Option<Vec<File>> {
    // A working tree's `.git` may be a file. An unpacked crate has none, though git may find that of a folder above.
    if !root.join(".git").exists() {
        return None;
    }
    let mut git = Command::new("git");
    // A checkout by another user, as in a container, is listed all the same.
    let listing = git.args(["-c", "safe.directory=*", "ls-files", "-z"]).current_dir(root).output();
    let listing = listing.expect("this is a git checkout, so git is needed");
    assert!(listing.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listing.stderr));
    let paths = String::from_utf8(listing.stdout).expect("paths are UTF-8");
    let there = paths.split_terminator('\0').filter_map(|path| {
        // A file that was just deleted or moved is still listed.
        let bytes = fs::read(root.join(path)).ok()?;
        Some(File { path: path.to_owned(), text: String::from_utf8(bytes).unwrap_or_default() })
    });
    Some(there.collect())
}

/// Every sentence of a rule is a failure; a rule that found nothing to look at is one too.
#[track_caller]
fn hold(looks_at: impl Fn(&File) -> bool, rule: impl Fn(&[File]) -> Vec<String>) {
    let Some(files) = tracked() else {
        eprintln!("skipped: this is no git checkout, so nothing says which files are the project's");
        return;
    };
    assert!(files.iter().any(looks_at), "none of {} tracked files is one that this rule is for", files.len());
    let problems = rule(files);
    assert!(problems.is_empty(), "{} to mend:\n{}", problems.len(), problems.join("\n"));
}

fn named<'a>(files: &'a [File], path: &str) -> &'a File {
    files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is not tracked"))
}

#[test]
fn does_every_folder_use_what_the_table_of_floors_allows_and_all_of_it() {
    hold(|file| file.path == "src/lib.rs", |files| floors::arrows(files, named(files, floors::DOCS)));
}

#[test]
fn do_the_crates_documentation_and_architecture_hold_one_table_of_floors() {
    hold(
        |file| file.path == floors::DOCS,
        |files| floors::one_table(named(files, floors::DOCS), named(files, floors::CRATE_DOCS)),
    );
}

#[test]
fn does_every_module_name_its_own_floor() {
    hold(|file| file.path == "src/lab/mod.rs", |files| floors::floors_named(files, named(files, floors::DOCS)));
}

#[test]
fn does_the_boundary_alone_name_the_bindings() {
    hold(|file| file.path.starts_with("src/wasm/"), files::bindings_outside_the_boundary);
}

#[test]
fn does_the_command_line_use_the_public_crate_alone() {
    hold(|file| file.path.starts_with("src/bin/"), files::binary_past_the_public_crate);
}

#[test]
fn does_no_component_hold_a_sentence() {
    let is_component = |file: &File| file.path.starts_with("www/src/page/") && file.path.ends_with(".svelte");
    hold(is_component, |files| {
        files.iter().filter(|file| is_component(file)).flat_map(components::sentences).collect()
    });
}

#[test]
fn is_no_generated_file_tracked() {
    hold(|_| true, files::generated);
}

#[test]
fn does_every_unsafe_stand_where_architecture_lists_it_with_its_reason() {
    hold(|file| file.path.ends_with(".rs"), |files| unsafety::unexplained(files, named(files, floors::DOCS)));
}

#[test]
fn is_no_source_file_too_long() {
    hold(|file| file.path.ends_with(".rs"), files::too_long);
}

#[test]
fn is_nothing_left_unfinished() {
    hold(|file| file.path.ends_with(".rs"), files::unfinished);
}

#[test]
fn is_nothing_of_one_machine_or_registry_named() {
    hold(|file| file.path == "Cargo.lock", files::of_one_machine);
}

#[test]
fn is_an_unpacked_crate_left_alone() {
    assert!(read_tracked(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).is_none());
}
