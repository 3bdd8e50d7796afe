//! Rules for every file of the repository: nothing generated, nothing long, nothing unfinished, nothing of one machine.

use super::File;
use super::rust::{Token, starts, tokens};

/// Folders that builds and installations fill.
const GENERATED_FOLDERS: [&str; 10] = [
    ".svelte-kit",
    "__pycache__",
    "coverage",
    "dist",
    "node_modules",
    "pkg",
    "playwright-report",
    "proptest-regressions",
    "target",
    "test-results",
];
const GENERATED_ENDINGS: [&str; 9] =
    [".wasm", ".tgz", ".tsbuildinfo", ".js.map", ".css.map", ".pyc", ".profraw", ".rlib", ".log"];

pub fn generated(files: &[File]) -> Vec<String> {
    let is_generated = |file: &&File| {
        let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        folder.split('/').any(|part| GENERATED_FOLDERS.contains(&part))
            || folder.starts_with("www/src/wasm")
            || GENERATED_ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    let problem = |file: &File| {
        format!("{}:1: a generated file is tracked: `git rm --cached` it, and name it in .gitignore.", file.path)
    };
    files.iter().filter(is_generated).map(problem).collect()
}

const LONGEST: usize = 320;

fn ends_with(file: &File, endings: &[&str]) -> bool {
    file.path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
}

pub fn too_long(files: &[File]) -> Vec<String> {
    let sources = files.iter().filter(|file| ends_with(file, &["rs", "ts", "js", "svelte", "css", "py"]));
    let long = sources.filter(|file| file.text.lines().count() > LONGEST);
    let problem = |file: &File| {
        let lines = file.text.lines().count();
        format!(
            "{}:{lines}: {lines} lines are more than {LONGEST}: find the part of it that is a concept of its own.",
            file.path
        )
    };
    long.map(problem).collect()
}

/// Marks of work that is not done, in pieces, so that this file holds none; with what to do.
const UNFINISHED: [(&str, &str); 7] = [
    (concat!("TO", "DO"), "do it, or say in words what is so"),
    (concat!("FIX", "ME"), "mend it, or say in words what is so"),
    (concat!("XX", "X"), "say in words what is so"),
    (concat!("to", "do!"), "write what is missing"),
    (concat!("un", "implemented!"), "write what is missing"),
    (concat!("db", "g!"), "take it out"),
    (concat!(".on", "ly("), "let the other tests run again"),
];

/// Where a word stands by itself, counted in bytes.
fn find_word(line: &str, word: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let begins_inside = |at: usize| word.starts_with(is_part) && line[..at].ends_with(is_part);
    let ends_inside = |at: usize| word.ends_with(is_part) && line[at + word.len()..].starts_with(is_part);
    line.match_indices(word).map(|(at, _)| at).find(|&at| !begins_inside(at) && !ends_inside(at))
}

pub fn unfinished(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in
        files.iter().filter(|file| ends_with(file, &["rs", "ts", "js", "svelte", "css", "py", "md", "html", "toml"]))
    {
        for (n, line) in file.text.lines().enumerate() {
            for (mark, remedy) in UNFINISHED {
                if find_word(line, mark).is_some() {
                    problems.push(format!("{}:{}: `{mark}` stands here: {remedy}.", file.path, n + 1));
                }
            }
        }
    }
    problems
}

/// Where only some machine's files lie, in pieces as above.
const MACHINE_PATHS: [&str; 7] = [
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
    concat!("/t", "mp/"),
    concat!("/wo", "rk/"),
    concat!("C:\\Us", "ers"),
    concat!("file:", "///"),
];
/// Hosts of package registries, and the settings that choose another.
const REGISTRIES: [&str; 9] = [
    concat!("registry.np", "mjs.org"),
    concat!("registry.yarn", "pkg.com"),
    concat!("index.crat", "es.io"),
    concat!("static.crat", "es.io"),
    concat!("pythonho", "sted.org"),
    concat!("pypi.o", "rg/simple"),
    concat!("index-", "url"),
    concat!("replace-", "with"),
    concat!("\"resol", "ved\":"),
];
const DEFAULT_REGISTRY: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

pub fn of_one_machine(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files {
        for (n, line) in file.text.lines().enumerate() {
            let place = format!("{}:{}", file.path, n + 1);
            for path in MACHINE_PATHS {
                let absolute = |(at, _): &(usize, &str)| {
                    !line[..*at].ends_with(|c: char| c.is_alphanumeric() || "._-~}*".contains(c))
                };
                if line.match_indices(path).any(|found| absolute(&found)) {
                    problems.push(format!(
                        "{place}: `{path}` is a path of one machine: take it from the project's own root."
                    ));
                }
            }
            let other_source =
                file.path.ends_with("Cargo.lock") && line.starts_with("source = ") && line != DEFAULT_REGISTRY;
            if other_source || REGISTRIES.iter().any(|host| line.contains(host)) {
                problems.push(format!(
                    "{place}: a registry is named: which one to ask is for each machine's own settings."
                ));
            }
        }
    }
    problems
}

/// Crates through which the core would know that it runs in a browser.
const BINDINGS: [&str; 4] = ["wasm_bindgen", "js_sys", "web_sys", "console_error_panic_hook"];

/// Inside `src`, the boundary alone names them.
pub fn bindings_outside_the_boundary(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/") && !file.path.starts_with("src/wasm/")) {
        let named = |token: &&Token| BINDINGS.iter().any(|name| token.text.starts_with(name) && token.is(token.text));
        if let Some(token) = tokens(&file.text).iter().filter(|_| file.path.ends_with(".rs")).find(named) {
            problems.push(format!(
                "{}:{}: `{}` is named outside src/wasm: the core is tested natively, conversions belong to the boundary.",
                file.path, token.line, token.text
            ));
        }
    }
    problems
}

