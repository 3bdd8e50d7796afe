//! What a source file uses of the project's other folders: paths in Rust, addresses of modules in TypeScript.

use std::collections::BTreeSet;

use super::File;
use super::rust::{Token, end_of_group, starts, tokens, without_tests};

/// A folder that is used (`src/num`, `www/src/shared`), and the first line that does.
pub type Use = (String, usize);

/// The folder of the floors that a file belongs to; none for the crate's root, the command line and what lies outside.
pub fn folder_of(path: &str) -> Option<String> {
    let (root, inside) = match path.strip_prefix("www/src/") {
        Some(inside) => ("www/src", inside),
        None => ("src", path.strip_prefix("src/")?),
    };
    let name = inside.split('/').next()?;
    let name = name.split_once('.').map_or(name, |(stem, _)| stem);
    (root != "src" || !["lib", "bin"].contains(&name)).then(|| format!("{root}/{name}"))
}

/// A file of tests may use what it likes.
fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// Every use of another folder, once each.
pub fn uses(file: &File) -> Vec<Use> {
    let Some(own) = folder_of(&file.path) else { return Vec::new() };
    let all = match file.path.rsplit_once('.') {
        _ if is_test(&file.path) => Vec::new(),
        Some((_, "rs")) => rust_uses(&file.path, &file.text),
        Some((_, "ts" | "svelte")) => script_uses(&file.path, &file.text),
        _ => Vec::new(),
    };
    let mut seen = BTreeSet::from([own]);
    all.into_iter().filter(|(folder, _)| seen.insert(folder.clone())).collect()
}

/// Paths that begin with `crate::`, or with so many `super::` that they leave the module.
fn rust_uses(path: &str, text: &str) -> Vec<Use> {
    let module = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let module_depth = module.split('/').skip(1).count();
    let tokens = without_tests(&tokens(text));
    let mut uses = Vec::new();
    // How deep in blocks each inline module that is open began.
    let (mut blocks, mut inline): (usize, Vec<usize>) = (0, Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        let token = tokens[at];
        if token.is("mod") && tokens.get(at + 2).is_some_and(|next| next.is("{")) {
            inline.push(blocks);
        } else if token.is("{") {
            blocks += 1;
        } else if token.is("}") {
            blocks = blocks.saturating_sub(1);
            inline.pop_if(|began| *began == blocks);
        }
        let ups = tokens[at..].chunks(2).take_while(|pair| starts(pair, &["super", "::"])).count();
        if starts(&tokens[at..], &["crate", "::"]) {
            at += 2;
        } else if ups > 0 && ups >= module_depth + inline.len() {
            at += 2 * ups;
        } else {
            at += (2 * ups).max(1);
            continue;
        }
        uses.extend(first_names(&tokens, at).map(|name| (format!("src/{}", name.text), name.line)));
    }
    uses
}

/// The first name of the path at `at`, or of each path in the group there.
fn first_names<'a>(tokens: &'a [Token<'a>], at: usize) -> impl Iterator<Item = Token<'a>> {
    let is_group = tokens.get(at).is_some_and(|token| token.is("{"));
    let end = if is_group { end_of_group(tokens, at) } else { tokens.len().min(at + 1) };
    let mut depth = 0;
    (at..end).map(|at| (tokens[at - 1], tokens[at])).filter_map(move |(before, token)| {
        let begins = !is_group || depth == 1 && (before.is("{") || before.is(","));
        depth += usize::from(token.is("{"));
        depth -= usize::from(token.is("}"));
        (begins && !token.is("}")).then_some(token)
    })
}

/// Addresses that begin with a dot or at the page's root. An address of a file (`new URL`) is no use of its code.
fn script_uses(path: &str, text: &str) -> Vec<Use> {
    let mut uses = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if ["//", "*", "/*"].iter().any(|comment| line.trim_start().starts_with(comment)) {
            continue;
        }
        for (at, _) in line.match_indices(['\'', '"', '`']) {
            let address = &line[at + 1..];
            if line[..at].ends_with("new URL(") {
                continue;
            }
            if address.starts_with("./") || address.starts_with("../") {
                uses.push((folder(&resolved(path, address)), n + 1));
            } else if address.starts_with("/src/") {
                uses.push((folder(&format!("www{address}")), n + 1));
            }
        }
    }
    uses
}

