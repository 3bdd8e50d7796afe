//! Where `unsafe` may stand, and what has to stand beside it.

use super::File;
use super::floors::DOCS;
use super::rust::{Kind, Token, tokens};

/// The list under the heading that names `unsafe`: bullets whose paths stand in backticks.
fn places(docs: &File) -> Vec<(usize, &str)> {
    let numbered = docs.text.lines().enumerate().map(|(n, line)| (n + 1, line));
    let list = numbered.skip_while(|(_, line)| !(line.starts_with('#') && line.contains("`unsafe`"))).skip(1);
    let bullets = list.take_while(|(_, line)| !line.starts_with('#')).filter(|(_, line)| line.starts_with("- "));
    bullets
        .flat_map(|(n, line)| line.split('`').skip(1).step_by(2).map(move |path| (n, path)))
        .filter(|(_, path)| path.contains('/'))
        .collect()
}

/// A place is a module: a file, with or without its ending, or a folder.
fn is_in(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| ["", ".rs"].contains(&rest) || rest.starts_with('/'))
}

/// Every `unsafe` outside the listed places or without its reason, and every place without an `unsafe`.
pub fn unexplained(files: &[File], docs: &File) -> Vec<String> {
    let places = places(docs);
    let mut problems = Vec::new();
    let mut needed = vec![false; places.len()];
    for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
        let tokens = tokens(&file.text);
        let Some(first) = tokens.iter().find(|token| token.is("unsafe")) else { continue };
        let mut listed = false;
        for ((_, place), needed) in places.iter().zip(&mut needed) {
            *needed |= is_in(&file.path, place);
            listed |= is_in(&file.path, place);
        }
        if !listed {
            problems.push(format!(
                "{}:{}: `unsafe` stands outside the modules that {DOCS} lists: do without it, or give it a place and \
                 a reason there.",
                file.path, first.line
            ));
        }
        problems.extend(without_reason(file, &tokens));
    }
    for ((line, place), needed) in places.iter().zip(&needed) {
        if !needed {
            problems.push(format!("{DOCS}:{line}: there is no `unsafe` in `{place}`: take it off the list."));
        }
    }
    problems
}

#[derive(PartialEq)]
enum Needs {
    /// A comment that says why the promise is kept.
    Comment,
    /// A section of the documentation that says what the promise is.
    Section,
    Nothing,
}

fn needs(after: &[Token], in_trait_impl: bool) -> Needs {
    let after: Vec<&Token> =
        after.iter().filter(|token| token.kind != Kind::Text && !token.is("extern")).take(2).collect();
    match after[..] {
        // The type of a function.
        [f, paren] if f.is("fn") && paren.is("(") => Needs::Nothing,
        [f, _] if f.is("fn") && in_trait_impl => Needs::Nothing,
        [f, _] if f.is("fn") || f.is("trait") => Needs::Section,
        _ => Needs::Comment,
    }
}

/// A block of code that is open.
struct Block {
    /// An implementation of a trait: the trait says what its functions promise.
    is_trait_impl: bool,
    /// The line at which it begins as the body of a function.
    function: Option<usize>,
}

fn without_reason(file: &File, tokens: &[Token]) -> Vec<String> {
    let lines: Vec<&str> = file.text.lines().map(str::trim).collect();
    let mut problems = Vec::new();
    let mut blocks: Vec<Block> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.is("{") {
            let header = &tokens[statement(tokens, at)..at];
            let names = |word| header.iter().any(|token| token.is(word));
            let names_trait = header.windows(2).any(|pair| pair[0].is("for") && !pair[1].is("<"));
            let function = names("fn").then_some(token.line);
            blocks.push(Block { is_trait_impl: names_trait && names("impl"), function });
        } else if token.is("}") {
            blocks.pop();
        } else if token.is("unsafe") {
            let place = format!("{}:{}", file.path, token.line);
            match needs(&tokens[at + 1..], blocks.last().is_some_and(|block| block.is_trait_impl)) {
                Needs::Comment => {
                    let function = blocks.iter().rev().find_map(|block| block.function);
                    let said_before = function.is_some_and(|first| {
                        lines[first..token.line].iter().any(|line| line.starts_with("// SAFETY, here and below"))
                    });
                    if !said_before && !comment_above(&lines, tokens, at) {
                        problems
                            .push(format!("{place}: this `unsafe` has no `// SAFETY:` above it: say why it is sound."));
                    }
                }
                Needs::Section if !run_above(&lines, tokens[statement(tokens, at)].line, "# Safety") => {
                    problems
                        .push(format!("{place}: this `unsafe` has no `# Safety` section: say what callers promise."));
                }
                _ => {}
            }
        }
    }
    problems
}

/// Where the statement, item or block that holds the token at `at` begins.
fn statement(tokens: &[Token], at: usize) -> usize {
    let ends = |token: &Token| token.is(";") || token.is("{") || token.is("}");
    tokens[..at].iter().rposition(ends).map_or(0, |end| end + 1)
}