/// The command line takes nothing from the crate but what any other user can.
pub fn binary_past_the_public_crate(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/bin/") && file.path.ends_with(".rs")) {
        let tokens = tokens(&file.text);
        let takes = |at: &usize| {
            let rest = &tokens[*at..];
            starts(rest, &["[", "path", "="]) || starts(rest, &["include", "!"])
        };
        if let Some(at) = (0..tokens.len()).find(takes) {
            problems.push(format!(
                "{}:{}: the command line takes a file by its path: let it use `vae_lab::…`, as any other user does.",
                file.path, tokens[at].line
            ));
        }
    }
    problems
}

mod tests {
    use super::*;

    fn one(path: &str, text: &str) -> [File; 1] {
        [File::new(path, text)]
    }

    #[test]
    fn is_a_generated_file_told_from_a_written_one() {
        for path in [
            "a.wasm",
            "pkg/index.js",
            "www/dist/index.html",
            "x/node_modules/a/b.js",
            "target/debug/a",
            "www/tsconfig.tsbuildinfo",
            "www/src/wasm/strict/vae_lab.js",
        ] {
            assert_eq!(generated(&one(path, "")).len(), 1, "{path}");
        }
        for path in [
            "pkg-template/index.js",
            "src/wasm/lab.rs",
            "xtask/src/pkg.rs",
            "www/src/worker/wasm-package.ts",
            "docs/target.md",
        ] {
            assert_eq!(generated(&one(path, "")), [""; 0], "{path}");
        }
    }

    #[test]
    fn is_a_line_too_many_one_too_many() {
        assert_eq!(too_long(&one("a.rs", &"\n".repeat(LONGEST))), [""; 0]);
        assert!(too_long(&one("a.svelte", &"\n".repeat(LONGEST + 1)))[0].starts_with("a.svelte:321: 321 lines"));
        assert_eq!(too_long(&one("tests/golden/a.json", &"\n".repeat(1000))), [""; 0]);
    }

    #[test]
    fn is_unfinished_work_found() {
        for (mark, _) in UNFINISHED {
            let problems = unfinished(&one("a.ts", &format!("a;\n// {mark} b")));
            assert!(problems.len() == 1 && problems[0].starts_with("a.ts:2: "), "{mark}: {problems:?}");
        }
        let whole = [concat!("TO", "DOS"), concat!("XX", "XX"), concat!("my_to", "do!"), "only("].join("\n");
        assert_eq!(unfinished(&one("a.rs", &whole)), [""; 0]);
    }

    #[test]
    fn are_paths_of_a_machine_and_registries_found() {
        for text in MACHINE_PATHS.iter().map(|path| format!("open('{path}a')")).chain(REGISTRIES.map(str::to_owned)) {
            assert!(of_one_machine(&one("a.toml", &format!("\n{text}")))[0].starts_with("a.toml:2: "), "{text}");
        }
        let mirror = "source = \"sparse+https://mirror.example/index/\"";
        assert_eq!(of_one_machine(&one("Cargo.lock", &format!("{DEFAULT_REGISTRY}\n{mirror}"))).len(), 1);
        for text in [
            concat!("https://example.org/ho", "me/"),
            concat!("www/t", "mp/a"),
            "/usr/bin/chromium",
            "omit-lockfile-registry-resolved=true",
        ] {
            assert_eq!(of_one_machine(&one("a.md", text)), [""; 0], "{text}");
        }
    }

    #[test]
    fn may_the_boundary_alone_name_its_bindings() {
        let text = "//! wasm_bindgen\nconst A: &str = \"js_sys\";\nuse wasm_bindgen_futures::x;";
        let problems = bindings_outside_the_boundary(&one("src/lab/session.rs", text));
        assert!(
            problems.len() == 1 && problems[0].starts_with("src/lab/session.rs:3: `wasm_bindgen_futures`"),
            "{problems:?}"
        );
        for name in BINDINGS {
            assert_eq!(bindings_outside_the_boundary(&one("src/lib.rs", &format!("{name}::x()"))).len(), 1, "{name}");
        }
        assert_eq!(bindings_outside_the_boundary(&one("src/wasm/lab.rs", text)), [""; 0]);
        assert_eq!(bindings_outside_the_boundary(&one("tests/wasm.rs", text)), [""; 0]);
    }

    #[test]
    fn is_a_command_line_that_takes_the_crates_files_caught() {
        for text in ["#[path = \"../../num/mod.rs\"]\nmod num;", "include!(\"../../num/mod.rs\");"] {
            assert_eq!(binary_past_the_public_crate(&one("src/bin/vae-lab/main.rs", text)).len(), 1, "{text}");
            assert_eq!(binary_past_the_public_crate(&one("tests/native.rs", text)), [""; 0]);
        }
        let good = "use vae_lab::lab::Session;\nmod train;\nfn f(path: &Path) { let path = crate::train::path(); }";
        assert_eq!(binary_past_the_public_crate(&one("src/bin/vae-lab/main.rs", good)).len(), 0);
    }
}
