//! No component holds a sentence: what a visitor reads comes from the language's file.

use super::File;

/// Attributes and properties whose value a visitor reads or hears.
const SPOKEN: [&str; 12] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "aria-valuetext",
    "caption",
    "hint",
    "label",
    "placeholder",
    "text",
    "title",
    "word",
];

/// Words between tags and in spoken attributes, and sentences in the strings of expressions and of the script.
pub fn sentences(file: &File) -> Vec<String> {
    let mut scan = Scan { text: file.text.chars().collect(), at: 0, found: Vec::new() };
    scan.component();
    let problem = |(at, words): &(usize, String)| {
        let line = 1 + scan.text[..*at].iter().filter(|&&c| c == '\n').count();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        format!(
            "{}:{line}: a component says \"{words}\": give it a name in www/src/page/i18n and show that.",
            file.path
        )
    };
    scan.found.iter().map(problem).collect()
}

/// A word of two letters or more anywhere; `&nbsp;` is none.
fn holds_a_word(text: &str) -> bool {
    let mut rest = text.to_owned();
    while let Some(start) = rest.find('&') {
        let Some(len) = rest[start..].find(';').filter(|&len| !rest[start..start + len].contains(' ')) else { break };
        rest.replace_range(start..=start + len, " ");
    }
    rest.split(|c: char| !c.is_alphabetic()).any(|run| run.chars().count() > 1)
}

/// Two words side by side: what is put together of names, numbers and units has none.
fn holds_a_sentence(text: &str) -> bool {
    let is_word = |part: &&str| {
        let word = part.trim_matches(|c: char| ".,:;!?()\u{2026}\u{201c}\u{201d}\"".contains(c));
        word.chars().count() > 1 && word.chars().all(|c| c.is_alphabetic() || "'\u{2019}-".contains(c))
    };
    let parts: Vec<&str> = text.split_whitespace().collect();
    parts.windows(2).any(|pair| pair.iter().all(is_word))
}

struct Scan {
    text: Vec<char>,
    at: usize,
    /// Where, and what.
    found: Vec<(usize, String)>,
}

impl Scan {
    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(n, c)| self.text.get(self.at + n) == Some(&c))
    }

    fn here(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    /// Goes on to what `end` begins with, or to the end of the text.
    fn skip_to(&mut self, end: impl Fn(&Self) -> bool) -> String {
        let start = self.at;
        while self.at < self.text.len() && !end(self) {
            self.at += 1;
        }
        self.text[start..self.at].iter().collect()
    }

    fn report(&mut self, at: usize, text: String, is_read: fn(&str) -> bool) {
        if is_read(&text) {
            self.found.push((at, text));
        }
    }

    fn component(&mut self) {
        while self.at < self.text.len() {
            let start = self.at;
            if self.starts("<!--") {
                self.skip_to(|scan| scan.starts("-->"));
            } else if self.starts("<script") {
                self.skip_to(|scan| scan.starts(">"));
                self.at += 1;
                self.code("</script");
            } else if self.starts("<style") {
                self.skip_to(|scan| scan.starts("</style"));
            } else if self.starts("<") {
                self.tag();
            } else if self.starts("{") {
                self.at += 1;
                self.code("}");
            } else {
                let text = self.skip_to(|scan| scan.starts("<") || scan.starts("{"));
                self.report(start, text, holds_a_word);
            }
            self.at = self.at.max(start + 1);
        }
    }

    fn tag(&mut self) {
        self.skip_to(|scan| scan.here().is_some_and(|c| c.is_whitespace() || c == '>'));
        while let Some(c) = self.here() {
            if c == '>' {
                self.at += 1;
                return;
            } else if c == '{' {
                // `{@attach tip('…')}`
                self.at += 1;
                self.code("}");
            } else if c.is_whitespace() || c == '/' {
                self.at += 1;
            } else {
                self.attribute();
            }
        }
    }

    fn attribute(&mut self) {
        let ends = |c: char| c.is_whitespace() || "=>/{".contains(c);
        let name = self.skip_to(|scan| scan.here().is_some_and(ends));
        if !self.starts("=") {
            self.at = self.at.max(1);
            return;
        }
        self.at += 1;
        let quote = self.here().filter(|c| ['"', '\''].contains(c));
        self.at += usize::from(quote.is_some());
        let known = self.found.len();
        while let Some(c) = self.here() {
            let start = self.at;
            if c == '{' {
                self.at += 1;
                self.code("}");
                if quote.is_none() {
                    break;
                }
            } else if quote == Some(c) {
                self.at += 1;
                break;
            } else if quote.is_none() && (c.is_whitespace() || c == '>') {
                break;
            } else {
                let literal = self.skip_to(|scan| {
                    scan.here().is_some_and(|c| c == '{' || quote.map_or(c.is_whitespace() || c == '>', |q| q == c))
                });
                self.report(start, literal, holds_a_word);
            }
        }
        if !SPOKEN.contains(&name.as_str()) {
            self.found.truncate(known);
        }
    }

    /// JavaScript up to `end`, at the depth of brackets where it begins; behind it afterwards.
    fn code(&mut self, end: &str) {
        let mut depth = 0;
        while let Some(c) = self.here() {
            let start = self.at;
            if depth == 0 && self.starts(end) {
                self.at += end.chars().count();
                return;
            }
            self.at += 1;
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                '\'' | '"' => {
                    let string = self.string(c);
                    self.report(start, string, holds_a_sentence);
                }
                '`' => {
                    let string = self.template();
                    self.report(start, string, holds_a_sentence);
                }
                '/' if self.starts("/") => drop(self.skip_to(|scan| scan.starts("\n"))),
                '/' if self.starts("*") => drop(self.skip_to(|scan| scan.starts("*/"))),
                _ => {}
            }
        }
    }

    fn string(&mut self, quote: char) -> String {
        let mut string = String::new();
        while let Some(c) = self.here() {
            self.at += 1;
            match c {
                '\\' => self.at += 1,
                c if c == quote => break,
                c => string.push(c),
            }
        }
        string
    }

    /// A template's own text, a 0 where a value goes.
    fn template(&mut self) -> String {
        let mut string = String::new();
        while let Some(c) = self.here() {
            self.at += 1;
            match c {
                '\\' => self.at += 1,
                '`' => break,
                '$' if self.starts("{") => {
                    self.at += 1;
                    self.code("}");
                    string.push('0');
                }
                c => string.push(c),
            }
        }
        string
    }
}

mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        sentences(&File::new("www/src/page/A.svelte", text))
    }

    #[test]
    fn is_every_sentence_in_a_component_caught() {
        for text in [
            "<p>No codes yet</p>",
            "<p>Train</p>",
            "<p>{t.a} of {t.b}</p>",
            "<p>à bientôt</p>",
            "<button aria-label=\"Remove\">×</button>",
            "<button aria-label='Remove it'>×</button>",
            "<button title=Remove>×</button>",
            "<Field label=\"Learning rate\" />",
            "<Field label=\"{n} steps\" />",
            "<img alt={n > 1 ? 'two digits' : ''} />",
            "<p>{n > 1 ? 'many digits' : t.one}</p>",
            "<p>{`${n} kept images`}</p>",
            "<script>\n  const a = `It isn't so: ${why}.`;\n</script>",
            "<p>{`${f('no images')}`}</p>",
            "<button {@attach tip('Keep this image')}></button>",
            "<script>\n  const text = \"Nothing kept yet\";\n</script>",
            "<script></script>\n{#if n > 1}<b>two</b>{/if}\n<style></style>",
            "<p>a &nbsp; word</p>",
        ] {
            assert_eq!(found(text).len(), 1, "{text}: {:?}", found(text));
        }
        let problems =
            found("<script lang=\"ts\">\n  let n = 1;\n</script>\n\n<p\n  class=\"a\"\n>\n  Nothing\n  kept</p>");
        assert!(problems[0].starts_with("www/src/page/A.svelte:7: a component says \"Nothing kept\""), "{problems:?}");
    }

    #[test]
    fn is_what_no_visitor_reads_let_pass() {
        for text in [
            "<!-- One image or more -->\n<p class=\"large muted\" data-testid=\"a b\">{t.empty}</p>",
            "<script lang=\"ts\" generics=\"Value extends string\">\n  // It doesn't matter\n  import a from './a';\n  /* isn't it */ const s = 'heldOut';\n</script>",
            "<style>\n  p { content: 'no words'; grid-template: 'plane plane' 'tray tray'; }\n</style>",
            "<p>{#each images as image, n (n)}{image.name}{:else}{t.none}{/each}</p>",
            "<p>{kind === 'vae' ? t.a : t.b} · {a < b} × &nbsp;{`${x}, ${y}`} → σ = 1</p>",
            "<svg viewBox=\"0 0 10 10\"><path d=\"M1 1l6 4-6 4zM8.5 1H11v8H8.5z\" /></svg>",
            "<button onclick={() => { if (a > b) { go(); } }} class:on={a} {disabled} {...rest}>{t.go}</button>",
            "<input aria-label={t.files.load} title={t.drop} placeholder={UNKNOWN} spellcheck=\"false\" bind:value />",
            "<script>\n  const a = `${kind}-seed${seed}-step${step}`;\n  const b = `left: ${x}px; top: ${y}px`;\n</script>",
            "<b id=\"{id}-label word\" style:height=\"{heightPx}px\">{text}</b>",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