/// An address as a path from the repository's root.
fn resolved(path: &str, address: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn folder(path: &str) -> String {
    folder_of(path).unwrap_or_else(|| path.split('/').take(2).collect::<Vec<_>>().join("/"))
}

mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<Use> {
        uses(&File::new(path, text))
    }

    fn folders(path: &str, text: &str) -> Vec<String> {
        found(path, text).into_iter().map(|(folder, _)| folder).collect()
    }

    #[test]
    fn is_every_way_to_another_module_seen() {
        let of = |text| folders("src/nn/dense.rs", text);
        assert_eq!(
            found("src/nn/dense.rs", "//! x\nuse crate::num::Real;\nuse crate::num::x;"),
            [("src/num".into(), 2)]
        );
        assert_eq!(of("let x: crate::model::Kl = 1;"), ["src/model"]);
        assert_eq!(of("pub use crate::{num::{Real, gemm}, lab::{a, b}, train};"), ["src/num", "src/lab", "src/train"]);
        assert_eq!(of("use super::super::model::Kl;"), ["src/model"]);
        assert_eq!(of("mod inner { use super::super::super::{model, data::x}; }"), ["src/model", "src/data"]);
        assert_eq!(of("macro_rules! m { () => { $crate::lab::f() } }"), ["src/lab"]);
        assert_eq!(folders("src/error.rs", "use super::data;"), ["src/data"]);
        assert_eq!(folders("src/nn/mod.rs", "use super::data;"), ["src/data"]);
    }

    #[test]
    fn is_what_stays_inside_no_use() {
        let of = |text| folders("src/nn/dense.rs", text);
        assert!(
            of("use super::stack::Stack; use crate::nn::x; use self::y; use std::mem; pub(crate) fn f() {}").is_empty()
        );
        assert!(
            of(
                "mod inner { use super::super::stack; } // crate::lab\n/// [`crate::model`]\nfn f() { \"crate::lab\"; }"
            )
            .is_empty()
        );
        assert!(
            of("mod a { mod b {} use super::super::stack; } fn f() {} mod c { use super::super::stack; }").is_empty()
        );
        assert!(of("#[cfg(test)] mod tests { use crate::lab::Session; }").is_empty());
        assert!(folders("src/nn/tests.rs", "use crate::lab::Session;").is_empty());
        assert!(folders("src/lib.rs", "pub use crate::lab::Session;").is_empty());
    }

    #[test]
    fn is_every_address_of_a_module_seen() {
        let of = |text| folders("www/src/page/state/engine.ts", text);
        assert_eq!(of("import type { A } from '../../shared/types';"), ["www/src/shared"]);
        assert_eq!(of("export * from \"../../worker/loop\";"), ["www/src/worker"]);
        assert_eq!(of("type A = typeof import('../../wasm/strict/vae_lab.js');"), ["www/src/wasm"]);
        assert_eq!(of("const all = import.meta.glob('../../wasm/*/vae_lab.js');"), ["www/src/wasm"]);
        assert_eq!(of("import '/src/worker/main.ts';"), ["www/src/worker"]);
        assert_eq!(of("import type { A } from '../../../../src/wasm/types';"), ["src/wasm"]);
        assert_eq!(folders("www/src/page/A.svelte", "<script>\n  import a from '../worker/a';"), ["www/src/worker"]);
    }

    #[test]
    fn is_a_file_of_data_or_a_neighbour_no_use() {
        let of = |text| folders("www/src/page/state/engine.ts", text);
        assert!(of("new Worker(new URL('../../worker/main.ts', import.meta.url))").is_empty());
        assert!(
            of("import { a } from './curve';\nimport { b } from '../plane/view';\nimport c from 'comlink';").is_empty()
        );
        assert!(of("// as '../../worker/loop' does").is_empty());
    }
}