/// Whether SAFETY stands above the line, the statement, or, for the first of a block, the statement with the block.
fn comment_above(lines: &[&str], tokens: &[Token], at: usize) -> bool {
    if run_above(lines, tokens[at].line, "SAFETY") {
        return true;
    }
    let mut start = statement(tokens, at);
    loop {
        if run_above(lines, tokens[start].line, "SAFETY") {
            return true;
        }
        if start == 0 || !tokens[start - 1].is("{") {
            return false;
        }
        let block = start - 1;
        start = statement(tokens, block);
        if tokens[start..block].iter().any(|token| ["fn", "impl", "mod", "trait"].iter().any(|word| token.is(word))) {
            return false;
        }
    }
}

/// Whether the comments right above a line hold a word. Attributes, and other `unsafe impl`s, may stand between.
fn run_above(lines: &[&str], line: usize, word: &str) -> bool {
    lines[..line - 1]
        .iter()
        .rev()
        .take_while(|line| ["//", "#[", "unsafe impl"].iter().any(|start| line.starts_with(start)))
        .any(|line| line.starts_with("//") && line.contains(word))
}

mod tests {
    use super::*;

    fn docs() -> File {
        let text = "# x\n- `src/no`\n## Where `unsafe` stands\nIn these:\n\n- `src/num/lanes`, `src/num/shared`: the `F4` type\n## Next\n- `src/other`\n";
        File::new(DOCS, text)
    }

    fn problems(text: &str) -> Vec<String> {
        let other = File::new("src/num/lanes/x86.rs", "// SAFETY: x\nunsafe impl Sync for X {}");
        unexplained(&[File::new("src/num/shared.rs", text), other], &docs())
    }

    #[test]
    fn is_an_unsafe_without_its_reason_caught() {
        for text in [
            "fn f() {\n    unsafe { g() }\n}",
            "fn f() {\n    // Safe enough.\n    unsafe { g() }\n}",
            "fn f() {\n    // SAFETY: for h.\n    h();\n    unsafe { g() }\n}",
            "// SAFETY: not above the block.\nfn f() {\n    unsafe { g() }\n}",
            "fn f() {\n    // SAFETY: x.\n    let a = {\n        h();\n        unsafe { g() }\n    };\n}",
            "// SAFETY: x.\n\nunsafe impl Sync for X {}",
            "fn f() {\n    // SAFETY, here and below: x.\n    h();\n}\nfn g() {\n    unsafe { g() }\n}",
            "/// What it does.\npub unsafe fn f() {}",
            "/// # Safety\n/// x\nfn g() {}\n#[inline]\npub(crate) unsafe fn f() {}",
            "pub unsafe trait T {}",
            "impl X {\n    unsafe fn f() {}\n}",
            "unsafe extern \"C\" { fn f(); }",
            "#[unsafe(no_mangle)]\nfn f() {}",
        ] {
            assert_eq!(problems(text).len(), 1, "{text}: {:?}", problems(text));
        }
        let found = problems("fn f() {\n    unsafe { g() }\n}");
        assert!(found[0].starts_with("src/num/shared.rs:2: this `unsafe` has no `// SAFETY:`"), "{found:?}");
    }

    #[test]
    fn is_an_unsafe_with_its_reason_let_pass() {
        for text in [
            "fn f() {\n    // SAFETY: x\n    // and y.\n    unsafe { g() }\n}",
            "fn f() {\n    // SAFETY: x.\n    #[allow(x)]\n    let a =\n        h(unsafe { g() });\n}",
            "fn f() {\n    // SAFETY: x.\n    let a = {\n        let b = unsafe { g() };\n    };\n}",
            "fn f() {\n    let a = match b {\n        0 => h(),\n        // SAFETY: x.\n        _ => unsafe { g() },\n    };\n}",
            "fn f() {\n    // SAFETY, here and below: x.\n    h();\n    if a {\n        unsafe { g() }\n    }\n}",
            "// SAFETY: x.\nunsafe impl Sync for X {}\nunsafe impl Send for X {}",
            "/// # Safety\n/// x\n#[inline]\npub unsafe fn f() {}",
            "// SAFETY: x.\nunsafe impl T for X {\n    unsafe fn f() {}\n}",
            "type F = unsafe fn(u8); // unsafe { g() }\nconst S: &str = \"unsafe { g() }\"; // SAFETY",
        ] {
            assert_eq!(problems(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn is_the_list_held_to_the_code_and_the_code_to_the_list() {
        let safe = "// SAFETY: x.\nunsafe impl Sync for X {}";
        let file = |path: &str| File::new(path, safe);
        let found =
            unexplained(&[file("src/num/lanes/mod.rs"), file("src/num/shared_too.rs"), file("src/no/a.rs")], &docs());
        assert!(found[0].starts_with("src/num/shared_too.rs:2: `unsafe` stands outside"), "{found:?}");
        assert!(found[1].starts_with("src/no/a.rs:2: `unsafe` stands outside"), "{found:?}");
        assert_eq!(found[2], "ARCHITECTURE.md:6: there is no `unsafe` in `src/num/shared`: take it off the list.");
        assert_eq!(found.len(), 3);
    }
}
