//! Rust cut into tokens: as much of the language as the rules need, so that a word in a comment or a string is none.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name, a keyword, a number.
    Word,
    /// A string or character literal, with its quotes.
    Text,
    /// `::` or a single character; a lifetime.
    Mark,
}

#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// Counted from 1.
    pub line: usize,
}

impl Token<'_> {
    pub fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.text == text
    }
}

/// Comments and white space are left out.
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    while at < source.len() {
        let rest = &source[at..];
        let (kind, len) = first(rest);
        if let Some(kind) = kind {
            tokens.push(Token { kind, text: &rest[..len], line });
        }
        line += rest[..len].matches('\n').count();
        at += len;
    }
    tokens
}

/// The tokens that a build without tests compiles: what `#[cfg(test)]` or `#[cfg(all(test, …))]` stands before is cut.
pub fn without_tests<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if starts(&tokens[at..], &["#", "[", "cfg", "(", "test", ")"])
            || starts(&tokens[at..], &["#", "[", "cfg", "(", "all", "(", "test", ","])
        {
            at = end_of_item(tokens, at);
        } else {
            kept.push(tokens[at]);
            at += 1;
        }
    }
    kept
}

pub fn starts(tokens: &[Token], texts: &[&str]) -> bool {
    tokens.len() >= texts.len() && tokens.iter().zip(texts).all(|(token, text)| token.is(text))
}

/// The place after the item that begins at `at`, with its attributes.
fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    while tokens.get(at).is_some_and(|token| token.is("#")) {
        at = end_of_group(tokens, at + 1);
    }
    let is_import = tokens[at..].iter().take_while(|token| !token.is("{")).any(|token| token.is("use"));
    while at < tokens.len() {
        if tokens[at].is(";") {
            return at + 1;
        }
        let block = tokens[at].is("{");
        at = if block || tokens[at].is("(") || tokens[at].is("[") { end_of_group(tokens, at) } else { at + 1 };
        if block && !is_import {
            return at;
        }
    }
    at
}

/// The place after the bracket that closes the one at `open`.
pub fn end_of_group(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if ["(", "[", "{"].iter().any(|bracket| token.is(bracket)) {
            depth += 1;
        } else if [")", "]", "}"].iter().any(|bracket| token.is(bracket)) {
            depth -= 1;
            if depth == 0 {
                return at + 1;
            }
        }
    }
    tokens.len()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The kind (none for a comment or white space) and the length in bytes of what a text begins with.
fn first(rest: &str) -> (Option<Kind>, usize) {
    let c = rest.chars().next().expect("not at the end");
    if c.is_whitespace() {
        (None, c.len_utf8())
    } else if rest.starts_with("//") {
        (None, rest.find('\n').unwrap_or(rest.len()))
    } else if rest.starts_with("/*") {
        (None, block_comment(rest))
    } else if let Some(len) = string(rest) {
        (Some(Kind::Text), len)
    } else if c == '\'' {
        match character(rest) {
            Some(len) => (Some(Kind::Text), len),
            None => (Some(Kind::Mark), 1 + word(&rest[1..])),
        }
    } else if is_word(c) {
        (Some(Kind::Word), word(rest))
    } else if rest.starts_with("::") {
        (Some(Kind::Mark), 2)
    } else {
        (Some(Kind::Mark), c.len_utf8())
    }
}

fn word(rest: &str) -> usize {
    rest.find(|c| !is_word(c)).unwrap_or(rest.len())
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                break;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The length of a string literal of any kind.
fn string(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        let after = rest.strip_prefix(prefix).unwrap_or_default();
        after.trim_start_matches(if prefix.ends_with('r') { "#" } else { "\0" }).starts_with('"')
    })?;
    let open = rest.find('"')? + 1;
    if prefix.ends_with('r') {
        let close = format!("\"{}", "#".repeat(open - 1 - prefix.len()));
        return Some(rest[open..].find(&close).map_or(rest.len(), |at| open + at + close.len()));
    }
    Some(closed(rest, open, '"'))
}

/// The length of a character literal; none where the quote begins a lifetime.
fn character(rest: &str) -> Option<usize> {
    let mut chars = rest.chars().skip(1);
    let (inside, after) = (chars.next()?, chars.next());
    (inside == '\\' || after == Some('\'')).then(|| closed(rest, 1, '\''))
}

/// The place after the first `quote` from `open` on that no backslash escapes.
fn closed(rest: &str, open: usize, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest[open..].char_indices() {
        if !escaped && c == quote {
            return open + at + 1;
        }
        escaped = !escaped && c == '\\';
    }
    rest.len()
}

mod tests {
    use super::*;

    fn words<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
        tokens.iter().filter(|token| token.kind == Kind::Word).map(|token| token.text).collect()
    }

    #[test]
    fn is_a_word_in_a_comment_or_a_string_no_word() {
        let found = tokens(
            "a /* x /* x */ x */ \"x \\\" x\" // x\n'x' '\\'' b\"x\" br#\"x \" x\"# 'life m::n r#type \"x \\\\\" o \"x",
        );
        assert_eq!(words(&found), ["a", "m", "n", "r", "type", "o"]);
        assert!(found.iter().any(|token| token.text == "'life" && token.kind == Kind::Mark));
        assert_eq!(found.iter().find(|token| token.is("m")).unwrap().line, 2);
    }

    #[test]
    fn is_the_code_of_tests_cut_and_no_other() {
        let source = "use a; #[cfg(test)] #[path = \"x\"] mod x { fn x() { x } } c; #[cfg(test)] use x::{x}; d;
            #[cfg(test)] fn x(x: [u8; 1]) -> [u8; 1] { x } #[cfg(all(test, unix))] mod x; e;
            #[cfg(not(test))] f; #[cfg(any(test, unix))] g;";
        let kept = without_tests(&tokens(source));
        let named: Vec<_> = words(&kept).into_iter().filter(|word| word.len() == 1).collect();
        assert_eq!(named, ["a", "c", "d", "e", "f", "g"]);
    }
}
